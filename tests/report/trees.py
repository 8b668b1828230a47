"""Trees whose text reports are looked at as a whole."""

from ..builders import (
    EXPERT,
    FERRY,
    PERSONA,
    PLATFORM_TEXT,
    ROOM_TEXT,
    Pages,
    add,
    clean,
    sheets_of_clean,
    swap,
    swap_all,
    workbooks_of,
)
from ..scratch import EXAMPLE

ADDRESS = "https://media.example.org/" + "/".join(f"part-{n}" for n in range(30)) + ".html"


def example() -> Pages:
    """The example with defects."""
    files = (file for file in EXAMPLE.rglob("*.md"))
    return {file.relative_to(EXAMPLE).as_posix(): file.read_text("utf-8") for file in files}


def with_workbook() -> Pages:
    """Pages and workbooks with faults in cells, wide letters, long addresses and many places."""
    sheets = sheets_of_clean()
    pages = clean()
    wrong = "(T0151:004) <i>通信 (T0999: Nothing)"
    changes = {
        PLATFORM_TEXT: f"港のフェリーが止まる。{PLATFORM_TEXT} {wrong}",
        ROOM_TEXT: f"{ROOM_TEXT} See {ADDRESS}, or <b>ask.",
    }
    for old, new in changes.items():
        swap_all(old, new)(pages)
        for row in sheets["incidenttechniques"]:
            row["name"] = row["name"].replace(old, new)
    for row in sheets["incidents"]:
        row["urls"] += " https://nowhere.example.org/report"
    swap(PERSONA, "**Summary**: ", "**Summary**: 漢字 (T0998: None) ")(pages)
    add(EXPERT, "".join(f"\n[漢字 {n}](nowhere/{'long-' * 30}{n}.md)\n" for n in range(7)))(pages)
    add(FERRY, f"\n[x]({ADDRESS.replace('https://', '../')})\n")(pages)
    return pages | workbooks_of(sheets)


TREES = {"example": example, "workbook": with_workbook}
