"""FW301 unknown-id."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, replaced, rule

from ._citations import Cited, cited, kind_of, name_behind, page_named, place_of
from ._notes import is_other_id


@rule("FW301", Severity.ERROR, yields_to=("FW201", "FW302", "FW505"), explains=("FW408",))
def unknown_id(page: Page, framework: Framework) -> Iterator[Place]:
    """Running text cites an ID that no page has."""
    for found in cited(page, framework):
        citation = found.citation
        if citation.malformed or framework.page_of(citation.id):
            continue
        kind = kind_of(citation, framework)
        if kind is None or kind.name not in framework.judged_kinds:
            continue
        if not _is_citation(found, framework):
            continue
        meant = page_named(name_behind(citation), kind, framework)
        hint = f"; {meant.id} is named `{meant.name}`" if meant else ""
        what, lost = f"The {kind.noun} {citation.id}", "no page has this ID"
        if citation.id in framework.by_id:
            what = f"The withdrawn {kind.noun} {citation.id}"
            lost = "nothing links to its page any more"
        place = place_of(
            page,
            citation,
            f"{what} is cited, but {lost}{hint}",
            f"{what} is cited in {{n}} texts, but {lost}{hint}",
        )
        named = page_named(name_behind(citation), kind, framework, nearly=False)
        fix = named and replaced(
            page, citation.span, named.id, is_safe=False, title=f"write {named.id}"
        )
        yield place._replace(fixes=(fix,)) if fix else place


def _is_citation(found: Cited, framework: Framework) -> bool:
    """Whether what looks like an ID is meant as one, and as one of today's framework."""
    citation = found.citation
    form = citation.form
    name = name_behind(citation)
    is_numbered = citation.id.startswith(f"{form.prefix}0")
    is_named = name is not None and name.mark == ":" and name.shown[0].isupper()
    if form.is_short and not is_numbered and not is_named:
        return False  # the name of an aircraft or a road
    return not is_other_id(found.text, citation, framework)
