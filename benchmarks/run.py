"""Measure frameworklint on a framework, against stock mistletoe and, where it is there, rumdl.

    python benchmarks/run.py FOLDER

Every figure is that of whole processes, output to a pipe. Commands that are compared run in turn,
and their ratio is taken pair by pair, so that a machine that slows down slows both; the table shows
the median and, in brackets, the least and the most. FOLDER holds `generated_pages` and nothing that
git would ignore; it is copied, never written to.
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
MEBIBYTE = 1024  # in the kibibytes in which Linux counts


class Cost(NamedTuple):
    """What a process took: seconds of CPU (its children's too) and of the clock, peak memory."""

    cpu: float
    wall: float
    memory: float


class Row(NamedTuple):
    """A line of the table: what was run, what it is held to, and the measured figures."""

    run: str
    must: str
    figures: str


def cost(command: list[str], folder: Path) -> Cost:
    """What a command takes in a folder."""
    read, write = os.pipe()
    began = os.times().elapsed
    process = subprocess.Popen(command, cwd=folder, stdout=write, stderr=subprocess.DEVNULL)
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


class Benchmark:
    """The measurements on one framework."""

    def __init__(self, source: Path, work: Path, runs: int) -> None:
        self.source = source
        self.work = work
        self.runs = runs
        self.pages = work / "pages"
        trees.copy(source / "generated_pages", self.pages / "generated_pages")
        self.rumdl = shutil.which("rumdl", path=str(Path(sys.executable).parent)) or shutil.which(
            "rumdl"
        )

    def rows(self) -> Iterable[Row]:
        """The lines of the table, each as soon as it is measured."""
        yield from self.cold()
        yield from self.warm()
        yield from self.tenfold()
        yield self.worst()
        if any(self.source.rglob("*.xlsx")):
            yield self.workbooks()

    def cold(self) -> Iterable[Row]:
        """Against stock mistletoe, without a cache."""
        stock = [sys.executable, str(HERE / "stock.py"), "generated_pages"]
        pairs = self.pairs(LINT, stock, before=self.forget)
        cpu = spread(ours.cpu / theirs.cpu for ours, theirs in pairs)
        yield Row("nothing known, CPU, against stock mistletoe", "0.80", cpu)
        wall = spread(ours.wall / theirs.wall for ours, theirs in pairs)
        yield Row("nothing known, wall, against stock mistletoe", "0.75", wall)
        memory = spread((ours.memory for ours, _ in pairs), "MiB", 0)
        yield Row("nothing known, peak memory", "60 MiB", memory)

    def warm(self) -> Iterable[Row]:
        """Against rumdl, each with its cache."""
        if not self.rumdl:
            return
        theirs = [self.rumdl, "check", "."]
        pairs = self.pairs(LINT, theirs)  # of which the round that does not count fills the caches
        wall = spread(ours.wall / rumdl.wall for ours, rumdl in pairs)
        yield Row("nothing changed, wall, against rumdl's", "1.2", wall)
        pairs = self.pairs(LINT, theirs, before=self.change_a_description)
        cpu = spread(ours.cpu / rumdl.cpu for ours, rumdl in pairs)
        yield Row(
            "a description changed on one page, CPU, against rumdl with nothing changed", "", cpu
        )

    def tenfold(self) -> Iterable[Row]:
        """Ten times the pages against the pages."""
        large = self.work / "tenfold"
        trees.tenfold(self.pages / "generated_pages", large / "generated_pages")
        command = [*LINT, "check", "--no-cache"]
        pairs = [(cost(command, large), cost(command, self.pages)) for _ in range(3)]
        cpu = spread((ours.cpu / theirs.cpu for ours, theirs in pairs), "times", 1)
        yield Row("ten times the pages, CPU", "11 times", cpu)
        memory = spread((ours.memory for ours, _ in pairs), "MiB", 0)
        yield Row("ten times the pages, peak memory", "250 MiB", memory)

    def worst(self) -> Row:
        """The slowest of several hostile pages of 2 MB, beside all others."""
        command = [*LINT, "check", "--no-cache"]
        folder = self.work / "hostile" / "generated_pages"
        usual = cost(command, self.pages).cpu
        found = []
        for name, _ in trees.hostile(self.pages / "generated_pages", folder):
            found.append((cost(command, folder.parent).cpu - usual, name))
        seconds, name = max(found)
        figures = f"{seconds:.2f} s ({name})"
        return Row("worst single page of 2 MB, beside all others", "2.5 s", figures)

    def workbooks(self) -> Row:
        """The pages with the workbooks that they are printed from, against stock mistletoe."""
        whole = trees.copy(self.source, self.work / "whole")
        stock = [sys.executable, str(HERE / "stock.py"), "generated_pages"]
        pairs = self.pairs([*LINT, "check", "--no-cache"], stock, folder=whole)
        cpu = spread(ours.cpu / theirs.cpu for ours, theirs in pairs)
        return Row("with the workbooks, nothing known, CPU, against stock mistletoe", "", cpu)

    def pairs(
        self,
        ours: list[str],
        theirs: list[str],
        folder: Path | None = None,
        before: Callable[[], None] = lambda: None,
    ) -> list[tuple[Cost, Cost]]:
        """Two commands in turn, after one round that does not count."""
        found = []
        for _ in range(self.runs + 1):
            before()
            found.append((cost(ours, folder or self.pages), cost(theirs, folder or self.pages)))
        return found[1:]

    def forget(self) -> None:
        """Delete the cache."""
        shutil.rmtree(self.pages / CACHE, ignore_errors=True)

    def change_a_description(self) -> None:
        """Add a word to the first row of the first incident that lists a technique."""
        pages = ((path, path.read_text("utf-8")) for path in sorted(self.pages.rglob("I*.md")))
        page, text = next((path, text) for path, text in pages if ROW.search(text))
        self.write(page, ROW.sub(r"\1 again |", text, count=1))

    def write(self, page: Path, text: str) -> None:
        """Change a page; rumdl's next run but one knows it again."""
        page.write_text(text, "utf-8")
        if self.rumdl:
            cost([self.rumdl, "check", "."], self.pages)


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
    parser.add_argument("folder", type=Path, help="a framework's root")
    parser.add_argument("--runs", type=int, default=9, help="pairs of each comparison (9)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        benchmark = Benchmark(options.folder.resolve(), Path(work), options.runs)
        pages = len(list(benchmark.pages.rglob("*.md")))
        print(f"{pages} pages; median of {options.runs} pairs, least and most; {machine()}\n")
        print("| Run | Must | Measured |\n| --- | --- | --- |")
        for row in benchmark.rows():
            print(f"| {row.run} | {row.must} | {row.figures} |", flush=True)


if __name__ == "__main__":
    main()
