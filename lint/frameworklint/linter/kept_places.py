"""Places as bytes and back, for another state or another run.

What a place names is written by its name: a page by its path and text, a sheet by its name and all
that it holds, a cell to edit by its row and what that holds. Where a state has another page, sheet
or row of that name, the bytes are of no use.
"""

import pickle
from collections.abc import Callable
from functools import partial
from typing import Any

from frameworklint.cache.plain_objects import by_name, read, written
from frameworklint.framework.framework import Framework
from frameworklint.linter.fix import Edit, Fix
from frameworklint.linter.place import Place, Related, Template
from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.sheet import Cell, SheetPage

_CLASSES = (Cell, Edit, Fix, Place, Related, Span, Template)


def writer(framework: Framework) -> Callable[[Any], bytes]:
    """What gives the bytes of places of a state, in lists and by names; it raises a PicklingError
    where they name something else than pages and sheets of the state.
    """
    by_class = {
        Edit: partial(_named_edit, framework),
        Page: partial(_named_page, framework),
        SheetPage: partial(_named_sheet_page, framework),
    }
    return partial(written, reduced=by_class)


def reader(framework: Framework) -> Callable[[bytes], Any]:
    """What reads such bytes for a state; it raises whatever they cause that are of no use there."""
    names = {
        **by_name(*_CLASSES),
        (__name__, _edit.__name__): partial(_edit, framework),
        (__name__, _page.__name__): partial(_page, framework),
        (__name__, _sheet_page.__name__): partial(_sheet_page, framework),
    }
    return partial(read, names=names)


def _named_page(framework: Framework, page: Page) -> Any:
    if framework.by_path.get(page.path) is not page:
        raise pickle.PicklingError(f"{page.path} is a page of another state")
    return _page, (page.path, page.digest)


def _page(framework: Framework, path: str, digest: str) -> Page:
    page = framework.by_path[path]
    if page.digest != digest:
        raise pickle.UnpicklingError(f"{path} has another text")
    return page


def _named_sheet_page(framework: Framework, page: SheetPage) -> Any:
    sheet = page.sheet
    if sheet is None or framework.workbook.sheets.get(sheet.name) is not sheet:
        raise pickle.PicklingError(f"{page.path} is of another workbook")
    return _sheet_page, (sheet.name, sheet.digest)


def _named_edit(framework: Framework, edit: Edit) -> Any:
    cell = edit.cell
    if cell is None:
        return Edit, tuple(edit)
    _, (name, _) = _named_sheet_page(framework, cell.page)
    row = framework.workbook.sheets[name].row_digest(cell.row)
    return _edit, (name, row, *cell[1:], edit.span, edit.new)


def _edit(
    framework: Framework, name: str, digest: str, row: int, column: int, text: str, *what: Any
) -> Edit:
    sheet = framework.workbook.sheets[name]
    if sheet.row_digest(row) != digest:
        raise pickle.UnpicklingError(f"row {row} of the sheet {name} is another one")
    return Edit.of_cell(Cell(sheet.page, row, column, text), *what)


def _sheet_page(framework: Framework, name: str, digest: str) -> SheetPage:
    sheet = framework.workbook.sheets[name]
    if sheet.digest != digest:
        raise pickle.UnpicklingError(f"the sheet {name} is another one")
    return sheet.page
