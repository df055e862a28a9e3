"""Commands that the documents name exist, and those said to be missing are missing."""

import re
from pathlib import Path

import click
import pytest

from lms.cli import main
from tests.docs.pages import PAGES, ROOT, name, under

MISSING = "Not there yet"
IN_LINE = re.compile(r"`lms ([a-z][^`]*)`")
IN_SHELL = re.compile(r"^(?:.*[|;] *)?(?:\.venv/bin/)?lms ([a-z].*)$", re.MULTILINE)
MAKE = re.compile(r"(?:^|`)make ([a-z]+)\b", re.MULTILINE)


def named_in(text: str) -> set[str]:
    """The commands of a text, with their arguments."""
    return {*IN_LINE.findall(text), *IN_SHELL.findall(text)}


def missing_in(page: Path) -> set[str]:
    return named_in(under(page, MISSING))


def command(words: str) -> click.Command | None:
    """The command that the words begin with; None where there is none."""
    found: click.Command = main
    context = click.Context(main)
    for word in words.split():
        if not isinstance(found, click.Group) or not re.fullmatch(r"[a-z-]+", word):
            break
        following = found.get_command(context, word)
        if following is None and not found.invoke_without_command:
            return None
        found = following or found
    return None if isinstance(found, click.Group) and not found.invoke_without_command else found


def options_of(found: click.Command) -> set[str]:
    return {name for option in found.params for name in option.opts} | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_named_in_a_document_exists_with_its_options(page: Path) -> None:
    wrong = []
    for words in sorted(named_in(page.read_text()) - missing_in(page)):
        found = command(words)
        plain = words.partition("#")[0]
        if found is None or set(re.findall(r"--[a-z-]+", plain)) - options_of(found):
            wrong.append(words)
    assert [w for w in wrong if w != "COMMAND --help"] == []


def test_what_is_said_to_be_missing_is_missing() -> None:
    assert [(name(p), w) for p in PAGES for w in missing_in(p) if command(w) is not None] == []


def test_every_command_is_in_the_list_of_commands() -> None:
    page = ROOT / "docs" / "cli.md"
    named = {words.partition(" --")[0] for words in named_in(page.read_text())}
    assert sorted(leaves(main, ()) - named) == []


def leaves(found: click.Command, path: tuple[str, ...]) -> set[str]:
    """Every command that can be called, as it is typed after ``lms``."""
    if not isinstance(found, click.Group):
        return {" ".join(path)}
    own = {" ".join(path)} if found.invoke_without_command else set()
    context = click.Context(found)
    below = {n: found.get_command(context, n) for n in found.list_commands(context)}
    return own.union(*(leaves(c, (*path, n)) for n, c in below.items() if c))


def test_every_make_target_named_in_a_document_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {target for page in PAGES for target in MAKE.findall(page.read_text())}
    assert named
    assert sorted(named - targets) == []
