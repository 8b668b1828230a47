"""The command `settings`."""

import os
import re
from collections.abc import Iterator
from typing import Any

from frameworklint.commands.options import OK, Options
from frameworklint.commands.setup import load_settings
from frameworklint.kinds import load as kinds_module
from frameworklint.linter import registry
from frameworklint.selection.settings import Settings
from frameworklint.source.own_files import OwnFiles
from frameworklint.source.root import demand_path, find_root
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import toml_value, visible


def show_settings(options: Options) -> int:
    """Print the effective settings and where each came from.

    Raises:
        UsageError: the settings can not be used.
    """
    start = options.paths[0] if options.paths else "."
    demand_path(start)
    kinds = kinds_module.load()
    root = find_root(start, kinds.conventions.home, kinds.root_folders)
    settings = load_settings(OwnFiles(root), options)
    lines = [f"# root: {visible(os.path.realpath(root))}", *_effective(settings)]
    streams.write("".join(f"{line}\n" for line in lines))
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
    return toml_value(value)
