"""One finding a line, each as in the JSON report."""

import json

from frameworklint.report import Report
from frameworklint.report.json import finding_object


def render(report: Report) -> str:
    """The findings as lines of JSON."""
    objects = (finding_object(report, finding) for finding in report.findings)
    return "".join(json.dumps(found, ensure_ascii=False) + "\n" for found in objects)
