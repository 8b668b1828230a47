"""What a page holds is what GitHub shows: cmark-gfm, GitHub's own parser, is the judge.

Where the two differ, they do so on purpose:

- An address that stands in the text without marks is no link here: rules find it as an address.
- A link whose target holds a blank is none on GitHub; it is meant as one, and reported.
- A link definition that nothing refers to is shown nowhere; where it leads is judged all the same.
- A footnote that nothing refers to is left out by GitHub; its text stands on the page, and is read.
  What refers to one is shown as a number; here it is text.
- An HTML table is text to the judge. Here it is a table, with rows and header.
- A cell too many is dropped by GitHub, a missing one added. Here the row is broken.
- A row that a line break cut is several rows on GitHub, and one broken row here; a row below a
  blank line, indented like code, or kept out by what ends the table above it, is none on GitHub,
  and a broken one here.
- A comment that is never closed hides all that follows in a browser; to the judge it is text.
- A field's label and the marker end a table: the generator puts them below one. What stands below
  the marker is notes, and of a page that stands twice in its file one copy is read.
- A table whose line of dashes does not fit its header is none on GitHub. Where the header is one of
  the page's kind, it is read as the table that is meant, and wrong-columns reports it.
- A blank line in an HTML table makes Markdown of what follows. Here the table goes on.
- A heading written in HTML is no heading of the page; what its anchor is, broken-anchor knows.

And these it takes too long to follow the judge in; no page of the framework comes near them:

- A table of one column without a single pipe; a line with nothing but a pipe above a header.
- A link definition right above a table, which GitHub then takes for text.
- A table within a quotation or a list: its first cells begin with their marks.
- A heading right below a link definition that begins like an item of a list, but is none there.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.metadata import distributions
from itertools import takewhile
from pathlib import Path
from urllib.parse import unquote

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given
from hypothesis import strategies as st

from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.registry import all_rules
from frameworklint.page.page import Page, Row, Table
from frameworklint.page.text import Text

from .. import rule_cases
from ..builders import MARKER
from ..conftest import TOP, page_of

OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
EXTENSIONS = ["table", "strikethrough"]
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
LOST = ("apart", "ended", "indented")
Rows = list[list[str]]


class Shown(HTMLParser):
    """What GitHub shows of a text: its links and images, headings, and the cells of its tables."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: Counter[str] = Counter()
        self.headings: list[str] = []
        self.titles: list[str] = []  # the headings, blanks as they stand
        self.tables: list[Rows] = []
        self._part: list[str] | None = None
        self.html = cmarkgfm.markdown_to_html_with_extensions(
            text, options=OPTIONS, extensions=EXTENSIONS
        )
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "data-footnote-ref" not in found and "data-footnote-backref" not in found:
            addresses = [found[name] for name in ("href", "src", "poster") if name in found]
            addresses += [part.split()[0] for part in found.get("srcset", "").split(",") if part]
            self.links.update(map(address, addresses))
        if tag in HEADINGS or tag in ("td", "th"):
            self._part = []
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])

    def handle_endtag(self, tag: str) -> None:
        if self._part is None or not (tag in HEADINGS or tag in ("td", "th")):
            return
        text = folded("".join(self._part))
        if tag in HEADINGS:
            self.headings.append(text)
            self.titles.append("".join(self._part))
        elif self.tables:
            self.tables[-1][-1].append(text)
        self._part = None

    def handle_data(self, data: str) -> None:
        if self._part is not None:
            self._part.append(data)


def folded(text: str) -> str:
    return " ".join(text.replace("\\|", "|").split())


def address(written: str) -> str:
    """An address without what GitHub and a person may escape differently."""
    return unquote(written).strip()


def links_of(page: Page) -> Counter[str]:
    """The links that GitHub makes links too."""
    found: Counter[str] = Counter()
    for link in page.links:
        raw = page.source[slice(*link.target_span)]
        has_blank = (
            link.target_span != link.span and re.search(r"[ \t\r\n]", raw) and "<" not in raw
        )
        if link.form != "definition" and not (link.form == "markdown" and has_blank):
            found[address(link.target)] += 1
    return found


def rows_of(table: Table) -> Rows:
    """Header and rows, up to the one that is not shown in the table."""
    shown = takewhile(lambda row: row.broken not in LOST, table.rows)
    return [
        [folded(cell.shown) for cell in cells] for cells in (table.columns, *map(cells_of, shown))
    ]


def is_drawn(page: Page, table: Table) -> bool:
    """Whether the line of dashes has a dash for each column, and ASCII alone."""
    dashes = re.split(r"\r\n|\r|\n", page.source[table.span.start :])[1].strip(" \t")
    return dashes.isascii() and dashes.strip("|").count("|") + 1 == len(table.columns)


def cells_of(row: Row) -> list[Text]:
    return row.cells


def of_width(rows: Rows) -> Rows:
    """Rows as wide as the header, without the cells that GitHub adds to short ones."""
    width = len(rows[0])
    return [[cell for cell in row[:width] if cell] for row in rows if row[0][:20] != MARKER[:20]]


def assert_shown(page: Page) -> None:
    """Links, headings and tables of a page are those that GitHub shows."""
    assert not page.unreadable, page.unreadable
    shown, broken = Shown(page.source), [row.broken for row in page.rows()]
    links = links_of(page)
    if "[^" in page.source or not {"cells", "cut", "indented"}.isdisjoint(broken):
        assert shown.links <= links
    elif any(BLANK_LINE.search(cell.raw) for row in page.rows() for cell in row.cells):
        assert links <= shown.links  # a cell in HTML is read as HTML, to its end
    else:
        assert links == shown.links
    if not re.search(r"<h[1-6]\b|\[\^", page.source):
        assert [folded(heading.shown) for heading in page.headings] == shown.headings
    is_read = page.kind is not None and not page.copies and "[^" not in page.source
    if is_read and "cut" not in broken and not any(table.is_html for table in page.tables):
        tables = shown.tables[: len(page.tables)] if page.markers else shown.tables
        ours = [of_width(rows_of(table)) for table in page.tables if is_drawn(page, table)]
        assert ours == list(map(of_width, tables))


@pytest.mark.slow
def test_real_pages_hold_what_github_shows(real_framework: Framework) -> None:
    for page in real_framework.pages:
        assert_shown(page)


@pytest.mark.parametrize("tree", ["clean", "framework"])
def test_pages_of_the_examples_hold_what_github_shows(schema_kinds: Kinds, tree: str) -> None:
    folder = TOP / "examples" / tree / "generated_pages"
    files = list(folder.rglob("*.md"))
    assert files
    for file in files:
        page = page_of(schema_kinds, file.read_text("utf-8"), file.relative_to(folder).as_posix())
        assert_shown(page)


def documents_of_cases() -> Iterator[tuple[str, str]]:
    """The readable Markdown files of all rules' cases: path and text."""
    for rule in all_rules():
        for document in rule_cases.documents(rule):
            for case in rule_cases.cases(document.read_text("utf-8")):
                for path, content in (*case.files.items(), *case.base.items()):
                    if path.endswith(".md") and b"\0" not in content:
                        yield path, content.decode("utf-8", "replace")


def test_pages_of_the_rules_cases_hold_what_github_shows(schema_kinds: Kinds) -> None:
    found = set(documents_of_cases())
    assert len(found) > 500
    for path, text in sorted(found):
        page = page_of(schema_kinds, text, path)
        if not page.unreadable and ("<!--" not in text or "-->" in text):
            assert_shown(page)


def spec_examples() -> list[str]:
    """The examples of CommonMark's specification, where an installed package has them."""
    for distribution in distributions():
        for file in distribution.files or ():
            if re.fullmatch(r"(commonmark|spec|gfm)[-\w.]*\.json", file.name):
                known = json.loads(Path(str(file.locate())).read_text("utf-8"))
                if isinstance(known, list) and known and "markdown" in known[0]:
                    return [entry["markdown"] for entry in known]
    return []


def test_examples_of_the_specification_hold_what_github_shows(schema_kinds: Kinds) -> None:
    examples = spec_examples()
    if not examples:
        pytest.skip("no installed package has the specification's examples")
    for text in examples:
        assert_shown(page_of(schema_kinds, text, "README.md"))


# What nobody thought of. Definitions and tables apart, and no line with nothing but a pipe: see
# above.

PROSE = [
    *("# a", "### b #", "a", "===", "---", "", "  ", "* x", "- ", "1. y", "2. z", "**a** b", "> q"),
    *(">", "> # h", "    code", "```", "```js", "~~~", "<div>", "</div>", "<i>x", "***", "text"),
    *("  two", "   three", "---\t", "\tx", "a \u00a0 b", "\u00a0", "[^1]: note", "a[^1]", "<b>"),
    *("[x](y): z", "![i](j): k", "- a\n  ===", "> a\n> ===", "# &amp; x", " - b", "## `&lt;` c"),
]
DEFINITIONS = ["[a]: b", "[c]", "[a]", "[a]: x: y", "- [a]: c", "> [a]: c", "[a][]", "[t][a]"]
TABLES = [
    *(
        "| a | b |",
        "| - | - |",
        "|-|-|",
        "a|b",
        "-|-",
        "| a |",
        "| [x](y) | `c\\|d` |",
        "| |",
        "||",
    ),
    *("    | a | b |", "| - |\u00a0", "|:-:|-:|", "a | b \\| c", "| --- | --- |", "| c | d"),
]
INLINE = [
    *("[a](b)", "![c](d)", "`", "``", "[", "]", "(x)", "(", "<a href='k'>", "</a>", "<u>", "*"),
    *("**", "\\", "\\[", "!", "[![c](d)](e)", "<http://x.y>", " ", "t", "`c`", "&amp;", "&nbsp;"),
    *("\n", "(<a b>)", "[x](<y>)", '"', "]( y 'z')", "](y)", "<!-- [n](o) -->", "<", "*e*", "_"),
    *("(%20!)", "![a [b](c) d](e)", "[x](a!b)", "<img src=x>", "https://a.b"),
]


LISTED = re.compile(r"\]: \S+\n(?:2\.|- ?$)", re.MULTILINE)


def lines(*vocabularies: list[str]) -> st.SearchStrategy[str]:
    known = [line for vocabulary in vocabularies for line in vocabulary]
    return st.lists(st.sampled_from(known), max_size=7).map("\n".join)


@given(
    lines(PROSE, DEFINITIONS).filter(lambda text: not LISTED.search(text)),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@example("- \n  a", "\n")
@example("[a]: b\nc\n===", "\n")
@example("[a]: b\n---\nc", "\n")
@example("```md\n```js\n# a\n```", "\n")
@example("> a\n===\n> b\n> ===", "\n")
@example("Two\n   parts\n---\t", "\n")
@example("[^1]: [note](x.md)\n[^2]: https://a.b", "\n")
def test_any_text_holds_what_github_shows(schema_kinds: Kinds, text: str, end: str) -> None:
    assert_shown(page_of(schema_kinds, text.replace("\n", end), "README.md"))


# `<![` is more than the judge's reader of HTML can read.
@given(st.lists(st.sampled_from(INLINE), max_size=8).map("".join).filter(lambda t: "<![" not in t))
@example("\\``[x](<y>)`")
@example("![a [b](c) d](e)")
@example("!\\[[a](b)")
@example("!`c`[a](b)")
@example("`[a`](b)`")
def test_any_paragraph_holds_what_github_shows(schema_kinds: Kinds, text: str) -> None:
    assert_shown(page_of(schema_kinds, text, "README.md"))


@given(lines(PROSE, TABLES, TABLES))
@example("| a | b |\n| - | - |\n| c | d |\ntext")
@example("| a | b |\n| - | - |\n| --- | --- |\n| c | d")
@example("| a | b |\n| - | - |\n    | c | d |")
@example("| a | b |\n| - | - |\u00a0\n| c | d |")
@example("a\n| b |\n| - | - |\n| - |")
def test_tables_of_any_text_are_those_of_github(schema_kinds: Kinds, text: str) -> None:
    page = page_of(schema_kinds, f"# Technique T0001: Name\n\n{text}")
    assert_shown(page)
