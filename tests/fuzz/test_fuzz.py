"""A short fuzz run, the same in every job as far as it comes in its time."""

from pathlib import Path

import pytest

from .rounds import fuzz

_SEED, _SECONDS = 1, 10


@pytest.mark.slow
def test_no_run_over_damaged_files_fails(tmp_path: Path) -> None:
    rounds = 0
    for rounds, faults in fuzz(_SEED, _SECONDS, tmp_path):  # noqa: B007  # counted
        assert not faults, "\n".join(map(str, faults))
    assert rounds
