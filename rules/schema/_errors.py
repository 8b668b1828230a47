"""From a disagreement with the schema to a place."""

from collections.abc import Iterator

from frameworklint.page import Page, SchemaError
from frameworklint.span import Span


def errors(page: Page, keyword: str, *, of_tables: bool) -> Iterator[SchemaError]:
    """The page's schema errors of one keyword that concern tables, or fields."""
    for error in page.schema_errors:
        if error.keyword == keyword and error.is_table == of_tables:
            yield error


def unknown_names(page: Page, *, of_tables: bool) -> list[str]:
    """The names of fields or tables that the kind does not have."""
    return [error.name for error in errors(page, "additionalProperties", of_tables=of_tables)]


def missing_names(page: Page, *, of_tables: bool) -> list[str]:
    """The names of fields or tables that the kind requires and the page lacks."""
    return [error.name for error in errors(page, "required", of_tables=of_tables)]


def near_spelling(name: str, candidates: list[str]) -> str:
    """The candidate that `name` is most likely a misspelling of, or an empty string."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        name, candidates, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=75
    )
    return found[0] if found else ""


def span_of(page: Page, key: str) -> Span:
    """Where a key of the record stands: a field's value, a table's header, a part of the title."""
    if key.startswith("| "):
        table = page.table(key.removeprefix("| "))
        if table is not None and table.columns:
            return Span(table.columns[0].span.start, table.columns[-1].span.end)
        return table.span if table is not None else page.top
    field = page.field(key)
    return field.value.span if field is not None else page.top
