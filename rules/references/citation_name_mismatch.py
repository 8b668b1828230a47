"""FW303 citation-name-mismatch."""

import re
from collections.abc import Iterator

from frameworklint.api import (
    Citation,
    Edit,
    Fix,
    Framework,
    Page,
    Place,
    Severity,
    Span,
    begins_with_name,
    comparable,
    rule,
)

from ._citations import Cited, CitedName, cited, name_behind, page_named
from ._doubt import is_in_doubt

_ALIKE = 80
_LIKELY = 55  # how much alike names are of which one is likely the other
# What stands behind a name in a list, or at the end of a text; nothing does, too.
_ENDING = ",;.:<>|"  # what ends a name as it is cited, and stands in some
_ENDS = (*",;:.([)]<>|/\\\"“”‘’'–-\n\r", "")


@rule("FW303", Severity.WARNING, yields_to=("FW302",), explains=("FW408",))
def citation_name_mismatch(page: Page, framework: Framework) -> Iterator[Place]:
    """The name behind a cited ID is not the name of the page with that ID."""
    for found in cited(page, framework):
        citation = found.citation
        target = framework.page_of(citation.id)
        name = name_behind(citation.follows)
        if citation.malformed or target is None or name is None or not target.name:
            continue
        if _agrees(name, target, framework) or not _is_name(name, found, target, framework):
            continue
        other = page_named(name, target.kind, framework)
        hint = f"; {other.id} is named `{other.name}`" if other and other is not target else ""
        shown, span = _shown(page, found.located, name, target)
        fault = f"{citation.id} is cited as `{shown}`, but named `{target.name}`{hint}"
        yield Place(
            page=page,
            span=span,
            message=fault,
            many=f"In {{n}} texts {fault}",
            cause=f"{citation.id} {shown}",
            subject=citation.id,
            differences=(((page, span), (target, target.top)),),
            fixes=_fixes(page, found, name, span, target, other, framework),
        )


def _fixes(
    page: Page,
    found: Cited,
    name: CitedName,
    span: Span,
    target: Page,
    other: Page | None,
    framework: Framework,
) -> tuple[Fix, ...]:
    """The page's name, which is certain where the one that is cited is nearly it and no other's;
    else the ID of the page that has the cited name too. Nothing where both may be wrong.
    """
    written = page.source[slice(*span)]
    shown, own = comparable(written), comparable(target.name)
    by_id = Fix((Edit(page, span, target.name),), title=f"write `{target.name}`")
    # A name of which a part is in bold may end with that part.
    is_open = "*" in written or page.source[span.end : span.end + 1].isalnum()
    if is_open or re.search(_id_of(framework), shown):
        return ()  # where the name ends is unclear
    if other is not None and other is not target:
        by_name = Edit(page, found.located.span, other.id)
        return by_id, Fix((by_name,), title=f"write {other.id}")
    if shown.casefold() != own.casefold() and not _is_whole(page, shown, own, span):
        return ()
    is_part = _is_part(shown, own)
    if not (is_part or _likeness(shown, own) >= _LIKELY):
        return ()
    is_certain = is_part or _is_near(shown, own.casefold())
    is_certain = is_certain and framework.memo.of_pair(_is_no_other, shown, target.id)
    is_certain = is_certain and not is_in_doubt(target, shown, framework)
    return (by_id._replace(is_safe=is_certain),)


def _id_of(framework: Framework) -> str:
    return framework.readers.ids.pattern


def _is_whole(page: Page, shown: str, own: str, span: Span) -> bool:
    """Whether a cited name is known to end where it seems to."""
    behind = page.source[span.end : span.end + 2].lstrip()
    is_cut = "(" in own and "(" not in shown and behind.startswith("(")
    return not is_cut and not any(mark in own for mark in _ENDING)


def _likeness(shown: str, own: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(shown.casefold(), own.casefold())


def _is_part(shown: str, own: str) -> bool:
    """Whether a name lacks words of another at its beginning or end, and has no other."""
    return own.casefold().startswith(f"{shown} ".casefold()) or own.casefold().endswith(
        f" {shown}".casefold()
    )


def _is_no_other(shown: str, target_id: str, framework: Framework) -> bool:
    """Whether no page but one has that name, or one nearer to it than the page's own."""
    from rapidfuzz import fuzz

    said, target = shown.casefold(), framework.by_id[target_id]
    own = fuzz.ratio(said, comparable(target.name).casefold())
    return not any(
        page is not target and (said == name or fuzz.ratio(said, name) >= own)
        for pages in framework.by_name.values()
        for name, page in pages.items()
    )


def _is_name(name: CitedName, found: Cited, target: Page, framework: Framework) -> bool:
    """Whether what stands behind an ID is meant as the page's name."""
    if found.is_list:
        return True
    if name.mark != ":" or framework.readers.ids.leading_id(name.shown):
        return False
    rest, own = name.rest.casefold(), comparable(target.name).casefold()
    if rest.startswith(own) or _begins_as_some_name(rest, framework) or _is_near(name.shown, own):
        return True
    # `T0001: these accounts ...` and `T0001: A quick reply was ...` go on with the sentence.
    is_capital = not (name.shown[0].islower() and target.name[0].isupper())
    after = found.text.raw[found.citation.span.end + name.span.end :].lstrip(" \u00a0*_")[:1]
    return is_capital and after in _ENDS


def _is_near(shown: str, own: str) -> bool:
    """Whether what stands behind an ID is nearly the name of its page."""
    from rapidfuzz import fuzz

    return fuzz.ratio(comparable(shown).casefold(), own) >= _ALIKE


def _begins_as_some_name(rest: str, framework: Framework) -> bool:
    """Whether a text begins with two words that some page's name begins with."""
    return " ".join(rest.split(" ", 2)[:2]) in framework.memo.of_all(_beginnings)


def _beginnings(framework: Framework) -> frozenset[str]:
    """The first two words of all names that have two."""
    names = (name.split(" ", 2)[:2] for kind in framework.by_name.values() for name in kind)
    return frozenset(" ".join(words) for words in names if len(words) > 1)


def _shown(page: Page, citation: Citation, name: CitedName, target: Page) -> tuple[str, Span]:
    """The name as cited, whole where it differs from the page's in letter case only."""
    own, span = comparable(target.name), name.span.moved(citation.span.end)
    whole = Span(span.start, span.start + len(own))
    written = comparable(page.source[slice(*whole)])
    is_own = (
        written.casefold() == own.casefold()
        and not page.source[whole.end : whole.end + 1].isalnum()
    )
    return (written, whole) if is_own else (name.shown, span)


def _agrees(name: CitedName, target: Page, framework: Framework) -> bool:
    marks = "\"'( "
    said, own = name.rest.lstrip(marks), comparable(target.name).lstrip(marks)
    if begins_with_name(said, own):
        return True
    # Where the next citation stands right behind the name, missing-separator says so.
    return said.startswith(own) and bool(framework.readers.ids.leading_id(said[len(own) :]))
