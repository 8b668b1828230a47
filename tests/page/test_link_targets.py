"""Where a target leads: the forms of targets, by example."""

import pytest

from frameworklint.page.link_targets import Target, resolve

PAGE = "pages/techniques/T0001.md"


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("", Target("empty")),
        (" \t", Target("empty")),
        ("#a%20b", Target("fragment", PAGE, "a b")),
        ("?plain=1#a", Target("fragment", PAGE, "a")),
        ("/T0002.md#a", Target("absolute", "/T0002.md", "a")),
        ("C:\\a.md", Target("absolute", "C:\\a.md")),
        ("../../../T0002.md#a%20b", Target("outside", "../../../T0002.md", "a b")),
        ("../../pages/../../a.md", Target("outside", "../../pages/../../a.md")),
        ("../tactics/TA01.md#a#b", Target("relative", "pages/tactics/TA01.md", "a#b")),
        ("../tactics/./", Target("relative", "pages/tactics/")),
        ("../..", Target("relative", "")),
    ],
)
def test_a_target_has_a_form_a_path_and_a_fragment(target: str, found: Target) -> None:
    assert resolve(target, PAGE) == found


@pytest.mark.parametrize(
    ("target", "form"),
    [
        ("hts:a", "external"),
        ("ht:a", "relative"),
        ("htttpss:a", "external"),
        ("httttpss:a", "relative"),
        ("htxp:a", "relative"),
        ("htxp://a", "external"),
        ("https;//a", "external"),
        ("//a", "external"),
        ("a//b", "relative"),
        ("MAILTO:a", "external"),
        ("mailtoo:a", "relative"),
    ],
)
def test_an_address_is_known_by_its_scheme_or_its_slashes(target: str, form: str) -> None:
    assert resolve(target, PAGE).form == form
