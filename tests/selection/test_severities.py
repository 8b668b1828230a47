"""Severities in the settings, for families and for single rules, and what they change."""

import pytest

from ..builders import EXPERT_SUMMARY, HOME, VOTE, add, clean, hold, swap, swap_all, tell
from ..scratch import CommandLine, Repository

# One finding each of FW102 (a warning), FW109 (info), FW201 and FW501 (errors).
PAGES = clean(
    swap_all(EXPERT_SUMMARY, ""),
    swap(VOTE, "* **Year started:** 2024", "* **Year started:** 2024.0"),
    swap(f"{HOME}/incidents_index.md", "<td>2024</td>", "<td>2024.0</td>"),
    add("a.md", "[x](gone.md)\n"),
    tell("a message", "<i>a message"),
)


def severities(
    repository: Repository, frameworklint: CommandLine, settings: str, *arguments: str
) -> dict[str, str]:
    hold(repository, PAGES | {"frameworklint.toml": settings})
    return {f["rule"]: f["severity"] for f in frameworklint.json(*arguments)}


OWN = {"FW102": "warning", "FW109": "info", "FW201": "error", "FW501": "error"}


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ("", {}),
        ('FW1 = "error"', {"FW102": "error", "FW109": "error"}),
        ('FW1 = "error"\nFW109 = "warning"', {"FW102": "error", "FW109": "warning"}),
        ('FW109 = "warning"\nFW1 = "error"', {"FW102": "error", "FW109": "warning"}),
        ('FW1 = "error"\nempty-field = "info"', {"FW102": "info", "FW109": "error"}),
        ('empty-field = "info"\nFW10 = "error"', {"FW102": "info", "FW109": "error"}),
        ('ALL = "warning"', dict.fromkeys(OWN, "warning")),
        ('ALL = "info"\nFW2 = "error"', {**dict.fromkeys(OWN, "info"), "FW201": "error"}),
        (
            'FW2 = "error"\nALL = "info"\nbroken-link = "warning"',
            {**dict.fromkeys(OWN, "info"), "FW201": "warning"},
        ),
    ],
)
def test_the_narrowest_selector_gives_the_severity(
    repository: Repository, frameworklint: CommandLine, given: str, changed: dict[str, str]
) -> None:
    settings = f"[severity]\n{given}\n"
    found = severities(repository, frameworklint, settings, "--show-info")
    assert found == {**OWN, **changed}


def test_what_is_made_info_is_shown_only_where_it_is_asked_for(
    repository: Repository, frameworklint: CommandLine
) -> None:
    settings = '[severity]\nFW5 = "info"\nFW109 = "warning"\n'
    hold(repository, PAGES | {"frameworklint.toml": settings})

    def shown(*arguments: str) -> set[str]:
        return {finding["rule"] for finding in frameworklint.json(*arguments)}

    assert shown() == {"FW102", "FW109", "FW201"}
    assert shown("--show-info") == {"FW102", "FW109", "FW201", "FW501"}
    assert shown("--select", "FW501") == {"FW501"}
    assert shown("--select", "unbalanced-tag") == {"FW501"}
    assert shown("--select", "FW5") == set()
    assert shown("--select", "ALL") == {"FW102", "FW109", "FW201"}
    assert shown("--select", "FW5,FW501") == {"FW501"}
    assert shown("--select", "FW501", "--ignore", "FW5") == set()


def test_the_counts_and_the_answer_are_those_of_the_settings(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, PAGES | {"frameworklint.toml": '[severity]\nFW2 = "info"\nFW5 = "warning"\n'})
    run = frameworklint("check", "--show-info", "--output-format", "json")
    assert run.report["summary"]["by_severity"] == {"error": 0, "warning": 2, "info": 2}
    assert run.code == 0
    assert frameworklint("check", "--fail-on", "warning").code == 1
    assert "pages checked: 2 warnings\n" in frameworklint("check").out


def test_a_changed_severity_changes_no_identity(
    repository: Repository, frameworklint: CommandLine
) -> None:
    def fingerprints(settings: str) -> list[str]:
        hold(repository, PAGES | {"frameworklint.toml": settings})
        return [finding["fingerprint"] for finding in frameworklint.json("--show-info")]

    assert fingerprints("") == fingerprints('[severity]\nALL = "warning"\n')


def test_the_engines_own_findings_have_the_severity_of_the_settings(
    repository: Repository, frameworklint: CommandLine
) -> None:
    suppression = '[[suppress]]\nrule = "FW4"\npage = "T9999"\nreason = "x"\n'
    found = severities(repository, frameworklint, f'{suppression}[severity]\nFW902 = "error"\n')
    assert found["FW902"] == "error"
    found = severities(repository, frameworklint, f'{suppression}[severity]\nFW9 = "info"\n')
    assert "FW902" not in found
