"""FW004 duplicate-id."""

from collections import defaultdict
from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule


@rule("FW004", Severity.ERROR)
def duplicate_id(framework: Framework) -> Iterator[Place]:
    """Two pages claim one ID."""
    claims: dict[str, list[Page]] = defaultdict(list)
    for page in framework.records:
        claimed = page.title_id.raw if page.title_id else ""
        for claim in {page.id, claimed} - {""}:
            claims[claim].append(page)
    for claimed, pages in claims.items():
        # The page whose file has the name keeps the ID; the others say what it is not.
        owner = next((page for page in pages if page.stem == claimed), pages[0])
        for page in pages:
            if page is owner or page.title_id is None or page.title_id.raw != claimed:
                continue
            yield Place(
                page=page,
                span=page.title_id.span,
                message=f"{claimed} is claimed by this page and by {owner.path}",
                cause=claimed,
                subject=claimed,
                also=(Related(owner, owner.top, f"claims {claimed} too"),),
            )
