"""All that a rule may use of the engine: rules import this module and one another, nothing else.

A rule looks at a `Page`, which holds located values (`Text` with its `Link`, `Tag` and `Citation`
objects, `Field`, `Table`, `Row`), and at the `Framework`, which knows all pages, how they list one
another (`Listing`) and the workbook's cells. It yields a `Place` for each fault.
"""

from typing import TYPE_CHECKING

from frameworklint.digests import digest
from frameworklint.framework.framework import Framework
from frameworklint.framework.listings import Listing
from frameworklint.kinds.annotations import ColumnAnnotation, FieldAnnotation, Relation
from frameworklint.kinds.exports import CitedAnnotation, PrintedAnnotation
from frameworklint.kinds.ids import INVISIBLE, IdForm
from frameworklint.kinds.kind import Kind
from frameworklint.kinds.layouts import SchemaError
from frameworklint.linter.fix import Edit, Fix, replaced, rewritten
from frameworklint.linter.place import Location, Place, Related, Severity, Template
from frameworklint.linter.rule import rule
from frameworklint.markdown.html import Tag, tags, without_tags
from frameworklint.markdown.inline import Link
from frameworklint.page.citations import Citation
from frameworklint.page.flat_record import flat_record, shows_nothing
from frameworklint.page.link_targets import Target, file_stem, resolve
from frameworklint.page.names import begins_with_name, comparable, folded
from frameworklint.page.page import Field, Page, Row, Table
from frameworklint.page.text import Text
from frameworklint.source.span import Cover, Covered, Span
from frameworklint.wording import and_more, enumerated, shortened, some_of
from frameworklint.workbook.compare import contrast, quoted
from frameworklint.workbook.printed import PrintDifference
from frameworklint.workbook.references import Reference
from frameworklint.workbook.sheet import Cell, Sheet
from frameworklint.workbook.workbook import Record, Workbook

if TYPE_CHECKING:  # a run without exports does not need that layer
    from frameworklint.exports.folder_files import FolderFile
    from frameworklint.exports.form_error import FormError
    from frameworklint.exports.grids import GridCell, GridExport
    from frameworklint.exports.objects import ExportedObject, ObjectExport

__all__ = [
    "INVISIBLE",
    "Cell",
    "Citation",
    "CitedAnnotation",
    "ColumnAnnotation",
    "Cover",
    "Covered",
    "Edit",
    "ExportedObject",
    "Field",
    "FieldAnnotation",
    "Fix",
    "FolderFile",
    "FormError",
    "Framework",
    "GridCell",
    "GridExport",
    "IdForm",
    "Kind",
    "Link",
    "Listing",
    "Location",
    "ObjectExport",
    "Page",
    "Place",
    "PrintDifference",
    "PrintedAnnotation",
    "Record",
    "Reference",
    "Related",
    "Relation",
    "Row",
    "SchemaError",
    "Severity",
    "Sheet",
    "Span",
    "Table",
    "Tag",
    "Target",
    "Template",
    "Text",
    "Workbook",
    "and_more",
    "begins_with_name",
    "comparable",
    "contrast",
    "digest",
    "enumerated",
    "file_stem",
    "flat_record",
    "folded",
    "quoted",
    "replaced",
    "resolve",
    "rewritten",
    "rule",
    "shortened",
    "shows_nothing",
    "some_of",
    "tags",
    "without_tags",
]
