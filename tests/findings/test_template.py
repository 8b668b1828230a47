"""A fault of the pages' template is one finding, and what is new stays exact all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from frameworklint.findings.finding import Finding
from frameworklint.findings.merge import collect
from frameworklint.findings.template import with_common_faults
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.place import Place, Severity, Template
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
from frameworklint.selection.comparison import compare

from ..conftest import framework_of
from ..scratch import CommandLine, write
from ..workbooks import FOLDER, FRAMEWORKS, book

NUMBER = 15


def _nothing(page: Page, framework: Framework) -> Iterator[Place]:
    return iter(())


RULE = Rule("FW990", "a-rule", Severity.ERROR, _nothing, "page", explains=("FW991",))
OTHER = Rule("FW991", "another-rule", Severity.ERROR, _nothing, "page")


@pytest.fixture(scope="module")
def pages(schema_kinds: Kinds) -> list[Page]:
    names = [f"T{number:04}" for number in range(1, NUMBER + 1)]
    files = {f"techniques/{name}.md": f"# Technique {name}: Name\n" for name in names}
    return framework_of(schema_kinds, files).pages


def place(page: Page, *templates: Template) -> Place:
    message = f"{page.id} is wrong"
    return Place(page=page, span=page.top, message=message, cause="it", templates=templates)


def template(cause: str = "it", of: int = NUMBER, unit: str = "", least: int = 10) -> Template:
    return Template(cause, f"{cause} is wrong on {{n}} of {{of}} pages", of, unit, least)


def found(pages: list[Page], *templates: Template, rule: Rule = RULE) -> list[Finding]:
    return collect((rule, place(page, *templates)) for page in pages)


def messages(findings: list[Finding]) -> list[str]:
    return [finding.message for finding in findings]


def test_what_stands_nearly_everywhere_is_one_finding(pages: list[Page]) -> None:
    (finding,) = with_common_faults(found(pages[:12], template()))
    assert finding.message == "it is wrong on 12 of 15 pages"
    assert finding.place.page is pages[0]
    assert [other.page for other in finding.also] == pages[1:12]
    assert finding.also[0].message == "T0002 is wrong"


@pytest.mark.parametrize(
    ("count", "kind"),
    [(11, template()), (9, template(of=9)), (12, template(of=16)), (15, template(least=16))],
)
def test_what_does_not_is_told_one_by_one(count: int, kind: Template, pages: list[Page]) -> None:
    findings = found(pages[:count], kind)
    assert with_common_faults(findings) == findings


def test_what_counts_may_be_another_thing_than_pages(pages: list[Page]) -> None:
    twice = [place(page, template(unit=f"{n // 2}")) for n, page in enumerate(pages)]
    assert len(with_common_faults(collect((RULE, one) for one in twice))) == NUMBER  # 8 units


def test_widest_fault_is_told(pages: list[Page]) -> None:
    some = found(pages[:10], template("all"), template("some", of=10))
    others = collect((RULE, place(page, template("all"))) for page in pages[10:])
    assert messages(with_common_faults(some + others)) == ["all is wrong on 15 of 15 pages"]
    assert messages(with_common_faults(some)) == ["some is wrong on 10 of 10 pages"]


def test_what_stands_at_one_spot_is_told_in_the_order_of_its_subjects(pages: list[Page]) -> None:
    missing = [
        place(pages[0], template(unit=f"{n}"))._replace(cause=f"{n}", subject=f"T{n:04}")
        for n in range(NUMBER, 0, -1)
    ]
    (finding,) = with_common_faults(collect((RULE, one) for one in missing))
    subjects = [one.subject for one in finding.places]
    assert subjects == sorted(subjects)


def test_it_stands_in_no_cell_that_a_page_was_printed_from(schema_kinds: Kinds) -> None:
    rows = [{"disarm_id": f"P{number:02}", "name": "Plan"} for number in range(1, NUMBER + 1)]
    files = {f"phases/{row['disarm_id']}.md": "# Phase: Plan\n" for row in rows}
    framework = framework_of(
        schema_kinds, {**files, f"{FOLDER}/{FRAMEWORKS}": book({"phases": rows})}
    )
    cells = [framework.workbook.id_cell(row["disarm_id"]) for row in rows]
    known = [(page, cell) for page, cell in zip(framework.pages, cells, strict=True) if cell]
    on_pages = collect(
        (RULE, place(page, template())._replace(cells=(cell,))) for page, cell in known
    )
    (finding,) = with_common_faults(on_pages)
    assert [one.cells for one in finding.places] == [()] * NUMBER
    page, cell = known[0]  # which is not printed yet as the others are
    waiting = place(cell.page, template(unit=page.path))._replace(span=cell.span, cells=(cell,))
    mixed = collect(
        [(RULE, waiting), *((RULE, one.place._replace(cells=(cell,))) for one in on_pages[1:])]
    )
    (finding,) = with_common_faults(mixed)
    assert [one.cells for one in finding.places] == [()] * NUMBER
    in_cells = collect(
        (RULE, place(cell.page, template(unit=page.path))._replace(span=cell.span, cells=(cell,)))
        for page, cell in known
    )
    (finding,) = with_common_faults(in_cells)
    assert [one.cells for one in finding.places] == [(cell,) for _, cell in known]


def test_what_a_change_adds_to_it_stands_in_no_cell_either(schema_kinds: Kinds) -> None:
    rows = [{"disarm_id": "P01", "name": "Plan"}]
    files = {f"phases/P{number:02}.md": "# Phase: Plan\n" for number in range(1, NUMBER + 1)}
    framework = framework_of(
        schema_kinds, {**files, f"{FOLDER}/{FRAMEWORKS}": book({"phases": rows})}
    )
    cell = framework.workbook.id_cell("P01")
    assert cell
    whole = collect(
        (RULE, place(page, template())._replace(cells=(cell,))) for page in framework.pages
    )
    (added,) = with_common_faults(whole[:1], whole)
    assert (added.place.cells, added.message) == ((), whole[0].message)
    assert with_common_faults(whole[:1]) == whole[:1]


def test_other_findings_stay_as_they_are(pages: list[Page]) -> None:
    others = collect((OTHER, place(page)) for page in pages[:3])
    findings = with_common_faults(
        sorted(found(pages, template()) + others, key=lambda one: one.sort_key)
    )
    assert [one for one in findings if one.rule is OTHER] == others
    assert findings == sorted(findings, key=lambda one: one.sort_key)


def test_identity_does_not_hang_on_the_pages(pages: list[Page]) -> None:
    (one,), (other,) = (
        with_common_faults(found(some, template())) for some in (pages, pages[1:13])
    )
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint not in {member.fingerprint for member in found(pages, template())}


def test_what_follows_from_a_part_follows_from_the_whole(pages: list[Page]) -> None:
    both = collect(
        (rule, place(page, *templates))
        for page in pages
        for rule, templates in ((RULE, [template()]), (OTHER, []))
    )
    whole, *others = sorted(with_common_faults(both), key=lambda finding: finding.rule.code)
    assert len(others) == NUMBER
    assert {other.follows for other in others} == {(whole.fingerprint,)}


def test_page_more_is_the_only_new_one(pages: list[Page]) -> None:
    before, after = found(pages[:-1], template()), found(pages, template())
    change = compare([(after, before)]).within(with_common_faults)
    assert messages(change.new) == ["T0015 is wrong"]
    assert messages(change.left) == ["it is wrong on 14 of 15 pages"]
    assert change.fixed == []


def test_fault_that_is_no_longer_everywhere_is_not_new(pages: list[Page]) -> None:
    before, after = found(pages, template()), found(pages[:5], template())
    change = compare([(after, before)]).within(with_common_faults)
    assert change.new == []
    assert messages(change.fixed) == [f"{page.id} is wrong" for page in pages[5:]]


# The whole run.


def technique(number: int, summary: str = "**Summary**: Text") -> str:
    return (
        f"# Technique T{number:04}: Name {number}\n\n{summary}\n\n**Tactic**: TA01 Plan\n\n"
        "| Associated Technique | Description |\n| - | - |\n\n"
        "| Incident | Descriptions given for this incident |\n| - | - |\n\n"
        "| Counters | Response types |\n| - | - |\n\n"
        "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW\n"
    )


def test_report_and_baseline_of_a_lost_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, frameworklint = "generated_pages/techniques", CommandLine(tmp_path, capsys, monkeypatch)
    write(tmp_path, {f"{home}/T{n:04}.md": technique(n, "") for n in range(1, 13)})
    write(tmp_path, {"frameworklint.toml": 'select = ["FW101"]\n'})
    (finding,) = frameworklint.json()
    assert finding["message"] == "The field `Summary` is missing on 12 of 12 techniques"
    assert "The 1 finding of today" in frameworklint("init").out
    assert frameworklint("baseline").out.startswith("12 entries in")
    assert "1 finding of the baseline not shown" in frameworklint("check").out
    write(tmp_path, {f"{home}/T0013.md": technique(13, "")})
    assert [one["page"] for one in frameworklint.json("--select", "FW101")] == ["T0013"]
    write(tmp_path, {f"{home}/T{n:04}.md": technique(n) for n in range(1, 9)})
    assert [one["page"] for one in frameworklint.json("--select", "FW101")] == ["T0013"]


def test_ignored_rule_hides_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    frameworklint = CommandLine(tmp_path, capsys, monkeypatch)
    page = technique(1).replace("# Technique T0001: ", "# ") + "[x](nothing.md)\n"
    write(tmp_path, {"generated_pages/techniques/T0001.md": page})
    assert [one["rule"] for one in frameworklint.json()] == ["FW002"]
    rules = {one["rule"] for one in frameworklint.json("--ignore", "FW002")}
    assert "FW201" in rules
    assert "FW002" not in rules
    entry = 'rule = "FW002"\npage = "T0001"\nreason = "It is a draft"\n'
    write(tmp_path, {"frameworklint.toml": f"[[suppress]]\n{entry}"})
    assert {one["rule"] for one in frameworklint.json()} == rules
