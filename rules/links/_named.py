"""Links whose text names a page."""

from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.framework import Framework
from frameworklint.inline import Link
from frameworklint.page import Page


class NamedLink(NamedTuple):
    """A link to a page, whose text begins with an ID.

    Attributes:
        link: the link.
        id: the ID in its text.
        name: the rest of its text, white space folded.
        target: the page that it leads to.
    """

    link: Link
    id: str
    name: str
    target: Page


def named_links(page: Page, framework: Framework) -> Iterator[NamedLink]:
    """The links of a page that lead to a page with an ID and name one."""
    for link, target in framework.links[page.path]:
        other = framework.by_path.get(target.path) if target.form == "relative" else None
        if other is None or not other.id:
            continue
        listed = framework.readers.ids.leading_id(link.text)
        if listed:
            name = " ".join(link.text.split()).removeprefix(listed).strip(" :")
            yield NamedLink(link, listed, name, other)
