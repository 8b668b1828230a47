"""Where reports go: standard output, files, a workflow's annotations and summary."""

import os
from importlib import import_module

from frameworklint import streams
from frameworklint.errors import UsageError
from frameworklint.options import Options
from frameworklint.report import Report

# Each format's module in `report/`, and its function.
FORMATS = {
    "text": ("text", "render"),
    "concise": ("text", "render_concise"),
    "json": ("json", "render"),
    "jsonl": ("jsonl", "render"),
    "sarif": ("sarif", "render"),
    "github": ("github", "render"),
    "gitlab": ("gitlab", "render"),
    "junit": ("junit", "render"),
    "markdown": ("markdown", "render"),
}


def write(report: Report, options: Options) -> str:
    """Write what the options ask for; returns what went to standard output.

    Raises:
        UsageError: a file, or standard output, can not be written.
    """
    for request in options.report:
        name, _, path = request.partition("=")
        _write_file(path, rendered(report, name))
    name = options.output_format or "text"
    text = statistics(report) if options.statistics else rendered(report, name)
    if options.output:
        _write_file(options.output, text)
        return ""
    if options.output_format is None and os.environ.get("GITHUB_ACTIONS") == "true":
        # Without a format asked for, a workflow gets annotations beside the text.
        from frameworklint.report import github

        text = github.guarded(text) + github.render(report)
    streams.say(text)
    return text


def rendered(report: Report, name: str) -> str:
    """The report in a format."""
    module, function = FORMATS[name]
    text: str = getattr(import_module(f"frameworklint.report.{module}"), function)(report)
    return text


def statistics(report: Report) -> str:
    """The number of findings by rule."""
    from frameworklint.report import text

    return text.render_statistics(report)


def _write_file(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"can not write {path!r}: {error.strerror}") from error
