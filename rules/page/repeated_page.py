"""FW006 repeated-page."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ..schema._errors import of_template


@rule("FW006", Severity.ERROR, fold="page", hides_all_but=())
def repeated_page(page: Page, framework: Framework) -> Iterator[Place]:
    """The page's title stands more than once in its file."""
    count = len(page.repeats) + 1
    whole = "The page stands more than once in its file"
    for title, copy in zip(page.repeats, page.copies, strict=True):
        first = title is page.repeats[0]
        yield Place(
            page=page,
            span=title.span,
            message=f"The page stands {count} times in this file; a copy begins here"
            if first
            else "Another copy begins here",
            cause="repeated",
            subject=title.raw.strip(),
            # What is wrong in a copy goes away with it.
            covers=copy,
            templates=of_template(page, framework, "repeated", whole),
        )
