"""Fields and tables by their names: those that a kind does not have, or has once only."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from frameworklint.api import Framework, Page, Place, Related, Span

from ._errors import UNSEEN, free_names, is_unseen, near_spelling, of_template, unknown_names


def wrong_names(
    page: Page, framework: Framework, found: Sequence[tuple[str, Span]], *, of_tables: bool
) -> Iterator[Place]:
    """One place for each name that is unknown, or stands more than once.

    Args:
        page: the page.
        framework: the framework.
        found: the names of all fields or tables, and where they stand.
        of_tables: whether they are tables.
    """
    what = "table" if of_tables else "field"
    noun = page.kind.noun if page.kind and page.kind.noun else "such page"
    unknown = set(unknown_names(page, of_tables=of_tables))
    if not unknown and len({name for name, _ in found}) == len(found):
        return
    free = free_names(page, framework, of_tables=of_tables) if unknown else []
    spans: dict[str, list[Span]] = defaultdict(list)
    for name, span in found:
        spans[name].append(span)
    for name, (first, *later) in spans.items():
        also = [Related(page, span, "here too") for span in later]
        if name in unknown:
            meant = near_spelling(name, free)
            message = f"No {noun} has a {what} `{name}`"
            message += f"; did you mean `{meant}`?" if meant else ""
            if is_unseen(name, meant):
                message = f"The {what} `{meant}` {UNSEEN}"
            place = first
            which = f"The {what} `{name}`, which no {noun} has, stands"
        elif later:
            count = "twice" if len(later) == 1 else f"{len(later) + 1} times"
            message = f"The {what} `{name}` stands {count}"
            also[0] = Related(page, first, "the first one")
            place = later[0]
            which = message
        else:
            continue
        yield Place(
            page=page,
            span=place,
            message=message,
            cause=name,
            subject=name,
            also=tuple(also),
            templates=of_template(page, framework, f"{name} {bool(later)}", which),
        )
