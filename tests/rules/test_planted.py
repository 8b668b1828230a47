"""One defect of each kind, planted in the real framework: its rule finds it there, and no other.

Defects of different rules at different places are planted together: a run over the real framework
takes its time. What RULES.md lets stand beside a finding is written down with each plant, and why.
Each defect is planted in the clean example too, by `tests/planted`: alone, in less time, and with
all that is found.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import pytest

from frameworklint.findings.finding import Finding
from frameworklint.findings.lint import lint
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.place import Place
from frameworklint.linter.registry import all_rules
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
from frameworklint.selection.comparison import Known

from ..conftest import corpus, findings_of, framework_of
from ..memory_tree import MemoryTree

HOME = "generated_pages"
INDEX = f"{HOME}/techniques_index.md"
RED = f"{HOME}/disarm_red_framework.md"
COUNTER = f"{HOME}/counters/C00008.md"
INCIDENT = f"{HOME}/incidents/I00124.md"  # lists the technique, and nothing else
TECHNIQUE = f"{HOME}/techniques/T0152.008.md"  # lists the incident, and nothing else
COPY = f"{HOME}/techniques/T0152.008 .md"  # where a copy with a stray name is
TWO_ROWS = f"{HOME}/incidents/I00127.md"  # lists two techniques with the same text
TACTIC = f"{HOME}/tactics/TA07.md"
DATA = "DISARM_MASTER_DATA/DISARM_DATA_MASTER.xlsx"
FRAMEWORKS = "DISARM_MASTER_DATA/DISARM_FRAMEWORKS_MASTER.xlsx"
REFERENCES, FIELDS = "the incident's references", "the incident's fields"
ALL = "all that names the page"
MARKER = "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW"
LINK = "[T0152.008 Live Streaming Platform](../../generated_pages/techniques/T0152.008.md)"
CITATION = "(T0152.008: Live Streaming Platform)"
PASSAGE = (
    "The tech is impressive and artistically evocative. It’s also irresponsible and needs to be "
    "restricted immediately.<br><br>[...]<br><br>Prior to this technology, scammers faced three "
    "major risks when using fake photos. Each of these risks had the potential to put them out "
    "business, or in jail."
)
SUMMARY_OF_ANOTHER = (
    "Establish tailored code of conduct for individuals with many followers. Can be platform code "
    "of conduct; can also be community code."
)
SUMMARY = "Share fact-checking resources - tips, responses, countermessages, across respose groups."

Edit = Callable[["Tree"], None]


class Tree:
    """The files of a framework, to be changed."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)

    def text(self, path: str) -> str:
        return self.files[path].decode(errors="surrogateescape")

    def write(self, path: str, text: str) -> None:
        self.files[path] = text.encode(errors="surrogateescape")

    def line(self, path: str, text: str, which: int) -> int:
        """The number of one of the lines that hold a text."""
        lines = self.files[path].decode(errors="replace").split("\n")
        return [number for number, line in enumerate(lines, start=1) if text in line][which]

    def row(self, path: str, first: str) -> str:
        """The table row that begins with a text."""
        return next(line for line in self.text(path).split("\n") if line.startswith(first))

    def description(self, path: str, first: str) -> str:
        """The last cell of the row that begins with a text."""
        return self.row(path, first).split(" | ")[1].removesuffix(" |")


def replace(path: str, old: str, new: str) -> Edit:
    """Change a text that stands once on a page."""

    def edit(tree: Tree) -> None:
        assert tree.text(path).count(old) == 1, (path, old)
        tree.write(path, tree.text(path).replace(old, new))

    return edit


def everywhere(old: str, new: str) -> Edit:
    """Change a text on every page, as a change of the spreadsheet does."""

    def edit(tree: Tree) -> None:
        pages = [path for path in tree.files if path.endswith(".md") and old in tree.text(path)]
        assert pages, old
        for path in pages:
            tree.write(path, tree.text(path).replace(old, new))

    return edit


def both(*edits: Edit) -> Edit:
    def edit(tree: Tree) -> None:
        for one in edits:
            one(tree)

    return edit


def append(path: str, text: str | bytes) -> Edit:
    def edit(tree: Tree) -> None:
        tree.files[path] += text.encode() if isinstance(text, str) else text

    return edit


def copied(path: str, to: str, old: str = "", new: str = "") -> Edit:
    """Put a copy of a page somewhere else, with one change."""

    def edit(tree: Tree) -> None:
        assert to not in tree.files
        tree.write(to, tree.text(path).replace(old, new) if old else tree.text(path))

    return edit


def without(path: str) -> Edit:
    def edit(tree: Tree) -> None:
        del tree.files[path]

    return edit


def without_row(path: str, first: str) -> Edit:
    def edit(tree: Tree) -> None:
        tree.write(path, tree.text(path).replace(tree.row(path, first) + "\n", ""))

    return edit


def described(how: Callable[[str], str]) -> Edit:
    """Change the text of the incident for the technique, on the pages of both."""

    def edit(tree: Tree) -> None:
        text = tree.description(INCIDENT, "| [T0152.008 ")
        everywhere(text, how(text))(tree)

    return edit


def of_another_incident(tree: Tree) -> None:
    text = tree.description(f"{HOME}/incidents/I00100.md", "| [T0154.002 ")
    described(lambda _: text.replace("T0154.002: AI Media Platform", CITATION[1:-1]))(tree)


def doubled_row(tree: Tree) -> None:
    row = tree.row(INCIDENT, "| [T0152.008 ")
    replace(INCIDENT, row, f"{row}\n{row}")(tree)
    text = tree.description(TECHNIQUE, "| [I00124 ")
    replace(TECHNIQUE, text, f"{text}, {text}")(tree)


def doubled_cell(tree: Tree) -> None:
    text = tree.description(TECHNIQUE, "| [I00124 ")
    replace(TECHNIQUE, text, f"{text}<br><br>{text}")(tree)


def tripled_cell(tree: Tree) -> None:
    text = tree.description(TECHNIQUE, "| [I00124 ")
    replace(TECHNIQUE, text, f"{text}, {text}, {text}")(tree)


def row_again_below(tree: Tree) -> None:
    """Repeat the first of two rows below the second."""
    first, second = tree.row(TWO_ROWS, "| [T0097.104 "), tree.row(TWO_ROWS, "| [T0143.003 ")
    replace(TWO_ROWS, second, f"{second}\n{first}")(tree)


def of_another_source(tree: Tree) -> None:
    source = tree.row(f"{HOME}/incidents/I00100.md", "| [https://venturebeat")
    replace(INCIDENT, tree.row(INCIDENT, "| [https://www.mpf.se"), source)(tree)


def without_archive(tree: Tree) -> None:
    row = tree.row(INCIDENT, "| [https://www.mpf.se")
    replace(INCIDENT, row, f"{row.rpartition(' | ')[0]} |  |")(tree)


def diverging(tree: Tree) -> None:
    """Give one of the two rows with the same text another text, on the technique's page too."""
    row = tree.row(TWO_ROWS, "| [T0143.003 ")
    text = tree.description(TWO_ROWS, "| [T0143.003 ")
    changed = text.replace("To sell the persona", "In order to sell the personas")
    replace(TWO_ROWS, row, row.replace(text, changed))(tree)
    replace(f"{HOME}/techniques/T0143.003.md", text, changed)(tree)


def repeated(tree: Tree) -> None:
    tree.write(COUNTER, f"{tree.text(COUNTER)}\n\n{tree.text(COUNTER)}")


def emptied(path: str) -> Edit:
    """Empty the fields that describe an incident."""

    def edit(tree: Tree) -> None:
        labels = "incident type|Year started|Countries|Date added"
        emptied, count = re.subn(rf"(\*\*(?:{labels}):?\*\*:?).*", r"\1 ", tree.text(path))
        assert count == 4
        tree.write(path, emptied)

    return edit


def index_entry(tree: Tree, found: str) -> str:
    """The row of an ID in the index of techniques."""
    rows: list[str] = re.findall(r"<tr>\n(?:<td>.*</td>\n)+</tr>", tree.text(INDEX))
    return next(row for row in rows if f">{found}<" in row)


def in_sheet(path: str, part: str, how: Callable[[str], str]) -> Edit:
    """Change the XML of a sheet; a library would take half a minute for these workbooks."""

    def edit(tree: Tree) -> None:
        old, buffer = zipfile.ZipFile(io.BytesIO(tree.files[path])), io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for name in old.namelist():
                content = old.read(name)
                if name == part:
                    changed = how(content.decode())
                    assert changed != content.decode()
                    content = changed.encode()
                new.writestr(name, content)
        tree.files[path] = buffer.getvalue()

    return edit


def cell(name: str, text: str) -> Callable[[str], str]:
    """Give a cell of a sheet another text."""
    new = f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return lambda xml: re.sub(rf'<c r="{name}"[^>]*>.*?</c>', new, xml)


def row_again(number: int, last: int) -> Callable[[str], str]:
    """Repeat a row of a sheet below its last one."""

    def how(xml: str) -> str:
        found = re.search(rf'<row r="{number}".*?</row>', xml)
        assert found
        again = re.sub(rf'r="([A-Z]*){number}"', rf'r="\g<1>{last + 1}"', found[0])
        return xml.replace("</sheetData>", f"{again}</sheetData>")

    return how


INCIDENT_TECHNIQUES = DATA, "xl/worksheets/sheet7.xml"
TASKS = FRAMEWORKS, "xl/worksheets/sheet8.xml"


@dataclass(frozen=True)
class Plant:
    """A defect and where it must be found.

    Attributes:
        rule: the rule that finds it.
        what: what is wrong.
        edit: how it is planted.
        path, line: the page, and the line: a text on it, or the number of a workbook's row.
        which: which of the lines that hold the text.
        beside: what other rules may say, and why.
        count: how many findings there are.
        base: whether the framework without the defect is at hand as its base revision.
        workbook: whether the workbooks are in the tree.
        changes: what is changed, where that is not the page at `path`, or a part of it only; `ALL`
            where no other defect can stand beside it.
    """

    rule: str
    what: str
    edit: Edit
    path: str
    line: str | int = "# "
    which: int = 0
    count: int = 1
    beside: Mapping[str, str] = field(default_factory=dict)
    base: bool = False
    workbook: bool = False
    changes: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.what}"


TWIN = {"FW401": "the doubled cell stands beside the doubled row, each naming the other"}
ROW = {"FW405": "the doubled row stands beside the doubled cell, each naming the other"}
OTHER_TACTIC = {
    "FW304": "the tactic that was left still lists the page, whose field now says otherwise",
    "FW309": "the index still says what the page said",
}

PLANTS = [
    # FW0
    Plant(
        "FW001",
        "a byte that is not UTF-8",
        append(TECHNIQUE, b"caf\xe9\n"),
        TECHNIQUE,
        changes=ALL,
    ),
    Plant("FW001", "a NUL byte", append(COUNTER, "\0"), COUNTER),
    Plant(
        "FW002", "a title of another form", replace(COUNTER, "# Counter C00008: ", "# "), COUNTER
    ),
    Plant("FW002", "no title", replace(COUNTER, "# Counter", "Counter"), COUNTER, "Counter C00008"),
    Plant(
        "FW002",
        "a copy with a stray name",
        copied(TECHNIQUE, COPY),
        COPY,
    ),
    Plant(
        "FW003", "the title's ID is not the file's", replace(COUNTER, "C00008:", "C09008:"), COUNTER
    ),
    Plant(
        "FW003", "the title's ID is of another kind", replace(COUNTER, "C00008:", "T0999:"), COUNTER
    ),
    Plant("FW004", "two pages claim one ID", replace(COUNTER, "C00008:", "C00009:"), COUNTER),
    Plant("FW005", "no marker", replace(TECHNIQUE, MARKER, ""), TECHNIQUE, "", which=-2),
    Plant("FW005", "two markers", append(TECHNIQUE, f"\n\n{MARKER}\n"), TECHNIQUE, MARKER, which=1),
    Plant("FW006", "the page twice", repeated, COUNTER, "# Counter", which=1),
    # FW1
    Plant("FW101", "a field is gone", replace(COUNTER, "* **Playbooks**: \n\n", ""), COUNTER),
    Plant("FW102", "an empty summary", everywhere(SUMMARY, ""), COUNTER, "Summary"),
    Plant(
        "FW103",
        "a value of another form",
        replace(COUNTER, "M006 - Scoring", "Scoring"),
        COUNTER,
        "Metatechnique",
        beside={
            "FW304": "the metatechnique lists the page, whose field no longer names it",
            "FW309": "the index still says what the page said",
        },
    ),
    Plant(
        "FW103",
        "a value that is none of the listed",
        replace(INCIDENT, "* **incident type**: ", "* **incident type**: hoax"),
        INCIDENT,
        "incident type",
        beside={"FW309": "the index still says what the page said"},
        changes=FIELDS,
    ),
    Plant(
        "FW104",
        "a misspelled label",
        replace(COUNTER, "Playbooks", "Playboks"),
        COUNTER,
        "Playboks",
    ),
    Plant(
        "FW104",
        "an unknown field",
        replace(COUNTER, "* **Playbooks**", "* **Cost**: low\n\n* **Playbooks**"),
        COUNTER,
        "Cost",
    ),
    Plant(
        "FW104",
        "a field twice",
        replace(COUNTER, "* **Playbooks**: ", "* **Playbooks**: \n\n* **Playbooks**: x"),
        COUNTER,
        "Playbooks**: x",
    ),
    Plant(
        "FW105",
        "a table is gone",
        replace(COUNTER, "| Counters these Tactics |\n| ---------------------- |\n", ""),
        COUNTER,
    ),
    Plant(
        "FW106",
        "another column",
        replace(COUNTER, "| Sectors |", "| Sector |"),
        COUNTER,
        "| Sector |",
    ),
    Plant(
        "FW107",
        "an unknown table",
        replace(COUNTER, f"\n{MARKER}", f"\n| Costs |\n| ----- |\n\n{MARKER}"),
        COUNTER,
        "| Costs |",
    ),
    Plant(
        "FW107",
        "a table twice",
        replace(COUNTER, f"\n{MARKER}", f"\n| Actor types | Sectors |\n|-|-|\n\n{MARKER}"),
        COUNTER,
        "| Actor types |",
        which=1,
    ),
    Plant(
        "FW108",
        "a pipe inside a cell",
        described(lambda text: text.replace("Part of", "Part | of")),
        INCIDENT,
        "Part | of",
    ),
    Plant(
        "FW108",
        "a line break inside a cell",
        described(lambda text: text.replace("Part of", "Part\nof")),
        INCIDENT,
        "T0152.008 Live",
    ),
    Plant(
        "FW108",
        "a line break and a blank line inside a cell",
        described(lambda text: text.replace("Part of", "Part\n\nof")),
        INCIDENT,
        "T0152.008 Live",
    ),
    Plant(
        "FW108",
        "a cell is missing",
        replace(
            COUNTER,
            "| [A007 factchecker](../../generated_pages/actortypes/A007.md) | S002 |",
            "| [A007 factchecker](../../generated_pages/actortypes/A007.md) |",
        ),
        COUNTER,
        "A007",
    ),
    Plant(
        "FW109",
        "a year with a fraction",
        replace(INCIDENT, "* **Year started:** ", "* **Year started:** 2021.0"),
        INCIDENT,
        "Year started",
        beside={"FW309": "the index still says what the page said"},
        changes=FIELDS,
    ),
    Plant(
        "FW110",
        "nothing that describes the incident",
        emptied(f"{HOME}/incidents/I00002.md"),
        f"{HOME}/incidents/I00002.md",
        "incident type",
        beside={"FW309": "the index still says what the page said"},
    ),
    Plant(
        "FW111",
        "a merge conflict",
        lambda tree: replace(
            INCIDENT,
            (row := tree.row(INCIDENT, "| [T0152.008 ")),
            f"<<<<<<< HEAD\n{row}\n=======\n{row}\n>>>>>>> feature",
        )(tree),
        INCIDENT,
        "<<<<<<<",
        beside={
            "FW304": "what follows: the technique still lists the incident",
            "FW410": "what follows: its only row is lost",
        },
    ),
    # FW2
    Plant(
        "FW201",
        "a link to a page that does not exist",
        described(lambda text: f"{text} [more](../../generated_pages/techniques/T0999.md)"),
        INCIDENT,
        "[more]",
    ),
    Plant(
        "FW201",
        "an entry of the matrix that leads nowhere",
        replace(RED, "techniques/T0152.008.md", "techniques/T0152.08.md"),
        RED,
        "T0152.08.md",
    ),
    Plant(
        "FW201",
        "a broken link on a page beside the framework",
        lambda tree: tree.write("README.md", "# Read me\n\n[x](generated_pages/nothing.md)\n"),
        "README.md",
        "[x]",
    ),
    Plant(
        "FW202",
        "a link to a heading that does not exist",
        described(lambda text: f"{text} [more](../../generated_pages/techniques/T0115.md#uses)"),
        INCIDENT,
        "[more]",
    ),
    Plant("FW203", "no target", described(lambda text: f"{text} [more]()"), INCIDENT, "[more]"),
    Plant(
        "FW203", "a placeholder", described(lambda text: f"{text} [more](nan)"), INCIDENT, "[more]"
    ),
    Plant(
        "FW204",
        "a link to another page than it says",
        replace(TACTIC, LINK, LINK.replace("008.md", "009.md")),
        TACTIC,
        "T0152.008 ",
    ),
    Plant(
        "FW205",
        "an old name in a link",
        replace(TACTIC, LINK, LINK.replace("Live Streaming", "Livestream")),
        TACTIC,
        "T0152.008 ",
    ),
    Plant(
        "FW206",
        "a link in another letter case",
        replace(TACTIC, LINK, LINK.replace("/techniques/", "/Techniques/")),
        TACTIC,
        "T0152.008 ",
    ),
    Plant(
        "FW207",
        "an absolute link",
        replace(TACTIC, LINK, LINK.replace("../../", "/")),
        TACTIC,
        "T0152.008 ",
    ),
    Plant(
        "FW207",
        "a link out of the repository",
        replace(TACTIC, LINK, LINK.replace("../../", "../../../../")),
        TACTIC,
        "T0152.008 ",
    ),
    Plant(
        "FW208",
        "an address without a host",
        described(lambda text: f"{text} [more](https:///example.org/x)"),
        INCIDENT,
        "[more]",
    ),
    Plant(
        "FW208",
        "an address with a blank",
        described(lambda text: f"{text} [more](https://example.org/a b)"),
        INCIDENT,
        "[more]",
    ),
    Plant(
        "FW209",
        "a link whose text is another address",
        described(lambda text: f"{text} [https://example.org/a](https://example.org/b)"),
        INCIDENT,
        "[https://example.org/a]",
    ),
    Plant(
        "FW210",
        "a heading in another letter case",
        lambda tree: tree.write("README.md", "# Read me\n\n[x](#Read-me)\n"),
        "README.md",
        "[x]",
    ),
    # FW3
    Plant(
        "FW301",
        "an ID that no page has",
        described(lambda text: text.replace(CITATION, f"{CITATION[:-1]}, T0999: Nothing Here)")),
        INCIDENT,
        "T0999",
    ),
    Plant(
        "FW302",
        "a colon for the dot of an ID",
        described(lambda text: text.replace("T0152.008", "T0152:008")),
        INCIDENT,
        "T0152:008",
    ),
    Plant(
        "FW302",
        "a zero too few",
        described(lambda text: text.replace("T0152.008", "T152.008")),
        INCIDENT,
        "T152.008",
    ),
    Plant(
        "FW303",
        "another page's name after an ID",
        described(lambda text: text.replace(CITATION, "(T0152.008: Audio Platform)")),
        INCIDENT,
        "T0152.008: Audio",
    ),
    Plant(
        "FW303",
        "a name that no page has",
        described(lambda text: text.replace(CITATION, "(T0152.008: Streaming Site)")),
        INCIDENT,
        "T0152.008: Streaming",
    ),
    Plant(
        "FW304",
        "the technique no longer lists the incident",
        without_row(TECHNIQUE, "| [I00124 "),
        INCIDENT,
        "T0152.008 Live",
    ),
    Plant(
        "FW304",
        "the incident no longer lists the technique",
        without_row(INCIDENT, "| [T0152.008 "),
        TECHNIQUE,
        "| [I00124 ",
        beside={"FW410": "the incident lists no technique any more"},
    ),
    Plant(
        "FW304",
        "the actor type no longer lists the counter",
        without_row(f"{HOME}/actortypes/A007.md", "| [C00008 "),
        COUNTER,
        "| [A007 ",
    ),
    Plant(
        "FW304",
        "the metatechnique no longer lists the counter",
        without_row(f"{HOME}/metatechniques/M006.md", "| [C00008 "),
        COUNTER,
        "Metatechnique",
    ),
    Plant(
        "FW304",
        "the technique no longer lists the counter",
        without_row(f"{HOME}/techniques/T0010.md", "| [C00009 "),
        f"{HOME}/counters/C00009.md",
        "| [T0010 ",
    ),
    Plant(
        "FW304",
        "a tactic lists another tactic's technique",
        replace(
            f"{HOME}/tactics/TA18.md",
            "| Techniques |\n| ---------- |\n",
            f"| Techniques |\n| ---------- |\n| {LINK} |\n",
        ),
        f"{HOME}/tactics/TA18.md",
        "T0152.008",
    ),
    Plant(
        "FW305",
        "the technique's page has another text",
        replace(TECHNIQUE, "Part of the report", "A part of the report"),
        TECHNIQUE,
        "| [I00124 ",
    ),
    Plant(
        "FW306",
        "another parent",
        replace(TECHNIQUE, "T0152 Digital Content Hosting", "T0151 Digital Community Hosting"),
        TECHNIQUE,
        "Parent Technique",
    ),
    Plant(
        "FW306",
        "no parent",
        replace(
            TECHNIQUE, " <br><br>**Parent Technique:** T0152 Digital Content Hosting Asset", ""
        ),
        TECHNIQUE,
        "",
    ),
    Plant(
        "FW307",
        "another tactic",
        replace(TECHNIQUE, "TA07 Select Channels and Affordances", "TA06 Develop Content"),
        TECHNIQUE,
        "Tactic",
        beside=OTHER_TACTIC,
    ),
    Plant(
        "FW307",
        "a tactic that does not list the technique",
        without_row(TACTIC, "| [T0152.008 "),
        TECHNIQUE,
        "Tactic",
    ),
    Plant(
        "FW307",
        "a tactic by another name",
        replace(TECHNIQUE, "TA07 Select Channels and Affordances", "TA07 Select Channels"),
        TECHNIQUE,
        "Tactic",
    ),
    Plant(
        "FW308",
        "a technique is not in the matrix",
        replace(
            RED,
            '<a href="techniques/T0152.008.md">T0152.008 Live Streaming Platform</a>',
            "",
        ),
        TECHNIQUE,
        "# ",
    ),
    Plant(
        "FW309",
        "another name in the index",
        replace(INDEX, "<td>Live Streaming Platform</td>", "<td>Livestream Platform</td>"),
        INDEX,
        "Livestream",
    ),
    Plant(
        "FW310",
        "two techniques of one name",
        everywhere("Live Streaming Platform", "Wiki Platform"),
        f"{HOME}/techniques/T0152.011.md",
        "# ",
        changes=TECHNIQUE,
    ),
    Plant(
        "FW310",
        "two counters of one name",
        everywhere(
            "Create shared fact-checking database",
            "Educate high profile influencers on best practices",
        ),
        f"{HOME}/counters/C00009.md",
        changes=COUNTER,
    ),
    Plant(
        "FW311",
        "a page that nothing links to",
        copied(COUNTER, f"{HOME}/counters/C00999.md", "C00008", "C00999"),
        f"{HOME}/counters/C00999.md",
        changes=COUNTER,
    ),
    Plant(
        "FW312",
        "two summaries alike",
        everywhere(
            SUMMARY,
            "Find online influencers. Provide training in the mechanisms of disinformation, how to "
            "spot campaigns, and/or how to contribute to responses by countermessaging, boosting "
            "information sites etc.",
        ),
        f"{HOME}/counters/C00009.md",
        "Summary",
        changes=COUNTER,
    ),
    Plant(
        "FW313",
        "the summary is the name",
        everywhere(SUMMARY, "Create shared fact-checking database"),
        COUNTER,
        "Summary",
    ),
    Plant(
        "FW314",
        "a summary within another",
        everywhere(SUMMARY, f"Train online influencers. {SUMMARY_OF_ANOTHER}"),
        f"{HOME}/counters/C00093.md",
        "Summary",
        changes=COUNTER,
    ),
    Plant(
        "FW315",
        "another tactic than the parent",
        both(
            replace(TECHNIQUE, "TA07 Select Channels and Affordances", "TA06 Develop Content"),
            without_row(TACTIC, "| [T0152.008 "),
            replace(f"{HOME}/tactics/TA06.md", "| [T0015 ", f"| {LINK} |\n| [T0015 "),
        ),
        TECHNIQUE,
        "Tactic",
        beside={"FW309": "the index still says what the page said"},
    ),
    Plant(
        "FW316",
        "a technique that is associated with itself",
        replace(
            TECHNIQUE,
            "| --------- | ------------------------- |\n\n\n\n| Incident",
            f"| --------- | ------------------------- |\n| {LINK} | Text |\n\n\n\n| Incident",
        ),
        TECHNIQUE,
        "| Text |",
    ),
    Plant(
        "FW317",
        "an entry of an index twice",
        lambda tree: replace(INDEX, (entry := index_entry(tree, "T0152.008")), f"{entry}\n{entry}")(
            tree
        ),
        INDEX,
        "T0152.008.md",
        which=1,
    ),
    # FW4
    Plant("FW401", "a cell doubled with breaks", doubled_cell, TECHNIQUE, "| [I00124 "),
    Plant("FW401", "a cell doubled with its row", doubled_row, TECHNIQUE, "| [I00124 ", beside=ROW),
    Plant("FW401", "a cell three times with commas", tripled_cell, TECHNIQUE, "| [I00124 "),
    Plant(
        "FW402",
        "a paragraph twice",
        described(lambda text: f"{text}<br><br>{text.split('<br><br>')[0]}"),
        INCIDENT,
        "T0152.008 Live",
    ),
    Plant(
        "FW403",
        "the text cites another technique",
        described(lambda text: text.replace(CITATION, "(T0152.006: Video Platform)")),
        INCIDENT,
        "T0152.008 Live",
        beside={"FW407": "the technique that is cited is not listed; FW403 stands beside FW407"},
    ),
    Plant(
        "FW404",
        "another incident's text",
        of_another_incident,
        INCIDENT,
        "T0152.008 Live",
        beside={"FW407": "the techniques that the foreign text cites are not listed"},
    ),
    Plant(
        "FW404",
        "a passage of another incident's text",
        described(lambda text: f"{text}<br><br>{PASSAGE}"),
        INCIDENT,
        "T0152.008 Live",
    ),
    Plant(
        "FW405", "a row doubled with its cell", doubled_row, INCIDENT, LINK, which=1, beside=TWIN
    ),
    Plant("FW405", "a row again further down", row_again_below, TWO_ROWS, "T0097.104 H", which=1),
    Plant("FW406", "no text", described(lambda text: ""), INCIDENT, LINK),
    Plant(
        "FW407",
        "a technique is cited and not listed",
        described(
            lambda text: text.replace(CITATION, f"{CITATION[:-1]}, T0152.006: Video Platform)")
        ),
        INCIDENT,
        "T0152.006",
    ),
    Plant("FW408", "two texts nearly alike", diverging, TWO_ROWS, "In order to sell"),
    Plant(
        "FW409",
        "a text that cites nothing",
        described(lambda text: text.replace(f" {CITATION}", "")),
        INCIDENT,
        LINK,
    ),
    Plant(
        "FW410",
        "an incident without techniques",
        both(
            without_row(INCIDENT, "| [T0152.008 "),
            without_row(TECHNIQUE, "| [I00124 "),
        ),
        INCIDENT,
        "| Technique |",
    ),
    # FW5
    Plant(
        "FW501",
        "a tag that is not closed",
        described(lambda text: text.removesuffix("</i>")),
        INCIDENT,
        LINK,
    ),
    Plant(
        "FW501",
        "a tag that is not opened",
        described(lambda text: text.replace("<br><br><i>", "<br><br>")),
        INCIDENT,
        LINK,
    ),
    Plant(
        "FW502",
        "a script",
        described(lambda text: f"{text} <script>alert(1)</script>"),
        INCIDENT,
        "<script>",
    ),
    Plant(
        "FW502",
        "an event handler",
        described(lambda text: text.replace("<i>", '<i onclick="x()">')),
        INCIDENT,
        "onclick",
    ),
    Plant(
        "FW502",
        "a link that runs a script",
        described(lambda text: f"{text} [more](javascript:alert(1))"),
        INCIDENT,
        "[more]",
    ),
    Plant(
        "FW503",
        "a zero-width blank",
        described(lambda text: text.replace("Part of", "Part\u200b of")),
        INCIDENT,
        LINK,
    ),
    Plant(
        "FW503",
        "a mark that turns the text around",
        described(lambda text: text.replace("Part of", "Part \u202eof")),
        INCIDENT,
        LINK,
    ),
    Plant(
        "FW504",
        "an accent decoded wrongly",
        described(lambda text: text.replace("Like Twitch", "Like TwitchÃ©")),
        INCIDENT,
        "Ã©",
    ),
    Plant(
        "FW504",
        "a quotation mark decoded wrongly",
        described(lambda text: text.replace("“Malign", "â€œMalign")),
        INCIDENT,
        "â€œ",
    ),
    Plant("FW505", "a placeholder", everywhere(SUMMARY, "TBD"), COUNTER, "TBD"),
    Plant("FW505", "nan for a text", described(lambda text: "nan"), INCIDENT, LINK),
    Plant(
        "FW506",
        "a blank at the end of a title",
        replace(COUNTER, "fact-checking database\n", "fact-checking database \n"),
        COUNTER,
    ),
    Plant(
        "FW506",
        "a doubled blank in a title",
        everywhere("Create shared fact-checking", "Create  shared fact-checking"),
        COUNTER,
    ),
    Plant(
        "FW507",
        "two citations run together",
        described(
            lambda text: text.replace(
                CITATION, f"{CITATION[:-1]} T0152.008: Live Streaming Platform)"
            )
        ),
        INCIDENT,
        "Platform T0152.008",
    ),
    Plant(
        "FW508",
        "a misspelled name",
        everywhere("Create shared fact-checking database", "Create shared fact-checking databse"),
        COUNTER,
    ),
    Plant(
        "FW509",
        "the number of a footnote",
        everywhere(
            "Share fact-checking resources - tips", "Share fact-checking resources166 - tips"
        ),
        COUNTER,
        "resources166",
    ),
    Plant(
        "FW510",
        "three line breaks in a row",
        described(lambda text: text.replace("<br><br>[...]", "<br><br><br>[...]", 1)),
        INCIDENT,
        LINK,
    ),
    Plant(
        "FW510",
        "a summary that breaks off",
        everywhere("messages, across respose groups.", "messages, across respose groups, and"),
        COUNTER,
        "groups, and",
    ),
    Plant(
        "FW511",
        "a Markdown link that the index prints raw",
        everywhere("Share fact-checking resources", "Share [resources](https://example.org)"),
        COUNTER,
        "[resources]",
    ),
    Plant(
        "FW512",
        "a no-break space in running text",
        described(lambda text: text.replace("This report", "This\u00a0report")),
        INCIDENT,
        LINK,
    ),
    Plant(
        "FW513",
        "a misspelled word",
        everywhere("Share fact-checking resources", "Share fact-checking resuorces"),
        COUNTER,
        "resuorces",
    ),
    # FW6
    Plant(
        "FW601",
        "no reference",
        without_row(INCIDENT, "| [https://www.mpf.se"),
        INCIDENT,
        "| Reference",
        changes=REFERENCES,
    ),
    Plant(
        "FW602",
        "no date",
        replace(INCIDENT, "2023/03/01", "2023/13/01"),
        INCIDENT,
        "2023/13",
        changes=REFERENCES,
    ),
    Plant(
        "FW602",
        "a date to come",
        replace(INCIDENT, "2023/03/01", "2123/03/01"),
        INCIDENT,
        "2123",
        changes=REFERENCES,
    ),
    Plant(
        "FW602",
        "a date in words",
        replace(INCIDENT, "2023/03/01", "March 2023"),
        INCIDENT,
        "March",
        changes=REFERENCES,
    ),
    Plant(
        "FW603",
        "no archive",
        without_archive,
        INCIDENT,
        "| [https://www.mpf.se",
        changes=REFERENCES,
    ),
    Plant(
        "FW603",
        "the archive of another page",
        everywhere(
            "[https://web.archive.org/web/20240520215840/https://www.mpf.se/publikationer/publikationer/"
            "2023-12-01-malign-foreign-interference-and-information-influence-on-video-game-platforms-"
            "understanding-the-adversarial-playbook](https://web.archive.org/web/20240520215840/"
            "https://www.mpf.se/publikationer/publikationer/2023-12-01-malign-foreign-interference-and-"
            "information-influence-on-video-game-platforms-understanding-the-adversarial-playbook)",
            "[https://web.archive.org/web/20240520215840/https://www.mpf.se/publikationer/another]"
            "(https://web.archive.org/web/20240520215840/https://www.mpf.se/publikationer/another)",
        ),
        INCIDENT,
        "publikationer/another",
        changes=REFERENCES,
    ),
    Plant(
        "FW604",
        "one address twice",
        lambda tree: replace(
            INCIDENT,
            (row := tree.row(INCIDENT, "| [https://www.mpf.se")),
            f"{row}\n{row}",
        )(tree),
        INCIDENT,
        "| [https://www.mpf.se",
        which=1,
        beside={"FW607": "the date of the doubled row is wrong already"},
        changes=REFERENCES,
    ),
    Plant(
        "FW604",
        "the only source of two incidents",
        of_another_source,
        f"{HOME}/incidents/I00100.md",
        "| [https://venturebeat",
        changes=REFERENCES,
    ),
    Plant(
        "FW605",
        "archived before it was published",
        replace(INCIDENT, "2023/03/01", "2024/06/01"),
        INCIDENT,
        "2024/06/01",
        beside={"FW607": "the address says another day than both dates"},
        changes=REFERENCES,
    ),
    Plant(
        "FW607",
        "the address says another day",
        replace(INCIDENT, "2023/03/01", "2023/04/01"),
        INCIDENT,
        "2023/04/01",
        changes=REFERENCES,
    ),
    Plant(
        "FW608",
        "a misspelled organization",
        everywhere("| VentureBeat |", "| VentureBaet |"),
        f"{HOME}/incidents/I00100.md",
        "| VentureBaet |",
    ),
    # FW7
    Plant(
        "FW701",
        "a page says something else than the workbook",
        replace(COUNTER, "across respose groups", "across response groups"),
        COUNTER,
        "across response groups",
        beside={"FW309": "the index still says what the page said"},
        workbook=True,
    ),
    Plant(
        "FW702",
        "a blank after a comma",
        in_sheet(*INCIDENT_TECHNIQUES, cell("D97", "T0152.008, T0152.006")),
        DATA,
        97,
        workbook=True,
    ),
    Plant(
        "FW703",
        "an ID that changed in the workbook",
        in_sheet(*TASKS, cell("A4", "TK0903")),
        f"{HOME}/tasks/TK0003.md",
        beside={
            "FW704": "the row's new ID has no page",
            "FW310": "the row's page, once it is printed, has the name of this",
        },
        workbook=True,
    ),
    Plant(
        "FW704",
        "an ID that changed in the workbook",
        in_sheet(*TASKS, cell("A4", "TK0903")),
        FRAMEWORKS,
        4,
        beside={
            "FW703": "the row's old ID still has a page",
            "FW310": "the row's page, once it is printed, has the name of that",
        },
        workbook=True,
    ),
    Plant(
        "FW709",
        "a name that changed in the workbook",
        in_sheet(*TASKS, cell("B4", "Plan the campaign")),
        FRAMEWORKS,
        4,
        base=True,
        workbook=True,
    ),
    Plant(
        "FW705",
        "a row twice",
        in_sheet(*INCIDENT_TECHNIQUES, row_again(97, last=562)),
        DATA,
        563,
        beside={
            "FW701": "the pages were not printed again",
            "FW707": "the row's own ID stands twice too",
            "FW708": "that ID begins with a no-break space already",
        },
        workbook=True,
    ),
    Plant(
        "FW707",
        "an ID twice",
        in_sheet(*TASKS, cell("A4", "TK0005")),
        FRAMEWORKS,
        7,
        beside={
            "FW703": "the row's old ID still has a page",
            "FW701": "the page of one of them",
            "FW310": "the page of the row's old ID has its name",
        },
        workbook=True,
    ),
    Plant(
        "FW708",
        "a blank behind an ID",
        in_sheet(*TASKS, cell("A4", "TK0003 ")),
        FRAMEWORKS,
        4,
        beside={"FW703": "for the generator that is another ID than the page's"},
        workbook=True,
    ),
    Plant(
        "FW706",
        "an ID that the workbook does not define",
        in_sheet(*INCIDENT_TECHNIQUES, cell("D97", "T0152.008,T0999")),
        DATA,
        97,
        workbook=True,
    ),
    # FW8
    Plant(
        "FW801",
        "a page is gone that others cite",
        without(TECHNIQUE),
        INCIDENT,
        "T0152.008",
        beside={
            "FW201": "links to the page lead nowhere",
            "FW301": "the ID that is cited no longer has a page",
            "FW304": "its tactic and its incident list a page that is not there",
        },
        base=True,
    ),
    Plant(
        "FW804",
        "an incident that lost its techniques",
        both(
            without_row(INCIDENT, "| [T0152.008 "),
            without_row(TECHNIQUE, "| [I00124 "),
        ),
        INCIDENT,
        "| Technique |",
        beside={"FW410": "the incident lists no technique any more"},
        base=True,
    ),
    Plant(
        "FW802",
        "an ID that stands for something else",
        both(
            everywhere("Create shared fact-checking database", "Plant trees"),
            everywhere(SUMMARY, "Trees are planted where campaigns ran, by those who ran them."),
        ),
        COUNTER,
        base=True,
    ),
    Plant(
        "FW803",
        "a new name",
        both(
            replace(COUNTER, "Create shared fact-checking database", "Share fact-checking data"),
        ),
        COUNTER,
        "# ",
        beside={
            "FW205": "links still say the old name",
            "FW309": "the indexes still say the old name",
        },
        base=True,
    ),
]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The pages of the real framework of February 2025, without workbooks and exports."""
    tree = corpus("disarm-2025-02")
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in sorted(tree.rglob("*"))
        if path.is_file() and path.suffix not in (".xlsx", ".json", ".csv", ".html")
    }


@pytest.fixture(scope="module")
def workbooks() -> dict[str, bytes]:
    """The workbooks of the real framework of February 2025."""
    tree = corpus("disarm-2025-02")
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in tree.rglob("*.xlsx")}


@dataclass(frozen=True)
class Unchanged:
    """The framework as it is, and what is known of it."""

    framework: Framework
    known: Known


@pytest.fixture(scope="module")
def unchanged(schema_kinds: Kinds, files: dict[str, bytes]) -> Unchanged:
    framework = framework_of(schema_kinds, files)
    return Unchanged(framework, Known.of(findings_of(framework)))


@pytest.fixture(scope="module")
def unchanged_with_workbooks(
    schema_kinds: Kinds, files: dict[str, bytes], workbooks: dict[str, bytes]
) -> Unchanged:
    framework = framework_of(schema_kinds, {**files, **workbooks})
    return Unchanged(framework, Known.of(findings_of(framework)))


_ID = re.compile(rb"\b[A-Z]{1,2}\d{2,8}(?:\.\d{3})?\b")


def near(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    """The pages that a change touches, those that name one, and those that its lines name."""
    touched = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    names = {*map(_stem, touched)}
    for path in touched:
        old, new = (set(files.get(path, b"").split(b"\n")) for files in (before, after))
        for line in old ^ new:
            names.update(_ID.findall(line))
    stands = re.compile(b"|".join(map(re.escape, sorted(names))))
    return touched | {
        path for path, content in after.items() if _stem(path) in names or stands.search(content)
    }


def _stem(path: str) -> bytes:
    return path.rpartition("/")[2].removesuffix(".md").encode()


def only_on(rule: Rule, paths: set[str]) -> Rule:
    """A rule that looks at some pages, though from there at any other."""
    if not rule.is_page_rule:
        return rule

    @wraps(rule.check)
    def check(page: Page, *arguments: Any, **options: Any) -> Iterator[Place]:
        return rule.check(page, *arguments, **options) if page.path in paths else iter(())

    return rule._replace(check=check)


def new_findings(
    kinds: Kinds, tree: Tree, before: Unchanged, paths: set[str], *, base: bool
) -> list[Finding]:
    """What is found beside what is known of the unchanged framework, with the new places only.

    Rules about the framework are run whole, rules about a page on those at `paths`, which the
    change can concern: rules that compare with a workbook on all pages.
    """
    # Only what changed is read anew.
    framework = Framework(kinds, MemoryTree(tree.files), base=before.framework)
    if not base:
        framework.base = None
    rules = [rule if rule.code.startswith("FW7") else only_on(rule, paths) for rule in all_rules()]
    result = lint(framework, rules)
    assert result.crashes == []
    parts = [before.known.new_part(finding) for finding in result.findings]
    return [part for part in parts if part is not None]


def told(findings: list[Finding]) -> str:
    """Findings in words, for whoever reads a failed test."""
    return "\n".join(
        f"{finding.rule.code} {finding.place.page.where(finding.place.span)} {finding.message}"
        for finding in findings
    )


def where(plant: Plant) -> str:
    """What other plants must leave alone. The incident and the technique list each other."""
    changed = plant.changes or plant.path
    return INCIDENT if changed in (TECHNIQUE, COPY) else changed


def may_stand_together(one: Plant, other: Plant) -> bool:
    """Whether it can be told which of two plants a finding is of."""
    return (
        (one.base, one.workbook) == (other.base, other.workbook)
        and where(one) != where(other)
        and ALL not in (one.changes, other.changes)
        and one.rule not in (other.rule, *other.beside)
        and other.rule not in one.beside
    )


def grouped(plants: list[Plant]) -> list[list[Plant]]:
    """Plants that are planted together."""
    groups: list[list[Plant]] = []
    for plant in plants:
        for group in groups:
            if all(may_stand_together(plant, one) for one in group):
                group.append(plant)
                break
        else:
            groups.append([plant])
    return groups


def is_near(finding: Finding, paths: set[str]) -> bool:
    """Whether one of the places of a finding is on one of some pages."""
    return any(place.page.path in paths for place in finding.places)


@pytest.mark.slow
@pytest.mark.parametrize("plants", grouped(PLANTS), ids=lambda plants: " + ".join(map(str, plants)))
def test_planted_defects_are_found(
    plants: list[Plant],
    schema_kinds: Kinds,
    files: dict[str, bytes],
    request: pytest.FixtureRequest,
) -> None:
    name = "unchanged_with_workbooks" if plants[0].workbook else "unchanged"
    before: Unchanged = request.getfixturevalue(name)
    tree = Tree(files)
    if plants[0].workbook:
        tree.files |= request.getfixturevalue("workbooks")
    concerned = []
    for plant in plants:
        old = dict(tree.files)
        plant.edit(tree)
        concerned.append(near(old, tree.files))
    paths = set().union(*concerned)
    new = new_findings(schema_kinds, tree, before, paths, base=plants[0].base)
    allowed = [
        finding
        for plant, pages in zip(plants, concerned, strict=True)
        for finding in found(plant, pages, new, tree)
    ]
    others = [finding for finding in new if finding not in allowed]
    assert others == [], told(others)


def found(plant: Plant, pages: set[str], new: list[Finding], tree: Tree) -> list[Finding]:
    """What is new because of a plant, which must be found at its place; `pages` are near it."""
    own = [finding for finding in new if finding.rule.code == plant.rule]
    assert len(own) == plant.count, f"{plant}\n{told(new)}"
    line = plant.line
    if isinstance(line, str):
        line = tree.line(plant.path, line, plant.which)
    places = {
        (place.page.path, place.page.lines.position(place.span.start)[0]) for place in own[0].places
    }
    assert (plant.path, line) in places, f"{plant}\n{told(new)}"
    beside = [finding for finding in new if finding.rule.code in plant.beside]
    # A change of a workbook concerns other pages than those that name one another.
    return own + [finding for finding in beside if plant.workbook or is_near(finding, pages)]


HARMLESS_TEXTS = [
    r"an escaped pipe: a \| b",
    "a percent-escape in a link: [x](../../generated_pages/techniques/T0115%2Emd)",
    "a link to a heading: [x](../techniques/T0115.md#technique-t0115-post-content)",
    "words of other languages: Façade, naïve, “Ünïcödé”, emoji of several characters: 👩\u200d💻",
    "names with numbers: A-234, A 2019, T5, ADAPT 2030, COVID-19",
    "codes without pages: FW01, S001, D02, R001, F00001",
    "IDs in an address: https://example.org/T0999/T0152:008",
    "a colon in running text. Verdict: false. **Note:** more",
    f"the citation again {CITATION}",
]
HARMLESS_EDITS = both(
    described(lambda text: " ".join([text, *HARMLESS_TEXTS])),
    lambda tree: replace(
        TECHNIQUE, (row := tree.row(TECHNIQUE, "| [I00124 ")), row.removesuffix(" |")
    )(tree),
    append(COUNTER, "\n\n**Verdict**: ok\n\n| A |\n| - |\n| b | c |\n"),
    lambda tree: tree.write(TACTIC, tree.text(TACTIC).replace("\n", "\r\n")),
    lambda tree: tree.write(TWO_ROWS, tree.text(TWO_ROWS).replace("\n\n", "\n\n\n")),
    lambda tree: tree.write("docs/a.md", "# Technique T0001: x\n\n**Summary**: a\n"),
)


@pytest.mark.slow
def test_harmless_changes_give_nothing(
    schema_kinds: Kinds, files: dict[str, bytes], unchanged: Unchanged
) -> None:
    tree = Tree(files)
    HARMLESS_EDITS(tree)
    paths = near(files, tree.files)
    assert told(new_findings(schema_kinds, tree, unchanged, paths, base=False)) == ""


# Found by the engine from what is no page: tested with the command line, settings and baseline.
ELSEWHERE = {"FW901", "FW902", "FW903"}
# Planted in the example's workbooks: tests/planted/.
WORKBOOKS = {"FW710", "FW711"}
# Planted in the exports: tests/exports/test_planted.py.
EXPORTS = {"FW751", "FW752", "FW753", "FW754", "FW755", "FW756", "FW805"}


def test_every_rule_has_a_plant() -> None:
    planted_here = {plant.rule for plant in PLANTS}
    assert planted_here | ELSEWHERE | WORKBOOKS | EXPORTS >= {rule.code for rule in all_rules()}
