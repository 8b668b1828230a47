"""The data files beside the code: `rules/` and `schemas/`, in a wheel or in a checkout."""

import os

import frameworklint


def folder(name: str) -> str:
    """The path of a data folder.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for base in frameworklint.__path__:
        path = os.path.join(base, name)
        if os.path.isdir(path):
            return path
    raise FileNotFoundError(f"frameworklint is installed without its folder {name!r}")
