"""Findings about a run's own files: its settings and its baseline."""

import os
import re
from collections.abc import Sequence

from frameworklint.findings.finding import Finding
from frameworklint.findings.merge import collect
from frameworklint.linter import registry
from frameworklint.linter.place import Place
from frameworklint.page.page import Page
from frameworklint.selection.baseline import Baseline, BaselineEntry
from frameworklint.selection.settings import Settings, Suppression

# The first line of a suppression in a settings file.
_SUPPRESSION = re.compile(r"\s*\[\[\s*(?:tool\.frameworklint\.)?suppress\s*\]\]")


def unused_suppressions(
    settings: Settings, unused: Sequence[Suppression], root: str
) -> list[Finding]:
    """A finding for each suppression that matches nothing, where the settings file has it."""
    if not unused:
        return []
    page = _page(settings.path, settings.text, root)
    lines = [n for n in range(len(page.lines)) if _SUPPRESSION.match(page.lines.line(n))]
    places = []
    for entry in unused:
        line = lines[entry.number] if entry.number < len(lines) else 0
        row = f", row {entry.row}" if entry.row else ""
        places.append(
            Place(
                page=page,
                span=page.lines.span(line),
                message=f"The suppression of {entry.rule} on {entry.page}{row} matches nothing",
                cause=f"{entry.rule} {entry.page} {entry.row}",
                subject=entry.page,
            )
        )
    return collect((registry.UNUSED_SUPPRESSION, place.bounded()) for place in places)


def stale_entries(baseline: Baseline, stale: Sequence[BaselineEntry], root: str) -> list[Finding]:
    """A finding for each entry that matches nothing any more, where the baseline has it."""
    page = _page(baseline.path, baseline.text, root)
    places = [
        Place(
            page=page,
            span=page.lines.span(entry.line - 1),
            message=f"The entry of {entry.rule} on {entry.page} matches nothing any more",
            cause=entry.fingerprint,
            subject=entry.page,
        )
        for entry in stale
    ]
    return collect((registry.STALE_BASELINE_ENTRY, place.bounded()) for place in places)


def _page(path: str, text: str, root: str) -> Page:
    return Page(os.path.relpath(path, root).replace(os.sep, "/"), text)
