"""Where a run begins: with the answer, if it is known, else with the command line."""

import sys

from frameworklint import answers


def main() -> int:
    """Run the command line; returns the exit code."""
    answer = answers.known(sys.argv[1:])
    if answer is not None:
        return answers.repeat(answer)
    from frameworklint.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(main())
