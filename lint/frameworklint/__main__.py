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
    gc.disable()  # nothing that is imported is dropped again
    streams.leave(main())


if __name__ == "__main__":
    run()
