"""Where a link's target leads."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote

TargetForm = Literal["empty", "external", "fragment", "absolute", "outside", "relative"]
# Schemes whose addresses can do without `//`. A colon alone makes no scheme: `T0097:109.md` is a
# mistyped file name.
_SCHEMES = frozenset(
    {"about", "blob", "callto", "cid", "data", "doi", "ftp", "geo", "http", "https", "irc"}
    | {"javascript", "magnet", "mailto", "matrix", "mid", "news", "sip", "sips", "skype", "sms"}
    | {"feed", "ftps", "gemini", "git", "gopher", "ipfs", "ldap", "ldaps", "nntp", "rsync", "rtsp"}
    | {"sftp", "ssh", "svn", "tel", "tg", "urn", "vbscript", "view-source", "webcal", "whatsapp"}
    | {"ws", "wss", "xmpp"}
)
# An address on the web whose colon is missing, or whose scheme is mistyped, is meant as one all the
# same.
_LETTERS_OF_HTTPS = frozenset("htps")
_WEB = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|(?:https?|ftp)[;,.]?//", re.IGNORECASE)
# A file behind which one of these stands is not that file.
_FOLDER_ENDS = ("/", "/.")
_DISK = re.compile(r"file:|[A-Za-z]:[\\/]", re.IGNORECASE)


class Target(NamedTuple):
    """A resolved target.

    Attributes:
        form: what sort of target it is; `outside` leaves the root.
        path: for `relative` the path from the root, with a `/` at its end where the target can
            only be a folder; for `fragment` the page's own path.
        fragment: what follows `#`, decoded.
    """

    form: TargetForm
    path: str = ""
    fragment: str = ""


def resolve(target: str, page_path: str) -> Target:
    """Resolve a link's target as a reader of the page at `page_path` would follow it.

    Percent-escapes are decoded (RFC 3986, section 2.1) and dot segments removed (section 5.2.4),
    but a path that climbs above the root is another form even where it comes back later.
    """
    found = _resolved(target.strip(), page_path.rpartition("/")[0])
    return found._replace(path=page_path) if found.form == "fragment" else found


def file_stem(target: str) -> str:
    """The name of the file that a target means, wherever it leads, without folder and `.md`."""
    return target.rpartition("/")[2].removesuffix(".md")


@lru_cache(maxsize=4096)
def _resolved(target: str, folder: str) -> Target:
    if not target:
        return Target("empty")
    if ":" in target or "//" in target:
        if _DISK.match(target):
            return Target("absolute", target)
        if _is_address(target):
            return Target("external", target)
    path, _, fragment = target.partition("#")
    path = _decoded(path.partition("?")[0])
    fragment = _decoded(fragment)
    if not path:
        return Target("fragment", "", fragment)
    if path.startswith("/"):
        return Target("absolute", path, fragment)
    resolved = _without_dots(folder, path)
    if resolved is None:
        return Target("outside", path, fragment)
    return Target("relative", resolved, fragment)


def _decoded(text: str) -> str:
    """A text without percent-escapes, or as written where they make no text in UTF-8."""
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def _is_address(target: str) -> bool:
    scheme, colon, _ = target.lower().partition(":")
    if colon and (scheme in _SCHEMES or _is_mistyped(scheme)):
        return True
    return _WEB.match(target) is not None


def _is_mistyped(scheme: str) -> bool:
    """Whether it is meant as `http` or `https`."""
    return 3 <= len(scheme) <= 7 and _LETTERS_OF_HTTPS.issuperset(scheme)


def _without_dots(folder: str, path: str) -> str | None:
    """The way from the root to a path below a folder, or None where it climbs above the root."""
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    if parts and path.endswith(_FOLDER_ENDS):
        parts.append("")
    return "/".join(parts)
