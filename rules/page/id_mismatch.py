"""FW003 id-mismatch."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule


@rule("FW003", Severity.ERROR, fold="page", yields_to=("FW004",), judges="print")
def id_mismatch(page: Page, framework: Framework) -> Iterator[Place]:
    """The ID in the title is not the file's name, or belongs in another folder."""
    if page.kind is None or not page.kind.is_record or page.title_id is None:
        return
    title_id = page.title_id.raw
    if not title_id or title_id == page.stem or framework.paths.home is None:
        return
    kind = framework.kinds.of_id(title_id)
    message = f"The title says {title_id}, the file is named {page.stem}"
    if kind is not None and kind is not page.kind:
        message += f"; an ID like {title_id} belongs in `{kind.folder}/`"
    yield Place(
        page=page,
        span=page.title_id.span,
        message=message,
        cause=title_id,
        subject=title_id,
    )
