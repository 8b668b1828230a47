"""What a comparison counts, and how it says it."""

from frameworklint.findings.finding import Finding
from frameworklint.kinds.kind import Kinds
from frameworklint.selection.comparison import Comparison

from ..conftest import findings_of, framework_of


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
