"""What is wrong with the form of an object."""

from typing import NamedTuple

from frameworklint.exports.json_text import Way


class FormError(NamedTuple):
    """Where an object does not follow the schema of its type.

    Attributes:
        way: the way to the value that is wrong.
        keyword: what asks for something else.
        text: what is wrong, in words that follow the value's name.
    """

    way: Way
    keyword: str
    text: str
