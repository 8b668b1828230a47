"""FW315 parent-tactic-differs."""

from collections.abc import Iterator

from frameworklint.api import Field, Framework, Page, Place, Related, Severity, rule

from ._pages import is_judged, read_cited, stages, titled


@rule("FW315", Severity.WARNING, yields_to=("FW307",))
def parent_tactic_differs(page: Page, framework: Framework) -> Iterator[Place]:
    """A sub-technique belongs to another tactic than its parent."""
    parent_id, dot, _ = page.id.partition(".")
    parent = framework.page_of(parent_id) if dot and is_judged(page, framework) else None
    for field, role in stages(page) if parent else ():
        assert parent is not None
        other = parent.field(field.label)
        here, there = _stage(field, framework), _stage(other, framework) if other else ""
        kind = framework.kinds.by_name[role.cites]
        if other is None or here == there or not (kind.is_id(here) and kind.is_id(there)):
            continue  # invalid-field says where no ID stands
        if kind.name in framework.judged_kinds and framework.page_of(there) is None:
            continue  # wrong-tactic says so on the parent's page
        belongs = f"{titled(parent)}, the parent, belongs to {there}"
        yield Place(
            page=page,
            span=field.value.span,
            message=f"{page.id} belongs to {here}, but {belongs}",
            many=f"{{n}} pages belong to {here}, but {belongs}",
            cause=f"{parent.id} {here} {there}",
            subject=page.id,
            also=(Related(parent, other.value.span, "the parent's"),),
        )


def _stage(field: Field, framework: Framework) -> str:
    return read_cited(field.value.raw, framework).id
