"""One defect of each kind, planted in the clean example: exactly that is found there.

A plant says all that is found: the rule's own finding first, then what must stand beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from frameworklint.framework.framework import notices_of

from ..builders import (
    ACTOR,
    CHANNELS,
    COUNTER,
    COUNTER_SUMMARY,
    EXPERT,
    EXPERT_SUMMARY,
    FERRY,
    HOME,
    HOSTING,
    INDEX,
    INSTITUTE,
    LEGITIMACY,
    MARKER,
    METATECHNIQUE,
    PLATFORM,
    PLATFORM_ROW,
    PLATFORM_SUMMARY,
    PLATFORM_TEXT,
    RED,
    RESEARCHER,
    ROOM,
    ROOM_LINK,
    ROOM_TEXT,
    SOURCE_ROW,
    VOTE,
    Kinds,
    Pages,
    add,
    all_rules,
    clean,
    compared,
    copy_page,
    line_of,
    listed,
    remove,
    sheets_of_clean,
    swap,
    swap_all,
    tell,
    tell_more,
    workbooks_of,
)
from ..conftest import findings_of, framework_of
from ..workbooks import DATA, FOLDER, Sheets

INCIDENTS = f"{HOME}/incidents_index.md"
ROOM_BOX = line_of(RED, '<td><a href="techniques/T0151.006.md"')
OTHER_ACTOR = (
    "# Actor A034: archive\n\n* **Summary:** Keeps copies.\n\n* **Sector:** S007\n\n"
    "* **Viewpoint:** FW01\n\n\n| Counters | Response types |\n| - | - |\n\n\n" + MARKER
)


@dataclass(frozen=True)
class Plant:
    """A defect, and all that is found where it is planted.

    Attributes:
        what: what is wrong.
        edits: how it is planted in the pages.
        found: the findings, each with all its places; the first is that of the planted rule.
        base: whether the pages as they were are the base revision.
        sheets: how the rows of the workbook are changed, where there is one.
    """

    what: str
    edits: tuple[Callable[[Pages], None], ...]
    found: tuple[str, ...]
    base: bool = False
    sheets: Callable[[Sheets], None] | None = None

    @property
    def rule(self) -> str:
        """The code of the planted rule."""
        return self.found[0].split(" ")[0]

    def __str__(self) -> str:
        return f"{self.rule} {self.what}"


def plant(
    what: str,
    *edits: Callable[[Pages], None],
    found: str | tuple[str, ...],
    base: bool = False,
    sheets: Callable[[Sheets], None] | None = None,
) -> Plant:
    return Plant(what, edits, (found,) if isinstance(found, str) else found, base, sheets)


def in_sheet(sheet: str, row: int, column: str, value: str) -> Callable[[Sheets], None]:
    """Give a cell of the workbook another text."""

    def edit(sheets: Sheets) -> None:
        assert column in sheets[sheet][row]
        sheets[sheet][row][column] = value

    return edit


def row_again(sheet: str, row: int, **other: str) -> Callable[[Sheets], None]:
    """Repeat a row of the workbook at the end of its sheet, some of its cells changed."""
    return lambda sheets: sheets[sheet].append(sheets[sheet][row] | other)


def without_sheet(sheet: str) -> Callable[[Sheets], None]:
    """Take a sheet out of the workbook."""

    def edit(sheets: Sheets) -> None:
        del sheets[sheet]

    return edit


def nothing_listed() -> tuple[Callable[[Pages], None], ...]:
    """Take all techniques from an incident, and the incident from their pages."""
    listings = ((EXPERT, "T0097.108"), (ROOM, "T0151.006"))
    return tuple(
        swap(path, f"{line_of(path, beginning)}\n", "")
        for technique, listed_id in listings
        for path, beginning in ((VOTE, f"| [{listed_id} "), (technique, "| [I00202 "))
    )


def unchanged(sheets: Sheets) -> None:
    """Leave the workbook as it is."""


PLANTS = [
    # FW0
    plant(
        "a byte that is not UTF-8", add(COUNTER, b"caf\xe9"), found="FW001 counters/C00300.md:1:1"
    ),
    plant("a NUL byte", add(EXPERT, "\n\0"), found="FW001 techniques/T0097.108.md:1:1"),
    plant(
        "a title without its ID",
        swap(COUNTER, "# Counter C00300: ", "# "),
        found="FW002 counters/C00300.md:1:3",
    ),
    plant(
        "no title",
        swap(ROOM, "# Technique", "Technique"),
        found="FW002 techniques/T0151.006.md:1:1",
    ),
    plant(
        "a copy whose file has a stray name",
        copy_page(COUNTER, f"{HOME}/counters/C00300 .md"),
        found="FW002 counters/C00300 .md:1:3",
    ),
    plant(
        "the title has another ID",
        swap(COUNTER, "C00300:", "C00301:"),
        found="FW003 counters/C00300.md:1:11",
    ),
    plant(
        "the title has an ID of another kind",
        swap(COUNTER, "C00300:", "T0300:"),
        found="FW003 counters/C00300.md:1:11",
    ),
    plant(
        "two pages with one ID",
        swap(EXPERT, "# Technique T0097.108: ", "# Technique T0097.107: "),
        found="FW004 techniques/T0097.108.md:1:13",
    ),
    plant("no marker", swap(ROOM, MARKER, ""), found="FW005 techniques/T0151.006.md:25:1"),
    plant("two markers", add(ROOM, f"\n\n{MARKER}\n"), found="FW005 techniques/T0151.006.md:28:1"),
    plant(
        "the page twice",
        lambda pages: pages.update({ACTOR: f"{pages[ACTOR]!s}\n\n{pages[ACTOR]!s}"}),
        found="FW006 actortypes/A033.md:17:3",
    ),
    # FW1
    plant(
        "a field is gone",
        swap(COUNTER, "* **Playbooks**: \n\n", ""),
        found="FW101 counters/C00300.md:1:3",
    ),
    plant(
        "an empty summary", swap_all(EXPERT_SUMMARY, ""), found="FW102 techniques/T0097.108.md:3:3"
    ),
    plant(
        "a value that is none of the listed",
        swap(FERRY, "* **incident type**: incident", "* **incident type**: hoax"),
        swap(INCIDENTS, "Rumor</td>\n<td>incident", "Rumor</td>\n<td>hoax"),
        found="FW103 incidents/I00201.md:5:22",
    ),
    plant(
        "a value of another form",
        swap_all("2023-06-30", "30 June 2023"),
        found="FW103 incidents/I00201.md:13:19",
    ),
    plant(
        "a misspelled label",
        swap(COUNTER, "Playbooks", "Playboks"),
        found="FW104 counters/C00300.md:5:5",
    ),
    plant(
        "an unknown field",
        swap(COUNTER, "* **Playbooks**", "* **Cost**: low\n\n* **Playbooks**"),
        found="FW104 counters/C00300.md:5:5",
    ),
    plant(
        "a field twice",
        swap(COUNTER, "* **Playbooks**: \n", "* **Playbooks**: \n\n* **Playbooks**: x\n"),
        found="FW104 counters/C00300.md:7:5",
    ),
    plant(
        "a table is gone",
        swap(RESEARCHER, "| Counters | Response types |\n| -------- | -------------- |\n", ""),
        found="FW105 techniques/T0097.107.md:1:3",
    ),
    plant(
        "another column",
        swap(ACTOR, "| Response types |", "| Responses |"),
        found="FW106 actortypes/A033.md:10:14",
    ),
    plant(
        "an unknown table",
        swap(COUNTER, f"\n{MARKER}", f"\n| Costs |\n| ----- |\n\n{MARKER}"),
        found="FW107 counters/C00300.md:38:3",
    ),
    plant(
        "a table twice",
        swap(COUNTER, f"\n{MARKER}", f"\n| Seen in incidents |\n| - |\n\n{MARKER}"),
        found="FW107 counters/C00300.md:38:3",
    ),
    plant(
        "a pipe inside a cell",
        tell("a message", "a | message"),
        found="FW108 incidents/I00201.md:24:1 techniques/T0151.004.md:15:1",
    ),
    plant(
        "a line break inside a cell",
        swap(FERRY, "that the harbor", "that\nthe harbor"),
        found="FW108 incidents/I00201.md:24:1",
    ),
    plant(
        "a cell is missing",
        swap(
            COUNTER,
            "(../../generated_pages/actortypes/A033.md) | S007 |",
            "(../../generated_pages/actortypes/A033.md) |",
        ),
        found="FW108 counters/C00300.md:16:1",
    ),
    plant(
        "a year with a fraction",
        swap(FERRY, "* **Year started:** 2023", "* **Year started:** 2023.0"),
        swap(INCIDENTS, "<td>2023</td>", "<td>2023.0</td>"),
        found="FW109 incidents/I00201.md:7:21",
    ),
    plant(
        "nothing but a summary",
        swap(FERRY, "* **incident type**: incident", "* **incident type**: "),
        swap(FERRY, "* **Year started:** 2023", "* **Year started:** "),
        swap(FERRY, "* **Countries:**  , Portugal", "* **Countries:**  , "),
        swap(FERRY, "* **Date added:** 2023-06-30", "* **Date added:** "),
        swap(
            INCIDENTS,
            "<td>incident</td>\n<td>2023</td>\n<td>Portugal</td>",
            "<td></td>\n<td></td>\n<td></td>",
        ),
        found="FW110 incidents/I00201.md:5:21",
    ),
    plant(
        "both versions of a merge conflict",
        swap(
            COUNTER,
            NEEDED := "* **Resources needed:** Cooperation of the platform",
            f"<<<<<<< HEAD\n{NEEDED}\n=======\n{NEEDED}s\n>>>>>>> platforms",
        ),
        found="FW111 counters/C00300.md:9:1",
    ),
    # FW2
    plant(
        "a page that does not exist",
        tell_more(" [more](../techniques/T0999.md)"),
        found="FW201 incidents/I00201.md:24:273 techniques/T0151.004.md:15:275",
    ),
    plant(
        "an entry of the matrix that leads nowhere",
        swap(RED, "techniques/T0151.006.md", "techniques/T0151.06.md"),
        found="FW201 disarm_red_framework.md:18:14",
    ),
    plant(
        "a broken link on a page beside the framework",
        add("README.md", "# Read me\n\n[x](generated_pages/nothing.md)\n"),
        found="FW201 README.md:3:5",
    ),
    plant(
        "no such heading",
        tell_more(" [more](../techniques/T0151.md#uses)"),
        found="FW202 incidents/I00201.md:24:273 techniques/T0151.004.md:15:275",
    ),
    plant(
        "no target",
        tell_more(" [more]()"),
        found="FW203 incidents/I00201.md:24:266 techniques/T0151.004.md:15:268",
    ),
    plant(
        "a placeholder for a target",
        tell_more(" [more](nan)"),
        found="FW203 incidents/I00201.md:24:266 techniques/T0151.004.md:15:268",
    ),
    plant(
        "a link to another page than it says",
        swap(CHANNELS, "techniques/T0151.006.md", "techniques/T0151.004.md"),
        found="FW204 tactics/TA07.md:18:3",
    ),
    plant(
        "an old name in a link",
        swap(CHANNELS, "T0151.006 Chat Room", "T0151.006 Chat Hall"),
        found="FW205 tactics/TA07.md:18:3",
    ),
    plant(
        "a link in another letter case",
        swap(CHANNELS, "techniques/T0151.006.md", "Techniques/T0151.006.md"),
        found="FW206 tactics/TA07.md:18:25",
    ),
    plant(
        "an absolute link",
        swap(CHANNELS, "../../generated_pages/techniques/T0151.006.md", "/techniques/T0151.006.md"),
        found="FW207 tactics/TA07.md:18:25",
    ),
    plant(
        "a link out of the repository",
        swap(CHANNELS, "../../generated_pages/techniques/T0151.006.md", "../../../x/T0151.006.md"),
        found="FW207 tactics/TA07.md:18:25",
    ),
    plant(
        "an address without a host",
        tell_more(" [more](https:///example.org/x)"),
        found="FW208 incidents/I00201.md:24:273 techniques/T0151.004.md:15:275",
    ),
    plant(
        "an address with a blank",
        tell_more(" [more](<https://example.org/a b>)"),
        found="FW208 incidents/I00201.md:24:273 techniques/T0151.004.md:15:275",
    ),
    plant(
        "a link whose text is another address",
        tell_more(" [https://example.org/a](https://example.org/b)"),
        found="FW209 incidents/I00201.md:24:266 techniques/T0151.004.md:15:268",
    ),
    plant(
        "a heading in another letter case",
        add("README.md", "# Read me\n\n[x](#Read-me)\n"),
        found="FW210 README.md:3:5",
    ),
    # FW3
    plant(
        "an ID that no page has",
        tell_more(" See T0999: Nothing Here."),
        found="FW301 incidents/I00201.md:24:270 techniques/T0151.004.md:15:272",
    ),
    plant(
        "a colon for the dot of an ID",
        tell("(T0151.004:", "(T0151:004:"),
        found="FW302 incidents/I00201.md:24:190 techniques/T0151.004.md:15:192",
    ),
    plant(
        "a digit too few",
        tell("(T0151.004:", "(T151.004:"),
        found="FW302 incidents/I00201.md:24:190 techniques/T0151.004.md:15:192",
    ),
    plant(
        "another page's name",
        tell("T0151.004: Chat Platform", "T0151.004: Chat Room"),
        found="FW303 incidents/I00201.md:24:201 techniques/T0151.004.md:15:203",
    ),
    plant(
        "a name that no page has",
        tell("T0151.004: Chat Platform", "T0151.004: Talk Site"),
        found="FW303 incidents/I00201.md:24:201 techniques/T0151.004.md:15:203",
    ),
    plant(
        "the technique does not list the incident",
        swap(PLATFORM, f"{line_of(PLATFORM, '| [I00201 ')}\n", ""),
        found="FW304 incidents/I00201.md:24:3",
    ),
    plant(
        "the incident does not list the technique",
        swap(FERRY, f"{PLATFORM_ROW}\n", ""),
        found="FW304 techniques/T0151.004.md:15:3",
    ),
    plant(
        "the actor type does not list the counter",
        swap(ACTOR, f"{line_of(ACTOR, '| [C00300 ')}\n", ""),
        found="FW304 counters/C00300.md:16:3",
    ),
    plant(
        "the metatechnique does not list the counter",
        swap(METATECHNIQUE, f"{line_of(METATECHNIQUE, '| [C00300 ')}\n", ""),
        found="FW304 counters/C00300.md:7:22",
    ),
    plant(
        "the technique does not list the counter",
        swap(ROOM, f"{line_of(ROOM, '| [C00300 ')}\n", ""),
        found="FW304 counters/C00300.md:29:3",
    ),
    plant(
        "the counter does not list the technique",
        swap(COUNTER, f"{line_of(COUNTER, '| [T0151.006 ')}\n", ""),
        found="FW304 techniques/T0151.006.md:23:3",
    ),
    plant(
        "a tactic lists another tactic's technique",
        swap(LEGITIMACY, "| [T0097 Present", f"| {ROOM_LINK} |\n| [T0097 Present"),
        found="FW304 tactics/TA16.md:16:3",
    ),
    plant(
        "the technique's page has another text",
        swap(PLATFORM, "harbor ferries", "harbor boats"),
        found="FW305 techniques/T0151.004.md:15:118",
    ),
    plant(
        "another parent",
        swap(ROOM, "T0151 Digital Community Hosting Asset", "T0097 Present Persona"),
        found="FW306 techniques/T0151.006.md:5:80",
    ),
    plant(
        "no parent",
        swap(ROOM, " <br><br>**Parent Technique:** T0151 Digital Community Hosting Asset", ""),
        found="FW306 techniques/T0151.006.md:1:3",
    ),
    plant(
        "a parent for a technique that is none's part",
        swap(
            HOSTING,
            "Affordances \n",
            "Affordances <br><br>**Parent Technique:** T0097 Present Persona\n",
        ),
        found="FW306 techniques/T0151.md:5:80",
    ),
    plant(
        "a tactic by another name",
        swap(ROOM, "Select Channels and Affordances", "Select Channels"),
        found="FW307 techniques/T0151.006.md:5:13",
    ),
    plant(
        "a tactic that does not list the technique",
        swap(CHANNELS, f"| {ROOM_LINK} |\n", ""),
        found="FW307 techniques/T0151.006.md:5:13",
    ),
    plant(
        "a tactic without a page",
        swap(ROOM, "TA07 Select", "TA08 Select"),
        swap(CHANNELS, f"| {ROOM_LINK} |\n", ""),
        swap(
            INDEX,
            "(see T0151.004: Chat Platform).</td>\n<td>TA07",
            "(see T0151.004: Chat Platform).</td>\n<td>TA08",
        ),
        found="FW307 techniques/T0151.006.md:5:13",
    ),
    plant(
        "not in the matrix",
        swap(RED, ROOM_BOX, "<td> </td>"),
        found="FW308 techniques/T0151.006.md:1:3",
    ),
    plant(
        "not in the index",
        lambda pages: pages.update(
            {
                INDEX: str(pages[INDEX]).partition('<tr>\n<td><a href="techniques/T0151.006.md"')[0]
                + "</table>\n"
            }
        ),
        found="FW308 techniques/T0151.006.md:1:3",
    ),
    plant(
        "another summary in the index",
        swap(INDEX, "A platform on which users send", "A site on which users send"),
        found="FW309 techniques_index.md:37:5",
    ),
    plant(
        "two techniques of one name",
        swap_all("T0151.006: Chat Room", "T0151.006: Chat Platform"),
        swap_all("T0151.006 Chat Room", "T0151.006 Chat Platform"),
        swap(INDEX, "<td>Chat Room</td>", "<td>Chat Platform</td>"),
        found="FW310 techniques/T0151.006.md:1:24",
    ),
    plant(
        "a page that nothing links to",
        copy_page(COUNTER, f"{HOME}/counters/C00999.md", "C00300", "C00999"),
        found="FW311 counters/C00999.md:1:3",
    ),
    plant(
        "two summaries alike",
        swap_all(EXPERT_SUMMARY, PLATFORM_SUMMARY),
        found="FW312 techniques/T0151.004.md:3:14",
    ),
    plant(
        "the summary is the name",
        swap_all(EXPERT_SUMMARY, "Expert Persona"),
        found="FW313 techniques/T0097.108.md:3:14",
    ),
    plant(
        "a summary within that of another family",
        swap_all(EXPERT_SUMMARY, f"{EXPERT_SUMMARY} {PLATFORM_SUMMARY}"),
        found="FW314 techniques/T0151.004.md:3:14",
    ),
    plant(
        "another tactic than the parent's",
        swap(ROOM, "TA07 Select Channels and Affordances", "TA16 Establish Legitimacy"),
        swap(CHANNELS, f"| {ROOM_LINK} |\n", ""),
        swap(LEGITIMACY, "| [T0097 Present", f"| {ROOM_LINK} |\n| [T0097 Present"),
        swap(
            INDEX,
            "(see T0151.004: Chat Platform).</td>\n<td>TA07",
            "(see T0151.004: Chat Platform).</td>\n<td>TA16",
        ),
        swap(RED, f"{ROOM_BOX}\n", "<td></td>\n"),
        swap(RED, "<tr>\n</tr>\n</table>", f"<tr>\n<td></td>\n{ROOM_BOX}\n</tr>\n</table>"),
        found="FW315 techniques/T0151.006.md:5:13",
    ),
    plant(
        "a technique that is associated with itself",
        swap(
            EXPERT,
            "| --------- | ------------------------- |\n",
            "| --------- | ------------------------- |\n"
            "| [T0097.108 Expert Persona](../../generated_pages/techniques/T0097.108.md) "
            "| Experts cite each other. |\n",
        ),
        found="FW316 techniques/T0097.108.md:10:3",
    ),
    plant(
        "an entry of the index twice",
        lambda pages: pages.update(
            {
                INDEX: str(pages[INDEX]).removesuffix("</table>\n")
                + str(pages[INDEX])[str(pages[INDEX]).rindex("<tr>\n") :]
            }
        ),
        found="FW317 techniques_index.md:47:5",
    ),
    # FW4
    plant(
        "a cell doubled",
        swap_all(PLATFORM_TEXT, f"{PLATFORM_TEXT}<br><br>{PLATFORM_TEXT}"),
        found="FW401 incidents/I00201.md:24:273 techniques/T0151.004.md:15:275",
    ),
    plant(
        "a cell doubled with its row",
        swap(PLATFORM, PLATFORM_TEXT, f"{PLATFORM_TEXT}, {PLATFORM_TEXT}"),
        swap(FERRY, PLATFORM_ROW, f"{PLATFORM_ROW}\n{PLATFORM_ROW}"),
        found=("FW401 techniques/T0151.004.md:15:269", "FW405 incidents/I00201.md:25:3"),
    ),
    plant(
        "a paragraph twice",
        tell_more("<br><br>The port heard of it in the evening of the same day." * 2),
        found="FW402 incidents/I00201.md:24:333 techniques/T0151.004.md:15:335",
    ),
    plant(
        "the text cites another technique",
        tell("T0151.004: Chat Platform", "T0151.006: Chat Room"),
        found="FW403 incidents/I00201.md:24:78 techniques/T0151.004.md:15:80",
    ),
    plant(
        "another incident's text",
        swap_all(
            PLATFORM_TEXT, ROOM_TEXT.replace("T0151.006: Chat Room", "T0151.004: Chat Platform")
        ),
        found="FW404 incidents/I00201.md:24:78 techniques/T0151.004.md:15:80",
    ),
    plant(
        "a row doubled",
        swap(FERRY, PLATFORM_ROW, f"{PLATFORM_ROW}\n{PLATFORM_ROW}"),
        found="FW405 incidents/I00201.md:25:3",
    ),
    plant(
        "no text",
        swap_all(PLATFORM_TEXT, ""),
        found="FW406 incidents/I00201.md:24:3 techniques/T0151.004.md:15:3",
    ),
    plant(
        "a technique is cited and not listed",
        tell_more(" One man called himself a doctor (T0097.108: Expert Persona)."),
        found="FW407 incidents/I00201.md:24:299",
    ),
    plant(
        "two texts nearly alike",
        swap(
            INSTITUTE,
            ROOM_INSTITUTE := line_of(INSTITUTE, "| [T0151.006 "),
            ROOM_INSTITUTE.replace("Four newspapers", "Five newspapers"),
        ),
        swap(ROOM, "Four newspapers", "Five newspapers"),
        found="FW408 incidents/I00203.md:26:350",
    ),
    plant(
        "a text that cites nothing",
        tell(" (T0151.004: Chat Platform)", ""),
        found="FW409 incidents/I00201.md:24:78 techniques/T0151.004.md:15:80",
    ),
    plant("no techniques", *nothing_listed(), found="FW410 incidents/I00202.md:22:3"),
    # FW5
    plant(
        "a tag that is not closed",
        tell("a message", "<i>a message"),
        found="FW501 incidents/I00201.md:24:90 techniques/T0151.004.md:15:92",
    ),
    plant(
        "a tag that is not opened",
        tell("a message", "a message</i>"),
        found="FW501 incidents/I00201.md:24:99 techniques/T0151.004.md:15:101",
    ),
    plant(
        "a script",
        tell_more(" <script>alert(1)</script>"),
        found="FW502 incidents/I00201.md:24:266 techniques/T0151.004.md:15:268",
    ),
    plant(
        "an event handler",
        tell("a message", '<i onclick="x()">a message</i>'),
        found="FW502 incidents/I00201.md:24:90 techniques/T0151.004.md:15:92",
    ),
    plant(
        "a link that runs a script",
        tell_more(" [more](javascript:alert(1))"),
        found="FW502 incidents/I00201.md:24:266 techniques/T0151.004.md:15:268",
    ),
    plant(
        "a zero-width blank",
        tell("a message", "a\u200b message"),
        found="FW503 incidents/I00201.md:24:91 techniques/T0151.004.md:15:93",
    ),
    plant(
        "a mark that turns the text around",
        tell("a message", "a \u202emessage"),
        found="FW503 incidents/I00201.md:24:92 techniques/T0151.004.md:15:94",
    ),
    plant(
        "an accent decoded wrongly",
        tell("a message", "a messageÃ©"),
        found="FW504 incidents/I00201.md:24:92 techniques/T0151.004.md:15:94",
    ),
    plant(
        "a placeholder", swap_all(EXPERT_SUMMARY, "TBD"), found="FW505 techniques/T0097.108.md:3:14"
    ),
    plant(
        "nan for a text",
        swap_all(PLATFORM_TEXT, "nan"),
        found="FW505 incidents/I00201.md:24:78 techniques/T0151.004.md:15:80",
    ),
    plant(
        "a blank at the end of a title",
        swap(COUNTER, "forwarded messages\n", "forwarded messages \n"),
        found="FW506 counters/C00300.md:1:43",
    ),
    plant(
        "a doubled blank in a title",
        swap(COUNTER, "Label forwarded", "Label  forwarded"),
        found="FW506 counters/C00300.md:1:24",
    ),
    plant(
        "two citations run together",
        tell("Chat Platform)", "Chat PlatformT0151.006: Chat Room)"),
        found="FW507 incidents/I00201.md:24:214 techniques/T0151.004.md:15:216",
    ),
    plant(
        "a letter lost in a name",
        swap_all("Label forwarded messages", "Label forwarded mesages"),
        found="FW508 counters/C00300.md:1:35",
    ),
    plant(
        "the number of a footnote",
        tell("the summer", "the summer12"),
        found="FW509 incidents/I00201.md:24:151 techniques/T0151.004.md:15:153",
    ),
    plant(
        "a bracket without its partner",
        tell("the summer", "the (summer"),
        found="FW510 incidents/I00201.md:24:151 techniques/T0151.004.md:15:153",
    ),
    plant(
        "a summary that breaks off",
        swap_all(EXPERT_SUMMARY, EXPERT_SUMMARY.replace(" or engineering.", " and")),
        found="FW510 techniques/T0097.108.md:3:110",
    ),
    plant(
        "the number of a row, where no other stands",
        swap(RESEARCHER, "| The “Lakeside", "| IT00000009 The “Lakeside"),
        found="FW510 techniques/T0097.107.md:16:86",
    ),
    plant(
        "Markdown in a text that an HTML table repeats",
        swap_all(EXPERT_SUMMARY, EXPERT_SUMMARY.replace("knowledge", "*knowledge*")),
        found="FW511 techniques/T0097.108.md:3:71",
    ),
    plant(
        "a no-break space",
        tell("a message", "a\u00a0message"),
        found="FW512 incidents/I00201.md:24:91 techniques/T0151.004.md:15:93",
    ),
    plant(
        "two letters swapped",
        tell("chat platform", "chat platfrom"),
        found="FW513 incidents/I00201.md:24:180 techniques/T0151.004.md:15:182",
    ),
    # FW6
    plant("no source", swap(FERRY, f"{SOURCE_ROW}\n", ""), found="FW601 incidents/I00201.md:16:3"),
    plant(
        "no date",
        swap(FERRY, "| 2023/06/12 |", "| 2023/13/12 |"),
        found="FW602 incidents/I00201.md:18:130",
    ),
    plant(
        "a date to come",
        swap(FERRY, "| 2023/06/12 |", "| 2123/06/12 |"),
        found="FW602 incidents/I00201.md:18:130",
    ),
    plant(
        "a date in words",
        swap(FERRY, "| 2023/06/12 |", "| June 2023 |"),
        found="FW602 incidents/I00201.md:18:130",
    ),
    plant(
        "no archive",
        swap(FERRY, SOURCE_ROW, f"{SOURCE_ROW.rpartition(' | ')[0]} |  |"),
        found="FW603 incidents/I00201.md:18:173",
    ),
    plant(
        "the archive of another source",
        swap_all(
            "/20230614080211/https://portauthority.example/reports/2023/ferry-notice.html",
            "/20230614080211/https://portauthority.example/about",
        ),
        found="FW603 incidents/I00201.md:18:173",
    ),
    plant(
        "one source twice",
        swap(FERRY, SOURCE_ROW, f"{SOURCE_ROW}\n{SOURCE_ROW}"),
        found="FW604 incidents/I00201.md:19:3",
    ),
    plant(
        "the only source of two incidents",
        swap(VOTE, line_of(VOTE, "| [https://northbridge"), SOURCE_ROW),
        found="FW604 incidents/I00201.md:18:3 incidents/I00202.md:18:3",
    ),
    plant(
        "archived before it was published",
        swap(FERRY, "| 2023/06/12 |", "| 2023/06/20 |"),
        found="FW605 incidents/I00201.md:18:130",
    ),
    plant(
        "another day than in the address",
        swap_all("/reports/2023/ferry-notice.html", "/reports/2023/06/11/ferry-notice.html"),
        found="FW607 incidents/I00201.md:18:142",
    ),
    plant(
        "a letter lost in an organization's name",
        swap(FERRY, "| Port Authority |", "| Port Autority |"),
        found="FW608 incidents/I00201.md:18:156",
    ),
    # FW7
    plant(
        "a page says something else than the workbook",
        swap(PLATFORM, "one to one or in groups", "in pairs or in groups"),
        swap(INDEX, "one to one or in groups", "in pairs or in groups"),
        sheets=unchanged,
        found="FW701 DISARM_FRAMEWORKS_MASTER.xlsx:techniques:C5 techniques/T0151.004.md:3:3 "
        "techniques_index.md:37:5",
    ),
    plant(
        "a blank before an ID",
        swap(FERRY, f"{line_of(FERRY, '| [T0151.006 ')}\n", ""),
        swap(ROOM, f"{line_of(ROOM, '| [I00201 ')}\n", ""),
        sheets=in_sheet("incidenttechniques", 1, "technique_ids", " T0151.006"),
        found="FW702 DISARM_DATA_MASTER.xlsx:incidenttechniques:D3",
    ),
    plant(
        "a page that is printed from no row",
        add(f"{HOME}/actortypes/A034.md", OTHER_ACTOR),
        swap(
            f"{HOME}/actortypes_index.md",
            "</table>",
            '<tr>\n<td><a href="actortypes/A034.md">A034</a></td>\n<td>archive</td>\n'
            "<td>Keeps copies.</td>\n<td>S007</td>\n</tr>\n</table>",
        ),
        sheets=unchanged,
        found="FW703 actortypes/A034.md:1:3",
    ),
    plant(
        "a row more in the workbook",
        sheets=lambda sheets: sheets["actortypes"].append(
            {
                **sheets["actortypes"][0],
                "disarm_id": "A034",
                "name": "writer",
                "summary": "Who puts words on paper for others.",
            }
        ),
        found="FW704 DISARM_FRAMEWORKS_MASTER.xlsx:actortypes:A3",
    ),
    plant(
        "a row twice",
        sheets=row_again("incidenttechniques", 1, disarm_id="IT00000099"),
        found=(
            "FW705 DISARM_DATA_MASTER.xlsx:incidenttechniques:D8",
            "FW401 DISARM_DATA_MASTER.xlsx:incidenttechniques:B3",
            "FW405 DISARM_DATA_MASTER.xlsx:incidenttechniques:B3",
            "FW701 DISARM_DATA_MASTER.xlsx:incidenttechniques:B8 techniques/T0151.006.md:15:80",
            "FW701 DISARM_DATA_MASTER.xlsx:incidenttechniques:D8 incidents/I00201.md:22:3",
        ),
    ),
    plant(
        "an ID that the workbook does not define",
        sheets=in_sheet("incidenttechniques", 1, "technique_ids", "T0151.006,T0999"),
        found="FW706 DISARM_DATA_MASTER.xlsx:incidenttechniques:D3",
    ),
    plant(
        "one ID for two rows",
        sheets=row_again("actortypes", 0),
        found="FW707 DISARM_FRAMEWORKS_MASTER.xlsx:actortypes:A3",
    ),
    plant(
        "a no-break space before an ID",
        sheets=in_sheet("incidenttechniques", 1, "disarm_id", "\u00a0IT00000002"),
        found="FW708 DISARM_DATA_MASTER.xlsx:incidenttechniques:A3",
    ),
    plant(
        "a summary that is not printed yet",
        sheets=in_sheet("actortypes", 0, "summary", "Keeps copies of pages."),
        base=True,
        found="FW709 DISARM_FRAMEWORKS_MASTER.xlsx:actortypes:C2",
    ),
    plant(
        "a copy beside the workbook",
        lambda pages: pages.update({f"{FOLDER}/{DATA.removesuffix('.xlsx')} - Copy.xlsx": "x"}),
        sheets=unchanged,
        found="FW710 DISARM_MASTER_DATA/DISARM_DATA_MASTER - Copy.xlsx:1:1",
    ),
    plant(
        "a sheet less",
        sheets=without_sheet("metatechniques"),
        found="FW711 DISARM_MASTER_DATA/DISARM_FRAMEWORKS_MASTER.xlsx:1:1",
    ),
    # FW8
    plant(
        "a page is gone that others cite",
        remove(EXPERT),
        base=True,
        found=(
            "FW801 incidents/I00202.md:24:3 incidents/I00202.md:24:170 "
            "techniques/T0097.107.md:10:3 tactics/TA16.md:18:3 disarm_red_framework.md:19:5 "
            "techniques_index.md:23:5",
            "FW201 disarm_red_framework.md:19:14",
            "FW201 incidents/I00202.md:24:30",
            "FW301 incidents/I00202.md:24:170",
            "FW201 tactics/TA16.md:18:30",
            "FW201 techniques/T0097.107.md:10:30",
            "FW201 techniques_index.md:23:14",
        ),
    ),
    plant(
        "an ID that stands for something else",
        swap_all("Label forwarded messages", "Plant trees"),
        swap_all(COUNTER_SUMMARY, "Trees grow where the campaigns ran."),
        base=True,
        found="FW802 counters/C00300.md:1:19",
    ),
    plant(
        "a new name",
        swap_all("Label forwarded messages", "Label the messages forwarded"),
        base=True,
        found="FW803 counters/C00300.md:1:19",
    ),
    plant(
        "all techniques of an incident are gone",
        *nothing_listed(),
        base=True,
        found=("FW804 incidents/I00202.md:22:3", "FW410 incidents/I00202.md:22:3"),
    ),
]


def planted(kinds: Kinds, one: Plant) -> list[str]:
    """All that is found once a defect is planted, the planted rule's finding first."""
    pages = clean(*one.edits)
    if one.sheets is not None:
        sheets = sheets_of_clean()
        one.sheets(sheets)
        pages |= workbooks_of(sheets)
    before = clean() | (workbooks_of(sheets_of_clean()) if one.sheets else {})
    framework = compared(kinds, before, pages) if one.base else framework_of(kinds, pages)
    found = [listed(finding) for finding in findings_of(framework)]
    return sorted(found, key=lambda line: not line.startswith(one.rule))


@pytest.mark.parametrize("one", PLANTS, ids=str)
def test_exactly_the_planted_defect_is_found(one: Plant, schema_kinds: Kinds) -> None:
    assert planted(schema_kinds, one) == list(one.found)


def test_nothing_is_found_where_nothing_is_planted(schema_kinds: Kinds) -> None:
    with_workbook = clean() | workbooks_of(sheets_of_clean())
    for framework in (
        framework_of(schema_kinds, clean()),
        framework_of(schema_kinds, with_workbook),
        compared(schema_kinds, clean(), clean()),
    ):
        assert [listed(finding) for finding in findings_of(framework)] == []
        assert [*notices_of(framework), *framework.workbook.notices] == []


# Of the engine's own findings the tests of its commands tell: they stand on no page.
ELSEWHERE = {"FW901", "FW902", "FW903"}
# Planted in the exports: tests/exports/test_planted.py.
EXPORTS = {"FW751", "FW752", "FW753", "FW754", "FW755", "FW756", "FW805"}


def test_every_rule_has_a_plant() -> None:
    assert {one.rule for one in PLANTS} | ELSEWHERE | EXPORTS == {rule.code for rule in all_rules()}
