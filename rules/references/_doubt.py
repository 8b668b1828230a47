"""Whether it may be a page's title that is wrong, and not what others say of the page."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain

from frameworklint.api import Framework, Page, comparable

from ._copied import mismatches

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SEVERAL = 3  # links that agree on a name


def is_in_doubt(target: Page, cited: str, framework: Framework) -> bool:
    """Whether a page's title may be wrong, and not what is cited as its name: the workbook has
    another name, the page's own fields write a word as it is cited, or others agree on that name.
    Where a name is lost, only the workbook tells.
    """
    # Asked first, as what follows looks at texts anywhere in the tree, too.
    is_edited = target.path in framework.memo.of_tree(_with_edited_titles)
    return (
        is_edited
        or _is_misspelled(target, cited, framework)
        or _is_agreed(target, cited, framework)
    )


def _with_edited_titles(framework: Framework) -> frozenset[str]:
    """The paths of the pages whose titles say something else than the workbook."""
    differences = framework.unprinted.differences
    return frozenset(one.page.path for one in differences if one.span.overlaps(one.page.top))


def _is_misspelled(target: Page, cited: str, framework: Framework) -> bool:
    """Whether a page's own fields write a word as others cite its name, and its title does not."""
    own, others = map(_long_words, (target.name, cited))
    if own <= others or others <= own:
        return False
    (said,) = framework.memo.of_page(_field_words, target)
    return not (own - others) & said and bool((others - own) & said)


def _field_words(page: Page, _: Framework) -> Iterator[frozenset[str]]:
    """Those of the fields that cite nothing, for a citation brings its name."""
    texts = (field.value.raw for field in page.fields if not field.value.cited)
    yield frozenset(chain.from_iterable(map(_long_words, texts)))


def _long_words(text: str) -> frozenset[str]:
    return frozenset(_LONG_WORD.findall(text.casefold()))


def _is_agreed(target: Page, cited: str, framework: Framework) -> bool:
    """Whether an index or a matrix has the cited name, or several links have, and none of all the
    page's own.
    """
    (said,) = framework.memo.of_page(_linked_as, target)
    name, own = (comparable(text).casefold() for text in (cited, target.name))
    if not name or said[own]:
        return False  # as nearly always, so that no index need be looked at
    return said[name] >= _SEVERAL or (target.id, name) in framework.memo.of_all(_indexed_as)


def _linked_as(target: Page, framework: Framework) -> Iterator[Counter[str]]:
    """How often links print each name of a page."""
    said: Counter[str] = Counter()
    for path in framework.links.sources.get(target.path, ()):
        (names,) = framework.memo.of_page(_names_of_links, framework.by_path[path])
        said.update(names.get(target.id, ()))
    yield said


def _names_of_links(page: Page, framework: Framework) -> Iterator[Mapping[str, list[str]]]:
    """The names that the links of a page print, by the IDs of the pages to which they lead."""
    said: dict[str, list[str]] = defaultdict(list)
    for link, other in framework.links.to_pages(page):
        found_id, name = framework.readers.ids.cut(link.text)
        if found_id == other.id:
            said[found_id].append(comparable(name).casefold())
    yield said


def _indexed_as(framework: Framework) -> frozenset[tuple[str, str]]:
    """The names that an index or a matrix has and the pages have not, with the pages' IDs."""
    copies = (page for page in framework.pages if page.kind is not None and page.kind.is_copy)
    found = (one for page in copies for one in framework.memo.of_page(mismatches, page))
    return frozenset((one.source.id, one.wrong.casefold()) for one in found if one.is_name)
