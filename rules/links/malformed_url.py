"""FW208 malformed-url."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from frameworklint.api import Framework, Page, Place, Severity, rule

_WEB = ("http", "https", "ftp")
_ARCHIVES = (
    re.compile(r"/web/\d{4,14}[a-z_*]*/", re.IGNORECASE),
    re.compile(r"//(?:www\.)?archive\.(?:ph|is|today|li|vn|md|fo)/|//web\.archive\.org/"),
)
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
                cause=link.target,
                subject=link.target,
            )


def _fault(address: str) -> str:
    """What keeps an address from being a URL (RFC 3986, section 3), or an empty string."""
    scheme = address.partition(":")[0].lower() if ":" in address.partition("//")[0] else ""
    if scheme not in ("", *_WEB):
        is_misspelled = re.fullmatch(r"[htps]{3,7}", scheme)
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
    return ""


def _shortened(address: str) -> str:
    return address if len(address) <= 120 else f"{address[:80]}…{address[-30:]}"
