"""Where the places of a printed state stand in the files."""

import pytest

from frameworklint.findings.source_places import SourcePlaces
from frameworklint.framework.printed import PrintedFramework
from frameworklint.framework.states import states_of
from frameworklint.linter.place import Place, Related
from frameworklint.linter.registry import named

from ..builders import Framework, Kinds, Page, Span, compared
from ..workbooks import books, printed, small

TACTIC, TASK = "TA01", "TK0001"


@pytest.fixture
def state(schema_kinds: Kinds) -> Framework:
    """A framework in which the tactic of a task waits for the generator."""
    sheets = small()
    sheets["tasks"][0]["tactic_id"] = "TA02"
    pages = printed(small())
    waiting = compared(schema_kinds, {**books(small()), **pages}, {**books(sheets), **pages})
    pages_of = states_of(waiting).pages
    assert isinstance(pages_of, PrintedFramework)
    return pages_of


def place(page: Page, other: Page, label: str) -> Place:
    field = other.field(label)
    assert field
    related = Related(other, field.value.span, "what it says")
    return Place(page=page, span=page.top, message="x", cause="x", also=(related,))


def located(state: Framework, code: str, label: str) -> Place | None:
    (rule,) = named(code)
    place_ = place(state.by_id[TACTIC], state.by_id[TASK], label)
    return SourcePlaces(state).source_place(rule, place_)


def test_how_a_page_is_printed_is_not_judged_by_one_that_changes(state: Framework) -> None:
    assert located(state, "FW304", "Belongs to tactic stage") is None
    assert located(state, "FW304", "Summary") is not None


def test_a_text_is_judged_by_one_that_changes(state: Framework) -> None:
    found = located(state, "FW315", "Belongs to tactic stage")
    assert found is not None
    (related,) = found.also
    assert related.page.label.endswith("tasks")


def test_a_place_in_a_text_that_no_page_prints_yet_is_in_the_cell(state: Framework) -> None:
    (rule,) = named("FW301")
    task = state.by_id[TASK]
    field = task.field("Belongs to tactic stage")
    assert field
    at = Place(page=task, span=Span(field.value.start, field.value.start + 2), message="", cause="")
    found = SourcePlaces(state).source_place(rule, at)
    assert found is not None
    assert [cell.text for cell in found.cells] == ["TA02"]
    assert found.within == (0, 2)
