"""FW208 malformed-url."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from frameworklint.api import Edit, Fix, Framework, Link, Page, Place, Severity, Span, rule

_WEB = ("http", "https", "ftp")
_ARCHIVES = (
    re.compile(r"/web/\d{4,14}[a-z_*]*/", re.IGNORECASE),
    re.compile(r"//(?:www\.)?archive\.(?:ph|is|today|li|vn|md|fo)/|//web\.archive\.org/"),
)
# Registered schemes that only look like a slip in `https`.
_OTHER_SCHEMES = frozenset({"ssh", "sshs", "shttp"})
_LEFT = "it ends in"
# What stays behind an address that was copied with the sentence around it.
_LEFT_OVER = re.compile(r"[}\"”>,;.]+$|\)+$")
_WIKI_PATH = "/wiki/"  # titles of articles may end with an abbreviation
_HOST = re.compile(r"[^\W_](?:[\w-]|\.(?!\.))*|.*:.*")  # a name, or an address of IPv6


@rule("FW208", Severity.ERROR)
def malformed_url(page: Page, framework: Framework) -> Iterator[Place]:
    """An external address is none."""
    for link, target in framework.links.of(page):
        if target.form != "external":
            continue
        fault = _fault(link.target.strip())
        if fault:
            yield Place(
                page=page,
                span=link.target_span,
                message=f"`{_shortened(link.target)}` is not a valid address: {fault}",
                cause=_cause(link.target, fault),
                subject=link.target,
                fixes=_fixes(page, link) if fault.startswith(_LEFT) else (),
            )


def _fixes(page: Page, link: Link) -> tuple[Fix, ...]:
    """The fix that deletes what stands behind an address, in the text of the link too."""
    left = _left_over(link.target.strip())
    ends = [link.target_span.end]
    if link.text.strip() == link.target.strip() and link.span.start < link.target_span.start:
        shown = page.source.find(link.text, link.span.start, link.target_span.start)
        ends += [shown + len(link.text)] if shown >= 0 else []
    spans = [Span(end - len(left), end) for end in ends]
    if any(page.source[slice(*span)] != left for span in spans):
        return ()  # written with escapes
    return (Fix(tuple(Edit(page, span, "") for span in spans), is_safe=True),)


def _fault(address: str) -> str:
    """What keeps an address from being a URL (RFC 3986, section 3), or an empty string."""
    scheme = address.partition(":")[0].lower() if ":" in address.partition("//")[0] else ""
    if scheme not in ("", *_WEB):
        is_misspelled = re.fullmatch(r"[htps]{3,7}", scheme) and scheme not in _OTHER_SCHEMES
        return f"`{scheme}:` is a misspelled `https:`" if is_misspelled else ""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "its host or port is malformed"
    if re.search(r"\s", address):
        return "it contains a blank"
    if not scheme and not address.startswith("//"):
        return "a colon is missing before the `//`"
    if not host:
        return "it has no host"
    if host in _WEB:
        return f"`{host}:` appears in it twice"
    if not _HOST.fullmatch(host):
        return f"`{host}` is not a valid host name"
    if any(len(archive.findall(address)) > 1 for archive in _ARCHIVES):
        return "it is an archive address inside an archive address"
    left = _left_over(address)
    return f"{_LEFT} `{left}`" if left else ""


def _left_over(address: str) -> str:
    """What does not belong to an address, at its end."""
    match = _LEFT_OVER.search(address)
    if match is None or (_WIKI_PATH in address and match[0] == "."):
        return ""
    if match[0][0] != ")":
        is_paired = match[0][0] == "}" and address.count("{") >= address.count("}")
        return "" if is_paired else match[0]
    return match[0][: max(0, address.count(")") - address.count("("))]


def _cause(address: str, fault: str) -> str:
    """The address; of a copy in an archive, that of the original, where the fault is its."""
    stamps = list(_ARCHIVES[0].finditer(address)) if fault.startswith(_LEFT) else []
    return address[stamps[-1].end() :] if stamps else address


def _shortened(address: str) -> str:
    return address if len(address) <= 120 else f"{address[:80]}…{address[-30:]}"
