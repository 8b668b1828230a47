"""From a disagreement with the schema to a place."""

import re
from collections import Counter
from collections.abc import Iterable

from frameworklint.api import (
    INVISIBLE,
    Framework,
    Page,
    SchemaError,
    Span,
    Template,
    flat_record,
    folded,
)

# What is said of a name that differs so.
UNSEEN = "is written with a no-break space, a blank too many, or a character that nobody sees"

_TABLE = "| "


def errors(page: Page, keyword: str, *, of_tables: bool) -> list[SchemaError]:
    """The page's schema errors of one keyword that concern tables, or fields."""
    return [
        error
        for error in page.schema_errors
        if error.keyword == keyword and error.is_table == of_tables
    ]


def unknown_names(page: Page, *, of_tables: bool) -> list[str]:
    """The names of fields or tables that the kind does not have."""
    return [error.name for error in errors(page, "additionalProperties", of_tables=of_tables)]


def missing_names(page: Page, *, of_tables: bool) -> list[str]:
    """The names of fields or tables that the kind requires and the page lacks."""
    return [error.name for error in errors(page, "required", of_tables=of_tables)]


def free_names(page: Page, framework: Framework, *, of_tables: bool) -> list[str]:
    """The names of fields or tables that the kind has and the page lacks, optional ones too."""
    layout = framework.layouts.get(page.kind.name) if page.kind else None
    keys = layout.properties.keys() - flat_record(page).keys() if layout else ()
    free = sorted(key for key in keys if key.startswith(_TABLE) == of_tables)
    return [key.removeprefix(_TABLE) for key in free]


def near_spelling(name: str, candidates: Iterable[str]) -> str:
    """The candidate that `name` is most likely a misspelling of, or an empty string."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        name, candidates, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=75
    )
    return found[0] if found else ""


def is_unseen(name: str, meant: str) -> bool:
    """Whether a name differs from what is meant only in what no reader sees."""
    return name != meant and folded(re.sub(rf"[{INVISIBLE}]", "", name)) == meant


def span_of(page: Page, key: str) -> Span:
    """Where a key of the record stands: a field's value, a table's header, a part of the title."""
    if key.startswith(_TABLE):
        table = page.table(key.removeprefix(_TABLE))
        if table is not None and table.columns:
            return Span(table.columns[0].span.start, table.columns[-1].span.end)
        return table.span if table is not None else page.top
    field = page.field(key)
    return field.value.span if field is not None else page.top


def column_names(header: str) -> list[str]:
    """The columns of a table as its key of the record, and the schema, give them."""
    return header.split(" | ")


def of_template(page: Page, framework: Framework, cause: str, message: str) -> tuple[Template, ...]:
    """That most pages of a kind have a fault: what prints them is at fault.

    Args:
        page: one of the pages.
        framework: all of them.
        cause: what is the same on all of them.
        message: what is wrong; on how many pages is added to it.
    """
    kind = page.kind
    if kind is None or not kind.is_record:
        return ()
    message = f"{message} on {{n}} of {{of}} {kind.plural}"
    of = framework.memo.of_all(_by_kind)[kind.name]
    return (Template(f"{kind.name} {cause}", message, of),)


def _by_kind(framework: Framework) -> Counter[str]:
    """How many pages of each kind could be read, and are linked to."""
    orphans = framework.orphans
    readable = (p for p in framework.pages if not p.unreadable and p.path not in orphans)
    return Counter(page.kind.name for page in readable if page.kind)


def first_match(page: Page, pattern: str) -> Span | None:
    """Where the group of a pattern first matches in the page's own part, above the marker."""
    end = page.markers[0].start if page.markers else len(page.source)
    match = re.compile(pattern, re.MULTILINE).search(page.source, 0, end)
    return Span(*match.span(1)) if match else None
