"""Where a run begins: with the answer, if it is known, else with the command line."""

import gc
import sys

from frameworklint import answers, streams

TYPE_CHECKING = False  # see `answers`
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> int:
    """Run the command line; returns the exit code."""
    answer = answers.known(sys.argv[1:])
    if answer is not None:
        return answers.repeat(answer)
    from frameworklint.cli import main

    return main()


def run() -> "NoReturn":
    """Run the command line as a process of its own, and end that with the exit code."""
    # A run makes many objects and drops few: looking for cycles as often as usual is wasted time.
    gc.set_threshold(300_000, 10, 10)
    streams.leave(main())


if __name__ == "__main__":
    run()
