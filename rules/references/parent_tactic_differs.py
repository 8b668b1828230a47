"""FW315 parent-tactic-differs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from frameworklint.api import Field, Framework, Page, Place, Related, Severity, rule

from ._pages import is_judged, read_cited, stages, titled

_NAMED = 50  # sub-techniques that a finding on their parent names; real: 9


@rule("FW315", Severity.WARNING, yields_to=("FW307",), sees="fields")
def parent_tactic_differs(page: Page, framework: Framework) -> Iterator[Place]:
    """A sub-technique belongs to another tactic than its parent."""
    parent_id, dot, _ = page.id.partition(".")
    parts = framework.memo.of_all(_parts).get(parent_id, ()) if page.id else ()
    parent = page if not dot else framework.page_of(parent_id)
    if parent is None or not parts or not is_judged(page, framework):
        return
    for field, role in stages(page):
        kind = framework.kinds.by_name[role.cites]
        other = parent.field(field.label)
        there = _stage(other, framework) if other else ""
        if other is None or not kind.is_id(there):
            continue  # invalid-field says where no ID stands
        if kind.name in framework.judged_kinds and framework.page_of(there) is None:
            continue  # wrong-tactic says so on the parent's page
        alike = framework.memo.of_pair(_alike, parent_id, field.label)
        if not dot and alike not in ("", there) and kind.is_id(alike):
            yield _of_parent(page, field, there, alike, parts)
        here = _stage(field, framework)
        if dot and not alike and here != there and kind.is_id(here):
            yield _of_part(page, field, here, there, parent, other)


def _of_parent(page: Page, field: Field, here: str, there: str, parts: Sequence[Page]) -> Place:
    """A parent that is alone with its tactic: its parts agree with one another."""
    assert page.kind is not None
    belong = f"its {len(parts)} sub-{page.kind.plural} belong to {there}"
    shown = [(part, part.field(field.label)) for part in parts[:_NAMED]]
    return Place(
        page=page,
        span=field.value.span,
        message=f"{titled(page)} belongs to {here}, but {belong}",
        cause=f"{page.id} {there} {here}",
        subject=page.id,
        also=tuple(Related(part, one.value.span, part.id) for part, one in shown if one),
    )


def _of_part(page: Page, field: Field, here: str, there: str, parent: Page, other: Field) -> Place:
    belongs = f"{titled(parent)}, the parent, belongs to {there}"
    return Place(
        page=page,
        span=field.value.span,
        message=f"{page.id} belongs to {here}, but {belongs}",
        many=f"{{n}} pages belong to {here}, but {belongs}",
        cause=f"{parent.id} {here} {there}",
        subject=page.id,
        also=(Related(parent, other.value.span, "the parent's"),),
    )


def _parts(framework: Framework) -> dict[str, list[Page]]:
    """The judged sub-techniques of each parent."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in framework.records:
        parent_id, dot, _ = page.id.partition(".")
        if dot and is_judged(page, framework):
            found[parent_id].append(page)
    return found


def _alike(parent_id: str, label: str, framework: Framework) -> str:
    """The tactic that all of several sub-techniques name, or an empty string."""
    parts = framework.memo.of_all(_parts)[parent_id]
    fields = [part.field(label) for part in parts]
    said = {_stage(field, framework) if field else "" for field in fields}
    return said.pop() if len(said) == 1 and len(parts) > 1 else ""


def _stage(field: Field, framework: Framework) -> str:
    return read_cited(field.value.raw, framework).id
