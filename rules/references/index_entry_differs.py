"""FW309 index-entry-differs."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from frameworklint.api import Framework, Page, Place, Related, Severity, Template, digest, rule

from ._copied import Mismatch, mismatches
from ._difference import difference, edit_of
from ._pages import entries

_SHORT = 60


@rule("FW309", Severity.WARNING, sees="fields")
def index_entry_differs(page: Page, framework: Framework) -> Iterator[Place]:
    """An index or matrix says something else of a page than the page itself."""
    if page.kind is not None and not page.kind.is_record:
        for found in framework.memo.of_page(mismatches, page):
            place = _place(page, found, _is_spelled_alike(found, framework))
            yield place._replace(templates=_templates(page, found, framework))


def _is_spelled_alike(found: Mismatch, framework: Framework) -> bool:
    """Whether all entries with one fault have it in the same letters, capitals or not."""
    return len(framework.memo.of_all(_spellings)[found.wrong.casefold(), found.right]) == 1


def _spellings(framework: Framework) -> dict[tuple[str, str], set[str]]:
    """How entries write what is wrong in them, by what that is in any letter case."""
    spellings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for page in framework.index_pages:
        for found in framework.memo.of_page(mismatches, page):
            spellings[found.wrong.casefold(), found.right].add(found.wrong)
    return spellings


def _templates(page: Page, found: Mismatch, framework: Framework) -> tuple[Template, ...]:
    """That most entries differ by one edit is one fault of what prints the index or the pages."""
    edit = edit_of(found.wrong, found.right)
    if not edit:
        return ()
    of = len(framework.memo.of_page(_listed, page))
    here, there = difference(found.here, found.there)
    message = (
        f"{{n}} of {{of}} entries differ alike from their pages: that of {found.said_of} says "
    )
    message += f"`{here}`, its page says `{there}`"
    return (Template(f"{page.key} {edit}", message, of, unit=found.said_of),)


def _listed(page: Page, framework: Framework) -> set[str]:
    return {entry.id for entry in entries(page, framework)}


@lru_cache(maxsize=1024)
def _digest(text: str) -> str:
    """The digest of what many entries can be held against."""
    return digest(text)


def _place(page: Page, found: Mismatch, is_spelled_alike: bool) -> Place:
    said_of, source = found.said_of, found.source
    parts = (found.here, found.there)
    if max(map(len, parts)) > _SHORT:
        parts = difference(*parts)
    here, there = (f"`{part}`" if part else "nothing" for part in parts)
    is_own = source.id == said_of
    of = "its page" if is_own or not found.is_name else f"the page of {source.id}"
    of_many = f"the page of {source.id} says" if found.is_name else "their pages say"
    case = "" if is_spelled_alike else " (in one letter case or another)"
    first = f", first that of {said_of}," if is_own and said_of not in found.here else ""
    return Place(
        page=page,
        span=found.cell.span,
        message=f"The entry of {said_of} says {here}, {of} says {there}",
        many=f"{{n}} entries{first} say {here}{case}, {of_many} {there}",
        # One search fixes a name in any letter case.
        cause=f"{digest(found.wrong.casefold())} {_digest(found.right)}",
        subject=said_of,
        differences=(((page, found.cell.span), (source, found.own)),),
        also=(Related(source, source.top, f"the page of {source.id}"),),
    )
