"""A stretch of a page, and what stands inside it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.markdown.html import Tag, without_tags
from frameworklint.markdown.inline import Content, InlineReader, Link
from frameworklint.markdown.tokens import Definitions
from frameworklint.page.citations import Citation, IdReader
from frameworklint.page.link_targets import file_stem
from frameworklint.page.names import folded
from frameworklint.source.span import Span

_LINE_BEGIN = re.compile(r"[ \t]*(?:\r\n?|\n)(?:[ \t]*>)*[ \t]*")


class Readers:
    """What reads the inside of texts; shared by all pages, so that each string is read once.

    Attributes:
        inline, ids: find links, tags and IDs.
        strings: every string that is kept, so that equal ones are one.
    """

    def __init__(self, inline: InlineReader, ids: IdReader, strings: dict[str, str]) -> None:
        self.inline = inline
        self.ids = ids
        self.strings = strings


class Context(NamedTuple):
    """How the texts of a page are read.

    Attributes:
        readers: what reads their inside.
        form: `markdown`, `html` (inside an HTML block) or `code`.
        definitions: the page's link definitions.
    """

    readers: Readers
    form: str = "markdown"
    definitions: Definitions | None = None


class Text:
    """A stretch of a page: its raw source and where it starts.

    Links, tags and citations are found when first asked for.

    Attributes:
        raw: the source as it stands in the file, outer blanks and line ends excluded.
        start: 0-based offset of `raw` in the file.
        context: how it is read, shared by all texts of a page that are read alike.
    """

    __slots__ = ("context", "raw", "start")

    def __init__(self, raw: str, start: int, context: Context) -> None:
        self.raw = raw
        self.start = start
        self.context = context

    def __repr__(self) -> str:
        return f"Text({self.raw[:40]!r} at {self.start})"

    @property
    def end(self) -> int:
        """The offset behind `raw` in the file."""
        return self.start + len(self.raw)

    @property
    def span(self) -> Span:
        """Where the text stands in the file."""
        return Span(self.start, self.start + len(self.raw))

    @property
    def content(self) -> Content:
        """Links, tags and code, at offsets of `raw`."""
        readers, form, definitions = self.context
        if form == "html":
            return readers.inline.read_html(self.raw)
        if form == "code":
            return Content()
        return readers.inline.read(self.raw, definitions, self.start)

    @property
    def links(self) -> list[Link]:
        """Links and images, at offsets of the file."""
        return [link.moved(self.start) for link in self.content.links]

    @property
    def tags(self) -> list[Tag]:
        """HTML tags, at offsets of the file."""
        return [tag.moved(self.start) for tag in self.content.tags]

    @property
    def is_link(self) -> bool:
        """Whether the text is nothing but a link, as the first cell of most rows is."""
        links = self.content.links if self.raw.startswith(("[", "<")) else ()
        return bool(links) and links[0].span == (0, len(self.raw))

    @property
    def cited(self) -> tuple[Citation, ...]:
        """IDs in running text, outside links, addresses and code, at offsets of `raw`."""
        readers, form, definitions = self.context
        # What a link definition hides is the page's own matter, not the string's.
        found = None if definitions else readers.ids.known_citations(self.raw, form)
        return self._search_citations() if found is None else found

    @property
    def citations(self) -> list[Citation]:
        """IDs in running text, at offsets of the file."""
        return [citation.moved(self.start) for citation in self.cited]

    def _search_citations(self) -> tuple[Citation, ...]:
        readers, form, definitions = self.context
        if form == "code" or self.is_link:
            return ()
        hidden = self._no_running_text()
        return readers.ids.citations(self.raw, hidden, form=form, is_known=not definitions)

    def _no_running_text(self) -> Iterator[Span]:
        """Links, their definitions, code and tags with attributes, found only on demand."""
        content = self.content
        yield from (link.span for link in content.links)
        yield from content.code
        yield from content.defined
        yield from (tag.span for tag in content.tags if tag.attributes)

    @property
    def plain(self) -> str:
        """The raw text without tags, `<br>` as a blank, white space folded."""
        if "<" not in self.raw:
            return folded(self.raw)
        return folded(without_tags(self.raw, self.content.tags, line_break=" "))

    @property
    def shown(self) -> str:
        """What a reader sees: without markup, tags and images, blanks as they stand."""
        raw = self.raw.strip(" \t\r\n")
        if "\n" in raw or "\r" in raw:
            # The marks of a quotation, and what indents a line (CommonMark 4.8, 5.1), are not seen.
            raw = _LINE_BEGIN.sub("\n", raw)
        return self.context.readers.inline.shown(raw, self.context.definitions)

    @property
    def entry(self) -> tuple[str, str, str]:
        """What a cell names that lists something: the ID of the file that its first link leads to,
        the ID that is shown, each empty where there is none, and all that is shown of it.
        """
        links = self.content.links if "[" in self.raw or "<" in self.raw else ()
        shown = links[0].text if links else self.plain
        stem = file_stem(links[0].target) if links else ""
        linked = stem if self.leading_id(stem) == stem else ""
        return linked, self.leading_id(shown), shown

    def leading_id(self, shown: str) -> str:
        """The well-formed ID that what is shown of this text begins with, or an empty string."""
        return self.context.readers.ids.leading_id(shown)

    def at(self, span: Span) -> Span:
        """A span of `raw` as a span of the file."""
        return span.moved(self.start)
