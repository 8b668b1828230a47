"""The command `ids`: which ID a new row gets."""

from collections.abc import Iterable, Iterator, Sequence

from frameworklint.commands.options import OK, Options
from frameworklint.commands.setup import Setup
from frameworklint.commands.trees import read_states
from frameworklint.errors import GitError, UsageError
from frameworklint.framework.id_series import IdSeries, id_series
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import visible
from frameworklint.terminal.layout import Line, fitted
from frameworklint.terminal.medium import columns
from frameworklint.terminal.progress import silent


def ids(options: Options) -> int:
    """Print the next free ID of each kind, and those that must not be used again.

    Raises:
        UsageError: there is no framework, or it can not be read.
    """
    setup = Setup(options)
    framework = read_states(setup, setup.trees, None, silent).framework
    deleted, notice = _deleted(setup.root)
    series = list(id_series(framework, deleted))
    if not series:
        raise UsageError(f"{setup.root} holds no page and no row with an ID")
    if notice:
        streams.warn(notice)
    for notice in framework.workbook.notices:
        streams.warn(notice)
    lines = (pieces for line in _lines(series) for pieces in fitted(line, columns()))
    streams.write("".join(f"{''.join(text for text, _ in pieces)}\n" for pieces in lines))
    return OK


def _deleted(root: str) -> tuple[set[str], str]:
    """The paths of files that are gone, and what the user should know of what is not known."""
    from frameworklint.source.git import Repository
    from frameworklint.source.history.deleted import deleted_paths, is_shallow

    try:
        repository = Repository(root)
        if not repository.head:
            return set(), ""
        notice = ""
        if is_shallow(repository):
            notice = (
                "this clone is shallow, so more IDs may have been withdrawn than are known here:"
                " fetch the whole history (`git fetch --unshallow`)"
            )
        return deleted_paths(repository), notice
    except GitError as error:
        return set(), f"it is not known which IDs were withdrawn: {error}"


def _lines(series: Iterable[IdSeries]) -> Iterator[Line]:
    rows = [(one, one.next) for one in series]
    nouns = max(len(one.noun) for one, _ in rows)
    free = max(len(_first(found)) for _, found in rows)
    for one, found in rows:
        counts = f"{len(one.taken):>6,} taken {len(one.withdrawn):>6,} withdrawn"
        yield _line(f"{one.noun.ljust(nouns)}  {_first(found).ljust(free)}  {counts}")
        if found[1:]:
            yield _line(f"  next parts: {', '.join(found[1:])}")
        if one.withdrawn:
            yield _line(f"  never to be used again: {', '.join(_ranges(sorted(one.withdrawn)))}")


def _first(found: Sequence[str]) -> str:
    return found[0] if found else "none left"


def _ranges(ids: Sequence[str]) -> Iterator[str]:
    """Some sorted IDs, of those that follow one another the first and the last."""
    first = last = ""
    for text in [*ids, ""]:
        if last and text == _after(last):
            last = text
            continue
        if last:
            yield first if first == last else f"{first} to {last}"
        first = last = text


def _after(text: str) -> str:
    return next(iter(IdSeries("", frozenset([text])).next), "")


def _line(text: str) -> Line:
    return Line(((visible(text), ""),), 4)
