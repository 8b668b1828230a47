"""What `check` says after `fix`: what was fixed is gone, and nothing is new."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..conftest import corpus, write
from ..scratch import CommandLine, Repository
from ..workbooks import DATA, FOLDER, FRAMEWORKS, books, printed, small

CITED = "They planned (T0001: Plan It, T0001.001: Plan It Well) and posted (T0002: Post It)."
CHOICES: list[tuple[str, ...]] = [(), ("--suggested", "ALL")]

Findings = dict[str, dict[str, Any]]


def checked(frameworklint: CommandLine) -> Findings:
    return {one["fingerprint"]: one for one in frameworklint.json()}


def counted(text: str) -> tuple[int, int]:
    """How many findings are fixed, and how many are left."""
    fixed, left = (
        re.search(rf"^(\d+) findings? {word}:", text, re.M) for word in ("fixed", "left")
    )
    return int(fixed[1]) if fixed else 0, int(left[1]) if left else 0


def rules(text: str, head: str) -> dict[str, int]:
    """The findings of each rule below a headline."""
    lines = text.partition(f"{head}:\n")[2].splitlines()
    found: dict[str, int] = {}
    for match in (re.match(r" +(\d+)  (FW\d+)", line) for line in lines):
        if match is None:
            break
        found[match[2]] = int(match[1])
    return found


def held(before: Findings, text: str, after: Findings) -> None:
    """Hold what `fix` says against what `check` said before and says afterwards."""
    new = {one["rule"] for name, one in after.items() if name not in before}
    assert new <= {"FW709"}
    gone = [one["rule"] for name, one in before.items() if name not in after]
    left = [one["rule"] for name, one in after.items() if name in before]
    assert counted(text) == (len(gone), len(left))
    assert {rule: n for rule, n in rules(text, "fixed").items() if n} == {
        rule: gone.count(rule) for rule in gone
    }
    assert rules(text, "left") == {rule: left.count(rule) for rule in left}


def spoiled() -> Iterator[tuple[str, dict[str, str]]]:
    """What is done to the first row of a relation, by what is then to be fixed."""
    yield "some of what is missing is lost", {"name": CITED, "technique_ids": "T0001, T0001.001"}
    yield "all of it is lost", {"name": CITED, "technique_ids": "T0001, T0001.001, T0002"}
    malformed = CITED.replace("T0001.001:", "T0001:001:")
    yield "one is misspelled", {"name": malformed, "technique_ids": "T0001, T0001.001"}
    yield "nothing is lost", {"name": CITED, "technique_ids": "T0001"}


@pytest.mark.parametrize("choice", CHOICES, ids=["safe", "suggested"])
@pytest.mark.parametrize("row", [row for _, row in spoiled()], ids=[name for name, _ in spoiled()])
def test_check_says_what_fix_says_and_nothing_new(
    tmp_path: Path, frameworklint: CommandLine, row: dict[str, str], choice: tuple[str, ...]
) -> None:
    """A text that cites what its incident does not list stays the same finding if some is fixed."""
    sheets = small()
    sheets["incidenttechniques"][0] |= row
    sheets["incidenttechniques"][1]["technique_ids"] = "T0001"
    write(tmp_path, {**books(sheets), **printed(sheets)})
    Repository(tmp_path).commit()
    before = checked(frameworklint)
    assert any(one["rule"] == "FW407" for one in before.values())
    frameworklint("baseline", "--baseline", ".git/known.jsonl")
    run = frameworklint("fix", *choice)
    held(before, run.out, checked(frameworklint))
    known = frameworklint.json("--baseline", ".git/known.jsonl")
    assert {one["rule"] for one in known} <= {"FW709", "FW903"}


@pytest.mark.slow
def test_so_it_is_in_the_real_framework(tmp_path: Path, frameworklint: CommandLine) -> None:
    """And no cell changes but those that the diff names, in its text."""
    repository = Repository(tmp_path)
    repository.fill(corpus("disarm-2025-02"))
    repository.commit()
    paths = [tmp_path / FOLDER / name for name in (DATA, FRAMEWORKS)]
    before, old = checked(frameworklint), [path.read_bytes() for path in paths]
    diff = frameworklint("fix", "--diff", "--suggested", "ALL")
    run = frameworklint("fix", "--suggested", "ALL")
    held(before, run.out, checked(frameworklint))
    assert counted(run.out)[0] >= 60
    assert {one["rule"] for one in frameworklint.json("--since", "HEAD")} == {"FW709"}
    assert counted(diff.err.replace("would be ", "")) == counted(run.out)
    for path, content in zip(paths, old, strict=True):
        named = set(re.findall(rf"^\+\+\+ \S*{path.name} › (\S+) › ([A-Z]+\d+)$", diff.out, re.M))
        assert len(named) > 90
        assert unlike(content, path.read_bytes()) == sorted(cell for _, cell in named)


def unlike(old: bytes, new: bytes) -> list[str]:
    """The names of the cells that differ; they keep their style, and all else is as it was: widths,
    filters, lists of values, comments, formulas, every other part.
    """
    before, after = (members(one) for one in (old, new))
    assert list(before) == list(after)
    found = []
    for name, member in before.items():
        if not name.startswith("xl/worksheets/"):
            assert member == after[name]
            continue
        pieces = [_CELL.split(one[name][1]) for one in (before, after)]
        for one, other in zip(*pieces, strict=True):
            if one != other:
                assert _STYLE.findall(one) == _STYLE.findall(other)
                assert _NAME.findall(one) == _NAME.findall(other)
                found += _NAME.findall(one)
    return sorted(found)


_CELL = re.compile(r"(?s)(<c [^>]*?(?:/>|>.*?</c>))")
_STYLE = re.compile(r'<c [^>]*?(s="\d+")')
_NAME = re.compile(r'<c r="([A-Z]+\d+)"')


def members(content: bytes) -> dict[str, tuple[bytes, str]]:
    """The members of an archive as they stand in the file, packed, and their texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        found = sorted(archive.infolist(), key=lambda member: member.header_offset)
        ends = [*(member.header_offset for member in found[1:]), archive.start_dir]
        return {
            member.filename: (
                content[member.header_offset : end],
                archive.read(member).decode("utf-8", "replace"),
            )
            for member, end in zip(found, ends, strict=True)
        }
