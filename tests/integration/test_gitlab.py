"""What is offered to GitLab and other systems: the component, and the image."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from frameworklint.commands.options import FORMATS

from ..conftest import TOP
from ..scratch import CLEAN, ENVIRONMENT, EXAMPLE, CommandLine, Repository

COMPONENT = TOP / "templates" / "frameworklint.yml"
DOCKERFILE = TOP / "Dockerfile"
HEADER, CONTENT = (
    yaml.safe_load(part) for part in re.split(r"(?m)^---$", COMPONENT.read_text("utf-8"))
)
INPUTS: dict[str, Any] = HEADER["spec"]["inputs"]


def with_inputs(text: str, **given: str) -> str:
    """A text of the component, with inputs as GitLab puts them in."""
    values = {name: given.get(name, entry.get("default")) for name, entry in INPUTS.items()}
    return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: str(values[match[1]]), text)


# The component.


def test_every_input_of_the_component_is_described_and_used() -> None:
    used = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", COMPONENT.read_text("utf-8")))
    assert used == INPUTS.keys()
    for name, entry in INPUTS.items():
        assert entry["description"]
        assert ("default" in entry) == (name != "version")


def test_the_job_of_the_component_runs_for_merge_requests_and_the_default_branch() -> None:
    (job,) = CONTENT.values()
    assert [rule["if"] for rule in job["rules"]] == [
        '$CI_PIPELINE_SOURCE == "merge_request_event"',
        "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    ]
    assert job["variables"]["GIT_DEPTH"] == "0"


@pytest.mark.parametrize("source", ["component", "manual"])
def test_the_command_judges_a_merge_request(
    source: str, repository: Repository, frameworklint: CommandLine
) -> None:
    if source == "component":
        (job,) = CONTENT.values()
        text = with_inputs(job["script"][-1])
    else:
        block = re.search(r"(?s)## GitLab.*?(?<=```yaml\n)(frameworklint:.*?)```", manual())
        assert block
        job = yaml.safe_load(block[1])["frameworklint"]
        text = job["script"][-1]
    command = [word for word in shlex.split(text) if not word.startswith("$")]
    assert command[:2] == ["frameworklint", "check"]
    repository.commit()
    base = repository.git("rev-parse", "HEAD")
    repository.write({"notes.md": "[x](gone.md)\n"})
    repository.commit()
    frameworklint.environment = {
        "CI_MERGE_REQUEST_IID": "1",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
    }
    run = frameworklint(*command[1:])
    assert (run.code, run.counts) == (1, (1, 0, 16))
    reports = job["artifacts"]["reports"]
    (issue,) = json.loads((repository.folder / reports["codequality"]).read_text("utf-8"))
    assert issue["location"]["path"] == "notes.md"
    assert "notes.md" in (repository.folder / reports["junit"]).read_text("utf-8")
    assert set(re.findall(r"--report (\w+)=", text)) <= set(FORMATS)


def manual() -> str:
    return (TOP / "docs" / "ci.md").read_text("utf-8")


# The image.


def instructions() -> list[list[str]]:
    """The instructions of the Dockerfile, each as words."""
    text = re.sub(r"\\\n", " ", re.sub(r"(?m)^ *#.*\n", "", DOCKERFILE.read_text("utf-8")))
    return [line.split() for line in text.splitlines() if line.strip()]


def test_what_the_image_is_made_of_exists_and_is_sent_to_the_builder() -> None:
    ignored = (TOP / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[0] == "*"
    copies = [paths for word, *paths in instructions() if word == "COPY"]
    copied = [path for paths in copies if "--from=build" not in paths for path in paths[:-1]]
    assert {f"!{path}" for path in copied} == {line for line in ignored if line[0] == "!"}
    assert [path for path in copied if not (TOP / path).exists()] == []
    build = (TOP / "pyproject.toml").read_text("utf-8")
    for path in re.findall(r'"(lint|rules|schemas)(?:/\w+)*" = ', build):
        assert path in copied


def test_the_image_runs_as_nobody_of_importance() -> None:
    words = [instruction[0] for instruction in instructions()]
    assert words.count("USER") == 1
    assert words.index("USER") < words.index("CMD")
    assert "ENTRYPOINT" not in words  # jobs run a shell in the image
    (user,) = [rest for word, *rest in instructions() if word == "USER"]
    assert user == ["10001"]  # a number, so that Kubernetes too knows that it is not root
    assert "RUN" not in words[words.index("USER") :]


@pytest.mark.slow
def test_hadolint_has_nothing_to_say() -> None:
    if not shutil.which("hadolint"):
        pytest.skip("hadolint is not on this machine")
    run = subprocess.run(["hadolint", DOCKERFILE], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "")


@pytest.mark.slow
def test_the_image_judges_a_mounted_framework(tmp_path: Path) -> None:
    if (
        not shutil.which("docker")
        or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode
    ):
        pytest.skip("there is no Docker daemon on this machine")
    name = ["docker", "build", "--quiet", str(TOP)]
    image = subprocess.run(name, capture_output=True, text=True, check=True).stdout.strip()
    for tree, code in ((CLEAN, 0), (EXAMPLE, 1)):
        repository = Repository(tmp_path / tree.name)
        repository.fill(tree)
        repository.commit()
        mounted = ["--volume", f"{repository.folder}:/framework:ro"]
        command = ["docker", "run", "--rm", *mounted, image, "frameworklint", "check", "--no-cache"]
        run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
        assert run.returncode == code, run.stdout + run.stderr
        assert "24 pages checked" in run.stdout
