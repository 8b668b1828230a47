"""frameworklint: the data-quality linter for the DISARM framework repository."""

import os

__version__ = "0.1.0"
COMMANDS = (
    "check",
    "fix",
    "init",
    "baseline",
    "worklist",
    "ids",
    "diff",
    "textconv",
    "settings",
    "explain",
    "rules",
    "clean",
    "completion",
)
HOMEPAGE = "https://github.com/frameworklint/frameworklint"
# A wheel holds rules/ and schemas/ inside the package; in a checkout they stand at the top,
# two folders up, and `frameworklint.rules` must resolve there as well.
_here = os.path.dirname(os.path.abspath(__file__))
if not os.path.isdir(os.path.join(_here, "rules")):
    __path__.append(os.path.dirname(os.path.dirname(_here)))
