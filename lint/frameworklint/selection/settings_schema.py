"""The JSON Schema of the settings, made from the rules and their options."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from frameworklint import HOMEPAGE
from frameworklint.linter import registry
from frameworklint.linter.place import Severity
from frameworklint.source.root import SETTINGS_FILE

_TEXT = {"type": "string", "minLength": 1}
_SELECTORS = {"type": "array", "items": _TEXT, "default": []}
_SEVERITIES = [severity.value for severity in Severity]


def schema() -> dict[str, Any]:
    """The JSON Schema of the settings, made from the rules and their options."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{HOMEPAGE}/blob/main/schemas/settings.json",
        "title": "Settings",
        "description": (
            f"What may stand in {SETTINGS_FILE}, or in [tool.frameworklint] of pyproject.toml."
        ),
        "type": "object",
        "additionalProperties": False,
        "properties": {**_what_runs(), **_what_is_read(), **_what_rules_do()},
    }


def _what_runs() -> dict[str, Any]:
    """Which versions, rules and severities a run takes up."""
    return {
        "required-version": {
            "type": "string",
            "description": (
                "The versions of frameworklint that may run, such as >=0.2,<1: "
                "a specifier of PEP 440."
            ),
            "default": "",
        },
        "select": _described(_SELECTORS, "Report only these rules: codes, names, families, ALL."),
        "ignore": _described(_SELECTORS, "Do not report these rules."),
        "show-info": {
            "type": "boolean",
            "description": "Report findings of severity info.",
            "default": False,
        },
        "fail-on": {
            "enum": [*_SEVERITIES, "never"],
            "description": "The severity from which on a run fails.",
            "default": "error",
        },
    }


def _what_is_read() -> dict[str, Any]:
    """Where the framework's files lie, and which of them are left out."""
    return {
        "exclude": _described(
            _SELECTORS, "Paths that are not read, as patterns of a .gitignore file."
        ),
        "home": {
            "type": "string",
            "description": (
                "The folder that holds the page folders; empty for the one that the schemas name."
            ),
            "default": "",
        },
        "folders": {
            "type": "object",
            "description": "The folder of a kind's pages, by kind.",
            "default": {},
            "additionalProperties": _TEXT,
        },
        "schemas": {
            "type": "string",
            "description": (
                "A schema folder of the framework's own; empty for the one that frameworklint"
                " brings."
            ),
            "default": "",
        },
    }


def _what_rules_do() -> dict[str, Any]:
    """Severities and options of rules, and the findings that are accepted."""
    return {
        "severity": {
            "type": "object",
            "description": "The severity of rules, by code, name or family.",
            "default": {},
            "additionalProperties": {"enum": _SEVERITIES},
        },
        "rules": {
            "type": "object",
            "description": "Options of rules, by code or name.",
            "default": {},
            "additionalProperties": False,
            "properties": dict(_rule_options()),
        },
        "suppress": {
            "type": "array",
            "description": "Findings that are accepted, each with a reason.",
            "default": [],
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["rule", "page", "reason"],
                "properties": dict(_suppression()),
            },
        },
    }


def _suppression() -> Iterable[tuple[str, dict[str, Any]]]:
    yield "rule", _described(_TEXT, "The rule: its code, its name or its family.")
    yield "page", _described(_TEXT, "The ID of the page, or the path of a file that has none.")
    row = "The ID in the first cell of the row; without it, the whole page is meant."
    yield "row", _described(_TEXT, row)
    yield "reason", _described(_TEXT, "Why the finding is accepted.")


def _described(base: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {**base, "description": description}


def _rule_options() -> Iterable[tuple[str, dict[str, Any]]]:
    for rule in registry.all_rules():
        if not rule.options:
            continue
        properties = {
            name.replace("_", "-"): _option_schema(default)
            for name, default in rule.options.items()
        }
        options = {"type": "object", "additionalProperties": False, "properties": properties}
        yield rule.code, options
        yield rule.name, options


def _option_schema(default: Any) -> dict[str, Any]:
    if isinstance(default, bool):
        return {"type": "boolean", "default": default}
    if isinstance(default, int):
        return {"type": "integer", "default": default}
    if isinstance(default, float):
        return {"type": "number", "default": default}
    if isinstance(default, Sequence) and not isinstance(default, str):
        return {"type": "array", "items": {"type": "string"}, "default": list(default)}
    return {"type": "string", "default": default}
