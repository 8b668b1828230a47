"""FW101 missing-field."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._errors import first_match, missing_names, near_spelling, of_template, unknown_names

# A label that lost its bold or its colon, which make it one.
_PLAIN = r"^[ \t]*(?:[*+-][ \t]+)?(?:[*_]{{1,3}}{0}[*_]{{1,3}}:?|{0}[ \t]*:)"


@rule("FW101", Severity.ERROR, fold="page", judges="print")
def missing_field(page: Page, framework: Framework) -> Iterator[Place]:
    """A field that the kind requires is absent."""
    unknown = unknown_names(page, of_tables=False)
    for label in missing_names(page, of_tables=False):
        # A misspelled label is reported where it stands, by unknown-field.
        if unknown and near_spelling(label, unknown):
            continue
        noun = page.kind.noun if page.kind else "page"
        plain = first_match(page, f"({_PLAIN.format(re.escape(label))})")
        fault = f"its label here is not bold with a colon, `**{label}**:`" if plain else ""
        yield Place(
            page=page,
            span=plain or page.top,
            message=f"The field `{label}` is missing; {fault or f'every {noun} has one'}",
            cause=label,
            subject=label,
            templates=of_template(page, framework, label, f"The field `{label}` is missing"),
        )
