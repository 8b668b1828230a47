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
    Span,
    rule,
)

from ..workbook._proposals import parted
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
        yield place._replace(fixes=(_fix(page, citation, named.id, framework),)) if named else place


def _fix(page: Page, citation: Citation, meant: str, framework: Framework) -> Fix:
    """The ID that is meant, in the text and in the row of the text, where that lists it too."""
    in_row = tuple(_in_row(page, citation, meant, framework))
    also = f", also in {in_row[0].cell.name}" if in_row and in_row[0].cell else ""
    return Fix((Edit(page, citation.span, meant), *in_row), title=f"write {meant}{also}")


def _in_row(page: Page, citation: Citation, meant: str, framework: Framework) -> Iterator[Edit]:
    rows = {
        (reference.sheet.name, reference.row)
        for printed in framework.provenance.printed_at(page, citation.span)
        if printed.agrees
        for reference in printed.references
        if reference.relation.text
    }
    for one in framework.references.all if len(rows) == 1 else ():
        cell = one.target_cell
        if (one.sheet.name, one.row) in rows and one.target == citation.id:
            if meant not in cell.text:
                start, before = parted(cell.text, one.at, one.relation)
                yield Edit.of_cell(cell, Span(start, one.at + len(one.target)), before + meant)
            return


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
