"""Time grows with the input, not with its square, in every rule and in what is done with findings.

Work in Python is counted, call by call; work in C, of which no call tells, is timed.
"""

import sys
import time
from collections.abc import Callable, Iterator
from cProfile import Profile
from itertools import chain, starmap
from typing import Any

import pytest

from frameworklint.findings.finding import Finding
from frameworklint.findings.merge import collect
from frameworklint.framework.framework import Framework
from frameworklint.framework.states import states_of
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.place import Place
from frameworklint.linter.registry import all_rules, named
from frameworklint.linter.rule import Rule
from frameworklint.linter.run import MOST_PLACES, run
from frameworklint.report.output import rendered
from frameworklint.report.report import Report

from ..memory_tree import MemoryTree
from . import growth
from .growth import GENERATORS, Input, incident, technique

_SIZE = 40
# Some compare all with all up to a limit: they are judged by an input beyond it. Some make several
# pages or rows of each: half as many are as much as the others have.
_SIZES: dict[Callable[[int], Input], int] = {
    growth.near_equal_texts: 110,
    growth.nested_summaries: 110,
    **dict.fromkeys((growth.workbook, growth.faulty_pages, growth.lost_rows, growth.slips), 20),
    growth.waiting_cells: 20,
    growth.doubled_ids_of_one_pair: 20,
}
_LIMITED: dict[str, Callable[[int], Input]] = {"diverging-description": growth.near_equal_texts}
_MOST = 2.5
_SOME = 200  # calls that a run makes whatever the size


def _framework(kinds: Kinds, given: Input) -> Framework:
    base = _framework(kinds, Input(given.base)) if given.base else None
    content = {
        path: text.encode() if isinstance(text, str) else text for path, text in given.files.items()
    }
    framework = Framework(kinds, MemoryTree(content), base=base)
    states_of(framework)  # which tells what waits for the generator
    return framework


def _calls(work: Callable[[], Any]) -> int:
    """How many functions are called, in Python and in C."""
    profile = Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def _check(rule: Rule, framework: Framework) -> list[Any]:
    pages = [(page, framework) for page in framework.pages]
    arguments = pages if rule.is_page_rule else [(framework,)]
    return list(chain.from_iterable(starmap(rule.check, arguments)))


def _forget() -> None:
    """Have rules know no text that an earlier test has asked of."""
    for module in {rule.check.__module__ for rule in all_rules()}:
        for value in vars(sys.modules[module]).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _counts(kinds: Kinds, given: Input) -> dict[str, int]:
    """The calls of reading, of each rule and of what is done with its findings."""
    _forget()
    found: list[Framework] = []
    counts = {"reading": _calls(lambda: found.append(_framework(kinds, given)))}
    (framework,) = found
    places: list[tuple[Rule, Place]] = []
    for rule in all_rules():
        framework.memo.clear()
        seen: list[Place] = []
        counts[rule.name] = _calls(lambda rule=rule, to=seen: to.extend(_check(rule, framework)))  # type: ignore[misc]
        places += [(rule, place.bounded()) for place in seen]
    findings: list[Finding] = []
    counts["merging"] = _calls(lambda: findings.extend(collect(places)))
    counts["keys"] = _calls(lambda: [finding.place_keys for finding in findings])
    counts["report"] = _calls(lambda: rendered(Report(findings, 1), "json"))
    return counts


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda generator: generator.__name__)
def test_twice_the_input_takes_twice_the_work(
    schema_kinds: Kinds, generator: Callable[[int], Input]
) -> None:
    size = _SIZES.get(generator, _SIZE)
    once, twice = (_counts(schema_kinds, generator(size * factor)) for factor in (1, 2))
    grown = {
        what: (once[what], twice[what])
        for what in once
        if twice[what] > _MOST * once[what] + _SOME and _LIMITED.get(what, generator) is generator
    }
    assert not grown


def test_every_rule_finds_something_in_the_inputs(schema_kinds: Kinds) -> None:
    """Else what is counted is the way out."""
    frameworks = [_framework(schema_kinds, generator(4)) for generator in GENERATORS]
    silent = [
        rule.name
        for rule in all_rules()
        if rule.code[:3] != "FW9"  # those come from the engine
        and not any(_check(rule, framework) for framework in frameworks)
    ]
    assert silent == []


def _timed(kinds: Kinds, given: Input) -> float:
    """The least processor time of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        run(_framework(kinds, given), all_rules(), {}, lambda *_: None)
        times.append(time.process_time() - start)
    return min(times)


def _words(n: int, letters: str) -> str:
    """As many words as asked for, whose order does not repeat."""
    state, found = n, []
    for _ in range(n):
        state = (state * 1_103_515_245 + 12_345) % 2**31
        found.append("".join(letters[(state >> shift) % len(letters)] for shift in (4, 9, 14, 19)))
    return " ".join(found)


def _less_than(n: int) -> Input:
    return Input(technique(above="| a | b |\n| - | - |\n" + "| " + "<1" * n + " |\n"))


def _summaries(n: int) -> Input:
    old, new = (technique(1, name, summary=_words(n + i, "abc")) for i, name in enumerate("xy"))
    return Input(new, old)


def _blocks(n: int) -> Input:
    block = _words(8, "abcdef")
    cells = (f"| I{i:05} | {i} {f'{block} {i} ' * (n // 8)} |\n" for i in range(8))
    return Input(technique(rows="".join(cells)))


def _repeated_words(n: int) -> Input:
    return Input(
        technique(rows=f"| I00001 | {'aaaaaaaaaaaaaaaaaaaaa ' * n} |\n")
        | incident(rows=f"| T0001 | {'aaaaaaaaaaaaaaaaaaaaa ' * (n - 9)} b |\n")
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("generator", "size"),
    [(_less_than, 8_000), (_summaries, 1_000), (_blocks, 1_600), (_repeated_words, 1_000)],
)
def test_four_times_the_input_takes_no_more_than_seven_times_the_time(
    schema_kinds: Kinds, generator: Callable[[int], Input], size: int
) -> None:
    once, twice, four_times = (_timed(schema_kinds, generator(size * n)) for n in (1, 2, 4))
    # A square would take four times as long for twice the input, and sixteen times for four times.
    assert min(twice / once / 4, four_times / once / 7) < 1 or four_times < 0.1
    assert four_times < 2


def _attacks() -> Iterator[tuple[str, Input]]:
    """The kinds of inputs that took long, at a size that took seconds."""
    rows = "".join(f"| I00001 | par {i % 400} {'x' * 40}<br>par {i} y |\n" for i in range(600))
    yield "blocks", _blocks(9_000)
    yield "row cut at tags", _less_than(40_000)
    yield "equal rows", growth.equal_rows(1_500)
    yield "doubled rows", growth.doubled_rows(800)
    yield "joined rows", growth.joined_rows(400)
    yield "repeated paragraphs", Input({**technique(rows=rows), **growth.different_rows(600).files})
    yield "summaries", _summaries(16_000)
    yield "anchors", growth.links(400)
    yield "consequences", growth.citing_rows(500)
    words = " ".join(growth.unknown_word(i) for i in range(9_000))
    yield "unknown words", Input(technique(name=words, rows=f"| I00001 | {words} |\n"))
    names = (" ".join(f"{'er' * 9}{first}{letter}" for first in "klmnop") for letter in "abcdef")
    name, *others = names
    links = "".join(f"[T0001 {other}](T0001.md)\n\n" for other in others)
    yield "names with words alike", Input(technique(name=name, notes=links))
    yield "quotation marks", Input(technique(rows=f"| I00001 | {'‘' * 29_000}’b |\n" * 9))
    org = "river" * 18_000
    source = f"| https://{org}.example/ | 2024/01/01 | a | {org[:60_000]}gazette | |\n"
    yield "organizations", Input(incident(references=source * 5))
    cell = f"{'<i>x' * 400} {'river ' * 12_000}"
    yield "long names of rows", Input(incident(references=f"| {cell} | a | a | a | |\n" * 9))
    conflicts = "<<<<<<< a\n[a](T0001.md)\n=======\n>>>>>>> b\n" * 4_000
    yield "conflicts", Input(technique(notes=conflicts))
    summaries = (_words(60 + i % 9, "a") for i in range(900))
    files = [technique(i, f"x{i}", summary=text) for i, text in enumerate(summaries)]
    yield "summaries of one word", Input(dict(chain.from_iterable(map(dict.items, files))))
    yield (
        "tags in a first cell",
        Input(incident(references=f"| {'<b>x' * 7_500} | a | a | a | |\n")),
    )
    near = (technique(i, summary=f"{i} {'t0001 ' * 10_000}") for i in range(2))
    yield "near IDs", Input(dict(chain.from_iterable(map(dict.items, near))))
    address = "<a href='x'>\u00a0" * 2_000
    yield "blanks between links", Input(technique(summary=address))
    yield "links to rows without an ID", growth.rows_without_id(3_000)
    yield "changed rows of one pair", growth.rows_of_one_pair(1_500, new="not {}")
    yield "broken rows of one pair", growth.rows_of_one_pair(1_500, printed="| {} |")
    yield "one name in a cell", growth.names_in_one_cell(2_400)
    yield "marks between addresses", growth.marks_between_addresses(30_000)
    yield "attributes", Input(technique(notes="<a " + "href=x " * 9_000 + ">" + "<b>x" * 3_000))


@pytest.mark.slow
@pytest.mark.parametrize("given", [pytest.param(given, id=name) for name, given in _attacks()])
def test_what_took_seconds_takes_none(schema_kinds: Kinds, given: Input) -> None:
    start = time.process_time()
    framework = _framework(schema_kinds, given)
    outcome = run(framework, all_rules(), {}, lambda *_: None)
    rendered(Report(collect(outcome.places), len(framework.pages)), "json")
    assert not outcome.crashes
    assert time.process_time() - start < 2.5


def test_unassigned_characters_are_told_as_such(schema_kinds: Kinds) -> None:
    framework = _framework(schema_kinds, Input(technique(rows="| I00001 | a\u2065b |\n")))
    (place,) = _check(named("FW503")[0], framework)
    assert place.message.startswith("An unassigned character (U+2065), which nobody sees")


_BLOCK = 0x200
_ALL = range(0, sys.maxunicode + 1, _BLOCK)


def _judged(first: int) -> bool:
    """Whether a block holds other characters than the one before: most planes hold none."""
    return first < 0x20000 or first in (0x2F800, 0xE0000) or first % 0x10000 in (0, 0xFE00)


@pytest.mark.parametrize("first", range(0, 0x110000, 0x10000))
def test_no_rule_fails_on_any_character(schema_kinds: Kinds, first: int) -> None:
    files: growth.Files = {}
    blocks = [start for start in _ALL if first <= start < first + 0x10000 and _judged(start)]
    for number, start in enumerate(blocks):
        # Lone surrogates can not be encoded: no file holds them.
        points = (point for point in range(start, start + _BLOCK) if not 0xD800 <= point < 0xE000)
        text = "".join(map(chr, points)).replace("\0", "")
        cell = f"T0001: {text} T{text}0001".replace("\n", "").replace("|", "")
        files |= technique(
            number, f"x{cell}", summary=cell, rows=f"| I00001 | {cell} |\n", notes=f"{text}\n{cell}"
        )
    outcome = run(_framework(schema_kinds, Input(files)), all_rules(), {}, lambda *_: None)
    assert outcome.crashes == []


def test_a_rule_that_finds_too_much_says_so(schema_kinds: Kinds) -> None:
    files = {f"{page}.md": "[a](b.md)\n\n" * 6_000 for page in range(2)}
    outcome = run(_framework(schema_kinds, Input(files)), named("FW201"), {}, lambda *_: None)
    assert len(outcome.places) == MOST_PLACES
    assert outcome.notices == [
        "FW201 broken-link finds more than 10,000 faults: only the first are reported"
    ]
