"""The text report as a whole: each of its lines, with and without color."""

import re

from frameworklint.linter import rule_page
from frameworklint.linter.registry import named

from ..builders import hold
from ..scratch import CommandLine, Repository

PAGE = "# A\n\nSee [x](gone.md) and [y](away.md) for more.\n"
TECHNIQUE = "# Technique T0001:  One\n\nSee [x](gone.md) for more.\n"
REMEDY = rule_page.remedy(named("FW201")[0], by_hand=True)
NO_KIND = "no page of a known kind: only links and text were checked"


def report(frameworklint: CommandLine, *arguments: str) -> list[str]:
    """The lines of the report, the messages' own words and the remedy left out."""
    out = frameworklint("check", "--select", "FW201", *arguments).out
    out = re.sub(r"      `(\w+\.md)` leads nowhere: .*", r"      MESSAGE \1", out)
    assert out.count(REMEDY) == 1
    out = out.replace(f"fix: {REMEDY}", "REMEDY").replace(REMEDY, "REMEDY")
    assert out.endswith("\n")
    return out[:-1].split("\n")


def test_a_page_has_its_path_and_each_finding_its_lines(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"docs/a.md": PAGE, "docs/techniques/T0001.md": TECHNIQUE})
    assert report(frameworklint) == [
        "docs/a.md",
        "  3:9  error  FW201 broken-link",
        "      MESSAGE gone.md",
        "      | See [x](gone.md) and [y](away.md) for more.",
        "      |         ^^^^^^^",
        "      REMEDY",
        "  3:26  error  FW201 broken-link",
        "      MESSAGE away.md",
        "      | See [x](gone.md) and [y](away.md) for more.",
        "      |                          ^^^^^^^",
        "",
        "docs/techniques/T0001.md  T0001 One",
        "  3:9  error  FW201 broken-link",
        "      MESSAGE gone.md",
        "      | See [x](gone.md) for more.",
        "      |         ^^^^^^^",
        "",
        "2 pages checked: 3 errors",
        "",
        "Next:",
        "  frameworklint explain FW201  tells more about a rule",
    ]


def test_color_tells_severity_rule_carets_and_remedy_apart(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": "# A\n\n[x](gone.md)\n"})
    bold, red, end = (f"\x1b[{n}m" for n in ("1", "31", "0"))
    assert report(frameworklint, "--color", "always") == [
        f"{bold}a.md{end}",
        f"  3:5  \x1b[1;31merror{end}{bold}  FW201 broken-link{end}",
        "      MESSAGE gone.md",
        "      | [x](gone.md)",
        f"{red}      |     ^^^^^^^{end}",
        f"      {bold}fix:{end} REMEDY",
        "",
        f"{bold}1 page checked: 1 error; {NO_KIND}{end}",
        "",
        "Next:",
        "  frameworklint explain FW201  tells more about a rule",
    ]


def test_a_warning_is_magenta_and_an_info_has_no_color(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": "# A\n\n[x](gone.md)\n"})
    for severity, color in (("warning", "1;35"), ("info", "1")):
        repository.write({"frameworklint.toml": f'[severity]\nFW201 = "{severity}"\n'})
        lines = report(frameworklint, "--color", "always", "--show-info")
        assert lines[1].startswith(f"  3:5  \x1b[{color}m{severity}\x1b[0m")


def test_a_run_without_findings_is_its_verdict(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": "# A\n"})
    assert frameworklint("check").out == f"1 page checked: nothing found; {NO_KIND}\n"


def test_another_place_that_says_the_same_is_named_without_a_message(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": "# A\n\n[x](gone.md) and [y](gone.md)\n"})
    lines = frameworklint("check", "--select", "FW201").out.split("\n")
    assert [line for line in lines if line.startswith("      also")] == ["      also 3:22"]
