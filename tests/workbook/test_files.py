"""Which workbooks of a folder are read, and which are copies of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.kinds.kind import Kinds
from frameworklint.workbook.files import WorkbookFiles
from tests.conftest import findings_of, framework_of
from tests.workbooks import DATA, FOLDER, FRAMEWORKS, book, books, printed, small

COPIES = [
    "DISARM_DATA_MASTER - Copy.xlsx",
    "DISARM_DATA_MASTER - Copy (2).xlsx",
    "Copy of DISARM_DATA_MASTER.xlsx",
    "Kopie von DISARM_DATA_MASTER.xlsx",
    "DISARM_DATA_MASTER copy.xlsx",
    "DISARM_DATA_MASTER (1).xlsx",
    "DISARM_DATA_MASTER (conflicted copy 2025-01-02).xlsx",
    "DISARM_DATA_MASTER (Kim's conflicted copy 2025-01-02).xlsx",
    "DISARM_DATA_MASTER-LAPTOP.xlsx",
    "DISARM_DATA_MASTER-DESKTOP-4711.xlsx",
    "DISARM_DATA_MASTER_old.xlsx",
    "DISARM_DATA_MASTER2.xlsx",
    "DISARM_DATA_MASTER_0_1.xlsx",
    "disarm-data-master.xlsx",
    "DISARM DATA MASTER.xlsx",
    "DISARM_DATA_MASTER.xls",
    "DISARM_DATA_MASTER.ods",
    "._DISARM_DATA_MASTER.xlsx",
]
OTHERS = ["glossary.xlsx", "DISARM_COMMENTS_MASTER.xlsx", "MYDISARM_DATA_MASTERS.xlsx"]


def among(kinds: Kinds, *names: str) -> WorkbookFiles:
    return WorkbookFiles.among([f"{FOLDER}/{name}" for name in names], kinds.workbook)


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_known_by_its_name(schema_kinds: Kinds, name: str) -> None:
    files = among(schema_kinds, name, DATA, FRAMEWORKS)
    assert files.copies == {f"{FOLDER}/{name}": DATA}
    assert files.paths == [f"{FOLDER}/{DATA}", f"{FOLDER}/{FRAMEWORKS}"]
    assert among(schema_kinds, name).paths == []


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_of_its_own_is_no_copy(schema_kinds: Kinds, name: str) -> None:
    files = among(schema_kinds, name, DATA)
    assert (files.others, files.copies) == ((f"{FOLDER}/{name}",), {})
    assert files.missing == (FRAMEWORKS,)


def test_a_lock_is_the_copy_of_nothing(schema_kinds: Kinds) -> None:
    files = among(schema_kinds, f"~${DATA}", DATA)
    assert files.copies == {f"{FOLDER}/~${DATA}": ""}


def test_the_folder_that_lies_highest_counts(schema_kinds: Kinds) -> None:
    paths = [f"old/deep/{FOLDER}/{DATA}", f"{FOLDER}/older/{DATA}", DATA, f"~$/{FOLDER}/~$a.xlsx"]
    files = WorkbookFiles.among([*paths, f"{FOLDER}/{DATA}"], schema_kinds.workbook)
    assert files.paths == [f"{FOLDER}/{DATA}"]
    assert WorkbookFiles.among(paths, schema_kinds.workbook).paths == [paths[0]]


def test_what_is_excluded_is_not_missed(schema_kinds: Kinds) -> None:
    paths = [f"{FOLDER}/{DATA}", f"{FOLDER}/{FRAMEWORKS}"]
    files = WorkbookFiles.among(paths, schema_kinds.workbook, lambda path: path.endswith(DATA))
    assert (files.paths, files.excluded) == ([paths[1]], (DATA,))


@given(name=st.text(alphabet="DISARM_TEAdata mser()-.~$1", max_size=30))
def test_every_name_is_one_thing(schema_kinds: Kinds, name: str) -> None:
    path = f"{FOLDER}/{name}.xlsx"
    files = WorkbookFiles.among([path], schema_kinds.workbook)
    assert [*files.paths, *files.copies] == [path]


# What is read.


def test_no_sheet_is_read_from_a_copy(schema_kinds: Kinds) -> None:
    changed = small()
    changed["incidents"][0]["name"] = "Other"
    copy = books(changed)[f"{FOLDER}/{DATA}"]
    files: dict[str, str | bytes] = {f"{FOLDER}/Copy of {DATA}": copy}
    files |= {**books(small()), **printed(small())}
    framework = framework_of(schema_kinds, files)
    (finding,) = findings_of(framework, "FW7")
    assert finding.rule.code == "FW710"
    assert framework.workbook.notices == []


def test_other_names_stand_in_for_what_is_missing_and_that_is_said(schema_kinds: Kinds) -> None:
    renamed: dict[str, str | bytes] = {
        f"{FOLDER}/a.xlsx": books(small())[f"{FOLDER}/{DATA}"],
        f"{FOLDER}/{FRAMEWORKS}": books(small())[f"{FOLDER}/{FRAMEWORKS}"],
    }
    framework = framework_of(schema_kinds, {**renamed, **printed(small())})
    assert findings_of(framework, "FW7") == []
    assert framework.workbook.notices == [
        f"there is no {DATA}, so its sheets are read from {FOLDER}/a.xlsx:"
        " incidents, urls, incidenttechniques, associatedtechniques"
    ]


def test_a_stand_in_gives_only_the_sheets_of_what_is_missing(schema_kinds: Kinds) -> None:
    changed = small()
    changed["phases"][0]["name"] = "Other"
    named = books(small())[f"{FOLDER}/{FRAMEWORKS}"]
    files: dict[str, str | bytes] = {f"{FOLDER}/a.xlsx": book(changed)}
    files |= {f"{FOLDER}/{FRAMEWORKS}": named, **printed(small())}
    framework = framework_of(schema_kinds, files)
    assert findings_of(framework, "FW7") == []
    assert framework.workbook.sheets["phases"].page.path.endswith(FRAMEWORKS)


def test_a_sheet_of_both_workbooks_is_read_from_its_own(schema_kinds: Kinds) -> None:
    sheets = small()
    data = book({name: sheets[name] for name in ("incidents", "urls", "phases")})
    rest = book({name: rows for name, rows in sheets.items() if name not in ("incidents", "urls")})
    framework = framework_of(
        schema_kinds, {f"{FOLDER}/{DATA}": data, f"{FOLDER}/{FRAMEWORKS}": rest}
    )
    found = {name: sheet.page.path for name, sheet in framework.workbook.sheets.items()}
    assert found["phases"] == f"{FOLDER}/{FRAMEWORKS}"
    assert found["incidenttechniques"] == f"{FOLDER}/{FRAMEWORKS}"
    assert found["incidents"] == f"{FOLDER}/{DATA}"
