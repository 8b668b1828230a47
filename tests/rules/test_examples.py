"""The two examples: one has exactly the defects that README talks about, the other has none."""

from pathlib import Path

from frameworklint.findings.finding import Finding
from frameworklint.framework.framework import Framework, notices_of
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import WorkTree

from ..conftest import findings_of
from ..scratch import CLEAN, EXAMPLE, markdown_files

HOME = "generated_pages"
DEFECTS = [
    ("FW102", "counters/C00300.md", 3),  # no summary
    ("FW304", "counters/C00300.md", 29),  # lists T0151.006, which does not list it
    ("FW203", "incidents/I00201.md", 18),  # a source without an archive: `[-](-)`
    ("FW405", "incidents/I00201.md", 25),  # one technique twice with the same text
    ("FW302", "incidents/I00201.md", 26),  # `T0151:006`
    ("FW501", "incidents/I00201.md", 26),  # `<i>` without `</i>`
    ("FW602", "incidents/I00202.md", 18),  # the 13th month
    ("FW303", "incidents/I00202.md", 24),  # an ID with another page's name
    ("FW108", "incidents/I00203.md", 19),  # a row cut by a line break
    ("FW205", "tactics/TA07.md", 18),  # a link with an old name
    ("FW201", "techniques/T0097.107.md", 10),  # a page that was withdrawn
    ("FW308", "techniques/T0097.108.md", 1),  # not in the matrix
    ("FW301", "techniques/T0097.md", 3),  # cites an ID that no page has
    ("FW306", "techniques/T0151.004.md", 5),  # an old name of the parent
    ("FW401", "techniques/T0151.004.md", 15),  # one description twice in a cell
    ("FW404", "techniques/T0151.006.md", 16),  # another incident's text
]


def found_in(folder: Path, schema_kinds: Kinds) -> list[Finding]:
    """What all rules find, those of severity info included."""
    framework = Framework(schema_kinds, WorkTree(str(folder)))
    assert notices_of(framework) == []
    return findings_of(framework)


def test_clean_example_has_no_finding(schema_kinds: Kinds) -> None:
    assert found_in(CLEAN, schema_kinds) == []


def test_example_has_the_listed_defects_and_no_others(schema_kinds: Kinds) -> None:
    found = []
    for finding in found_in(EXAMPLE, schema_kinds):
        page, span = finding.place.page, finding.place.span
        line, _ = page.lines.position(span.start)
        found.append((finding.rule.code, page.path.removeprefix(f"{HOME}/"), line))
    assert found == DEFECTS


def test_examples_are_one_framework_with_and_without_defects() -> None:
    bad, good = ([p.relative_to(top) for p in markdown_files(top)] for top in (EXAMPLE, CLEAN))
    assert bad == good
