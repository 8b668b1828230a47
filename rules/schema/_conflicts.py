"""The markers that git writes at a merge conflict."""

import re

from frameworklint.api import Page, Span

# A marker line that somebody left: on a page nobody decorates a text so. With one of the others,
# the line between both versions is left, too.
LEFT = re.compile(r"^(?:[<>|]{7} [^\s|][^\n|]*|={7}\r?)$", re.MULTILINE)
MARKS = ("<<<<<<<", ">>>>>>>", "|||||||")


def has_marker(page: Page, span: Span) -> bool:
    """Whether a marker stands in a stretch of a page: what differs there, conflict-marker says."""
    shown = page.source[slice(*span)]
    return any(mark in shown for mark in MARKS) and LEFT.search(shown) is not None
