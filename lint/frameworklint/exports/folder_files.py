"""The files beside an export, each of which is to hold one of its objects."""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from typing import NamedTuple

from frameworklint.exports.export_page import ExportFolderFile
from frameworklint.exports.objects import ObjectExport, text_of

_PROPERTY = re.compile(r"\{(\w+)\}")


class FolderFile(NamedTuple):
    """A file beside an export.

    Attributes:
        page: the file as findings see it.
        group: the first property in its path: what sort of object it holds.
        key: the key of that object, by its path; empty where that does not hold it.
    """

    page: ExportFolderFile
    group: str
    key: str


def leftovers(export: ObjectExport, files: Iterable[str]) -> Iterator[FolderFile]:
    """The files that are named as if they held an object, but one that the export does not have.

    Of a file whose name is not the key of any object it is not known what it holds.

    Args:
        export: the export.
        files: the paths of all files.
    """
    form = export.annotation.files
    folder = export.page.path.rpartition("/")[0]
    start = f"{folder}/" if folder else ""
    pattern = re.compile(re.escape(start) + _pattern(form))
    names = _PROPERTY.findall(form)
    key = names.index(export.annotation.key) + 1 if export.annotation.key in names else 0
    key_form = re.compile(export.annotation.key_form or ".*")
    held = {start + _filled(form, one.content) for one in export.objects}
    blank = ExportFolderFile("", export.annotation, "")  # to make a page anew takes its time
    for path in sorted(files):
        match = pattern.fullmatch(path) if path.startswith(start) else None
        if match is None or path in held or path == export.page.path:
            continue
        if not key or key_form.fullmatch(match[key]):
            page = copy(blank)
            page.path, page.key = path, path.removeprefix(start)
            group = match[1] if names else ""
            yield FolderFile(page, group, match[key] if key else "")


def _pattern(form: str) -> str:
    """The paths of a form as a regular expression."""
    parts = _PROPERTY.split(form)
    return "".join(
        "([^/]+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )


def _filled(form: str, content: dict[str, object]) -> str:
    return _PROPERTY.sub(lambda match: text_of(content.get(match[1])), form)
