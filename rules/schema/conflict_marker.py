"""FW111 conflict-marker."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from frameworklint.api import Framework, Location, Page, Place, Severity, Span, rule

from ._conflicts import LEFT, MARKS

# What git writes: both versions, with the common one between them if it is told to.
_CONFLICT = re.compile(
    r"^<{7}(?: [^\n]*)?\r?\n(?:(?!<{7}(?:\s|$)|>{7}(?:\s|$)).*\n)*?={7}\r?\n"
    r"(?:(?!<{7}(?:\s|$)|={7}\r?$).*\n)*?>{7}(?: [^\n]*)?$",
    re.MULTILINE,
)
_BLANK_LINE = re.compile(r"\n[ \t\r]*(?:\n|$)")


@rule(
    "FW111",
    Severity.ERROR,
    fold="page",
    hides_all_but=(),
    explains=("FW304", "FW407", "FW410", "FW804"),
    judges="print",
)
def conflict_marker(page: Page, framework: Framework) -> Iterator[Place]:
    """Both versions of a merge conflict stand in the file, with git's markers, or one of these."""
    source = page.source
    if not any(mark in source for mark in MARKS):
        return
    code = [note.span for note in page.notes if note.context.form == "code"]
    matches = (Span(*match.span()) for match in _CONFLICT.finditer(source))
    conflicts = [whole for whole in matches if not _is_within(whole, code)]  # not one in an example
    yield from _whole(conflicts, page, framework)
    if page.kind is not None:
        yield from _left(conflicts, code, page, framework)


def _whole(conflicts: list[Span], page: Page, framework: Framework) -> Iterator[Place]:
    """The conflicts of which both versions stand in a file."""
    for whole in conflicts:
        first = page.lines.position(whole.start)[0]
        last = page.lines.position(whole.end)[0]
        # All conflicts of a page are one finding: what they explain together, the first explains.
        lost = _lost_with(conflicts, page, framework) if whole is conflicts[0] else ()
        yield Place(
            page=page,
            span=page.lines.span(first - 1),
            message=f"Lines {first} to {last} hold both versions of a merge conflict",
            many="{n} merge conflicts are left in this file, each with both versions",
            cause="conflict",
            covers=whole,
            explained=((page, whole), *lost),
        )


def _left(
    conflicts: Sequence[Span], code: Sequence[Span], page: Page, framework: Framework
) -> Iterator[Place]:
    """The markers that stand in a file outside of whole conflicts and of code."""
    found = (Span(*match.span()) for match in LEFT.finditer(page.source))
    left = [
        marker
        for marker in found
        if not _is_within(marker, conflicts) and not _is_within(marker, code)
    ]
    if all(page.source[marker.start] == "=" for marker in left):
        return  # it makes the line above it a heading
    for marker in left:
        lost = _lost_with(left, page, framework) if marker is left[0] else ()
        written = page.source[slice(*marker)].rstrip()
        yield Place(
            page=page,
            span=marker,
            message=f"`{written}` is left over from a merge conflict",
            many="{n} lines are left over from merge conflicts",
            cause="left",
            explained=((page, marker), *lost),
        )


def _is_within(span: Span, others: Sequence[Span]) -> bool:
    """Whether one of some spans, which are in order, covers another."""
    at = bisect_right(others, span.start, key=lambda other: other.start) - 1
    return at >= 0 and others[at].covers(span)


def _lost_with(conflicts: list[Span], page: Page, framework: Framework) -> Iterator[Location]:
    """What is faulty because conflicts keep rows from being some."""
    # The headers of tables whose rows may all lie within a conflict.
    yield from ((page, table.span) for table in page.tables if not table.rows)
    # A conflict ends the table that it stands in: up to a blank line, nothing is a row.
    lost = [
        Span(conflict.start, _end_of_table(page.source, conflict.end, following.start))
        for conflict, following in pairwise([*conflicts, Span(len(page.source), 0)])
    ]
    links = framework.links.to_pages(page) if page.id else ()
    others = {other.path: other for link, other in links if _is_within(link.span, lost)}
    for other in others.values():
        for listing in framework.listings.of(other):
            if listing.listed == page.id:
                yield other, listing.row.cells[0].span
    yield from _citations(page, {other.id for other in others.values()}, framework)


def _citations(page: Page, ids: set[str], framework: Framework) -> Iterator[Location]:
    """Where the texts of a page cite some IDs: unlisted, if their rows are lost."""
    for listing in framework.listings.of(page) if ids else ():
        if (text := listing.text) is None:
            continue
        for citation in text.cited:
            if citation.id in ids:
                yield page, text.at(citation.span)


def _end_of_table(source: str, start: int, end: int) -> int:
    blank = _BLANK_LINE.search(source, start, end)
    return blank.start() if blank else end
