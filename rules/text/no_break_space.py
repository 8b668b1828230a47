"""FW512 no-break-space."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._invisible import places


@rule("FW512", Severity.INFO)
def no_break_space(page: Page, framework: Framework) -> Iterator[Place]:
    """A no-break space stands in running text."""
    yield from places(page, framework, running=True)
