"""How the text report looks, as the user asked for it."""

from typing import NamedTuple

SORTS = ("severity", "path", "rule")  # the first of each is the default
GROUPS = ("cell", "page", "rule")


class Layout(NamedTuple):
    """How the text report looks.

    Attributes:
        columns: how many it may take.
        color: whether it may be colored.
        sort: one of `SORTS`, or empty for what the format does by itself.
        group: one of `GROUPS`, or empty likewise.
        limit: how many groups of findings are shown; 0 for all.
        quiet: whether only the findings and their number are shown, and no help with them.
        verbose: whether all places and all findings that follow from others are listed.
    """

    columns: int = 100
    color: bool = False
    sort: str = ""
    group: str = ""
    limit: int = 0
    quiet: bool = False
    verbose: bool = False


PLAIN = Layout()
