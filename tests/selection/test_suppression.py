"""Suppressions, however many there are."""

import time

from hypothesis import given
from hypothesis import strategies as st

from frameworklint.findings.finding import Finding
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.place import Place
from frameworklint.linter.registry import all_rules, named
from frameworklint.selection.settings import Suppression
from frameworklint.selection.suppression import apply

from ..conftest import findings_of, framework_of
from ..workbooks import DATA, FOLDER, books, printed, small

TECHNIQUE = """# Technique T000{n}: Name {n}

**Summary**: Text [x](missing{n}.md) T9999

| Incident | Descriptions given for this incident |
| --- | --- |
| [I00001 One](../incidents/I00001.md) | [y](gone.md) |
| [I00002 Two](../incidents/I00002.md) | [y](gone.md) |
"""
INCIDENT = """# Incident I0000{n}: {name}

**Summary**: Text [z](missing.md)

| Technique | Description given for this incident |
| --- | --- |
| [T0001 Name 1](../techniques/T0001.md) | [y](gone.md) |
"""
FILES = {
    **{f"techniques/T000{n}.md": TECHNIQUE.replace("{n}", str(n)) for n in (1, 2)},
    "incidents/I00001.md": INCIDENT.replace("{n}", "1").replace("{name}", "One"),
    "incidents/I00002.md": INCIDENT.replace("{n}", "2").replace("{name}", "Two"),
    "notes.md": "# Notes\n\n[x](nowhere.md)\n",
}
PAGES = ["T0001", "T0002", "I00001", "I00002", "notes.md", "techniques/T0001.md", "T7777"]


def entry(rule: str, page: str, row: str, number: int) -> Suppression:
    codes = frozenset(found.code for found in named(rule))
    return Suppression(rule, codes, page, row, "a reason", number)


def _means(entry: Suppression, finding: Finding, place: Place) -> bool:
    """Whether an entry means a place, as the manual says it, for one of each."""
    if finding.rule.code not in entry.rules:
        return False
    page, row = place.page.key, place.page.row_at(place.span)
    listed = row.listed_id if row else ""
    if entry.row:
        return (entry.page, entry.row) in ((page, listed), (listed, page))
    if entry.page in (page, place.page.path):
        return True
    return listed == entry.page and any(other.page.key == entry.page for other in finding.places)


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["FW201", "FW2", "FW3", "ALL", "broken-link"]),
        st.sampled_from(PAGES),
        st.sampled_from(["", *PAGES]),
    ),
    max_size=8,
)


@given(ENTRIES)
def test_each_place_is_held_against_each_entry(
    schema_kinds: Kinds, given_entries: list[tuple[str, str, str]]
) -> None:
    findings = findings_of(framework_of(schema_kinds, FILES))
    assert len({finding.rule.code for finding in findings}) > 1
    entries = [entry(*values, number) for number, values in enumerate(given_entries)]
    kept, unused = apply(findings, entries)
    left = {
        finding.fingerprint: tuple(
            place
            for place in finding.places
            if not any(_means(one, finding, place) for one in entries)
        )
        for finding in findings
    }
    assert {finding.fingerprint: finding.places for finding in kept} == {
        name: places for name, places in left.items() if places
    }
    assert unused == [
        one
        for one in entries
        if not any(_means(one, finding, place) for finding in findings for place in finding.places)
    ]


def _seconds(kinds: Kinds, size: int) -> float:
    links = "".join(f"[{n}](gone/{n}.md)\n\n" for n in range(size))
    findings = findings_of(framework_of(kinds, {"notes.md": f"# Notes\n\n{links}"}), "FW201")
    rules = [rule.code for rule in all_rules()]
    entries = [entry("FW201", "notes.md", f"T{n}", n) for n in range(size)]
    entries += [entry(rules[n % len(rules)], f"T{n}", "", n) for n in range(size)]
    start = time.process_time()
    kept, unused = apply(findings * 50, entries)
    spent = time.process_time() - start
    assert len(kept) == 50 * len(findings)
    assert len(unused) == 2 * size
    return spent


def test_a_place_in_a_spreadsheet_is_named_by_the_id_of_its_row(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0001.001"
    sheets["incidenttechniques"][1]["technique_ids"] = "T0002, T0001.001"
    framework = framework_of(schema_kinds, {**books(sheets), **printed(sheets)})
    (found,) = findings_of(framework, "FW702")
    workbook = f"{FOLDER}/{DATA}"
    (left,), unused = apply([found], [entry("FW702", workbook, "IT00000001", 1)])
    assert ([place.cells[0].name for place in left.places], unused) == (["D3"], [])
    other = entry("FW702", workbook, "IT00000003", 1)
    assert apply([found], [other]) == ([found], [other])


def test_time_does_not_grow_with_both(schema_kinds: Kinds) -> None:
    small, large = _seconds(schema_kinds, 500), _seconds(schema_kinds, 2_000)
    assert large < 8 * small + 0.1  # for a square it would be 16 times
