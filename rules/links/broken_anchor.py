"""FW202 broken-anchor."""

import re
from collections import Counter
from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule

_TOP = ("", "top")  # both lead to the top of any page (HTML, "select the indicated part")
_ANCHOR_NAMES = ("id", "name")


@rule("FW202", Severity.ERROR, fold="page")
def broken_anchor(page: Page, framework: Framework) -> Iterator[Place]:
    """A link leads to a page that exists, but to a heading that does not."""
    for link, target in framework.links[page.path]:
        if target.form not in ("relative", "fragment") or target.fragment in _TOP:
            continue
        other = framework.by_path.get(target.path)
        if other is None or other.unreadable:
            continue
        anchors = _anchors(other)
        if target.fragment in anchors:
            continue
        where = "this page" if other is page else f"`{other.path}`"
        folded = {anchor.lower(): anchor for anchor in anchors}
        meant = folded.get(target.fragment.lower())
        hint = f"; did you mean `#{meant}`?" if meant else ""
        yield Place(
            page=page,
            span=link.target_span,
            message=f"There is no heading `#{target.fragment}` on {where}{hint}",
            cause=f"{other.key}#{target.fragment}",
            subject=link.target,
        )


def _anchors(page: Page) -> set[str]:
    """The fragments that lead somewhere on a page: headings as GitHub names them, HTML anchors."""
    found: set[str] = set()
    seen: Counter[str] = Counter()
    for heading in page.headings:
        slug = _slug(heading.plain)
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    for text in page.texts():
        for tag in text.content.tags:
            found.update(a.value for a in tag.attributes if a.name in _ANCHOR_NAMES)
    return found


def _slug(heading: str) -> str:
    """The fragment of a heading.

    GitHub takes the text as it is shown, in lower case, drops what is no letter, number, hyphen,
    underscore or blank, and makes blanks hyphens (github-slugger, html-pipeline's TOC filter).
    """
    shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", shown.strip().lower()).replace(" ", "-")
