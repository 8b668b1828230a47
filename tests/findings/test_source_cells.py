"""Which cells of the workbook a finding names: those of its text, its row, or its row and list."""

from frameworklint.findings.source_cells import SourceCells, cells_at, source_of
from frameworklint.kinds.kind import Kinds

from ..conftest import findings_of, framework_of
from ..workbooks import Sheets, books, printed, small


def sources(kinds: Kinds, sheets: Sheets, rule: str) -> dict[str, SourceCells]:
    """By path: the cells of the findings of a rule, in pages printed from the sheets."""
    framework = framework_of(kinds, {**books(sheets), **printed(sheets)})
    provenance = framework.provenance
    found = findings_of(framework, rule)
    return {f.place.page.path.rpartition("/")[2]: source_of(f, provenance) for f in found}


def names(source: SourceCells) -> list[str]:
    return [f"{cell.sheet_name} {cell.name}" for cell in source.cells]


def test_an_uncited_technique_names_its_text_and_where_it_is_listed(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["incidenttechniques"][0]["name"] = "They planned (T0001: Plan It) and wrote long texts."
    found = sources(schema_kinds, sheets, "FW403")
    assert {path: names(source) for path, source in found.items()} == {
        "I00001.md": ["incidenttechniques B2", "incidenttechniques D2"]
    }


def test_rows_of_a_doubled_text_are_named_by_their_texts(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["incidenttechniques"][1]["name"] = sheets["incidenttechniques"][0]["name"]
    found = sources(schema_kinds, sheets, "FW405")
    assert {path: names(source) for path, source in found.items()} == {
        "I00001.md": ["incidenttechniques B2", "incidenttechniques B3"]
    }


def test_a_missing_text_is_named_by_its_empty_cell(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["incidenttechniques"][2]["name"] = ""
    found = sources(schema_kinds, sheets, "FW406")
    assert {path: names(source) for path, source in found.items()} == {
        "I00002.md": ["incidenttechniques B4"]
    }


def test_a_row_of_a_list_without_texts_is_named_by_the_cell_that_lists_it(
    schema_kinds: Kinds,
) -> None:
    sheets = small()
    sheets["countermeasures"][0]["techniques"] += "\nT0002 - Post It"
    found = sources(schema_kinds, sheets, "FW405")
    assert {path: names(source) for path, source in found.items()} == {
        "C00001.md": ["countermeasures J2"],
        "T0002.md": ["countermeasures J2"],
    }


def test_of_thousands_of_cells_a_place_names_the_first(schema_kinds: Kinds) -> None:
    """Else as many places in the text that they share would name the square of them."""
    sheets = small()
    row = sheets["incidenttechniques"][0]
    sheets["incidenttechniques"] += [
        row | {"disarm_id": f"IT{i + 10:08}", "name": f"text {i}"} for i in range(300)
    ]
    framework = framework_of(schema_kinds, {**books(sheets), **printed(sheets)})
    numbers = [
        len(cells_at(framework.provenance, page, text.span, source))
        for page in framework.records
        for text in page.values()
        for source in ("row", "listing")
    ]
    assert max(numbers) == 200  # texts and the cells beside them
