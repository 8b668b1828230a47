"""Measure frameworklint on a framework, against stock mistletoe.

    python benchmarks/run.py FOLDER

Every figure is that of whole processes, output to a pipe: CPU seconds of a run divided by those
that stock mistletoe takes to parse the same pages. The two run in turn and their ratio is taken
pair by pair, so that a machine that slows down slows both; the table shows the median and, in
brackets, the least and the most. FOLDER is best a clone of the framework's repository; it is cloned
again, or copied, and never written to. Exports are deleted there from the states that are compared;
what they cost is measured apart.
"""

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import trees

HERE = Path(__file__).resolve().parent
CACHE = ".frameworklint_cache"
ROW = re.compile(r"^(\|.*/techniques/.*?) *\|$", re.MULTILINE)
LINT = [sys.executable, "-m", "frameworklint"]
STOCK = [sys.executable, str(HERE / "stock.py"), "generated_pages"]
# As users run it: with modules that were compiled once, which some machines forbid Python to keep.
ENVIRONMENT = {k: value for k, value in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
MEBIBYTE = 1024  # in the kibibytes in which Linux counts


class Cost(NamedTuple):
    """What a process took: seconds of CPU (its children's too) and of the clock, peak memory."""

    cpu: float
    wall: float
    memory: float


class Row(NamedTuple):
    """A line of the table: what was run, what it is held to, and the measured figures.

    Attributes:
        run: what was run.
        must, aim: what it has to keep to, and what it should reach.
        figures: the median, the least and the most.
    """

    run: str
    must: str
    aim: str
    figures: str


def cost(command: list[str], folder: Path) -> Cost:
    """What a command takes in a folder."""
    read, write = os.pipe()
    began = os.times().elapsed
    process = subprocess.Popen(
        command, cwd=folder, stdout=write, stderr=subprocess.DEVNULL, env=ENVIRONMENT
    )
    os.close(write)
    with open(read, "rb") as pipe:
        pipe.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed in {folder}")
    wall = os.times().elapsed - began
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / MEBIBYTE)


def spread(values: Iterable[float], unit: str = "", digits: int = 2) -> str:
    """Median, least and most of some figures."""
    known = sorted(values)
    middle, least, most = (
        f"{v:.{digits}f}" for v in (statistics.median(known), known[0], known[-1])
    )
    return f"{middle} ({least}–{most}) {unit}".rstrip()


def ratio(pairs: Iterable[tuple[Cost, Cost]]) -> str:
    """The CPU of runs against that of others, pair by pair."""
    return spread(ours.cpu / theirs.cpu for ours, theirs in pairs)


class Benchmark:
    """The measurements on one framework."""

    def __init__(self, source: Path, work: Path, runs: int) -> None:
        self.work = work
        self.runs = runs
        self.clone = trees.clone(source, work / "clone")
        self.exports = trees.exports(self.clone)
        if self.exports:
            self.exporting = trees.clone(self.clone, work / "exporting")
            trees.remove(self.clone, self.exports)
        trees.add_code(self.clone)
        self.pages = work / "pages"
        trees.copy(self.clone / "generated_pages", self.pages / "generated_pages")
        self.workbooks = trees.workbooks(self.clone)
        self.number = 0

    def rows(self) -> Iterable[Row]:
        """The lines of the table, each as soon as it is measured."""
        yield from self.checks()
        yield from self.hooks()
        yield from self.tenfold()
        yield from self.others()
        yield from self.beside()

    def checks(self) -> Iterable[Row]:
        """Runs of `check` in a clone and on its pages alone."""
        pairs = self.pairs([], before=self.forget)
        yield Row("check, nothing known, with workbooks", "1.1", "0.8", ratio(pairs))
        memory = spread((ours.memory for ours, _ in pairs), "MiB", 0)
        yield Row("peak memory with workbooks", "90 MiB", "70 MiB", memory)
        pairs = self.pairs([], self.pages, before=self.forget)
        yield Row("check, nothing known, pages only", "0.75", "0.50", ratio(pairs))
        yield Row("check, nothing changed", "0.05", "0.03", ratio(self.pairs([])))
        pairs = self.pairs([], before=self.change_page)
        yield Row("check, one page changed, with workbooks", "0.6", "0.3", ratio(pairs))
        trees.git(self.clone, "reset", "--quiet", "--hard")
        if self.workbooks:
            pairs = self.pairs([], before=self.change_cell)
            yield Row("check, one cell changed", "0.7", "0.4", ratio(pairs))
        trees.git(self.clone, "reset", "--quiet", "--hard")

    def hooks(self) -> Iterable[Row]:
        """Runs that compare two states."""
        staged = ["check", "--staged"]
        pairs = self.pairs(staged, before=self.stage_code)
        yield Row("hook, commit touches nothing that is read", "0.10", "0.05", ratio(pairs))
        pairs = self.pairs(staged, before=self.commit_and_stage_page)
        yield Row("hook, one page changed, second commit", "0.7", "0.4", ratio(pairs))
        pairs = self.pairs(staged, before=self.stage_first_page)
        yield Row("hook, first time", "1.4", "1.0", ratio(pairs))
        trees.git(self.clone, "reset", "--quiet", "--hard", "benchmarked")
        if trees.has_commit(self.clone, "HEAD~3"):
            pairs = self.pairs(["check", "--since", "HEAD~3"], before=self.forget)
            yield Row("`--since main~3`, nothing known (CI)", "1.8", "1.2", ratio(pairs))

    def tenfold(self) -> Iterable[Row]:
        """Ten times the pages and rows against the pages and rows."""
        once, often = self.work / "once", self.work / "tenfold"
        for times, folder in ((1, once), (10, often)):
            trees.multiplied(self.clone, folder, times, self.workbooks)
        command = [*LINT, "check", "--no-cache"]
        found = [(cost(command, often), cost(command, once)) for _ in range(3)]
        growth = spread((large.cpu / small.cpu for large, small in found), "times", 1)
        yield Row("ten times the pages and rows", "10.5 times", "10.2 times", growth)
        memory = spread((large.memory for large, _ in found), "MiB", 0)
        yield Row("ten times the pages and rows, peak memory", "220 MiB", "150 MiB", memory)

    def others(self) -> Iterable[Row]:
        """What else is held: the slowest of several hostile pages of 2 MB, beside all others."""
        command = [*LINT, "check", "--no-cache"]
        folder = self.work / "hostile" / "generated_pages"
        usual = cost(command, self.pages).cpu
        found = []
        for name, _ in trees.hostile(self.pages / "generated_pages", folder):
            found.append((cost(command, folder.parent).cpu - usual, name))
        seconds, name = max(found)
        figures = f"{seconds:.2f} s ({name})"
        yield Row("worst single page of 2 MB, beside all others", "2.5 s", "1 s", figures)

    def beside(self) -> Iterable[Row]:
        """What exports cost: a run with them, one without, and stock mistletoe, in turn."""
        command = [*LINT, "check", "--no-cache"]
        found = []
        for _ in range(self.runs if self.exports else 0):
            more = cost(command, self.exporting).cpu - cost(command, self.clone).cpu
            found.append(more / cost(STOCK, self.clone).cpu)
        if found:
            yield Row("exports beside it", "0.15", "0.10", spread(found))

    def pairs(
        self,
        arguments: list[str],
        folder: Path | None = None,
        before: Callable[[], object] = lambda: None,
    ) -> list[tuple[Cost, Cost]]:
        """A run, and stock mistletoe on the same pages, in turn; the first does not count."""
        found = []
        for _ in range(self.runs + 1):
            before()
            at = folder or self.clone
            found.append((cost([*LINT, *arguments], at), cost(STOCK, at)))
        return found[1:]

    # What happens before a run.

    def forget(self) -> None:
        """Delete the caches."""
        for folder in (self.clone, self.pages):
            shutil.rmtree(folder / CACHE, ignore_errors=True)

    def change_page(self) -> None:
        """Add a word to the first row of the first incident that lists a technique."""
        self.number += 1
        home = self.clone / "generated_pages"
        pages = ((path, path.read_text("utf-8")) for path in sorted(home.rglob("I*.md")))
        page, text = next((path, text) for path, text in pages if ROW.search(text))
        page.write_text(ROW.sub(rf"\1 word{self.number} |", text, count=1), "utf-8")

    def change_cell(self) -> None:
        """Change the text of a cell."""
        self.number += 1
        trees.change_cell(self.clone / self.workbooks[0], f"word{self.number}")

    def stage_code(self) -> None:
        """Stage a file that nobody reads."""
        self.number += 1
        trees.git(self.clone, "reset", "--quiet", "--hard", "benchmarked")
        (self.clone / trees.CODE).write_text(f"# {self.number}\n", "utf-8")
        trees.git(self.clone, "add", trees.CODE)

    def commit_and_stage_page(self) -> None:
        """Commit what is staged, and stage a change of a page."""
        trees.git(self.clone, "commit", "--quiet", "--no-verify", "--allow-empty", "-m", "change")
        self.stage_page()

    def stage_first_page(self) -> None:
        """Stage a change of a page where nothing was committed since, and nothing is known."""
        trees.git(self.clone, "reset", "--quiet", "--hard", "benchmarked")
        self.stage_page()
        self.forget()

    def stage_page(self) -> None:
        """Stage a change of a page."""
        self.change_page()
        trees.git(self.clone, "add", "generated_pages")


def machine() -> str:
    """The machine in words."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text("utf-8").splitlines()
        name = next((line.split(": ")[1] for line in lines if line.startswith("model name")), name)
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a framework's repository")
    parser.add_argument("--runs", type=int, default=9, help="pairs of each comparison (9)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        benchmark = Benchmark(options.folder.resolve(), Path(work), options.runs)
        pages = len(list(benchmark.pages.rglob("*.md")))
        print(f"{pages} pages; median of {options.runs} pairs, least and most; {machine()}\n")
        print("| Run | Must | Aim | Measured |\n| --- | --- | --- | --- |")
        for row in benchmark.rows():
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
