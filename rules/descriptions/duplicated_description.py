"""FW401 duplicated-description."""

import re
from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity, digest
from frameworklint.framework import Framework, Listing
from frameworklint.registry import rule
from frameworklint.span import Span

from ._texts import folded

# What joins descriptions in one cell: white space, commas and line breaks.
_JOINTS = re.compile(r"(?:\s|,|<br\s*/?>)+")


@rule("FW401", Severity.ERROR)
def duplicated_description(framework: Framework, *, min_length: int = 20) -> Iterator[Place]:
    """The same description stands twice or more in one cell."""
    for listing in framework.listings:
        if listing.text is None:
            continue
        copy = _second_copy(listing, framework, min_length)
        if copy is None:
            continue
        whose = listing.owner or listing.listed
        rows = _rows_of_owner(listing, framework)
        yield Place(
            page=listing.page,
            span=copy,
            message=f"The description of {whose} stands twice in this cell",
            cause=f"{whose} {listing.subject} {digest(listing.page.source[slice(*copy)])}",
            subject=listing.listed,
            also=rows,
        )


def _second_copy(listing: Listing, framework: Framework, min_length: int) -> Span | None:
    """The second of two equal descriptions in a cell."""
    assert listing.text is not None
    raw = listing.text.raw
    parts = _parts(raw, framework)
    solid = "".join(part for part, _ in parts)
    length = _period(solid)
    if not length:
        length = _repeated_part(solid, listing, framework)
    if length < min_length:
        return None
    start = _raw_offset(parts, length)
    return listing.text.at(Span(start, max(start, _raw_offset(parts, 2 * length - 1) + 1)))


def _parts(raw: str, framework: Framework) -> list[tuple[str, int]]:
    """What stands between the joints, with its offset; row numbers are left out."""
    found, at = [], 0
    number = re.compile(framework.kinds.conventions.row_number)
    for joint in [*_JOINTS.finditer(raw), None]:
        end = joint.start() if joint else len(raw)
        if end > at and not number.fullmatch(raw[at:end]):
            found.append((raw[at:end], at))
        at = joint.end() if joint else end
    return found


def _period(text: str) -> int:
    """The length of the shortest string whose repetition is the text, 0 if it is no repetition."""
    period = (text + text).find(text, 1)
    return period if 0 < period < len(text) else 0


def _repeated_part(solid: str, listing: Listing, framework: Framework) -> int:
    """The length of a description of this pair that the cell begins with twice, or 0."""
    for other in framework.evidence.get((listing.owner, listing.subject), []):
        if other.page is listing.page or other.text is None:
            continue
        description = "".join(part for part, _ in _parts(other.text.raw, framework))
        if description and solid.startswith(description * 2):
            return len(description)
    return 0


def _raw_offset(parts: list[tuple[str, int]], position: int) -> int:
    """The offset in the raw text of a position in the text without joints."""
    for part, offset in parts:
        if position < len(part):
            return offset + position
        position -= len(part)
    return parts[-1][1] + len(parts[-1][0])


def _rows_of_owner(listing: Listing, framework: Framework) -> tuple[Related, ...]:
    """The owner's own rows for this pair, where they too stand twice."""
    rows = [
        other
        for other in framework.evidence.get((listing.owner, listing.subject), [])
        if other.page is not listing.page and other.page.id == listing.owner
    ]
    texts = [folded(row.text, framework) for row in rows]
    doubled = [row for row, text in zip(rows, texts, strict=True) if texts.count(text) > 1]
    return tuple(
        Related(row.page, row.row.span, f"{row.listed} is listed here with this text")
        for row in doubled
    )
