"""Errors that end a run."""


class GitError(Exception):
    """git could not do what was asked; the message says why and what to do."""


class UsageError(Exception):
    """The command can not be carried out as it was given; the message says what to do."""
