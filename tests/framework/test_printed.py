"""Frameworks as the generator would leave them."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.findings.finding import Finding
from frameworklint.findings.lint import lint
from frameworklint.framework.framework import Framework, notices_of
from frameworklint.framework.printed import PrintedFramework, PrintedPage, printed
from frameworklint.framework.states import states_of
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.place import Severity
from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.sheet import SheetPage

from ..builders import compared
from ..conftest import framework_of
from ..workbooks import Sheets, books, small
from ..workbooks import printed as pages_of

HOME = "generated_pages"


def whole(sheets: Sheets, pages: dict[str, str] | None = None) -> dict[str, bytes | str]:
    """The workbooks, and the pages that are printed from them or from others."""
    return {**books(sheets), **(pages_of(sheets) if pages is None else pages)}


def found(framework: Framework) -> list[Finding]:
    """What is found of pages and texts, the workbook's own rules and hints apart."""
    findings = lint(framework).findings
    return [f for f in findings if f.rule.judges == "text" and f.severity is not Severity.INFO]


def codes(framework: Framework) -> set[str]:
    return {finding.rule.code for finding in found(framework)}


def names(framework: Framework) -> set[tuple[str, str]]:
    return {(finding.rule.code, finding.fingerprint) for finding in found(framework)}


# The state of a framework whose pages are its workbook's print.


def test_where_every_page_says_what_its_cells_say_the_files_are_the_only_state(
    schema_kinds: Kinds,
) -> None:
    framework = framework_of(schema_kinds, whole(small()))
    states = states_of(framework)
    assert states.pages is framework
    assert states.sheets is None


def test_a_page_that_differs_is_printed_and_no_other_is_read_again(schema_kinds: Kinds) -> None:
    pages = pages_of(small())
    pages[f"{HOME}/phases/P01.md"] = pages[f"{HOME}/phases/P01.md"].replace("Early.", "Never.")
    framework = framework_of(schema_kinds, whole(small(), pages))
    state = states_of(framework).sheets
    assert isinstance(state, PrintedFramework)
    assert list(state.printed) == [f"{HOME}/phases/P01.md"]
    assert (
        state.by_path[f"{HOME}/phases/P01.md"].source == pages_of(small())[f"{HOME}/phases/P01.md"]
    )
    assert state.by_id["P02"] is framework.by_id["P02"]
    assert framework.by_id["P01"].source == pages[f"{HOME}/phases/P01.md"]


CHANGES = {
    "a name": ("techniques", 0, "name", "Plan It All"),
    "a summary": ("incidents", 0, "summary", "Another one."),
    "a description": ("incidenttechniques", 0, "name", "Rewritten (T0001: Plan It)."),
    "a technique more": ("incidenttechniques", 2, "technique_ids", "T0001,T0002"),
    "a technique less": ("incidenttechniques", 0, "technique_ids", "T0001"),
    "an address less": ("incidents", 0, "urls", "https://a.example/1"),
    "an archive": ("urls", 0, "archive_link", "https://archive.example/9"),
    "a tactic": ("techniques", 2, "tactic_id", "TA01"),
    "a counter's list": ("countermeasures", 1, "techniques", "T0001 - Plan It\nT0002 - Post It"),
    "an associated technique": ("associatedtechniques", 0, "associated_technique_id", "T0001.001"),
}


def changed(change: str) -> Sheets:
    sheet, row, column, text = CHANGES[change]
    sheets = small()
    sheets[sheet][row][column] = text
    return sheets


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_made_of_outdated_pages_differs_in_nothing_from_the_workbook(
    schema_kinds: Kinds, change: str
) -> None:
    framework = framework_of(schema_kinds, whole(changed(change), pages_of(small())))
    assert framework.unprinted.differences
    state = printed(framework, lambda difference: True, ())
    assert state.unprinted.differences == []


@pytest.mark.parametrize("change", CHANGES)
def test_outdated_pages_and_new_ones_have_the_same_findings(
    schema_kinds: Kinds, change: str
) -> None:
    before = compared(schema_kinds, whole(small()), whole(changed(change), pages_of(small())))
    after = framework_of(schema_kinds, whole(changed(change)))
    assert names(before) == names(after)


def test_a_row_that_its_cell_broke_is_whole_once_the_cell_is(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["incidenttechniques"][2]["name"] = "They planned | again (T0001: Plan It)."
    broken = whole(sheets)
    fixed = {**broken, **books(small())}
    assert "FW108" in {code for code, _ in names(framework_of(schema_kinds, broken))}
    assert "FW108" not in {code for code, _ in names(compared(schema_kinds, broken, fixed))}


# What two states know of each other.


def test_what_nearly_is_an_id_is_read_alike_in_states_that_are_compared(
    schema_kinds: Kinds,
) -> None:
    sheets = small()
    sheets["incidenttechniques"][2]["name"] = "They planned (T0001) and T003: Sell It."
    more = copy.deepcopy(sheets)
    more["techniques"].append({**more["techniques"][0], "disarm_id": "T0003", "name": "Sell It"})
    before, waiting = whole(sheets), {**whole(sheets), **books(more)}
    assert "FW302" not in codes(framework_of(schema_kinds, before))
    for files in (waiting, whole(more)):
        after = compared(schema_kinds, before, files)
        base = after.base
        assert base is not None
        after.learn_names()
        # Whichever is judged first: the change is not to blame for what it does not touch.
        for state in (base, after, base):
            assert "FW302" in codes(state)


# Pages that are not there.


def planted() -> Sheets:
    """The small framework with a fault in a text, a name and a summary."""
    sheets = small()
    sheets["incidenttechniques"][0]["name"] = "They <i>planned (T0001: Plan It, T0099: No)."
    sheets["techniques"][2]["summary"] = "TBD"
    sheets["tactics"][0]["summary"] = "See [this](../techniques/T0999.md)."
    sheets["detections"][0]["tactic"] = "TA01 Older Name"  # which only an index prints
    return sheets


def test_the_workbook_alone_has_the_findings_of_its_pages(schema_kinds: Kinds) -> None:
    alone = framework_of(schema_kinds, books(planted()))
    pages = framework_of(schema_kinds, whole(planted()))
    codes = {"FW201", "FW301", "FW309", "FW501", "FW505"}
    of_pages = {name for name in names(pages) if name[0] in codes}
    assert {code for code, _ in of_pages} == codes
    # The index of what has no pages prints links that lead nowhere: no cell says so.
    missing = {code for code, _ in names(pages) - names(alone)}
    assert missing <= {"FW201"}
    of_cells = {name for name in names(alone) if name[0] in codes}
    assert {code for code, _ in of_cells} == codes
    assert of_cells <= of_pages


def test_a_fault_that_no_page_prints_is_at_its_cell_and_at_its_spot_there(
    schema_kinds: Kinds,
) -> None:
    alone = framework_of(schema_kinds, books(planted()))
    (finding,) = [finding for finding in found(alone) if finding.rule.code == "FW501"]
    assert isinstance(finding.place.page, SheetPage)
    assert finding.place.page.locator(finding.place.span) == "B2"
    (cell,) = finding.place.cells
    assert finding.place.within is not None
    assert cell.text[slice(*finding.place.within)] == "<i>"


def test_a_fault_that_a_page_prints_is_at_the_page_and_its_cell_is_no_other_place(
    schema_kinds: Kinds,
) -> None:
    pages = pages_of(planted())
    del pages[f"{HOME}/techniques/T0001.md"]
    framework = framework_of(schema_kinds, whole(planted(), pages))
    (finding,) = [finding for finding in found(framework) if finding.rule.code == "FW501"]
    assert {place.page.path for place in finding.places} == {
        f"{HOME}/incidents/I00001.md",
        f"{HOME}/techniques/T0001.001.md",
    }
    assert [cell.name for cell in finding.place.cells] == ["B2"]


def test_without_an_index_the_sheet_tells_which_ids_exist(schema_kinds: Kinds) -> None:
    files = whole(planted())
    indexes = [path for path in files if path.endswith("_index.md")]
    without = framework_of(schema_kinds, {p: t for p, t in files.items() if p not in indexes})
    assert notices_of(without) == []
    (finding,) = [finding for finding in found(without) if finding.rule.code == "FW301"]
    assert finding.place.subject == "T0099"
    pages = {p: t for p, t in files.items() if p.endswith(".md") and p not in indexes}
    unknown = framework_of(schema_kinds, pages)
    assert "techniques are not checked" in "".join(notices_of(unknown))
    assert "FW301" not in codes(unknown)


def test_a_page_too_large_for_anybody_is_not_printed(schema_kinds: Kinds) -> None:
    sheets = small()
    row = sheets["incidenttechniques"][0]
    row["name"] = "x" * 30_000
    sheets["techniques"] += [
        {**sheets["techniques"][0], "disarm_id": f"T{number:04}"} for number in range(100, 200)
    ]
    row["technique_ids"] = ",".join(f"T{number:04}" for number in range(100, 200))
    alone = framework_of(schema_kinds, books(sheets))
    state = states_of(alone).sheets
    assert state is not None
    assert "I00001" not in state.by_id
    assert "T0100" in state.by_id


# Places of the printed page and of the real one.


@given(st.data())
def test_what_no_edit_touches_stands_on_the_original(data: st.DataObject) -> None:
    source = data.draw(st.text(alphabet="abc\n", min_size=1, max_size=60))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(source)), max_size=6)))
    cuts = cuts[: len(cuts) // 2 * 2]
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=True)]
    text, at, edits = "", 0, []
    for span in spans:
        new = "X" * data.draw(st.integers(0, 4))
        text += source[at : span.start] + new
        at = span.end
        edits.append((span, len(new)))
    text += source[at:]
    page = PrintedPage(Page("x.md", text), Page("x.md", source), edits)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    original = page.original_span(span)
    if original is not None:
        assert source[slice(*original)] == text[slice(*span)]
        assert "X" not in text[slice(*span)]


def test_what_hides_a_page_hides_it_while_another_waits_for_the_generator(
    schema_kinds: Kinds,
) -> None:
    stub = f"{HOME}/incidents/.md"
    pages = pages_of(small())
    pages[stub] = "# Incident : \n\n* **Summary:** \n"
    changed = dict(pages)
    del changed[f"{HOME}/techniques/T0001.001.md"]
    for files in (pages, changed):
        framework = framework_of(schema_kinds, whole(small(), files))
        told = [f.rule.code for f in lint(framework).findings if f.place.page.path == stub]
        assert told == ["FW002"]


def test_an_index_whose_table_has_no_header_gets_no_row(schema_kinds: Kinds) -> None:
    index = "generated_pages/techniques_index.md"
    bare = "# DISARM Techniques:\n\n<table>\n</table>\n"
    states = states_of(framework_of(schema_kinds, whole(small(), {index: bare})))
    assert states.sheets is not None
    assert "T0001" in states.sheets.by_id
    assert states.sheets.by_path[index].source == bare
