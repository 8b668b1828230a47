"""Places as bytes and back, for another state or another run.

What a place names is written by its name: a page by its path and text, a sheet by its file and
that file's content. Where a state has another page or sheet of that name, the bytes are of no use.
"""

import pickle
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from frameworklint.cache.plain_objects import Reduced, by_name, read, written
from frameworklint.framework.framework import Framework
from frameworklint.linter.fix import Edit, Fix
from frameworklint.linter.place import Place, Related, Template
from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.sheet import Cell, Sheet, SheetPage

Said = dict[str, list[Place] | None]  # by the codes of rules; None where that is not to be kept
_CLASSES = (Cell, Edit, Fix, Place, Related, Span, Template)


def written_places(said: Mapping[str, list[Place] | None], framework: Framework) -> bytes:
    """The bytes of what rules say of a state, by their codes.

    What names something else than pages and sheets of the state is left out, as None.
    """
    by_class = {
        Page: partial(_named_page, framework),
        SheetPage: partial(_named_sheet_page, framework),
    }
    try:
        return written(dict(said), by_class)
    except pickle.PicklingError:
        return written({code: _or_none(said[code], by_class) for code in said}, by_class)


def _or_none(places: list[Place] | None, by_class: Reduced) -> list[Place] | None:
    """Places, if all that they name has a name."""
    with suppress(pickle.PicklingError):
        written(places, by_class)
        return places
    return None


def reader(framework: Framework) -> Callable[[bytes], Said]:
    """What reads such bytes for a state; it raises whatever they cause that are of no use there."""
    names = {
        **by_name(*_CLASSES),
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
    return _sheet_page, (sheet.name, _content(framework, sheet))


def _sheet_page(framework: Framework, name: str, content: str) -> SheetPage:
    sheet = framework.workbook.sheets[name]
    if _content(framework, sheet) != content:
        raise pickle.UnpicklingError(f"the sheet {name} is another one")
    return sheet.page


def _content(framework: Framework, sheet: Sheet) -> str:
    return framework.shelf.name(framework.tree, sheet.page.path)
