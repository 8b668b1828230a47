"""FW501 unbalanced-tag."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from frameworklint.api import Fix, Framework, Page, Place, Severity, Tag, replaced, rule

from ._passages import CellText, passages

# Nobody opens these twice on purpose: the second is a closing tag without its slash.
_FLAT = frozenset({"a", "b", "em", "i", "q", "s", "small", "strong", "sub", "sup", "u"})


@rule("FW501", Severity.ERROR, explains=("FW408",))
def unbalanced_tag(page: Page, framework: Framework) -> Iterator[Place]:
    """In a cell or a field, a tag is opened and not closed, or closed and not opened."""
    if "<" not in page.source:
        return
    for passage in passages(page, framework):
        if "<" not in passage.text.raw:
            continue
        raw = passage.text.raw
        for tag, meant, is_certain in _faults(passage.text.content.tags):
            written = _written(tag, raw)
            yield Place(
                page=page,
                span=passage.text.at(tag.span),
                message=f"`{written}` {_fault(tag, meant, raw)}",
                # Letter case is no part of the cause: `<i>` and `<I>` are one tag.
                cause=f"{passage.cell} {written.lower()}",
                subject=written,
                fixes=_fixes(passage, tag, written, is_certain) if meant else (),
            )


def _fixes(passage: CellText, tag: Tag, written: str, is_certain: bool) -> tuple[Fix, ...]:
    """The fix that puts the slash where it was lost, or takes it away."""
    if passage.text.raw[slice(*tag.span)] != written:
        return ()  # attributes belong to an opening tag only
    opposite = f"<{written[2:]}" if tag.closing else f"</{written[1:]}"
    span = passage.text.at(tag.span)
    return (replaced(passage.page, span, opposite, is_safe=is_certain),)


def _faults(tags: Sequence[Tag]) -> Iterator[tuple[Tag, bool, bool]]:
    """The tags without a partner; whether the opposite tag is likely meant in their place, and
    whether no other tag of the name is without one.
    """
    for unmatched in _unmatched(tags).values():
        paired: set[Tag] = set()
        for one, other in pairwise(unmatched):
            if one in paired or one.closing != other.closing or one.name not in _FLAT:
                continue
            paired |= {one, other}
            yield one if one.closing else other, True, len(unmatched) == 2
        for tag in unmatched:
            if tag not in paired:
                yield tag, False, False


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


def _fault(tag: Tag, opposite_is_meant: bool, raw: str) -> str:
    name = _written(tag, raw).strip("</>")
    if opposite_is_meant:
        return f"stands where `{f'<{name}>' if tag.closing else f'</{name}>'}` is likely meant"
    return "closes what was not opened" if tag.closing else "is not closed"


def _written(tag: Tag, raw: str) -> str:
    """The tag as it stands in the text, without its attributes."""
    start = tag.span.start + (2 if tag.closing else 1)
    name = raw[start : start + len(tag.name)]
    return f"</{name}>" if tag.closing else f"<{name}>"
