"""The baseline: the findings that stood when the linter was switched on.

`frameworklint-baseline.jsonl` holds one finding a line, sorted, readable, with an optional
`reason`. Nothing in an entry depends on lines or messages, so that it survives everything but the
fault itself being fixed.
"""

import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from frameworklint.errors import UnreadableFileError
from frameworklint.findings.finding import Finding
from frameworklint.findings.identity import VERSION
from frameworklint.linter.place import Place
from frameworklint.linter.registry import all_rules
from frameworklint.selection.comparison import Known
from frameworklint.source.own_files import OwnFiles
from frameworklint.source.reading import read_named_file
from frameworklint.source.writing import write_whole
from frameworklint.suggestions import did_you_mean
from frameworklint.terminal.escaping import json_text
from frameworklint.workbook.sheet import SheetPage

FILE = "frameworklint-baseline.jsonl"
SIZE_LIMIT = 20_000_000  # bytes
_TYPES = {
    "rule": str,
    "fingerprint": str,
    "places": list,
    "name": str,
    "page": str,
    "message": str,
    "reason": str,
}
_REQUIRED = ("rule", "fingerprint", "places")


class BaselineError(Exception):
    """The baseline can not be used; the message says which line and why."""


class BaselineEntry(NamedTuple):
    """One known finding.

    Attributes:
        rule, name, page, message: for readers; `rule` is a code, `page` an ID or a path,
            for a cell the way to it by the row's ID.
        fingerprint: the finding's identity.
        places: the keys of its places and of the cells behind them.
        reason: why it is accepted, or an empty string.
        line: its 1-based line in the file.
    """

    rule: str
    fingerprint: str
    places: tuple[str, ...]
    name: str = ""
    page: str = ""
    message: str = ""
    reason: str = ""
    line: int = 0

    @staticmethod
    def of(finding: Finding, reason: str = "") -> "BaselineEntry":
        """The entry for a finding."""
        return BaselineEntry(
            rule=finding.rule.code,
            name=finding.rule.name,
            page=_called(finding.place),
            message=finding.message,
            fingerprint=finding.fingerprint,
            places=tuple(sorted(finding.keys)),
            reason=reason,
        )

    @property
    def text(self) -> str:
        """The entry's line."""
        values: dict[str, Any] = {
            "rule": self.rule,
            "name": self.name,
            "page": self.page,
            "message": self.message,
        }
        if self.reason:
            values["reason"] = self.reason
        values |= {"fingerprint": self.fingerprint, "places": list(self.places)}
        values["version"] = VERSION
        return json_text(values)


def _called(place: Place) -> str:
    """What people call a place whatever its line: a page's ID or path, or the way to a cell."""
    page = place.on_page[0]
    if page.id or not isinstance(place.page, SheetPage):
        return page.id or place.page.path
    return place.page.called(place.span)


class Baseline(NamedTuple):
    """The known findings.

    Attributes:
        path: the file.
        text: its content.
        entries: in the order of the file.
    """

    path: str
    text: str
    entries: tuple[BaselineEntry, ...]

    @property
    def known(self) -> Known:
        """The identities that the baseline holds."""
        return Known(frozenset(key for entry in self.entries for key in entry.places))

    def stale(self, findings: Iterable[Finding], shown: Collection[str]) -> list[BaselineEntry]:
        """The entries that match none of the findings, which are those of the shown rules."""
        findings = list(findings)
        found = {finding.fingerprint for finding in findings}
        judged = (entry for entry in self.entries if is_judged(entry, shown))
        unnamed = [entry for entry in judged if entry.fingerprint not in found]
        codes = {entry.rule for entry in unnamed}
        # A fault whose text was edited has another fingerprint, and places that are still known.
        still = Known.of(one for one in findings if one.rule.code in codes).keys
        return [entry for entry in unnamed if still.isdisjoint(entry.places)]


def is_judged(entry: BaselineEntry, shown: Collection[str]) -> bool:
    """Whether an entry would match if its fault were still there: a rule that is not shown
    finds nothing that could be compared."""
    return entry.rule in shown or all(entry.rule != rule.code for rule in all_rules())


def read(path: str, files: OwnFiles | None = None) -> Baseline:
    """Read a baseline.

    Args:
        path: the file.
        files: where it lies at the root; None for a file that the user named.

    Raises:
        BaselineError: it can not be read, or a line is no entry.
    """
    shown = os.path.relpath(path)
    try:
        if files is None:
            content = read_named_file(path, SIZE_LIMIT)
        else:
            content = files.read(os.path.basename(path), SIZE_LIMIT)
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnreadableFileError as error:
        raise BaselineError(f"can not read the baseline: {shown} {error}") from error
    except UnicodeDecodeError as error:
        raise BaselineError(
            f"can not read the baseline {shown}: it is not UTF-8; save it as UTF-8"
        ) from error
    lines = enumerate(text.split("\n"), start=1)
    return Baseline(path, text, tuple(_entry(shown, n, line) for n, line in lines if line.strip()))


def _entry(path: str, number: int, line: str) -> BaselineEntry:
    try:
        values = json.loads(line)
    except RecursionError as error:
        raise BaselineError(f"{path}:{number}: this line is nested too deeply") from error
    except ValueError as error:  # a JSONDecodeError, or a number of thousands of digits
        reason = error.msg if isinstance(error, json.JSONDecodeError) else error
        raise BaselineError(f"{path}:{number}: this line is no JSON: {reason}") from error
    if not isinstance(values, dict):
        raise BaselineError(f"{path}:{number}: this line is no JSON object")
    for key in values:
        if key not in (*_TYPES, "version"):
            hint = did_you_mean(key, _TYPES)
            raise BaselineError(f"{path}:{number}: no entry holds a {key[:60]!r}{hint}")
    version = values.pop("version", 1)
    for key, kind in _TYPES.items():
        if not isinstance(values.get(key, None if key in _REQUIRED else ""), kind):
            raise BaselineError(
                f"{path}:{number}: the entry has no {key!r}, or one of another type"
            )
    if not all(isinstance(place, str) for place in values["places"]):
        raise BaselineError(f"{path}:{number}: the entry's 'places' are no list of strings")
    _demand_version(path, number, version)
    return BaselineEntry(**{**values, "places": tuple(values["places"])}, line=number)


def _demand_version(path: str, number: int, version: object) -> None:
    """Refuse an entry whose names are those of another version."""
    if version == VERSION:
        return
    other = "a later" if isinstance(version, int) and version > VERSION else "an earlier"
    raise BaselineError(
        f"{path}:{number}: the entry was written by {other} version of frameworklint, which names"
        " findings otherwise: delete the file and write it anew with `frameworklint baseline`"
    )


class Update(NamedTuple):
    """A baseline written anew.

    Attributes:
        entries: what it holds now, sorted.
        added, dropped, stale, new: how many entries were added and dropped, how many were kept
            although they match nothing, how many findings are not in it.
    """

    entries: tuple[BaselineEntry, ...]
    added: int
    dropped: int
    stale: int
    new: int


def updated(
    old: Baseline | None,
    findings: Sequence[Finding],
    shown: Collection[str],
    *,
    accept_new: bool,
    prune: bool,
) -> Update:
    """What a baseline holds when it is written anew.

    Known entries are refreshed and keep their reason. New findings, and new places of known ones,
    come in only with `accept_new` or where there was no baseline. Entries that match nothing go
    only with `prune`. Entries of rules that are not shown stay as they are.
    """
    accept_new = accept_new or old is None
    earlier = {entry.fingerprint: entry for entry in old.entries} if old else {}
    found = {finding.fingerprint for finding in findings}
    unnamed = [entry for entry in earlier.values() if entry.fingerprint not in found]
    by_place = {key: entry for entry in unnamed for key in entry.places}
    known = old.known if old else Known(frozenset())
    matched: set[str] = set()
    kept, new, added = [], 0, 0
    for finding in findings:
        before = earlier.get(finding.fingerprint) or _at_its_places(finding, by_place)
        if before is not None:
            matched.add(before.fingerprint)
        entry = BaselineEntry.of(finding, before.reason if before else "")
        part = known.new_part(finding)
        new += part is not None and not accept_new
        added += part is not None and accept_new
        if before is None and not accept_new:
            continue
        if part is not None and not accept_new:
            left = set(entry.places) - set(part.keys)
            entry = entry._replace(places=tuple(key for key in entry.places if key in left))
        kept.append(entry)
    left_over = [entry for entry in earlier.values() if entry.fingerprint not in matched]
    kept += [entry for entry in left_over if not is_judged(entry, shown)]
    stale = [entry for entry in left_over if is_judged(entry, shown)]
    entries = sorted(kept + ([] if prune else stale), key=_sort_key)
    return Update(
        tuple(entries), added, len(stale) if prune else 0, 0 if prune else len(stale), new
    )


def _at_its_places(finding: Finding, by_place: Mapping[str, BaselineEntry]) -> BaselineEntry | None:
    """The entry that knows a finding by its places: its text was edited, and the fault stayed."""
    if not by_place:
        return None
    return next((by_place[key] for key in finding.keys if key in by_place), None)


def _sort_key(entry: BaselineEntry) -> tuple[str, ...]:
    return entry.page, entry.rule, entry.message, entry.fingerprint


def write(path: str, entries: Iterable[BaselineEntry], root: str) -> None:
    """Write a baseline; the file is replaced whole or not at all.

    Raises:
        UsageError: the file can not be written.
    """
    write_whole(path, "".join(entry.text for entry in entries), root)
