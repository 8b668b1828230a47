"""Microsoft's validator of SARIF, which knows what code scanning services demand, is content."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from ..builders import hold, strange
from ..scratch import CommandLine, Repository

pytestmark = pytest.mark.slow

PACKAGE = "@microsoft/sarif-multitool@5.7.0"


@pytest.fixture(scope="module")
def multitool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The validator, installed; the test is skipped where npm can not get it."""
    if not shutil.which("npm"):
        pytest.skip("npm is not on this machine")
    folder = tmp_path_factory.mktemp("npm")
    command = ["npm", "install", "--silent", "--no-fund", "--no-audit", PACKAGE]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        pytest.skip(f"npm can not install {PACKAGE}")
    return folder / "node_modules" / ".bin" / "sarif-multitool"


@pytest.mark.parametrize("kind", ["Sarif", "Ghas"])
def test_no_error_and_no_warning(
    kind: str,
    multitool: Path,
    repository: Repository,
    frameworklint: CommandLine,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    hold(repository, strange() | {"links.md": "# A\n\n[click](<[see this](1)>)\n"})
    folder = tmp_path_factory.mktemp("sarif")
    report, said = folder / "report.sarif", folder / "said.sarif"
    arguments = ("--show-info", "--output-format", "sarif", "--output", report)
    assert frameworklint("check", *arguments).code == 1
    for level in ("Error", "Warning"):
        options = ["--level", level, "--rule-kind", kind, "--log", "ForceOverwrite"]
        command = [str(multitool), "validate", str(report), *options, "--output", str(said)]
        subprocess.run(command, check=True, capture_output=True)
        (run,) = json.loads(said.read_text("utf-8-sig"))["runs"]
        assert run.get("results", []) == []


def test_the_validator_finds_what_is_wrong(multitool: Path, tmp_path: Path) -> None:
    report, said = tmp_path / "report.sarif", tmp_path / "said.sarif"
    report.write_text(json.dumps({"version": "2.1.0", "runs": [{"tool": {}}]}))
    command = [str(multitool), "validate", str(report), "--output", str(said)]
    subprocess.run(command, check=False, capture_output=True)
    assert json.loads(said.read_text("utf-8-sig"))["runs"][0]["results"]
