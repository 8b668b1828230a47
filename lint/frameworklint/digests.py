"""Short names for contents, to see whether something changed since another run."""

import sys
from collections.abc import Callable, Iterable
from importlib import import_module

TYPE_CHECKING = False  # see `answers`
if TYPE_CHECKING:
    from typing import Any


def _function(module: str, name: str) -> "Callable[..., Any]":
    """A hash function from the module in which `hashlib` finds it.

    `hashlib` takes as long to import as all pages take to hash: it loads OpenSSL.
    """
    try:
        return getattr(import_module(module), name)  # type: ignore[no-any-return]  # of any module
    except ImportError:  # in a Python that is built otherwise
        return getattr(import_module("hashlib"), name)  # type: ignore[no-any-return]  # likewise


blake2b = _function("_blake2", "blake2b")
sha256 = _function("_sha2" if sys.version_info >= (3, 12) else "_sha256", "sha256")
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
