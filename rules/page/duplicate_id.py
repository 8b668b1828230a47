"""FW004 duplicate-id."""

from collections import defaultdict
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Related, Severity, rule


@rule("FW004", Severity.ERROR, judges="print")
def duplicate_id(framework: Framework) -> Iterator[Place]:
    """Two pages claim one ID, by the name of their file or in their title."""
    claims: dict[str, list[Page]] = defaultdict(list)
    for page in framework.records:
        claims[page.id].append(page)
        title_id = _title_id(page)
        if title_id not in ("", page.id):
            claims[title_id].append(page)
    for claimed, pages in claims.items():
        # The page whose file has the name keeps the ID; the others say what is not theirs.
        owner = framework.by_id.get(claimed)
        rivals = [page for page in pages if page is not owner]
        if len(pages) > 1:
            yield from (_place(page, claimed, owner, rivals) for page in rivals)


def _place(page: Page, claimed: str, owner: Page | None, rivals: list[Page]) -> Place:
    said = "The title says" if _title_id(page) == claimed else "The file is named"
    if owner is not None:
        message = f"{said} {claimed}, which is the ID of {owner.path}"
    else:
        other = next(rival for rival in rivals if rival is not page)
        message = f"{said} {claimed}, and so does that of {other.path}"
    return Place(
        page=page,
        span=page.title_id.span if page.title_id else page.top,
        message=message,
        cause=claimed,
        subject=claimed,
        also=(Related(owner, owner.top, f"the page of {claimed}"),) if owner else (),
    )


def _title_id(page: Page) -> str:
    return page.title_id.raw if page.title_id else ""
