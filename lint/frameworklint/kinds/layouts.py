"""The layouts of a kind's pages: each has a JSON Schema of its own."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from frameworklint.kinds.flat_schema import FlatSchema


class SchemaError(NamedTuple):
    """One disagreement between a page and its schema.

    Attributes:
        keyword: the schema keyword that failed, such as `required`.
        key: the record's key: a field's label, or `| ` and a table's first column.
        expected: what the value must be, for the keyword `const`.
        hint: what the schema says of the key in words.
    """

    keyword: str
    key: str
    expected: str = ""
    hint: str = ""

    @property
    def is_table(self) -> bool:
        """Whether the error concerns a table."""
        return self.key.startswith("| ")

    @property
    def name(self) -> str:
        """The field's label or the table's first column."""
        return self.key.removeprefix("| ")


class Layout:
    """One way in which pages of a kind are printed.

    Attributes:
        name: the first year of the layout.
        schema: the JSON Schema of the flat record.
        required: keys that the record must have.
    """

    def __init__(self, name: str, schema: dict[str, Any]) -> None:
        self.name = name
        self.schema = schema
        self._flat = FlatSchema(schema)
        self.required = frozenset(schema["required"])
        self.properties: dict[str, Any] = schema["properties"]

    def misfit(self, keys: Iterable[str]) -> int:
        """How many keys are missing from or unknown to this layout."""
        return len(self.required.symmetric_difference(keys) - (self.properties.keys() & keys))

    def errors(self, record: Mapping[str, str]) -> tuple[SchemaError, ...]:
        """What the schema says against a record, one error per key and keyword, in key order."""
        found: dict[SchemaError, None] = {}
        for keyword, key, value in self._flat.errors(record):
            if keyword == "required":
                keys = sorted(self.required - record.keys())
            elif keyword == "additionalProperties":
                keys = sorted(record.keys() - self.properties.keys())
            else:
                keys = [key]
            expected = value if keyword == "const" else ""
            found |= {SchemaError(keyword, key, expected, self.hint(key)): None for key in keys}
        return tuple(found)

    def hint(self, key: str) -> str:
        """What the schema says of a key in words, or an empty string."""
        return str(self.properties.get(key, {}).get("description", ""))
