"""What a link's target names, where it looks like something else."""

import pytest

from ..builders import Kinds, add, clean, listed, tell_more
from ..conftest import findings_of, framework_of

PAGE = "docs/notes.md"
FILES = {
    "docs/a%3Fb.md": "# A\n",
    "docs/a?b.md": "# B\n",
    "docs/a#b.md": "# C\n",
    "docs/a%b.md": "# D\n",
    "docs/a b.md": "# E\n",
    "docs/mailto:a.md": "# F\n",
    "docs/T0151:004.md": "# G\n",
    "docs/é.md": "# H\n",
}


def found(kinds: Kinds, target: str, *missing: str) -> list[str]:
    """What is found on a page with one link, while all files but some are there."""
    files = {path: text for path, text in FILES.items() if path not in missing}
    edits = [add(path, text) for path, text in files.items()]
    pages = clean(*edits, add(PAGE, f"[x](<{target}>)\n"))
    return [listed(finding) for finding in findings_of(framework_of(kinds, pages))]


BROKEN = [f"FW201 {PAGE}:1:5"]


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("a%253Fb.md", "docs/a%3Fb.md"),
        ("a%3Fb.md", "docs/a?b.md"),
        ("a%3fb.md", "docs/a?b.md"),
        ("a%23b.md", "docs/a#b.md"),
        ("a%25b.md", "docs/a%b.md"),
        ("a%20b.md", "docs/a b.md"),
        ("%C3%A9.md", "docs/é.md"),
        ("T0151%3A004.md", "docs/T0151:004.md"),
        ("./T0151:004.md", "docs/T0151:004.md"),
        ("T0151:004.md", "docs/T0151:004.md"),
        ("a%3Fb.md?plain=1", "docs/a?b.md"),
        ("a%253Fb.md#a", "docs/a%3Fb.md"),
    ],
)
def test_percent_escapes_are_decoded_once(schema_kinds: Kinds, target: str, file: str) -> None:
    """With the file the link is right, without it alone it is broken."""
    assert found(schema_kinds, target) == []
    assert found(schema_kinds, target, file) == BROKEN


def test_a_file_named_like_an_escape_is_not_linked_by_its_name(schema_kinds: Kinds) -> None:
    """`a%3Fb.md` names the file `a?b.md`, even where a file `a%3Fb.md` is there."""
    assert found(schema_kinds, "a%3Fb.md", "docs/a?b.md") == BROKEN


def test_a_query_is_no_part_of_the_name(schema_kinds: Kinds) -> None:
    assert found(schema_kinds, "a?b.md") == BROKEN


@pytest.mark.parametrize(
    "target",
    [
        "mailto:someone@example.org",
        "MAILTO:someone@example.org",
        "MailTo:someone@example.org",
        "HTTPS://example.org/a.md",
        "Http://example.org/a.md",
        "hTTp://EXAMPLE.org/a.md",
        "FTP://example.org/a.md",
        "TEL:+123",
        "SMS:+123",
        "URN:isbn:0451450523",
        "NEWS:alt.test",
    ],
)
def test_a_scheme_is_one_in_any_letter_case(schema_kinds: Kinds, target: str) -> None:
    assert found(schema_kinds, target) == []


@pytest.mark.parametrize("scheme", ["javascript", "JAVASCRIPT", "JavaScript"])
def test_a_script_is_one_in_any_letter_case(schema_kinds: Kinds, scheme: str) -> None:
    pages = clean(tell_more(f" [more]({scheme}:alert(1))"))
    (only,) = findings_of(framework_of(schema_kinds, pages))
    assert only.rule.code == "FW502"


def test_a_file_address_leads_out_in_any_letter_case(schema_kinds: Kinds) -> None:
    for target in ("file:///etc/x.md", "FILE:///etc/x.md", "C:/x.md", "c:\\x.md"):
        (only,) = found(schema_kinds, target)
        assert only.startswith("FW207 ")
