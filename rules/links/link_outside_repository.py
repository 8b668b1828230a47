"""FW207 link-outside-repository."""

import posixpath
import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Target, Template, rule

from ._cause import linking, printed_for

_DISK = re.compile(r"(?i:file|[a-z]):")
# All links into one folder out there have one cause.
_FOLDER = re.compile(r"(?:/+|(?:\.{1,2}/)*)[^/]*(?:/|$)")


@rule("FW207", Severity.ERROR)
def link_outside_repository(page: Page, framework: Framework) -> Iterator[Place]:
    """A link leaves the repository, or begins at the root of the disk or the site."""
    if not framework.knows_targets_of(page):
        return
    for link, target in framework.links.of(page):
        if target.form == "outside":
            leads, lead = "leads out of the repository", "lead out of the repository"
        elif target.form == "absolute":
            leads, lead = _absolute(target, page, framework)
        else:
            continue
        folder = _FOLDER.match(link.target.strip())
        first = folder[0] if folder else link.target
        yield Place(
            page=page,
            span=link.target_span,
            message=f"`{link.target}` {leads}",
            many=f"{{n}} links into `{first}` {lead}",
            cause=f"{printed_for(link, page, framework)} {first}",
            subject=link.target,
            templates=_templates(page, f"into `{first}` {lead}", framework),
        )


def _templates(page: Page, fault: str, framework: Framework) -> tuple[Template, ...]:
    """That most pages of a kind have such a link is one fault of what prints them."""
    kind = page.kind
    if kind is None or not kind.is_record:
        return ()
    message = f"The links on {{n}} of {{of}} {kind.plural} {fault}"
    of = framework.memo.of_tree(linking)[kind.name]
    return (Template(f"{kind.name} {fault}", message, of),)


def _absolute(target: Target, page: Page, framework: Framework) -> tuple[str, str]:
    """What a message says of one such link, and of several."""
    if _DISK.match(target.path):
        one = "is a file on somebody's computer; give its address on the web"
        return one, "lead to files on somebody's computer; give their addresses on the web"
    return f"is absolute{_way(target, page, framework)}", "are absolute"


def _way(target: Target, page: Page, framework: Framework) -> str:
    """What the link should say, where its path begins at the top of the repository."""
    path = target.path.lstrip("/")
    if not path or not framework.paths.exists(path):
        return ""
    return f"; the way from this page is `{posixpath.relpath(path, page.folder or '.')}`"
