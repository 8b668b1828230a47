"""Anchors of headings, as broken-anchor knows them."""

import re
from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.kinds.kind import Kinds

from ..conftest import findings_of, framework_of
from ..markdown.test_github import Shown

SLUGS = ["a", *(f"a-{'-'.join(d)}" for n in (1, 2, 3) for d in product("123", repeat=n))]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["A", "A-1", "A-2", "A-1-1"]), min_size=1, max_size=3))
def test_every_heading_has_an_anchor_of_its_own(schema_kinds: Kinds, headings: list[str]) -> None:
    links = "\n".join(f"[{slug}](notes.md#{slug})" for slug in SLUGS)
    notes = "\n\n".join(f"# {heading}" for heading in headings)
    framework = framework_of(schema_kinds, {"README.md": links, "notes.md": notes})
    assert len(SLUGS) - len(findings_of(framework, "FW202")) == len(headings)


PIECES = st.sampled_from(
    [
        "a",
        "B",
        " ",
        "&amp;",
        "&eacute;",
        "`x_y`",
        "*b*",
        "[c](d)",
        "![e](f)",
        "<b>g</b>",
        "É",
        "-",
        "_",
        "1",
        r"\_",
        "!",
        "Ⓐ",
        "🎉",
        "&#35;",
        "`&lt;`",
        "中",
        ".",
    ]
)
FORMS = st.sampled_from(
    ["# {}", "## {} ##", "{}\n===", "{}\nq\n---", "> {}\n> ---", "- {}\n  ---\t"]
)


def github_anchors(titles: list[str]) -> list[str]:
    """The anchors of headings, made of what GitHub's parser shows of them."""
    found: Counter[str] = Counter()
    anchors = []
    for title in titles:
        slug = re.sub(r"[^\w\- \u24b6-\u24e9]", "", title.lower()).replace(" ", "-")
        anchors.append(f"{slug}-{found[slug]}" if found[slug] else slug)
        found[slug] += 1
    return anchors


@given(st.lists(st.tuples(FORMS, st.lists(PIECES, min_size=1, max_size=5)), max_size=3))
def test_anchors_are_those_of_the_headings_that_github_shows(
    schema_kinds: Kinds, headings: list[tuple[str, list[str]]]
) -> None:
    notes = "\n\n".join(form.format("".join(pieces)) for form, pieces in headings)
    anchors = github_anchors(Shown(notes).titles)
    links = "\n".join(f'<a href="notes.md#{anchor}">x</a>' for anchor in anchors)
    framework = framework_of(schema_kinds, {"README.md": links, "notes.md": notes})
    assert findings_of(framework, "FW202", "FW210") == []
