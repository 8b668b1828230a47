"""What a push brings, as git tells its hook `pre-push` on standard input."""

from collections.abc import Iterable
from typing import NamedTuple

from frameworklint.errors import GitError
from frameworklint.source.git import Repository

_WORDS = 4  # a line


class Push(NamedTuple):
    """A branch that is pushed.

    Attributes:
        name: its name here.
        commit: its last commit.
        base: the commit from which on it is new to the remote; empty where all of it is.
    """

    name: str
    commit: str
    base: str


def pushes(repository: Repository, lines: Iterable[str]) -> list[Push]:
    """The branches that are pushed, without those that are deleted or bring nothing.

    Args:
        repository: where they are pushed from.
        lines: a line for each, with its name and last commit here and there.

    Raises:
        GitError: a line is not one that git writes.
    """
    found = []
    for line in lines:
        parts = line.split()
        if not parts:
            continue
        if len(parts) != _WORDS:
            raise GitError(f"git tells its hook four words a line of what is pushed, not {line!r}")
        name, new, _, old = parts
        if set(new) == {"0"} or new == old:
            continue
        found.append(Push(name, repository.commit(new), _base(repository, new, old)))
    return found


def _base(repository: Repository, new: str, old: str) -> str:
    """Where a branch begins to be new to the remote."""
    if set(old) != {"0"}:
        try:
            return repository.merge_base(old, new)
        except GitError:
            pass  # somebody else's commit, which is not here; or another history
    # Each line is a commit; before those that other branches of a remote have stands a `-`.
    listed = repository.ask("rev-list", "--boundary", new, "--not", "--remotes").split()
    edges = [name.removeprefix("-") for name in listed if name.startswith("-")]
    if not edges:
        return ""
    return edges[0] if len(edges) == 1 else repository.merge_base(edges[0], new)
