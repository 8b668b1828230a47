"""The states of a framework that its rules judge."""

from typing import NamedTuple

from frameworklint.framework.framework import Framework
from frameworklint.framework.printed import printed
from frameworklint.framework.unprinted import Waiting
from frameworklint.framework.waiting import waiting_in


class States(NamedTuple):
    """The states of a framework.

    Attributes:
        files: as its files are.
        pages: with what only waits for the generator printed; mostly the files themselves.
        sheets: as the generator would print all of it; None where that says nothing new.
    """

    files: Framework
    pages: Framework
    sheets: Framework | None


def states_of(framework: Framework) -> States:
    """The states of a framework; where no page differs from the workbook there is one only."""
    framework.waiting = Waiting()
    if not framework.workbook_paths or not framework.workbook.sheets:
        return States(framework, framework, None)
    missing = framework.unprinted.records
    differences = framework.unprinted.differences
    # Pages that lie in no framework belong to no index.
    indexes = framework.unprinted.indexes if framework.paths.home is not None else []
    if not (missing or differences or indexes or framework.unprinted.gone):
        return States(framework, framework, None)
    framework.waiting = waiting = waiting_in(framework)
    waits = [wanted for wanted in missing if wanted in waiting.records]
    pages = printed(framework, waiting.differences.__contains__, waits, gone=waiting.gone)
    is_all = len(waits) == len(missing) and waiting.differences.issuperset(differences)
    if is_all and not indexes:
        return States(framework, pages, None)
    sheets = printed(framework, lambda difference: True, missing, indexes)
    return States(framework, pages, None if sheets is framework else sheets)
