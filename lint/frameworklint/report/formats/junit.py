"""JUnit's XML in its common form: a test suite a page, a failed test case a finding."""

from itertools import groupby
from xml.etree import ElementTree

from frameworklint.findings.finding import Finding
from frameworklint.page.names import folded
from frameworklint.report.formats.positions import said
from frameworklint.report.report import Report
from frameworklint.terminal.escaping import xml, xml_document

_LONGEST_SUBJECT = 60  # characters
_DIGITS = 12  # of a fingerprint: enough that no two of one report are the same


def render(report: Report) -> str:
    """The report as JUnit XML. A run without findings has one test case, which passes."""
    number = len(report.findings)
    suites = ElementTree.Element("testsuites", _counts("frameworklint", max(number, 1), number))
    for path, group in groupby(report.findings, key=lambda finding: finding.place.page.path):
        _suite(report, suites, report.git_prefix + path, list(group))
    if not report.findings:
        suite = ElementTree.SubElement(suites, "testsuite", _counts("frameworklint", 1, 0))
        names = {"name": "frameworklint", "classname": "frameworklint", "time": "0"}
        ElementTree.SubElement(suite, "testcase", names)
    ElementTree.indent(suites)
    text = xml_document(ElementTree.tostring(suites, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(report: Report, suites: ElementTree.Element, path: str, findings: list[Finding]) -> None:
    counts = _counts(path, len(findings), len(findings))
    suite = ElementTree.SubElement(suites, "testsuite", counts)
    for finding in findings:
        place = finding.place
        case = ElementTree.SubElement(
            suite,
            "testcase",
            name=xml(_name(finding)),
            classname=xml(path),
            time="0",
        )
        failure = ElementTree.SubElement(
            case, "failure", message=xml(said(report, finding)), type=finding.severity.value
        )
        failure.text = xml(f"{report.git_prefix}{place.page.where(place.span)}: {finding.message}")


def _name(finding: Finding) -> str:
    """What names a test whatever its line and whatever else is found: rule, subject, identity.

    Of tests with equal names GitLab reads only the first.
    """
    subject = folded(finding.place.subject)
    if len(subject) > _LONGEST_SUBJECT:
        subject = f"{subject[: _LONGEST_SUBJECT - 1]}…"
    parts = (finding.rule.code, finding.rule.name, subject, f"[{finding.fingerprint[:_DIGITS]}]")
    return " ".join(filter(None, parts))


def _counts(name: str, tests: int, failures: int) -> dict[str, str]:
    numbers = {"tests": str(tests), "failures": str(failures), "errors": "0", "time": "0"}
    return {"name": xml(name), **numbers}
