"""The rows of a table as the generator prints them."""

from collections.abc import Sequence

from frameworklint.kinds.annotations import Relation
from frameworklint.page.names import folded
from frameworklint.workbook.references import Reference
from frameworklint.workbook.workbook import Record, Workbook


class RowPrinter:
    """Prints the rows of the tables that show a relation on the pages of one of its sides."""

    def __init__(self, workbook: Workbook, relation: Relation, *, is_source: bool) -> None:
        """Print nothing yet.

        Args:
            workbook: the sheets.
            relation: what the tables show.
            is_source: whether they stand on the pages of what refers.
        """
        self._workbook = workbook
        self._relation = relation
        self._other = relation.target if is_source else relation.source
        self.is_source = is_source
        self._is_joined = bool(relation.text) and not is_source

    def together(self, references: Sequence[Reference]) -> list[Sequence[Reference]]:
        """Those that stand in one row, of all that list one thing: on the other side of a relation
        with a text, the texts are joined.
        """
        return [references] if self._is_joined else [[one] for one in references]

    def row(self, columns: Sequence[str], listed: str, references: Sequence[Reference]) -> str:
        """The row of what is listed, without a line end.

        Args:
            columns: the names of the table's columns.
            listed: the ID of what the row lists.
            references: the rows of the workbook for which it stands.
        """
        cells = [self._first(columns[0], listed)]
        for column in columns[1:]:
            cells.append(self._cell(column, listed, references, is_second=len(cells) == 1))
        return f"| {' | '.join(cells)} |"

    def is_in(self, text: str, listed: str, references: Sequence[Reference]) -> bool:
        """Whether a text, white space folded, holds all cells that a row prints."""
        cells = [one.text_cell for one in references if self._relation.text]
        if record := self.record(listed):
            cells += [record.cell(column) for column in self._relation.columns.values()]
        return all(folded(cell.text) in text for cell in cells)

    def record(self, listed: str) -> Record | None:
        """The row of the workbook that describes what is listed."""
        return self._workbook.targets(self._other).get(listed)

    def _first(self, column: str, listed: str) -> str:
        if not self._other.kind:
            return self._shown(column, listed)
        name = self._workbook.name_cell(listed)
        kind = self._workbook.kinds.by_name[self._other.kind]
        title = f"{listed} {name.text}" if name else listed
        return f"[{title}](../{kind.folder}/{listed}.md)"

    def _cell(
        self, column: str, listed: str, references: Sequence[Reference], *, is_second: bool
    ) -> str:
        relation = self._relation
        if relation.text and is_second:
            return ", ".join(one.text_cell.text for one in references)
        record = self.record(listed)
        name = relation.columns.get(column)
        return self._shown(column, record.cell(name).text) if record and name else ""

    def _shown(self, column: str, text: str) -> str:
        return f"[{text}]({text})" if column in self._relation.addresses else text
