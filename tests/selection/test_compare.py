"""What a comparison counts, and how it says it."""

from collections.abc import Callable

import pytest

from frameworklint.findings.finding import Finding
from frameworklint.kinds.kind import Kinds
from frameworklint.selection.comparison import Comparison, compare

from ..conftest import findings_of, framework_of
from ..workbooks import Sheets, books, printed, small


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


_TOLD = (
    "The station told the town of the rumor for weeks, and then nobody believed it any longer. " * 3
)


def _edited(codes: set[str], kinds: Kinds, *texts: Callable[[Sheets], None]) -> list[list[Finding]]:
    """What rules find once each of some edits is made, in sheets and pages."""
    found, sheets = [], small()
    for edit in texts:
        edit(sheets)
        framework = framework_of(kinds, {**books(sheets), **printed(sheets)})
        found.append(findings_of(framework, *codes))
    return found


def _text(row: int, text: str, techniques: str = "T0001") -> Callable[[Sheets], None]:
    def edit(sheets: Sheets) -> None:
        sheets["incidenttechniques"][row] |= {"name": text, "technique_ids": techniques}

    return edit


def _summaries(text: str) -> Callable[[Sheets], None]:
    def edit(sheets: Sheets) -> None:
        for row in (0, 2):
            sheets["techniques"][row]["summary"] = text

    return edit


def _row_twice(text: str) -> Callable[[Sheets], None]:
    def edit(sheets: Sheets) -> None:
        row = sheets["incidenttechniques"][2] | {"name": text}
        sheets["incidenttechniques"][2:] = [row, row | {"disarm_id": "IT00000004"}]

    return edit


@pytest.mark.parametrize(
    ("codes", "before", "after"),
    [
        ({"FW401", "FW405"}, _text(2, "Once.", "T0001,T0001"), _text(2, "Twice.", "T0001,T0001")),
        ({"FW405", "FW705"}, _row_twice("They planned."), _row_twice("They planned it all.")),
        (
            {"FW404"},
            lambda sheets: [_text(n, _TOLD)(sheets) for n in (0, 2)],
            _text(2, _TOLD[:255]),
        ),
        ({"FW312"}, _summaries("To plan it."), _summaries("To plan it, and to plan it well.")),
        ({"FW409"}, _text(2, "They planned."), _text(2, "They planned it all.")),
        ({"FW504"}, _text(2, "Itâ€™s dry, isnâ€™t it?"), _text(2, "It’s dry, isnâ€™t it?")),
        (
            {"FW510"},
            _text(2, "They planned a thing) or two."),
            _text(2, "They had a thing) or two."),
        ),
    ],
    ids=lambda value: "-".join(sorted(value)) if isinstance(value, set) else "",
)
def test_a_fault_that_an_edit_of_its_text_leaves_is_not_new(
    codes: set[str],
    before: Callable[[Sheets], None],
    after: Callable[[Sheets], None],
    schema_kinds: Kinds,
) -> None:
    old, now = _edited(codes, schema_kinds, before, after)
    assert {one.rule.code for one in old} == {one.rule.code for one in now} == codes
    assert {one.fingerprint for one in old} != {one.fingerprint for one in now}
    assert compare([(now, old)]).new == []


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("FW405", _text(2, "Once.", "T0001,T0001"), _text(1, "Twice.", "T0001,T0001")),
        ("FW504", _text(2, "Itâ€™s dry."), _text(2, "Itâ€™s dry, isnâ€™t it?")),
        ("FW504", _text(2, "Itâ€™s dry."), _text(2, "Itâ€™s dry. Itâ€™s not.")),
        ("FW510", _text(2, "They had a thing) or two."), _text(2, "They had) a thing) or two.")),
        ("FW409", _text(2, "They planned."), _text(1, "They posted.")),
    ],
)
def test_a_fault_beside_one_of_the_kind_is_new(
    code: str,
    before: Callable[[Sheets], None],
    after: Callable[[Sheets], None],
    schema_kinds: Kinds,
) -> None:
    old, now = _edited({code}, schema_kinds, before, after)
    assert [one.rule.code for one in compare([(now, old)]).new] == [code]


@pytest.mark.parametrize(("was", "now"), [("IT00000001", "IT00000009"), ("", "IT00000001")])
@pytest.mark.parametrize("is_above", [False, True])
def test_a_row_that_is_given_an_id_keeps_its_fault_and_a_copy_of_it_has_one_of_its_own(
    was: str, now: str, is_above: bool, schema_kinds: Kinds
) -> None:
    sheets = small()
    rows = sheets["incidenttechniques"]

    def lost(number: str) -> list[Finding]:
        rows[0] |= {"technique_ids": "T0001, T0001.001", "disarm_id": number}
        return findings_of(framework_of(schema_kinds, books(sheets)), "FW702")

    old, given = lost(was), lost(now)
    assert compare([(given, old)])[:2] == ([], [])
    rows.insert(0 if is_above else len(rows), rows[0] | {"disarm_id": "IT00000010"})
    (new,) = compare([(findings_of(framework_of(schema_kinds, books(sheets)), "FW702"), given)]).new
    assert [place.cells[0].name for place in new.places] == ["D2" if is_above else "D5"]
