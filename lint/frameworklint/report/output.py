"""Where reports go: standard output, files, a workflow's annotations and summary."""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from frameworklint.report.report import Report
from frameworklint.source.writing import write_whole
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import logged

# Each format's module in `report/formats/`, and its function.
FORMATS = {
    "text": ("text", "render"),
    "concise": ("text", "render_concise"),
    "json": ("json", "render"),
    "jsonl": ("json", "render_lines"),
    "sarif": ("sarif", "render"),
    "github": ("github", "render"),
    "gitlab": ("gitlab", "render"),
    "junit": ("junit", "render"),
    "markdown": ("markdown", "render"),
}


class Request(NamedTuple):
    """What is to be written.

    Attributes:
        form: the format of the report; empty where none is asked for.
        file: where it goes; empty for standard output.
        more: formats and files of further reports.
        statistics: whether the number of findings by rule takes the report's place.
        root: the framework's root, out of which no link may lead.
    """

    form: str = ""
    file: str = ""
    more: Sequence[tuple[str, str]] = ()
    statistics: bool = False
    root: str = ""


def write(report: Report, request: Request) -> str:
    """Write what is asked for; returns what went to standard output.

    Raises:
        UsageError: a file, or standard output, can not be written.
    """
    for form, path in request.more:
        write_whole(path, rendered(report, form), request.root)
    form = request.form or "text"
    text = statistics(report) if request.statistics else rendered(report, form)
    if request.file:
        write_whole(request.file, text, request.root)
        return ""
    if form != "github" or request.statistics:  # annotations are what a runner is to obey
        text = logged(text)
    if not request.form and os.environ.get("GITHUB_ACTIONS") == "true":
        # Without a format asked for, a workflow gets annotations beside the text.
        text += rendered(report, "github")
    streams.send(text)
    return text


def rendered(report: Report, name: str) -> str:
    """The report in a format."""
    module, function = FORMATS[name]
    text: str = getattr(import_module(f"frameworklint.report.formats.{module}"), function)(report)
    return text


def statistics(report: Report) -> str:
    """The number of findings by rule."""
    from frameworklint.report.formats import text

    return text.render_statistics(report)
