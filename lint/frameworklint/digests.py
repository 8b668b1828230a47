"""Short names for contents, to see whether something changed since another run."""

from collections.abc import Iterable

try:
    # `hashlib` takes as long to import as all pages take to hash: it loads OpenSSL.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

_SIZE = 16  # bytes


def digest(content: bytes) -> str:
    """The digest of a content: 32 hexadecimal digits."""
    return str(blake2b(content, digest_size=_SIZE).hexdigest())


def combined(parts: Iterable[str]) -> str:
    """The digest of some strings in their order, whatever they hold."""
    found = blake2b(digest_size=_SIZE)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        found.update(b"%d:" % len(encoded) + encoded)
    return str(found.hexdigest())
