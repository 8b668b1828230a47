"""What a comparison counts, and how it says it."""

from frameworklint.findings.finding import Finding
from frameworklint.kinds.kind import Kinds
from frameworklint.selection.comparison import Comparison, compare

from ..conftest import findings_of, framework_of
from ..workbooks import books, printed, small


def _finding(kinds: Kinds) -> Finding:
    (finding,) = findings_of(framework_of(kinds, {"a.md": "# a\n\n[x](gone.md)\n"}), "FW201")
    return finding


def test_the_sentence_counts_each_part_and_groups_thousands(schema_kinds: Kinds) -> None:
    one = _finding(schema_kinds)
    comparison = Comparison(new=[one] * 1234, fixed=[one] * 2, left=[])
    assert comparison.sentence == "this change adds 1,234, fixes 2, leaves 0"


def test_each_part_is_narrowed(schema_kinds: Kinds) -> None:
    one = _finding(schema_kinds)
    comparison = Comparison(new=[one] * 2, fixed=[one] * 3, left=[one] * 4)
    narrowed = comparison.within(lambda findings: findings[1:])
    assert [len(part) for part in narrowed] == [1, 2, 3]


def test_what_a_cell_loses_beside_what_it_lost_before_is_new(schema_kinds: Kinds) -> None:
    def lost(techniques: str) -> list[Finding]:
        sheets = small()
        sheets["incidenttechniques"][0]["technique_ids"] = techniques
        sheets["incidenttechniques"][1]["technique_ids"] = "T0001"
        framework = framework_of(schema_kinds, {**books(sheets), **printed(sheets)})
        return findings_of(framework, "FW702")

    one, two, other = map(lost, ("T0001, T0001.001", "T0001, T0001.001, T0002", "T0001, T0002"))
    for more in (two, other):
        assert compare([(more, one)]).new == more
        assert len(compare([(more, one)]).fixed) == int(more is other)
    fewer = compare([(one, two)])
    assert (fewer.new, len(fewer.fixed), len(fewer.left)) == ([], 1, 1)
