"""Fuzzing by hand: `python -m tests.fuzz --seconds 600 --seed 7`."""

import argparse
import sys
import tempfile
from pathlib import Path

from ..cache.state_rounds import Rounds
from .rounds import fuzz, fuzz_round


def main() -> int:
    """Fuzz for some time, or repeat one round and keep its files; 1 where a fault was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="how long (default: 600)")
    parser.add_argument("--seed", type=int, default=1, help="the seed (default: 1)")
    parser.add_argument(
        "--cache", type=int, help="compare runs with and without a cache, for so many rounds"
    )
    parser.add_argument("--round", type=int, help="repeat this round only, and keep its files")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    if options.cache is not None:
        differing = list(Rounds(options.seed, folder / "repository").differences(options.cache))
        print(*differing, f"{options.cache} rounds, {len(differing)} differences", sep="\n")
        return 1 if differing else 0
    if options.round is not None:
        print(f"in {folder}")
        found = fuzz_round(options.seed, options.round, folder)
        print(*found, sep="\n")
        return 1 if found else 0
    rounds = faults = 0
    for rounds, found in fuzz(options.seed, options.seconds, folder):  # noqa: B007  # the last
        faults += len(found)
        for fault in found:
            print(fault, flush=True)
    print(f"{rounds} rounds, {faults} faults (seed {options.seed})")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
