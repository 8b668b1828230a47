"""Short names for contents: the same on every machine and in every run."""

from collections.abc import Iterable
from hashlib import blake2b, sha1, sha256

_SIZE = 16  # bytes


def content_digest(content: bytes) -> str:
    """The digest of a content: 32 hexadecimal digits."""
    return sha256(content).hexdigest()[: 2 * _SIZE]  # processors help with it


def blob_name(content: bytes) -> str:
    """The name that git gives a content, where it names by SHA-1: 40 hexadecimal digits."""
    found = sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    found.update(content)
    return found.hexdigest()


def combined(parts: Iterable[str]) -> str:
    """The digest of some strings in their order, whatever they hold."""
    found = blake2b(digest_size=_SIZE)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        found.update(b"%d:" % len(encoded) + encoded)
    return found.hexdigest()


def digest(*parts: str) -> str:
    """The digest by which findings are known: 32 hexadecimal digits."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
