"""The end of the text report: how much it is, where most of it comes from, what to do next."""

import re
from collections.abc import Sequence

import pytest

from frameworklint.findings.merge import collect
from frameworklint.kinds.kind import Kinds
from frameworklint.linter import rule_page
from frameworklint.linter.place import Place
from frameworklint.linter.rule import Rule
from frameworklint.report.formats.text import render
from frameworklint.report.report import Report
from frameworklint.report.text import ending

from ..builders import (
    HOME,
    add,
    clean,
    copy_page,
    hold,
    made,
    sheets_of_clean,
    swap_all,
    workbooks_of,
)
from ..conftest import framework_of
from ..findings.test_merge import place, rule
from ..scratch import CommandLine, Repository
from .test_grouping import FILES, INCIDENTS, explaining


def end_of(frameworklint: CommandLine, *arguments: str) -> list[str]:
    """The lines from the verdict on."""
    lines = frameworklint("check", *arguments).out.splitlines()
    first = next(n for n, line in enumerate(lines) if re.match(r"\d+ pages? checked", line))
    return lines[first:]


def advice(frameworklint: CommandLine, *arguments: str) -> list[str]:
    """The commands that the report suggests."""
    lines = end_of(frameworklint, *arguments)
    if "Next:" not in lines:
        return []
    named = lines[lines.index("Next:") + 1 :]
    return [re.split(r"  +", line.strip())[0] for line in named]


def links(number: int) -> dict[str, str | bytes]:
    """Pages with a broken link each."""
    return made(*(add(f"{n}.md", f"[x](gone{n}.md)\n") for n in range(number)))


def test_a_few_findings_need_no_baseline(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, links(5))
    assert advice(frameworklint) == ["frameworklint explain FW201"]
    hold(repository, links(6))
    assert advice(frameworklint) == ["frameworklint explain FW201", "frameworklint baseline"]


def test_the_commands_work_as_they_are_named(
    repository: Repository, frameworklint: CommandLine
) -> None:
    sheets = sheets_of_clean()
    for row in sheets["incidenttechniques"]:
        row["name"] += " (T0999: Nothing)"
    pages = clean()
    for row in {row["name"] for row in sheets["incidenttechniques"]}:
        swap_all(row.removesuffix(" (T0999: Nothing)"), row)(pages)
    hold(repository, pages | workbooks_of(sheets) | links(6))
    name = repository.folder.name
    frameworklint.folder = repository.folder.parent
    suggested = advice(frameworklint, name)
    assert suggested == [
        "frameworklint explain FW301",
        f"frameworklint worklist {name}",
        f"frameworklint baseline {name}",
    ]
    for command in suggested:
        assert frameworklint(*command.split()[1:]).code == 0
    assert advice(frameworklint, name) == []
    assert end_of(frameworklint, name)[0].endswith("of the baseline not shown")


def test_whoever_has_a_baseline_is_not_told_of_it(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, links(1))
    assert frameworklint("baseline").code == 0
    repository.write({f"{n}.md": f"[x](gone{n}.md)\n".encode() for n in range(2, 9)})
    assert advice(frameworklint) == ["frameworklint explain FW201"]


def test_of_a_change_only_the_rule_is_explained(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("a.md", "# A\n")))
    repository.commit()
    repository.write({path: str(text).encode() for path, text in links(7).items()})
    assert advice(frameworklint, "--since", "HEAD") == ["frameworklint explain FW201"]


def test_fix_is_suggested_where_something_is_certain_and_there_is_such_a_command(
    repository: Repository, frameworklint: CommandLine
) -> None:
    sheets = sheets_of_clean()
    row = next(row for row in sheets["incidenttechniques"] if row["technique_ids"])
    row["disarm_id"] = f"{row['disarm_id']}\u00a0"  # FW708
    hold(repository, clean() | workbooks_of(sheets))
    frameworklint.monkeypatch.setattr(ending, "COMMANDS", ("check", "fix"))
    assert "frameworklint fix" in advice(frameworklint, "--no-cache")
    frameworklint.monkeypatch.setattr(ending, "COMMANDS", ("check",))
    assert "frameworklint fix" not in advice(frameworklint, "--no-cache")
    hold(repository, links(1))
    frameworklint.monkeypatch.setattr(ending, "COMMANDS", ("check", "fix"))
    assert "frameworklint fix" not in advice(frameworklint, "--no-cache")


def causes(kinds: Kinds, numbers: Sequence[int], others: int) -> str:
    """The report on causes of which some findings follow each, and on others."""
    framework = framework_of(kinds, FILES)
    found: list[tuple[Rule, Place]] = []
    for page, number in zip(INCIDENTS, numbers, strict=False):
        cause = place(framework.by_id[page], cause=page)._replace(covers=framework.by_id[page].span)
        found.append((explaining("FW311", "FW201"), cause))
        texts = ["one", "two", "three", "one two", "two three"][:number]
        found += [(rule("FW201"), place(framework.by_id[page], t, f"{page} {t}")) for t in texts]
    alone = [framework.by_id[page] for page in INCIDENTS[len(numbers) :][:others]]
    found += [(rule("FW501"), place(page, cause=page.id)) for page in alone]
    # Their pages say the same of several, which is another matter.
    found = [(r, p._replace(message=f"It is wrong: {p.cause}")) for r, p in found]
    return render(Report(collect(found), files=1))


def test_the_biggest_causes_are_named(schema_kinds: Kinds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_page, "remedy", lambda rule, **_: "")
    text = causes(schema_kinds, (2, 4, 1, 3), 2)
    assert "1 page checked: 6 errors; 10 more follow from these or say the same\n" in text
    assert text.partition("Most of it comes from:\n")[2].split("\n\n")[0].split("\n") == [
        f"  {number} findings: FW311 a-rule, incidents/{INCIDENTS[index]}.md:1:3"
        for number, index in ((5, 1), (4, 3), (3, 0))
    ]
    assert "Most of it comes from:" not in causes(schema_kinds, (2, 4, 1, 3), 1)
    assert "Most of it comes from:" not in causes(schema_kinds, (), 12)


def test_one_that_follows_is_one(repository: Repository, frameworklint: CommandLine) -> None:
    page = f"{HOME}/counters/C00999.md"
    copied = copy_page(f"{HOME}/counters/C00300.md", page, "C00300", "C00999")
    hold(repository, clean(copied, add(page, "[x](gone.md)\n")))
    (verdict, *_) = end_of(frameworklint, "--select", "FW201,FW311")
    assert verdict.endswith(": 1 warning; 1 more follows from these or says the same")


def test_verbose_lists_what_follows(repository: Repository, frameworklint: CommandLine) -> None:
    page = f"{HOME}/counters/C00999.md"
    copied = copy_page(f"{HOME}/counters/C00300.md", page, "C00300", "C00999")
    hold(repository, clean(copied, add(page, "[x](gone.md)\n[x](#no)\n")))
    text = frameworklint("check", "--select", "FW201,FW202,FW311", "--verbose").out
    follow = text.partition("      2 errors (FW201, FW202) follow from this:\n")[2].splitlines()
    assert re.match(rf"        {page}:\d+:\d+  FW201 `gone\.md` leads nowhere", follow[0])
    assert re.match(rf"        {page}:\d+:\d+  FW202 There is no heading `#no`", follow[1])
