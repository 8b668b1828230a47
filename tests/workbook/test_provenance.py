"""From the pages back to the workbook: what each text is printed from, and where pages differ."""

import pytest

from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.source.span import Span
from frameworklint.workbook.printed import PrintedText
from frameworklint.workbook.provenance import Provenance

from ..builders import RED, clean, sheets_of_clean, spot, workbooks_of
from ..conftest import framework_of
from ..workbooks import Sheets, books, printed, small

HOME = "generated_pages"


def framework_from(kinds: Kinds, sheets: Sheets, pages: dict[str, str] | None = None) -> Framework:
    """The framework of some sheets, and of the pages that are printed from them."""
    return framework_of(kinds, {**books(sheets), **printed(sheets), **(pages or {})})


@pytest.fixture(scope="module")
def framework(schema_kinds: Kinds) -> Framework:
    return framework_from(schema_kinds, small())


def printed_texts(framework: Framework, path: str) -> list[PrintedText]:
    page = framework.by_path[path]
    return framework.provenance.printed_at(page, page.span)


def line(text: PrintedText) -> str:
    """A printed text in a line: where it stands, its cells, and what messages call it."""
    start = text.page.lines.position(text.span.start)
    end = text.page.lines.position(text.span.end)
    cells = ", ".join(f"{cell.sheet_name} {cell.name}" for cell in text.cells)
    order = " in any order" if text.any_order else ""
    return f"{start[0]}:{start[1]}-{end[0]}:{end[1]} {cells}{order} {text.what}".rstrip()


PRINTED = {
    "incidents/I00001.md": """
        1:20-1:25 incidents B2 the title
        3:5-3:25 incidents D2 `Summary`
        5:5-5:30 incidents C2 `incident type`
        7:5-7:25 incidents E2 `Year started`
        9:5-9:35 incidents F2, incidents G2 `Countries`
        11:5-11:26 incidents K2 `Found via`
        13:5-13:29 incidents J2 `Date added`
        22:3-22:61 techniques B2 the link to T0001
        23:3-23:61 techniques B2 the link to T0001
        22:64-22:94 incidenttechniques B2 the text under T0001
        23:64-23:93 incidenttechniques B3 the text under T0001
        24:3-24:74 techniques B3 the link to T0001.001
        24:77-24:107 incidenttechniques B2 the text under T0001.001
        25:3-25:61 techniques B4 the link to T0002
        25:64-25:93 incidenttechniques B3 the text under T0002
        15:3-15:49 incidents H2
        17:3-17:45 incidents H2 the link to https://a.example/1
        17:48-17:58 urls B2 `Pub Date` of https://a.example/1
        17:61-17:73 urls C2 `Authors` of https://a.example/1
        17:76-17:85 urls D2 `Org` of https://a.example/1
        17:88-17:142 urls E2 `Archive` of https://a.example/1
        18:3-18:45 incidents H2 the link to https://b.example/2
        18:48-18:58 urls B3 `Pub Date` of https://b.example/2
        18:61-18:73 urls C3 `Authors` of https://b.example/2
        18:76-18:85 urls D3 `Org` of https://b.example/2
        18:88-18:142 urls E3 `Archive` of https://b.example/2
    """,
    "techniques/T0001.md": """
        1:20-1:27 techniques B2 the title
        3:3-3:25 techniques D2 `Summary`
        5:3-5:23 techniques C2, tactics B2 `Tactic`
        14:3-14:60 incidents B2 the link to I00001
        14:63-14:124 incidenttechniques B2, incidenttechniques B3 in any order the text under I00001
        15:3-15:61 incidents B3 the link to I00002
        15:64-15:83 incidenttechniques B4 in any order the text under I00002
        10:3-10:61 techniques B4 the link to T0002
        10:64-10:73 associatedtechniques B2 the text under T0002
        19:3-19:59 countermeasures B2 the link to C00001
        19:62-19:65 countermeasures I2 `Response types` of C00001
        20:3-20:59 countermeasures B3 the link to C00002
        20:62-20:65 countermeasures I3 `Response types` of C00002
    """,
    "techniques/T0001.001.md": """
        1:24-1:36 techniques B3 the title
        3:3-3:30 techniques D3 `Summary`
        5:3-5:23 techniques C3, tactics B2 `Tactic`
        5:34-5:67 techniques B2 `Parent Technique`
        13:3-13:60 incidents B2 the link to I00001
        13:63-13:93 incidenttechniques B2 in any order the text under I00001
    """,
    "counters/C00002.md": """
        1:19-1:24 countermeasures B3 the title
        3:5-3:25 countermeasures D3 `Summary`
        7:5-7:33 countermeasures C3 `Metatechnique`
        9:5-9:29 countermeasures F3 `Resources needed`
        11:5-11:36 countermeasures H3 `Belongs to tactic stage`
        22:3-22:28 countermeasures J3
        24:3-24:61 techniques B2 the link to T0001
        14:3-14:24 countermeasures E3
        16:3-16:58 actortypes B2 the link to A001
        16:61-16:71 actortypes D2 `Sectors` of A001
        17:3-17:58 actortypes B3 the link to A002
        17:61-17:71 actortypes D3 `Sectors` of A002
    """,
    "tactics/TA02.md": """
        1:16-1:19 tactics B3 the title
        3:5-3:26 tactics E3 `Summary`
        5:5-5:28 tactics C3 `Belongs to phase`
        16:3-16:59 countermeasures B2 the link to C00001
        16:62-16:65 countermeasures I2 `Response types` of C00001
        17:3-17:59 countermeasures B3 the link to C00002
        17:62-17:65 countermeasures I3 `Response types` of C00002
        12:3-12:61 techniques B4 the link to T0002
    """,
    "detections_index.md": """
        14:5-14:9 detections B2 the column `name`
        15:5-15:16 detections C2 the column `summary`
        16:5-16:5 detections D2 the column `metatechnique`
        17:5-17:15 detections E2 the column `tactic`
        18:5-18:8 detections F2 the column `responsetype`
    """,
}


@pytest.mark.parametrize(("path", "expected"), PRINTED.items(), ids=PRINTED.keys())
def test_every_printed_text_of_a_page_has_its_cells(
    framework: Framework, path: str, expected: str
) -> None:
    found = printed_texts(framework, f"{HOME}/{path}")
    assert [line(text) for text in found] == [
        wanted.strip() for wanted in expected.split("\n")[1:-1]
    ]
    assert all(text.agrees for text in found)


@pytest.mark.parametrize("are_known", [False, True])
def test_at_a_spot_those_texts_are_found_that_overlap_it(
    real_framework: Framework, are_known: bool
) -> None:
    workbook, references = real_framework.workbook, real_framework.references
    provenance = Provenance(workbook, references, real_framework.by_id)
    texts = {page: provenance.printed_at(page, page.span) for page in real_framework.pages}
    if are_known:
        provenance.agreeing = {page.path for page in texts if provenance.agrees(page)}
    for page, whole in texts.items():
        spans = [text.span for text in whole[:40]]
        for span in [*spans, *(Span(one.end, one.end) for one in spans)]:
            expected = [text for text in whole if text.span.overlaps(span)]
            assert provenance.printed_at(page, span) == expected


def test_a_text_that_goes_on_behind_its_field_is_found_there(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["techniques"][0]["summary"] = "First.\n\n* **Beyond:** Second."
    framework = framework_from(schema_kinds, sheets)
    page, provenance = framework.by_path[TECHNIQUE], framework.provenance
    at = page.source.index("Second.")
    (expected,) = provenance.printed_at(page, Span(at, at + 7))
    assert [cell.text for cell in expected.cells] == ["First.\n\n* **Beyond:** Second."]
    # Whoever has not compared the page would not look so far from the field.
    assert not provenance.agrees(page)


def test_a_box_of_a_matrix_prints_a_name(schema_kinds: Kinds) -> None:
    framework = framework_of(schema_kinds, clean() | workbooks_of(sheets_of_clean()))
    found = printed_texts(framework, RED)
    assert [line(text) for text in found] == [
        "6:5-6:71 tactics B2 the matrix",
        "7:5-7:60 tactics B3 the matrix",
        "10:5-10:76 techniques B7 the matrix",
        "11:5-11:60 techniques B4 the matrix",
        "14:5-14:66 techniques B5 the matrix",
        "15:5-15:71 techniques B2 the matrix",
        "18:5-18:62 techniques B6 the matrix",
        "19:5-19:67 techniques B3 the matrix",
    ]


# Differences.

PAGES = printed(small())
INCIDENT, TECHNIQUE = f"{HOME}/incidents/I00001.md", f"{HOME}/techniques/T0001.md"
COUNTER, TACTIC = f"{HOME}/counters/C00002.md", f"{HOME}/tactics/TA02.md"
LINK = "[{0} {1}](../../generated_pages/{2}/{0}.md)"
T0001, T0002 = (
    LINK.format("T0001", "Plan It", "techniques"),
    LINK.format("T0002", "Post It", "techniques"),
)
I00001, I00002 = (
    LINK.format("I00001", "First", "incidents"),
    LINK.format("I00002", "Second", "incidents"),
)
PLANNED, POSTED = "They planned (T0001: Plan It).", "They posted (T0002: Post It)."
LONG = "https://a.example/" + "long/" * 10


def differences(kinds: Kinds, path: str, old: str, new: str) -> list[str]:
    """Where a page differs from the workbook once a text of it is replaced."""
    assert PAGES[path].count(old) == 1
    framework = framework_from(kinds, small(), {path: PAGES[path].replace(old, new)})
    found = framework.provenance.differences(framework.by_path[path])
    return [
        f"{spot(one.page, one.span)} {one.cell.sheet_name} {one.cell.name}: "
        f"{one.message}, not {one.expected}"
        for one in found
        if not one.is_broken
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            INCIDENT,
            "# Incident I00001: First",
            "# Incident I00001: Last",
            ["1:20 incidents B2: the title says `Last`, not `First`"],
        ),
        (
            INCIDENT,
            "Atlantis , Utopia",
            "Atlantis , Sparta",
            ["9:5 incidents G2: `Countries` says `Atlantis , Sparta`, not `Utopia`"],
        ),
        (
            INCIDENT,
            "Atlantis , Utopia",
            "Lemuria , Utopia",
            ["9:5 incidents F2: `Countries` says `Lemuria , Utopia`, not `Atlantis`"],
        ),
        (
            INCIDENT,
            "2020/01/02",
            "2021/01/02",
            [
                "17:48 urls B2: `Pub Date` of https://a.example/1 says `2021/01/02`, not "
                "`2020/01/02`"
            ],
        ),
        (
            INCIDENT,
            f"| {T0002} | {POSTED} |",
            f"| {T0002} | They did. |",
            [
                "25:64 incidenttechniques B3: the text under T0002 says `They did.`, not `They "
                "posted (T0002: Post It).`"
            ],
        ),
        (INCIDENT, f"| {T0002} | {POSTED} |", f"| {T0002} |", []),
        (
            INCIDENT,
            f"| {T0002} | {POSTED} |\n",
            "",
            [
                "20:3 incidenttechniques D3: the table `Technique` does not list T0002, not "
                "`T0002,T0001`"
            ],
        ),
        (
            INCIDENT,
            f"| {T0002} | {POSTED} |\n",
            f"| {T0002} | {POSTED} |\n| {T0002} | {PLANNED} |\n",
            [
                "26:3 incidenttechniques D2: the table `Technique` lists T0002, not "
                "`T0001,T0001.001`"
            ],
        ),
        (
            INCIDENT,
            f"| {T0002} | {POSTED} |\n",
            f"| {T0002} | {POSTED} |\n| {T0002} | Once more |\n",
            [
                "26:3 incidenttechniques D2: the table `Technique` lists T0002, not "
                "`T0001,T0001.001`"
            ],
        ),
        (INCIDENT, f"| {T0002} | {POSTED} |\n", f"| by hand | {POSTED} | more |\n", []),
        (
            INCIDENT,
            f"| {T0002} | {POSTED} |\n",
            f"| T0009 | {POSTED} |\n",
            [
                "20:3 incidenttechniques D3: the table `Technique` does not list T0002, not "
                "`T0002,T0001`"
            ],
        ),
        (
            INCIDENT,
            "| [https://a.example/1](https://a.example/1) |",
            f"| [a]({LONG}) |",
            [
                "17:3 incidents H2: the table `Reference` lists "
                "https://a.example/long/long/long/long/long/long/long/long/lo…, not "
                "`https://a.example/1 https://b.example/2`",
                "15:3 incidents H2: the table `Reference` does not list https://a.example/1, not "
                "`https://a.example/1 https://b.example/2`",
            ],
        ),
        (TECHNIQUE, f"{PLANNED}, {POSTED}", f"{POSTED}, {PLANNED}", []),
        (
            TECHNIQUE,
            f"{PLANNED}, {POSTED}",
            PLANNED,
            [
                "14:63 incidenttechniques B3: the text under I00001 says `They planned (T0001: "
                "Plan It).`, not `They posted (T0002: Post It).`"
            ],
        ),
        (
            TECHNIQUE,
            f"{PLANNED}, {POSTED}",
            f"{PLANNED}, {POSTED}, They left",
            [
                "14:63 incidenttechniques B2: the text under I00001 says `They left`, not `They "
                "planned (T0001: Plan It).`"
            ],
        ),
        (
            TECHNIQUE,
            f"{PLANNED}, {POSTED}",
            f"{PLANNED}, {POSTED}, They planned again.",
            [
                "14:63 incidenttechniques C4: the text under I00001 says `They planned again.`, "
                "not `I00002`"
            ],
        ),
        (
            TECHNIQUE,
            f"| {I00002} | They planned again. |\n",
            "",
            ["12:3 incidenttechniques D4: the table `Incident` does not list I00002, not `T0001`"],
        ),
        (
            TECHNIQUE,
            f"| {I00002} |",
            f"| {I00002.replace('Second', 'Third')} |",
            ["15:3 incidents B3: the link to I00002 says `Third`, not `Second`"],
        ),
        (
            TECHNIQUE,
            "| D02 |\n| [C00002",
            "| D03 |\n| [C00002",
            ["19:62 countermeasures I2: `Response types` of C00001 says `D03`, not `D02`"],
        ),
        (
            COUNTER,
            f"| {T0001} |\n",
            f"| {T0001} |\n| {T0002} |\n",
            [
                "25:3 countermeasures J3: the table `Counters these Techniques` lists T0002, not "
                "`T0001 - Plan It`"
            ],
        ),
        (
            COUNTER,
            f"| {T0001} |\n",
            "",
            [
                "22:3 countermeasures J3: the table `Counters these Techniques` does not list "
                "T0001, not `T0001 - Plan It`"
            ],
        ),
        (
            TACTIC,
            "**Belongs to phase:** P02",
            "**Belongs to phase:** P01",
            ["5:5 tactics C3: `Belongs to phase` says `P01`, not `P02`"],
        ),
    ],
)
def test_a_difference_names_its_cell_and_what_both_sides_say(
    schema_kinds: Kinds, path: str, old: str, new: str, expected: list[str]
) -> None:
    assert differences(schema_kinds, path, old, new) == expected


# Pages and tables that are not compared.


def printed_lines(kinds: Kinds, path: str, old: str, new: str) -> list[str]:
    """The printed texts of a page once a text of it is replaced."""
    assert PAGES[path].count(old) == 1
    framework = framework_from(kinds, small(), {path: PAGES[path].replace(old, new)})
    return [line(text) for text in printed_texts(framework, path)]


def test_a_broken_row_is_printed_from_the_texts_of_its_rows(schema_kinds: Kinds) -> None:
    row = f"| {T0002} | {POSTED} |"
    found = printed_lines(schema_kinds, INCIDENT, row, f"{row} more |")
    assert [text for text in found if text.startswith("25:")] == [
        f"25:1-25:{len(row) + 8} incidenttechniques B3"
    ]


def test_a_broken_row_of_a_list_is_printed_from_the_columns_of_what_is_listed(
    schema_kinds: Kinds,
) -> None:
    row = f"| {LINK.format('C00001', 'Block', 'counters')} | D02 |"
    found = printed_lines(schema_kinds, TECHNIQUE, row, f"{row} more |")
    assert [text for text in found if text.startswith("19:")] == [
        f"19:1-19:{len(row) + 8} countermeasures I2"
    ]


@pytest.mark.parametrize("length", [0, 1, 30])
def test_what_is_printed_at_a_place_is_what_overlaps_it(schema_kinds: Kinds, length: int) -> None:
    framework = framework_from(schema_kinds, small())
    for page in framework.pages:
        spans = [Span(at, at + length) for at in range(len(page.source) + 1)]
        found = [framework.provenance.printed_at(page, span) for span in spans]
        texts = framework.provenance.printed_at(page, page.span)
        assert found == [[text for text in texts if text.span.overlaps(one)] for one in spans]


@pytest.mark.parametrize("other", [f"{HOME}/incidents/I00001 copy.md", "old/I00001.md"])
def test_of_two_pages_with_one_id_none_is_compared_twice(schema_kinds: Kinds, other: str) -> None:
    text = PAGES[INCIDENT].replace("Atlantis", "Sparta")
    framework = framework_from(schema_kinds, small(), {other: text})
    provenance = framework.provenance
    assert [page.path for page in framework.pages if provenance.differences(page)] == []
    assert printed_texts(framework, other) == []
    assert printed_texts(framework, INCIDENT) != []


@pytest.mark.parametrize(
    ("sheet", "column", "path", "lacking"),
    [
        ("incidenttechniques", "name", INCIDENT, {"the text under T0001", "the link to T0001"}),
        ("incidenttechniques", "technique_ids", INCIDENT, {"the link to T0001"}),
        ("incidenttechniques", "incident_id", INCIDENT, {"the link to T0001"}),
        ("techniques", "summary", TECHNIQUE, {"`Summary`"}),
        ("urls", "org", INCIDENT, {"`Org` of https://a.example/1"}),
    ],
)
def test_a_column_that_the_workbook_lacks_is_not_compared(
    schema_kinds: Kinds, sheet: str, column: str, path: str, lacking: set[str]
) -> None:
    whole = framework_from(schema_kinds, small())
    assert lacking <= {text.what for text in printed_texts(whole, path)}
    sheets = small()
    for row in sheets[sheet]:
        del row[column]
    framework = framework_of(schema_kinds, {**books(sheets), **PAGES})
    page = framework.by_path[path]
    assert not lacking & {text.what for text in framework.provenance.printed_at(page, page.span)}
    assert framework.provenance.differences(page) == []


def test_the_name_of_an_unknown_id_is_empty(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["techniques"][0]["tactic_id"] = "TA09"
    framework = framework_from(schema_kinds, sheets)
    page = framework.by_path[TECHNIQUE]
    assert "TA09" in page.source
    assert framework.provenance.differences(page) == []
    found = {text.what: text for text in framework.provenance.printed_at(page, page.span)}
    assert [cell.name for cell in found["`Tactic`"].cells] == ["C2"]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2009"])
def test_a_name_is_printed_with_what_only_looks_like_a_blank(
    schema_kinds: Kinds, blank: str
) -> None:
    sheets = small()
    row = sheets["techniques"][0]
    row["name"] = f"Seed{blank}Rumors"
    framework = framework_from(schema_kinds, sheets)
    name = framework.workbook.name_cell(row["disarm_id"])
    printed = [
        text
        for page in framework.pages
        for text in framework.provenance.printed_at(page, page.span)
        if text.cells == [name]
    ]
    assert len(printed) > 1
    assert all(text.agrees for text in printed)
    assert not any(framework.provenance.differences(page) for page in framework.pages)
