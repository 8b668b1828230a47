"""The command `ids`: the next free ID, and those that must not be used again."""

import pytest

from ..builders import FERRY, HOME, clean, hold, sheets_of_clean, workbooks_of
from ..scratch import CommandLine, Repository, Run


def lines_of(run: Run) -> dict[str, list[str]]:
    """The lines of each kind, by its noun, their words joined by single blanks."""
    found: dict[str, list[str]] = {}
    for line in run.out.splitlines():
        if not line.startswith(" "):
            noun, _, rest = line.partition("  ")
            found[noun] = [" ".join(rest.split())]
        else:
            found[noun].append(" ".join(line.split()))
    return found


def test_the_next_id_of_each_kind_comes_after_the_highest(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean())
    found = lines_of(frameworklint("ids"))
    assert found["incident"] == ["I00204 3 taken 0 withdrawn"]
    assert found["technique"] == [
        "T0152 6 taken 0 withdrawn",
        "next parts: T0097.109, T0151.007",
    ]
    assert found["actor type"] == ["A034 1 taken 0 withdrawn"]
    assert frameworklint("ids").err == ""


def test_a_row_of_the_workbook_has_its_id_before_it_has_a_page(
    repository: Repository, frameworklint: CommandLine
) -> None:
    sheets = sheets_of_clean()
    sheets["incidents"].append({**sheets["incidents"][0], "disarm_id": " I00311\u00a0"})
    hold(repository, clean() | workbooks_of(sheets))
    found = lines_of(frameworklint("ids"))
    assert found["incident"] == ["I00312 4 taken 0 withdrawn"]
    (rows,) = found["row of incidenttechniques"]
    assert rows == "IT00000007 6 taken 0 withdrawn"


def test_what_was_withdrawn_is_never_free_again(
    repository: Repository, frameworklint: CommandLine
) -> None:
    technique = (clean()[f"{HOME}/techniques/T0151.md"],)[0]
    extra = {f"{HOME}/techniques/{name}.md": technique for name in ("T0160", "T0161", "T0163")}
    part = {f"old/{name}.md": technique for name in ("T0151.040", "T0160.002")}
    hold(repository, clean() | extra | part)
    repository.commit()
    hold(repository, clean())
    repository.commit()
    found = lines_of(frameworklint("ids"))
    assert found["technique"] == [
        "T0164 6 taken 5 withdrawn",
        "next parts: T0097.109, T0151.041",
        "never to be used again: T0151.040, T0160, T0160.002, T0161, T0163",
    ]


def test_ids_that_follow_one_another_are_a_range_and_moved_pages_are_not_withdrawn(
    repository: Repository, frameworklint: CommandLine
) -> None:
    page = clean()[f"{HOME}/techniques/T0151.md"]
    gone = {f"{HOME}/techniques/T{n:04}.md": page for n in (1, 2, 3, 5, 9, 10)}
    hold(repository, clean() | gone)
    repository.commit()
    moved = {path.replace("incidents/", "cases/"): text for path, text in clean().items()}
    hold(repository, moved | {"frameworklint.toml": '[folders]\nincident = "cases"\n'})
    repository.commit()
    found = lines_of(frameworklint("ids"))
    assert found["technique"][2] == "never to be used again: T0001 to T0003, T0005, T0009 to T0010"
    assert found["incident"] == ["I00204 3 taken 0 withdrawn"]


def test_a_kind_without_a_free_number_says_so(
    repository: Repository, frameworklint: CommandLine
) -> None:
    page = clean()[FERRY]
    hold(repository, clean() | {f"{HOME}/incidents/I99999.md": page})
    assert lines_of(frameworklint("ids"))["incident"] == ["none left 4 taken 0 withdrawn"]


def test_a_shallow_clone_says_that_it_does_not_know_all(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean())
    repository.commit()
    repository.commit()
    shallow = repository.folder.parent / "shallow"
    address = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--depth", "1", address, str(shallow))
    run = frameworklint("ids", shallow)
    assert run.code == 0
    assert "this clone is shallow, so more IDs may have been withdrawn" in run.err


@pytest.mark.parametrize("files", [{}, {"README.md": "# Read me\n"}])
def test_without_ids_there_is_nothing_to_say(
    repository: Repository, frameworklint: CommandLine, files: dict[str, str]
) -> None:
    hold(repository, files)
    run = frameworklint("ids")
    assert run.code == 2
    assert "holds no page and no row with an ID" in run.err
