"""Frameworks as the generator would leave them: pages printed from the workbook.

A page that says what its cells say stands for its own print. Of any other the generator's changes
are made in its text, and of what has no page one is printed whole. Nothing else is read again.
"""

import datetime
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial

from frameworklint.digests import digest
from frameworklint.errors import UnreadableFileError
from frameworklint.framework.framework import Framework, held_against
from frameworklint.framework.links import Links
from frameworklint.framework.listings import Listings
from frameworklint.framework.loader import Loader
from frameworklint.framework.memo import Memo
from frameworklint.framework.paths import Paths
from frameworklint.kinds.kind import Kind
from frameworklint.kinds.layouts import Layout
from frameworklint.page.page import Page
from frameworklint.source.span import Cover, Span
from frameworklint.workbook.printed import Edit, PrintDifference
from frameworklint.workbook.printing.printer import Printer
from frameworklint.workbook.provenance import Provenance

_END = "</table>"
_MOST = 50_000_000  # characters that are printed; of all real pages: 4 million


class PrintedPage:
    """A page that the generator would change, or print anew.

    Attributes:
        page: as it would leave it.
        original: as it is; None where there is none.
    """

    def __init__(
        self, page: Page, original: Page | None = None, edits: Iterable[tuple[Span, int]] = ()
    ) -> None:
        """Take up what was changed.

        Args:
            page: as the generator would leave it.
            original: as it is.
            edits: what is changed, in order: a span of the original, and how long it is afterwards.
        """
        self.page = page
        self.original = original
        edits = list(edits)
        self._replaced = Cover((span, None) for span, _ in edits)
        self._changed: list[Span] = []  # of the page
        self._shifts = [0]  # before, between and after them, what they add to every offset
        for span, length in edits:
            start = span.start + self._shifts[-1]
            self._changed.append(Span(start, start + length))
            self._shifts.append(start + length - span.end)

    def original_span(self, span: Span) -> Span | None:
        """Where a span of the page stands on the original; None where a change touches it."""
        if self.original is None:
            return None
        before = bisect_right(self._changed, span.start, key=lambda changed: changed.end)
        after = self._changed[before] if before < len(self._changed) else None
        if after is not None and after.start < max(span.end, span.start + 1):
            return None
        if span.start == span.end and before and self._changed[before - 1].end == span.start:
            return None
        return span.moved(-self._shifts[before])

    def changes(self, span: Span) -> bool:
        """Whether something is changed within a span of the original, or at its ends."""
        return any(True for _ in self._replaced.at(span))


class PrintedFramework(Framework):
    """A framework of which some pages are as the generator would leave them.

    Attributes:
        printed: those pages by path.
    """

    def __init__(
        self,
        origin: Framework,
        printed: Mapping[str, PrintedPage],
        unknown: Collection[str] = (),
    ) -> None:
        """Index the pages.

        Args:
            origin: the framework as it is; its other pages and its workbook are this one's.
            printed: the pages that are not.
            unknown: the paths of pages of which it is not known how they would be printed.
        """
        self.origin = origin
        self.printed = printed
        self.kinds, self.base, self.readers = origin.kinds, None, origin.readers
        self.before = None
        self.tree, self.is_excluded = origin.tree, origin.is_excluded
        self.workbook_files, self.shelf = origin.workbook_files, origin.shelf
        self.workbook, self.references = origin.workbook, origin.references
        files, submodules = origin.paths.files | printed.keys(), origin.paths.submodules
        self.paths = Paths(files, origin.kinds, submodules)
        self.layouts: dict[str, Layout] = dict(origin.layouts)
        for found in printed.values():
            found.page = self._judged(found.page)
        pages = {page.path: page for page in origin.pages}
        pages |= {path: found.page for path, found in printed.items()}
        self.pages = [pages[path] for path in sorted(pages) if path not in unknown]
        self.links = Links(self.by_path, self.paths, origin.links)
        self.listings = Listings(self.by_id, self.with_id)
        self.memo: Memo[Framework] = Memo(self)

    def _judged(self, page: Page) -> Page:
        if page.kind is None or page.unreadable:
            return page
        return held_against(self.layouts.setdefault(page.kind.name, page.kind.layouts[0]), page)

    @cached_property
    def provenance(self) -> Provenance:
        """Which cells of the workbook the pages' texts come from."""
        return Provenance(self.workbook, self.references, self.by_id, self.origin.provenance)

    @property
    def today(self) -> datetime.date:
        """The date of the run, in UTC."""
        self.memo.asked.add("beyond")
        return self.origin.today


def printed(
    framework: Framework,
    is_wanted: Callable[[PrintDifference], bool],
    missing: Collection[str],
    indexes: Collection[Kind] = (),
    gone: Collection[str] = (),
) -> Framework:
    """A framework as the generator would leave it.

    Args:
        framework: as it is.
        is_wanted: whether the generator is to change a place that says something else.
        missing: the IDs of what it is to print pages of, and their indexes if they are not there.
        indexes: other indexes that it is to print.
        gone: the IDs of what indexes are no longer to list.
    """
    return _Printing(framework, is_wanted, missing, indexes, gone).framework()


class _Printing:
    def __init__(
        self,
        framework: Framework,
        is_wanted: Callable[[PrintDifference], bool],
        missing: Collection[str],
        indexes: Collection[Kind],
        gone: Collection[str],
    ) -> None:
        self._origin = framework
        self._is_wanted = is_wanted
        self._indexes = indexes
        self._gone = gone
        of_ids = ((framework.kinds.of_id(wanted), wanted) for wanted in missing)
        self._missing = [(kind, wanted) for kind, wanted in of_ids if kind]
        conventions = framework.kinds.conventions
        home = framework.paths.home
        self._home = conventions.home if home is None else home
        self._loader = Loader(framework.kinds, self._home, framework.readers, None, {})
        self._printer = Printer(framework.workbook, framework.references)
        self._left = _MOST

    def framework(self) -> Framework:
        new = {page.path: PrintedPage(page) for page in self._new_pages()}
        by_id = self._origin.by_id | {found.page.id: found.page for found in new.values()}
        provenance = self._origin.provenance
        if new:
            provenance = Provenance(self._origin.workbook, self._origin.references, by_id)
        changed = dict(self._changed(provenance))
        if not new and not changed:
            return self._origin
        return PrintedFramework(self._origin, new | changed, set(self._unknown(provenance)))

    def _unknown(self, provenance: Provenance) -> Iterator[str]:
        """The matrices, if their columns hold other pages than before, and pages without a row."""
        moved = {kind.name for kind, _ in self._missing}
        moved |= {kind.name for wanted in self._gone if (kind := self._origin.kinds.of_id(wanted))}
        for page in self._origin.records:
            for difference in provenance.differences(page) if page.kind else ():
                field = page.field_at(difference.span)
                role = page.kind.fields.get(field.label) if page.kind and field else None
                if role and role.stage and page.kind and self._is_wanted(difference):
                    moved.add(page.kind.name)
        for page in self._origin.pages:
            is_matrix = bool(moved) and page.kind and page.kind.role == "matrix"
            if is_matrix or page.id in self._gone:
                yield page.path

    # Pages that are not there.

    def _new_pages(self) -> Iterator[Page]:
        printer = self._printer
        for kind, wanted in self._missing:
            layout = self._origin.layouts.get(kind.name, kind.layouts[0])
            write = partial(printer.record_page, kind, wanted, layout)
            yield from self._new(f"{kind.folder}/{wanted}.md", write)
        kinds = {kind.name for kind, _ in self._missing}
        for kind in self._origin.unprinted.indexes:
            if kind in self._indexes or (kinds and kind.of in {*kinds, ""}):
                yield from self._new(kind.file, partial(printer.index_page, kind, kind.layouts[0]))

    def _new(self, file: str, write: Callable[[], str]) -> Iterator[Page]:
        path = f"{self._home}/{file}".lstrip("/")
        if path in self._origin.paths.files or self._origin.is_excluded(path) or self._left < 0:
            return
        with suppress(UnreadableFileError):  # nobody would read it
            yield self._read(path, write())

    def _read(self, path: str, text: str) -> Page:
        """The page of a text; that of another state's print, where that has the same."""
        self._left -= len(text)
        key = f"print of {path} {digest(text)}"
        page = self._origin.shelf.shared(key, lambda: self._loader.read_text(path, text))
        page.key = page.id or self._origin.paths.below_home(path)
        return page

    # Pages that say something else.

    def _changed(self, provenance: Provenance) -> Iterator[tuple[str, PrintedPage]]:
        known = set(self._origin.unprinted.differences)
        for page in self._origin.pages:
            if page.kind is None or page.unreadable:
                continue
            found = [
                difference.edit
                for difference in provenance.differences(page)
                if difference.edit and (difference not in known or self._is_wanted(difference))
            ]
            edits = _in_order([*found, *self._entries(page, page.kind)])
            if edits and self._left > 0:
                yield page.path, self._edited(page, edits)

    def _edited(self, page: Page, edits: Sequence[Edit]) -> PrintedPage:
        parts, lengths, at = [], [], 0
        for edit in edits:
            text = edit.text
            parts += [page.source[at : edit.span.start], text]
            lengths.append((edit.span, len(text)))
            at = edit.span.end
            self._left -= len(text)
            if self._left < 0:  # the rest stays as it is
                break
        text = "".join([*parts, page.source[at:]])
        return PrintedPage(self._read(page.path, text), page, lengths)

    def _entries(self, page: Page, kind: Kind) -> Iterator[Edit]:
        """The rows that an index lacks of what is printed anew, and those of what is gone."""
        table = page.tables[0] if page.tables else None
        if kind.role != "index" or table is None:
            return
        listed = {row.listed_id for row in table.rows}
        for row in table.rows if self._gone else ():
            if row.listed_id in self._gone:
                yield Edit(row.span, str)
        at = page.source.rfind(_END, *table.span)
        at = table.span.end if at < 0 else at
        header = [column.raw for column in table.columns]
        for other, wanted in self._missing if header else ():
            if other.name == kind.of and wanted not in listed:
                record = self._origin.workbook.records(other)[wanted]
                write = partial(self._printer.index_row, kind, record, header)
                yield Edit(Span(at, at), write)


def _in_order(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits of a page by place, none over another."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.span):
        if not found or edit.span.start >= found[-1].span.end:
            found.append(edit)
    return tuple(found)
