"""Short names for contents: the same on every machine and in every run."""

from collections.abc import Iterable
from hashlib import sha1, sha256

_SIZE = 16  # bytes


def content_digest(content: bytes | memoryview) -> str:
    """The digest of a content: 32 hexadecimal digits."""
    return sha256(content).hexdigest()[: 2 * _SIZE]  # processors help with it


def pieces_digest(pieces: Iterable[bytes | memoryview]) -> str:
    """The digest of a content that comes in pieces: that of the whole."""
    found = sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()[: 2 * _SIZE]


def blob_name(content: bytes) -> str:
    """The name that git gives a content, where it names by SHA-1: 40 hexadecimal digits."""
    return pieces_blob_name(len(content), (content,))


def pieces_blob_name(size: int, pieces: Iterable[bytes]) -> str:
    """The name that git gives a content of so many bytes that comes in pieces."""
    found = sha1(b"blob %d\0" % size, usedforsecurity=False)
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def combined(parts: Iterable[str]) -> str:
    """The digest of some strings in their order, whatever they hold."""
    whole = "".join([f"{len(part)}:{part}" for part in parts])
    return content_digest(whole.encode("utf-8", "surrogatepass"))


def digest(*parts: str) -> str:
    """The digest by which findings are known: 32 hexadecimal digits."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
