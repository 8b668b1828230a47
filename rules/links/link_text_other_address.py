"""FW209 link-text-other-address."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from frameworklint.api import Framework, Page, Place, Severity, rule, shortened

from ._cause import printed_for
from ._named import shown_name

# An address, with its scheme, or with a path behind what can be the name of a host.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>|]+|(?:[\w-]+\.)+[a-z]{2,24}/[^\s<>|]+", re.IGNORECASE
)
_BEGINNING = re.compile(r"(?:https?:)?/*(?:www\.)?", re.IGNORECASE)
# What only tells where a reader came from, or which words to show.
_TRACKING = re.compile(
    r"(?<=[?&])(?:utm_\w+|fbclid|gclid|igshid|mc_cid|ref_src)=[^&#]*&?|#:~:text=.*", re.IGNORECASE
)
_SHORTENED = ("…", "...")
_EVIDENCE = 80


@rule("FW209", Severity.WARNING, yields_to=("FW203", "FW208"))
def link_text_other_address(page: Page, framework: Framework) -> Iterator[Place]:
    """The text of a link is an address, and another one than the link leads to."""
    for link, target in framework.links.of(page):
        is_shown = link.form != "definition" and link.text != link.target
        if target.form != "external" or not is_shown:
            continue
        text = shown_name(link.text)
        if _ADDRESS.fullmatch(text) and not _is_same(text, link.target.strip()):
            shown = shortened(text, _EVIDENCE)
            leads = shortened(link.target.strip(), _EVIDENCE)
            yield Place(
                page=page,
                span=link.span,
                message=f"The link says `{shown}`, but leads to `{leads}`",
                cause=f"{printed_for(link, page, framework)} {text} {link.target}",
                subject=link.target,
            )


def _is_same(text: str, target: str) -> bool:
    """Whether a text shows where a link leads, if shortened: the copy in an archive ends in it."""
    if text.endswith(_SHORTENED):
        return _comparable(target).startswith(_comparable(text.rstrip(".…")))
    shown, leads = _comparable(text), _comparable(target)
    return (
        leads == shown
        or leads.startswith((f"{shown}/", f"{shown}?", f"{shown}#"))
        or (leads.endswith(shown) and shown in leads.partition("/")[2])
    )


def _comparable(address: str) -> str:
    """An address without what leads to the same page: scheme, `www`, tracking, a closing `/`."""
    rest = _TRACKING.sub("", _BEGINNING.sub("", address, count=1)).rstrip("?&#/")
    host, slash, path = rest.partition("/")
    return unquote(f"{host.lower()}{slash}{path}")
