"""The baseline: the findings that stood when the linter was switched on."""

import json
from pathlib import Path

import pytest

from frameworklint.errors import UsageError
from frameworklint.selection import baseline as baselines

from ..conftest import corpus
from ..scratch import CommandLine, Repository, called

HOME = "generated_pages"
FILE = baselines.FILE
BROKEN = f"{HOME}/techniques/T0097.107.md"
BREAK = ("Researchers are often", "Researchers\u200b are often")


def entries(repository: Repository) -> list[dict[str, object]]:
    """The lines of the baseline."""
    text = (repository.folder / FILE).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_the_findings_of_today_are_written_down_and_no_longer_shown(
    repository: Repository, frameworklint: CommandLine
) -> None:
    before = frameworklint.json()
    run = frameworklint("baseline")
    assert run.code == 0
    assert run.out == f"{len(before)} entries in {FILE}; {len(before)} added\n"
    assert sorted(str(entry["fingerprint"]) for entry in entries(repository)) == sorted(
        finding["fingerprint"] for finding in before
    )
    after = frameworklint("check")
    assert after.code == 0
    assert f"{len(before)} findings of the baseline not shown" in after.out
    assert frameworklint.json() == []
    assert frameworklint.json("--no-baseline") == before


def test_one_finding_a_line_sorted_and_readable(
    repository: Repository, frameworklint: CommandLine
) -> None:
    frameworklint("baseline")
    found = entries(repository)
    assert found == sorted(found, key=lambda e: (e["page"], e["rule"], e["message"]))
    for entry in found:
        assert list(entry) == [
            "rule",
            "name",
            "page",
            "message",
            "fingerprint",
            "places",
            "version",
        ]
    assert {entry["page"] for entry in found} >= {"I00201", "T0097.107"}
    text = (repository.folder / FILE).read_text("utf-8")
    frameworklint("baseline")
    assert (repository.folder / FILE).read_text("utf-8") == text


def test_a_new_finding_is_shown(repository: Repository, frameworklint: CommandLine) -> None:
    frameworklint("baseline")
    repository.edit(BROKEN, *BREAK)
    assert [(f["rule"], f["path"]) for f in frameworklint.json()] == [("FW503", BROKEN)]


def test_a_new_place_of_a_known_finding_is_shown(
    repository: Repository, frameworklint: CommandLine
) -> None:
    lines = "# Notes\n\n" + "".join(f"[{n}](missing/{n}.md)\n\n" for n in range(3))
    repository.write({"notes.md": lines})
    frameworklint("baseline")
    repository.write({"notes.md": lines + "[3](missing/3.md)\n"})
    (found,) = frameworklint.json()
    assert (found["rule"], found["line"], found["also"]) == ("FW201", 9, [])
    frameworklint("baseline")
    assert len(frameworklint.json()) == 1
    frameworklint("baseline", "--accept-new")
    assert frameworklint.json() == []


def test_a_mended_finding_leaves_a_stale_entry(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.edit(BROKEN, *BREAK)
    frameworklint("baseline")
    number = len(entries(repository))
    repository.edit(BROKEN, *reversed(BREAK))
    (stale,) = frameworklint.json()
    assert (stale["rule"], stale["path"], stale["subject"]) == ("FW903", FILE, "T0097.107")
    assert "FW503" in (repository.folder / FILE).read_text().splitlines()[stale["line"] - 1]
    run = frameworklint("baseline")
    assert "1 no longer found (--prune drops them)" in run.out
    assert len(entries(repository)) == number
    run = frameworklint("baseline", "--prune")
    assert "1 dropped" in run.out
    assert len(entries(repository)) == number - 1
    assert frameworklint.json() == []


def test_a_stale_entry_is_judged_only_where_its_rule_is_shown(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.edit(BROKEN, *BREAK)
    frameworklint("baseline")
    repository.edit(BROKEN, *reversed(BREAK))
    assert frameworklint.json("--select", "FW2,FW9") == []
    assert frameworklint.json("--ignore", "FW503") == []
    assert frameworklint.json(f"{HOME}/techniques") == []
    assert len(frameworklint.json("--select", "FW5,FW9")) == 1
    repository.commit()
    assert frameworklint.json("--since", "HEAD") == []


def test_entries_of_rules_that_are_not_shown_outlive_a_prune(
    repository: Repository, frameworklint: CommandLine
) -> None:
    path = f"{HOME}/incidents/I00202.md"
    repository.edit(path, "**Year started:** 2024", "**Year started:** 2024.0")
    frameworklint("baseline", "--show-info")
    rules = {entry["rule"] for entry in entries(repository)}
    assert "FW109" in rules
    frameworklint("baseline", "--prune")
    assert {entry["rule"] for entry in entries(repository)} == rules


def test_new_findings_are_never_added_silently(
    repository: Repository, frameworklint: CommandLine
) -> None:
    frameworklint("baseline")
    before = entries(repository)
    repository.edit(BROKEN, *BREAK)
    run = frameworklint("baseline", "--prune")
    assert "1 new left out (--accept-new adds them)" in run.out
    assert entries(repository) == before
    run = frameworklint("baseline", "--accept-new")
    assert "1 added" in run.out
    assert len(entries(repository)) == len(before) + 1


def test_an_empty_baseline_accepts_nothing(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.write({FILE: ""})
    found = frameworklint.json()
    assert found
    frameworklint("baseline")
    assert entries(repository) == []
    assert frameworklint.json() == found


def test_reasons_are_kept(repository: Repository, frameworklint: CommandLine) -> None:
    frameworklint("baseline")
    given = entries(repository)
    given[0]["reason"] = "Waits for the “new” tactic"
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in given)
    repository.write({FILE: text})
    frameworklint("baseline", "--accept-new", "--prune")
    kept = entries(repository)
    assert kept[0]["reason"] == "Waits for the “new” tactic"
    assert [entry.get("reason") for entry in kept[1:]] == [None] * (len(kept) - 1)


def test_another_file(repository: Repository, frameworklint: CommandLine) -> None:
    run = frameworklint("baseline", "--baseline", "known.jsonl")
    assert run.code == 0, run.err
    assert not (repository.folder / FILE).exists()
    assert frameworklint.json() != []
    assert frameworklint.json("--baseline", "known.jsonl") == []
    run = frameworklint("check", "--baseline", "unknown.jsonl")
    assert run.code == 2
    assert "unknown.jsonl" in run.err


def test_a_change_is_held_against_the_baseline_too(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.commit()
    repository.edit(BROKEN, *BREAK)
    assert len(frameworklint.json("--since", "HEAD")) == 1
    frameworklint("baseline")
    assert frameworklint.json("--since", "HEAD") == []


GOOD = '{"rule": "FW201", "fingerprint": "0", "places": [], "version": 4}\n'


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("no json\n", "this line is no JSON"),
        ("<<<<<<< HEAD\n" + GOOD, "this line is no JSON"),
        (GOOD[:30], "this line is no JSON"),
        ("[]\n", "no JSON object"),
        ("3\n", "no JSON object"),
        ('{"rule": "FW201", "places": []}\n', "'fingerprint'"),
        ('{"rule": 3, "fingerprint": "0", "places": []}\n', "'rule'"),
        ('{"rule": "FW201", "fingerprint": "0", "places": "x"}\n', "'places'"),
        ('{"rule": "FW201", "fingerprint": "0", "places": [3]}\n', "'places'"),
        ('{"rule": "FW201", "fingerprint": "0", "places": [], "reason": 3}\n', "'reason'"),
        (
            '{"rule": "FW201", "fingerprint": "0", "places": [], "reasn": "x"}\n',
            "did you mean 'reason'",
        ),
        (b"\xff\xfe", "can not read"),
    ],
)
@pytest.mark.parametrize("command", ["check", "baseline"])
def test_a_malformed_baseline_is_an_error_and_stays_as_it_is(
    repository: Repository,
    frameworklint: CommandLine,
    text: str | bytes,
    error: str,
    command: str,
) -> None:
    content = (GOOD + text) if isinstance(text, str) else text
    repository.write({FILE: content})
    before = (repository.folder / FILE).read_bytes()
    run = frameworklint(command)
    assert run.code == 2
    assert run.out == ""
    assert FILE in run.err
    assert error in run.err
    assert (repository.folder / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("version", "reason"),
    [("", "an earlier"), (', "version": 2', "an earlier"), (', "version": 5', "a later")],
)
def test_a_baseline_of_another_version_is_refused_with_the_remedy(
    repository: Repository, frameworklint: CommandLine, version: str, reason: str
) -> None:
    entry = f'{{"rule": "FW201", "fingerprint": "0", "places": []{version}}}\n'
    repository.write({FILE: GOOD + entry})
    for command in ("check", "baseline"):
        run = frameworklint(command)
        assert (run.code, run.out) == (2, "")
        assert f"{FILE}:2: the entry was written by {reason} version" in run.err
        assert "write it anew with `frameworklint baseline`" in run.err


def test_a_byte_order_mark_is_no_part_of_the_baseline(
    repository: Repository, frameworklint: CommandLine
) -> None:
    assert frameworklint("baseline").code == 0
    file = repository.folder / "frameworklint-baseline.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    run = frameworklint("check")
    assert (run.code, run.err) == (0, "")
    assert "nothing found; 16 findings of the baseline not shown" in run.out
    assert frameworklint("baseline").code == 0
    assert not file.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_baseline_that_is_a_folder(repository: Repository, frameworklint: CommandLine) -> None:
    (repository.folder / FILE).mkdir()
    for command in ("check", "baseline"):
        run = frameworklint(command)
        assert (run.code, run.out) == (2, "")


def test_a_baseline_holds_the_whole_framework(frameworklint: CommandLine) -> None:
    for arguments in ([f"{HOME}/tactics"], ["--select", "FW2"], ["--ignore", "FW2"]):
        run = frameworklint("baseline", *arguments)
        assert run.code == 2
        assert "name no paths and no rules" in run.err
    offered = called(frameworklint.folder, "baseline", "--help").out
    assert "--accept-new" in offered
    assert "--select" not in offered


@pytest.mark.slow
def test_the_real_framework_is_silent_behind_its_baseline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "real")
    repository.fill(corpus("disarm-2025-02"))
    frameworklint = CommandLine(repository.folder, capsys, monkeypatch)
    assert frameworklint("baseline", "--show-info").code == 0
    assert frameworklint.json("--show-info") == []


def test_an_unknown_key_that_is_near_none_is_named_without_a_hint(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.write({FILE: '{"zzz": 1}\n'})
    run = frameworklint("check")
    assert run.code == 2
    assert run.err.rstrip().endswith(f"{FILE}:1: no entry holds a 'zzz'")


def test_a_baseline_that_can_not_be_written_says_which_and_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    with pytest.raises(UsageError, match=r"known\.jsonl.*: Not a directory"):
        baselines.write(str(tmp_path / "file" / "known.jsonl"), (), str(tmp_path))
