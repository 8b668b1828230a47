"""Whether the files of a schema folder name only kinds, fields, tables and pages that exist."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from frameworklint.kinds.export_references import problems_of_exports
from frameworklint.kinds.schema_files import (
    EXPORTS,
    INDEXES,
    KINDS,
    WORKBOOK,
    Problem,
    SchemaFiles,
    by_name,
    nearest,
)

_TABLE = "| "
_TITLE = ("type", "id", "name")  # keys of every layout that are no fields

# The way to a place in a file, from the annotation on, and what is wrong there, or nothing.
_Text = tuple[tuple[str | int, ...], str]


def problems(files: SchemaFiles) -> Iterator[Problem]:
    """What is wrong with files each of which has the shape that it must have."""
    names = _Names(files)
    if not names.kinds:
        yield Problem(KINDS, (), "there is no kind: each is a file such as technique.json")
    yield from _problems_of_doubles(files)
    kinds = [
        _KindNames(path, name, content, names) for name, path, content in by_name(files, KINDS)
    ]
    # A label that is wrong is reported where it stands, before what other files say of it.
    for kind in kinds:
        yield from kind.problems_of_labels()
    for kind in kinds:
        yield from kind.problems_of_fields()
        yield from kind.problems_of_tables()
        yield from kind.problems_of_lists()
    for _, path, content in by_name(files, INDEXES):
        yield from _problems_of_index(path, content, names)
    if WORKBOOK in files:
        workbook = files[WORKBOOK]["x-workbook"]
        yield from _problems_of_files(workbook["files"])
        yield from _problems_of_sheets(files, workbook)
        for number, relation in enumerate(workbook["relations"]):
            yield from _problems_of_relation(("x-workbook", "relations", number), relation, names)
    exported = files[EXPORTS]["x-exports"]["files"] if EXPORTS in files else []
    for keys, text in problems_of_exports(exported, names.kinds, names.labels):
        yield Problem(EXPORTS, keys, text)


class _Names:
    """What the files of a folder define: kinds, index pages, and of each kind labels and tables."""

    def __init__(self, files: SchemaFiles) -> None:
        self.kinds = {name: content for name, _, content in by_name(files, KINDS)}
        self.pages = [content["x-page"] for _, _, content in by_name(files, INDEXES)]

    @property
    def listing_files(self) -> list[str]:
        """The files of the index and matrix pages."""
        return [page["file"] for page in self.pages if page["role"] in ("index", "matrix")]

    def labels(self, kind: str) -> set[str]:
        """The labels of a kind's fields in any layout."""
        keys = _keys(self.kinds[kind])
        return {key for key in keys if not key.startswith(_TABLE)}.difference(_TITLE)

    def tables(self, kind: str) -> set[str]:
        """The first columns of a kind's tables in any layout."""
        keys = _keys(self.kinds[kind])
        return {key.removeprefix(_TABLE) for key in keys if key.startswith(_TABLE)}

    def unknown_kind(self, name: str) -> str:
        """What is wrong with the name of a kind, or an empty string."""
        return _unknown("kind", name, self.kinds, "kinds")


def _unknown(what: str, name: str, known: Collection[str], plural: str) -> str:
    """What is wrong with a name, or an empty string where it is known."""
    return "" if name in known else f"there is no {what} {name!r}{nearest(name, known, plural)}"


def _layouts(content: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    layouts: Mapping[str, Any] = content["$defs"]
    return layouts.values()


def _keys(content: Mapping[str, Any]) -> set[str]:
    """The keys of pages in any layout."""
    return {key for layout in _layouts(content) for key in layout["properties"]}


def _columns(content: Mapping[str, Any], table: str = "") -> set[str] | None:
    """The columns of a table, or of all, in any layout; None where a layout names none."""
    found: set[str] = set()
    for layout in _layouts(content):
        for key, schema in layout["properties"].items():
            if key == f"{_TABLE}{table}" or (not table and key.startswith(_TABLE)):
                if "const" not in schema:
                    return None
                found |= set(schema["const"].split(" | "))
    return found


def _problems_of_doubles(files: SchemaFiles) -> Iterator[Problem]:
    """Two files that claim the same pages."""
    asked = ((KINDS, "x-kind", key) for key in ("folder", "word", "id"))
    for folder, annotation, key in [*asked, (INDEXES, "x-page", "file")]:
        first: dict[str, str] = {}
        for _, path, content in by_name(files, folder):
            value = content[annotation][key]
            other = first.setdefault(str(value), path)
            if other != path:
                shown = "" if isinstance(value, dict) else f" {value!r}"
                yield Problem(path, (annotation, key), f"{other} has the same {key}{shown}")


class _KindNames:
    """A kind's file and what it names."""

    def __init__(self, path: str, name: str, content: Mapping[str, Any], names: _Names) -> None:
        self.path, self.name, self.content, self.names = path, name, content, names
        self.annotation: Mapping[str, Any] = content["x-kind"]

    def _problem(self, text: str, *keys: str | int) -> Iterator[Problem]:
        if text:
            yield Problem(self.path, ("x-kind", *keys), text)

    def _unknown_label(self, label: str) -> str:
        return _unknown("field", label, self.names.labels(self.name), "fields of the layouts")

    def problems_of_labels(self) -> Iterator[Problem]:
        """Fields and tables that no layout has."""
        for key in ("summary", "parent", "year"):
            if key in self.annotation:
                yield from self._problem(self._unknown_label(self.annotation[key]), key)
        for number, label in enumerate(self.annotation.get("descriptive", [])):
            yield from self._problem(self._unknown_label(label), "descriptive", number)
        for label in self.annotation.get("fields", {}):
            yield from self._problem(self._unknown_label(label), "fields", label)
        for label in self.annotation.get("workbook", {}).get("fields", {}):
            yield from self._problem(self._unknown_label(label), "workbook", "fields", label)
        tables = self.names.tables(self.name)
        for name in self.annotation.get("tables", {}):
            text = _unknown("table", name, tables, "tables of the layouts")
            yield from self._problem(text, "tables", name)

    def problems_of_fields(self) -> Iterator[Problem]:
        """Fields that cite or mirror what does not exist."""
        for label, field in self.annotation.get("fields", {}).items():
            where = ("fields", label)
            cited = field["cites"]
            text = self.names.unknown_kind(cited)
            yield from self._problem(text, *where, "cites")
            if "mirror" in field and not text:
                tables = self.names.kinds[cited]["x-kind"].get("tables", {})
                text = _unknown(f"table of {cited}", field["mirror"], tables, "tables")
                yield from self._problem(text, *where, "mirror")

    def problems_of_tables(self) -> Iterator[Problem]:
        """Tables of kinds, columns or mirrors that do not exist."""
        for name, table in self.annotation.get("tables", {}).items():
            where = ("tables", name)
            for key in ("lists", "text_of"):
                if key in table:
                    yield from self._problem(self.names.unknown_kind(table[key]), *where, key)
            yield from self._problems_of_mirrors(table, *where)
            yield from self._problems_of_columns(name, table, *where)

    def _problems_of_mirrors(self, table: Mapping[str, Any], *where: str) -> Iterator[Problem]:
        listed = table.get("lists", "")
        for number, mirror in enumerate(table.get("mirror", [])):
            if not listed:
                text = "a table that lists no kind has no mirror: the key 'lists' is missing"
                yield from self._problem(text, *where, "mirror")
            elif listed in self.names.kinds:
                other = self.names.kinds[listed]["x-kind"]
                known = {**other.get("tables", {}), **other.get("fields", {})}
                text = _unknown(f"table or field of {listed}", mirror, known, "tables and fields")
                yield from self._problem(text, *where, "mirror", number)

    def _problems_of_columns(
        self, name: str, table: Mapping[str, Any], *where: str
    ) -> Iterator[Problem]:
        columns = _columns(self.content, name)
        if columns is None:
            return
        named: list[tuple[tuple[str, ...], str]] = [
            (("sources", key), column) for key, column in table.get("sources", {}).items()
        ]
        if "description" in table:
            named.append((("description",), table["description"]))
        for keys, column in named:
            yield from self._problem(_unknown("column", column, columns, "columns"), *where, *keys)

    def problems_of_lists(self) -> Iterator[Problem]:
        """Index and matrix pages that do not exist."""
        for number, file in enumerate(self.annotation.get("listed_on", [])):
            text = _unknown("index or matrix page", file, self.names.listing_files, "pages")
            yield from self._problem(text, "listed_on", number)


def _problems_of_index(path: str, content: Mapping[str, Any], names: _Names) -> Iterator[Problem]:
    """Kinds, columns and fields that do not exist."""
    page = content["x-page"]
    texts = [*_kinds_of_index(page, names), *_columns_of_index(page, _columns(content))]
    for keys, text in [*texts, *_fields_of_index(page, names)]:
        if text:
            yield Problem(path, ("x-page", *keys), text)


def _kinds_of_index(page: Mapping[str, Any], names: _Names) -> Iterator[_Text]:
    if "of" in page:
        yield ("of",), names.unknown_kind(page["of"])
    for column, kind in page.get("cites", {}).items():
        yield ("cites", column), names.unknown_kind(kind)


def _columns_of_index(page: Mapping[str, Any], known: set[str] | None) -> Iterator[_Text]:
    if known is not None:
        for key in ("columns", "endings", "cites"):
            for column in page.get(key, {}):
                yield (key, column), _unknown("column", column, known, "columns")


def _fields_of_index(page: Mapping[str, Any], names: _Names) -> Iterator[_Text]:
    listed = page.get("of")
    for key in ("columns", "endings"):
        if listed is None:
            # What has no pages has a name all the same.
            if any(labels != ["name"] for labels in page.get(key, {}).values()):
                yield (key,), "a page that lists no kind copies no fields: the key 'of' is missing"
        elif listed in names.kinds:
            known = names.labels(listed) | ({"name"} if key == "columns" else set())
            for column, labels in page.get(key, {}).items():
                for number, label in enumerate(labels):
                    text = _unknown(f"field of {listed}", label, known, "fields")
                    yield (key, column, number), text


def _problems_of_files(files: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Names that no workbook can have, and sheets that two files hold."""
    first: dict[str, str] = {}
    for file, sheets in files.items():
        where = ("x-workbook", "files", file)
        if "/" in file or "\\" in file or not file.endswith(".xlsx"):
            yield Problem(WORKBOOK, where, "the name of a file ends in .xlsx and holds no folder")
        for number, sheet in enumerate(sheets):
            other = first.setdefault(sheet, file)
            if other != file:
                text = f"{sheet!r} is a sheet of {other} already: it is read from one file"
                yield Problem(WORKBOOK, (*where, number), text)


def _problems_of_sheets(files: SchemaFiles, workbook: Mapping[str, Any]) -> Iterator[Problem]:
    """Sheets that are printed, and that none of the workbooks holds."""
    held = {sheet for sheets in workbook["files"].values() for sheet in sheets}
    named: list[tuple[str, tuple[str | int, ...], str]] = []
    for _, path, content in by_name(files, KINDS):
        if "workbook" in content["x-kind"]:
            where = ("x-kind", "workbook", "sheet")
            named.append((path, where, content["x-kind"]["workbook"]["sheet"]))
    for _, path, content in by_name(files, INDEXES):
        if "sheet" in content["x-page"]:
            named.append((path, ("x-page", "sheet"), content["x-page"]["sheet"]))
    for number, relation in enumerate(workbook["relations"]):
        at = ("x-workbook", "relations", number)
        named.append((WORKBOOK, (*at, "sheet"), relation["sheet"]))
        named += [
            (WORKBOOK, (*at, key, "sheet"), relation[key]["sheet"])
            for key in ("from", "to")
            if "sheet" in relation[key]
        ]
    for path, keys, sheet in named:
        if sheet not in held:
            text = f"no file of {WORKBOOK} holds the sheet {sheet!r}"
            yield Problem(path, keys, f"{text}{nearest(sheet, held, 'sheets')}")


def _problems_of_relation(
    where: tuple[str | int, ...], relation: Mapping[str, Any], names: _Names
) -> Iterator[Problem]:
    """Kinds and tables that do not exist."""
    for keys, text in _texts_of_relation(relation, names):
        if text:
            yield Problem(WORKBOOK, (*where, *keys), text)


def _texts_of_relation(relation: Mapping[str, Any], names: _Names) -> Iterator[_Text]:
    for key in ("from", "to"):
        if "kind" in relation[key]:
            yield (key, "kind"), names.unknown_kind(relation[key]["kind"])
        elif "sheet" not in relation[key]:
            yield (key,), "one of the keys 'kind' and 'sheet' is needed"
    if relation.get("named") and "kind" not in relation["to"]:
        yield ("named",), "only IDs of a kind have names: the key 'kind' is missing in 'to'"
    tables = relation.get("tables", {})
    for kind, table in tables.items():
        text = names.unknown_kind(kind)
        yield (
            ("tables", kind),
            text or _unknown(f"table of {kind}", table, names.tables(kind), "tables"),
        )
    yield from _columns_of_relation(relation, names)


def _columns_of_relation(relation: Mapping[str, Any], names: _Names) -> Iterator[_Text]:
    tables = [
        _columns(names.kinds[kind], table)
        for kind, table in relation.get("tables", {}).items()
        if kind in names.kinds
    ]
    if not tables and relation.get("columns"):
        yield (
            ("columns",),
            "what is printed in no table has no columns: the key 'tables' is missing or empty",
        )
    elif None not in tables:
        known = {column for columns in tables for column in columns or ()}
        for column in relation.get("columns", {}):
            yield ("columns", column), _unknown("column", column, known, "columns")
