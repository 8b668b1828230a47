"""The commands `explain`, `rules` and `clean`."""

import os

from frameworklint.cache import store as cache
from frameworklint.commands.options import OK, Options
from frameworklint.errors import UsageError
from frameworklint.kinds import load as kinds_module
from frameworklint.linter import registry, rule_page
from frameworklint.source.root import demand_path, find_root
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import visible


def explain(options: Options) -> int:
    """Print the page of a rule, or of several.

    Raises:
        UsageError: there is no such rule.
    """
    try:
        rules = registry.named(options.rule)
    except registry.UnknownRuleError as error:
        raise UsageError(str(error)) from error
    streams.write("\n".join(rule_page.read(rule) for rule in rules))
    return OK


def rules(options: Options) -> int:
    """Print a line about each rule."""
    streams.write(
        "".join(
            f"{rule.code}  {rule.severity:7}  {rule.name:28}  {rule_page.summary(rule)}\n"
            for rule in registry.all_rules()
        )
    )
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
    result = "is deleted" if is_gone else "does not exist"
    streams.write(f"{visible(os.path.relpath(folder))} {result}\n")
    return OK
