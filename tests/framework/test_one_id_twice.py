"""Two files that claim one ID: the page is that of the file's name, and only it is judged."""

from ..builders import (
    EXPERT,
    HOME,
    RED,
    RESEARCHER,
    Kinds,
    add,
    clean,
    copy_page,
    listed,
    swap,
)
from ..conftest import findings_of, framework_of

CLAIM = swap(EXPERT, "# Technique T0097.108: ", "# Technique T0097.107: ")
DUPLICATE = "FW004 techniques/T0097.108.md:1:13"


def box(wanted: str, name: str) -> str:
    return f'<td><a href="techniques/{wanted}.md">{wanted} {name}</a></td>'


def test_the_file_with_the_name_of_the_id_is_its_page(schema_kinds: Kinds) -> None:
    framework = framework_of(schema_kinds, clean(CLAIM))
    assert framework.by_id["T0097.107"].path == RESEARCHER
    assert framework.by_id["T0097.108"].path == EXPERT
    (found,) = findings_of(framework)
    assert listed(found) == DUPLICATE
    assert [(other.page.path, other.message) for other in found.also] == [
        (RESEARCHER, "the page of T0097.107")
    ]


def test_each_file_must_be_in_the_matrix_under_its_own_id(schema_kinds: Kinds) -> None:
    for wanted, name, path in (
        ("T0097.107", "Researcher Persona", "techniques/T0097.107.md"),
        ("T0097.108", "Expert Persona", "techniques/T0097.108.md"),
    ):
        pages = clean(CLAIM, swap(RED, box(wanted, name), "<td> </td>"))
        found = {listed(finding) for finding in findings_of(framework_of(schema_kinds, pages))}
        assert found == {DUPLICATE, f"FW308 {path}:1:3"}


def test_without_the_duplicate_only_the_matrix_is_told(schema_kinds: Kinds) -> None:
    pages = clean(swap(RED, box("T0097.107", "Researcher Persona"), "<td> </td>"))
    found = [listed(finding) for finding in findings_of(framework_of(schema_kinds, pages))]
    assert found == ["FW308 techniques/T0097.107.md:1:3"]


def test_all_who_claim_an_id_are_one_finding(schema_kinds: Kinds) -> None:
    """Three titles with one ID: each file whose name is another is a place of it."""
    third = copy_page(EXPERT, f"{HOME}/techniques/T0097.109.md", "T0097.108", "T0097.107")
    index = add(f"{HOME}/more_index.md", "# More\n\n[T0097.109](techniques/T0097.109.md)\n")
    pages = clean(CLAIM, third, index)
    found = [
        listed(finding)
        for finding in findings_of(framework_of(schema_kinds, pages), "FW003", "FW004")
    ]
    assert found == [f"{DUPLICATE} techniques/T0097.109.md:1:13"]


def test_a_page_kept_in_another_folder_is_no_second_one(schema_kinds: Kinds) -> None:
    framework = framework_of(schema_kinds, clean(copy_page(EXPERT, "archive/T0097.108.md")))
    assert framework.by_id["T0097.108"].path == EXPERT
    assert findings_of(framework, "FW0", "FW3") == []
