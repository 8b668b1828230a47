"""Text as each medium shows it, and none obeys it: one function a medium.

Everything that is printed or written passes one of these: findings, notices, errors, names of files
and sheets. What a page, a cell, a file name or a setting says is text, whatever it looks like.
"""

import html
import json
import os
import re
from typing import Any

# What a terminal would obey or hide, and what is no character: control characters, bidirectional
# controls, separators, half characters (which stand for the bytes of a name that is not UTF-8).
_HIDDEN = (
    r"\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
)
_LOOKS_BLANK = re.compile("[\u00a0\u00ad\u2007\u202f\u200c\u200d]")
_UNSAFE = re.compile(rf"[\x00-\x1f{_HIDDEN}]")
# In JSON all below the blank is spelled already, but for the line ends between values.
_UNSAFE_IN_JSON = re.compile(rf"[{_HIDDEN}]|(?<=#)#(?=\w*\[)")
# In a table line ends and tabs are text, and what joins letters and signs has to stay.
_UNSAFE_IN_TABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# The bytes of a name that is not UTF-8: of a report that holds them, some programs read nothing.
_HALF = re.compile(r"[\ud800-\udfff]")
_PLACEHOLDER = re.compile(r"\{\d+\}")
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
# What Markdown obeys, and what GitHub makes a link, a mention, a sign or a formula of.
_MARKDOWN = re.compile(r"([\\`*_\[\]|~#])")
# An address of e-mail is linked even where its `@` is spelled so: a comment parts it.
_IN_ADDRESS = re.compile(r"(?<=[\w.+-])&#64;")
_LINKED = re.compile(r":(?=//|[\w+-])|(?<=www)\.|[@$]", re.IGNORECASE)
LONGEST_CELL = 32_767  # what spreadsheet programs take
# What the runner of a workflow obeys: `::error::` at the beginning of a line, and `##[error]`,
# `##vso[...]` and `##teamcity[...]` anywhere.
_COMMAND = re.compile(r"^([^\S\n]*+):(?=:)", re.MULTILINE)
_MARK = re.compile(r"(?<=#)#(?=\w*\[)")
_RUNNERS = {"GITHUB_ACTIONS": "true", "TF_BUILD": "true"}


def visible(text: str) -> str:
    """A line for a terminal: what that would obey or hide is spelled, such as `\\u202e`."""
    return _UNSAFE.sub(lambda match: _spelled(match[0]), text)


def spelled_blanks(text: str) -> str:
    """A text in which what looks like a blank, or like nothing, is spelled, such as `\\u00a0`."""
    return _LOOKS_BLANK.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def visible_lines(text: str) -> str:
    """Lines for a terminal, which stay lines."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _spelled(character: str) -> str:
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def logged(text: str) -> str:
    """Lines for standard output or standard error, in which the runner of a workflow sees nothing
    to obey, where there is one."""
    return unobeyed(text) if _is_on_runner() else text


def unobeyed(text: str) -> str:
    """Lines in which the runner of a workflow sees nothing to obey."""
    return _MARK.sub(r"\\x23", _COMMAND.sub(r"\1\\x3a", text))


def _is_on_runner() -> bool:
    return any(os.environ.get(name, "").lower() == on for name, on in _RUNNERS.items())


def annotation(text: str) -> str:
    """The message of a GitHub annotation (actions/toolkit, `escapeData`)."""
    text = _MARK.sub(r"\\x23", visible(text))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def annotation_property(text: str) -> str:
    """A property of a GitHub annotation (actions/toolkit, `escapeProperty`)."""
    return annotation(text).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str) -> str:
    """Text that Markdown shows as it is; GitHub takes nothing in it for a link or a mention."""
    text = _MARKDOWN.sub(r"\\\1", html.escape(visible(text), quote=False))
    text = _LINKED.sub(lambda match: f"&#{ord(match[0])};", text)
    return _IN_ADDRESS.sub("&#64;<!-- -->", text)


def markdown_message(text: str) -> str:
    """A message in Markdown: what stands between its backquotes is code, all else as it is."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # the last backquote has no partner
        parts[-2:] = ["`".join(parts[-2:])]
    return "".join(
        _code_span(part) if number % 2 else markdown(part) for number, part in enumerate(parts)
    )


def _code_span(text: str) -> str:
    if not text.strip():  # nothing between two backquotes is no code
        return markdown(f"`{text}`")
    margin = " " if text[0] == " " or text[-1] == " " else ""
    return f"`{margin}{markdown_code(text)}{margin}`"


def markdown_code(text: str) -> str:
    """Text between backticks in Markdown."""
    return _MARK.sub(r"\\x23", visible(text).replace("`", "'"))


def json_unicode(text: str) -> str:
    """Text for JSON that programs read which take no half characters: those are spelled."""
    return _HALF.sub(lambda match: _spelled(match[0]), text)


def sarif_message(text: str) -> str:
    """The text of a message in SARIF, in which nothing is a placeholder (section 3.11.5) or an
    embedded link (3.11.6), and each character is one.
    """
    text = json_unicode(text)
    if _PLACEHOLDER.search(text):
        text = text.replace("{", "{{").replace("}", "}}")
    return re.sub(r"([\\\[\]])", r"\\\1", text) if "](" in text else text


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON, on one line or indented, with a line end."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE_IN_JSON.sub(_json_spelled, text) + "\n"


def _json_spelled(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def toml_value(value: Any) -> str:
    """A string, number or list as TOML writes it: as in JSON, but for the far characters."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE_IN_JSON.sub(lambda match: _toml_spelled(ord(match[0])), text)


def _toml_spelled(code: int) -> str:
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def xml(text: str) -> str:
    """Text for a tree that is written as XML, which can not hold every character."""
    return visible(text)


def xml_document(text: str) -> str:
    """A written XML document, of which no part can be taken for a command."""
    return _MARK.sub("&#35;", text)


def table_cell(text: str) -> str:
    """A cell of CSV that no spreadsheet program runs: an apostrophe before a formula.

    Line ends are line feeds, as in a cell; what a terminal would obey is left out, and what is
    longer than a cell may be is cut.
    """
    text = _UNSAFE_IN_TABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = f"'{text}" if text.startswith(_FORMULA) else text
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
