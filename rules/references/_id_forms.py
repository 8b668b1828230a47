"""What is wrong with what is nearly an ID, in words."""

import unicodedata

from frameworklint.api import IdForm


def wanted_form(form: IdForm) -> str:
    """How such an ID would be written, as the end of a sentence."""
    part = f", or with a dot and {form.part} digits more" if form.part else ""
    return f"; it would be `{form.prefix}` and {form.digits} digits{part}"


def foreign_letter(written: str) -> str:
    """Of which script a letter is that only looks like a Latin one."""
    letter = next((character for character in written if character > "\u0370"), "")
    script = unicodedata.name(letter, "").partition(" ")[0].capitalize() if letter.isalpha() else ""
    return f": its `{letter}` is a {script} letter" if script else ""
