"""Whether `exports.json` names only kinds and fields that exist, and all that a form needs."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from frameworklint.kinds.schema_files import nearest

# The way to a place in the file, and what is wrong there, or nothing.
Text = tuple[tuple[str | int, ...], str]
_NEEDED = {"json": ("objects", "key", "key_noun"), "csv": ("grid",), "html": ("grid",)}


def problems_of_exports(
    files: list[Mapping[str, Any]],
    kinds: Collection[str],
    labels: Callable[[str], Collection[str]],
) -> Iterator[Text]:
    """What is wrong in the list of files, each of which has the shape that it must have.

    Args:
        files: the list.
        kinds: the names of all kinds.
        labels: the labels of a kind's fields.
    """
    for number, export in enumerate(files):
        for key in _NEEDED[export["form"]]:
            if key not in export:
                text = f"a file of the form {export['form']} needs the key {key!r}"
                yield ("x-exports", "files", number), text
        if "schemas" in export and "type" not in export:
            text = "the key 'type' is missing, by which the schema of an object is chosen"
            yield ("x-exports", "files", number), text
        for keys, text in _of_file(export, kinds, labels):
            if text:
                yield ("x-exports", "files", number, *keys), text


def _of_file(
    export: Mapping[str, Any],
    kinds: Collection[str],
    labels: Callable[[str], Collection[str]],
) -> Iterator[Text]:
    for number, known in enumerate(export.get("describes", [])):
        where = ("describes", number)
        yield (*where, "kind"), _unknown_kind(known["kind"], kinds)
        if known["kind"] in kinds:
            yield from _fields(known, where, {*labels(known["kind"]), "name"})
        for index, cited in enumerate(known.get("cites", [])):
            yield (*where, "cites", index, "kind"), _unknown_kind(cited["kind"], kinds)
    for number, part in enumerate(export.get("parts", [])):
        yield ("parts", number, "kind"), _unknown_kind(part["kind"], kinds)
    for key in ("kind", "heads"):
        if "grid" in export:
            yield ("grid", key), _unknown_kind(export["grid"][key], kinds)


def _fields(
    known: Mapping[str, Any], where: tuple[str | int, ...], labels: Collection[str]
) -> Iterator[Text]:
    for key, printed in known.get("texts", {}).items():
        for index, label in enumerate(printed["fields"]):
            text = f"there is no field {label!r}{nearest(label, labels, 'fields')}"
            yield (*where, "texts", key, "fields", index), "" if label in labels else text


def _unknown_kind(name: str, kinds: Collection[str]) -> str:
    return "" if name in kinds else f"there is no kind {name!r}{nearest(name, kinds, 'kinds')}"
