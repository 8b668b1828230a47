"""A page is known by what git calls its text, whoever has read it first."""

from ..scratch import CommandLine, Repository
from ..source.test_lfs import PAGE, place_of, pointer_to

BROKEN = "[x](gone.md)\n"


def test_known_pages_are_not_read_from_git(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.commit()
    frameworklint("check")
    name = repository.git("rev-parse", f"HEAD:{PAGE}").strip()
    (repository.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    repository.write({"notes.md": BROKEN})
    repository.git("add", "notes.md")
    assert frameworklint("check", "--staged").counts[:2] == (1, 0)
    assert name in frameworklint("check", "--staged", "--no-cache").err


def test_what_git_holds_otherwise_than_it_is_read_says_the_same_known(
    repository: Repository, frameworklint: CommandLine
) -> None:
    stored = (repository.folder / PAGE).read_bytes()
    pointer = pointer_to(stored)
    place_of(repository.folder / ".git", stored).write_bytes(stored)
    repository.write(
        {
            ".gitattributes": "crlf.md text eol=crlf\n",
            PAGE: pointer,
            "swapped.md": b"\xef\xbb\xbf" + pointer,
            "marked.md": f"\ufeff{BROKEN}",
            "unmarked.md": BROKEN,
            "crlf.md": f"\r\n{BROKEN}",
            "below/unmarked.md": BROKEN,
            "latin.md": f"{BROKEN}é".encode("latin-1"),
            "large.md": f"{BROKEN}{'x' * 2_000_000}",
            "empty.md": "",
        }
    )
    (repository.folder / "link.md").symlink_to("marked.md")
    repository.commit()
    for _ in range(2):
        frameworklint("check")
        for how in (["--staged", "--whole"], ["--staged"], ["--since", "HEAD"]):
            known = frameworklint("check", *how)
            assert known == frameworklint("check", *how, "--no-cache")
            assert known.code == 1 or "--whole" not in how
        repository.write({"marked.md": BROKEN, "unmarked.md": f"\ufeff{BROKEN}"})
        repository.write({"swapped.md": pointer})  # what was its text now stands for another
        repository.git("add", "--all")
