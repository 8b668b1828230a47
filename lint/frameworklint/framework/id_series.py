"""Which IDs are taken, and which comes next."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from frameworklint.framework.framework import Framework

_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d+)", re.DOTALL)


class IdSeries(NamedTuple):
    """The IDs of one kind, or of the rows of one sheet.

    Attributes:
        noun: what they name.
        taken: those of pages, and of rows of the workbook.
        withdrawn: those that pages had once, and have no more.
    """

    noun: str
    taken: frozenset[str]
    withdrawn: frozenset[str] = frozenset()

    @property
    def next(self) -> list[str]:
        """The next free IDs: one of the whole series, then one below each taken ID that has parts.

        Each is the one after the highest that ever was, if it has as many digits: what stands in a
        gap may stand in somebody's report.
        """
        highest: dict[tuple[str, int], int] = {}
        for used in self.taken | self.withdrawn:
            if match := _NUMBERED.fullmatch(used):
                series = match["stem"], len(match["number"])
                highest[series] = max(highest.get(series, 0), int(match["number"]))
        found = []
        for (stem, digits), number in sorted(highest.items()):
            following = str(number + 1).zfill(digits)
            whole = stem.rstrip(".")
            if len(following) == digits and (whole == stem or whole in self.taken):
                found.append(stem + following)
        return found


def id_series(framework: Framework, once: Iterable[str] = ()) -> Iterator[IdSeries]:
    """The IDs of each kind, then those of the sheets whose rows have some of their own.

    Args:
        framework: the pages and the workbook.
        once: paths of files that are gone.
    """
    stems = {path.rpartition("/")[2].rpartition(".")[0] for path in once}
    for kind in framework.kinds.records:
        pages = {page.id for page in framework.records if page.kind is kind}
        rows = {text.strip() for text in framework.workbook.records(kind)}
        taken = frozenset(text for text in pages | rows if kind.is_id(text))
        withdrawn = frozenset(text for text in stems if kind.is_id(text)) - taken
        if taken or withdrawn:
            yield IdSeries(kind.noun, taken, withdrawn)
    for sheet, column in _row_ids(framework):
        yield IdSeries(f"row of {sheet}", frozenset(_texts(framework, sheet, column)))


def _row_ids(framework: Framework) -> Iterator[tuple[str, str]]:
    """The sheets, each with its column, that number their rows with IDs of their own."""
    for relation in framework.kinds.workbook.relations:
        if relation.id and framework.workbook.has(relation.sheet, relation.id):
            yield relation.sheet, relation.id


def _texts(framework: Framework, name: str, column: str) -> Iterator[str]:
    sheet = framework.workbook.sheets[name]
    for row in sheet.rows:
        if text := sheet.cell(row, column).text.strip():
            yield text
