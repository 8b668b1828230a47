"""Rounds of random changes to a repository, after each of which a run with a cache must say what a
run without one says, byte for byte.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from random import Random

from frameworklint.commands.options import FORMATS

from ..scratch import ENVIRONMENT, EXAMPLE, Repository, called
from ..workbooks import books, small
from .test_results import PAGES, REPLACED, SETTINGS, edit

_EDITS = ("append", "cut", "replace", "replace", "delete", "write", "baseline", "cell", "cell")
_MOVES = ("add", "commit", "commit", "amend", "branch", "back", "rebase", "reset", "nothing")


class Rounds:
    """A repository that is changed at random, the same way for the same seed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.chance = Random(seed)
        self.folder = folder
        self.repository = Repository(folder)
        self.repository.fill(EXAMPLE)
        self.sheets = small()
        self.repository.write({**books(self.sheets), ".gitignore": ".frameworklint_cache/\n"})
        for number in range(3):
            self.repository.commit(f"commit {number}")
        self.branches = self.days = 0

    def differences(self, rounds: int) -> Iterator[str]:
        """What differs, round by round; nothing should."""
        for number in range(rounds):
            for _ in range(self.chance.randint(1, 2)):
                self.change(self.chance.choice(_EDITS))
            self.move(self.chance.choice(_MOVES))
            for arguments in (self.arguments(), ["check"]):
                expected = called(self.folder, *arguments, "--no-cache")
                for _ in range(2):
                    if called(self.folder, *arguments) != expected:
                        yield f"round {number}: frameworklint {' '.join(arguments)}"

    def arguments(self) -> list[str]:
        """A command that compares states, mostly."""
        which = ("--staged", "--staged", "--since=HEAD", "--since=HEAD~2", "--exit-zero")
        more = ("--exit-zero", "--select=FW2", "--show-info", PAGES[0])
        form = self.chance.choice(["text", "json", *FORMATS])
        chosen = [self.chance.choice(which), self.chance.choice(more)]
        return ["check", *chosen, f"--output-format={form}"]

    def change(self, what: str) -> None:
        """Change a page, a cell, the settings or the baseline."""
        chance = self.chance
        if what == "cell":
            self.change_row(self.sheets[chance.choice(sorted(self.sheets))])
            self.repository.write(books(copy.deepcopy(self.sheets)))
            return
        path = "frameworklint.toml" if what == "write" else chance.choice(PAGES)
        more = {
            "append": f"{chance.choice(['word', 'T0097.999', '[a](b.md)'])}\n",
            "cut": str(chance.randint(0, 30)),
            "replace": chance.choice(REPLACED),
            "write": chance.choice(SETTINGS[:3]),
        }
        edit(self.folder, what, path, more.get(what, ""))

    def change_row(self, sheet: list[dict[str, str]]) -> None:
        """Change a cell, or where a row stands; mostly the former."""
        row, at = self.chance.choice(sheet), self.chance.randrange(len(sheet))
        what = self.chance.choice(("cell", "cell", "cell", "copy", "move", "delete"))
        if what in ("move", "delete") and len(sheet) > 1:
            sheet.remove(row)
        if what in ("move", "copy"):
            sheet.insert(at, dict(row))
        elif what == "cell":
            texts = ["", "T0001", "other words", "I00002"]
            row[self.chance.choice(sorted(row))] = self.chance.choice(texts)

    def move(self, what: str) -> None:
        """Have git add, commit, amend, switch, rebase or reset."""
        git = self.repository.git
        self.days += 1  # no answer may depend on when a commit was made
        date = f"2024-{1 + self.days // 28 % 12:02}-{1 + self.days % 28:02}T12:00:00+00:00"
        self.repository.environment = {**ENVIRONMENT, "GIT_COMMITTER_DATE": date}
        if what != "nothing":
            git("add", "--all")
        if what == "commit":
            self.repository.commit("a change")
        elif what == "amend":
            git("commit", "--quiet", "--amend", "--no-verify", "--allow-empty", "-m", "amended")
        elif what in ("branch", "rebase"):
            self.repository.commit("before the switch")
            self.branches += 1
            git("checkout", "--quiet", "-b", f"branch{self.branches}", "HEAD~1")
            if what == "rebase":
                self.repository.write({f"notes/{self.branches}.md": "# A note\n"})
                self.repository.commit("beside")
                try:
                    git("rebase", "--quiet", "-X", "theirs", "--empty=keep", "main")
                except AssertionError:  # what one side deleted, the other has changed
                    git("rebase", "--abort")
        elif what == "back":
            self.repository.commit("before the switch")
            git("checkout", "--quiet", "main")
        elif what == "reset":
            git("reset", "--quiet", "--hard", "HEAD~1" if self.chance.random() < 0.5 else "HEAD")
