"""What places of a link have in common."""

from collections import Counter

from frameworklint.api import Framework, Link, Page, Span, resolve

_FILES = frozenset({"relative", "outside", "absolute"})


def printed_for(link: Link, page: Page, framework: Framework) -> str:
    """Whose text holds a link: the page's, or that of the incident whose description it is.

    A description is printed on the incident's page and on the pages of its techniques; a link in
    it is one link, wherever it is printed.
    """
    return printed_at(link.span, page, framework)


def printed_at(span: Span, page: Page, framework: Framework) -> str:
    """Whose text stands there: the page's, or that of the incident whose description it is."""
    row = page.row_at(span)
    listing = framework.listings.of_row(page, row) if row else None
    if listing and listing.owner and listing.text and listing.text.span.covers(span):
        return listing.owner
    return page.key


def path_as_printed(link: Link, page: Page, framework: Framework) -> str:
    """The path to which a link leads on the page to which its text belongs."""
    owner = framework.by_id.get(printed_for(link, page, framework))
    return resolve(link.target, owner.path if owner else page.path).path


def linking(framework: Framework) -> Counter[str]:
    """How many pages of each kind have a link to a file, be it there or not."""
    return Counter(
        page.kind.name
        for page in framework.records
        if page.kind and any(target.form in _FILES for _, target in framework.links.of(page))
    )
