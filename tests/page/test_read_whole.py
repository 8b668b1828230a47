"""Every page of the examples is read whole: each value stands where its span says.

What a page holds is found here once more with plain regular expressions, line by line.
"""

import itertools
import re
from collections.abc import Mapping

import pytest

from ..builders import Framework, Kinds, Page, Pages, clean, strange
from ..conftest import framework_of
from ..scratch import EXAMPLE
from ..workbooks import printed, small

TREES: dict[str, Pages] = {
    "clean": clean(),
    "strange": strange(),
    "framework": {
        file.relative_to(EXAMPLE).as_posix(): file.read_text("utf-8")
        for file in EXAMPLE.rglob("*.md")
    },
    "printed": dict(printed(small())),
    "windows": {
        path: text.replace("\n", "\r\n") for path, text in clean().items() if isinstance(text, str)
    },
    "with a byte order mark": {
        path: "\ufeff" + text for path, text in clean().items() if isinstance(text, str)
    },
}
# A link whose target may stand in angle brackets, in text without code and HTML.
LINK = re.compile(r"\[([^\]\n]*)\]\(<?([^)>\n]*)>?\)")
ANCHOR = re.compile(r'<a href="([^"]*)">(.*?)</a>')
FIELD = re.compile(r"(?m)^(?:\* )?\*\*([^*:\n]+):?\*\*:?[ ]*(.*?)\r?$")


@pytest.fixture(params=TREES)
def framework(request: pytest.FixtureRequest, schema_kinds: Kinds) -> Framework:
    return framework_of(schema_kinds, TREES[request.param])


def of_kind(framework: Framework) -> Mapping[str, Page]:
    """The pages of the framework's kinds by path."""
    found = {page.path: page for page in framework.pages if page.kind and not page.repeats}
    assert len(found) > 15
    return found


def test_each_text_stands_where_its_span_says(framework: Framework) -> None:
    for page in of_kind(framework).values():
        texts = list(page.texts())
        assert texts
        for text in texts:
            assert page.source[text.span.start : text.span.end] == text.raw


def test_texts_do_not_overlap(framework: Framework) -> None:
    for page in of_kind(framework).values():
        for texts in (
            [field.value for field in page.fields],
            [cell for table in page.tables for row in table.rows for cell in row.cells],
        ):
            spans = sorted(text.span for text in texts)
            assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


def test_each_row_between_pipes_is_one_of_the_page(framework: Framework) -> None:
    rows = 0
    for page in of_kind(framework).values():
        read = {
            page.lines.position(row.span.start)[0]: [cell.raw for cell in row.cells]
            for table in page.tables
            if not table.is_html
            for row in table.rows
            if not row.broken
        }
        lines = page.source.split("\n")
        for number, cells in read.items():
            line = lines[number - 1].strip()
            cut = re.split(r"(?<!\\)\|", line)[1:-1]
            assert [cell.strip() for cell in cut] == cells, (page.path, number)
            rows += 1
        plain = [
            number
            for number, line in enumerate(lines, start=1)
            if line.startswith("| [") and line.rstrip().endswith("|")
        ]
        broken = {
            page.lines.position(row.span.start)[0]
            for row in page.rows()
            if row.broken and not row.table.is_html
        }
        assert set(plain) - broken == {n for n in read if lines[n - 1].startswith("| [")} & set(
            plain
        )
    assert rows > 15


def test_each_label_is_a_field(framework: Framework) -> None:
    for page in of_kind(framework).values():
        if not page.kind or not page.kind.is_record:
            continue
        above = page.source.partition("\n|")[0]
        wanted = [
            (match[1], match[2].split(" <br><br>**")[0].strip()) for match in FIELD.finditer(above)
        ]
        read = [(field.label, field.value.raw) for field in page.fields]
        assert [label for label, _ in wanted] == [
            label for label, _ in read if label != "Parent Technique"
        ]
        for label, value in wanted:
            assert (label, value) in read, (page.path, label)


def test_each_link_is_one_of_the_page(framework: Framework) -> None:
    links = 0
    for page in of_kind(framework).values():
        wanted = [match[2].strip() for match in LINK.finditer(page.source)]
        wanted += [match[1] for match in ANCHOR.finditer(page.source)]
        read = [link.target for link in page.links]
        assert sorted(read) == sorted(wanted), page.path
        for link in page.links:
            assert page.source[link.target_span.start : link.target_span.end] == link.target
        links += len(read)
    assert links > 30


def test_each_title_is_read(framework: Framework) -> None:
    for page in of_kind(framework).values():
        match = re.match(r"\ufeff?# (\w+) ([A-Z][\d.]*\d|[A-Z]+\d[\d.]*): (.*?)\r?\n", page.source)
        if page.kind and page.kind.is_record:
            assert match, page.path
            assert (page.id, page.name) == (match[2], match[3])


def test_a_byte_order_mark_moves_no_column(schema_kinds: Kinds) -> None:
    plain, marked = (
        framework_of(schema_kinds, TREES[name]) for name in ("clean", "with a byte order mark")
    )
    for path, page in of_kind(plain).items():
        other = marked.by_path[path]
        for one, two in zip(page.texts(), other.texts(), strict=True):
            assert page.lines.position(one.span.start) == other.lines.position(two.span.start)
