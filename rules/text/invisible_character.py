"""FW503 invisible-character."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._invisible import places


@rule("FW503", Severity.WARNING, explains=("FW408",))
def invisible_character(page: Page, framework: Framework) -> Iterator[Place]:
    """A cell or a field holds a character that nobody sees, or a name holds a no-break space."""
    yield from places(page, framework, running=False)
