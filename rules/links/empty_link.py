"""FW203 empty-link."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.inline import Link
from frameworklint.page import Page
from frameworklint.registry import rule


@rule("FW203", Severity.ERROR, fold="page")
def empty_link(
    page: Page,
    framework: Framework,
    *,
    placeholders: tuple[str, ...] = ("-", "--", "nan", "none", "null", "n/a", "tbd", "todo", "#"),
) -> Iterator[Place]:
    """A link has no text, no target, or a placeholder instead of one."""
    for link, target in framework.links[page.path]:
        address = link.target.strip()
        if target.form == "empty":
            fault = f"The link `{link.text}` leads nowhere: it has no target"
        elif address.lower() in placeholders and link.form != "image":
            fault = (
                f"The link `{link.text}` leads nowhere: its target is the placeholder `{address}`"
            )
        elif target.form == "relative" and target.path.rpartition("/")[2] == ".md":
            fault = f"The link leads to `{address}`, a page without a name"
        elif _has_no_text(link, page):
            fault = f"The link to `{address}` has no text: nobody can see or click it"
        else:
            continue
        yield Place(
            page=page,
            span=link.span,
            message=fault,
            cause=address,
            subject=page.source[slice(*link.span)],
        )


def _has_no_text(link: Link, page: Page) -> bool:
    if link.text.strip() or link.form not in ("markdown", "html"):
        return False
    written = page.source[slice(*link.span)].lower()
    return "<img" not in written and (link.form == "markdown" or written.startswith("<a "))
