"""Text as each medium shows it, and none obeys it."""

import re

# What a terminal would obey or hide: control characters, bidirectional controls, separators.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """Text without characters that a terminal would obey or hide: they are spelled `\\u202e`."""
    return _UNSAFE.sub(lambda match: _spelled(match[0]), text)


def _spelled(character: str) -> str:
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
