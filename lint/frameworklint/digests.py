"""Short names for contents: the same on every machine and in every run."""

from collections.abc import Iterable
from hashlib import sha1, sha256

_SIZE = 16  # bytes


def content_digest(content: bytes) -> str:
    """The digest of a content: 32 hexadecimal digits."""
    return pieces_digest((content,))


def pieces_digest(pieces: Iterable[bytes | memoryview]) -> str:
    """The digest of a content that comes in pieces: that of the whole."""
    found = sha256()  # processors help with it
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()[: 2 * _SIZE]


def blob_name(content: bytes) -> str:
    """The name that git gives a content, where it names by SHA-1: 40 hexadecimal digits."""
    found = sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    found.update(content)
    return found.hexdigest()


def combined(parts: Iterable[str]) -> str:
    """The digest of some strings in their order, whatever they hold."""
    whole = "".join([f"{len(part)}:{part}" for part in parts])
    return content_digest(whole.encode("utf-8", "surrogatepass"))


def digest(*parts: str) -> str:
    """The digest by which findings are known: 32 hexadecimal digits."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
