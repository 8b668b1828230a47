"""How to fix what a finding says, as the rule's page tells it."""

from frameworklint.findings.finding import Finding
from frameworklint.fixes.targets import is_written_by_hand
from frameworklint.linter import rule_page


def remedy_of(finding: Finding) -> str:
    """How to fix a finding, on one line; empty where the rule's page does not say."""
    by_hand = is_written_by_hand(finding.place.page, finding.place.span)
    return rule_page.remedy(finding.rule, message=finding.message, by_hand=by_hand)
