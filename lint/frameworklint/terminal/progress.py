"""What a long run shows on a terminal while it lasts."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


_PATIENCE = 2.0  # seconds without a sign of life
Tell = Callable[[str, int, int], None]


def silent(label: str, done: int, total: int) -> None:
    """Tell nobody."""


@contextmanager
def progress() -> Iterator[Tell]:
    """A function to tell how far a step is: its label, how much is done, and of how much.

    It shows nothing for two seconds, and never where standard error is no terminal or in a hook:
    pre-commit sets the one variable, git itself the other.
    """
    in_hook = "PRE_COMMIT" in os.environ or "GIT_INDEX_FILE" in os.environ
    if in_hook or not sys.stderr.isatty():
        yield silent
        return
    bar = _Bar()
    try:
        yield bar.tell
    finally:
        bar.stop()


class _Bar:
    def __init__(self) -> None:
        self._began = time.monotonic()
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def tell(self, label: str, done: int, total: int) -> None:
        if self._progress is None:
            if time.monotonic() - self._began < _PATIENCE:
                return
            self._progress = self._started()
        if label not in self._tasks:
            self._tasks[label] = self._progress.add_task(label, total=total)
        self._progress.update(self._tasks[label], completed=done, total=total)

    @staticmethod
    def _started() -> "Progress":
        from rich.console import Console
        from rich.progress import Progress

        shown = Progress(console=Console(stderr=True), transient=True)
        shown.start()
        return shown

    def stop(self) -> None:
        if self._progress is not None:
            self._progress.stop()
