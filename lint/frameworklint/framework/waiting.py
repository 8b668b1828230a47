"""What changed in the workbook since the pages were printed, and waits for the generator."""

from frameworklint.framework.framework import Framework
from frameworklint.framework.unprinted import Waiting
from frameworklint.page.page import Page
from frameworklint.source.history.ages import older_than
from frameworklint.workbook.printed import PrintDifference


def waiting_in(framework: Framework) -> Waiting:
    """What waits for the generator in a framework.

    With a state before or a base, what that does not have on a page that is as it was there, and
    what has been waiting in it; else what comes from a workbook that changed after the page.
    """
    earlier = framework.before or framework.base
    return _since(framework, earlier) if earlier else _by_age(framework)


def _since(framework: Framework, base: Framework) -> Waiting:
    before = {_key(difference): difference for difference in base.unprinted.differences}
    waited = waiting_in(base)
    found = []
    for difference in framework.unprinted.differences:
        old = base.by_path.get(difference.page.path)
        if old is None or _printed_part(old) != _printed_part(difference.page):
            continue
        known = before.get(_key(difference))
        if known is None or known in waited.differences:
            found.append(difference)
    records = [
        wanted
        for wanted in framework.unprinted.records
        if base.workbook.record(wanted) is None or wanted in waited.records
    ]
    gone = [
        page.id
        for page in framework.unprinted.gone
        if base.workbook.record(page.id) is not None or page.id in waited.gone
    ]
    return Waiting(frozenset(found), frozenset(records), frozenset(gone))


def _key(difference: PrintDifference) -> tuple[object, ...]:
    """What tells whether two states differ alike at a place of a page."""
    return difference.page.path, difference.span, difference.message, difference.cell.text


def _printed_part(page: Page) -> str:
    """What the generator prints of a page: all above its marker."""
    return page.source[: page.markers[0].start] if page.markers else page.source


def _by_age(framework: Framework) -> Waiting:
    differences = framework.unprinted.differences
    older = _older(framework, {difference.page.path for difference in differences})
    found = [difference for difference in differences if difference.page.path in older]
    missing = framework.unprinted.records
    records = [wanted for wanted in missing if _has_older_pages(framework, wanted)]
    paths = {page.path for page in framework.unprinted.gone}
    older = _older(framework, paths)
    gone = [page.id for page in framework.unprinted.gone if page.path in older]
    return Waiting(frozenset(found), frozenset(records), frozenset(gone))


def _has_older_pages(framework: Framework, wanted: str) -> bool:
    """Whether all pages of a kind are older than the workbook that describes something new."""
    kind = framework.kinds.of_id(wanted)
    paths = {page.path for page in framework.records if page.kind is kind}
    return bool(paths) and _older(framework, paths) == paths


def _older(framework: Framework, paths: set[str]) -> set[str]:
    """Those of some pages that are older than a workbook."""
    tree, files = framework.tree, framework.workbook_paths if paths else ()
    blobs = {file: framework.shelf.name(tree, file) for file in files}
    return {path for file in files for path in older_than(tree, file, paths, blobs[file])}
