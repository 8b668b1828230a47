"""FW604 duplicate-source."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from frameworklint.api import Framework, Page, Place, Related, Severity, and_more, rule

from ._references import Source, parameters, references, split

_NAMED = 10  # incidents that a message names; real: 1


@rule("FW604", Severity.WARNING)
def duplicate_source(framework: Framework) -> Iterator[Place]:
    """An incident names one source twice, or two incidents have the same only source."""
    only: dict[str, list[tuple[Page, Source]]] = defaultdict(list)
    for page in framework.records:
        sources = references(page, framework)
        compared = ((_compared(source.address), source) for source in sources)
        addressed = [(address, source) for address, source in compared if address]
        first: dict[str, Source] = {}
        for address, source in addressed:
            if first.setdefault(address, source) is not source:
                yield _second(page, source, first[address], address)
        # A book without an address is a source too. An orphan page is nobody's counterpart.
        named = sum(source.says_something for source in sources)
        if len(first) == 1 and named == len(addressed) and page.path not in framework.orphans:
            only[addressed[0][0]].append((page, addressed[0][1]))
    for address, alike in only.items():
        for page, source in alike if len(alike) > 1 else ():
            yield _shared(page, source, address, [other for other, _ in alike])


def _compared(url: str) -> str:
    """A URL without what does not change where it leads."""
    parts = split(url)
    host = (parts.netloc or "").lower().removeprefix("www.")
    # Parameters that only track readers, and the text to be marked, tell no two addresses apart.
    query = urlencode(parameters(parts), doseq=True)
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


def _second(page: Page, source: Source, earlier: Source, address: str) -> Place:
    return Place(
        page=page,
        span=source.row.cells[0].span,
        message=f"{page.id} names the source `{source.address}` twice",
        cause=f"{page.key} {address}",
        subject=source.address,
        also=(Related(page, earlier.row.cells[0].span, "the first of the rows"),),
    )


def _shared(page: Page, source: Source, address: str, pages: Sequence[Page]) -> Place:
    named = [other for other in pages[: _NAMED + 1] if other is not page][:_NAMED]
    others = ", ".join(f"{other.id} {other.name}" for other in named)
    others += and_more(len(pages) - 1 - len(named))
    return Place(
        page=page,
        span=source.row.cells[0].span,
        message=f"The only source of {page.id}, `{source.address}`, is also that of {others}",
        cause=address,
        subject=source.address,
    )
