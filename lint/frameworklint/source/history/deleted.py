"""What git's history tells of files that are gone."""

import os

from frameworklint.source.git import Repository
from frameworklint.source.git_command import git_output


def deleted_paths(repository: Repository) -> set[str]:
    """The paths below the root that some commit before HEAD deleted, whether or not they are back.

    A file that was moved is gone from where it was.

    Raises:
        GitError: git does not have the whole history.
    """
    folders = repository.folders
    commits = git_output(folders, "rev-list", "HEAD")
    # `git log` would check signatures with a program that the repository names.
    output = git_output(
        folders,
        "diff-tree",
        *("--stdin", "-r", "-z", "--no-commit-id", "--name-only", "--diff-filter=D"),
        *("--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all"),
        input=commits,
    )
    paths = {os.fsdecode(path) for path in output.split(b"\0") if path}
    prefix = repository.prefix
    return {path.removeprefix(prefix) for path in paths if path.startswith(prefix)}


def is_shallow(repository: Repository) -> bool:
    """Whether the beginning of the history is missing."""
    return repository.ask("rev-parse", "--is-shallow-repository") == "true"
