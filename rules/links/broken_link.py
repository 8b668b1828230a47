"""FW201 broken-link."""

import posixpath
from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule


@rule("FW201", Severity.ERROR, fold="page", yields_to=("FW203",))
def broken_link(page: Page, framework: Framework) -> Iterator[Place]:
    """A relative link leads to a file that does not exist."""
    if not framework.knows_targets_of(page):
        return
    for link, target in framework.links[page.path]:
        path = target.path
        if target.form != "relative" or framework.exists(path):
            continue
        if path.lower() in framework.by_folded_path:
            continue  # link-case-mismatch says it better
        folder = _missing_folder(path, framework)
        missing = f"there is no folder `{folder}/`" if folder else f"`{path}` does not exist"
        hint = _hint(link.target, page, framework)
        yield Place(
            page=page,
            span=link.target_span,
            message=f"`{link.target}` leads nowhere: {missing}{hint}",
            many=_many(path, folder, hint),
            cause=f"{folder}/" if folder else path,
            subject=link.target,
        )


def _missing_folder(path: str, framework: Framework) -> str:
    """The top-most folder of a path that does not exist, or an empty string."""
    parts = path.split("/")[:-1]
    for count in range(1, len(parts) + 1):
        folder = "/".join(parts[:count])
        if folder not in framework.folders:
            return folder
    return ""


def _many(path: str, folder: str, hint: str) -> str:
    if folder:
        return f"{{n}} links lead into `{folder}/`, a folder that does not exist{hint}"
    return f"{{n}} links lead to `{path}`, which does not exist{hint}"


def _hint(target: str, page: Page, framework: Framework) -> str:
    if target.startswith("www."):
        return "; an address on the web begins with https://"
    stem = posixpath.basename(target.partition("#")[0]).removesuffix(".md")
    known = framework.by_id.get(stem)
    if known is None:
        return ""
    way = posixpath.relpath(known.path, page.folder or ".")
    return f"; the way to {stem} is `{way}`"
