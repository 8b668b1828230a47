"""The parts of documents that are made from the project itself."""

import json
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from frameworklint.linter import registry
from frameworklint.linter import rule_page as rulepage
from frameworklint.selection.settings_schema import schema

from ..scratch import TOP

ENGINE = TOP / "lint" / "frameworklint"


def table(columns: str, rows: Iterator[list[str]]) -> str:
    """A Markdown table."""
    names = columns.split(" | ")
    lines = [names, ["---"] * len(names), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines
    )


def rule_table() -> str:
    """All rules."""
    return table("Code | Name | Severity | What it finds", _rules())


def _rules() -> Iterator[list[str]]:
    for rule in registry.all_rules():
        page = os.path.relpath(rule.page_path, TOP / "docs").replace(os.sep, "/")
        yield [f"[{rule.code}]({page})", rule.name, rule.severity, rulepage.summary(rule)]


# Settings.


def settings_table() -> str:
    """The keys of the settings file."""
    return table("Key | Value | Default | What it does", _settings())


def _settings() -> Iterator[list[str]]:
    for key, value in schema()["properties"].items():
        default = f"`{json.dumps(value['default'])}`" if "default" in value else ""
        yield [f"[`{key}`](#{key})", value_type(value), default, value["description"]]


def value_type(value: Mapping[str, Any]) -> str:
    """What a value must be, in words."""
    if "enum" in value:
        return "one of " + ", ".join(f"`{word}`" for word in value["enum"])
    if value["type"] == "array":
        return f"list of {'tables' if value['items']['type'] == 'object' else 'strings'}"
    words = {
        "boolean": "`true` or `false`",
        "integer": "whole number",
        "object": "table",
    }
    kind = str(value["type"])
    return words.get(kind, kind)


def option_table() -> str:
    """The options of rules."""
    return table("Rule | Option | Value | Default", _options())


def _options() -> Iterator[list[str]]:
    known = schema()["properties"]["rules"]["properties"]
    for rule in registry.all_rules():
        page = os.path.relpath(rule.page_path, TOP / "docs").replace(os.sep, "/")
        for option, value in known.get(rule.code, {}).get("properties", {}).items():
            default = json.dumps(value["default"])
            yield [
                f"[{rule.code}]({page}) {rule.name}",
                f"`{option}`",
                value_type(value),
                f"`{default}`",
            ]


def suppression_table() -> str:
    """The keys of an accepted finding."""
    items = schema()["properties"]["suppress"]["items"]
    rows = (
        [f"`{key}`", "yes" if key in items["required"] else "no", value["description"]]
        for key, value in items["properties"].items()
    )
    return table("Key | Obligatory | What it says", rows)


# Reports.


def report_table() -> str:
    """The fields of a finding in the JSON report."""
    report = json.loads((TOP / "schemas" / "report.json").read_text("utf-8"))
    fields = report["$defs"]["finding"]["properties"]
    return table(
        "Field | What it holds", ([f"`{key}`", _said(key, value)] for key, value in fields.items())
    )


def _said(field: str, value: Mapping[str, Any]) -> str:
    assert value.get("description"), f"schemas/report.json does not describe {field}"
    return str(value["description"])


# Schemas.


# Which part of schemas/annotations.json each table is about.
DEFINITIONS = {
    **{
        name: (name,)
        for name in (
            "kind-file",
            "index-file",
            "framework-file",
            "workbook-file",
            "layout",
            "x-kind",
            "id",
            "field",
            "table",
            "sheet",
            "x-page",
            "x-framework",
            "x-workbook",
            "relation",
            "column",
            "exports-file",
            "x-exports",
            "export",
            "export-schemas",
            "export-object",
            "export-text",
            "export-cited",
            "export-part",
            "export-grid",
        )
    },
    "sources": ("table", "properties", "sources"),
    "other-ids": ("x-framework", "properties", "other_ids"),
}
LANGUAGE = json.loads((TOP / "schemas" / "annotations.json").read_text("utf-8"))["$defs"]


def definition_table(name: str) -> str:
    """The keys of a part of a schema file."""
    part = LANGUAGE
    for key in DEFINITIONS[name]:
        part = part[key]
    return table("Key | Value | Obligatory | What it says", _definition(part))


def _definition(definition: Mapping[str, Any]) -> Iterator[list[str]]:
    for key, value in definition["properties"].items():
        resolved = _resolved(value)
        is_obligatory = "yes" if key in definition.get("required", ()) else "no"
        yield [f"`{key}`", _form(resolved), is_obligatory, resolved["description"]]


def _resolved(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The value itself, or the definition to which it refers."""
    found: Mapping[str, Any] = value
    if "$ref" in value:
        found = LANGUAGE[value["$ref"].rpartition("/")[2]]
    return found


def _form(value: Mapping[str, Any]) -> str:
    """What a value of a schema file must be, in words."""
    if value.get("type") == "object":
        return "object"
    if value.get("type") == "array":
        return f"list of {'objects' if '$ref' in value['items'] else 'strings'}"
    return "regular expression" if value.get("format") == "regex" else value_type(value)


# Layers.


def layers() -> list[list[str]]:
    """The layers of the contract, from the top; those on one line do not know each other."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = [contract for contract in contracts if contract["type"] == "layers"]
    lines = [line.split("|") for line in contract["layers"]]
    return [[part.strip().removeprefix("frameworklint.") for part in line] for line in lines]


def modules(folder: Path) -> list[str]:
    """The modules of a layer, folders with a slash."""
    files = [path.stem for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]
    folders = [f"{path.parent.name}/" for path in sorted(folder.glob("*/__init__.py"))]
    return files + folders


def layer_picture() -> str:
    """The layers as a Mermaid diagram; an arrow leads from a layer to those that it may import."""
    lines = ["```mermaid", "flowchart TD"]
    for line in layers():
        for layer in line:
            inside = modules(ENGINE / layer) if (ENGINE / layer).is_dir() else []
            label = f"<b>{layer}/</b><br>{', '.join(inside)}" if inside else f"<b>{layer}</b>"
            lines.append(f'    {layer}["{label}"]')
    for upper, lower in zip(layers(), layers()[1:], strict=False):
        lines.append(f"    {' & '.join(upper)} --> {' & '.join(lower)}")
    lines += [
        '    rules["<b>rules/</b><br>one pair of files a rule"] --> api["<b>api</b>"] --> linter',
        "    linter -. finds and runs .-> rules",
        "```",
    ]
    return "\n".join(lines) + "\n"


PARTS: dict[str, Callable[[], str]] = {
    "rules": rule_table,
    "settings": settings_table,
    "options": option_table,
    "suppressions": suppression_table,
    "report": report_table,
    "layers": layer_picture,
    **{name: partial(definition_table, name) for name in DEFINITIONS},
}
