"""FW608 misspelled-organization."""

import re
import unicodedata
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Text, rule

from ._references import archived, references, split

_SHORT = 6  # letters: shorter names are alike by chance
_LONG = 253  # characters: no host is longer, nor is an organization's name
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe"})


@rule("FW608", Severity.WARNING)
def misspelled_organization(
    page: Page, framework: Framework, *, min_ratio: float = 85.0
) -> Iterator[Place]:
    """The organization is nearly, but not quite, what the address of the source says."""
    for reference in references(page, framework):
        host = _likely_meant(reference.org, reference.address, min_ratio)
        if host:
            assert reference.org is not None
            yield Place(
                page=page,
                span=reference.org.span,
                message=f"The organization is `{reference.org.plain}`, but the address is `{host}`",
                cause=f"{host} {reference.org.plain}",
                subject=reference.org.plain,
            )


def _likely_meant(org: Text | None, url: str, min_ratio: float) -> str:
    """The host that an organization's name nearly spells, or an empty string."""
    host = (split(archived(url)[1] or url).hostname or "").removeprefix("www.")
    if org is None or not host or max(len(org.raw), len(host)) > _LONG:
        return ""
    spellings = _spellings(org.plain)
    if min(map(len, spellings)) < _SHORT:
        return ""
    from rapidfuzz import fuzz

    labels = {_squeezed(label) for label in host.split(".")} | {_squeezed(host)}
    pairs = [(name, label) for name in spellings for label in labels if len(label) >= _SHORT]
    if any(name in label or label in name for name, label in pairs):
        return ""
    is_near = any(fuzz.ratio(*pair) >= min_ratio for pair in pairs)
    return host if is_near else ""


def _spellings(name: str) -> set[str]:
    """The letters and digits of a name, accents left out or written as two letters."""
    return {_squeezed(name), _squeezed(name.casefold().translate(_UMLAUTS))}


def _squeezed(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold().replace("&", "and")
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\Athe(?: |(?=[a-z]{6}))", "", plain))
