"""What is said of a command line that can not be understood: what was likely meant."""

import re
import subprocess
import sys

import pytest

from frameworklint import COMMANDS

from ..scratch import CommandLine, Repository

FORMATS = "text, concise, json, jsonl, sarif, github, gitlab, junit or markdown"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        # Values.
        ("--output-format jsn", f"'jsn' is none of {FORMATS}; did you mean json?"),
        ("--output-format=JSON", f"'JSON' is none of {FORMATS}; did you mean json?"),
        ("--output-format zzz", f"'zzz' is none of {FORMATS}"),
        ("--fail-on eror", "'eror' is none of error, warning, info or never; did you mean error?"),
        ("--sort sevrity", "'sevrity' is none of severity, path or rule; did you mean severity?"),
        ("--color allways", "'allways' is none of auto, always or never; did you mean always?"),
        ("worklist --output-format cvs", "'cvs' is none of csv, tsv or xlsx; did you mean csv?"),
        ("completion bsh", "'bsh' is none of bash, zsh, fish, tcsh or powershell"),
        ("--report jsn=x", "--report wants FORMAT=FILE, not 'jsn=x'; did you mean json=x?"),
        # Commands.
        ("chek", "there is no command, file or folder 'chek'; did you mean check?"),
        ("explian FW201", "there is no command, file or folder 'explian'; did you mean explain?"),
        ("baselin --prune", "'baselin'; did you mean baseline?"),
        ("zzzz", "there is no file or folder 'zzzz'"),
        # Options.
        ("--stagd", "unrecognized arguments: --stagd; did you mean --staged?"),
        ("check --format json", "did you mean --output-format?"),
        ("--worklist", "did you mean the command `frameworklint worklist`?"),
        ("rules --selct", "unrecognized arguments: --selct"),
        ("--output", "argument --output: expected one argument"),
    ],
)
def test_what_was_likely_meant(frameworklint: CommandLine, arguments: str, said: str) -> None:
    run = frameworklint(*arguments.split())
    assert (run.code, run.out) == (2, "")
    assert run.err.endswith(f"{said}\n") or f"{said}; did you mean" in run.err
    assert run.err.count("did you mean") <= 1


def test_fix_is_a_command_or_what_takes_its_place_is_named(frameworklint: CommandLine) -> None:
    named = "`frameworklint fix`" if "fix" in COMMANDS else "`frameworklint worklist`"
    assert named in frameworklint("--fix").err


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        ("help", "usage: frameworklint [-h] [--version]"),
        ("help me", "usage: frameworklint [-h] [--version]"),
        ("help check", "usage: frameworklint check [-h]"),
    ],
)
def test_help_is_a_word_too(frameworklint: CommandLine, arguments: str, first: str) -> None:
    with pytest.raises(SystemExit) as ended:
        frameworklint(*arguments.split())
    assert not ended.value.code
    assert frameworklint.capsys.readouterr().out.startswith(first)


def test_a_folder_that_is_called_like_a_word_is_a_folder(
    repository: Repository, frameworklint: CommandLine
) -> None:
    for name in ("help", "chek"):
        repository.write({f"{name}/a.md": "# A\n"})
        assert "pages checked" in frameworklint(name, "--no-cache").out.replace("page ", "pages ")


def test_standard_input_is_refused_with_a_reason(
    repository: Repository, frameworklint: CommandLine
) -> None:
    for arguments in (["check", "-"], ["-"], ["baseline", "-"]):
        run = frameworklint(*arguments)
        assert (run.code, run.out) == (2, "")
        assert "standard input can not be checked: a page is judged among all others" in run.err
    repository.write({"-": "", "a.md": "# A\n"})
    assert frameworklint("./-").code == 0


def test_the_version_names_python_and_the_platform(frameworklint: CommandLine) -> None:
    with pytest.raises(SystemExit):
        frameworklint("--version")
    said = frameworklint.capsys.readouterr().out
    python = ".".join(map(str, sys.version_info[:3]))
    assert re.fullmatch(rf"frameworklint \d+\.\d+\.\d+ \(Python {python}\S*, \S.*\)\n", said)


# Completion.


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["ba"], {"baseline"}),
        (["check", "--sta"], {"--staged", "--statistics"}),
        (["check", "--fail-on", "e"], {"error"}),
        (["explain", "broken-l"], {"broken-link"}),
        (["explain", "FW20"], {f"FW20{n}" for n in range(1, 10)}),
    ],
)
def test_bash_completes_commands_options_values_and_rules(
    frameworklint: CommandLine, words: list[str], completed: set[str]
) -> None:
    script = frameworklint("completion", "bash").out
    typed = " ".join(f"'{word}'" for word in ("frameworklint", *words))
    ask = f"COMP_WORDS=({typed}); COMP_CWORD={len(words)}; _shtab_frameworklint; "
    run = subprocess.run(
        ["bash", "-c", f'{script}\n{ask}printf "%s\\n" "${{COMPREPLY[@]}}"'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(run.stdout.split()) == completed


@pytest.mark.parametrize("shell", ["zsh", "fish", "tcsh", "powershell"])
def test_other_shells_get_a_script(frameworklint: CommandLine, shell: str) -> None:
    script = frameworklint("completion", shell).out
    assert script.count("baseline") > 1
    assert "broken-link" in script
