"""FW506 stray-whitespace."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Span, folded, replaced, rule

from ._passages import speaks

_STRAY = re.compile(r"(?P<end>(?<![ \t])[ \t]+$)|(?P<doubled>(?<=\S)[ \t]{2,}(?=\S))")
_NEAR = 200  # characters in which the word before a spot is looked for


@rule("FW506", Severity.INFO, fold="page")
def stray_whitespace(page: Page, framework: Framework) -> Iterator[Place]:
    """A title ends in a blank, or holds two blanks in a row."""
    if page.title is None or page.title.raw == folded(page.title.raw) or not speaks(page):
        return
    for match in _STRAY.finditer(page.title.raw):
        before = page.title.raw[max(match.start() - _NEAR, 0) : match.start()].split()[-1:]
        fault = "ends in a blank" if match["end"] else f"has two blanks after `{''.join(before)}`"
        span = page.title.at(Span(*match.span()))
        yield Place(
            page=page,
            span=span,
            message=f"The title {fault}",
            cause=str(match.lastgroup),
            subject=page.id,
            fixes=(replaced(page, span, "" if match["end"] else " ", is_safe=True),),
        )
