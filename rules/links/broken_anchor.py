"""FW202 broken-anchor."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._anchors import unknown_fragments
from ._cause import printed_for


@rule("FW202", Severity.ERROR)
def broken_anchor(page: Page, framework: Framework) -> Iterator[Place]:
    """A link leads to a page that exists, but to a heading that does not."""
    for found in unknown_fragments(page, framework):
        if found.is_case:
            continue  # GitHub finds it; anchor-case says so
        where = found.where(page)
        hint = f"; did you mean `#{found.meant}`?" if found.meant else ""
        yield Place(
            page=page,
            span=found.link.target_span,
            message=f"There is no heading `#{found.name}` on {where}{hint}",
            many=f"{{n}} links lead to `#{found.name}`, a heading that is not on {where}{hint}",
            cause=f"{printed_for(found.link, page, framework)} {found.page.key}#{found.name}",
            subject=found.link.target,
        )
