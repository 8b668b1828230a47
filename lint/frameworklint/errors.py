"""Errors that end a run."""


class UsageError(Exception):
    """The command can not be carried out as it was given; the message says what to do."""
