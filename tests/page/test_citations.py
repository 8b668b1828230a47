"""IDs in running text: well-formed, malformed, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.kinds.ids import IdForm
from frameworklint.kinds.kind import Kinds
from frameworklint.page.citations import Citation, IdReader
from frameworklint.source.span import Span


@pytest.fixture(scope="session")
def ids(schema_kinds: Kinds) -> IdReader:
    return IdReader(schema_kinds.id_forms)


def found(ids: IdReader, text: str) -> list[tuple[str, str]]:
    """What is written and what is meant, of every ID in a text."""
    return [(citation.written, citation.id) for citation in ids.citations(text)]


@pytest.mark.parametrize(
    "text",
    ["T0151.004", "T0151", "I00084", "C00006", "TA01", "TK0001", "M003", "P02", "A033"],
)
@pytest.mark.parametrize(
    "around", ["{}", "({})", "x {}: y", "“{}”", "{}.", "{},", "<i>{}</i>", "*{}*"]
)
def test_wellformed_id_is_found_between_marks(ids: IdReader, text: str, around: str) -> None:
    assert ids.is_id(text)
    assert found(ids, around.format(text)) == [(text, text)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("T0097:109", "T0097.109"),
        ("T00145.006", "T0145.006"),
        ("T151.006", "T0151.006"),
        ("T0151.6", "T0151.006"),
        ("T0151.06", "T0151.006"),
        ("T0151.0006", "T0151.006"),
        ("I0084", "I00084"),
        ("I000084", "I00084"),
        ("C0006", "C00006"),
    ],
)
def test_malformed_id_means_the_wellformed_one(ids: IdReader, written: str, meant: str) -> None:
    assert not ids.is_id(written)
    assert found(ids, f"as in {written}: Name") == [(written, meant)]


@pytest.mark.parametrize(
    "text",
    ["A-234", "A 2019", "T5", "TA08-11", "ADAPT 2030", "COVID-19", "T-0151", "A4", "I-95", "MH17"],
)
def test_name_with_a_number_is_no_id(ids: IdReader, text: str) -> None:
    assert found(ids, f"see {text} there") == []


@pytest.mark.parametrize("text", ["FW01", "S001", "D02", "R001", "F00001"])
def test_code_without_pages_is_no_id(ids: IdReader, text: str) -> None:
    assert found(ids, f"see {text} there") == []


@pytest.mark.parametrize(
    "text", ["xT0151", "T0151x", "T0151_1", "T12345678", "T0151.00046", "T0151.004.1"]
)
def test_part_of_a_longer_word_is_no_id(ids: IdReader, text: str) -> None:
    assert found(ids, f"see {text} there") == []


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/T0151.004",
        "http://example.org/a?T0151=T0151.004",
        "www.example.org/#T0151.004",
        "/techniques/T0151.004.md",
        "name@T0151.004",
        "#T0151.004",
    ],
)
def test_id_in_an_address_is_no_running_text(ids: IdReader, text: str) -> None:
    assert found(ids, f"see {text} there") == []


def test_id_after_an_address_is_found(ids: IdReader) -> None:
    assert found(ids, "https://example.org/T0001 T0002 <https://e.org>T0003") == [
        ("T0002", "T0002"),
        ("T0003", "T0003"),
    ]


def test_hidden_stretch_is_no_running_text(ids: IdReader) -> None:
    assert [c.id for c in ids.citations("T0001 and T0002", [Span(0, 5)])] == ["T0002"]


def test_longest_prefix_is_tried_first(ids: IdReader) -> None:
    assert found(ids, "TA01, TK0001, T0001") == [(i, i) for i in ("TA01", "TK0001", "T0001")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("T0001: Five Dees", "Five Dees"),
        ("T0001 Five Dees", "Five Dees"),
        ("T0001 : Five Dees", "Five Dees"),
        ("T0001", ""),
        ("T0001).", ""),
        ("T0001:Five", ""),
    ],
)
def test_cited_name_is_what_follows_a_colon_or_a_blank(ids: IdReader, text: str, name: str) -> None:
    (citation,) = ids.citations(text)
    assert citation.cited_name == name


def test_leading_id_is_wellformed_and_first(ids: IdReader) -> None:
    assert ids.leading_id("T0151.004 Chat Platform") == "T0151.004"
    assert ids.leading_id("  T0151.004") == "T0151.004"
    assert ids.leading_id("T0151.004: Chat") == "T0151.004"
    assert ids.leading_id("see T0151.004") == ""
    assert ids.leading_id("T0151.0046") == ""
    assert ids.leading_id("T151 Chat") == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("T0151.004 Chat  Platform", ("T0151.004", "Chat Platform")),
        (" T0151.004 :\nChat Platform ", ("T0151.004", "Chat Platform")),
        ("T0151.004", ("T0151.004", "")),
        ("Chat\u00a0Platform T0151", ("", "Chat Platform T0151")),
    ],
)
def test_id_is_cut_off_what_follows(ids: IdReader, text: str, parts: tuple[str, str]) -> None:
    assert ids.cut(text) == parts


FORMS = st.sampled_from(
    [IdForm("T", 4, 3), IdForm("I", 5), IdForm("C", 5), IdForm("TA", 2), IdForm("M", 3)]
)


@st.composite
def forms_and_ids(draw: st.DrawFn) -> tuple[IdForm, str]:
    """A form and an ID of that form."""
    form = draw(FORMS)
    number = str(draw(st.integers(1, 10**form.digits - 1))).zfill(form.digits)
    part = draw(st.integers(1, 10**form.part - 1)) if form.part and draw(st.booleans()) else 0
    return form, form.prefix + number + (f".{part:0{form.part}}" if part else "")


AROUND = st.text(st.sampled_from("ab é.,:()“”<>|\n-/"), max_size=8)


@given(forms_and_ids(), AROUND, AROUND)
def test_wellformed_id_is_found_where_it_stands(
    known: tuple[IdForm, str], before: str, after: str
) -> None:
    form, identifier = known
    text = f"{before} {identifier} {after}"
    (citation,) = IdReader([form]).citations(text)
    span = Span(len(before) + 1, len(before) + 1 + len(identifier))
    assert citation == Citation(identifier, identifier, span, f" {after}", form)


@given(forms_and_ids())
def test_wellformed_id_needs_no_repair(known: tuple[IdForm, str]) -> None:
    form, identifier = known
    assert form.repaired(identifier) == identifier


@given(forms_and_ids(), st.data())
def test_slip_of_the_hand_is_repaired(known: tuple[IdForm, str], data: st.DataObject) -> None:
    form, identifier = known
    number, dot, part = identifier.removeprefix(form.prefix).partition(".")
    slips = [f"{form.prefix}0{number}{dot}{part}"]
    if number.startswith("0"):
        slips.append(f"{form.prefix}{number[1:]}{dot}{part}")
    if part:
        slips.append(f"{form.prefix}{number}:{part}")
    if part.startswith("0"):
        slips.append(f"{form.prefix}{number}.{part[1:]}")
    slip = data.draw(st.sampled_from(slips))
    assert form.repaired(slip) == identifier


ALIKE = {"T": "\u0422\u03a4", "I": "\u0406\u0399", "C": "\u0421\u03f9"}


@given(forms_and_ids().filter(lambda known: known[0].digits > 3), st.data())
def test_letter_of_another_script_is_no_prefix_but_means_one(
    known: tuple[IdForm, str], data: st.DataObject
) -> None:
    form, identifier = known
    letter = data.draw(st.sampled_from(ALIKE[form.prefix]))
    written = letter + identifier[1:]
    reader = IdReader([form])
    if "." in identifier or identifier[1] == "0":
        assert found(reader, f"see {written}: there") == [(written, identifier)]
    else:
        # Such as a year: nothing but the name behind it would tell.
        assert found(reader, f"see {written}: there") == []
        reader.learn({identifier: "There"})
        assert found(reader, f"see {written}: there") == [(written, identifier)]


@pytest.mark.parametrize(
    "written", ["TA0097.103", "I0097.103", "TT0097.103", "\u0422\u03910097.103"]
)
def test_number_under_another_prefix_means_the_page_that_has_it(
    schema_kinds: Kinds, written: str
) -> None:
    ids = IdReader(schema_kinds.id_forms)
    assert found(ids, f"see {written} there") == []
    ids.learn({"T0097.103": "Activist Persona"})
    assert found(ids, f"see {written} there") == [(written, "T0097.103")]
    assert found(ids, f"see {written[:-1]}4 there") == []


@pytest.mark.parametrize(
    ("written", "meant"), [("TT0146", "T0146"), ("II00069", "I00069"), ("CC00010", "C00010")]
)
def test_letter_typed_twice_means_the_page_that_has_the_number(
    schema_kinds: Kinds, written: str, meant: str
) -> None:
    ids = IdReader(schema_kinds.id_forms)
    assert found(ids, f"see {written} there") == []
    ids.learn({meant: "Account Asset"})
    assert found(ids, f"see {written} there") == [(written, meant)]


@pytest.mark.parametrize(
    "text",
    ["TA0043", "с 2019 года", "В 2019", "А-234", "СО2 0097", "А 2019 К 0151", "TA0097.1", "AA019"],
)
def test_another_frameworks_id_and_another_scripts_words_are_no_id(
    schema_kinds: Kinds, text: str
) -> None:
    ids = IdReader(schema_kinds.id_forms)
    ids.learn({"T0043": "Name", "T0097.001": "Name", "T0151": "Name", "A019": "Name"})
    assert found(ids, f"see {text} there") == []


def test_digits_of_another_script_are_read_in_a_text_with_a_slip(ids: IdReader) -> None:
    assert found(ids, "T１000-lO, x") == [("T１000", "T１000")]


@given(st.text(st.sampled_from("TAICM0123456789１OIl.: -/#\n"), max_size=40))
def test_whatever_is_found_stands_there_and_is_meant_as_an_id(text: str) -> None:
    reader = IdReader([IdForm("T", 4, 3), IdForm("I", 5), IdForm("TA", 2)])
    at = 0
    for citation in reader.citations(text):
        assert text[slice(*citation.span)] == citation.written
        assert reader.is_id(citation.id)
        assert citation.malformed == (not reader.is_id(citation.written))
        assert citation.span.start >= at
        at = citation.span.end
