"""FW301 unknown-id."""

from collections.abc import Iterator

from frameworklint.api import (
    Citation,
    Edit,
    Fix,
    Framework,
    Page,
    Place,
    Severity,
    rule,
)

from ..workbook._proposals import retargeted
from ._citations import Cited, cited, kind_of, name_behind, page_named, page_nearly_named, place_of
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
        name = name_behind(citation.follows)
        named = page_named(name, kind, framework)
        meant = named or page_nearly_named(name, kind, framework, page)
        hint = f"; {meant.id} is named `{meant.name}`" if meant else ""
        what, lost = f"The {kind.noun} {citation.id}", "no page has this ID"
        if citation.id in framework.by_id:
            what = f"The withdrawn {kind.noun} {citation.id}"
            lost = "nothing links to its page any more"
        citation = found.located
        place = place_of(
            page,
            citation,
            f"{what} is cited, but {lost}{hint}",
            f"{what} is cited in {{n}} texts, but {lost}{hint}",
        )
        yield place._replace(fixes=(_fix(page, citation, named.id, framework),)) if named else place


def _fix(page: Page, citation: Citation, meant: str, framework: Framework) -> Fix:
    """The ID that is meant, in the text and in the row of the text, where that lists it too."""
    edit, in_row = Edit(page, citation.span, meant), _in_row(page, citation, meant, framework)
    if in_row is None or in_row.cell is None:
        return Fix((edit,), title=f"write {meant}")
    return Fix((edit, in_row), title=f"write {meant}, also in {in_row.cell.name}")


def _in_row(page: Page, citation: Citation, meant: str, framework: Framework) -> Edit | None:
    rows = {
        (one.sheet.name, one.row)
        for one in framework.provenance.references_at(page, citation.span)
        if one.relation.text
    }
    for one in framework.references.all if len(rows) == 1 else ():
        if (one.sheet.name, one.row) in rows and one.target == citation.id:
            return retargeted(one, meant)
    return None


def _is_citation(found: Cited, framework: Framework) -> bool:
    """Whether what looks like an ID is meant as one, and as one of today's framework."""
    citation = found.citation
    form = citation.form
    name = name_behind(citation.follows)
    is_numbered = citation.id.startswith(f"{form.prefix}0")
    is_named = name is not None and name.mark == ":" and name.shown[0].isupper()
    if form.is_short and not is_numbered and not is_named:
        return False  # the name of an aircraft or a road
    return not is_other_id(found.text, citation, framework)
