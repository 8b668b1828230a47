"""Whether it may be a page's title that is wrong, and not what others say of the page."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
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


@lru_cache(maxsize=1024)
def _long_words(text: str) -> frozenset[str]:
    return frozenset(_LONG_WORD.findall(text.casefold()))


def _is_agreed(target: Page, cited: str, framework: Framework) -> bool:
    """Whether an index or a matrix has the cited name, or several links have, and none of all the
    page's own.
    """
    (said,) = framework.memo.of_page(_said_of, target)
    name, own = (comparable(text).casefold() for text in (cited, target.name))
    return bool(name) and said[name] >= _SEVERAL and not said[own]


def _said_of(target: Page, framework: Framework) -> Iterator[Counter[str]]:
    """How often others print each name of a page; one in an index counts as several."""
    said: Counter[str] = Counter()
    for path in framework.links.sources.get(target.path, ()):
        (names,) = framework.memo.of_page(_said_on, framework.by_path[path])
        said.update(names.get(target.id, ()))
    yield said


def _said_on(page: Page, framework: Framework) -> Iterator[Mapping[str, list[str]]]:
    """The names that a page prints of others, by their IDs."""
    said: dict[str, list[str]] = defaultdict(list)
    if page.kind is not None and page.kind.is_copy:
        for found in framework.memo.of_page(mismatches, page):
            if found.is_name:
                said[found.source.id] += [found.wrong.casefold()] * _SEVERAL
    for link, other in framework.links.to_pages(page):
        found_id, name = framework.readers.ids.cut(link.text)
        if found_id == other.id:
            said[found_id].append(comparable(name).casefold())
    yield said
