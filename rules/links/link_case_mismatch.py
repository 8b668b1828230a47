"""FW206 link-case-mismatch."""

import re
from collections.abc import Iterator

from frameworklint.api import Fix, Framework, Link, Page, Place, Severity, Span, replaced, rule

from ._cause import printed_for


@rule("FW206", Severity.ERROR)
def link_case_mismatch(page: Page, framework: Framework) -> Iterator[Place]:
    """A link leads to a file that exists only in another letter case."""
    for link, target in framework.links.of(page):
        if target.form != "relative" or framework.paths.exists(target.path):
            continue
        existing = framework.paths.by_folded_path.get(target.path.lower())
        if existing is None:
            continue
        wrong, right = _first_difference(target.path, existing)
        yield Place(
            page=page,
            span=link.target_span,
            message=f"`{link.target}` leads nowhere: `{wrong}` does not exist, but `{right}` does",
            many=f"{{n}} links lead to `{wrong}`, which does not exist, but `{right}` does",
            cause=f"{printed_for(link, page, framework)} {framework.paths.below_home(wrong)}",
            subject=link.target,
            fixes=_fixes(page, link, existing),
        )


def _fixes(page: Page, link: Link, existing: str) -> tuple[Fix, ...]:
    """The target in the letter case of the file, where it is written without escapes."""
    path = re.split("[#?]", page.source[slice(*link.target_span)])[0]
    below = re.sub(r"^(?:\.{0,2}/)+", "", path)
    if not below or not existing.lower().endswith(below.lower()):
        return ()
    end = link.target_span.start + len(path)
    right = existing[len(existing) - len(below) :]
    return (replaced(page, Span(end - len(below), end), right, is_safe=True),)


def _first_difference(path: str, existing: str) -> tuple[str, str]:
    """Both paths up to the first folder or file that differs."""
    pairs = zip(path.split("/"), existing.split("/"), strict=True)
    length = 0
    for one, other in pairs:
        length += len(one) + 1
        if one != other:
            break
    return path[:length], existing[:length]
