"""FW603 archive-mismatch."""

from collections.abc import Iterator
from urllib.parse import SplitResult

from frameworklint.api import Framework, Page, Place, Related, Severity, rule

from ._references import Source, address, archived, parameters, references, split


@rule("FW603", Severity.WARNING, yields_to=("FW203", "FW208"))
def archive_mismatch(
    page: Page,
    framework: Framework,
    *,
    short: tuple[str, ...] = (
        *("archive.ph", "archive.is", "archive.today", "archive.md", "archive.li", "archive.vn"),
        *("archive.fo", "perma.cc", "ghostarchive.org"),
    ),
) -> Iterator[Place]:
    """A source has no archive link, or the archive link is another source's."""
    for reference in references(page, framework):
        if reference.archive is None or not reference.address or archived(reference.address)[1]:
            continue
        fault = _fault(reference, short)
        if fault:
            assert reference.link is not None
            yield Place(
                page=page,
                span=reference.archive.span,
                message=fault,
                cause=f"{reference.address} {address(reference.archive)}",
                subject=reference.address,
                # Where the reference itself is at fault, only that is said.
                compared=(Related(page, reference.link.span, "the reference"),),
            )


def _fault(reference: Source, short: tuple[str, ...]) -> str:
    archive = address(reference.archive)
    if not archive:
        return f"`{reference.address}` has no archive link"
    original = archived(archive)[1]
    if not original and (split(archive).hostname or "").removeprefix("www.") in short:
        return ""  # such an address does not tell what it archives
    source, copy = split(reference.address), split(original or archive)
    if not original and _site(source) == _site(copy):
        return "The archive link leads to the live site, not to a copy in an archive"
    if _last(source) == _last(copy) and not _differing_parameters(source, copy):
        return ""
    return f"The archive link leads to a copy of `{original or archive}`, another page"


def _site(url: SplitResult) -> str:
    return (url.hostname or "").removeprefix("www.")


def _last(url: SplitResult) -> str:
    """The last segment of the path, without the version for phones; of a home page its name."""
    path = url.path.casefold().rstrip("/").removesuffix("/amp").rstrip("/")
    if path:
        return path.rpartition("/")[2].removesuffix(".html")
    return _site(url).rpartition(".")[0]


def _differing_parameters(source: SplitResult, copy: SplitResult) -> bool:
    """Whether both addresses have a parameter that says different things (`watch?v=…`)."""
    one, other = parameters(source), parameters(copy)
    return any(one[name] != other[name] for name in one.keys() & other.keys())
