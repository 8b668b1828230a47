"""What the files that others load mean, as the annotations in `schemas/exports.json` say."""

from collections.abc import Collection, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from frameworklint.kinds.annotations import NOTHING


class CitedAnnotation(NamedTuple):
    """Where an object says to which page its own belongs.

    Attributes:
        kind: the kind of that page, which the page's own field must cite as its stage.
        value: the way to the texts that name it, such as `kill_chain_phases.phase_name`.
        by: the property by which the file's objects of that kind are named so; empty where the
            text is the page's name.
        prefix: with what a text begins that names such a page, in front of the name.
        chain: beside the value, the property that holds whose list the text is from.
    """

    kind: str
    value: str
    by: str = ""
    prefix: str = ""
    chain: str = ""


class PrintedAnnotation(NamedTuple):
    """Which field of a page a property prints.

    Attributes:
        fields: the labels of the field, of which a page has one; `name` is the page's name.
        noun, plural: what messages call it.
        slug: whether it is printed in small letters, with `-` for each blank.
    """

    fields: tuple[str, ...]
    noun: str
    plural: str
    slug: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it is the page's name as it stands in the title."""
        return self.fields == ("name",) and not self.slug


class ObjectAnnotation(NamedTuple):
    """Which objects of a file stand for the pages of a kind.

    Attributes:
        kind: the kind.
        id: the way to the page's ID, such as `external_references.external_id`.
        where: what their properties hold, by property.
        keys: how their keys begin; empty where nothing is known of it.
        source, address: beside the ID, the properties that hold whose ID it is and where the page
            can be read, each empty where there is none.
        texts: which field a property prints.
        cites: to which pages they belong.
    """

    kind: str
    id: str
    where: Mapping[str, str] = NOTHING
    keys: str = ""
    source: str = ""
    address: str = ""
    texts: Mapping[str, PrintedAnnotation] = NOTHING
    cites: tuple[CitedAnnotation, ...] = ()

    @property
    def name(self) -> str:
        """The property that prints the page's name, or an empty string."""
        return next((key for key, known in self.texts.items() if known.is_name), "")


class PartAnnotation(NamedTuple):
    """Which objects of a file say that one page is a part of another.

    Attributes:
        kind: the kind of both.
        where: what their properties hold, by property.
        part, whole: the properties that name the two objects.
        flag: the property of a page's object that says whether the page is a part; empty where
            there is none.
    """

    kind: str
    part: str
    whole: str
    flag: str = ""
    where: Mapping[str, str] = NOTHING


class SchemasAnnotation(NamedTuple):
    """Which JSON Schemas the objects of a file follow.

    Attributes:
        folder: the folder in `schemas/` that holds them, a file for each type.
        noun: what messages call the format.
        other: the schema of objects whose type has none.
    """

    folder: str
    noun: str
    other: str


class GridAnnotation(NamedTuple):
    """What a table holds whose columns are headed by pages of one kind.

    Attributes:
        kind: the kind of the pages in the cells.
        heads: the kind of the pages that head the columns.
        entries: in HTML, the element that names each of them once more, outside of the table.
    """

    kind: str
    heads: str
    entries: str = ""


class ExportAnnotation(NamedTuple):
    """A file that others load.

    Attributes:
        path: its path from the folder that holds the framework; `*` stands for any characters.
        form: `json`, `csv` or `html`.
        noun: what messages call it.
        remedy: what writes it anew, as messages ask for it: `run the exporter`.
        objects: in JSON, the key of the list of objects.
        key: the property by which other programs know an object.
        key_noun: what messages call that.
        unique: the properties that other programs tell objects apart by, beside the key.
        key_form: the regular expression that a key fits as a whole; empty where none is known.
        files: which files beside it hold one object each, with properties in braces.
        schemas: the JSON Schemas that they follow, if there are any.
        type: the property that names an object's schema.
        references: how the properties end that name other objects.
        well_known: the keys of objects that no file needs to hold.
        withdrawn: the properties by which an object says that it stands for no page any more.
        own: what the framework itself is called where a source is named, in any letter case.
        describes: which objects stand for pages.
        parts: which objects say that a page is a part of another.
        grid: what a table holds.
    """

    path: str
    form: str
    noun: str
    remedy: str
    objects: str = ""
    key: str = ""
    key_noun: str = ""
    unique: tuple[str, ...] = ()
    key_form: str = ""
    files: str = ""
    schemas: SchemasAnnotation | None = None
    type: str = ""
    references: tuple[str, ...] = ()
    well_known: frozenset[str] = frozenset()
    withdrawn: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    describes: tuple[ObjectAnnotation, ...] = ()
    parts: tuple[PartAnnotation, ...] = ()
    grid: GridAnnotation | None = None


def export_paths(
    files: Iterable[str], annotations: Collection[ExportAnnotation]
) -> dict[str, ExportAnnotation]:
    """Which of some files are exports: of several, those that lie nearest to the top.

    Returns:
        What the schemas say of each, by path.
    """
    found: dict[str, ExportAnnotation] = {}
    paths = list(files) if annotations else []
    for annotation in annotations:
        ending = annotation.path.rpartition("/")[2].rpartition("*")[2]
        likely = [path for path in paths if path.endswith(ending)]
        matches = [path for path in likely if _is_at(path, annotation.path)]
        depth = min((path.count("/") for path in matches), default=0)
        found |= {path: annotation for path in matches if path.count("/") == depth}
    return dict(sorted(found.items()))


def _is_at(path: str, ending: str) -> bool:
    """Whether a path ends as an export's, whatever folder holds the framework."""
    return fnmatchcase(path, ending) or fnmatchcase(path, f"*/{ending}")


def read(data: Mapping[str, Any]) -> tuple[ExportAnnotation, ...]:
    """What the content of a valid file `exports.json` says."""
    return tuple(map(_export, data["x-exports"]["files"]))


def _export(data: Mapping[str, Any]) -> ExportAnnotation:
    known = dict(data)
    known["references"] = tuple(known.get("references", ()))
    known["well_known"] = frozenset(known.get("well_known", ()))
    known["unique"] = tuple(known.get("unique", ()))
    known["withdrawn"] = tuple(known.get("withdrawn", ()))
    known["own"] = tuple(known.get("own", ()))
    known["describes"] = tuple(map(_object, known.get("describes", ())))
    known["parts"] = tuple(PartAnnotation(**part) for part in known.get("parts", ()))
    known["schemas"] = SchemasAnnotation(**known["schemas"]) if "schemas" in known else None
    known["grid"] = GridAnnotation(**known["grid"]) if "grid" in known else None
    return ExportAnnotation(**known)


def _object(data: Mapping[str, Any]) -> ObjectAnnotation:
    known = dict(data)
    known["texts"] = {
        key: PrintedAnnotation(**{**printed, "fields": tuple(printed["fields"])})
        for key, printed in known.get("texts", {}).items()
    }
    known["cites"] = tuple(CitedAnnotation(**cited) for cited in known.get("cites", ()))
    return ObjectAnnotation(**known)
