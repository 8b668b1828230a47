"""Names in title case, where all others of their kind are."""

import re
from collections import defaultdict
from collections.abc import Iterator

from frameworklint.api import Framework, Span

# Four letters or more, all small; but no preposition or the like.
_SMALL = re.compile(r"(?<![\w'’./-])[a-z]{4,}(?![\w'’./-])")
_PREPOSITIONS = frozenset(
    (
        *("about", "above", "across", "after", "against", "along", "amid", "among", "around"),
        *("before", "behind", "below", "beneath", "between", "beyond", "during", "from", "inside"),
        *("into", "like", "near", "onto", "over", "past", "since", "than", "that", "through"),
        *("toward", "towards", "under", "until", "upon", "versus", "when", "with", "within"),
        "without",
    )
)
_FEWEST = 5  # names of a kind that show a custom
_EXCEPTIONS = 20  # one name in so many may depart from it


def kinds_in_title_case(framework: Framework) -> frozenset[str]:
    """The kinds whose names are in title case: all but one, or all but a few of many."""
    names: dict[str, list[bool]] = defaultdict(list)
    for page in framework.records:
        if page.kind is not None and page.name and page.path not in framework.orphans:
            names[page.kind.name].append(any(small_words(page.name)))
    return frozenset(
        kind
        for kind, departing in names.items()
        if len(departing) >= _FEWEST and sum(departing) <= max(1, len(departing) // _EXCEPTIONS)
    )


def small_words(name: str) -> Iterator[Span]:
    """The words of a name that title case would begin with a capital."""
    for match in _SMALL.finditer(name):
        if match[0] not in _PREPOSITIONS:
            yield Span(*match.span())
