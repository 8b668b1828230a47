"""FW002 unrecognized-page."""

from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule


@rule("FW002", Severity.ERROR, fold="page", hides_all_but=())
def unrecognized_page(page: Page, framework: Framework) -> Iterator[Place]:
    """A file in a page folder has no page's title or no page's name."""
    kind = page.kind
    if kind is None or not kind.is_record or framework.home is None:
        return
    word, title_id = page.word, page.title_id.raw if page.title_id else ""
    id_kind = framework.kinds.of_id(title_id)
    # A whole title of another kind is a page in the wrong folder, which FW003 reports.
    titled = id_kind is not None and word in (kind.word, id_kind.word)
    if titled and kind.is_id(page.stem):
        return
    form = f"`# {kind.word} ID: Name`"
    if not kind.is_id(page.stem):
        fault = f"The file name `{page.stem}` is no ID of a {kind.noun}"
    elif page.title is None:
        fault = f"The page has no title {form}"
    else:
        fault = f"The title `{page.title.raw.strip()}` does not have the form {form}"
    twin = framework.by_id.get(page.stem.strip()) or framework.by_id.get(title_id)
    also: tuple[Related, ...] = ()
    if twin is not None and twin is not page:
        fault += f"; {twin.path} is the page of {twin.id}"
        also = (Related(twin, twin.top, f"the page of {twin.id}"),)
    yield Place(
        page=page,
        span=page.top,
        message=fault,
        cause="unrecognized",
        subject=page.title.raw if page.title else page.stem,
        also=also,
        covers=page.span,
    )
