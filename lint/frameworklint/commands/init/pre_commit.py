"""An entry of a pre-commit configuration that is there already."""

import re

_REPOS = re.compile(r"^repos:[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_ITEM = re.compile(r"^( *)- repo:", re.MULTILINE)
_TOP = re.compile(r"^(?![ #\n-]|$)", re.MULTILINE)


def with_entry(text: str, entry: str) -> str:
    """A configuration with one more entry at its end, or an empty string where it has no such end.

    What is there stays as it is, byte for byte: the list of repositories must be its last part.

    Args:
        text: the configuration.
        entry: lines of the entry, which begin with `- repo:` and are not indented.
    """
    repos = list(_REPOS.finditer(text))
    if len(repos) != 1 or "\t" in text or "\r" in text:
        return ""
    after = text[repos[0].end() :].removeprefix("\n")
    items = _ITEM.findall(after)
    # All items begin alike, nothing else follows the list, and the text ends inside it.
    if not items or len(set(items)) != 1 or _TOP.search(after):
        return ""
    if any(line.startswith(("---", "...")) for line in after.split("\n")):
        return ""
    indent = items[0]
    lines = (f"{indent}{line}\n" for line in entry.splitlines())
    return f"{text}{'' if text.endswith(chr(10)) else chr(10)}{''.join(lines)}"
