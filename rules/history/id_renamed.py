"""FW803 id-renamed."""

from collections import defaultdict
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Related, Severity, comparable, rule

from ._mentions import Mention, mentions


@rule("FW803", Severity.INFO, yields_to=("FW802",), judges="files", sees="all")
def id_renamed(framework: Framework) -> Iterator[Place]:
    """A page has a new name under its old ID."""
    if framework.base is None:
        return
    renamed = {
        page.id: (page, before.name)
        for page in framework.records
        if (before := framework.base.by_id.get(page.id))
        and comparable(before.name) != comparable(page.name)
    }
    old_mentions: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions(framework) if renamed else ():
        if mention.id in renamed and _is_old(mention.name, *renamed[mention.id]):
            old_mentions[mention.id].append(mention)
    for found, (page, old_name) in renamed.items():
        stale = old_mentions[found]
        places = "1 place still says" if len(stale) == 1 else f"{len(stale)} places still say"
        left = f"; {places} `{old_name}`" if stale else ""
        yield Place(
            page=page,
            span=page.name_text.span if page.name_text else page.top,
            message=f"{found} was renamed from `{old_name}` to `{page.name}`{left}",
            cause=found,
            subject=found,
            also=tuple(Related(m.page, m.span, f"still says `{old_name}`") for m in stale),
        )


def _is_old(cited: str, page: Page, old_name: str) -> bool:
    """Whether the text after an ID begins with the page's old name, and not with its new one."""
    is_longer = len(page.name) > len(old_name)
    return cited.startswith(old_name) and not (is_longer and cited.startswith(page.name))
