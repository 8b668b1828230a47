"""A window of the source around a fault, and carets below the fault."""

from collections.abc import Iterator

from frameworklint.linter.place import Place
from frameworklint.page.names import folded
from frameworklint.source.span import Span
from frameworklint.terminal.escaping import visible
from frameworklint.terminal.layout import fitting, fitting_end, width

_MARKED = 60  # characters of a fault that are marked
_LEAD = 3  # the part of the room that a cut beginning takes: one third
_MARGIN = "      | "
_CUT = "…"


def excerpt(place: Place, columns: int) -> Iterator[tuple[str, str]]:
    """The lines of an excerpt, none wider than the medium, each with its style.

    Args:
        place: the fault.
        columns: how many columns there are.
    """
    room = max(columns - len(_MARGIN), 1)
    page, span = place.page, place.span
    if page.source:
        line = page.lines.span(page.lines.position(span.start)[0] - 1)
        yield from _of_line(page.source, line, span, room)
    elif place.within:
        text = page.shown(span)
        yield from _of_line(text, _line_around(text, place.within.start), place.within, room)
    elif text := folded(page.shown(span)):
        yield _MARGIN + _of_cell(visible(place.subject), visible(text), room), ""


def _line_around(text: str, offset: int) -> Span:
    """The line of a cell's text in which an offset lies."""
    end = text.find("\n", offset)
    return Span(text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end)


def _of_line(text: str, line: Span, span: Span, room: int) -> Iterator[tuple[str, str]]:
    end = max(span.start, min(span.end, line.end, span.start + _MARKED))
    fault = Span(span.start, end)
    before, at, after = (
        visible(text[start:end])
        for start, end in ((line.start, fault.start), fault, (fault.end, line.end))
    )
    if not (before + at + after).strip():
        return
    before, at, after = _window(before, at, after, room)
    yield f"{_MARGIN}{before}{at}{after}", ""
    yield f"{_MARGIN}{' ' * width(before)}{'^' * max(width(at), 1)}", "red"


def _window(before: str, at: str, after: str, room: int) -> tuple[str, str, str]:
    """What can be shown of a line, so that the fault is in it."""
    if width(before + at + after) <= room:
        return before, at, after
    if width(before + at) >= room:
        before = _end_of(before, room // _LEAD)
    if width(before + at) >= room:
        return before, at[: fitting(at, room - width(before) - len(_CUT))], _CUT
    left = room - width(before + at)
    if width(after) > left:
        after = after[: fitting(after, left - len(_CUT))] + _CUT
    return before, at, after


def _end_of(text: str, cells: int) -> str:
    """The end of a text, with a sign that it is cut."""
    if width(text) <= cells:
        return text
    kept = fitting_end(text, cells - len(_CUT))
    return _CUT + text[len(text) - kept :]


def _of_cell(subject: str, text: str, room: int) -> str:
    """A window of a cell's text, around what the finding is about where that stands in it."""
    at = max(text.find(subject), 0)
    subject = subject if text.startswith(subject, at) else ""
    return "".join(_window(text[:at], subject, text[at + len(subject) :], room))
