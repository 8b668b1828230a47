"""FW204 link-id-mismatch."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._cause import printed_for
from ._named import named_links


@rule("FW204", Severity.ERROR)
def link_id_mismatch(page: Page, framework: Framework) -> Iterator[Place]:
    """A link's text names one ID, its target is the page of another."""
    for found in named_links(page, framework):
        target = found.target
        if target.id in found.ids:
            continue
        says = " and ".join(dict.fromkeys(found.ids))
        yield Place(
            page=page,
            span=found.link.span,
            message=f"The link says {says}, but leads to {target.id} {target.name}".strip(),
            cause=f"{printed_for(found.link, page, framework)} {says} {target.id}",
            subject=found.ids[0],
        )
