"""The baseline while rules, findings and places come and go."""

import itertools
import json
import re
from typing import Any

import pytest

from ..builders import clean, hold
from ..scratch import CommandLine, Repository

FILE = "frameworklint-baseline.jsonl"
GONE = {
    "rule": "FW299",
    "name": "a-rule-of-earlier-days",
    "page": "T0001",
    "message": "It was wrong",
    "fingerprint": "0" * 32,
    "places": ["1" * 32],
    "version": 4,
}


def entries(repository: Repository) -> list[dict[str, Any]]:
    text = (repository.folder / FILE).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def add_entry(repository: Repository, entry: dict[str, Any]) -> None:
    with open(repository.folder / FILE, "a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


def links(*numbers: int) -> str:
    """A page that links into a folder that is not there: one finding with a place a link."""
    return "".join(f"[{n}](none/{n}.md)\n\n" for n in numbers)


def shown(frameworklint: CommandLine, *arguments: str) -> list[tuple[str, int, int]]:
    """Rule, line and number of other places of what is shown."""
    return [(f["rule"], f["line"], len(f["also"])) for f in frameworklint.json(*arguments)]


# A rule that is gone.


def test_the_entry_of_a_rule_that_is_gone_is_stale_until_it_is_pruned(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": "[x](gone.md)\n"})
    frameworklint("baseline")
    add_entry(repository, GONE)
    (stale,) = frameworklint.json()
    assert (stale["rule"], stale["path"], stale["line"]) == ("FW903", FILE, 2)
    assert stale["subject"] == "T0001"
    assert "FW299" in stale["message"]
    run = frameworklint("baseline")
    assert run.out == f"2 entries in {FILE}; 1 no longer found (--prune drops them)\n"
    assert GONE in entries(repository)
    run = frameworklint("baseline", "--prune")
    assert run.out == f"1 entry in {FILE}; 1 dropped\n"
    assert GONE not in entries(repository)
    assert frameworklint.json() == []


def test_the_entry_of_a_rule_that_is_gone_is_judged_whatever_is_selected(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean())
    frameworklint("baseline")
    add_entry(repository, GONE)
    assert [rule for rule, *_ in shown(frameworklint, "--select", "FW1,FW9")] == ["FW903"]
    assert [rule for rule, *_ in shown(frameworklint, "--ignore", "FW2")] == ["FW903"]
    assert shown(frameworklint, "--ignore", "FW9") == []


# A finding that lost a place, or won one.


def test_a_finding_that_lost_a_place_is_known_and_its_entry_not_stale(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": links(1, 2, 3)})
    frameworklint("baseline")
    (entry,) = entries(repository)
    assert len(entry["places"]) == 3
    repository.write({"a.md": links(1, 2)})
    assert shown(frameworklint) == []
    assert "1 finding of the baseline not shown" in frameworklint("check").out
    # While the entry still has the place, it may come back.
    repository.write({"a.md": links(1, 2, 3)})
    assert shown(frameworklint) == []


@pytest.mark.parametrize("arguments", [[], ["--prune"], ["--accept-new"]])
def test_a_place_that_is_gone_goes_out_of_the_entry_when_it_is_written_anew(
    repository: Repository, frameworklint: CommandLine, arguments: list[str]
) -> None:
    hold(repository, {"a.md": links(1, 2, 3)})
    frameworklint("baseline")
    (before,) = entries(repository)
    repository.write({"a.md": links(1, 2)})
    assert frameworklint("baseline", *arguments).out == f"1 entry in {FILE}\n"
    (after,) = entries(repository)
    assert after["fingerprint"] == before["fingerprint"]
    assert len(after["places"]) == 2
    assert set(after["places"]) < set(before["places"])
    repository.write({"a.md": links(1, 2, 3)})
    assert shown(frameworklint) == [("FW201", 5, 0)]


def test_a_place_more_comes_in_only_when_new_ones_are_accepted(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": links(1)})
    frameworklint("baseline")
    before = entries(repository)
    repository.write({"a.md": links(1, 2, 3)})
    assert shown(frameworklint) == [("FW201", 3, 1)]
    run = frameworklint("baseline", "--prune")
    assert run.out == f"1 entry in {FILE}; 1 new left out (--accept-new adds them)\n"
    assert [entry["places"] for entry in entries(repository)] == [before[0]["places"]]
    assert shown(frameworklint) == [("FW201", 3, 1)]
    run = frameworklint("baseline", "--accept-new")
    assert run.out == f"1 entry in {FILE}; 1 added\n"
    assert len(entries(repository)[0]["places"]) == 3
    assert shown(frameworklint) == []


# Both switches.


def counts(out: str) -> dict[str, int]:
    """The numbers that the command says, by the words behind them."""
    words = ("entries", "added", "new left out", "dropped", "no longer found")
    found = {word: re.search(rf"(\d+) {word}", out) for word in words}
    return {word: int(match[1]) for word, match in found.items() if match}


@pytest.mark.parametrize(("accept", "prune"), list(itertools.product([False, True], repeat=2)))
def test_what_each_switch_adds_and_drops(
    repository: Repository, frameworklint: CommandLine, accept: bool, prune: bool
) -> None:
    """Two entries stay, one is stale, one has a place more, and two findings are new."""
    files = {
        "stay.md": "[x](gone.md) [y](away.md)\n",
        "stale.md": "[x](gone.md)\n",
        "more.md": links(1),
    }
    hold(repository, files)
    assert frameworklint("baseline").out == f"4 entries in {FILE}; 4 added\n"
    before = {entry["fingerprint"]: entry for entry in entries(repository)}
    repository.write(
        {
            "stale.md": "# Stale\n",
            "more.md": links(1, 2),
            "new.md": "[x](gone.md) [y](away.md)\n",
        }
    )
    switches = ["--accept-new"] * accept + ["--prune"] * prune
    run = frameworklint("baseline", *switches)
    assert run.code == 0
    expected = {"entries": 4 + 2 * accept - prune}
    expected |= {"added": 3} if accept else {"new left out": 3}
    expected |= {"dropped": 1} if prune else {"no longer found": 1}
    assert counts(run.out) == expected
    after = {entry["fingerprint"]: entry for entry in entries(repository)}
    assert len(after) == expected["entries"]
    pages = sorted(entry["page"] for entry in after.values())
    assert pages == sorted(
        ["more.md", "stay.md", "stay.md", *["new.md"] * (2 * accept), *["stale.md"] * (not prune)]
    )
    (more,) = (entry for entry in after.values() if entry["page"] == "more.md")
    assert len(more["places"]) == 1 + accept
    assert set(before[more["fingerprint"]]["places"]) <= set(more["places"])
    rules = [rule for rule, *_ in shown(frameworklint)]
    assert sorted(rules) == sorted(["FW201"] * (0 if accept else 3) + ["FW903"] * (not prune))
    # Written again without a change, it stays as it is.
    text = (repository.folder / FILE).read_text("utf-8")
    frameworklint("baseline", *switches)
    assert (repository.folder / FILE).read_text("utf-8") == text


@pytest.mark.parametrize("switches", [[], ["--accept-new"], ["--prune"]])
def test_a_first_baseline_takes_everything(
    repository: Repository, frameworklint: CommandLine, switches: list[str]
) -> None:
    hold(repository, {"a.md": "[x](gone.md) [y](away.md)\n"})
    assert frameworklint("baseline", *switches).out == f"2 entries in {FILE}; 2 added\n"


def test_reasons_stay_with_their_entries(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": links(1), "b.md": "[x](gone.md)\n"})
    frameworklint("baseline")
    given = [{**entry, "reason": f"for {entry['page']}"} for entry in entries(repository)]
    repository.write({FILE: "".join(json.dumps(entry) + "\n" for entry in given)})
    repository.write({"a.md": links(1, 2), "b.md": "# B\n"})
    for switches in ([], ["--accept-new"]):
        frameworklint("baseline", *switches)
        reasons = {entry["page"]: entry["reason"] for entry in entries(repository)}
        assert reasons == {"a.md": "for a.md", "b.md": "for b.md"}


def test_a_stale_entry_names_its_line(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, {f"{name}.md": "[x](gone.md)\n" for name in "abc"})
    frameworklint("baseline")
    repository.write({"b.md": "# B\n"})
    (stale,) = frameworklint.json()
    assert (stale["rule"], stale["line"], stale["subject"]) == ("FW903", 2, "b.md")


def test_the_entry_of_a_fault_whose_text_was_edited_is_not_stale_and_keeps_its_reason(
    repository: Repository, frameworklint: CommandLine
) -> None:
    def page(text: str) -> dict[str, str]:
        return {"generated_pages/tactics/TA01.md": f"# Tactic TA01: Think\n\n{text}\n"}

    hold(repository, page("* **Summary**: They planned a thing) or two."))
    frameworklint("baseline")
    (entry,) = (one for one in entries(repository) if one["rule"] == "FW510")
    (repository.folder / FILE).unlink()
    add_entry(repository, entry | {"reason": "as it was said"})
    repository.write(page("* **Summary**: They did a thing) or two."))
    assert frameworklint.json("--select", "FW510,FW903") == []
    frameworklint("baseline", "--prune")
    (now,) = entries(repository)
    assert now["reason"] == "as it was said"
    assert now["fingerprint"] != entry["fingerprint"]
    assert "They did a thing" in now["message"]
