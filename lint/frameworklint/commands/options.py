"""What the command line can ask for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frameworklint.source.files import WorkTree


OK, FOUND, FAILED = 0, 1, 2  # the exit codes
FORMATS = ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown")
CHANGES_FORMATS = ("text", "markdown", "json")  # of changes of the spreadsheets


class Options:
    """A command and its options; those that another command has are as nobody asked for them.

    Attributes:
        arguments: the command line as it was given.
        tree: the files of a framework, which are not read again where they are those to check.
    """

    def __init__(self, command: str = "check") -> None:
        self.command = command
        self.arguments: list[str] = []
        self.tree: WorkTree | None = None
        self.paths: list[str] = []
        self.config: str | None = None
        self.baseline: str | None = None
        self.select: list[str] = []
        self.ignore: list[str] = []
        self.show_info = False
        self.no_cache = False
        self.no_baseline = False
        self.since: str | None = None
        self.staged = False
        self.ci = False
        self.pushed = False
        self.whole = False
        self.output_format: str | None = None
        self.output: str | None = None
        self.update: str | None = None
        self.report: list[str] = []
        self.fail_on: str | None = None
        self.exit_zero = False
        self.statistics = False
        self.color = "auto"
        self.sort = ""
        self.group = ""
        self.limit = 0
        self.quiet = False
        self.verbose = False
        self.accept_new = False
        self.prune = False
        self.rule = ""
        self.delimiter: str | None = None
        self.diff = False
        self.suggested: list[str] = []
        self.backup = False
        self.yes = False
        self.system = ""
        self.shell = ""
