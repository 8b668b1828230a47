"""Pages as bytes and back: objects of a few plain classes, and nothing else.

They are pickled: to load a page takes a fifth of reading it. What is read back may name none but
the classes listed here, so that a damaged or forged file makes nothing else, and runs nothing (see
"Restricting Globals" in Python's documentation of `pickle`). It could still set anything on them,
or take all memory: so no file is read that was not signed by whoever runs this (see `store`).
"""

import copyreg
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from operator import attrgetter
from types import MappingProxyType, NoneType
from typing import Any

from frameworklint.kinds.kind import Kind
from frameworklint.kinds.layouts import SchemaError
from frameworklint.markdown.inline import Link
from frameworklint.markdown.tokens import Definitions
from frameworklint.page.page import Field, Page, Row, Table
from frameworklint.page.text import Context, Readers, Text
from frameworklint.source.span import Lines, Span

_CLASSES = (Context, Definitions, Field, Lines, Link, Page, Row, SchemaError, Span, Table, Text)
# What a page is given anew: by its file and by the framework that it stands in.
_GIVEN = frozenset({"path", "kind", "id", "key", "layout"})
_KEPT = sorted({*Page.__slots__} - _GIVEN - {"__dict__"})
_PARTS = attrgetter(*_KEPT)
# Of what class each of these is, or may be too.
_FORM = tuple(map(type, _PARTS(Page("", ""))))
_ALIKE: Mapping[type, type] = {NoneType: Text, tuple: list, list: tuple}
_TOGETHER = 100  # pages that share what several of them hold: for more it takes much memory
_ON_DEMAND = ("digest", "links", "name")  # worked out when asked for, and worth to be kept
Names = Mapping[tuple[str, str], Any]
Reduced = Mapping[type, Callable[[Any], Any]]
NOTHING: Mapping[Any, Any] = MappingProxyType({})


def written(value: Any, reduced: Reduced = NOTHING) -> bytes:
    """The bytes of a value.

    Args:
        value: of Python's own types, and of others that the reader knows.
        reduced: for each class of which an object is not written as it is, what is: a function and
            what it is to be called with.

    Raises:
        PicklingError: a part can not be written.
    """
    content = BytesIO()
    pickler = pickle.Pickler(content, protocol=5)
    pickler.dispatch_table = reduced
    pickler.dump(value)
    return content.getvalue()


def read(content: bytes, names: Names = NOTHING) -> Any:
    """The value of some bytes, if it is made of Python's own types and of what is named alone.

    Args:
        content: what `written` gave.
        names: what names in it stand for: classes and functions, by module and name.

    Raises:
        Exception: the bytes are of no use.
    """
    return _Unpickler(BytesIO(content), names).load()


def by_name(*classes: type) -> Names:
    """Some classes, by their names."""
    return {(one.__module__, one.__qualname__): one for one in classes}


class PlainObjects:
    """Writes pages, and reads them for a run."""

    def __init__(self, readers: Readers) -> None:
        """Take up what reads the inside of the pages' texts, and is not written with them."""
        self._names: Names = {
            **by_name(*_CLASSES),
            (__name__, _readers.__name__): lambda: readers,
        }

    def written(self, pages: Mapping[str, Page]) -> bytes:
        """The bytes of some pages by name."""
        return b"".join(self.pieces(pages))

    def pieces(self, pages: Mapping[str, Page]) -> Iterator[bytes]:
        """The same bytes in pieces: all texts of a framework together take much memory."""
        names = list(pages)
        for at in range(0, len(names), _TOGETHER):
            yield written({one: pages[one] for one in names[at : at + _TOGETHER]}, _REDUCED)

    def read(self, content: bytes) -> dict[str, Page]:
        """The pages of some bytes, none of which is whole before it is `placed`.

        Raises:
            Exception: the bytes are of no use.
        """
        file, pages = BytesIO(content), dict[str, Page]()
        while file.tell() < len(content):
            pages |= _Unpickler(file, self._names).load()
        if {*map(type, pages.values())} - {Page} or not _are_whole(pages.values()):
            raise pickle.UnpicklingError("one of them is no page")
        return pages


def _are_whole(pages: Iterable[Page]) -> bool:
    """Whether pages are of the form in which they were kept: a file of the cache may hold any."""
    forms = {tuple(map(type, _PARTS(page))) for page in pages}
    pairs = (pair for form in forms for pair in zip(form, _FORM, strict=True))
    return all(found in (wanted, _ALIKE.get(wanted)) for found, wanted in pairs)


def placed(page: Page, path: str, kind: Kind | None) -> Page:
    """A page that was read back.

    Args:
        page: the page; it is changed.
        path: that of its file, relative to the root.
        kind: what the page describes.
    """
    page.path = page.key = path
    page.kind = kind
    page.id, page.layout = "", None
    return page


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BytesIO, names: Names) -> None:
        super().__init__(file)
        self._names = names

    def find_class(self, module: str, name: str) -> Any:
        """What a name in the bytes stands for."""
        if (module, name) not in self._names:
            raise pickle.UnpicklingError(f"{module}.{name} is none of the plain classes")
        return self._names[module, name]


def _readers() -> Readers | None:
    """Stands for the readers in the bytes."""


def _reduced_page(page: Page) -> Any:
    on_demand = {name: vars(page)[name] for name in _ON_DEMAND if name in vars(page)}
    state = on_demand, {name: getattr(page, name) for name in _KEPT}
    return copyreg.__newobj__, (Page,), state  # type: ignore[attr-defined]  # pickle's own way


_REDUCED: Reduced = {
    Page: _reduced_page,
    Readers: lambda _: (_readers, ()),
    # Of these a page has most: by their parts they are written in two thirds of the time.
    Span: lambda span: (Span, tuple(span)),
    Text: lambda text: (Text, (text.raw, text.start, text.context)),
}
