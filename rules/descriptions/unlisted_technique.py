"""FW407 unlisted-technique."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from frameworklint.api import (
    Citation,
    Framework,
    Kind,
    Listing,
    Page,
    Place,
    Severity,
    Text,
    and_more,
    comparable,
    digest,
    enumerated,
    rule,
    some_of,
)

from ..references._citations import page_beginning
from ._listed_ids import fixes
from ._texts import folded

_NAMED = 10  # parts of a technique that a message names; real: 1


@rule("FW407", Severity.WARNING, yields_to=("FW302",))
def unlisted_technique(page: Page, framework: Framework) -> Iterator[Place]:
    """An incident's text cites techniques that its page does not list."""
    listings = [one for one in framework.listings.of(page) if page.id and one.owner == page.id]
    listed = {listing.subject for listing in listings}
    parts: dict[str, list[str]] = defaultdict(list)  # by their parents
    for subject in sorted(listed):
        parts[subject.partition(".")[0]].append(subject)
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    found: list[tuple[Listing, list[Citation], str, str]] = []
    for listing in listings:
        kind = framework.kinds.of_id(listing.subject)
        if listing.text is None or kind is None:
            continue
        cited = _cited(listing.text, kind, framework)
        if not cited:
            continue
        cause, text = _cause(listing.owner, listing.text, kind), folded(listing.text, framework)
        others = texts[cause]
        others[text] = min(listing.subject, others.get(text, listing.subject))
        missing = [citation for wanted, citation in cited.items() if wanted not in listed]
        if missing:
            located = [citation.moved(listing.text.start) for citation in missing]
            found.append((listing, located, cause, text))
        yield from _hidden(page, listing.text, kind, listed, framework)
    causes = {cause: _told_apart(cause, others) for cause, others in texts.items()}
    for listing, missing, cause, text in found:
        yield Place(
            page=page,
            span=missing[0].span,
            message=_message(missing, listing, listed, parts, framework),
            cause=causes[cause][text],
            subject=missing[0].id,
            elements=tuple(citation.id for citation in missing),
            block=f"the texts of {page.kind.plural if page.kind else 'pages'}",
            note=", ".join(citation.id for citation in missing),
            faults=tuple((page, citation.span) for citation in missing),
            fixes=fixes(listing, [citation.id for citation in missing], framework),
        )


def _hidden(
    page: Page, text: Text, kind: Kind, listed: set[str], framework: Framework
) -> Iterator[Place]:
    """What is cited by a wrong ID that another rule reports, if it is known what is meant."""
    for citation in text.cited:
        meant = _meant(citation, framework)
        if meant not in listed and kind.is_id(meant):
            yield Place(
                page=page,
                span=text.at(citation.span),
                message="",
                cause=f"{page.id} {meant}",
                elements=(meant,),
                is_hidden=True,
            )


def _meant(citation: Citation, framework: Framework) -> str:
    """The ID that a wrong one stands for, or an empty string."""
    if citation.malformed:
        return citation.id
    kind = framework.kinds.of_id(citation.id)
    if kind is None or framework.page_of(citation.id):
        return ""
    page = page_beginning(comparable(citation.cited_name), kind, framework)
    return page.id if page else ""


def _told_apart(cause: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The cause of each text that cites the same: a text is a cell, whatever the rows' order.

    Args:
        cause: what they cite.
        texts: under what each stands first.
    """
    causes: dict[str, str] = {}
    taken: set[str] = set()
    for text in sorted(texts, key=lambda text: (texts[text], digest(text))):
        own = f"{cause} {texts[text]}" if taken else cause
        causes[text] = f"{own} {digest(text)}" if own in taken else own
        taken.add(own)
    return causes


def _cause(owner: str, text: Text, kind: Kind) -> str:
    """All that a text cites, as it is meant: it stays when some is listed, or spelled right."""
    return " ".join([owner, *sorted(filter(kind.is_id, {citation.id for citation in text.cited}))])


def _cited(text: Text, kind: Kind, framework: Framework) -> dict[str, Citation]:
    """The first citation of each technique, at offsets of the text; not of unknown IDs."""
    found: dict[str, Citation] = {}
    for citation in text.cited:
        if citation.id in found or citation.malformed or not kind.is_id(citation.id):
            continue
        if kind.name in framework.judged_kinds and framework.page_of(citation.id) is None:
            continue
        found[citation.id] = citation
    return found


def _message(
    missing: Sequence[Citation],
    listing: Listing,
    listed: set[str],
    parts: Mapping[str, Sequence[str]],
    framework: Framework,
) -> str:
    shown = missing[:_NAMED]
    names = [_named(citation.id, framework) for citation in shown]
    owner = listing.page.kind.noun if listing.page.kind else "page"
    kin = [
        _listed_kin(citation.id, listed, parts.get(citation.id, ()), framework)
        for citation in shown
    ]
    hints = "".join(f"; {hint}" for hint in kin if hint)
    cited = enumerated(names) + and_more(len(missing) - _NAMED)
    return f"The text cites {cited}, which the {owner} does not list{hints}"


def _named(found: str, framework: Framework) -> str:
    page = framework.by_id.get(found)
    return f"{found} {page.name}" if page else found


def _listed_kin(cited: str, listed: set[str], parts: Sequence[str], framework: Framework) -> str:
    """What a message says of a technique's parent or parts, where these are listed."""
    parent = cited.rpartition(".")[0]
    if parent in listed:
        return f"of {cited} only its parent {parent} is listed"
    kind = framework.kinds.of_id(cited)
    if not parts or kind is None:
        return ""
    noun, verb = (f"sub-{kind.noun}", "is") if len(parts) == 1 else (f"sub-{kind.plural}", "are")
    shown = some_of(parts, _NAMED) if len(parts) > _NAMED else enumerated(parts)
    return f"of {cited} only its {noun} {shown} {verb} listed"
