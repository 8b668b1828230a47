"""FW801 id-removed."""

from collections.abc import Iterator

from frameworklint.api import Framework, Place, Severity, rule

from ._mentions import mentions
from ._similarity import Successors


@rule("FW801", Severity.ERROR, explains=("FW201", "FW301"), judges="files", sees="all")
def id_removed(framework: Framework, *, similarity: int = 90) -> Iterator[Place]:
    """A page's ID is gone while pages still cite or list it."""
    if framework.base is None:
        return
    removed = {
        found: page
        for found, page in framework.base.by_id.items()
        if found not in framework.by_id and page.path not in framework.base.orphans
    }
    if not removed:
        return
    heirs: dict[str, str] = {}
    successors = Successors(framework)
    for mention in mentions(framework):
        page = removed.get(mention.id)
        if page is None:
            continue
        if mention.id not in heirs:
            heir = successors.of(page, similarity)
            heirs[mention.id] = f"; {heir.id} {heir.name} likely takes its place" if heir else ""
        gone = f"{mention.id} {page.name} was removed"
        yield Place(
            page=mention.page,
            span=mention.span,
            message=f"{gone}, but is still named here{heirs[mention.id]}",
            many=f"{gone}, but is still named in {{n}} places{heirs[mention.id]}",
            cause=mention.id,
            subject=mention.id,
        )
