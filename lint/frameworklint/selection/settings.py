"""Settings: what a framework's maintainers decided, and where each value came from.

They stand in `frameworklint.toml`, or in `[tool.frameworklint]` of `pyproject.toml`, at the root.
`schemas/settings.json` describes them.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from frameworklint import __version__
from frameworklint.errors import UnreadableFileError
from frameworklint.kinds.quick_schema import QuickSchema
from frameworklint.linter import registry
from frameworklint.linter.place import Severity
from frameworklint.selection.settings_schema import schema
from frameworklint.source.own_files import OwnFiles
from frameworklint.source.reading import read_named_file
from frameworklint.source.root import SETTINGS_FILE
from frameworklint.suggestions import did_you_mean
from frameworklint.terminal.escaping import visible

PROJECT_FILE = "pyproject.toml"
SIZE_LIMIT = 300_000  # bytes
# The library that reads TOML takes the square of the time for twice as many parts of a key.
_MOST_DOTS = 1_000
_LONGEST_MESSAGE = 500  # characters
_DEFAULTS: dict[str, Any] = {
    "required-version": "",
    "select": [],
    "ignore": [],
    "show-info": False,
    "fail-on": "error",
    "exclude": [],
    "home": "",
    "folders": {},
    "schemas": "",
    "severity": {},
    "rules": {},
    "suppress": [],
}


class SettingsError(Exception):
    """The settings can not be used; the message says which value, where and what to do."""


class Suppression(NamedTuple):
    """A finding that the maintainers accept.

    Attributes:
        rule: as the entry names it; `rules` are the codes that this stands for.
        page: the ID of the page concerned, or the path of a file without one.
        row: the ID of the row concerned, or an empty string for the whole page.
        reason: why.
        number: its 0-based number in the file.
    """

    rule: str
    rules: frozenset[str]
    page: str
    row: str
    reason: str
    number: int


class Settings:
    """The effective settings.

    Attributes:
        values: by key, defaults included.
        origins: where a value came from: a file's name, an option, or `default`.
        path: the settings file, or an empty string.
        text: its content.
    """

    def __init__(self) -> None:
        self.values = dict(_DEFAULTS)
        self.origins = dict.fromkeys(_DEFAULTS, "default")
        self.path = ""
        self.text = ""

    def override(self, key: str, value: Any, origin: str) -> None:
        """Replace a value, as an option of the command line does."""
        self.values[key] = value
        self.origins[key] = origin

    @property
    def options(self) -> dict[str, dict[str, Any]]:
        """The values of rule options by rule code and parameter."""
        found: dict[str, dict[str, Any]] = {}
        for selector, options in self.values["rules"].items():
            values = {name.replace("-", "_"): _frozen(value) for name, value in options.items()}
            found.setdefault(registry.named(selector)[0].code, {}).update(values)
        return found

    @property
    def severities(self) -> dict[str, Severity]:
        """Changed severities by rule code; the selector that stands for fewer rules wins."""
        named = [
            (registry.named(selector), Severity(value))
            for selector, value in self.values["severity"].items()
        ]
        named.sort(key=lambda pair: -len(pair[0]))
        return {rule.code: severity for rules, severity in named for rule in rules}

    @property
    def suppressions(self) -> list[Suppression]:
        """The accepted findings, in the order of the file."""
        return [
            Suppression(
                entry["rule"],
                frozenset(rule.code for rule in registry.named(entry["rule"])),
                entry["page"],
                entry.get("row", ""),
                entry["reason"],
                number,
            )
            for number, entry in enumerate(self.values["suppress"])
        ]


def load(files: OwnFiles, path: str | None = None) -> Settings:
    """Read the settings of a framework.

    Args:
        files: what the framework carries.
        path: the settings file that the user named, instead of the one at the root.

    Raises:
        SettingsError: the file is missing, is no TOML, or holds what it may not hold.
    """
    settings = Settings()
    found = _find(files, path)
    if found is None:
        return settings
    settings.path, settings.text, content = found
    shown = os.path.relpath(settings.path)
    # First of all: another version may know other settings.
    _demand_version(content, shown)
    _validate(content, shown)
    for key, value in content.items():
        settings.override(key, value, visible(os.path.basename(settings.path)))
    _demand_rules(settings)
    return settings


def _find(files: OwnFiles, path: str | None) -> tuple[str, str, dict[str, Any]] | None:
    """The settings file's path, text and content, or None."""
    if path is not None:
        text, content = _read(path)
        if os.path.basename(path) == PROJECT_FILE:
            content = _table_of_project(content)
            if content is None:
                raise SettingsError(f"{path} has no [tool.frameworklint]")
        return path, text, content
    own, project = files.full(SETTINGS_FILE), files.full(PROJECT_FILE)
    if files.has(SETTINGS_FILE):
        return own, *_read(own, files)
    if files.has(PROJECT_FILE):
        text, content = _read(project, files)
        table = _table_of_project(content)
        if table is not None:
            return project, text, table
    return None


def _table_of_project(content: Mapping[str, Any]) -> Any:
    """What stands in `[tool.frameworklint]`, or None."""
    tools = content.get("tool")
    return tools.get("frameworklint") if isinstance(tools, dict) else None


def _read(path: str, files: OwnFiles | None = None) -> tuple[str, dict[str, Any]]:
    """The text and the content of a settings file.

    Args:
        path: the file.
        files: where it lies at the root; None for a file that the user named.
    """
    import tomllib

    shown = os.path.relpath(path)
    try:
        if files is None:
            source = read_named_file(path, SIZE_LIMIT)
        else:
            source = files.read(os.path.basename(path), SIZE_LIMIT)
        # Editors of Windows write a byte order mark.
        text = source.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        _demand_few_dots(text)
        return text, tomllib.loads(text)
    except UnreadableFileError as error:
        raise SettingsError(f"can not read the settings: {shown} {error}") from error
    except RecursionError as error:
        raise SettingsError(f"the settings {shown} are nested too deeply") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"the settings {shown} are not UTF-8: save them as UTF-8") from error
    except ValueError as error:  # such as TOMLDecodeError
        raise SettingsError(f"the settings {shown} are no TOML: {_short(error)}") from error


def _demand_few_dots(text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS:
            raise ValueError(f"line {number} has more than {_MOST_DOTS:,} dots")


def _short(message: object) -> str:
    text = str(message)
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}…"


def _demand_version(content: Any, path: str) -> None:
    """Refuse to run in a version that the settings do not want."""
    required = content.get("required-version") if isinstance(content, dict) else None
    if not isinstance(required, str) or not required.strip():
        return
    import shlex

    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        is_wanted = SpecifierSet(required).contains(__version__, prereleases=True)
    except InvalidSpecifier as error:
        raise SettingsError(
            f"{path}: required-version: {required!r} is no version specifier; "
            'write one such as ">=0.2,<1"'
        ) from error
    if not is_wanted:
        package = shlex.quote("frameworklint" + "".join(required.split()))
        raise SettingsError(
            f"{path}: required-version: frameworklint {required} is wanted, this is {__version__}; "
            f"get it with `pip install {package}`, for pre-commit by another `rev`"
        )


def _validate(content: Mapping[str, Any], path: str) -> None:
    if QuickSchema({"settings": schema()}, "settings").fits(content):
        return
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    from frameworklint.kinds.schema_shape import in_words

    try:
        error = best_match(Draft202012Validator(schema()).iter_errors(content))
    except RecursionError as error:
        raise SettingsError(f"{path}: the settings are nested too deeply") from error
    if error is None:
        return
    where = _named(list(error.absolute_path))
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        unknown = next(key for key in error.instance if key not in known)
        if where == "rules":
            _demand_options(unknown, path)
        hint = did_you_mean(unknown, known)
        is_table = not any(isinstance(part, int) for part in error.absolute_path)
        place = f" in {f'[{where}]' if is_table else where}" if where else ""
        raise SettingsError(f"{path}: there is no setting {_short(unknown)!r}{place}{hint}")
    raise SettingsError(f"{path}: {where or 'the settings'}: {_short(in_words(error))}")


def _named(way: Sequence[str | int]) -> str:
    """What a place is called in words: `rules.FW401.min-length`, `reason of entry 2 of suppress`.

    Whoever writes a list counts from 1.
    """
    at = next((n for n, part in enumerate(way) if isinstance(part, int)), len(way))
    named = ".".join(map(str, way[:at]))
    for part in way[at:]:
        named = f"{f'entry {part + 1}' if isinstance(part, int) else part} of {named}"
    return named


def _demand_options(selector: str, path: str) -> None:
    """Say why a key of `rules` can not be used: no rule, several, or one without options."""
    try:
        rules = registry.named(selector)
    except registry.UnknownRuleError as error:
        raise SettingsError(f"{path}: [rules]: {_short(error)}") from error
    if len(rules) == 1 and rules[0].options:
        raise SettingsError(f"{path}: [rules]: write {rules[0].code}, not {selector!r}")
    what = f"{rules[0].code} {rules[0].name} has" if len(rules) == 1 else f"{selector!r} has"
    raise SettingsError(f"{path}: [rules.{selector}]: {what} no options")


def _demand_rules(settings: Settings) -> None:
    """Have every rule that the settings name looked up."""
    try:
        for selector in [*settings.values["select"], *settings.values["ignore"]]:
            registry.named(selector)
        _ = settings.severities, settings.suppressions, settings.options
    except registry.UnknownRuleError as error:
        raise SettingsError(f"{os.path.relpath(settings.path)}: {_short(error)}") from error


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
