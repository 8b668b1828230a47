"""The commands `baseline`, `settings` and `clean`."""

import json
import os
import re
from collections.abc import Iterator
from typing import Any

from frameworklint import baseline as baselines
from frameworklint import cache, registry, streams
from frameworklint import kinds as kinds_module
from frameworklint.check import OK, CheckRun, demand_path, load_settings
from frameworklint.errors import UsageError
from frameworklint.options import Options
from frameworklint.report import plural
from frameworklint.settings import Settings
from frameworklint.source import find_root


def write_baseline(options: Options) -> int:
    """Write the findings of today into the baseline.

    Raises:
        UsageError: the run can not be carried out, or the baseline can not be written.
    """
    run = CheckRun(options)
    if run.selection.focus or options.select or options.ignore:
        raise UsageError("a baseline holds the whole framework: name no paths and no rules")
    path = options.baseline or os.path.join(run.root, baselines.FILE)
    findings = run.current_findings()
    if run.crashes:
        raise UsageError(f"no baseline is written after an internal error:\n{run.crashes[0]}")
    update = baselines.updated(
        run.baseline,
        findings,
        run.selection.shown,
        accept_new=options.accept_new,
        prune=options.prune,
    )
    try:
        baselines.write(path, update.entries)
    except baselines.BaselineError as error:
        raise UsageError(str(error)) from error
    told = [f"{plural(len(update.entries), 'finding')} in {os.path.relpath(path)}"]
    if update.added:
        told.append(f"{update.added:,} added")
    if update.new:
        told.append(f"{update.new:,} new left out (--accept-new adds them)")
    if update.dropped:
        told.append(f"{update.dropped:,} dropped")
    if update.stale:
        told.append(f"{update.stale:,} no longer found (--prune drops them)")
    streams.say("; ".join(told) + "\n")
    return OK


def show_settings(options: Options) -> int:
    """Print the effective settings and where each came from.

    Raises:
        UsageError: the settings can not be used.
    """
    start = options.paths[0] if options.paths else "."
    demand_path(start)
    kinds = kinds_module.load()
    root = find_root(start, kinds.conventions.home, kinds.root_folders)
    settings = load_settings(root, options)
    lines = [f"# root: {os.path.realpath(root)}", *_effective(settings)]
    streams.say("".join(f"{line}\n" for line in lines))
    return OK


def clean(options: Options) -> int:
    """Delete the cache of a framework.

    Raises:
        UsageError: it can not be deleted.
    """
    start = options.paths[0] if options.paths else "."
    demand_path(start)
    kinds = kinds_module.load()
    root = find_root(start, kinds.conventions.home, kinds.root_folders)
    folder = os.path.join(root, cache.FOLDER)
    try:
        is_gone = cache.delete(folder)
    except OSError as error:
        raise UsageError(
            f"can not delete {os.path.relpath(folder)}: {error.strerror or error}"
        ) from error
    streams.say(f"{os.path.relpath(folder)} {'is deleted' if is_gone else 'does not exist'}\n")
    return OK


def _effective(settings: Settings) -> Iterator[str]:
    """The settings as TOML, the origin of each value in a comment."""
    tables = ("folders", "severity", "rules", "suppress")
    for key, value in settings.values.items():
        if key not in tables:
            yield f"{key} = {_toml(value)}  # {settings.origins[key]}"
    for key in ("folders", "severity"):
        if settings.values[key]:
            yield f"\n[{key}]  # {settings.origins[key]}"
            yield from (f"{_key(name)} = {_toml(v)}" for name, v in settings.values[key].items())
    for rule in registry.all_rules():
        given = settings.options.get(rule.code, {})
        if rule.options:
            yield f"\n[rules.{rule.code}]  # {rule.name}"
        for name, default in rule.options.items():
            origin = settings.origins["rules"] if name in given else "default"
            yield f"{name.replace('_', '-')} = {_toml(given.get(name, default))}  # {origin}"
    for entry in settings.values["suppress"]:
        yield f"\n[[suppress]]  # {settings.origins['suppress']}"
        yield from (f"{name} = {_toml(value)}" for name, value in entry.items())


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(value: Any) -> str:
    """A value as TOML writes it; its strings, numbers and lists are written as in JSON."""
    if isinstance(value, frozenset | set):
        value = sorted(value)
    return json.dumps(value, ensure_ascii=False)
