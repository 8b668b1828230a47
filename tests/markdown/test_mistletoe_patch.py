"""mistletoe without its table of code points is mistletoe."""

import re
import subprocess
import sys
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.markdown.mistletoe_patch import KNOWN_VERSIONS, CodeSpans, Punctuation


def said(script: str) -> str:
    """What a script prints in a process of its own."""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_punctuation_is_that_of_mistletoe_for_every_character() -> None:
    script = (
        "import mistletoe.core_tokens as stock; table = stock.punctuation;"
        "from frameworklint.markdown.mistletoe_patch import Punctuation;"
        "quick = Punctuation(frozenset(c for c in table if c.isascii()));"
        "print(len(table), all((c in quick) == (c in table) for c in map(chr, range(0x110000))))"
    )
    size, is_same = said(script).split()
    assert int(size) > 800
    assert is_same == "True"


def test_known_version_is_imported_without_the_table() -> None:
    script = (
        "import sys; last = sys.maxunicode;"
        "from frameworklint.markdown import mistletoe_patch; found = mistletoe_patch.load();"
        "import mistletoe.core_tokens as core;"
        "print(found.__version__, type(core.punctuation).__name__, sys.maxunicode == last)"
    )
    version, kind, is_restored = said(script).split()
    assert (version in KNOWN_VERSIONS) == (kind == Punctuation.__name__)
    assert is_restored == "True"


def test_unknown_version_is_imported_as_it_is() -> None:
    script = (
        "from frameworklint.markdown import mistletoe_patch; mistletoe_patch.load(frozenset());"
        "import mistletoe.core_tokens as core; print(len(core.punctuation))"
    )
    punctuation = sum(category(c).startswith("P") for c in map(chr, range(0x110000)))
    assert int(said(script)) >= punctuation


def test_mistletoe_that_is_there_already_is_left_alone() -> None:
    script = (
        "import mistletoe; from frameworklint.markdown import mistletoe_patch;"
        "print(mistletoe_patch.load() is mistletoe, type(mistletoe.core_tokens.punctuation))"
    )
    assert said(script) == "True <class 'set'>"


def test_only_characters_are_asked_about() -> None:
    with pytest.raises(TypeError):
        assert "ab" not in Punctuation(frozenset("!"))


# mistletoe 1.6.0, core_tokens.py
CODE = re.compile(r"(?<!\\|`)(?:\\\\)*(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@given(st.text(alphabet="`\\a \n[]", max_size=30), st.integers(0, 30))
def test_code_spans_are_those_of_mistletoe(text: str, at: int) -> None:
    found, expected = CodeSpans(CODE).search(text, at), CODE.search(text, at)
    assert (found and found.span()) == (expected and expected.span())


def test_the_pattern_is_that_of_the_known_version() -> None:
    script = "import mistletoe.core_tokens as core; print(core.code_pattern.pattern)"
    assert said(script) == CODE.pattern
