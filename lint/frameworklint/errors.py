"""What goes wrong: with a run, which it ends, or with one file."""


class GitError(Exception):
    """git could not do what was asked; the message says why and what to do."""


class UsageError(Exception):
    """The command can not be carried out as it was given; the message says what to do.

    Attributes:
        details: lines that help to find out why, such as a traceback.
    """

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class UnreadableFileError(Exception):
    """A file of the tree can not be read; the message says why, in words for the user."""
