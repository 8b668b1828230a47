"""What the rows of the workbook refer to: each ID in a cell that relates two things."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from frameworklint.kinds.annotations import Relation
from frameworklint.page.names import folded
from frameworklint.source.span import Span
from frameworklint.workbook.sheet import Cell, Sheet
from frameworklint.workbook.workbook import Record, Workbook

# From the first of the signs on only: else a cell of signs alone takes the square of its length.
_BEFORE_ADDRESS = re.compile(r"(?<![\s,;])[\s,;]++(?=https?://)")


class Reference(NamedTuple):
    """One target in a cell of a relation.

    Attributes:
        relation: what the sheet relates.
        sheet, row: where it stands.
        source: the ID of what refers.
        target: the ID that is referred to, blanks stripped.
        name: the name that follows the ID, where targets are named.
        printed: whether the generator sees it; `fault` says why not.
        fault: `blank`: a blank stands before it; `joined`: it is not the first of its part;
            `unknown`: the workbook does not define it; empty where nothing is wrong.
        at: where the reference starts in the cell's text.
        target_cell: the cell of what is referred to.
    """

    relation: Relation
    sheet: Sheet
    row: int
    source: str
    target: str
    name: str
    fault: str
    at: int
    target_cell: Cell

    @property
    def printed(self) -> bool:
        """Whether it reaches the pages."""
        return not self.fault

    @property
    def source_cell(self) -> Cell:
        """The cell of what refers."""
        return self.sheet.cell(self.row, self.relation.source.column)

    @property
    def text_cell(self) -> Cell:
        """The cell that says why, where the relation has such a column."""
        return self.sheet.cell(self.row, self.relation.text)

    @property
    def part(self) -> Span | None:
        """What goes from a list of IDs with this one, a separator included; None where it is no
        list, or this is all that it holds.
        """
        text, separator = self.target_cell.text, self.relation.separator
        if not separator or self.relation.named:
            return None
        before, mark, _ = text[: self.at].rpartition(separator)
        start, end = len(before) + len(mark), text.find(separator, self.at)
        if end >= 0:
            return Span(start, end + len(separator))
        return Span(len(before), len(text)) if mark else None


def _addresses(part: str) -> list[tuple[str, str, int]]:
    """The addresses of a part as targets, whatever stands between them."""
    gaps = list(_BEFORE_ADDRESS.finditer(part))
    starts = [0, *(gap.end() for gap in gaps)]
    ends = [*(gap.start() for gap in gaps), len(part)]
    texts = [part[start:end] for start, end in zip(starts, ends, strict=True)]
    return [
        (text.strip(), "", start + len(text) - len(text.lstrip()))
        for text, start in zip(texts, starts, strict=True)
        if text.strip()
    ]


class References:
    """The references of a workbook, found when first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._kinds = workbook.kinds

    @cached_property
    def all(self) -> list[Reference]:
        """Every reference of every relation, in the order of the rows."""
        return [
            reference
            for relation in self._kinds.workbook.relations
            if self._workbook.has(relation.sheet, relation.source.column, relation.target.column)
            and self._workbook.targets(relation.target)
            for reference in self._references(relation)
        ]

    def _references(self, relation: Relation) -> Iterator[Reference]:
        sheet = self._workbook.sheets[relation.sheet]
        sources = self._workbook.targets(relation.source)
        for row in sheet.rows:
            source = sheet.text(row, relation.source.column)
            cell = sheet.cell(row, relation.target.column)
            for target, name, fault, at in self._targets(relation, cell.text):
                fault = fault or ("" if source in sources or not sources else "source")
                yield Reference(relation, sheet, row, source, target, name, fault, at, cell)

    def _targets(self, relation: Relation, text: str) -> Iterator[tuple[str, str, str, int]]:
        """ID, name, fault and place of every target in a cell."""
        known = self._workbook.targets(relation.target)
        at = 0
        for part in text.split(relation.separator) if relation.separator else [text]:
            seen = part.split(" ")[0] if relation.named else part
            for target, name, start in self._split(relation, part, known):
                if target not in known:
                    fault = "unknown"
                elif seen == target and start == 0:
                    fault = ""
                else:
                    rest = part[:start] if relation.named else part.replace(target, "", 1)
                    fault = "joined" if rest.strip() else "blank"
                yield target, name, fault, at + start
            at += len(part) + len(relation.separator)

    def _split(
        self, relation: Relation, part: str, known: Mapping[str, Record]
    ) -> list[tuple[str, str, int]]:
        """The targets in a part of a cell: ID, name and start."""
        whole = part.strip()
        if not whole:
            return []
        plain = [(whole, "", part.index(whole))]
        if whole in known and not relation.named:
            return plain
        if not relation.target.kind:
            return _addresses(part) if relation.separator else plain
        form = self._kinds.by_name[relation.target.kind].id_form
        assert form is not None
        found = list(re.finditer(rf"(?<!\w)(?:{form.pattern})(?![\w.]*\w)", part))
        if not relation.named and len(found) < 2:
            return plain
        ends = [*(match.start() for match in found[1:]), len(part)][: len(found)]
        split = [
            (match[0], _name(part[match.end() : end]), match.start())
            for match, end in zip(found, ends, strict=True)
        ]
        start = part.index(whole)
        leads = not found or found[0].start() > start
        if leads and self._is_other_id(first := whole.split()[0]):
            split.insert(0, (first, "", start))
        return split

    def _is_other_id(self, text: str) -> bool:
        """Whether it is the ID of something that the column does not take."""
        return self._kinds.of_id(text) is not None or bool(self._workbook.sheet_with(text))

    @cached_property
    def names(self) -> dict[tuple[Cell, str], set[str]]:
        """The names that a cell gives to a target."""
        found: dict[tuple[Cell, str], set[str]] = defaultdict(set)
        for reference in self.all:
            found[reference.target_cell, reference.target].add(reference.name)
        return found

    @cached_property
    def listed(self) -> dict[tuple[str, bool, str], dict[str, list[Reference]]]:
        """The printed references by relation, side and own ID, then by the other's ID.

        The side is True for pages of the source.
        """
        found: dict[tuple[str, bool, str], dict[str, list[Reference]]] = {}
        for one in self.all:
            if one.printed:
                key = one.relation.key
                sides = ((True, one.source, one.target), (False, one.target, one.source))
                for side, own, other in sides:
                    found.setdefault((key, side, own), {}).setdefault(other, []).append(one)
        return found


def _name(text: str) -> str:
    """The name that follows an ID, without what stands between and behind."""
    return folded(text).lstrip("-–—: ").rstrip(" ,;")
