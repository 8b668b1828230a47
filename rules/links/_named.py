"""Links whose text names a page."""

from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from re import sub
from typing import NamedTuple

from frameworklint.api import INVISIBLE, Framework, Link, Page, folded

# Signs that end a link's text or a cell, or are read as markup; inside a word, a `_` is not.
_MARKUP = r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)"


class NamedLink(NamedTuple):
    """A link to a page, whose text names an ID.

    Attributes:
        link: the link.
        ids: the IDs in its text.
        name: what follows the ID that the text begins with, as `shown_name` gives it.
        target: the page that it leads to.
    """

    link: Link
    ids: list[str]
    name: str
    target: Page


def named_links(page: Page, framework: Framework) -> list[NamedLink]:
    """The links of a page that lead to a page with an ID and name one."""
    return framework.memo.of_page(_named_links, page)


def _named_links(page: Page, framework: Framework) -> Iterator[NamedLink]:
    for link, other in framework.links.to_pages(page):
        if link.form == "definition":
            continue  # nobody sees its label
        ids = framework.readers.ids
        leading, name = ids.cut(link.text)
        if leading:
            yield NamedLink(link, [leading], shown_name(name), other)
            continue
        cited = ids.citations(link.text, form="link")  # a cell with the same text may hide it
        found = [citation.id for citation in cited if not citation.malformed]
        if found and shown_name(link.text) != shown_name(other.name):
            yield NamedLink(link, found, "", other)


@lru_cache(maxsize=4096)
def shown_name(name: str) -> str:
    """A name as a reader sees it: entities and escapes decoded, white space folded, nothing that
    nobody sees.
    """
    seen = sub(rf"[{INVISIBLE}]|\\([!-/:-@\[-`{{-~])", r"\1", unescape(name))
    return folded(seen)


def written_name(name: str) -> str:
    """A name as it is written in the text of a link, also in a table, so that it reads as shown."""
    return sub(_MARKUP, r"\\\g<0>", shown_name(name))
