"""What the real workbook of February 2025 loses, computed once more with openpyxl."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import openpyxl
import pytest

from frameworklint.findings.finding import Finding
from frameworklint.framework.framework import Framework
from frameworklint.report.formats.json import render
from frameworklint.report.report import Report
from tests.conftest import corpus, findings_of

BOOKS = {"incidents": "DATA", "urls": "DATA", "incidenttechniques": "DATA"}


@cache
def _rows(sheet: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a sheet with their numbers, as openpyxl reads them."""
    name = f"DISARM_{BOOKS.get(sheet, 'FRAMEWORKS')}_MASTER.xlsx"
    path = corpus("disarm-2025-02") / "DISARM_MASTER_DATA" / name
    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = workbook[sheet].iter_rows(values_only=True)
    header = next(rows)
    return [
        (number, {str(k): "" if v is None else str(v) for k, v in zip(header, row, strict=True)})
        for number, row in enumerate(rows, start=2)
        if any(value is not None for value in row)
    ]


def _names(sheet: str) -> dict[str, str]:
    return {row["disarm_id"]: row["name"] for _, row in _rows(sheet)}


def _dropped(framework: Framework, subject: str) -> Finding:
    findings = findings_of(framework, "FW702")
    return next(finding for finding in findings if finding.place.subject == subject)


def _cells(finding: Finding) -> set[str]:
    return {place.page.locator(place.span) for place in finding.places}


def test_63_techniques_follow_a_blank_in_30_cells_of_29_incidents(
    framework_2025: Framework,
) -> None:
    techniques = _names("techniques")
    lost = [
        (number, row["incident_id"], part)
        for number, row in _rows("incidenttechniques")
        for part in row["technique_ids"].split(",")
        if part not in techniques and part.strip() in techniques
    ]
    assert (len(lost), len({n for n, _, _ in lost}), len({i for _, i, _ in lost})) == (63, 30, 29)
    finding = _dropped(framework_2025, "incidenttechniques.technique_ids")
    assert finding.message.startswith(
        "63 techniques in 30 cells of incidenttechniques.technique_ids are lost: "
        "the generator takes the blank before an ID for a part of it; "
    )
    assert _cells(finding) == {f"D{number}" for number, _, _ in lost}


def test_two_more_references_after_a_blank_name_ids_that_exist_nowhere(
    framework_2025: Framework,
) -> None:
    techniques = _names("techniques")
    unknown = {
        part.strip()
        for _, row in _rows("incidenttechniques")
        for part in row["technique_ids"].split(",")
        if part.startswith(" ") and part.strip() not in techniques
    }
    assert len(unknown) == 2
    assert unknown <= {f.place.subject for f in findings_of(framework_2025, "FW706")}


def _counter_pairs() -> Iterator[tuple[int, str, str, str, int]]:
    """Row, counter, technique, name and place of each technique that a counter names."""
    for number, row in _rows("countermeasures"):
        matches = list(re.finditer(r"\b(T\d{4}(?:\.\d{3})?) - ", row["techniques"]))
        ends = [match.start() for match in matches[1:]] + [len(row["techniques"])]
        for match, end in zip(matches, ends, strict=False):
            name = row["techniques"][match.end() : end].strip()
            yield number, row["disarm_id"], match[1], name, match.start()


def test_334_techniques_of_counters_lost_their_line_break_176_by_an_older_name(
    framework_2025: Framework,
) -> None:
    techniques = _names("techniques")
    kept = {(counter, wanted) for _, counter, wanted, _, at in _counter_pairs() if at == 0}
    lost: dict[tuple[str, str], set[str]] = {}
    for _, counter, wanted, name, _ in _counter_pairs():
        if wanted in techniques and (counter, wanted) not in kept:
            lost.setdefault((counter, wanted), set()).add(name)
    older = [pair for pair, names in lost.items() if techniques[pair[1]] not in names]
    assert (len(lost), len(older)) == (334, 176)
    message = _dropped(framework_2025, "countermeasures.techniques").message
    assert message.startswith("334 techniques in 88 cells of countermeasures.techniques ")
    assert "(176 of them by an older name)" in message


def test_30_ids_in_445_pairs_of_counter_and_technique_are_unknown(
    framework_2025: Framework,
) -> None:
    techniques = _names("techniques")
    pairs = {(c, wanted) for _, c, wanted, _, _ in _counter_pairs() if wanted not in techniques}
    assert (len({wanted for _, wanted in pairs}), len(pairs)) == (30, 445)
    findings = [
        finding
        for finding in findings_of(framework_2025, "FW706")
        if "countermeasures" in finding.place.page.key
    ]
    tactics = {finding.place.subject for finding in findings if finding.place.subject[1] == "A"}
    assert tactics == {"TA01", "TA05", "TA07", "TA08", "TA12"}
    cited = [finding for finding in findings if finding.place.subject not in tactics]
    assert len(cited) == 30
    assert sum(len(finding.places) for finding in cited) == 445


def test_89_urls_of_incidents_are_missing_from_the_sheet_of_urls(
    framework_2025: Framework,
) -> None:
    known = {row["url_id"] for _, row in _rows("urls")}
    lost = [url for _, row in _rows("incidents") for url in row["urls"].split(" ")]
    assert len([url for url in lost if url and url not in known]) == 89
    message = _dropped(framework_2025, "incidents.urls").message
    assert message.startswith("89 URLs in 61 cells of incidents.urls ")


def test_3_second_metatechniques_are_dropped(framework_2025: Framework) -> None:
    lost = [
        number
        for number, row in _rows("countermeasures")
        if len(re.findall(r"\bM\d{3}\b", row["metatechnique"])) > 1
    ]
    finding = _dropped(framework_2025, "countermeasures.metatechnique")
    assert finding.message.startswith("3 metatechniques in 3 cells ")
    assert _cells(finding) == {f"C{number}" for number in lost}


def test_4_incident_rows_have_no_id(framework_2025: Framework) -> None:
    empty = {f"A{number}" for number, row in _rows("incidents") if not row["disarm_id"]}
    assert len(empty) == 4
    [finding] = findings_of(framework_2025, "FW704")
    assert _cells(finding) == empty
    assert any(related.page.path.endswith("/incidents/.md") for related in finding.also)


def test_rows_that_give_a_technique_twice(framework_2025: Framework) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    doubled = set()
    for number, row in _rows("incidenttechniques"):
        for part in {part.strip() for part in row["technique_ids"].split(",")}:
            key = (row["incident_id"], part, " ".join(row["name"].split()))
            if seen.setdefault(key, number) != number:
                doubled.add(f"D{number}")
    found = findings_of(framework_2025, "FW705")
    assert {cell for finding in found for cell in _cells(finding)} == doubled


@pytest.fixture(scope="session")
def sources(framework_2025: Framework) -> dict[str, list[dict[str, Any]]]:
    """The source cells of the findings, by rule."""
    findings = findings_of(framework_2025, "FW205", "FW303", "FW401", "FW403", "FW405")
    text = render(Report(findings, 0, provenance=framework_2025.provenance))
    found: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads(text)["findings"]:
        found.setdefault(one["rule"], []).append(one)
    return found


def _text(cell: dict[str, str]) -> str:
    letter, number = re.fullmatch(r"([A-Z]+)(\d+)", cell["cell"]).groups()  # type: ignore[union-attr]
    row = dict(_rows(cell["sheet"]))[int(number)]
    return list(row.values())[ord(letter) - ord("A")]


def test_doubled_texts_name_the_two_rows(sources: dict[str, list[dict[str, Any]]]) -> None:
    for finding in sources["FW401"] + sources["FW405"]:
        cells = finding["source"]
        assert {cell["sheet"] for cell in cells} == {"incidenttechniques"}
        if len(cells) == 2 and all(cell["cell"].startswith("B") for cell in cells):
            assert _text(cells[0]) == _text(cells[1])
        else:
            # One row that names the technique twice.
            assert finding["page"] in ("I00129", "T0150.005")


def test_an_uncited_technique_names_the_row_and_its_list(
    sources: dict[str, list[dict[str, Any]]],
) -> None:
    for finding in sources["FW403"]:
        text, listed = finding["source"]
        assert (text["cell"][0], listed["cell"][0]) == ("B", "D")
        assert text["cell"][1:] == listed["cell"][1:]


def test_a_wrong_name_names_the_cell_that_cites_it(
    sources: dict[str, list[dict[str, Any]]],
) -> None:
    cited = [finding for finding in sources["FW303"] if finding["source"]]
    assert len(cited) == len(sources["FW303"])
    for finding in cited:
        sheets = {cell["sheet"] for cell in finding["source"]}
        if sheets <= BOOKS.keys() | {"techniques"}:
            assert any(finding["subject"] in _text(cell) for cell in finding["source"])
