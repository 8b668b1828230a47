"""The commands `explain`, `rules` and `clean`."""

import os
import sys
from collections.abc import Iterator

from frameworklint.cache import store as cache
from frameworklint.commands.options import OK, Options
from frameworklint.errors import UsageError
from frameworklint.kinds import load as kinds_module
from frameworklint.linter import registry, rule_page
from frameworklint.source.root import demand_path, find_root
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import visible
from frameworklint.terminal.layout import Line, for_terminal


def explain(options: Options) -> int:
    """Print the page of a rule, or of several.

    Raises:
        UsageError: there is no such rule.
    """
    try:
        rules = registry.named(options.rule)
    except registry.UnknownRuleError as error:
        raise UsageError(str(error)) from error
    text = "\n".join(rule_page.read(rule) for rule in rules)
    streams.write(for_terminal(_prose(text), sys.stdout))
    return OK


def rules(options: Options) -> int:
    """Print a line about each rule."""
    lines = []
    for rule in registry.all_rules():
        start = f"{rule.code}  {rule.severity:7}  {rule.name:28}  "
        lines.append(Line(((start + rule_page.summary(rule), ""),), len(start)))
    streams.write(for_terminal(lines, sys.stdout))
    return OK


def _prose(page: str) -> Iterator[Line]:
    """The lines of a rule's page; those of its examples are not to be wrapped by words."""
    is_fenced = False
    for line in page.splitlines():
        is_fenced ^= line.startswith("```")
        is_item = line.lstrip(" ").startswith("- ")
        yield Line(((line, ""),), 2 if is_item else 0, is_fenced or line.startswith("|"))


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
    result = "is deleted" if is_gone else "does not exist"
    streams.write(f"{visible(os.path.relpath(folder))} {result}\n")
    return OK
