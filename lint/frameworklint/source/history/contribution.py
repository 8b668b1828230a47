"""What a contribution began with, as the service says on which a job runs.

A service names the commit at which a request was opened or last changed. The target branch has
gone on since, and what was done there is not the contribution's. So the base is taken from the
history: a job checks out the merge of target and contribution, whose first parent is the target as
it is; where it checks out the contribution itself, the base is where that left the target.
"""

import json
import os
from typing import Any

from frameworklint.errors import GitError, UnreadableFileError
from frameworklint.source.git import Repository
from frameworklint.source.reading import read_file

_LARGEST_EVENT = 50_000_000  # bytes; GitHub sends at most 25 MB
_GITLAB_BASE = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
_GITHUB_REQUESTS = ("pull_request", "pull_request_target")


def base_of_contribution(repository: Repository) -> str:
    """The commit with which the job's contribution is to be compared.

    Returns:
        Its full name; empty where the job is about no contribution, but about a branch.

    Raises:
        GitError: it is not in this clone, or the service does not say what is needed.
    """
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return _on_github(repository)
    if os.environ.get("CI_MERGE_REQUEST_IID"):
        return _on_gitlab(repository)
    return ""


def address_of_files(repository: Repository) -> str:
    """The address at which the job's service shows the files of HEAD.

    Returns:
        The beginning of the address, before the path of a file; empty where there is no service.

    Raises:
        GitError: there is no HEAD.
    """
    server, name = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    project = os.environ.get("CI_PROJECT_URL")
    if server and name:
        return f"{server}/{name}/blob/{repository.commit('HEAD')}/"
    return f"{project}/-/blob/{repository.commit('HEAD')}/" if project else ""


def _on_github(repository: Repository) -> str:
    name = os.environ.get("GITHUB_EVENT_NAME", "")
    if name == "merge_group":
        return repository.merge_base(_text(_event(), "merge_group", "base_sha"))
    if name not in _GITHUB_REQUESTS:
        return ""
    event = _event()
    parents = repository.parents("HEAD")
    head = _text(event, "pull_request", "head", "sha")
    if len(parents) > 1 and repository.commit("HEAD") != head:
        return repository.commit(parents[0])
    return _where_it_left(repository, _text(event, "pull_request", "base", "ref"))


def _on_gitlab(repository: Repository) -> str:
    kind = os.environ.get("CI_MERGE_REQUEST_EVENT_TYPE")
    parents = repository.parents("HEAD")
    if kind in ("merged_result", "merge_train") and len(parents) > 1:
        return repository.commit(parents[0])
    # GitLab's runner fetches no target branch, and GitLab itself looks for the commit at which the
    # branches parted, at every push to either side of the request.
    base = os.environ.get(_GITLAB_BASE)
    if not base:
        raise GitError(f"the job does not say {_GITLAB_BASE}, the commit to compare with")
    return repository.commit(base)


def _where_it_left(repository: Repository, branch: str) -> str:
    target = f"refs/remotes/origin/{branch}"
    try:
        repository.commit(target)
    except GitError as error:
        raise GitError(
            f"the target branch {branch!r} is not in this clone: fetch the whole history"
            " (`fetch-depth: 0` in the workflow)"
        ) from error
    return repository.merge_base(target)


def _event() -> Any:
    """What GitHub tells of the event that started the workflow."""
    path = os.environ.get("GITHUB_EVENT_PATH", "")
    try:
        return json.loads(read_file(path, _LARGEST_EVENT))
    except UnreadableFileError as error:
        raise GitError(f"the event of the workflow, {path!r}, {error}") from error
    except (ValueError, RecursionError) as error:
        raise GitError(f"the event of the workflow, {path!r}, is no JSON") from error


def _text(event: Any, *keys: str) -> str:
    """A text in the event of a workflow."""
    for key in keys:
        event = event.get(key) if isinstance(event, dict) else None
    if not isinstance(event, str) or not event:
        raise GitError(f"the event of the workflow does not say {'.'.join(keys)}")
    return event
