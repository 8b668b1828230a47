"""Workbooks for tests, and pages printed from them the way that the framework's generator does."""

import copy
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import openpyxl

Sheets = dict[str, list[dict[str, Any]]]
DATA, FRAMEWORKS = "DISARM_DATA_MASTER.xlsx", "DISARM_FRAMEWORKS_MASTER.xlsx"
FOLDER = "DISARM_MASTER_DATA"
_DATA_SHEETS = ("incidents", "urls", "incidenttechniques", "associatedtechniques")
_LINK = "[{0} {1}](../../generated_pages/{2}/{0}.md)"
_MARKER = "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW"


def book(
    sheets: Mapping[str, list[dict[str, Any]]], edit: Callable[[Any], None] | None = None
) -> bytes:
    """A workbook with a sheet for each list of rows; `edit` may change it before it is saved."""
    workbook = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append([None if value == "" else value for value in row.values()])
    workbook.remove(workbook.worksheets[0])
    if edit:
        edit(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def books(sheets: Sheets) -> dict[str, bytes]:
    """The two workbooks of a framework, by path."""
    data = {name: rows for name, rows in sheets.items() if name in _DATA_SHEETS}
    rest = {name: rows for name, rows in sheets.items() if name not in _DATA_SHEETS}
    return {f"{FOLDER}/{DATA}": book(data), f"{FOLDER}/{FRAMEWORKS}": book(rest)}


def small() -> Sheets:
    """A framework of a few rows of every kind."""
    return copy.deepcopy(
        {
            "incidents": [
                _incident("I00001", "First", "https://a.example/1 https://b.example/2"),
                _incident("I00002", "Second", "https://b.example/2", year_started=2017),
            ],
            "urls": [
                _url("https://a.example/1", "2020/01/02", "Paper One"),
                _url("https://b.example/2", "2021/03/04", "Paper Two"),
            ],
            "incidenttechniques": [
                _row("IT00000001", "They planned (T0001: Plan It).", "I00001", "T0001,T0001.001"),
                _row("IT00000002", "They posted (T0002: Post It).", "I00001", "T0002,T0001"),
                _row("IT00000003", "They planned again.", "I00002", "T0001"),
            ],
            "associatedtechniques": [
                {
                    "disarm_id": "AT00000001",
                    "description": "Use both.",
                    "technique_id": "T0001",
                    "associated_technique_id": "T0002",
                }
            ],
            "phases": [
                {"disarm_id": "P01", "name": "Before", "name_DE": "Vorher", "summary": "Early."},
                {"disarm_id": "P02", "name": "After", "name_DE": "Nachher", "summary": "Late."},
            ],
            "tactics": [
                _tactic("TA01", "Think", "P01"),
                _tactic("TA02", "Act", "P02"),
            ],
            "techniques": [
                _technique("T0001", "Plan It", "TA01"),
                _technique("T0001.001", "Plan It Well", "TA01"),
                _technique("T0002", "Post It", "TA02"),
            ],
            "tasks": [
                {
                    "disarm_id": "TK0001",
                    "name": "Goals",
                    "tactic_id": "TA01",
                    "summary": "Set them.",
                }
            ],
            "countermeasures": [
                _counter("C00001", "Block", "A001 - reader", "T0002 - Post It\nT0001 - Plan It"),
                _counter("C00002", "Label", "A001 - reader,A002 - writer", "T0001 - Plan It"),
            ],
            "actortypes": [_actor("A001", "reader"), _actor("A002", "writer")],
            "metatechniques": [
                {"disarm_id": "M001", "name": "Slow", "summary": "Slow down."},
                {"disarm_id": "M002", "name": "Rate", "summary": "Rate it."},
            ],
            "detections": [
                {
                    "disarm_id": "F00001",
                    "name": "Look",
                    "summary": "Look at it.",
                    "metatechnique": "",
                    "tactic": "TA01 Think",
                    "responsetype": "D01",
                    "notes": "none",
                }
            ],
            "responsetypes": [{"disarm_id": "D01", "name": "Detect", "summary": "Find it."}],
        }
    )


def _incident(wanted: str, name: str, urls: str, **more: Any) -> dict[str, Any]:
    row = {
        "disarm_id": wanted,
        "name": name,
        "objecttype": "incident",
        "summary": f"Of {name}.",
        "year_started": 2016,
        "attributions_seen": "Atlantis",
        "found_in_country": "Utopia",
        "urls": urls,
        "notes": "a note",
        "when_added": "2019-02-24",
        "found_via": "a friend",
    }
    return row | more


def _url(wanted: str, date: str, org: str) -> dict[str, Any]:
    return {
        "url_id": wanted,
        "pub_date": date,
        "authors": f"Of {org}",
        "org": org,
        "archive_link": f"https://archive.example/{wanted[-1]}",
    }


def _row(wanted: str, text: str, incident: str, techniques: str) -> dict[str, Any]:
    return {
        "disarm_id": wanted,
        "name": text,
        "incident_id": incident,
        "technique_ids": techniques,
        "summary": "never printed",
    }


def _tactic(wanted: str, name: str, phase: str) -> dict[str, Any]:
    return {
        "disarm_id": wanted,
        "name": name,
        "phase_id": phase,
        "rank": 1,
        "summary": f"{name} first.",
    }


def _technique(wanted: str, name: str, tactic: str) -> dict[str, Any]:
    return {
        "disarm_id": wanted,
        "name": name,
        "tactic_id": tactic,
        "summary": f"To {name}.",
        "longname": f"{wanted} - {name}",
    }


def _counter(wanted: str, name: str, actors: str, techniques: str) -> dict[str, Any]:
    return {
        "disarm_id": wanted,
        "name": name,
        "metatechnique": "M001 - Slow",
        "summary": f"{name} it.",
        "actortypes": actors,
        "resources_needed": "R001",
        "how_found": "a workshop",
        "tactic": "TA02 Older Name",
        "responsetype": "D02",
        "techniques": techniques,
    }


def _actor(wanted: str, name: str) -> dict[str, Any]:
    return {
        "disarm_id": wanted,
        "name": name,
        "summary": f"Who is a {name}.",
        "sector_ids": "S001, S002",
        "framework_ids": "FW01",
    }


def printed(sheets: Sheets) -> dict[str, str]:
    """The pages that the generator prints from the sheets, by path."""
    return {f"generated_pages/{path}": text for path, text in _Generator(sheets).pages().items()}


class _Generator:
    """What the real generator does, without pandas: splits, merges and drops as it does."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.name = {
            row["disarm_id"]: row["name"]
            for sheet in (
                "phases",
                "tactics",
                "techniques",
                "incidents",
                "countermeasures",
                "actortypes",
                "metatechniques",
                "tasks",
            )
            for row in sheets[sheet]
        }

    def ids(self, sheet: str) -> set[str]:
        return {row["disarm_id"] for row in self.sheets[sheet]}

    def pages(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for sheet, (folder, method) in {
            "incidents": ("incidents", self.incident),
            "techniques": ("techniques", self.technique),
            "tactics": ("tactics", self.tactic),
            "phases": ("phases", self.phase),
            "tasks": ("tasks", self.task),
            "countermeasures": ("counters", self.counter),
            "actortypes": ("actortypes", self.actor),
            "metatechniques": ("metatechniques", self.metatechnique),
        }.items():
            for row in self.sheets[sheet]:
                found[f"{folder}/{row['disarm_id']}.md"] = f"{method(row)}\n\n{_MARKER}\n"
        for sheet, folder, columns in (
            (
                "incidents",
                "incidents",
                ("objecttype", "year_started", "found_in_country", "found_via"),
            ),
            ("techniques", "techniques", ("summary", "tactic_id")),
            ("tactics", "tactics", ("summary", "phase_id")),
            ("phases", "phases", ("summary",)),
            ("tasks", "tasks", ("summary", "tactic_id")),
            ("countermeasures", "counters", ("summary", "metatechnique", "tactic", "responsetype")),
            ("actortypes", "actortypes", ("summary", "sector_ids")),
            ("metatechniques", "metatechniques", ("summary",)),
            ("detections", "detections", ("summary", "metatechnique", "tactic", "responsetype")),
            ("responsetypes", "responsetype", ("summary",)),
        ):
            found[f"{folder}_index.md"] = self.index(sheet, folder, ("name", *columns))
        return found

    def index(self, sheet: str, folder: str, columns: Iterable[str]) -> str:
        title = "Response types" if folder == "responsetype" else folder.capitalize()
        head = "".join(f"<th>{column}</th>\n" for column in ("disarm_id", *columns))
        rows = ""
        for row in self.sheets[sheet]:
            wanted = row["disarm_id"]
            cells = "".join(f"<td>{row[column]}</td>\n" for column in columns)
            rows += f'<tr>\n<td><a href="{folder}/{wanted}.md">{wanted}</a></td>\n{cells}</tr>\n'
        return f'# DISARM {title}:\n\n<table border="1">\n<tr>\n{head}</tr>\n{rows}</table>\n'

    def table(self, header: str, rows: Iterable[str]) -> str:
        columns = header.count("|") - 1
        return "\n".join([header, "|" + " --- |" * columns, *rows]) + "\n\n"

    def link(self, wanted: str, folder: str) -> str:
        return _LINK.format(wanted, self.name[wanted], folder)

    def pairs(self) -> list[tuple[str, str, str]]:
        """Incident, technique and text of what the generator does not drop."""
        return [
            (row["incident_id"], wanted, row["name"])
            for row in self.sheets["incidenttechniques"]
            for wanted in row["technique_ids"].split(",")
            if wanted in self.ids("techniques") and row["incident_id"] in self.ids("incidents")
        ]

    def listed(self, column: str, separator: str, sheet: str) -> list[tuple[dict[str, Any], str]]:
        """Counters with the first words of a list."""
        return [
            (row, part.split(" ")[0])
            for row in self.sheets["countermeasures"]
            for part in (row[column].split(separator) if separator else [row[column]])
            if part.split(" ")[0] in self.ids(sheet)
        ]

    def incident(self, row: dict[str, Any]) -> str:
        urls = {url["url_id"]: url for url in self.sheets["urls"]}
        found = [urls[url] for url in row["urls"].split(" ") if url in urls]
        references = [
            f"| [{u['url_id']}]({u['url_id']}) | {u['pub_date']} | {u['authors']} | {u['org']} "
            f"| [{u['archive_link']}]({u['archive_link']}) |"
            for u in found
        ]
        techniques = sorted((t, text) for i, t, text in self.pairs() if i == row["disarm_id"])
        return (
            f"# Incident {row['disarm_id']}: {row['name']}\n\n* **Summary:** {row['summary']}\n\n"
            f"* **incident type**: {row['objecttype']}\n\n"
            f"* **Year started:** {row['year_started']}\n\n"
            f"* **Countries:** {row['attributions_seen']} , {row['found_in_country']}\n\n"
            f"* **Found via:** {row['found_via']}\n\n* **Date added:** {row['when_added']}\n\n"
            + self.table("| Reference | Pub Date | Authors | Org | Archive |", references)
            + self.table(
                "| Technique | Description given for this incident |",
                [f"| {self.link(t, 'techniques')} | {text} |" for t, text in techniques],
            )
        )

    def technique(self, row: dict[str, Any]) -> str:
        wanted = row["disarm_id"]
        parent = wanted.rpartition(".")[0]
        tactic = f"{row['tactic_id']} {self.name.get(row['tactic_id'], '')}"
        named = (
            f" <br><br>**Parent Technique:** {parent} {self.name.get(parent, '')}" if parent else ""
        )
        associated = [
            f"| {self.link(one['associated_technique_id'], 'techniques')} | {one['description']} |"
            for one in self.sheets["associatedtechniques"]
            if one["technique_id"] == wanted and one["associated_technique_id"] in self.name
        ]
        texts: dict[str, list[str]] = {}
        for incident, technique, text in self.pairs():
            if technique == wanted:
                texts.setdefault(incident, []).append(text)
        incidents = [
            f"| {self.link(i, 'incidents')} | {', '.join(found)} |"
            for i, found in sorted(texts.items())
        ]
        counters = [c for c, t in self.listed("techniques", "\n", "techniques") if t == wanted]
        return (
            f"# Technique {wanted}: {row['name']}\n\n**Summary**: {row['summary']}\n\n"
            f"**Tactic**: {tactic}{named}\n\n\n"
            + self.table("| Associated Technique | Description |", associated)
            + self.table("| Incident | Descriptions given for this incident |", incidents)
            + self.counters(counters)
        )

    def counters(self, rows: Iterable[dict[str, Any]]) -> str:
        return self.table(
            "| Counters | Response types |",
            [f"| {self.link(c['disarm_id'], 'counters')} | {c['responsetype']} |" for c in rows],
        )

    def tactic(self, row: dict[str, Any]) -> str:
        wanted = row["disarm_id"]
        lists = {
            name: [
                f"| {self.link(one['disarm_id'], name)} |"
                for one in self.sheets[name]
                if one["tactic_id"] == wanted
            ]
            for name in ("tasks", "techniques")
        }
        counters = [c for c, t in self.listed("tactic", "", "tactics") if t == wanted]
        return (
            f"# Tactic {wanted}: {row['name']}\n\n* **Summary:** {row['summary']}\n\n"
            f"* **Belongs to phase:** {row['phase_id']}\n\n"
            + self.table("| Tasks |", lists["tasks"])
            + self.table("| Techniques |", lists["techniques"])
            + self.counters(counters)
        )

    def phase(self, row: dict[str, Any]) -> str:
        return f"# Phase {row['disarm_id']}: {row['name']}\n\n* **Summary:** {row['summary']}"

    def task(self, row: dict[str, Any]) -> str:
        return (
            f"# Task {row['disarm_id']}: {row['name']}\n\n* **Summary:** {row['summary']}\n\n"
            f"* **Belongs to tactic stage:** {row['tactic_id']}"
        )

    def counter(self, row: dict[str, Any]) -> str:
        actors = {one["disarm_id"]: one for one in self.sheets["actortypes"]}
        own = [a for c, a in self.listed("actortypes", ",", "actortypes") if c is row]
        techniques = [t for c, t in self.listed("techniques", "\n", "techniques") if c is row]
        return (
            f"# Counter {row['disarm_id']}: {row['name']}\n\n* **Summary**: {row['summary']}\n\n"
            f"* **Playbooks**: \n\n* **Metatechnique**: {row['metatechnique']}\n\n"
            f"* **Resources needed:** {row['resources_needed']}\n\n"
            f"* **Belongs to tactic stage**: {row['tactic'].split(' ')[0]}\n\n\n"
            + self.table(
                "| Actor types | Sectors |",
                [f"| {self.link(a, 'actortypes')} | {actors[a]['sector_ids']} |" for a in own],
            )
            + self.table("| Counters these Tactics |", [])
            + self.table(
                "| Counters these Techniques |",
                [f"| {self.link(t, 'techniques')} |" for t in techniques],
            )
            + self.table("| Seen in incidents |", [])
        )

    def actor(self, row: dict[str, Any]) -> str:
        found = self.listed("actortypes", ",", "actortypes")
        return (
            f"# Actor {row['disarm_id']}: {row['name']}\n\n* **Summary:** {row['summary']}\n\n"
            f"* **Sector:** {row['sector_ids']}\n\n* **Viewpoint:** {row['framework_ids']}\n\n"
            + self.counters(c for c, a in found if a == row["disarm_id"])
        )

    def metatechnique(self, row: dict[str, Any]) -> str:
        found = self.listed("metatechnique", "", "metatechniques")
        return (
            f"# Metatechnique {row['disarm_id']}: {row['name']}\n\n"
            f"* **Summary:** {row['summary']}\n\n"
            + self.counters(c for c, m in found if m == row["disarm_id"])
        )
