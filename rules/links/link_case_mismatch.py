"""FW206 link-case-mismatch."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

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
        )


def _first_difference(path: str, existing: str) -> tuple[str, str]:
    """Both paths up to the first folder or file that differs."""
    pairs = zip(path.split("/"), existing.split("/"), strict=True)
    length = 0
    for one, other in pairs:
        length += len(one) + 1
        if one != other:
            break
    return path[:length], existing[:length]
