"""Where a run begins: with the answer, if it is known, else with the command line."""

import gc
import os
import sys
from typing import NoReturn

from frameworklint import answers, streams
from frameworklint.errors import UsageError

_INTERRUPTED = 130  # as a shell says of a program that Ctrl-C ended


def main() -> int:
    """Run the command line; returns the exit code."""
    return streams.carried_out(_main)


def _main() -> int:
    try:
        os.getcwd()
    except OSError as error:
        raise UsageError(f"the current folder can not be read: {error.strerror}") from error
    answer, tree = answers.known(sys.argv[1:])
    if answer is not None:
        return answers.repeat(answer)
    from frameworklint.cli import main

    return main(tree=tree)


def run() -> "NoReturn":
    """Run the command line as a process of its own, and end that with the exit code."""
    # A run makes many objects and drops few: looking for cycles as often as usual is wasted time.
    gc.set_threshold(300_000, 10, 10)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    run()
