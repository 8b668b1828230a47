"""FW203 empty-link."""

import re
from collections.abc import Iterator
from html import unescape

from frameworklint.api import (
    INVISIBLE,
    Framework,
    Link,
    Page,
    Place,
    Severity,
    Target,
    folded,
    replaced,
    rule,
    shortened,
)

from ._cause import printed_at, printed_for
from ._unlinked import unlinked

_IMAGES = ("<img", "<source", "<video")
_SHOWS_NOTHING = re.compile(rf"[\s{INVISIBLE}\u2800\u3164]*")
_EVIDENCE = 60
_PLACEHOLDERS = ("-", "--", "nan", "none", "null", "n/a", "tbd", "todo", "#")


@rule("FW203", Severity.ERROR)
def empty_link(
    page: Page, framework: Framework, *, placeholders: tuple[str, ...] = _PLACEHOLDERS
) -> Iterator[Place]:
    """A link has no text, no target, or a placeholder instead of one, or is none as it stands."""
    yield from _unlinked(page, framework)
    for link, target in framework.links.of(page):
        is_placeholder = link.target.strip().lower() in placeholders and not (
            target.form == "relative" and framework.paths.exists(target.path)
        )
        if not (is_placeholder or _may_be_empty(link, target)):
            continue
        written = page.source[slice(*link.span)]
        fault = _fault(link, target, written.lower(), is_placeholder)
        if fault:
            yield Place(
                page=page,
                span=link.span,
                message=fault,
                cause=f"{printed_for(link, page, framework)} {link.text} {link.target}",
                subject=written,
            )


def _unlinked(page: Page, framework: Framework) -> Iterator[Place]:
    for found in unlinked(page):
        written = page.source[slice(*found.span)]
        blanks = found.blanks
        yield Place(
            page=page,
            span=found.span,
            message=f"`{shortened(written, _EVIDENCE)}` is no link: {found.fault}",
            cause=f"{printed_at(found.span, page, framework)} {written}",
            subject=written,
            fixes=(replaced(page, blanks, "", is_safe=False),) if blanks else (),
        )


def _may_be_empty(link: Link, target: Target) -> bool:
    """Whether a link lacks a text or a target; most have both."""
    return target.form == "empty" or _shows_nothing(link.text) or _is_nameless(target)


def _shows_nothing(text: str) -> bool:
    """Whether a text has no character that a reader can see or click."""
    return _SHOWS_NOTHING.fullmatch(unescape(text) if "&" in text else text) is not None


def _is_nameless(target: Target) -> bool:
    return target.form == "relative" and target.path.rpartition("/")[2] == ".md"


def _fault(link: Link, target: Target, written: str, is_placeholder: bool) -> str:
    is_image = link.form == "image" or written.startswith(_IMAGES)
    text = "" if _shows_nothing(link.text) else folded(link.text)
    what = f"The {'image' if is_image else 'link'}{f' `{text}`' if text else ''}"
    address = link.target.strip()
    if target.form == "empty":
        return f"{what} leads nowhere: it has no target"
    if is_placeholder:
        return f"{what} leads nowhere: its target is the placeholder `{address}`"
    if _is_nameless(target):
        return f"{what} leads to `{address}`, a page without a name"
    # Where a link is not closed, the reader sees all that follows as its text.
    is_link = link.form == "markdown" or (written.startswith("<a") and "</a" in written)
    if is_link and not text and "<img" not in written:
        return f"The link to `{address}` has no text: nobody can see or click it"
    return ""
