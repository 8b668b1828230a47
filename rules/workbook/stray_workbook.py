"""FW710 stray-workbook."""

from collections.abc import Iterator

from frameworklint.api import Framework, Place, Severity, rule


@rule("FW710", Severity.WARNING, judges="files")
def stray_workbook(framework: Framework) -> Iterator[Place]:
    """A workbook lies beside those that the generator reads, and can be taken for one of them."""
    workbook = framework.workbook
    for path, original in framework.workbook_files.copies.items():
        yield _place(path, _of_copy(original, framework) if original else _LOCK, framework)
    for path, sheet in workbook.doubles.items():
        own = _name(workbook.sheets[sheet].page.path) if sheet in workbook.sheets else ""
        own = own or framework.kinds.workbook.file_of(sheet)
        said = f"holds a sheet `{sheet}`, but the generator reads that from {own}"
        yield _place(path, said, framework)


_LOCK = (
    "is the lock of a workbook that is open in a spreadsheet program, or was when this file"
    " was committed"
)


def _of_copy(original: str, framework: Framework) -> str:
    if original in framework.workbook_files.missing:
        return f"is called like a copy of {original}, which is not there; the generator reads none"
    return f"is called like a copy of {original}; the generator does not read it"


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _place(path: str, said: str, framework: Framework) -> Place:
    page = framework.workbook.page_of(path)
    return Place(
        page=page,
        span=page.top,
        message=f"`{_name(path)}` {said}",
        cause=_name(path),
        subject=_name(path),
    )
