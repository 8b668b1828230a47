"""What the tests of fixes share."""

from pathlib import Path

import pytest

from ..scratch import CommandLine


@pytest.fixture
def frameworklint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """Runs frameworklint in a folder that holds nothing yet."""
    return CommandLine(tmp_path, capsys, monkeypatch)
