"""The engine's house stays one in which a newcomer finds any line: nothing grows beyond a limit."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from frameworklint.linter.registry import all_rules
from frameworklint.linter.rule import Rule

from ..conftest import TOP

ENGINE = TOP / "lint" / "frameworklint"
MODULES = sorted(ENGINE.rglob("*.py"))
FOLDERS = sorted({module.parent for module in MODULES})
RULES = sorted((TOP / "rules").rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def classes(module: Path) -> Iterator[ast.ClassDef]:
    tree = ast.parse(module.read_text("utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def length(node: ast.ClassDef) -> int:
    """The lines of a class, the last one included."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("module", [*MODULES, *RULES], ids=name)
def test_no_module_is_longer_than_350_lines_and_no_class_than_200(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= 350
    assert {node.name: length(node) for node in classes(module) if length(node) > 200} == {}


def attributes(module: str) -> set[str]:
    """What a module of the rules, and those that it imports of them, ask of a framework."""
    tree = ast.parse(Path(str(sys.modules[module].__file__)).read_text("utf-8"))
    nodes = list(ast.walk(tree))
    asked = (node for node in nodes if isinstance(node, ast.Attribute))
    found = {node.attr for node in asked if ast.unparse(node.value) == "framework"}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.level:
            package = module.rsplit(".", node.level)[0]
            found |= attributes(f"{package}.{node.module}")
    return found


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_that_sees_more_than_pages_and_workbooks_says_so(rule: Rule) -> None:
    sees_more = attributes(rule.check.__module__) & {"base", "before", "exports", "waiting"}
    assert (rule.sees == "all") == bool(sees_more)


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_no_folder_of_the_engine_has_more_than_twelve_modules(folder: Path) -> None:
    modules = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= 12, modules
