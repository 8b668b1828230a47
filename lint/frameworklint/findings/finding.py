"""A finding: one fault, with all places that have the same cause."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from frameworklint.digests import digest
from frameworklint.findings.identity import Key, cell_keys_of, place_keys_of
from frameworklint.linter.place import Place, Related, Severity
from frameworklint.source.span import Span

if TYPE_CHECKING:
    from frameworklint.linter.rule import Rule


PlaceNames = tuple[tuple[frozenset[str], ...], ...]


class Neighbor(NamedTuple):
    """A finding of another rule that stands side by side with one.

    Attributes:
        related: the finding, as it is named.
        spots: path and span of the places that it has to do with; empty where with all of them.
    """

    related: Related
    spots: frozenset[tuple[str, Span]] = frozenset()


class Finding(NamedTuple):
    """One fault, at its primary place, with all other places that have the same cause.

    Attributes:
        all_places: the places, those included that are not to be reported.
        neighbors: the findings of other rules that stand side by side with it.
        follows: the fingerprints of findings that together explain all of this one: one fault,
            not two.
    """

    rule: "Rule"
    places: tuple[Place, ...]
    fold: str
    fingerprint: str
    severity: Severity
    all_places: tuple[Place, ...]
    neighbors: tuple[Neighbor, ...] = ()
    follows: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """The primary place."""
        return self.places[0]

    @property
    def place_keys(self) -> tuple[str, ...]:
        """What names each place whatever its line, in the order of the places."""
        cause = (self.rule.code, self.place.cause, self.fold)
        numbered = zip(self.all_places, place_keys_of(self.all_places), strict=True)
        keys = {(p.page.path, p.span): digest(*cause, *key) for p, key in numbered}
        return tuple(keys[place.page.path, place.span] for place in self.places)

    @property
    def place_names(self) -> PlaceNames:
        """For each place its names: it is known where all keys of one of them are.

        A place is named by its page, and by each cell that it prints, whatever the cell's row and
        whichever page prints it; where it is made up of several faults, by all of these too.
        """
        return self._named(lambda place: place.elements or (place.cause,))

    @property
    def hidden_names(self) -> PlaceNames:
        """The names of each place where another fault hides it: one that only says that two texts
        differ is named by the words in which they do.
        """
        return self._named(
            lambda place: (
                tuple(f"{place.cause} {word}" for word in place.words)
                or place.elements
                or (place.cause,)
            )
        )

    def _named(self, faults_of: Callable[[Place], tuple[str, ...]]) -> PlaceNames:
        places = self.all_places
        own = zip(places, place_keys_of(places), cell_keys_of(places), strict=True)
        names = {
            (p.page.path, p.span): self._names(faults_of(p), key, cells) for p, key, cells in own
        }
        return tuple(names[place.page.path, place.span] for place in self.places)

    def _names(
        self, faults: tuple[str, ...], key: Key, cells: Sequence[Key]
    ) -> tuple[frozenset[str], ...]:
        code = self.rule.code
        return tuple(
            frozenset(digest(code, fault, *at) for fault in faults)
            for at in ((self.fold, *key), *(("cell", *cell) for cell in cells))
        )

    @property
    def keys(self) -> list[str]:
        """All that names its places, sorted."""
        names = (name for found in self.place_names for name in found)
        return sorted({key for name in names for key in name})

    @property
    def message(self) -> str:
        """What is wrong."""
        place = self.place
        if len(self.places) > 1 and place.many:
            message = place.many.replace("{n}", str(len(self.places)))
            indexes = range(len(place.amounts))
            sums = [sum(other.amounts[index] for other in self.places) for index in indexes]
            for index, total in enumerate(sums):
                message = message.replace(f"{{sum{index}}}", str(total))
            return message.replace("{sums}", _listed(sums, place.units))
        return place.message

    @property
    def beside(self) -> list[Related]:
        """The findings of other rules beside it that have to do with one of its places."""
        here = {(place.page.path, place.span) for place in self.places}
        return [one.related for one in self.neighbors if not one.spots or one.spots & here]

    @property
    def also(self) -> list[Related]:
        """The other places: those of the same cause, then those that help to understand."""
        merged = [Related(p.page, p.span, p.message) for p in self.places[1:]]
        related = [related for place in self.places for related in place.also]
        seen = {(self.place.page.path, self.place.span)}
        beside = dict.fromkeys(self.beside)
        found = []
        for place in [*merged, *beside, *related]:
            # What another rule says of this very spot is news, another place there is none.
            if (place.page.path, place.span) not in seen or place in beside:
                seen.add((place.page.path, place.span))
                found.append(place)
        return found

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """By path, position and rule."""
        return self.place.page.path, self.place.span, self.rule.code, self.fingerprint


def _listed(sums: Sequence[int], units: Sequence[tuple[str, str]]) -> str:
    """Sums with their units, but for those of nothing: `2 files, 1 folder and 5 links`."""
    counted = [(n, names) for n, names in zip(sums, units, strict=False) if n]
    parts = [f"{n:,} {one if n == 1 else several}" for n, (one, several) in counted]
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
