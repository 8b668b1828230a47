"""FW502 unsafe-html."""

import re
from collections.abc import Iterator
from functools import lru_cache

from frameworklint.api import Framework, Page, Place, Severity, Span, Text, rule, shortened

from ._passages import CellText, passages, speaks

_HANDLER = re.compile(r"on[a-z]{3,}")
# Addresses in attributes that are no links of the page.
_ADDRESSES = frozenset({"action", "data", "formaction", "xlink:href"})
_SCHEME = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")
_EVIDENCE = 60


@rule("FW502", Severity.ERROR, explains=("FW408",))
def unsafe_html(
    page: Page,
    framework: Framework,
    *,
    tags: tuple[str, ...] = ("script", "iframe", "object", "embed"),
) -> Iterator[Place]:
    """A script, a foreign page, or an address that runs code."""
    if not speaks(page) or not _may_be_unsafe(page, framework, tags):
        return
    notes = (CellText(page, note, "notes") for note in page.notes)
    for passage in [*passages(page, framework), *notes]:
        for span, thing, fault in [*_of_tags(passage.text, tags), *_of_links(passage.text)]:
            cause = f"{passage.cell} {thing}"
            yield Place(page=page, span=span, message=fault, cause=cause, subject=thing)


def _may_be_unsafe(page: Page, framework: Framework, tags: tuple[str, ...]) -> bool:
    """Whether a page has such a tag, a tag with attributes, or an unsafe link."""
    source = page.source
    if "<" in source and _suspect(tags).search(source):
        return True
    return any(_unsafe_scheme(link.target) for link, _ in framework.links.of(page))


@lru_cache
def _suspect(tags: tuple[str, ...]) -> re.Pattern[str]:
    """A tag with attributes, or one of some tags."""
    return re.compile(rf"<(?:[a-z][^<>]*=|{'|'.join(map(re.escape, tags))})", re.IGNORECASE)


def _of_tags(text: Text, names: tuple[str, ...]) -> Iterator[tuple[Span, str, str]]:
    for tag in text.tags:
        if tag.name in names and not tag.closing:
            yield tag.span, f"<{tag.name}>", f"`<{tag.name}>` loads or runs something in the page"
        for attribute in tag.attributes:
            written = f"{attribute.name}={attribute.value}"
            if attribute.value and _HANDLER.fullmatch(attribute.name):
                fault = f"`{attribute.name}` of `<{tag.name}>` runs code in the page"
                yield tag.span, written, fault
            elif attribute.name in _ADDRESSES and _unsafe_scheme(attribute.value):
                scheme = _unsafe_scheme(attribute.value)
                yield tag.span, written, f"`{attribute.name}` holds a `{scheme}` address"


def _of_links(text: Text) -> Iterator[tuple[Span, str, str]]:
    for link in text.links:
        scheme = _unsafe_scheme(link.target)
        if scheme:
            address = link.target.strip()
            shown = shortened(address, _EVIDENCE)
            yield link.span, address, f"The address `{shown}` begins with `{scheme}`: it is no page"


def _unsafe_scheme(address: str) -> str:
    # Browsers drop control characters and blanks from the scheme (URL standard, section 4.4).
    match = _SCHEME.match(_BLANKS.sub("", address)) if ":" in address else None
    return match[0].lower() if match else ""
