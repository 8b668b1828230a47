"""The benchmark measures what it says."""

import re
from itertools import islice
from pathlib import Path

import pytest
import run
import trees

from frameworklint.findings.lint import lint
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import WorkTree

from ..scratch import EXAMPLE, TOP, Repository, write
from ..workbooks import books, small

pytestmark = pytest.mark.slow

PAGES = "generated_pages"
BUNDLE = "generated_files/DISARM_STIX/DISARM.json"


def codes(kinds: Kinds, folder: Path) -> list[str]:
    """The codes of the findings in a tree."""
    return [finding.rule.code for finding in lint(Framework(kinds, WorkTree(str(folder)))).findings]


def test_tenfold_tree_is_a_framework_of_ten_times_the_pages(
    tmp_path: Path, schema_kinds: Kinds
) -> None:
    trees.copy(EXAMPLE, tmp_path / "once")
    trees.multiplied(EXAMPLE, tmp_path / "often", 10)
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


def test_table_has_the_rows_that_the_benchmark_prints(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.fill(EXAMPLE)
    repository.write(books(small()) | {BUNDLE: '{"objects": []}'})
    for number in range(4):
        repository.commit(f"commit {number}")
    benchmark = run.Benchmark(repository.folder, tmp_path / "work", 1)
    assert [trees.exports(folder) for folder in (benchmark.clone, benchmark.exporting)] == [
        [],
        [BUNDLE],
    ]
    states = [
        trees.git(benchmark.clone, "ls-tree", "-r", "--name-only", f"HEAD~{n}") for n in range(4)
    ]
    assert not any(BUNDLE in state for state in states)
    rows = [*islice(benchmark.checks(), 4), *islice(benchmark.hooks(), 1), *benchmark.beside()]
    table = (TOP / "docs" / "performance.md").read_text("utf-8")
    for row in rows:
        assert f"| {row.run} | {row.must} | {row.aim} | " in table
        assert re.fullmatch(r"-?\d+(\.\d+)? \(-?\d+(\.\d+)?–-?\d+(\.\d+)?\)( MiB)?", row.figures)
    assert len(rows) == 6
    assert repository.git("status", "--short") == ""


def test_rows_of_workbooks_are_multiplied(tmp_path: Path, schema_kinds: Kinds) -> None:
    content = books(small())
    write(tmp_path / "source", content)
    trees.copy(EXAMPLE / PAGES, tmp_path / "source" / PAGES)
    trees.multiplied(tmp_path / "source", tmp_path / "often", 10, list(content))
    book = Framework(schema_kinds, WorkTree(str(tmp_path / "often"))).workbook
    before = Framework(schema_kinds, WorkTree(str(tmp_path / "source"))).workbook
    for sheet in ("incidents", "techniques"):
        assert len(book.sheets[sheet].rows) == 10 * len(before.sheets[sheet].rows) > 0
    assert book.record("I09001")


def test_spread_names_the_median_first() -> None:
    assert run.spread([3, 1, 2]) == "2.00 (1.00–3.00)"
    assert run.spread([30.4], "MiB", 0) == "30 (30–30) MiB"
