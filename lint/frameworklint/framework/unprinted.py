"""What the generator has not printed."""

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from frameworklint.page.page import Page
from frameworklint.workbook.printed import PrintDifference
from frameworklint.workbook.provenance import Provenance
from frameworklint.workbook.workbook import Workbook


class Unprinted:
    """What the workbook says and the pages do not."""

    def __init__(
        self,
        workbook: Workbook,
        provenance: Provenance,
        pages: Iterable[Page],
        known: Collection[str],
    ) -> None:
        """Compare nothing yet.

        Args:
            workbook: the sheets.
            provenance: where the pages come from.
            pages: those that are compared.
            known: the IDs that have a page.
        """
        self._workbook = workbook
        self._provenance = provenance
        self._pages = pages
        self._known = known

    @cached_property
    def differences(self) -> list[PrintDifference]:
        """Where pages say something else."""
        return [found for page in self._pages for found in self._provenance.differences(page)]

    @cached_property
    def records(self) -> list[str]:
        """The IDs of what has no page."""
        return [
            wanted
            for kind in self._workbook.kinds.records
            for wanted in self._workbook.records(kind)
            if kind.is_id(wanted) and wanted not in self._known
        ]


class Waiting(NamedTuple):
    """What changed in the workbook since the pages were printed, and waits for the generator.

    Attributes:
        differences: places of pages that say something else than the workbook.
        records: the IDs of what has no page.
    """

    differences: frozenset[PrintDifference] = frozenset()
    records: frozenset[str] = frozenset()
