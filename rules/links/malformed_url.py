"""FW208 malformed-url."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule

_WEB = ("http", "https", "ftp")
_ARCHIVE = re.compile(r"/web/\d{8,14}[a-z_]*/", re.IGNORECASE)


@rule("FW208", Severity.ERROR)
def malformed_url(page: Page, framework: Framework) -> Iterator[Place]:
    """An external address is none."""
    for link, target in framework.links[page.path]:
        if target.form != "external":
            continue
        fault = _fault(link.target.strip())
        if fault:
            yield Place(
                page=page,
                span=link.target_span,
                message=f"`{_shortened(link.target)}` is no address: {fault}",
                cause=link.target,
                subject=link.target,
            )


def _fault(address: str) -> str:
    """What keeps an address from being a URL (RFC 3986, section 3), or an empty string."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        return str(error)
    if parts.scheme not in ("", *_WEB):
        return ""
    if re.search(r"\s", address):
        return "it holds a blank"
    if not host:
        return "it has no host"
    if host in _WEB:
        return f"`{host}:` stands in it twice"
    if len(_ARCHIVE.findall(address)) > 1:
        return "it is an archive address inside an archive address"
    return ""


def _shortened(address: str) -> str:
    return address if len(address) <= 120 else f"{address[:80]}…{address[-30:]}"
