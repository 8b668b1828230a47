"""What a job of GitHub shows of a run beside its log: a summary on its page, and outputs.

GitHub names a file for each to a step, which may add to what stands there.
"""

import os
from collections.abc import Callable

from frameworklint.errors import UsageError
from frameworklint.report.output import rendered
from frameworklint.report.report import Report

_SUMMARY, _OUTPUTS = "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"


def tell(report: Report) -> None:
    """Add a report to the summary and the outputs of the job, where it runs on GitHub.

    Raises:
        UsageError: a file can not be written.
    """
    _append(_SUMMARY, lambda: rendered(report, "markdown"))
    _append(_OUTPUTS, lambda: "".join(f"{k}={v}\n" for k, v in outputs(report).items()))


def outputs(report: Report) -> dict[str, int]:
    """How many findings the contribution adds, fixes and leaves.

    Where nothing is compared, all that are reported count as added; left are those that the
    baseline knows.
    """
    if report.comparison is None:
        return {"added": len(report.findings), "fixed": 0, "left": report.hidden}
    comparison = report.comparison
    return {
        "added": len(comparison.new),
        "fixed": len(comparison.fixed),
        "left": len(comparison.left),
    }


def _append(name: str, text: Callable[[], str]) -> None:
    path = os.environ.get(name)
    if not path:
        return
    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text())
    except OSError as error:
        raise UsageError(f"can not write {path!r}, which {name} names: {error.strerror}") from error
