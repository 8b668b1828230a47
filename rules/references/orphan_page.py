"""FW311 orphan-page."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from frameworklint.api import Framework, Page, Place, Severity, rule, some_of

_NAMED = 3


@rule(
    "FW311",
    Severity.WARNING,
    hides_all_but=("FW0", "FW201", "FW202", "FW203", "FW206", "FW207"),
    explains=("FW201", "FW202", "FW203", "FW206", "FW207"),
    judges="print",
)
def orphan_page(framework: Framework) -> Iterator[Place]:
    """No index, matrix or other page links to the page."""
    broken = _broken_links(framework) if framework.orphans else {}
    unknown = _without_row(framework)
    for path in sorted(framework.orphans):
        page = framework.by_path[path]
        trying = [other for other in broken.get(posixpath.basename(path), ()) if other is not page]
        kind = page.kind.name if page.kind else ""
        hint = "; it is not in the workbook either" if page in unknown[kind] else ""
        many = _many(unknown[kind], framework)
        yield Place(
            page=page,
            span=page.top,
            message=f"No index, matrix or other page {_linked(trying, framework)}{hint}",
            many="No index, matrix or other page has a working link to {n} pages of "
            f"`{page.folder}/`{many}",
            cause=page.kind.name if page.kind else page.folder,
            subject=page.id,
            covers=page.span,
        )


def _without_row(framework: Framework) -> Mapping[str, Sequence[Page]]:
    """The orphans of each kind that the workbook does not describe, where it has their sheet."""
    found: dict[str, list[Page]] = defaultdict(list)
    for path in framework.orphans if framework.workbook_paths else ():
        page = framework.by_path[path]
        known = framework.workbook.records(page.kind) if page.kind else {}
        if known and page.kind and page.id not in known:
            found[page.kind.name].append(page)
    return found


def _many(unknown: Sequence[Page], framework: Framework) -> str:
    """How many of the orphans of a kind the workbook does not describe."""
    if not unknown:
        return ""
    kind, orphans = unknown[0].kind, map(framework.by_path.__getitem__, framework.orphans)
    if all(page in unknown for page in orphans if page.kind is kind):
        return "; they are not in the workbook either"
    verb = "is" if len(unknown) == 1 else "are"
    return f"; {len(unknown)} of them {verb} not in the workbook either"


def _broken_links(framework: Framework) -> Mapping[str, Sequence[Page]]:
    """The pages with a link that leads nowhere, by the name of the file that it asks for."""
    found: dict[str, dict[str, Page]] = defaultdict(dict)
    for page in framework.pages:
        for _, target in framework.links.of(page):
            if target.form == "relative" and not framework.paths.exists(target.path):
                found[posixpath.basename(target.path)].setdefault(page.path, page)
    return {file: list(pages.values()) for file, pages in found.items()}


def _linked(trying: Sequence[Page], framework: Framework) -> str:
    if not trying:
        return "links to this page"
    them = some_of([other.id or other.path for other in trying], _NAMED)
    if len(trying) > 1:
        return f"has a working link to this page; the links in {them} are broken"
    orphan = ", itself an orphan," if trying[0].path in framework.orphans else ""
    return f"has a working link to this page; the link in {them}{orphan} is broken"
