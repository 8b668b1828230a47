"""How to fix what a finding says, as the rule's page tells it."""

from frameworklint.findings.finding import Finding
from frameworklint.linter import rule_page
from frameworklint.linter.place import Place


def remedy_of(finding: Finding) -> str:
    """How to fix a finding, on one line; empty where the rule's page does not say."""
    by_hand = is_written_by_hand(finding.place)
    return rule_page.remedy(finding.rule, message=finding.message, by_hand=by_hand)


def is_written_by_hand(place: Place) -> bool:
    """Whether no spreadsheet holds the text: that of a README, or of a note on a page."""
    page = place.page
    if page.kind is None:
        return page.rank >= 0 and not page.remedy
    return any(note.span.covers(place.span) for note in page.notes)
