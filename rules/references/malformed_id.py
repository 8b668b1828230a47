"""FW302 malformed-id."""

from collections.abc import Iterator

from frameworklint.api import (
    INVISIBLE,
    Citation,
    Fix,
    Framework,
    Page,
    Place,
    Severity,
    replaced,
    rule,
)

from ._citations import cited, kind_of, name_behind, page_named, page_nearly_named, place_of
from ._id_forms import foreign_letter, wanted_form
from ._pages import titled


@rule("FW302", Severity.ERROR, explains=("FW408",))
def malformed_id(page: Page, framework: Framework) -> Iterator[Place]:
    """Running text cites what is nearly an ID."""
    for found in cited(page, framework):
        if found.citation.malformed and not found.is_list:
            yield from _places(page, found.located, framework)
    for citation in _in_links(page, framework):
        yield from _places(page, citation, framework)


def _places(page: Page, citation: Citation, framework: Framework) -> Iterator[Place]:
    written = "".join(c for c in citation.written if c not in INVISIBLE)
    if written != citation.id:  # else invisible-character says it
        meant = _meant(page, citation, framework)
        hint = f"; {meant} is likely meant" if meant else wanted_form(citation.form)
        fault = f"is no ID{foreign_letter(citation.written)}{hint}"
        yield place_of(
            page,
            citation,
            f"`{citation.written}` {fault}",
            f"`{citation.written}`, cited in {{n}} texts, {fault}",
        )._replace(fixes=_fixes(page, citation, framework))


def _fixes(page: Page, citation: Citation, framework: Framework) -> tuple[Fix, ...]:
    """The IDs that may be meant; one is certain where its page's name stands behind it."""
    likely = framework.page_of(citation.id)
    pages = list(dict.fromkeys([*_readings(page, citation, framework), *filter(None, [likely])]))
    name, kind = name_behind(citation.follows), kind_of(citation, framework)
    named = page_named(name, kind, framework)
    is_safe = len(pages) == 1 and named is pages[0] and named.id == citation.id
    return tuple(
        replaced(page, citation.span, one.id, is_safe=is_safe, title=f"write {titled(one)}")
        for one in pages
    )


def _in_links(page: Page, framework: Framework) -> Iterator[Citation]:
    """What is nearly an ID in the texts of links to pages that have one."""
    if page.kind is None or page.kind.is_copy:
        return
    for link, _ in framework.links.to_pages(page):
        if framework.readers.ids.leading_id(link.text):
            continue
        for citation in framework.readers.ids.citations(link.text, form="link"):
            at = page.source.find(citation.written, *link.span)
            if citation.malformed and at >= 0:
                yield citation.moved(at - citation.span.start)


def _meant(page: Page, citation: Citation, framework: Framework) -> str:
    """ID and name of the page that is meant."""
    return " or ".join(map(titled, _readings(page, citation, framework)))


def _readings(page: Page, citation: Citation, framework: Framework) -> list[Page]:
    """The pages that may be meant: the name beside an ID decides, if a page has it."""
    name, kind = name_behind(citation.follows), kind_of(citation, framework)
    by_name = page_named(name, kind, framework)
    if by_name:
        return [by_name]
    pages = (framework.page_of(citation.id), page_nearly_named(name, kind, framework, page))
    return list(dict.fromkeys(page for page in pages if page))
