"""What looks like a defect and is none: nothing is found where it is planted."""

import pytest

from ..builders import (
    CHANNELS,
    COUNTER,
    EXPERT,
    FERRY,
    HOME,
    INDEX,
    PLATFORM,
    PLATFORM_LINK,
    PLATFORM_ROW,
    PLATFORM_SUMMARY,
    PLATFORM_TEXT,
    RED,
    ROOM_TEXT,
    VOTE,
    Edit,
    Kinds,
    Pages,
    add,
    clean,
    line_of,
    listed,
    swap,
    swap_all,
    tell,
    tell_more,
    text_of,
)
from ..conftest import findings_of, framework_of

SECOND_TEXT = "Another ferry company was named a week later (T0151.004: Chat Platform)."


def summary(new: str) -> tuple[Edit, ...]:
    """Give the platform another summary, on its page and in the index."""
    return (swap_all(PLATFORM_SUMMARY, new),)


def crlf(pages: Pages) -> None:
    """End the lines of a page as Windows does."""
    pages[CHANNELS] = text_of(pages, CHANNELS).replace("\n", "\r\n")


def more_blank_lines(pages: Pages) -> None:
    """Let two blank lines stand where one stood."""
    pages[COUNTER] = text_of(pages, COUNTER).replace("\n\n", "\n\n\n")


TEMPTING: dict[str, tuple[Edit, ...]] = {
    "an escaped pipe": (tell_more(r" They wrote a \| b."),),
    "a percent-escape in a link": (tell_more(" [x](../techniques/T0151%2Emd)"),),
    "a link to a heading that is there": (
        tell_more(" [x](../techniques/T0151.md#technique-t0151-digital-community-hosting-asset)"),
    ),
    "a link that goes out and comes back": (
        tell_more(" [x](../../generated_pages/techniques/T0151.md)"),
    ),
    "words of other languages": (tell_more(" Façade, naïve, “Ünïcödé”, паром, 👩\u200d💻."),),
    "an acute accent for an apostrophe": (tell_more(" It is the port´s."),),
    "names with numbers": (tell_more(" A-234, A 2019, T5, TA08-11, ADAPT 2030, COVID-19."),),
    "codes without pages": (tell_more(" FW01, S001, D02, R001, F00001."),),
    "IDs in an address": (tell_more(" https://example.org/T0999/T0151:004/x"),),
    "another framework's ID": (tell_more(" See MITRE ATT&CK T1598."),),
    "the citation again": (tell_more(" (T0151.004: Chat Platform)"),),
    "an ID without a name": (tell_more(" It is T0151.004 again."),),
    "an ellipsis several times": (tell_more("<br><br>[...]<br><br>First.<br><br>[...]"),),
    "a colon in running text": (tell_more(" Verdict: false. **Note:** more."),),
    "tags of another letter case": (tell("a message", "<I>a message</i><BR>"),),
    "a void tag": (tell("a message", "<br/>a message<br>"),),
    "an archive address": (
        tell_more(" [x](https://web.archive.org/web/20230614080211/https://example.org/a?)"),
    ),
    "other schemes": (tell_more(" [x](mailto:a@example.org) [y](tel:+123)"),),
    "two blanks in a quotation": (tell_more(" “It  was said.”"),),
    "a row that lacks its closing pipe at the end of the table": (
        swap(PLATFORM, (row := line_of(PLATFORM, "| [I00201 ")), row.removesuffix(" |")),
    ),
    "a summary of several lines": (
        swap(PLATFORM, PLATFORM_SUMMARY, f"{PLATFORM_SUMMARY}\n\nVerdict: it is one."),
        swap(INDEX, PLATFORM_SUMMARY, f"{PLATFORM_SUMMARY}\n\nVerdict: it is one."),
    ),
    "a summary that cites an ID of earlier days": summary(
        "A platform for messages. This technique previously used the ID T0999."
    ),
    "one technique twice, each time with another text": (
        swap(FERRY, PLATFORM_ROW, f"{PLATFORM_ROW}\n| {PLATFORM_LINK} | {SECOND_TEXT} |"),
        swap(PLATFORM, PLATFORM_TEXT, f"{PLATFORM_TEXT}, {SECOND_TEXT}"),
    ),
    "an associated technique in one direction, each with its own text": (
        swap(
            EXPERT,
            "| --------- | ------------------------- |\n",
            "| --------- | ------------------------- |\n"
            "| [T0097.107 Researcher Persona](../../generated_pages/techniques/T0097.107.md) "
            "| Experts do not often publish. |\n",
        ),
    ),
    "no author": (swap(FERRY, "| Inês Faria |", "| - |"),),
    "a source that stands in the archive alone": (
        swap(
            FERRY,
            "| [https://portauthority.example/reports/2023/ferry-notice.html]"
            "(https://portauthority.example/reports/2023/ferry-notice.html) |",
            "| [https://web.archive.org/web/20230614080211/https://portauthority.example/reports/"
            "2023/ferry-notice.html](https://web.archive.org/web/20230614080211/https://"
            "portauthority.example/reports/2023/ferry-notice.html) |",
        ),
    ),
    "a source published on the day of its copy": (swap(FERRY, "2023/06/12", "2023/06/14"),),
    "only a dash before a tactic's name in the index": (
        swap(
            f"{HOME}/counters_index.md",
            "<td>TA07 Select Channels and Affordances</td>",
            "<td>TA07 - Select Channels and Affordances</td>",
        ),
    ),
    "no found via, no countries": (
        swap(FERRY, "* **Found via:** news", "* **Found via:** "),
        swap(FERRY, "* **Countries:**  , Portugal", "* **Countries:**  , "),
        swap(
            f"{HOME}/incidents_index.md", "<td>Portugal</td>\n<td>news</td>", "<td></td>\n<td></td>"
        ),
    ),
    "a box of the matrix that is empty": (
        swap(RED, "<tr>\n</tr>\n</table>", "<tr><td> </td></tr></table>"),
    ),
    "notes below the marker": (add(COUNTER, "\n\n**Verdict**: ok\n\n| A |\n| - |\n| b | c |\n"),),
    "line ends of Windows": (crlf,),
    "more blank lines": (more_blank_lines,),
    "a page outside the framework's folders": (
        add("docs/a.md", "# Technique T0001: x\n\n**Summary**: a\n"),
    ),
    "a metatechnique and a technique of one name": (swap_all("Daylight", "Researcher Persona"),),
    "row numbers before texts, with any white space, and not on every page": (
        swap_all(PLATFORM_TEXT, f"IT00000001 {PLATFORM_TEXT}"),
        swap_all(ROOM_TEXT, f"\u00a0 IT00000002\u00a0{ROOM_TEXT}"),
        swap(VOTE, "| A “water", "| IT00000009\u00a0 A “water"),
    ),
    "two citations with a comma and no blank": (
        tell("Chat Platform)", "Chat Platform,T0151.006: Chat Room)"),
    ),
}


@pytest.mark.parametrize("what", TEMPTING)
def test_nothing_is_found(what: str, schema_kinds: Kinds) -> None:
    pages = clean(*TEMPTING[what])
    assert pages != clean()
    found = findings_of(framework_of(schema_kinds, pages))
    assert [f"{listed(finding)} {finding.message}" for finding in found] == []
