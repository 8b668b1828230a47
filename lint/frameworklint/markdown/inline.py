"""What stands inside a text: links and HTML tags, found once per distinct string.

Each description is printed on the incident's page and on each technique's page, so most strings
occur several times. mistletoe is asked only where Markdown could change the answer; plain text and
plain HTML are read without it.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from frameworklint.markdown import html
from frameworklint.markdown.html import Attribute, Tag
from frameworklint.markdown.tokens import Definitions
from frameworklint.source.span import Covered, Span, shared_span

LinkForm = Literal["markdown", "image", "autolink", "html", "definition"]
# Code spans, escapes, links, references, autolinks and comments need a Markdown parser; a text
# without them holds no links but those of its HTML tags.
_MARKDOWN = ("`", "\\", "](", "][")
_ANGLES = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:|[^\s<>]+@|[!?])")
# A text that is nothing but a plain link, as in the first cell of most rows.
_PLAIN_LINK = re.compile(r"\[(?P<text>[^\[\]\\`<>&\n]*)\]\((?P<target>[^()\[\]\\`<>&\s]+)\)")
# The same in HTML, as in the first cell of most rows of an index.
_PLAIN_HTML_LINK = re.compile(r"<a href=\"(?P<target>[^<>&\"]+)\">(?P<text>[^<>&]*)</a>")
_ADDRESSES = frozenset({"href", "src", "poster"})
_SOURCE = re.compile(r"[^\s,]\S*")  # of a list of sources, each with a width or density
_WITH_BLANK = re.compile(
    r"(?<!\\)\[(?P<text>[^\[\]\n]*+)\]\([ \t]*"
    r"(?P<target>(?:https?:|www\.|\.{0,2}/)[^()<>\"\n]*?[^()<>\"\s]|[^()<>\"\n:]*?\.md)[ \t]*\)"
)


class Link(NamedTuple):
    """A link or an image.

    Attributes:
        text: what the reader sees, tags stripped.
        target: where it leads, escapes and entities decoded.
        place: the whole link, counted from `start`.
        target_place: the target alone, or the whole link where the target stands elsewhere.
        form: how it is written.
        start: where the text begins that holds it, so that all links of equal texts share the rest.
    """

    text: str
    target: str
    place: Span
    target_place: Span
    form: LinkForm
    start: int = 0

    @property
    def span(self) -> Span:
        """The whole link."""
        return self.place.moved(self.start) if self.start else self.place

    @property
    def target_span(self) -> Span:
        """The target alone, or the whole link where the target stands elsewhere."""
        return self.target_place.moved(self.start) if self.start else self.target_place

    def moved(self, by: int) -> "Link":
        """The link that many characters further on."""
        text, target, place, target_place, form, start = self
        return Link(text, target, place, target_place, form, start + by)


class Content(NamedTuple):
    """The links, tags, code and link definitions of one string, at offsets of that string."""

    links: tuple[Link, ...] = ()
    tags: tuple[Tag, ...] = ()
    code: tuple[Span, ...] = ()
    defined: tuple[Span, ...] = ()


_NOTHING = Content()


class InlineReader:
    """Reads inline content, each distinct string once.

    Attributes:
        parsed: how many strings mistletoe was asked about, for tests that count work.
    """

    def __init__(self) -> None:
        self._known: dict[str, Content] = {}
        # By the page's definitions, which are kept lest another page's get their number.
        self._defined: dict[int, tuple[Definitions, dict[str, Content]]] = {}
        self._known_html: dict[str, Content] = {}
        self.parsed = 0

    def read(self, text: str, definitions: Definitions | None = None, start: int = 0) -> Content:
        """The content of a Markdown text.

        Args:
            text: the text.
            definitions: the page's link definitions.
            start: where the text begins in the file; needed where there are definitions.
        """
        if definitions and "[" in text:
            return self._read_with(text, definitions, start)
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._read(text)
        return known

    def _read_with(self, text: str, definitions: Definitions, start: int) -> Content:
        defined = tuple(
            place.moved(-start) for place in definitions.within(start, start + len(text))
        )
        for first, after in defined:  # which are no text of the page
            text = f"{text[:first]}{' ' * (after - first)}{text[after:]}"
        _, contents = self._defined.setdefault(id(definitions), (definitions, {}))
        known = contents.get(text)
        if known is None:
            known = contents[text] = self._parse(text, definitions)
        return known._replace(defined=defined) if defined else known

    def _read(self, text: str) -> Content:
        if link := _PLAIN_LINK.fullmatch(text):
            spans = shared_span(0, len(text)), shared_span(*link.span("target"))
            return Content((Link(link["text"], link["target"], *spans, "markdown"),))
        if any(mark in text for mark in _MARKDOWN) or _ANGLES.search(text):
            return self._parse(text, Definitions())
        return self.read_html(text)

    def read_html(self, text: str) -> Content:
        """The content of a text inside an HTML block, where Markdown has no meaning."""
        if "<" not in text:
            return _NOTHING
        known = self._known_html.get(text)
        if known is None:
            known = self._known_html[text] = _plain_html_link(text) or _of_html(text)
        return known

    def shown(self, text: str, definitions: Definitions | None = None) -> str:
        """What a reader sees of a Markdown text: without markup, tags and images."""
        from frameworklint.markdown import parser

        return parser.shown(text, Definitions() if definitions is None else definitions)

    def _parse(self, text: str, definitions: Definitions) -> Content:
        from frameworklint.markdown import parser

        self.parsed += 1
        links: list[Link] = []
        tags: list[Tag] = []
        code: list[Span] = []
        hidden: list[Span] = []
        for found in parser.inlines(text, definitions):
            span = Span(found.start, found.end)
            hidden.append(span)
            if found.kind == "html":
                tags.extend(html.tags(text, *span))
            elif found.kind == "code":
                code.append(span)
            else:
                target = Span(*found.target) if found.target[0] >= 0 else span
                form: LinkForm = "markdown" if found.kind == "link" else found.kind
                shown = html.without_tags(text[slice(*found.text)])
                links.append(Link(shown, found.address, span, target, form))
        links.extend(_html_links(text, tags))
        links.extend(_links_with_blanks(text, hidden))
        links.sort(key=lambda link: link.span)
        return Content(tuple(links), tuple(tags), tuple(code))


def _plain_html_link(text: str) -> Content | None:
    """The content of a text that is nothing but a plain link, read without looking for tags."""
    link = _PLAIN_HTML_LINK.fullmatch(text)
    if link is None:
        return None
    target, shown = shared_span(*link.span("target")), shared_span(*link.span("text"))
    tags = (
        Tag("a", False, shared_span(0, shown.start), (Attribute("href", link["target"], target),)),
        Tag("a", True, shared_span(shown.end, len(text))),
    )
    return Content(
        (Link(link["text"], link["target"], shared_span(0, len(text)), target, "html"),), tags
    )


def _of_html(text: str) -> Content:
    tags = tuple(html.tags(text))
    return Content(tuple(_html_links(text, tags)), tags) if tags else _NOTHING


def _links_with_blanks(text: str, hidden: list[Span]) -> Iterator[Link]:
    """What is meant as a link, but is none in Markdown because its target holds a blank."""
    covered: Covered | None = None
    for match in _WITH_BLANK.finditer(text):
        span = Span(*match.span())
        if not any(character.isspace() for character in match["target"]):
            continue
        covered = covered or Covered(hidden)
        if not covered.overlaps(span):
            target = Span(*match.span("target"))
            yield Link(match["text"], match["target"], span, target, "markdown")


def _html_links(text: str, tags: tuple[Tag, ...] | list[Tag]) -> Iterator[Link]:
    if not any(tag.attributes for tag in tags):
        return
    from html import unescape

    following: Tag | None = None  # the next tag that begins or ends a link
    found: list[list[Link]] = []
    for tag in reversed(tags):
        addresses = _addresses(tag)
        closing = following if addresses and tag.name == "a" else None
        end, shown = tag.span.end, ""
        if closing is not None and closing.closing:
            shown = unescape(html.without_tags(text[end : closing.span.start]))
            end = closing.span.end
        span = shared_span(tag.span.start, end)
        links = [Link(shown, unescape(a.value), span, a.span, "html") for a in addresses]
        sources = (a for a in tag.attributes if a.name == "srcset")
        found.append(links + [source for each in sources for source in _sources(each, tag)])
        following = tag if tag.name == "a" else following
    for links in reversed(found):
        yield from links


def _addresses(tag: Tag) -> list[Attribute]:
    """The attributes of a tag that lead somewhere; browsers take the first of each name."""
    found: dict[str, Attribute] = {}
    for attribute in tag.attributes:
        if attribute.name in _ADDRESSES:
            found.setdefault(attribute.name, attribute)
    return list(found.values())


def _sources(attribute: html.Attribute, tag: Tag) -> Iterator[Link]:
    """The addresses of a `srcset` (HTML, "srcset attributes"): each before a comma or a blank."""
    from html import unescape

    at = 0
    while found := _SOURCE.search(attribute.value, at):
        address = found[0].rstrip(",")
        start = attribute.span.start + found.start()
        place = Span(start, start + len(address))
        yield Link("", unescape(address), tag.span, place, "html")
        comma = attribute.value.find(",", found.start() + len(address))
        at = comma + 1 if comma >= 0 else len(attribute.value)
