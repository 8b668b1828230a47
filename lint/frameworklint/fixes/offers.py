"""What a finding's rule offers as a fix, in the files where it would be written."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.fixes.targets import NoTargetError, Target, Targets
from frameworklint.linter.fix import Fix
from frameworklint.linter.place import Place
from frameworklint.wording import and_more

_MOST_TITLES = 3
_BESIDE = 15
_SHORT = 40  # characters of a text that a line for people quotes


class Reading(NamedTuple):
    """One reading of what is meant.

    Attributes:
        title: what the fix does, where its rule says so.
        is_safe: whether it is written without asking.
        targets: what changes where; nothing where only a person can do it.
    """

    title: str
    is_safe: bool
    targets: tuple[Target, ...]

    @property
    def short(self) -> str:
        """What it does, for one line."""
        if self.title:
            return self.title
        old, new = map(_shortened, _shown(self.targets[0]))
        more = len({(_old(one), one.new) for one in self.targets}) - 1
        said = (
            f"`{old}` → `{new}`" if old and new else f"write `{new}`" if new else f"delete `{old}`"
        )
        return said + and_more(more)


def readings(finding: Finding, where: Targets) -> list[Reading]:
    """What is offered for a finding: a reading for all its places, or several."""
    offers = [(place, place.fixes) for place in finding.places if place.fixes]
    number = max((len(fixes) for _, fixes in offers), default=0)
    found = []
    for index in range(number):
        chosen = [(p, fixes[index if len(fixes) > 1 else 0]) for p, fixes in offers if fixes]
        targets = tuple(dict.fromkeys(_targets(chosen, where)))
        first = chosen[0][1]
        is_possible = bool(targets) or not first.edits
        if is_possible and (targets or first.title):
            is_safe = number == 1 and all(fix.is_safe for _, fix in chosen)
            titles = list(dict.fromkeys(fix.title for _, fix in chosen))
            title = first.title if targets and len(titles) == 1 else ""
            title = title or ("" if targets else ", ".join(titles[:_MOST_TITLES]))
            found.append(Reading(title, is_safe, targets))
    return found


def _targets(chosen: list[tuple[Place, Fix]], where: Targets) -> Iterator[Target]:
    for _, fix in chosen:
        try:
            yield from [where.target(edit) for edit in fix.edits]
        except NoTargetError:
            continue


def _shown(target: Target) -> tuple[str, str]:
    """What stands there now and then; of what nobody sees, with the words beside it."""
    old = _old(target)
    if old.strip() or target.new.strip():
        return old, target.new
    start, end = target.span
    before = re.search(r"\S*\s*\Z", target.text[max(0, start - _BESIDE) : start])
    after = re.match(r"\s*\S*", target.text[end : end + _BESIDE])
    left, right = (match[0] if match else "" for match in (before, after))
    return f"{left}{old}{right}", f"{left}{target.new}{right}"


def _old(target: Target) -> str:
    return target.text[slice(*target.span)]


def _shortened(text: str) -> str:
    text = " ".join(text.split(" ")).replace("\n", "⏎")
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
