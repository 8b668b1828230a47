"""FW201 broken-link."""

import posixpath
import re
from collections.abc import Iterator

from frameworklint.api import Framework, Link, Page, Place, Severity, Template, rule

from ._cause import linking, path_as_printed, printed_for

# Of all names of domains, those that no folder and no file has.
_WEB = re.compile(
    r"www\.|(?:[\w-]+\.)+(?:com|edu|eu|foundation|gov|info|int|io|net|news|org|uk)(?:[/?#]|$)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[^/@\s]+@(?!\dx\.)[\w-]+(?:\.[\w-]+)+")  # no picture, such as `logo@2x.png`
_MANY = 20  # missing pages are no slip


@rule("FW201", Severity.ERROR, yields_to=("FW203",))
def broken_link(page: Page, framework: Framework) -> Iterator[Place]:
    """A relative link leads to a file that does not exist."""
    if not framework.knows_targets_of(page):
        return
    for link, target in framework.links.of(page):
        path = target.path
        if target.form != "relative" or framework.paths.exists(path):
            continue
        if path.lower() in framework.paths.by_folded_path:
            continue  # link-case-mismatch says it better
        # On the pages that print one cell, a link relative to the page leads to different paths.
        at_fault = _missing_at(path_as_printed(link, page, framework), framework)
        missing, many = _reasons(path, _hint(link, page, framework), framework)
        yield Place(
            page=page,
            span=link.target_span,
            message=f"`{link.target}` leads nowhere: {missing}",
            many=many,
            cause=f"{printed_for(link, page, framework)} {framework.paths.below_home(at_fault)}",
            subject=link.target,
            templates=tuple(_templates(page, link, at_fault, framework)),
        )


def _templates(page: Page, link: Link, at_fault: str, framework: Framework) -> Iterator[Template]:
    """A folder that is wrong nearly everywhere, or the ending of a file's name that is lost."""
    kind = page.kind
    yield from _not_printed(link, framework)
    known = framework.by_id.get(posixpath.basename(link.target))
    if kind is None or not (known or at_fault.endswith("/")):
        return
    if known:
        fault = f"lack the `.md` at their end, such as `{link.target}`"
    else:
        fault = f"lead into `{at_fault}`, a folder that does not exist"
    cause = ".md" if known else framework.paths.below_home(at_fault)
    if kind.is_record:
        pages = framework.memo.of_tree(linking)
        said = "The links on {n} of {of}"
        yield Template(cause, f"{said} pages {fault}", pages.total())
        yield Template(f"{kind.name} {cause}", f"{said} {kind.plural} {fault}", pages[kind.name])
    if known:
        of = len(framework.memo.of_page(_targets, page))
        yield Template(f"{page.key} .md", f"{{n}} of {{of}} links {fault}", of, unit=link.target)


def _targets(page: Page, framework: Framework) -> set[str]:
    """Where the links of a page lead within the framework."""
    links = framework.links.of(page)
    return {link.target for link, target in links if target.form == "relative"}


def _not_printed(link: Link, framework: Framework) -> Iterator[Template]:
    """That many pages of a kind do not exist which others link to: they were not printed yet."""
    stem = posixpath.basename(link.target.partition("#")[0]).removesuffix(".md")
    kind = framework.kinds.of_id(stem)
    if kind is not None and stem not in framework.by_id:
        message = (
            f"{{n}} {kind.plural} to which pages link have no page, such as {stem}; "
            "were their pages generated?"
        )
        yield Template(f"no page {kind.name}", message, of=0, unit=stem, least=_MANY)


def _missing_at(path: str, framework: Framework) -> str:
    """The top-most folder of a path that does not exist, else the path."""
    folder = _missing_folder(path, framework)
    return f"{folder}/" if folder else path


def _missing_folder(path: str, framework: Framework) -> str:
    """The top-most folder of a path that does not exist, or an empty string."""
    parts = path.split("/")[:-1]
    for count in range(1, len(parts) + 1):
        folder = "/".join(parts[:count])
        if folder not in framework.paths.folders:
            return folder
    return ""


def _reasons(path: str, hint: str, framework: Framework) -> tuple[str, str]:
    """Why a link leads nowhere, and how that is said of several."""
    if submodule := framework.paths.submodule_of(path):
        reason = f"`{submodule}` is a submodule, whose files another repository holds"
        return reason, f"{{n}} links lead to `{path}`, but {reason}"
    if folder := _missing_folder(path, framework):
        many = f"{{n}} links lead into `{folder}/`, a folder that does not exist{hint}"
        return f"there is no folder `{folder}/`{hint}", many
    many = f"{{n}} links lead to `{path}`, which does not exist{hint}"
    return f"`{path}` does not exist{hint}", many


def _hint(link: Link, page: Page, framework: Framework) -> str:
    """The way to the page that the target means, else to the one that the text names."""
    if _WEB.match(link.target):
        return "; an address on the web begins with `https://`"
    if _MAIL.fullmatch(link.target):
        return "; an e-mail address begins with `mailto:`"
    stem = posixpath.basename(link.target.partition("#")[0].rstrip("/")).removesuffix(".md")
    for found in (stem, framework.readers.ids.leading_id(link.text)):
        known = framework.by_id.get(found)
        if known is not None:
            way = posixpath.relpath(known.path, page.folder or ".")
            return f"; the way to {found} is `{way}`"
    return ""
