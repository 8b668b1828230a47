"""FW501 unbalanced-tag."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.html import Tag
from frameworklint.page import Page
from frameworklint.registry import rule

from ._passages import passages

# Nobody opens these twice on purpose: the second is a closing tag without its slash.
_FLAT = frozenset({"a", "b", "em", "i", "q", "s", "small", "strong", "sub", "sup", "u"})


@rule("FW501", Severity.ERROR)
def unbalanced_tag(page: Page, framework: Framework) -> Iterator[Place]:
    """In a cell or a field, a tag is opened and not closed, or closed and not opened."""
    if "<" not in page.source:
        return
    for passage in passages(page, framework):
        if "<" not in passage.text.raw:
            continue
        for tag, fault in _faults(passage.text.content.tags):
            yield Place(
                page=page,
                span=passage.text.at(tag.span),
                message=fault,
                cause=f"{passage.cell} {_written(tag)}",
                subject=_written(tag),
            )


def _faults(tags: Sequence[Tag]) -> Iterator[tuple[Tag, str]]:
    for unmatched in _unmatched(tags).values():
        paired: set[Tag] = set()
        for one, other in pairwise(unmatched):
            if one in paired or one.closing != other.closing or one.name not in _FLAT:
                continue
            paired |= {one, other}
            wrong, meant = (one, f"<{one.name}>") if one.closing else (other, f"</{one.name}>")
            yield wrong, f"`{_written(wrong)}` stands where `{meant}` is likely meant"
        for tag in unmatched:
            if tag not in paired:
                fault = "closes what was not opened" if tag.closing else "is not closed"
                yield tag, f"`{_written(tag)}` {fault}"


def _unmatched(tags: Sequence[Tag]) -> dict[str, list[Tag]]:
    """The tags of each name that have no partner: closing ones, then opening ones."""
    found: dict[str, list[Tag]] = defaultdict(list)
    for tag in tags:
        if tag.void:
            continue
        lone = found[tag.name]
        if tag.closing and lone and not lone[-1].closing:
            lone.pop()
        else:
            lone.append(tag)
    return found


def _written(tag: Tag) -> str:
    return f"</{tag.name}>" if tag.closing else f"<{tag.name}>"
