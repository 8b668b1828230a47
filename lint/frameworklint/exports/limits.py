"""What a file that others load may hold: judged before it is read, for then it is too late."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from frameworklint.errors import UnreadableFileError

SIZE_LIMIT = 10_000_000  # bytes; real: 860,000
OBJECT_LIMIT = 50_000  # real: 698
VALUE_LIMIT = 1_000_000  # of all lists and objects together; real: 14,000
CELL_LIMIT = 200_000  # of a table, or tags in HTML; real: 3,200
LATER_CALLS = 200  # within one another, more than while a file is read; real: 40
LONGEST_TEXT = 100_000  # characters of one text; real: 4,000
MISFIT_LIMIT = 2_000  # values of objects of which it is worked out why they do not fit; real: 0
FORM_LIMIT = 1_000  # differing forms of objects that are held against JSON Schemas; real: 9


def demand_few_values(text: str) -> None:
    """Refuse a JSON text that would take much memory once it is decoded.

    Raises:
        UnreadableFileError: it would.
    """
    # Each value but the first of its list or object stands behind a comma.
    if text.count(",") + text.count("[") + text.count("{") > VALUE_LIMIT:
        raise UnreadableFileError(f"holds more than {VALUE_LIMIT:,} values")


def demand_few_cells(text: str) -> None:
    """Refuse a table that would take much memory once it is cut into cells.

    Raises:
        UnreadableFileError: it would.
    """
    if text.count(",") + text.count("\n") + text.count("\r") > CELL_LIMIT:
        raise UnreadableFileError(f"holds more than {CELL_LIMIT:,} cells")
    if text.count("<") > CELL_LIMIT:
        raise UnreadableFileError(f"holds more than {CELL_LIMIT:,} tags")


@contextmanager
def depth_limited() -> Iterator[None]:
    """Refuse what is nested more deeply than can be followed, also by calls that come later.

    Raises:
        UnreadableFileError: it is.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit - LATER_CALLS)
    try:
        yield
    except RecursionError as error:
        raise UnreadableFileError("is nested too deeply") from error
    finally:
        sys.setrecursionlimit(limit)
