"""FW711 missing-sheet."""

from collections.abc import Iterable, Iterator

from frameworklint.api import Framework, Page, Place, Severity, Sheet, Span, rule

from ._columns import is_left_empty
from ._printed_sheets import Columns, has_rows, printed_columns


@rule("FW711", Severity.ERROR, judges="files", sees="all")
def missing_sheet(framework: Framework) -> Iterator[Place]:
    """A sheet or a column from which pages are printed is missing or empty."""
    holders = _holders(framework)
    if not holders:
        return
    wanted = printed_columns(framework)
    absent: dict[str, list[str]] = {}  # by the file that should hold them
    for name in sorted(wanted):
        if name in framework.workbook.sheets:
            yield from _in_sheet(framework.workbook.sheets[name], wanted, framework)
        elif not framework.workbook.is_unread(name):
            absent.setdefault(framework.kinds.workbook.file_of(name), []).append(name)
    for file, sheets in absent.items():
        yield from _absent(file, sheets, wanted, framework)


def _holders(framework: Framework) -> list[str]:
    """The workbooks that are there, copies included."""
    files = framework.workbook_files
    return [*files.paths, *(path for path, original in files.copies.items() if original)]


def _absent(file: str, sheets: list[str], wanted: Columns, framework: Framework) -> Iterator[Place]:
    """Sheets that no workbook holds; of a file that is missing, all are one finding."""
    workbook, files = framework.workbook, framework.workbook_files
    is_stood_in = any(workbook.kinds.workbook.file_of(name) == file for name in workbook.sheets)
    if file in files.missing and not is_stood_in:
        copies = [path for path, original in files.copies.items() if original == file]
        page = workbook.page_of([*copies, *_holders(framework)][0])
        listed = ", ".join(f"`{name}`" for name in sheets)
        message = f"There is no workbook {file}: nothing is compared with its sheets {listed}"
        yield _place(page, page.top, message, file, file)
        return
    path = files.named.get(file, _holders(framework)[0])
    page, known = workbook.page_of(path), workbook.sheet_names.get(path, ())
    for sheet in sheets:
        hint = _hint(_near(sheet, (name for name in known if name not in wanted)))
        message = f"There is no sheet `{sheet}`{hint}: nothing is compared with it"
        yield _place(page, page.top, message, sheet, sheet)


def _in_sheet(sheet: Sheet, wanted: Columns, framework: Framework) -> Iterator[Place]:
    """What a sheet lacks."""
    page, name = sheet.page, sheet.name
    if not sheet.columns:
        yield _place(page, page.top, f"The sheet `{name}` is empty", name, name)
        return
    if moved := _row_of_names(sheet, wanted[name]):
        message = f"The names of the columns of `{name}` stand in row {moved}, below something else"
        yield _place(page, page.top, f"{message}: what it holds is not compared", name, name)
        return
    for column in wanted[name]:
        if column not in sheet.columns:
            near = _near(column, (known for known in sheet.columns if known not in wanted[name]))
            message = f"The sheet `{name}` has no column `{column}`{_hint(near)}"
            span = sheet.header_cell(near).span if near else page.top
            message += ": what it holds is not compared"
            yield _place(page, span, message, f"{name}.{column}", column)
    id_column = framework.kinds.id_column(name)
    if not any(map(str.strip, (text for row in sheet.rows.values() for text in row))):
        if has_rows(name, framework):
            message = f"The sheet `{name}` has no row below the names of its columns"
            yield _place(page, page.top, message, name, name)
    elif id_column in wanted[name] and is_left_empty(sheet, id_column):
        cell = sheet.header_cell(id_column)
        message = f"Every row of `{name}` leaves `{id_column}` empty: nothing tells them apart"
        yield _place(page, cell.span, message, f"{name}.{id_column}", id_column)


def _row_of_names(sheet: Sheet, wanted: Iterable[str]) -> int:
    """The row that has the names of which the header has none; 0 where it has one, or none has."""
    names = set(wanted)
    if not names or names & set(sheet.columns):
        return 0
    return next((row for row, texts in sheet.rows.items() if names <= set(texts)), 0)


def _near(name: str, known: Iterable[str]) -> str:
    """The name that is most like one, or an empty string."""
    from difflib import get_close_matches

    folded = {other.strip().casefold(): other for other in known}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def _hint(near: str) -> str:
    return f" (is it `{near}` now?)" if near else ""


def _place(page: Page, span: Span, message: str, cause: str, subject: str) -> Place:
    return Place(page=page, span=span, message=message, cause=cause, subject=subject)
