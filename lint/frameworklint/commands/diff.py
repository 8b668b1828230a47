"""The commands `diff` and `textconv`: what a change does to the spreadsheets, for reviewers."""

import os

from frameworklint.commands.options import OK, Options
from frameworklint.commands.setup import Setup
from frameworklint.errors import GitError, UnreadableFileError, UsageError
from frameworklint.report.workbook_changes import rendered
from frameworklint.report.workbook_text import plain_text
from frameworklint.source.reading import read_named_file
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import logged, visible
from frameworklint.workbook.diff import changes
from frameworklint.workbook.workbook import SIZE_LIMIT


def diff(options: Options) -> int:
    """Print what differs between two states of the spreadsheets.

    Returns:
        The exit code: 0, whatever differs.

    Raises:
        UsageError: git does not have the states, or neither holds a workbook.
    """
    if options.since is None and not options.staged:
        options.since = "HEAD"
    setup = Setup(options)
    trees = setup.trees
    if not trees.bases:
        raise UsageError("there is no commit yet, so there is nothing to compare with")
    try:
        found = changes(setup.kinds, trees.bases[0], trees.tree, setup.is_excluded)
    except GitError as error:
        raise UsageError(str(error)) from error
    for notice in dict.fromkeys(found.notices):
        streams.write_error(f"frameworklint: {visible(notice)}\n")
    if not found.files and not found.notices:
        raise UsageError(f"{setup.root} holds no workbook, so there is nothing to compare")
    streams.send(logged(rendered(found, options.output_format or "text")))
    return OK


def textconv(options: Options) -> int:
    """Print a workbook as text, which git compares in place of the file.

    What can not be read is said in that text: git would refuse to show any difference at all.

    Returns:
        The exit code: 0.

    Raises:
        UsageError: there is no such file.
    """
    (path,) = options.paths
    if not os.path.exists(path):
        raise UsageError(f"there is no file {path!r}")
    try:
        content = read_named_file(path, SIZE_LIMIT)
    except UnreadableFileError as error:
        raise UsageError(f"{path!r} {error}") from error
    streams.send(logged(plain_text(content)))
    return OK
