"""FW202 broken-anchor."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._anchors import anchors_of, slug
from ._cause import printed_for

# What leads somewhere on every page: its top (HTML, "select the indicated part"), lines of its
# source (GitHub), words of its text (URL Fragment Text Directives).
_ALWAYS_THERE = re.compile(r"(?:top|L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?|:~:.*)?", re.IGNORECASE)


@rule("FW202", Severity.ERROR)
def broken_anchor(page: Page, framework: Framework) -> Iterator[Place]:
    """A link leads to a page that exists, but to a heading that does not."""
    for link, target in framework.links.of(page):
        fragment = target.fragment
        if target.form not in ("relative", "fragment") or _ALWAYS_THERE.fullmatch(fragment):
            continue
        other = framework.by_path.get(target.path)
        if other is None or other.unreadable or link.target.strip() == "#":
            continue
        anchors = anchors_of(other, framework)
        if fragment.removeprefix("user-content-") in anchors.known:
            continue
        where = "this page" if other is page else f"`{other.path}`"
        meant = anchors.by_slug.get(slug(fragment))
        hint = f"; did you mean `#{meant}`?" if meant else ""
        yield Place(
            page=page,
            span=link.target_span,
            message=f"There is no heading `#{fragment}` on {where}{hint}",
            many=f"{{n}} links lead to `#{fragment}`, a heading that is not on {where}{hint}",
            cause=f"{printed_for(link, page, framework)} {other.key}#{fragment}",
            subject=link.target,
        )
