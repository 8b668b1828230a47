"""A rule sees the engine through `frameworklint.api`, and other rules relatively."""

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import frameworklint

from ..conftest import TOP

ENGINE = TOP / "lint" / "frameworklint"
FILES = sorted((TOP / "rules").rglob("*.py"))
BANNED = tomllib.loads((TOP / "rules" / "ruff.toml").read_text("utf-8"))["lint"][
    "flake8-tidy-imports"
]["banned-api"]
PARTS = sorted(
    path.stem
    for path in ENGINE.iterdir()
    if (path.suffix == ".py" or (path / "__init__.py").is_file())
    and path.stem not in ("__init__", "api")
)


def bans(*arguments: str, source: str = "") -> list[str]:
    """The lines in which ruff tells of imports that are banned."""
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--no-cache"]
    run = subprocess.run(
        [*command, "--output-format", "concise", *arguments],
        cwd=TOP,
        input=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    return [line for line in run.stdout.splitlines() if "TID251" in line]


def banned_lines(source: str) -> list[int]:
    """The numbers of the lines of a rule that ruff refuses."""
    name = os.path.join("rules", "links", "x.py")
    found = bans("--stdin-filename", name, "-", source=source)
    return [int(line.removeprefix(f"{name}:").split(":")[0]) for line in found]


def climbs(source: str) -> list[int]:
    """The lines in which a relative import leaves `rules/`: of those ruff knows nothing."""
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    return [node.lineno for node in imports if node.level > 2]


def test_every_part_of_the_engine_but_its_face_is_banned() -> None:
    constants = [
        name
        for name, value in vars(frameworklint).items()
        if isinstance(value, str | tuple) and (name == "__version__" or name.isupper())
    ]
    assert len(constants) == 3
    names = {f"frameworklint.{name}" for name in (*PARTS, *constants, "rules")}
    assert names == BANNED.keys()


def test_ruff_refuses_a_rule_that_imports_another_part_of_the_engine() -> None:
    lines = [f"from frameworklint.{part} import x" for part in PARTS]
    lines += [f"import frameworklint.{part}" for part in PARTS]
    lines += [
        "import frameworklint.page.page as page",
        "from frameworklint import page as page_package",
        "from frameworklint import HOMEPAGE",
        "from frameworklint.rules.links import broken_link",
        "def f(): from frameworklint.workbook.sheet import Cell",
    ]
    assert sorted(set(banned_lines("\n".join(lines)))) == list(range(1, len(lines) + 1))


def test_ruff_accepts_the_face_of_the_engine_and_other_rules() -> None:
    source = (
        "import re\n"
        "from frameworklint.api import Page, rule\n"
        "from ._printed import own_rows\n"
        "from ..links import broken_link\n"
    )
    assert banned_lines(source) == climbs(source) == []


def test_no_rule_imports_another_part_of_the_engine() -> None:
    assert bans("rules") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_rule_climbs_out_of_the_rules(path: Path) -> None:
    assert climbs(path.read_text("utf-8")) == []


def test_climbing_out_of_the_rules_is_noticed() -> None:
    assert climbs("def f():\n    from ...page.page import Page\n") == [2]
