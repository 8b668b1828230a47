"""FW604 duplicate-source."""

from collections import defaultdict
from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule

from ._references import Reference, references, split


@rule("FW604", Severity.WARNING)
def duplicate_source(framework: Framework) -> Iterator[Place]:
    """An incident names one source twice, or two incidents have the same only source."""
    only: dict[str, list[tuple[Page, Reference]]] = defaultdict(list)
    for page in framework.records:
        first: dict[str, Reference] = {}
        for reference in references(page):
            key = _compared(reference.address)
            if key and first.setdefault(key, reference) is not reference:
                yield _twice(page, reference, first[key])
        # An orphan page is nobody's counterpart.
        if len(first) == 1 and page.path not in framework.orphans:
            key, reference = next(iter(first.items()))
            only[key].append((page, reference))
    for key, pages in only.items():
        for place in pages if len(pages) > 1 else ():
            yield _shared(*place, key, [page for page, _ in pages])


def _compared(url: str) -> str:
    """A URL without what does not change where it leads."""
    parts = split(url)
    host = (parts.netloc or "").lower().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _twice(page: Page, reference: Reference, first: Reference) -> Place:
    return Place(
        page=page,
        span=reference.row.cells[0].span,
        message=f"{page.id} names the source `{reference.address}` twice",
        cause=f"{page.key} {_compared(reference.address)}",
        subject=reference.address,
        also=(Related(page, first.row.cells[0].span, "the first of the rows"),),
    )


def _shared(page: Page, reference: Reference, key: str, pages: list[Page]) -> Place:
    others = ", ".join(f"{other.id} {other.name}" for other in pages if other is not page)
    return Place(
        page=page,
        span=reference.row.cells[0].span,
        message=f"The only source of {page.id}, `{reference.address}`, is also that of {others}",
        cause=key,
        subject=reference.address,
    )
