"""Whole pages as the generator prints them, from the rows of the workbook.

What is printed and in which order stands in the layouts of the schemas. The text need not be the
generator's to the byte: what counts is that its fields, tables and links are the same.
"""

from collections.abc import Iterator

from frameworklint.errors import UnreadableFileError
from frameworklint.kinds.kind import Kind
from frameworklint.kinds.layouts import Layout
from frameworklint.source.files import SIZE_LIMIT
from frameworklint.workbook.printing import forms
from frameworklint.workbook.printing.row_printer import RowPrinter
from frameworklint.workbook.references import References
from frameworklint.workbook.workbook import Record, Workbook

_TABLE = "| "
_TITLE = ("type", "id", "name")  # keys of every layout that are no fields


class Printer:
    """Prints pages from a workbook.

    Attributes:
        sheets: the names of its sheets.
    """

    def __init__(self, workbook: Workbook, references: References) -> None:
        self.sheets = workbook.sheets.keys()
        self._workbook = workbook
        self._references = references
        self._marker = workbook.kinds.conventions.marker

    def record_page(self, kind: Kind, wanted: str, layout: Layout) -> str:
        """The page of the thing with an ID.

        Raises:
            UnreadableFileError: nobody could read a page of that size.
        """
        record = self._workbook.records(kind)[wanted]
        assert kind.workbook is not None
        blocks = [f"# {kind.word} {wanted}: {record.cell(kind.workbook.name).text}"]
        for key, schema in layout.properties.items():
            if key.startswith(_TABLE):
                header = schema.get("const", "").split(" | ")
                blocks.append(self._table(kind, wanted, header))
            elif key not in _TITLE:
                blocks += self._field(kind, record, key, is_required=key in layout.required)
        return _bounded("\n\n".join([*blocks, self._marker]) + "\n")

    def _field(self, kind: Kind, record: Record, label: str, *, is_required: bool) -> list[str]:
        assert kind.workbook is not None
        form = kind.workbook.fields.get(label, "")
        pieces = forms.pieces(form, record, self._workbook)
        value = "".join(piece.text for piece in pieces if piece)
        return [f"**{label}**: {value}"] if is_required or value.strip() else []

    def _table(self, kind: Kind, wanted: str, header: list[str]) -> str:
        dashes = [" --- "] * len(header)
        lines = [f"| {' | '.join(header)} |", f"|{'|'.join(dashes)}|"]
        size = 0
        for row in self._rows(kind, wanted, header):
            lines.append(row)
            size += len(row)
            if size > SIZE_LIMIT:
                break
        return "\n".join(lines)

    def _rows(self, kind: Kind, wanted: str, header: list[str]) -> Iterator[str]:
        for relation in self._workbook.kinds.workbook.relations:
            if relation.tables.get(kind.name) != header[0]:
                continue
            is_source = relation.source.kind == kind.name
            printer = RowPrinter(self._workbook, relation, is_source=is_source)
            listed = self._references.listed.get((relation.key, is_source, wanted), {})
            # The generator sorts what has an ID; addresses stand as the cell has them.
            is_sorted = bool(relation.target.kind)
            for other in sorted(listed) if is_sorted else listed:
                for references in printer.together(listed[other]):
                    yield printer.row(header, other, references)

    def index_page(self, kind: Kind, layout: Layout) -> str:
        """An index page, with a row for every entry.

        Raises:
            UnreadableFileError: nobody could read a page of that size.
        """
        keys = [key for key in layout.properties if key.startswith(_TABLE)]
        header = layout.properties[keys[0]].get("const", "").split(" | ") if keys else [""]
        columns = "".join(f"<th>{column}</th>\n" for column in header)
        rows = "".join(self.index_row(kind, record, header) for record in self._entries(kind))
        return _bounded(f"# {kind.title}\n\n<table>\n<tr>\n{columns}</tr>\n{rows}</table>\n")

    def _entries(self, kind: Kind) -> list[Record]:
        if kind.of:
            return list(self._workbook.records(self._workbook.kinds.by_name[kind.of]).values())
        sheet = self._workbook.sheets.get(kind.sheet)
        return [Record(sheet, row) for row in sheet.rows] if sheet else []

    def index_row(self, kind: Kind, record: Record, header: list[str]) -> str:
        """The row of an index page for an entry."""
        first = record.cell(header[0]).text
        listed = self._workbook.kinds.by_name[kind.of] if kind.of else None
        link = f'<a href="{listed.folder}/{first}.md">{first}</a>' if listed else first
        cells = [link, *(record.cell(column).text for column in header[1:])]
        return "<tr>\n" + "".join(f"<td>{cell}</td>\n" for cell in cells) + "</tr>\n"


def _bounded(text: str) -> str:
    if len(text) > SIZE_LIMIT:
        raise UnreadableFileError(f"is larger than {SIZE_LIMIT:,} bytes")
    return text
