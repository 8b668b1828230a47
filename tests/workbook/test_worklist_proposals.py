"""What the worklist proposes for a cell of several lines."""

import csv
import io

import pytest

from ..builders import (
    COUNTER_SUMMARY,
    EXPERT_SUMMARY,
    FERRY,
    PLATFORM_ROW,
    PLATFORM_TEXT,
    WORKLIST_FIELDS,
    clean,
    hold,
    sheets_of_clean,
    swap,
    swap_all,
    workbooks_of,
)
from ..builders import PLATFORM as TECHNIQUE
from ..scratch import CommandLine, Repository
from ..workbooks import DATA, FOLDER, FRAMEWORKS

PLATFORM, ROOM = "T0151.004 - Chat Platform", "T0151.006 - Chat Room"
RESEARCHER, EXPERT = "T0097.107 - Researcher Persona", "T0097.108 - Expert Persona"
OLD = "T0097.108 - Old Name"


def worklist(frameworklint: CommandLine, *arguments: str) -> list[dict[str, str]]:
    run = frameworklint("worklist", *arguments)
    assert run.code == 0, run.err
    reader = csv.DictReader(io.StringIO(run.out))
    assert tuple(reader.fieldnames or ()) == WORKLIST_FIELDS
    return list(reader)


def with_techniques(repository: Repository, text: str) -> None:
    """Give the counter's cell of techniques a text."""
    sheets = sheets_of_clean()
    sheets["countermeasures"][0]["techniques"] = text
    hold(repository, clean() | workbooks_of(sheets))


@pytest.mark.parametrize(
    ("now", "proposed"),
    [
        # In the second line, behind the first reference of it.
        (f"{PLATFORM}\n{ROOM} {RESEARCHER}", f"{PLATFORM}\n{ROOM}\n{RESEARCHER}"),
        (f"{PLATFORM}\n{ROOM}, {RESEARCHER}", f"{PLATFORM}\n{ROOM}\n{RESEARCHER}"),
        # In the first, while the second is right.
        (f"{PLATFORM} {RESEARCHER}\n{ROOM}", f"{PLATFORM}\n{RESEARCHER}\n{ROOM}"),
        # In both, and in the last of three.
        (
            f"{PLATFORM} {RESEARCHER}\n{ROOM} {EXPERT}",
            f"{PLATFORM}\n{RESEARCHER}\n{ROOM}\n{EXPERT}",
        ),
        (
            f"{PLATFORM}\n{ROOM}\n{RESEARCHER}  {EXPERT}",
            f"{PLATFORM}\n{ROOM}\n{RESEARCHER}\n{EXPERT}",
        ),
        # Three in one line.
        (
            f"{PLATFORM}\n{ROOM} {RESEARCHER} {EXPERT}",
            f"{PLATFORM}\n{ROOM}\n{RESEARCHER}\n{EXPERT}",
        ),
        # A blank before the second line's reference.
        (f"{PLATFORM}\n {ROOM}", f"{PLATFORM}\n{ROOM}"),
        (f"{PLATFORM}\n  {ROOM}\n{EXPERT}", f"{PLATFORM}\n{ROOM}\n{EXPERT}"),
    ],
)
def test_a_reference_in_a_later_line_is_put_on_a_line_of_its_own(
    repository: Repository, frameworklint: CommandLine, now: str, proposed: str
) -> None:
    with_techniques(repository, now)
    (row,) = worklist(frameworklint, "--select", "FW702")
    assert (row["file"], row["sheet"], row["cell"]) == (
        f"{FOLDER}/{FRAMEWORKS}",
        "countermeasures",
        "I2",
    )
    assert row["rule"] == "FW702 dropped-reference"
    assert (row["now"], row["proposed"], row["note"]) == (now, proposed, "")


@pytest.mark.parametrize(
    ("now", "proposed"),
    [
        (f"{PLATFORM}\n{ROOM} {OLD}", f"{PLATFORM}\n{ROOM}\n{OLD}"),
        (f"{PLATFORM}\n{ROOM} {OLD} {RESEARCHER}", f"{PLATFORM}\n{ROOM}\n{OLD}\n{RESEARCHER}"),
        (f"{PLATFORM} {RESEARCHER}\n{ROOM} {OLD}", f"{PLATFORM}\n{RESEARCHER}\n{ROOM}\n{OLD}"),
    ],
)
def test_a_reference_by_an_older_name_is_put_on_a_line_of_its_own_too(
    repository: Repository, frameworklint: CommandLine, now: str, proposed: str
) -> None:
    with_techniques(repository, now)
    (row,) = worklist(frameworklint, "--select", "FW702")
    assert (row["now"], row["proposed"]) == (now, proposed)
    assert row["note"] == "`Old Name` is now T0097.108 Expert Persona"


def test_what_is_proposed_loses_nothing(repository: Repository, frameworklint: CommandLine) -> None:
    with_techniques(repository, f"{PLATFORM}\n{ROOM} {RESEARCHER}")
    (row,) = worklist(frameworklint, "--select", "FW702")
    with_techniques(repository, row["proposed"])
    assert worklist(frameworklint, "--select", "FW702") == []


def test_a_cell_that_is_right_is_not_listed(
    repository: Repository, frameworklint: CommandLine
) -> None:
    with_techniques(repository, f"{PLATFORM}\n{ROOM}")
    assert worklist(frameworklint) == []


def test_what_follows_from_a_listed_cell_is_not_listed(
    repository: Repository, frameworklint: CommandLine
) -> None:
    """A row stands twice in the sheet, and so on both pages: that is fixed with the row."""
    sheets = sheets_of_clean()
    rows = sheets["incidenttechniques"]
    rows.append({**rows[0], "disarm_id": "IT00000099"})
    twice = swap(FERRY, PLATFORM_ROW, f"{PLATFORM_ROW}\n{PLATFORM_ROW}")
    joined = swap(TECHNIQUE, PLATFORM_TEXT, f"{PLATFORM_TEXT}, {PLATFORM_TEXT}")
    hold(repository, clean(twice, joined) | workbooks_of(sheets))
    assert {f["rule"] for f in frameworklint.json()} == {"FW401", "FW405", "FW705"}

    def listed(*arguments: str) -> set[str]:
        return {row["rule"].split()[0] for row in worklist(frameworklint, *arguments)}

    assert listed() == {"FW705"}
    assert listed("--ignore", "FW705,FW401") == {"FW405"}
    assert listed("--ignore", "FW705,FW405") == {"FW401"}


def test_the_list_is_in_the_order_of_the_workbook(
    repository: Repository, frameworklint: CommandLine
) -> None:
    sheets = sheets_of_clean()
    sheets["countermeasures"][0]["techniques"] = f"{PLATFORM} {ROOM}"
    sheets["countermeasures"][0]["actortypes"] = " A033 - social media platform owner"
    sheets["incidenttechniques"][4]["technique_ids"] = (
        f" {sheets['incidenttechniques'][4]['technique_ids']}"
    )
    sheets["incidenttechniques"][1]["technique_ids"] = " T0151.006"
    hold(repository, clean() | workbooks_of(sheets))
    found = worklist(frameworklint, "--select", "FW702")
    assert [(row["file"].rpartition("/")[2], row["cell"]) for row in found] == [
        (DATA, "D3"),
        (DATA, "D6"),
        (FRAMEWORKS, "F2"),
        (FRAMEWORKS, "I2"),
    ]


def test_a_page_that_differs_is_noted_at_its_cell(
    repository: Repository, frameworklint: CommandLine
) -> None:
    pages = clean()
    swap(TECHNIQUE, "harbor ferries", "harbor <i>ferries")(pages)
    hold(repository, pages | workbooks_of(sheets_of_clean()))
    (row,) = worklist(frameworklint, "--select", "FW501")
    assert (row["cell"], row["proposed"]) == ("B2", "")
    assert row["note"] == "the page differs from this cell: run the generator first"


def test_cells_of_pages_are_in_the_order_of_the_workbook_too(
    repository: Repository, frameworklint: CommandLine
) -> None:
    """By path, the counter's page comes first, then the incident's and the technique's."""
    sheets = sheets_of_clean()
    pages = clean(
        swap_all(PLATFORM_TEXT, f"<i>{PLATFORM_TEXT}"),
        swap_all(EXPERT_SUMMARY, f"<i>{EXPERT_SUMMARY}"),
        swap_all(COUNTER_SUMMARY, f"<i>{COUNTER_SUMMARY}"),
    )
    for sheet, column, text in (
        ("incidenttechniques", "name", PLATFORM_TEXT),
        ("techniques", "summary", EXPERT_SUMMARY),
        ("countermeasures", "summary", COUNTER_SUMMARY),
    ):
        (row,) = [row for row in sheets[sheet] if row[column] == text]
        row[column] = f"<i>{text}"
    hold(repository, pages | workbooks_of(sheets))
    assert [f["page"] for f in frameworklint.json()] == ["C00300", "I00201", "T0097.108"]
    rows = worklist(frameworklint)
    assert [(row["sheet"], row["cell"]) for row in rows] == [
        ("incidenttechniques", "B2"),
        ("techniques", "C3"),
        ("countermeasures", "C2"),
    ]
