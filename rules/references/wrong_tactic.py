"""FW307 wrong-tactic."""

from collections.abc import Iterator

from frameworklint.api import Field, Framework, Page, Place, Related, Severity, comparable, rule

from ._pages import is_judged, listed_in_tables, read_cited, stages, titled


@rule("FW307", Severity.ERROR, yields_to=("FW306",))
def wrong_tactic(page: Page, framework: Framework) -> Iterator[Place]:
    """The tactic of a page does not exist, has another name, or does not list the page."""
    for field, role in stages(page):
        kind = framework.kinds.by_name[role.cites]
        cited = read_cited(field.value.raw, framework)
        if kind.name not in framework.judged_kinds or not kind.is_id(cited.id):
            continue  # invalid-field says that no ID stands there
        stage = framework.page_of(cited.id)
        if stage is None:
            message = f"No {kind.noun} has the ID {cited.id}"
            yield _place(page, field, message, cited.id, f"{message}, to which {{n}} pages belong")
        elif cited.name and stage.name and cited.name != comparable(stage.name):
            message = f"{cited.id} is given as `{cited.name}`; it is `{stage.name}`"
            cause = f"{cited.id} {cited.name}"
            yield _place(page, field, message, cause, f"{message} ({{n}} pages)", stage)
        elif is_judged(page, framework) and not _lists(stage, role.mirror, page, framework):
            message = f"{page.id} belongs to {titled(stage)}, which does not list it"
            yield _place(page, field, message, f"{page.id} {stage.id}", "", stage)


def _lists(stage: Page, key: str, page: Page, framework: Framework) -> bool:
    listed = framework.memo.of_page(listed_in_tables, stage)  # asked by each of its pages
    return page.id in next((ids for table, ids in listed if table.key == key), {page.id})


def _place(
    page: Page, field: Field, message: str, cause: str, many: str = "", stage: Page | None = None
) -> Place:
    also = (Related(stage, stage.top, f"the page of {stage.id}"),) if stage else ()
    return Place(
        page=page,
        span=field.value.span,
        message=message,
        many=many,
        cause=cause,
        subject=field.label,
        also=also,
    )
