"""Whatever happens to a repository, a run with a cache says what a run without one says."""

from pathlib import Path

import pytest

from .state_rounds import Rounds


def test_a_cache_changes_nothing(tmp_path: Path) -> None:
    assert list(Rounds(1, tmp_path / "repository").differences(2)) == []


@pytest.mark.slow
def test_a_cache_changes_nothing_for_longer(tmp_path: Path) -> None:
    assert list(Rounds(2, tmp_path / "repository").differences(8)) == []
