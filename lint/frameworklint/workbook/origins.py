"""The cells from which a text or a row of a page once came, before the workbook changed."""

from collections import defaultdict

from frameworklint.kinds.annotations import Relation
from frameworklint.page.names import folded
from frameworklint.workbook.sheet import Cell
from frameworklint.workbook.workbook import Workbook


class Origins:
    """Finds the cells that a page was printed from before they changed."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._texts: dict[str, dict[str, list[int]]] = {}
        # The whole sheet is looked through for each text, which several findings ask for.
        self._found: dict[tuple[str, str, str], Cell | None] = {}

    def of_text(self, relation: Relation, source: str, text: str) -> Cell | None:
        """The cell that lost a text which a page prints under that source."""
        key = relation.key, source, text
        if key not in self._found:
            self._found[key] = self._of_text(relation, source, text)
        return self._found[key]

    def _of_text(self, relation: Relation, source: str, text: str) -> Cell | None:
        sheet = self._workbook.sheets[relation.sheet]
        texts, whole = self._by_text(relation), folded(text)
        known = [row for known in texts if known in whole for row in texts[known]]
        for row in known:
            if sheet.text(row, relation.source.column) == source:
                return sheet.cell(row, relation.target.column)
        return sheet.cell(known[0], relation.source.column) if known else None

    def of_row(self, relation: Relation, source: str) -> Cell | None:
        """The cell that does not name any more what a page lists for that source."""
        sheet = self._workbook.sheets[relation.sheet]
        for row in sheet.rows:
            if sheet.text(row, relation.source.column) == source:
                return sheet.cell(row, relation.target.column)
        return None

    def _by_text(self, relation: Relation) -> dict[str, list[int]]:
        """The rows of a relation by what they say, white space folded."""
        key = f"{relation.sheet}.{relation.text}"
        if key not in self._texts:
            found: dict[str, list[int]] = defaultdict(list)
            sheet = self._workbook.sheets[relation.sheet]
            for row in sheet.rows if relation.text else ():
                if text := folded(sheet.text(row, relation.text)):
                    found[text].append(row)
            self._texts[key] = found
        return self._texts[key]
