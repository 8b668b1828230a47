"""FW210 anchor-case."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._anchors import unknown_fragments
from ._cause import printed_for


@rule("FW210", Severity.INFO)
def anchor_case(page: Page, framework: Framework) -> Iterator[Place]:
    """A link leads to a heading by its name in another letter case."""
    for found in unknown_fragments(page, framework):
        if not found.is_case:
            continue
        where = found.where(page)
        yield Place(
            page=page,
            span=found.link.target_span,
            message=f"The heading on {where} is `#{found.meant}`, not `#{found.name}`",
            many=f"{{n}} links lead to `#{found.name}`; the heading on {where} is `#{found.meant}`",
            cause=f"{printed_for(found.link, page, framework)} {found.page.key}#{found.name}",
            subject=found.link.target,
        )
