"""Where pages name other pages."""

from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.api import Framework, Page, Span

from ..references._notes import is_other_id


class Mention(NamedTuple):
    """A spot where a page names another: in running text, in a link's text or by its target.

    `name` is the name that stands after the ID, white space folded, perhaps with text after it.
    """

    page: Page
    span: Span
    id: str
    name: str


def mentions(framework: Framework) -> Iterator[Mention]:
    """Every spot of the framework where a page is cited or linked, but for notes on history."""
    ids = framework.readers.ids
    for page in framework.pages:
        for text in page.texts():
            for citation in text.cited:
                if not is_other_id(text, citation, framework):
                    span = text.at(citation.span)
                    yield Mention(page, span, citation.id, citation.cited_name)
        for link, _ in framework.links.of(page):
            stem = link.target.partition("#")[0].rpartition("/")[2].removesuffix(".md")
            shown, name = ids.cut(link.text)
            for named in dict.fromkeys((shown, stem)):
                if ids.is_id(named):
                    yield Mention(page, link.span, named, name if named == shown else "")
