"""What fixes change, as a unified diff, and what is left."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher, unified_diff
from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.fixes.apply import Outcome, is_fixed
from frameworklint.linter.rule import Rule
from frameworklint.terminal.escaping import spelled_blanks, visible
from frameworklint.wording import plural
from frameworklint.workbook.sheet import Cell

_NEAR = 60  # characters around a change of a long line
_LONG = 160
_LONGEST_KEY = 40
_BREAK = "⏎"  # for a line break in a cell
_CUT = "[…]"
_BLANK = "␣"  # for a blank that a reader would not see
_UNSEEN = re.compile(r"^ +| +$|(?<= ) +")


class CellDiff(NamedTuple):
    """What became of a cell: its text before and after, by which rules, and what they said."""

    cell: Cell
    new: str
    rules: tuple[str, ...]
    messages: tuple[str, ...]


def changed_cells(outcome: Outcome) -> list[CellDiff]:
    """The cells that changed, in the order of the workbooks."""
    found: dict[tuple[str, int, int, int], tuple[Cell, dict[str, str]]] = {}
    for group in (group for groups in outcome.applied for group in groups):
        for target in group.targets:
            if target.cell is not None:
                known = found.setdefault(target.place, (target.cell, {}))
                known[1].setdefault(f"{group.rule.code} {group.rule.name}", group.place.message)
    return [
        CellDiff(cell, _now(cell, outcome), tuple(said), tuple(said.values()))
        for _, (cell, said) in sorted(found.items(), key=lambda one: one[0])
    ]


def _now(cell: Cell, outcome: Outcome) -> str:
    return outcome.framework.workbook.sheets[cell.sheet_name].text_at(cell.row, cell.column)


def diff(outcome: Outcome) -> str:
    """Everything that changes as a unified diff; for a cell its lines, long ones cut."""
    lines: list[str] = []
    for one in changed_cells(outcome):
        lines += _of_cell(one)
    for path, content in sorted(outcome.tree.contents.items()):
        if path in outcome.framework.workbook_paths:
            continue
        old, new = (text.decode().splitlines() for text in (outcome.tree.below.read(path), content))
        lines += unified_diff(old, new, path, path, n=1, lineterm="")
    return "".join(f"{_shown(line)}\n" for line in lines)


def _of_cell(one: CellDiff) -> Iterator[str]:
    cell = one.cell
    where = f"{cell.page.label} › {cell.name}"
    yield f"--- {where}"
    yield f"+++ {where}"
    key = cell.row_key
    row = key if len(key) <= _LONGEST_KEY else f"{key[:_LONGEST_KEY]}…"
    place = f"row {row}, column {cell.column_name}"
    yield f"@@ {place}: {', '.join(one.rules)} @@ {'; '.join(one.messages)}"
    old, new = _lines(cell.text), _lines(one.new)
    for tag, *at in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        removed, added = old[at[0] : at[1]], new[at[2] : at[3]]
        if len(removed) == len(added) == 1:
            removed, added = ([text] for text in _windows(removed[0], added[0]))
        yield from (f"-{_with_blanks(line)}" for line in removed)
        yield from (f"+{_with_blanks(line)}" for line in added)


def _lines(text: str) -> list[str]:
    """The lines of a cell, each that another follows with a mark: a line of a diff is a cell's."""
    *lines, last = text.split("\n")
    return [*(f"{line}{_BREAK}" for line in lines), last]


def _windows(old: str, new: str) -> tuple[str, str]:
    """Two versions of a line, cut where both are long and the same."""
    if max(len(old), len(new)) <= _LONG:
        return old, new
    from rapidfuzz.distance import Indel

    parts: tuple[list[str], list[str]] = ([], [])
    opcodes = list(Indel.opcodes(old, new))
    for number, op in enumerate(opcodes):
        texts = old[op.src_start : op.src_end], new[op.dest_start : op.dest_end]
        if op.tag == "equal":
            is_first, is_last = number == 0, number == len(opcodes) - 1
            texts = (_cut(texts[0], is_first, is_last),) * 2
        parts[0].append(texts[0])
        parts[1].append(texts[1])
    return "".join(parts[0]), "".join(parts[1])


def _cut(text: str, is_first: bool, is_last: bool) -> str:
    """A text that is the same in both, cut down to what stands beside the changes."""
    before = "" if is_first else f"{text[:_NEAR].rstrip()} "
    after = "" if is_last else f" {text[-_NEAR:].lstrip()}"
    cut = f"{before}{_CUT}{after}"
    return text if len(text) <= len(cut) else cut


def _with_blanks(line: str) -> str:
    return _UNSEEN.sub(lambda match: _BLANK * len(match[0]), line)


def _shown(line: str) -> str:
    return visible(spelled_blanks(line))


def summary(outcome: Outcome, wanted: Sequence[Finding], *, is_written: bool) -> list[str]:
    """What was fixed, what is left, and why, as lines.

    Args:
        outcome: what fixing gave.
        wanted: the findings that were to be fixed.
        is_written: whether the files are written.
    """
    remaining = [finding for finding in wanted if not is_fixed(finding, outcome)]
    left = {finding.fingerprint for finding in remaining}
    fixed = Counter(one.rule for one in wanted if one.fingerprint not in left)
    lines = list(_fixed_lines(outcome, fixed, is_written))
    if remaining:
        lines.append(f"{plural(len(remaining), 'finding')} left:")
        lines += _left_lines(remaining, outcome)
    for one in outcome.refused:
        lines.append(f"withdrawn: {one.rule.code} at {one.where}: {one.reason}")
    return lines


def _fixed_lines(outcome: Outcome, fixed: Counter[Rule], is_written: bool) -> Iterator[str]:
    """The files that change, and how many findings of each rule are fixed, by which changes."""
    cells = changed_cells(outcome)
    would = "" if is_written else "would be "
    for path in dict.fromkeys(one.cell.page.path for one in cells):
        count = sum(one.cell.page.path == path for one in cells)
        yield f"{path}: {plural(count, 'cell')} {would}changed"
    for path in sorted(outcome.tree.contents.keys() - set(outcome.framework.workbook_paths)):
        yield f"{path}: {would}changed"
    changes = _changed_by(outcome)
    if not changes:
        yield "nothing to fix"
        return
    yield f"{plural(fixed.total(), 'finding')} {would}fixed:"
    for rule in sorted({*fixed, *changes}, key=lambda rule: rule.code):
        how = changes.get(rule, "with those of other rules")
        yield f"{fixed[rule]:>6}  {rule.code}  {rule.name}: {how}"
    if cells and is_written:
        yield "run the generator, so that the pages show it"


def _changed_by(outcome: Outcome) -> dict[Rule, str]:
    """What is changed by each rule, in words; a cell can be changed by several."""
    cells: dict[Rule, set[tuple[str, int, int, int]]] = defaultdict(set)
    pages: dict[Rule, set[str]] = defaultdict(set)
    for group in (group for groups in outcome.applied for group in groups):
        for target in group.targets:
            if target.cell:
                cells[group.rule].add(target.place)
            else:
                pages[group.rule].add(target.page.path)
    found: dict[Rule, list[str]] = defaultdict(list)
    for places, noun in ((cells, "cell"), (pages, "page")):
        for rule, known in places.items():
            found[rule].append(plural(len(known), noun))
    return {rule: " and ".join(parts) for rule, parts in found.items()}


def _left_lines(findings: Sequence[Finding], outcome: Outcome) -> Iterator[str]:
    why = {(one.rule.code, one.place.cause): one.reason for one in outcome.impossible}
    why |= {(one.rule.code, one.place.cause): "withdrawn" for one in outcome.refused}
    by_rule: dict[Rule, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    for rule in sorted(by_rule, key=lambda rule: rule.code):
        now = (outcome.left[finding.fingerprint] for finding in by_rule[rule])
        reasons = Counter(_reason(finding, why) for finding in now)
        said = "; ".join(
            reason if len(reasons) == 1 else f"{count:,} {reason}"
            for reason, count in reasons.most_common()
        )
        yield f"{len(by_rule[rule]):>6}  {rule.code}  {rule.name}: {said}"


def _reason(finding: Finding, why: Mapping[tuple[str, str], str]) -> str:
    """Why a finding is left."""
    known = why.get((finding.rule.code, finding.place.cause))
    if known:
        return known
    offers = [place.fixes for place in finding.places if place.fixes]
    if not offers:
        return "for a person to decide"
    if any(len(fixes) > 1 for fixes in offers):
        return "suggested, with several readings"
    if not any(fixes[0].edits for fixes in offers):
        return "suggested, to be done by hand"
    if any(fixes[0].is_safe for fixes in offers):
        return "not fixed in full"
    return f"suggested (--suggested {finding.rule.code})"
