"""What a finding is about: the ID, link, tag or field that the JSON report names as its subject."""

from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import WorkTree

from ..builders import FERRY, SOURCE_ROW, Pages, clean, swap
from ..conftest import findings_of, framework_of
from ..scratch import EXAMPLE
from ..workbooks import books, printed, small

SUBJECTS = {
    ("FW102", "Summary"),
    ("FW108", "https://mediareview.example/essays/who-checked-the-institute"),
    ("FW201", "../../generated_pages/techniques/T0097.204.md"),
    ("FW203", "[-](-)"),
    ("FW205", "T0151.006"),
    ("FW301", "T0099"),
    ("FW302", "T0151:006"),
    ("FW303", "T0097.108"),
    ("FW304", "T0151.006"),
    ("FW306", "T0151.004"),
    ("FW308", "T0097.108"),
    ("FW401", "I00201"),
    ("FW404", "I00202"),
    ("FW405", "T0151.004"),
    ("FW501", "<i>"),
    ("FW602", "2024/13/21"),
}


def test_the_findings_of_the_example_name_what_they_are_about(schema_kinds: Kinds) -> None:
    found = findings_of(Framework(schema_kinds, WorkTree(str(EXAMPLE))))
    assert {(finding.rule.code, finding.place.subject) for finding in found} == SUBJECTS


def test_a_source_that_is_named_twice_is_the_subject(schema_kinds: Kinds) -> None:
    pages: Pages = clean(swap(FERRY, SOURCE_ROW, f"{SOURCE_ROW}\n{SOURCE_ROW}"))
    (found,) = findings_of(framework_of(schema_kinds, pages), "FW604")
    assert found.place.subject.startswith("https://portauthority")
    assert f"`{found.place.subject}`" in found.message


def test_a_lost_reference_is_about_its_column(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0002"
    framework = framework_of(schema_kinds, {**books(sheets), **printed(sheets)})
    (found,) = findings_of(framework, "FW702")
    assert found.place.subject == "incidenttechniques.technique_ids"


def test_an_uncited_technique_is_the_subject(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["incidenttechniques"][2]["name"] = "They planned again (T0002: Post It)."
    framework = framework_of(schema_kinds, printed(sheets))
    found = {f.place.cause: f.place.subject for f in findings_of(framework, "FW403")}
    assert found == {
        "I00001 T0001": "T0001",
        "I00001 T0001.001": "T0001.001",
        "I00002 T0001": "T0001",
    }
