"""The benchmark measures what it says."""

from pathlib import Path

import pytest
import run
import trees

from frameworklint.findings.lint import lint
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import WorkTree

from ..scratch import EXAMPLE

pytestmark = pytest.mark.slow

PAGES = "generated_pages"


def codes(kinds: Kinds, folder: Path) -> list[str]:
    """The codes of the findings in a tree."""
    return [finding.rule.code for finding in lint(Framework(kinds, WorkTree(str(folder)))).findings]


def test_tenfold_tree_is_a_framework_of_ten_times_the_pages(
    tmp_path: Path, schema_kinds: Kinds
) -> None:
    trees.copy(EXAMPLE, tmp_path / "once")
    trees.tenfold(EXAMPLE, tmp_path / "often")
    incidents = [len(list((tmp_path / tree).rglob("I0*.md"))) for tree in ("once", "often")]
    assert incidents[0] * 10 == incidents[1] > 0
    once, often = (codes(schema_kinds, tmp_path / tree) for tree in ("once", "often"))
    assert not {"FW001", "FW002"} & set(often)
    for code in ("FW108", "FW203", "FW304", "FW308", "FW401"):
        assert often.count(code) == once.count(code) * 10 > 0


def test_hostile_trees_have_one_page_of_the_largest_size(tmp_path: Path) -> None:
    names = set()
    for name, folder in trees.hostile(EXAMPLE, tmp_path / "hostile"):
        sizes = sorted(path.stat().st_size for path in folder.rglob("*.md"))
        assert sizes[-2] < 100_000 < 1_999_000 < sizes[-1] <= 2_000_000
        names.add(name)
    assert len(names) > 10


def test_row_says_what_was_measured(tmp_path: Path) -> None:
    cpu, wall, memory = run.Benchmark(EXAMPLE, tmp_path, 1).cold()
    assert "CPU" in cpu.run
    assert "wall" in wall.run
    assert memory.figures.endswith("MiB")


def test_spread_names_the_median_first() -> None:
    assert run.spread([3, 1, 2]) == "2.00 (1.00–3.00)"
    assert run.spread([30.4], "MiB", 0) == "30 (30–30) MiB"
