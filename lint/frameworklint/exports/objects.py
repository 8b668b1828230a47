"""The objects of an export, and the pages for which they stand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from frameworklint.exports.export_page import ExportPage
from frameworklint.exports.json_text import JsonList, LocatedObject, Locator, Way
from frameworklint.kinds.exports import CitedAnnotation, ExportAnnotation, ObjectAnnotation
from frameworklint.kinds.kind import Kind, Kinds
from frameworklint.page.names import folded
from frameworklint.source.span import Span

Value = tuple[Way, Any]
_LONGEST_NAME = 80


class ExportedObject:
    """An object of an export.

    Attributes:
        page: the export as findings see it.
        content: what it holds.
        repeated: the keys that stand twice in it.
        withdrawn_by: the property by which it says that it is withdrawn; empty where none does.
        annotation: what it stands for, None where it stands for no page.
        kind: the kind of that page, or of the one for which it stood before it was withdrawn.
        id: the ID of that page; empty where it names none.
    """

    def __init__(self, export: "ObjectExport", located: LocatedObject, kinds: Kinds) -> None:
        self.page = export.page
        self.content = located.content
        self.repeated = located.repeated
        self._located = located
        self._export = export
        self.withdrawn_by = _withdrawn_by(located.content, export.annotation)
        self._form = _form_of(located.content, export.annotation)
        self.annotation = None if self.withdrawn_by else self._form
        self.kind = kinds.by_name[self._form.kind] if self._form else None
        self._id_value = self._find_id()
        self.id = text_of(self._id_value[1]) if self._id_value else ""
        self.key = text_of(located.content.get(export.annotation.key, ""))

    def _find_id(self) -> Value | None:
        """The ID, the first that has the form of the kind's where there are several.

        Those of other frameworks, which may have the same form, come behind the own.
        """
        if self._form is None or self.kind is None:
            return None
        found = [v for v in self.values(self._form.id) if isinstance(v[1], str)]
        if len(found) > 1 and (source := self._form.source):
            found.sort(key=lambda value: not self._export.is_own(self, value, source))
        fitting = (value for value in found if self.kind.is_id(value[1]))
        return next(fitting, found[0] if found else None)

    @property
    def name(self) -> str:
        """The name that it prints of the page, white space folded."""
        return folded(text_of(self.content.get(self._form.name))) if self._form else ""

    @property
    def label(self) -> str:
        """What messages call it: ID and name, else the key by which other programs know it."""
        parts = (folded(self.id or self.key), self.name)
        return " ".join(part[:_LONGEST_NAME] for part in parts if part) or "an object"

    @property
    def id_way(self) -> Way:
        """The way to the ID, or as much of it as there is."""
        if self._id_value is not None:
            return self._id_value[0]
        return tuple(self.annotation.id.split(".")) if self.annotation else ()

    def values(self, way: str) -> Iterator[Value]:
        """The values that a way of keys between dots leads to, through all lists."""
        yield from _values(self.content, tuple(way.split(".")), ())

    def beside_id(self, name: str) -> Value | None:
        """What stands under a key beside the ID."""
        return self.beside(self._id_value, name) if self._id_value and name else None

    def beside(self, value: Value, name: str) -> Value | None:
        """What stands under a key of the object in which a value stands."""
        way = (*value[0][:-1], name)
        found: Any = self.content
        for step in way[:-1]:
            found = found[step]
        return (way, found[name]) if isinstance(found, dict) and name in found else None

    def span(self, way: Way | str = ()) -> Span:
        """Where a value stands, or as much of the way to it as there is."""
        steps = tuple(way.split(".")) if isinstance(way, str) else tuple(way)
        span = self._export.locator.locate(self._located.span.start, steps)
        names = ".".join(step for step in steps if isinstance(step, str))
        return self.page.named(span, f"object {self.id or self.key} {names}".rstrip())


def _withdrawn_by(content: Mapping[str, Any], annotation: ExportAnnotation) -> str:
    return next((name for name in annotation.withdrawn if content.get(name) is True), "")


def _form_of(content: Mapping[str, Any], annotation: ExportAnnotation) -> ObjectAnnotation | None:
    return next((known for known in annotation.describes if holds(content, known.where)), None)


def holds(content: Mapping[str, Any], where: Mapping[str, str]) -> bool:
    """Whether properties of an object hold what is asked of them."""
    return all(content.get(name) == wanted for name, wanted in where.items())


def text_of(value: Any) -> str:
    """A value where it is a text, else nothing."""
    return value if isinstance(value, str) else ""


def _values(content: Any, steps: tuple[str, ...], way: tuple[str | int, ...]) -> Iterator[Value]:
    left = [(content, steps, way)]
    while left:  # and no recursion, as lists can be nested more deeply than Python's calls
        value, steps, way = left.pop()
        if isinstance(value, list):
            inside = [(one, steps, (*way, index)) for index, one in enumerate(value)]
            left += reversed(inside)
        elif not steps:
            yield way, value
        elif isinstance(value, dict) and steps[0] in value:
            left.append((value[steps[0]], steps[1:], (*way, steps[0])))


class ObjectExport:
    """An export that holds objects.

    Attributes:
        page: the file as findings see it.
        annotation: what the schemas say of it.
        locator: finds what stands in it.
        list_span: where the list of its objects begins.
        objects: its objects in their order.
    """

    def __init__(
        self, path: str, annotation: ExportAnnotation, found: JsonList, kinds: Kinds
    ) -> None:
        self.annotation = annotation
        self.page = ExportPage(path, annotation, found.text)
        self.locator = Locator(found.text)
        self.list_span = self.page.named(found.span, "list")
        self.objects = [ExportedObject(self, located, kinds) for located in found.objects]
        self._kinds = kinds

    @cached_property
    def described(self) -> list[ExportedObject]:
        """The objects that stand for pages."""
        return [one for one in self.objects if one.annotation is not None]

    @cached_property
    def by_id(self) -> dict[str, list[ExportedObject]]:
        """The objects by the ID of their page, without blanks around it."""
        found: dict[str, list[ExportedObject]] = defaultdict(list)
        for one in self.described:
            if one.id:
                found[one.id.strip()].append(one)
        return found

    @cached_property
    def withdrawn(self) -> dict[str, ExportedObject]:
        """The objects that are withdrawn, by the ID of their page, where none stands for it."""
        gone = {one.id.strip(): one for one in self.objects if one.withdrawn_by and one.id}
        return {page_id: one for page_id, one in gone.items() if page_id not in self.by_id}

    @cached_property
    def by_key(self) -> dict[str, list[ExportedObject]]:
        """The objects by the key by which other programs know them."""
        found: dict[str, list[ExportedObject]] = defaultdict(list)
        for one in self.objects:
            if one.key:
                found[one.key].append(one)
        return found

    @property
    def kinds(self) -> list[Kind]:
        """The kinds for whose pages it holds objects."""
        return [self._kinds.by_name[known.kind] for known in self.annotation.describes]

    def cited_names(self, one: ExportedObject, cited: CitedAnnotation) -> list[tuple[Way, str]]:
        """How an object names the pages to which its own belongs: the ways and the names.

        Where one name is from a list of the framework's own, those of other lists are left out.
        """
        values = [(way, text_of(value)) for way, value in one.values(cited.value)]
        values = [value for value in values if value[1].startswith(cited.prefix)]
        own = [value for value in values if self.is_own(one, value, cited.chain)]
        return [(way, text.removeprefix(cited.prefix)) for way, text in own or values]

    def is_own(self, one: ExportedObject, value: Value, chain: str) -> bool:
        """Whether what stands beside a value says that it is the framework's own."""
        beside = one.beside(value, chain) if chain else None
        return beside is not None and self._is_own_name(beside[1])

    def _is_own_name(self, value: Any) -> bool:
        return text_of(value).casefold() in map(str.casefold, self.annotation.own)

    def foreign(self, one: ExportedObject) -> Iterator[Value]:
        """Where an object says that what it names is another framework's."""
        source = one.beside_id(one.annotation.source) if one.annotation else None
        if source is not None and not self._is_own_name(source[1]):
            yield source
        for cited in one.annotation.cites if one.annotation else ():
            values = list(one.values(cited.value))
            if cited.chain and not any(self.is_own(one, value, cited.chain) for value in values):
                chains = (one.beside(value, cited.chain) for value in values)
                yield from (chain for chain in chains if chain is not None)

    def ids_by_name(self, cited: CitedAnnotation) -> Mapping[str, str]:
        """The IDs of the pages that can be cited, by what the file's objects call them."""
        known = self._ids_by_name.get(cited)
        if known is None:
            known = self._ids_by_name[cited] = {
                text_of(one.content.get(cited.by)): one.id
                for one in reversed(self.described)
                if one.kind and one.kind.name == cited.kind
            }
        return known

    @cached_property
    def _ids_by_name(self) -> dict[CitedAnnotation, Mapping[str, str]]:
        return {}

    @cached_property
    def wholes(self) -> dict[str, list[tuple[ExportedObject, str, str]]]:
        """Of which pages others are parts, by the ID of the part: the object that says so, the
        property that names the whole, and the ID of that.
        """
        found: dict[str, list[tuple[ExportedObject, str, str]]] = defaultdict(list)
        for one in self.objects:
            for known in self.annotation.parts:
                if holds(one.content, known.where):
                    part, whole = (
                        self._id_of(text_of(one.content.get(name)))
                        for name in (known.part, known.whole)
                    )
                    found[part].append((one, known.whole, whole))
        return found

    @cached_property
    def parts(self) -> dict[tuple[str, str], tuple[ExportedObject, str]]:
        """The object that says that a page is a part of another, and the property that names the
        whole, by the IDs of part and whole.
        """
        return {
            (part, whole): (one, key)
            for part, known in self.wholes.items()
            for one, key, whole in reversed(known)
        }

    def references(self, one: ExportedObject) -> Iterator[tuple[Way, str]]:
        """Where an object names others by their keys, and which."""
        endings = self.annotation.references
        for name, value in one.content.items() if endings else ():
            if name.endswith(endings):
                yield from ((way, text_of(key)) for way, key in _values(value, (), (name,)))

    @cached_property
    def dangling(self) -> list[tuple[ExportedObject, Way, str]]:
        """Where objects name others that are neither here nor known by the format itself: the
        object, the way, and the key that it names.
        """
        known = self.by_key.keys() | self.annotation.well_known
        return [
            (one, way, key)
            for one in self.objects
            for way, key in self.references(one)
            if key not in known
        ]

    @cached_property
    def dangling_by_key(self) -> dict[str, list[tuple[ExportedObject, Way]]]:
        """Where objects name others that are missing, by the key that they name."""
        found: dict[str, list[tuple[ExportedObject, Way]]] = defaultdict(list)
        for one, way, key in self.dangling:
            found[key].append((one, way))
        return found

    @cached_property
    def dangling_objects(self) -> frozenset[ExportedObject]:
        """The objects that name one that is missing."""
        return frozenset(one for one, _, _ in self.dangling)

    @cached_property
    def wholes_of_missing(self) -> frozenset[str]:
        """The IDs of the pages of which an object that is missing is said to be a part."""
        parts = self.wholes.get("", ())
        return frozenset(whole for one, _, whole in parts if one in self.dangling_objects)

    def _id_of(self, key: str) -> str:
        known = self.by_key.get(key, ())
        return next((one.id for one in known if one.id and not one.withdrawn_by), "")
