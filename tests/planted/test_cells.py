"""One defect of each kind, planted in a cell: it is found there, before any page prints it.

Once the pages are printed, it is the same finding, with more places.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from frameworklint.findings.finding import Finding
from frameworklint.findings.lint import lint
from frameworklint.linter.rule import Rule
from frameworklint.selection.comparison import compare

from ..builders import Framework, Kinds, Severity, all_rules
from ..conftest import Files, findings_of, framework_of
from ..memory_tree import MemoryTree
from ..workbooks import Sheets, books, printed, small

Edit = Callable[[Sheets], None]

ROWS = "incidenttechniques"
MARKER = "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW"
ARCHIVE = "https://web.archive.org/web"
DESCRIPTIVE = ("year_started", "attributions_seen", "found_in_country", "when_added")
PARAGRAPH = "A whole paragraph which tells of nothing that any of the others tells of in its words."
LONG = (
    "The accounts posted pictures of empty shelves in one town after another, and each of them "
    "was shared by the same hundred followers within a minute. Reporters found three of the "
    "pictures in the archive of a shop that had closed ten years before"
)


@dataclass(frozen=True)
class Plant:
    """A defect in a cell.

    Attributes:
        rule: the code of the rule that finds it.
        sheet, row, column: the cell; `row` counts those below the header, from 0.
        text: what the cell holds then.
        others: what else the workbook holds, before and after.
        at: sheet, row and column of the cell that is named before printing, where it is another;
            nothing where none is, because the page around the cell's text is at fault.
    """

    rule: str
    sheet: str
    row: int
    column: str
    text: str
    others: tuple[Edit, ...] = ()
    at: tuple[str, int, str] | tuple[()] | None = None

    def __str__(self) -> str:
        return f"{self.rule} {self.sheet}.{self.column}"

    def before(self) -> Sheets:
        sheets = copy.deepcopy(small())
        for edit in self.others:
            edit(sheets)
        return sheets

    def after(self) -> Sheets:
        sheets = self.before()
        sheets[self.sheet][self.row][self.column] = self.text
        return sheets


def holds(sheet: str, row: int, column: str, text: str) -> Edit:
    def edit(sheets: Sheets) -> None:
        sheets[sheet][row][column] = text

    return edit


def has_row(sheet: str, like: int, **other: str) -> Edit:
    def edit(sheets: Sheets) -> None:
        sheets[sheet].append({**sheets[sheet][like], **other})

    return edit


ROW = ("techniques", 1, "disarm_id")


def described(code: str, text: str, *others: Edit) -> Plant:
    """A defect in what is said of an incident under its one technique."""
    return Plant(code, ROWS, 2, "name", text, others)


def summary(
    code: str, text: str, *others: Edit, at: tuple[str, int, str] | tuple[()] | None = None
) -> Plant:
    """A defect in the summary of a technique."""
    return Plant(code, "techniques", 1, "summary", text, others, at)


def name(code: str, text: str, *others: Edit) -> Plant:
    """A defect in the name of a technique."""
    return Plant(code, "techniques", 1, "name", text, others)


def source(code: str, column: str, text: str, **other: str) -> Plant:
    """A defect in a source, whose other columns hold other texts than usual."""
    others = [holds("urls", 0, key, value) for key, value in other.items()]
    if "url_id" in other:
        others.append(holds("incidents", 0, "urls", other["url_id"]))
    return Plant(code, "urls", 0, column, text, tuple(others))


PLANTS = [
    summary("FW001", f"Well.\n\n{'>' * 50} told", at=ROW),
    name("FW002", ""),
    summary("FW005", f"Well.\n\n{MARKER}", at=()),
    summary("FW006", "Well.\n# Technique T0001.001: Plan It Well\n", at=ROW),
    summary("FW102", ""),
    Plant("FW103", "incidents", 0, "year_started", "soon"),
    summary("FW104", "Well.\n\n**Sumary**: again"),
    summary("FW105", "Well.\n```\nnow", at=()),
    summary("FW106", "Well.\n\n| Counters | Told by |\n|---|---|\n| C00001 | nobody |"),
    summary("FW107", "Well.\n\n| Color | Told by |\n|---|---|\n| red | nobody |"),
    described("FW108", "They planned | again."),
    Plant(
        "FW110",
        "incidents",
        1,
        "objecttype",
        "",
        tuple(holds("incidents", 1, column, "") for column in DESCRIPTIVE),
    ),
    summary("FW201", "See [this](../techniques/T0999.md)."),
    summary("FW202", "See [this](T0002.md#nowhere)."),
    summary("FW203", "See [this]()."),
    summary("FW204", "See [T0002 Post It](T0001.md)."),
    summary("FW205", "See [T0002 Wrong Name](T0002.md)."),
    summary("FW206", "See [this](../Techniques/T0002.md)."),
    summary("FW207", "See [this](../../../../x.md)."),
    summary("FW208", "See [this](htps://a.example/x)."),
    summary("FW209", "See [https://a.example/x](https://b.example/y)."),
    summary("FW210", "See [this](T0002.md#Technique-T0002-post-it)."),
    described("FW301", "They planned (T0099: Nothing)."),
    described("FW302", "They planned (T0001: Plan It, T00O2: Post It)."),
    described("FW303", "They planned (T0001: Another Name Of It)."),
    Plant("FW306", "techniques", 1, "disarm_id", "T0009.001", at=ROW),
    Plant("FW307", "techniques", 1, "tactic_id", "TA09"),
    Plant(
        "FW309",
        "countermeasures",
        0,
        "tactic",
        "TA02 Old",
        (holds("countermeasures", 0, "tactic", "TA02 Act"),),
    ),
    Plant("FW310", "techniques", 2, "name", "Plan It Well"),
    Plant("FW312", "techniques", 2, "summary", LONG, (holds("techniques", 1, "summary", LONG),)),
    summary("FW313", "Plan It Well"),
    summary("FW314", LONG, holds("techniques", 2, "summary", f"Post it. {LONG}. Be quick.")),
    Plant("FW315", "techniques", 1, "tactic_id", "TA02"),
    Plant("FW316", "associatedtechniques", 0, "associated_technique_id", "T0001"),
    described("FW401", f"{LONG} (T0001: Plan It)., {LONG} (T0001: Plan It)."),
    described("FW402", f"{PARAGRAPH}<br><br>{PARAGRAPH}<br><br>{LONG} (T0001: Plan It)."),
    described("FW403", "They posted (T0002: Post It) for all of the day."),
    described("FW404", f"{LONG} (T0001).", holds(ROWS, 0, "name", f"{LONG} (T0001).")),
    Plant("FW405", ROWS, 2, "technique_ids", "T0001,T0001"),
    described("FW406", ""),
    described("FW407", "They planned (T0001: Plan It) and posted (T0002: Post It)."),
    Plant(
        "FW408",
        ROWS,
        3,
        "name",
        f"{LONG}, then.",
        (
            has_row(ROWS, 2, disarm_id="IT00000004", technique_ids="T0002", name="Posted (T0002)."),
            holds(ROWS, 2, "name", f"{LONG}, now."),
        ),
    ),
    described("FW409", f"{LONG}.", holds(ROWS, 2, "name", "They planned (T0001: Plan It).")),
    Plant("FW410", ROWS, 2, "technique_ids", "", at=("incidents", 1, "disarm_id")),
    described("FW501", "They <i>planned (T0001: Plan It)."),
    summary("FW502", "Plan <script>x</script> well."),
    described("FW503", "They plan\u200bned (T0001: Plan It)."),
    described("FW504", "They donâ€™t plan (T0001: Plan It)."),
    summary("FW505", "TBD"),
    name("FW506", "Plan It  All"),
    described("FW507", "They planned (T0001: Plan ItT0001.001: Plan It Well)."),
    name("FW508", "Cultvate Rumors"),
    described("FW509", "They sold services166 to others (T0001: Plan It)."),
    summary("FW510", "To plan it well and so on,"),
    summary("FW511", "To **plan** it well."),
    summary("FW512", "To\u00a0plan it well."),
    summary("FW513", "Add text to iamges well."),
    Plant("FW601", "incidents", 1, "urls", ""),
    source("FW602", "pub_date", "2020/13/45"),
    source("FW603", "archive_link", f"{ARCHIVE}/20240101000000/https://elsewhere.example/abc"),
    Plant("FW604", "incidents", 1, "urls", "https://b.example/2 https://b.example/2"),
    source(
        "FW605",
        "pub_date",
        "2021/01/02",
        archive_link=f"{ARCHIVE}/20200601000000/https://a.example/1",
    ),
    source("FW607", "pub_date", "2020/01/03", url_id="https://a.example/2020/01/02/story"),
    source("FW608", "org", "Washingtn Herald", url_id="https://washingtonherald.example/story"),
]


def of_plant(findings: list[Finding], plant: Plant, *, is_printed: bool) -> list[Finding]:
    """The findings of a plant's rule that name its cell."""
    at = plant.at if plant.at is not None else (plant.sheet, plant.row, plant.column)
    of_rule = [finding for finding in findings if finding.rule.code == plant.rule]
    if not at or (is_printed and plant.at is not None):
        return of_rule
    return [
        finding
        for finding in of_rule
        if any(
            (cell.sheet_name, cell.row - 2, cell.column_name) == at
            for place in finding.places
            for cell in place.cells
        )
    ]


def rules_for(plant: Plant) -> list[Rule]:
    """All rules, those on demand apart from the plant's."""
    return [rule for rule in all_rules() if not rule.on_demand or rule.code == plant.rule]


def judged(framework: Framework, plant: Plant) -> list[Finding]:
    """What those rules find."""
    result = lint(framework, rules_for(plant))
    assert result.crashes == []
    return result.findings


@pytest.fixture(scope="module")
def clean(schema_kinds: Kinds) -> Framework:
    """The framework in which most defects are planted."""
    return framework_of(schema_kinds, {**books(small()), **printed(small())})


@pytest.fixture(scope="module")
def found_in_clean(clean: Framework) -> list[Finding]:
    return findings_of(clean)


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_a_defect_in_a_cell_is_found_there_and_is_the_same_once_it_is_printed(
    plant: Plant, clean: Framework, found_in_clean: list[Finding]
) -> None:
    base, known = clean, found_in_clean
    if plant.others:
        before = plant.before()
        base = framework_of(clean.kinds, {**books(before), **printed(before)})
        known = judged(base, plant)

    def new_in(files: Files) -> list[Finding]:
        return compare([(judged(state(base.kinds, files, base), plant), known)]).new

    pages, planted = printed(plant.before()), books(plant.after())
    waiting = new_in({**pages, **planted})
    found, *_ = of_plant(waiting, plant, is_printed=False)
    told = new_in({**printed(plant.after()), **planted})
    same = {one.fingerprint: one for one in of_plant(told, plant, is_printed=True)}
    assert len(same[found.fingerprint].places) >= len(found.places)
    assert "FW709" in {finding.rule.code for finding in waiting}
    # A table in a cell that is called like one of the page's stands for it.
    assert plant.rule == "FW106" or "FW701" not in {f.rule.code for f in [*waiting, *told]}


# While it is on a page, nobody can tell what else the page says.
ONCE_PRINTED = {"FW001", "FW006"}
# An ID that is put right brings back the rows that cited it, and leaves the page of the wrong one;
# a table that stood for one of the page's own takes its rows along.
MORE = {"FW306", "FW106"}
UNDONE = [one for one in PLANTS if one.rule not in MORE]
SOME = UNDONE[::6]


@pytest.mark.parametrize(
    "plant",
    [
        *(pytest.param(one, id=str(one)) for one in SOME),
        *(
            pytest.param(one, id=str(one), marks=pytest.mark.slow)
            for one in UNDONE
            if one not in SOME
        ),
    ],
)
def test_to_undo_a_defect_only_fixes_and_to_print_that_only_moves(
    plant: Plant, schema_kinds: Kinds
) -> None:
    pages, planted = printed(plant.after()), books(plant.after())
    base = framework_of(schema_kinds, {**pages, **planted})
    result = lint(base, rules_for(plant), keeps_hidden=True)
    undone = books(plant.before())
    for shown, waiting in ((pages, ["FW709"]), (printed(plant.before()), [])):
        found = judged(state(schema_kinds, {**shown, **undone}, base), plant)
        change = compare([(found, result.findings)], result.hidden)
        new = [one.rule.code for one in change.new if one.severity is not Severity.INFO]
        assert new == waiting or (not new and plant.rule in ONCE_PRINTED)
        if not (waiting and plant.rule in ONCE_PRINTED):
            assert plant.rule in {finding.rule.code for finding in change.fixed}


def state(kinds: Kinds, files: Files, base: Framework | None = None) -> Framework:
    """A framework, compared with another."""
    content = {
        path: text.encode() if isinstance(text, str) else text for path, text in files.items()
    }
    return Framework(kinds, MemoryTree(content), base=base)


# Why no cell can break a rule.
REASONS = {
    "FW003": "the generator prints the ID of the file and that of the title from one cell",
    "FW004": "it prints one page of an ID; FW707 tells of two rows with one",
    "FW101": "it prints every field, and a field is found whatever stands around it",
    "FW109": "a cell holds the number; the decimal is the generator's",
    "FW111": "git merges no workbook, so it writes no markers into one",
    "FW304": "it prints both sides of a reference from one row",
    "FW305": "it prints both sides of a reference from one row",
    "FW308": "it lists in the index whatever it prints a page of",
    "FW311": "it lists in the index whatever it prints a page of",
    "FW317": "it lists a row of the sheet once; FW707 tells of two rows with one ID",
}


def test_every_rule_is_planted_in_a_cell_or_no_cell_can_break_it() -> None:
    judged = {rule.code for rule in all_rules() if rule.code < "FW7"}
    assert {plant.rule for plant in PLANTS} | REASONS.keys() == judged
    assert not {plant.rule for plant in PLANTS} & REASONS.keys()


def test_only_what_no_cell_can_break_is_not_judged_before_it_is_printed() -> None:
    on_pages = {rule.code for rule in all_rules() if rule.code < "FW7" and rule.judges != "text"}
    assert on_pages == REASONS.keys()
