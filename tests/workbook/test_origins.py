"""The cells from which a page was printed before the workbook changed."""

import time

import pytest

from frameworklint.kinds.annotations import Relation
from frameworklint.kinds.kind import Kinds
from frameworklint.workbook.origins import Origins
from frameworklint.workbook.sheet import Cell

from ..conftest import framework_of
from ..workbooks import Sheets, books, small


class Found:
    """What is found for the relations of the small workbook."""

    def __init__(self, kinds: Kinds, sheets: Sheets | None = None) -> None:
        self._origins = Origins(framework_of(kinds, books(sheets or small())).workbook)
        self._relations = {relation.key: relation for relation in kinds.workbook.relations}

    def _relation(self, sheet: str) -> Relation:
        return next(one for key, one in self._relations.items() if key.startswith(f"{sheet}."))

    def text(self, sheet: str, source: str, text: str) -> str:
        return _name(self._origins.of_text(self._relation(sheet), source, text))

    def row(self, sheet: str, source: str) -> str:
        return _name(self._origins.of_row(self._relation(sheet), source))


def _name(cell: Cell | None) -> str:
    return f"{cell.sheet_name} {cell.name}" if cell else ""


@pytest.fixture(scope="module")
def found(schema_kinds: Kinds) -> Found:
    return Found(schema_kinds)


def test_a_text_of_the_source_lost_what_it_lists(found: Found) -> None:
    text = "They posted  (T0002:\nPost It)."
    assert found.text("incidenttechniques", "I00001", text) == "incidenttechniques D3"
    assert found.text("incidenttechniques", "I00001", f"{text} More") == "incidenttechniques D3"


def test_a_text_of_another_source_lost_its_source(found: Found) -> None:
    text = "They planned again."
    assert found.text("incidenttechniques", "I00001", text) == "incidenttechniques C4"


def test_a_text_that_no_row_has_comes_from_nowhere(found: Found) -> None:
    assert found.text("incidenttechniques", "I00001", "They posted") == ""
    assert found.text("countermeasures", "C00001", "Block it.") == ""


def test_texts_of_two_relations_are_told_apart(found: Found) -> None:
    assert found.text("incidenttechniques", "T0001", "Use both.") == ""
    assert found.text("associatedtechniques", "T0001", "Use both.") == "associatedtechniques D2"
    assert found.text("associatedtechniques", "T0001", "They planned again.") == ""


def test_a_row_is_the_first_of_its_source(found: Found) -> None:
    assert found.row("incidenttechniques", "I00001") == "incidenttechniques D2"
    assert found.row("incidenttechniques", "I00002") == "incidenttechniques D4"
    assert found.row("incidenttechniques", "I00003") == ""


def test_a_text_that_many_findings_ask_for_is_looked_for_once(schema_kinds: Kinds) -> None:
    sheets = small()
    (row, *_) = sheets["incidenttechniques"]
    sheets["incidenttechniques"] = [{**row, "name": f"Text {number}"} for number in range(500)]
    found, text = Found(schema_kinds, sheets), "a line\n" * 5_000 + "Text 499"
    start = time.process_time()
    for _ in range(1_000):
        assert found.text("incidenttechniques", "I00001", text)
    assert time.process_time() - start < 1
