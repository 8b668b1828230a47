"""Small frameworks and their workbooks, for the tests of the engine's layers.

The pages are those of `examples/clean`, in which no rule finds anything: what a test changes there
is all that there is to find. The tests of the layers import the engine through this module.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from frameworklint.findings.finding import Finding as Finding
from frameworklint.framework.framework import Framework as Framework
from frameworklint.kinds.kind import Kinds as Kinds
from frameworklint.linter.place import Severity as Severity
from frameworklint.linter.registry import all_rules as all_rules
from frameworklint.page.page import Page as Page
from frameworklint.report.worklist import WorklistEntry as WorklistEntry
from frameworklint.source.span import Span as Span

from .conftest import findings_of
from .memory_tree import MemoryTree
from .scratch import CLEAN, Repository
from .workbooks import Sheets, books

HOME = "generated_pages"
MARKER = "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW"
WORKLIST_FIELDS = WorklistEntry._fields

Pages = dict[str, str | bytes]
Edit = Callable[[Pages], None]


# Pages, and edits of them.


@cache
def _clean() -> Mapping[str, str]:
    return {
        file.relative_to(CLEAN).as_posix(): file.read_text("utf-8") for file in CLEAN.rglob("*.md")
    }


def clean(*edits: Edit) -> Pages:
    """The pages of the clean example by path, after some edits."""
    pages: Pages = dict(_clean())
    for edit in edits:
        edit(pages)
    return pages


def made(*edits: Edit) -> Pages:
    """The pages that edits make of nothing."""
    pages: Pages = {}
    for edit in edits:
        edit(pages)
    return pages


def line_of(path: str, beginning: str) -> str:
    """The only line of a page of the clean example that begins with a text."""
    (line,) = [line for line in _clean()[path].split("\n") if line.startswith(beginning)]
    return line


COUNTER = f"{HOME}/counters/C00300.md"
FERRY, VOTE, INSTITUTE = (f"{HOME}/incidents/I0020{number}.md" for number in (1, 2, 3))
PLATFORM, ROOM = f"{HOME}/techniques/T0151.004.md", f"{HOME}/techniques/T0151.006.md"
RESEARCHER, EXPERT = f"{HOME}/techniques/T0097.107.md", f"{HOME}/techniques/T0097.108.md"
PERSONA, HOSTING = f"{HOME}/techniques/T0097.md", f"{HOME}/techniques/T0151.md"
CHANNELS, LEGITIMACY = f"{HOME}/tactics/TA07.md", f"{HOME}/tactics/TA16.md"
METATECHNIQUE, ACTOR = f"{HOME}/metatechniques/M003.md", f"{HOME}/actortypes/A033.md"
RED, INDEX = f"{HOME}/disarm_red_framework.md", f"{HOME}/techniques_index.md"

PLATFORM_ROW = line_of(FERRY, "| [T0151.004 ")
ROOM_ROW = line_of(VOTE, "| [T0151.006 ")
PLATFORM_TEXT, ROOM_TEXT = (
    row.split(" | ")[1].removesuffix(" |") for row in (PLATFORM_ROW, ROOM_ROW)
)
PLATFORM_LINK, ROOM_LINK = (
    row.split(" | ")[0].removeprefix("| ") for row in (PLATFORM_ROW, ROOM_ROW)
)
SOURCE_ROW = line_of(FERRY, "| [https://portauthority")
COUNTER_SUMMARY = line_of(COUNTER, "* **Summary**: ").removeprefix("* **Summary**: ")
EXPERT_SUMMARY = line_of(EXPERT, "**Summary**: ").removeprefix("**Summary**: ")
PLATFORM_SUMMARY = line_of(PLATFORM, "**Summary**: ").removeprefix("**Summary**: ")


def text_of(pages: Mapping[str, str | bytes], path: str) -> str:
    """The text of a page."""
    text = pages[path]
    assert isinstance(text, str)
    return text


def swap(path: str, old: str, new: str) -> Edit:
    """Replace a text that stands once on a page."""

    def edit(pages: Pages) -> None:
        text = text_of(pages, path)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        pages[path] = text.replace(old, new)

    return edit


def swap_all(old: str, new: str) -> Edit:
    """Replace a text on every page, as the generator does after a change of the spreadsheet."""

    def edit(pages: Pages) -> None:
        changed = [path for path, text in pages.items() if isinstance(text, str) and old in text]
        assert changed, f"{old!r} stands nowhere"
        for path in changed:
            pages[path] = text_of(pages, path).replace(old, new)

    return edit


def add(path: str, text: str | bytes) -> Edit:
    """Write a text at the end of a page, or a new page."""

    def edit(pages: Pages) -> None:
        before = pages.get(path, "")
        if isinstance(text, str) and isinstance(before, str):
            pages[path] = before + text
        else:
            one, other = (t.encode() if isinstance(t, str) else t for t in (before, text))
            pages[path] = one + other

    return edit


def remove(path: str) -> Edit:
    """Delete a page."""

    def edit(pages: Pages) -> None:
        del pages[path]

    return edit


def copy_page(path: str, to: str, old: str = "", new: str = "") -> Edit:
    """Write a page a second time under another path, a text of it replaced."""

    def edit(pages: Pages) -> None:
        assert to not in pages
        pages[to] = text_of(pages, path).replace(old, new) if old else pages[path]

    return edit


def tell(old: str, new: str) -> Edit:
    """Change a part of the text that the ferry incident has for the platform, on both pages."""
    assert old in PLATFORM_TEXT
    return swap_all(PLATFORM_TEXT, PLATFORM_TEXT.replace(old, new))


def tell_more(text: str) -> Edit:
    """Add to the text that the ferry incident has for the platform, on both pages."""
    return swap_all(PLATFORM_TEXT, PLATFORM_TEXT + text)


def hold(repository: Repository, files: Mapping[str, str | bytes]) -> None:
    """Let a repository hold some files, and no others."""
    for entry in repository.folder.iterdir():
        if entry.name != ".git":
            _delete(entry)
    repository.write(files)


def _delete(entry: Any) -> None:
    if entry.is_dir() and not entry.is_symlink():
        for inner in entry.iterdir():
            _delete(inner)
        entry.rmdir()
    else:
        entry.unlink()


def compared(kinds: Kinds, before: Pages, after: Pages) -> Framework:
    """A framework in memory, with an earlier state as its base."""
    base, tree = (
        MemoryTree({p: c.encode() if isinstance(c, str) else c for p, c in pages.items()})
        for pages in (before, after)
    )
    return Framework(kinds, tree, base=Framework(kinds, base))


# Findings.


def spot(page: Page, span: Span) -> str:
    """Line and column at which a span starts, counted in the page's text."""
    before = page.source[: span.start]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def listed(finding: Finding) -> str:
    """A finding in one line: its code, and each of its places."""
    return " ".join(
        [finding.rule.code, *(_where(place.page, place.span) for place in finding.places)]
    )


def _where(page: Page, span: Span) -> str:
    if " › " not in page.where(span):
        return f"{page.path.removeprefix(f'{HOME}/')}:{spot(page, span)}"
    file, sheet, cell = page.where(span).split(" › ")
    return f"{file.rpartition('/')[2]}:{sheet}:{cell}"


def findings_in(framework: Framework, *rules: str) -> list[str]:
    """All findings of a framework, or those of some rules, each in one line."""
    return [listed(finding) for finding in findings_of(framework, *rules)]


# A workbook from which the pages of the clean example are printed.


def sheets_of_clean() -> Sheets:
    """The rows from which the clean example is printed, by sheet."""
    pages = _clean()
    by_folder: dict[str, list[tuple[str, str, str]]] = {}
    for path, text in sorted(pages.items()):
        if title := re.match(r"# \w+ ([A-Z.\d]+): (.*)\n", text):
            by_folder.setdefault(path.split("/")[1], []).append((title[1], title[2], text))
    sheets: Sheets = {
        "incidents": [_incident(*page) for page in by_folder["incidents"]],
        "urls": [
            dict(zip(("url_id", "pub_date", "authors", "org", "archive_link"), row, strict=True))
            for *_, text in by_folder["incidents"]
            for row in _rows(text, "Reference")
        ],
        "incidenttechniques": [
            {"disarm_id": "", "name": text, "incident_id": incident, "technique_ids": wanted}
            for incident, _, page in by_folder["incidents"]
            for wanted, text in _rows(page, "Technique")
        ],
        "associatedtechniques": [
            {
                "disarm_id": f"AT{technique}{other}",
                "technique_id": technique,
                "associated_technique_id": other,
                "description": text,
            }
            for technique, _, page in by_folder["techniques"]
            for other, text in _rows(page, "Associated Technique")
        ],
        "phases": [_described(*page) for page in by_folder["phases"]],
        "tactics": [
            _described(*page) | {"phase_id": _field(page[2], "Belongs to phase")}
            for page in by_folder["tactics"]
        ],
        "techniques": [
            _described(*page) | {"tactic_id": _field(page[2], "Tactic").split(" ")[0]}
            for page in by_folder["techniques"]
        ],
        "tasks": [dict.fromkeys(("disarm_id", "name", "tactic_id", "summary"), "")],
        "countermeasures": [_counter(*page) for page in by_folder["counters"]],
        "actortypes": [
            _described(*page)
            | {
                "sector_ids": _field(page[2], "Sector"),
                "framework_ids": _field(page[2], "Viewpoint"),
            }
            for page in by_folder["actortypes"]
        ],
        "metatechniques": [_described(*page) for page in by_folder["metatechniques"]],
        "detections": [
            dict.fromkeys(
                ("disarm_id", "name", "summary", "metatechnique", "tactic", "responsetype"), ""
            )
        ],
        "responsetypes": [{"disarm_id": "D02", "name": "Deny", "summary": "Keep it out."}],
    }
    for number, row in enumerate(sheets["incidenttechniques"], start=1):
        row["disarm_id"] = f"IT{number:08}"
    return sheets


def workbooks_of(sheets: Sheets) -> Pages:
    """The workbooks with some sheets, by path."""
    return dict(books(sheets))


def _described(wanted: str, name: str, text: str) -> dict[str, Any]:
    return {"disarm_id": wanted, "name": name, "summary": _field(text, "Summary")}


def _incident(wanted: str, name: str, text: str) -> dict[str, Any]:
    seen, _, found = _field(text, "Countries").partition(", ")
    return _described(wanted, name, text) | {
        "objecttype": _field(text, "incident type"),
        "year_started": int(_field(text, "Year started")),
        "attributions_seen": seen.strip(),
        "found_in_country": found,
        "urls": " ".join(row[0] for row in _rows(text, "Reference")),
        "when_added": _field(text, "Date added"),
        "found_via": _field(text, "Found via"),
    }


def _counter(wanted: str, name: str, text: str) -> dict[str, Any]:
    tactics, actors, techniques = (
        [(row[0], _names()[row[0]]) for row in _rows(text, table)]
        for table in ("Counters these Tactics", "Actor types", "Counters these Techniques")
    )
    return _described(wanted, name, text) | {
        "metatechnique": _field(text, "Metatechnique"),
        "resources_needed": _field(text, "Resources needed"),
        "actortypes": ",".join(f"{one} - {called}" for one, called in actors),
        "tactic": " ".join(tactics[0]),
        "responsetype": "D02",
        "techniques": "\n".join(f"{one} - {called}" for one, called in techniques),
    }


@cache
def _names() -> Mapping[str, str]:
    titles = (re.match(r"# \w+ ([A-Z.\d]+): (.*)\n", text) for text in _clean().values())
    return {title[1]: title[2] for title in titles if title}


def _field(text: str, label: str) -> str:
    found = re.search(rf"\*\*{label}:?\*\*:? *(.*)", text)
    assert found, label
    return found[1].split(" <br><br>**")[0].strip()


def _rows(text: str, table: str) -> list[list[str]]:
    """The cells of a table's rows, links and names taken off the IDs."""
    body = text.partition(f"\n| {table} |")[2].partition("\n\n")[0].split("\n")[2:]
    rows = [row.removeprefix("| ").removesuffix(" |").split(" | ") for row in body]
    return [[_shown(cell) for cell in row] for row in rows]


def _shown(cell: str) -> str:
    link = re.fullmatch(r"\[([^\]]*)\]\([^)]*\)", cell)
    if link is None:
        return cell
    return link[1] if "://" in link[1] else link[1].split(" ")[0]


# Pages on which a report can go wrong.


def strange() -> Pages:
    """Pages with faults on several lines, under wide letters, and with odd paths and messages."""
    return clean(
        swap(FERRY, "that the harbor", "that\nthe harbor"),
        swap_all(EXPERT_SUMMARY, ""),
        swap_all(PLATFORM_SUMMARY, f"<i>漢字{PLATFORM_SUMMARY}"),
        swap(VOTE, "* **Year started:** 2024", "* **Year started:** 2024.0"),
        swap(f"{HOME}/incidents_index.md", "<td>2024</td>", "<td>2024.0</td>"),
        add("odd, 100%: a.md", "# Odd\n\n[x](<no,x:y 5%25*_#.md>)\n"),
        add("line\nbreak.md", "[y](gone.md)\n"),
        add("six.md", "# Six\n\n" + "".join(f"[a{n}](none/a{n}.md)\n\n" for n in range(6))),
        add("five.md", "# Five\n\n" + "".join(f"[a{n}](none/a{n}.md)\n\n" for n in range(5))),
    )


SEVERITIES = '[severity]\nFW501 = "warning"\nFW102 = "error"\nFW108 = "info"\n'
