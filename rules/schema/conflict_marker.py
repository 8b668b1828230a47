"""FW111 conflict-marker."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Location, Page, Place, Severity, Span, rule

# What git writes: both versions, with the common one between them if it is told to.
_CONFLICT = re.compile(
    r"^<{7}(?: [^\n]*)?\r?\n(?:(?!<{7}(?:\s|$)|>{7}(?:\s|$)).*\n)*?={7}\r?\n"
    r"(?:(?!<{7}(?:\s|$)|={7}\r?$).*\n)*?>{7}(?: [^\n]*)?$",
    re.MULTILINE,
)


@rule("FW111", Severity.ERROR, fold="page", hides_all_but=(), explains=("FW304", "FW410", "FW804"))
def conflict_marker(page: Page, framework: Framework) -> Iterator[Place]:
    """Both versions of a merge conflict stand in the file, with git's markers."""
    if page.source.find("<<<<<<<") < 0:
        return
    code = [note.span for note in page.notes if note.context.form == "code"]
    for match in _CONFLICT.finditer(page.source):
        whole = Span(*match.span())
        if any(span.covers(whole) for span in code):
            continue  # a text about conflicts
        first = page.lines.position(whole.start)[0]
        last = page.lines.position(whole.end)[0]
        answers = _answers(page, _lost(page, whole), framework)
        yield Place(
            page=page,
            span=page.lines.span(first - 1),
            message=f"Lines {first} to {last} hold both versions of a merge conflict",
            many="{n} merge conflicts are left in this file, each with both versions",
            cause="conflict",
            covers=whole,
            explained=((page, whole), *_emptied(page), *answers),
        )


def _lost(page: Page, conflict: Span) -> Span:
    """What a conflict keeps from being rows of the table that it stands in: up to a blank line."""
    blank = re.compile(r"\n[ \t\r]*(?:\n|$)").search(page.source, conflict.end)
    return Span(conflict.start, blank.start() if blank else len(page.source))


def _emptied(page: Page) -> Iterator[Location]:
    """The headers of tables whose rows may all lie within a conflict."""
    yield from ((page, table.span) for table in page.tables if not table.rows)


def _answers(page: Page, lost: Span, framework: Framework) -> Iterator[Location]:
    """The rows by which other pages list a page whose own rows are lost by a conflict."""
    for link, other in framework.links.to_pages(page):
        if page.id and lost.covers(link.span):
            for listing in framework.listings.of(other):
                if listing.listed == page.id:
                    yield other, listing.row.cells[0].span
