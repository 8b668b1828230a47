"""Ways to damage a file, each a function of a source of chance and the file's content."""

import io
import json
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

Mutator = Callable[[Random, bytes], bytes]

_LONGEST = 60_000  # bytes: a fuzzed page need not be large, its limits have tests of their own
_SPLIT = ("\n", "|", " ", "<", "[", "(", ":", ",", '"')
_PIECES = (
    *(
        "[",
        "](",
        "<",
        "</",
        "<!--",
        "-->",
        "&#x0;",
        "&amp;",
        "`",
        "```",
        "**",
        "_",
        "|",
        "||",
        "\\",
    ),
    *("\n", "\r", "\r\n", "\t", "\x00", "\x1b[31m", "\u2028", "\u200b", "\u202e", "\ufeff"),
    *(
        "# ",
        "> ",
        "- ",
        "1. ",
        "| - | - |",
        "<table>",
        "<tr><td>",
        '<a href="',
        "<<<<<<< a",
        "[a]: ",
    ),
    *("T0001", "T0001.001", "T0001: ", "I00001", "TA01", "T99999999", "../../", "..", "https://"),
    *("http://[", "https://web.archive.org/web/2020/", "2024.0", "0000-00-00", "DO NOT EDIT ABOVE"),
    *(
        '"',
        "'",
        "{",
        "}",
        "]]",
        "=",
        "-1",
        "1e999",
        "9" * 400,
        "\\ud800",
        "\\u0000",
        "null",
        "true",
    ),
)
_OPENINGS = (
    "[",
    "(",
    "<b>",
    "> ",
    "- ",
    "*",
    "{",
    '{"a":',
    "<table><tr><td>",
    "![",
    "`",
    "_(",
    "1. ",
)
_PLANES = (
    *(
        (0x00, 0x20),
        (0x7F, 0xA0),
        (0x300, 0x370),
        (0x590, 0x700),
        (0x2000, 0x2070),
        (0x2E80, 0x3100),
    ),
    *(
        (0xD7F0, 0xD800),
        (0xE000, 0xE010),
        (0xFE00, 0x10000),
        (0x1D400, 0x1D500),
        (0x1F300, 0x1F600),
    ),
    *((0x2FFFE, 0x30010), (0xE0000, 0xE0100), (0xFFFFE, 0x100002), (0x10FFF0, 0x110000)),
)


def _place(chance: Random, content: bytes) -> int:
    return chance.randint(0, len(content))


def flip(chance: Random, content: bytes) -> bytes:
    """Change a few bytes."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8) if content else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(chance: Random, content: bytes) -> bytes:
    """Delete a stretch."""
    start, end = sorted((_place(chance, content), _place(chance, content)))
    return content[:start] + content[end:]


def splice(chance: Random, content: bytes) -> bytes:
    """Put a stretch in another place."""
    start, end = sorted((_place(chance, content), _place(chance, content)))
    at = _place(chance, content)
    return content[:at] + content[start:end] + content[at:]


def repeat(chance: Random, content: bytes) -> bytes:
    """Say a short stretch many times."""
    start = _place(chance, content)
    part = content[start : start + chance.choice((1, 2, 5, 20, 80, 400))]
    return content[:start] + part * chance.choice((2, 10, 100, 500)) + content[start:]


def insert(chance: Random, content: bytes) -> bytes:
    """Insert pieces that mean something to a parser."""
    for _ in range(chance.randint(1, 6)):
        at, piece = _place(chance, content), chance.choice(_PIECES)
        content = content[:at] + piece.encode() + content[at:]
    return content


def nest(chance: Random, content: bytes) -> bytes:
    """Nest something deep."""
    opening = chance.choice(_OPENINGS) * chance.choice((3, 15, 60, 400, 3_000))
    at = _place(chance, content)
    return content[:at] + opening.encode() + content[at:]


def characters(chance: Random, content: bytes) -> bytes:
    """Insert characters of any plane, unassigned ones and halves of characters too."""
    first, end = chance.choice(_PLANES) if chance.random() < 0.7 else (0, 0x110000)
    text = "".join(chr(chance.randrange(first, end)) for _ in range(chance.randint(1, 12)))
    at = _place(chance, content)
    return content[:at] + text.encode("utf-8", "surrogatepass") + content[at:]


def shuffle(chance: Random, content: bytes) -> bytes:
    """Change the order of lines, cells or words."""
    separator = chance.choice(_SPLIT).encode()
    parts = content.split(separator)
    first, second = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[first], parts[second] = parts[second], parts[first]
    return separator.join(parts)


def recode(chance: Random, content: bytes) -> bytes:
    """Write the text in another encoding, or with other ends of lines."""
    text = content.decode("utf-8", "replace")
    encoding = chance.choice(("utf-8-sig", "utf-16", "cp1252", "\r\n", "\r"))
    if encoding.startswith("\r"):
        return content.replace(b"\n", encoding.encode())
    return text.encode(encoding, "replace")


def replace(chance: Random, content: bytes) -> bytes:
    """Be something else altogether."""
    return chance.choice(
        (b"", b"\n", b"\0" * 40, chance.randbytes(300), b"PK\x03\x04", b"[]", b"{}")
    )


ANY: tuple[Mutator, ...] = (
    *(flip, cut, splice, repeat, insert, insert, nest, characters, characters, shuffle, recode),
    replace,
)


def mutated(chance: Random, content: bytes, mutators: tuple[Mutator, ...] = ANY) -> bytes:
    """Some content with one to four sorts of damage."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        content = chance.choice(mutators)(chance, content)[:_LONGEST]
    return content


def mutated_archive(chance: Random, content: bytes) -> bytes:
    """A workbook with damage to the archive or to the XML in it."""
    is_archive = zipfile.is_zipfile(io.BytesIO(content))  # a seed's workbook may be damaged
    if chance.random() < 0.4 or not is_archive:
        return chance.choice((flip, flip, cut, splice))(chance, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    hit = chance.choice([name for name in parts if "sheet" in name or "String" in name])
    parts[hit] = mutated(chance, parts[hit])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "a\0b",
    "\ud800",
    "../../x",
    "T" * 300,
    [],
    [[1]],
    {},
    "1",
)


def mutated_value(chance: Random, value: Any) -> Any:
    """A JSON value, one part of which is another."""
    if chance.random() < 0.3 or not isinstance(value, list | dict) or not value:
        return chance.choice(_VALUES)
    if isinstance(value, list):
        at = chance.randrange(len(value))
        return [*value[:at], mutated_value(chance, value[at]), *value[at + 1 :]]
    key = chance.choice(list(value))
    if chance.random() < 0.2:
        return {other: value[other] for other in value if other != key}
    return value | {key: mutated_value(chance, value[key])}


def mutated_json_lines(chance: Random, text: str) -> str:
    """Lines of JSON that stay lines of JSON, one of them with another value."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    try:
        lines[at] = json.dumps(mutated_value(chance, json.loads(lines[at])))
    except ValueError:
        lines[at] = json.dumps(chance.choice(_VALUES))
    return "\n".join(lines)


_NAMES = (
    *(
        "a b",
        "ä",
        "\u202ecod",
        "a\n::error::x",
        "\x1b[31mx",
        "[a](b)",
        "a|b",
        "%0A",
        "-rf",
        "T0001 ",
    ),
    *(
        "#",
        "CON",
        "a:b",
        "$(x)",
        "&amp;",
        "..",
        "t0001",
        "T0001.001",
        "T" * 120,
        "a\\b",
        "\udcff",
        "'\"",
    ),
)


def hostile_path(chance: Random, path: str) -> str:
    """A path whose folder or file has another name."""
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    odd = chance.choice(_NAMES)
    stem = chance.choice((odd, stem + odd, odd + stem))
    if chance.random() < 0.2:
        folder = f"{folder}/{odd}" if odd != ".." else folder
    return f"{folder}/{stem}{dot}{ending}".removeprefix("/")
