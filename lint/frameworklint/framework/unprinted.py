"""What the generator has not printed."""

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from frameworklint.framework.paths import Paths
from frameworklint.kinds.kind import Kind
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
        paths: Paths,
    ) -> None:
        """Compare nothing yet.

        Args:
            workbook: the sheets.
            provenance: where the pages come from.
            pages: those that are compared.
            known: the IDs that have a page.
            paths: the files that are there.
        """
        self._workbook = workbook
        self._provenance = provenance
        self._pages = list(pages)
        self._known = known
        self._paths = paths

    @cached_property
    def differences(self) -> list[PrintDifference]:
        """Where pages say something else."""
        return self.on({page.path for page in self._pages})

    def on(self, paths: Collection[str]) -> list[PrintDifference]:
        """Where the pages at some paths do."""
        pages = (page for page in self._pages if page.path in paths)
        return [found for page in pages for found in self._provenance.differences(page)]

    @cached_property
    def records(self) -> list[str]:
        """The IDs of what has no page."""
        return [
            wanted
            for kind in self._workbook.kinds.records
            for wanted in self._workbook.records(kind)
            if kind.is_id(wanted) and wanted not in self._known
        ]

    @cached_property
    def indexes(self) -> list[Kind]:
        """The indexes that are not there, of what the workbook describes."""
        return [
            kind
            for kind in self._workbook.kinds.all
            if kind.role == "index"
            and self._is_described(kind)
            and not self._paths.has_page(kind.file)
        ]

    def _is_described(self, index: Kind) -> bool:
        if index.of:
            return bool(self._workbook.records(self._workbook.kinds.by_name[index.of]))
        return index.sheet in self._workbook.sheets

    @cached_property
    def gone(self) -> list[Page]:
        """The pages that no row describes, of kinds that the workbook describes."""
        return [
            page
            for page in self._pages
            if page.kind
            and page.id
            and (records := self._workbook.records(page.kind))
            and page.id not in records
        ]


class Waiting(NamedTuple):
    """What changed in the workbook since the pages were printed, and waits for the generator.

    Attributes:
        differences: places of pages that say something else than the workbook.
        records: the IDs of what has no page.
        gone: the IDs of pages whose row was deleted; indexes list them until they are printed.
    """

    differences: frozenset[PrintDifference] = frozenset()
    records: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
