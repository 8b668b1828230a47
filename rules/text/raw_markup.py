"""FW511 raw-markup."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Span, Text, rule, shortened

from ._passages import passages

_LINK = re.compile(r"(?<!\\)!?\[[^\[\]<>|]{1,200}\]\([^()\s<>|]{1,400}\)")
_EMPHASIS = re.compile(
    r"(?<![\w*\\])(?P<mark>\*\*?)(?=\w)[^*<>|\n]{0,80}?[\w.,;:!?)”\"](?P=mark)(?![\w*])"
)
# Each with a mark that stands in it.
_MARKUP = (("](", _LINK, "link"), ("*", _EMPHASIS, "emphasis"))
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_EVIDENCE = 60


@rule("FW511", Severity.WARNING, yields_to=("FW103",))
def raw_markup(page: Page, framework: Framework) -> Iterator[Place]:
    """Markdown stands where an HTML table prints it, and nobody reads it."""
    source = page.source
    if page.kind is None or ("[" not in source and "*" not in source):
        return
    copied = framework.memo.of_all(_copied_labels).get(page.kind.name, {})
    for passage in passages(page, framework):
        if passage.row is None and passage.label in copied:
            where = f"{copied[passage.label]} prints"
        elif passage.row is not None and passage.row.table.is_html:
            where = "the table, which is HTML, prints"
        else:
            continue
        for span, what in sorted(_markup(passage.text)):
            written = source[slice(*span)]
            shown = shortened(written, _EVIDENCE)
            yield Place(
                page=page,
                span=span,
                message=f"`{shown}`: {where} this {what} raw; write it in HTML",
                cause=f"{passage.cell} {written}",
                subject=written,
            )


def _markup(text: Text) -> Iterator[tuple[Span, str]]:
    """Links and emphasis in Markdown, up to a blank line: that ends HTML (CommonMark, 4.6)."""
    raw = text.raw
    looks = [(pattern, what) for mark, pattern, what in _MARKUP if mark in raw]
    blank = _BLANK_LINE.search(raw) if looks else None
    for pattern, what in looks:
        for match in pattern.finditer(raw, 0, blank.start() if blank else len(raw)):
            yield text.at(Span(*match.span())), what


def _copied_labels(framework: Framework) -> dict[str, dict[str, str]]:
    """By kind and field: the index page of the tree that copies the field into an HTML table."""
    found: dict[str, dict[str, str]] = {}
    for page in framework.pages:
        kind = page.kind
        if kind is None or kind.role != "index" or not any(t.is_html for t in page.tables):
            continue
        labels = found.setdefault(kind.of, {})
        for column in kind.columns.values():
            labels.update(dict.fromkeys(column, page.path.rpartition("/")[2]))
    return found
