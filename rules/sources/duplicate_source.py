"""FW604 duplicate-source."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlencode

from frameworklint.api import Framework, Page, Place, Related, Severity, and_more, rule

from ._references import Source, parameters, references, split

_NAMED = 10  # incidents that a message names; real: 1


@rule("FW604", Severity.WARNING)
def duplicate_source(framework: Framework) -> Iterator[Place]:
    """An incident names one source twice, or two incidents have the same only source."""
    only: dict[str, list[Page]] = defaultdict(list)
    for page in framework.records:
        addresses = _addresses(page)
        different = set(addresses)
        if len(different) < len(addresses):
            yield from _twice(page)
        # A book without an address is a source too. An orphan page is nobody's counterpart.
        named = sum(reference.says_something for reference in references(page))
        if len(different) == 1 and named == len(addresses) and page.path not in framework.orphans:
            only[addresses[0]].append(page)
    for address, pages in only.items():
        for page in pages if len(pages) > 1 else ():
            yield _shared(page, address, pages)


def _addresses(page: Page) -> list[str]:
    """The addresses of a page's references, comparable."""
    found = (_compared(reference.address) for reference in references(page))
    return [address for address in found if address]


def _compared(url: str) -> str:
    """A URL without what does not change where it leads."""
    parts = split(url)
    host = (parts.netloc or "").lower().removeprefix("www.")
    # Parameters that only track readers, and the text to be marked, tell no two addresses apart.
    query = urlencode(parameters(parts), doseq=True)
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


def _twice(page: Page) -> Iterator[Place]:
    first: dict[str, Source] = {}
    for reference in references(page):
        address = _compared(reference.address)
        earlier = first.setdefault(address, reference) if address else reference
        if earlier is not reference:
            yield Place(
                page=page,
                span=reference.row.cells[0].span,
                message=f"{page.id} names the source `{reference.address}` twice",
                cause=f"{page.key} {address}",
                subject=reference.address,
                also=(Related(page, earlier.row.cells[0].span, "the first of the rows"),),
            )


def _shared(page: Page, address: str, pages: list[Page]) -> Place:
    named = [other for other in pages[: _NAMED + 1] if other is not page][:_NAMED]
    left = len(pages) - 1 - len(named)
    others = ", ".join(f"{other.id} {other.name}" for other in named)
    others += and_more(left)
    reference = next(one for one in references(page) if _compared(one.address) == address)
    return Place(
        page=page,
        span=reference.row.cells[0].span,
        message=f"The only source of {page.id}, `{reference.address}`, is also that of {others}",
        cause=address,
        subject=reference.address,
    )
