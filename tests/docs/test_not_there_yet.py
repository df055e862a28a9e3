"""What the documents say is missing is missing: each claim is held to the code."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.docs.pages import PAGES, ROOT, name, under
from tests.docs.test_commands import command

PLACES = ("Not there yet", "Status")
IS_MISSING: dict[str, Callable[[Flask], bool]] = {
    "Single sign-on": lambda app: not _uses("authlib"),
    "Two-step sign-in": lambda app: not app.config.get("SECURITY_TWO_FACTOR"),
    "Object storage": lambda app: not _uses("obstore"),
    "/metrics": lambda app: not _address(app, "metrics"),
    "Forecasts": lambda app: not _address(app, "forecast") and command("forecast") is None,
    "Retention, cost": lambda app: not _uses("pygal"),
    "Reading a file that a register exports": lambda app: (
        not _address(app, "register-export|upload")
    ),
    "Moving a learner from one curriculum version": lambda app: (
        not _address(app, "version-move|move-version")
    ),
    "Correcting a published curriculum": lambda app: (
        not _address(app, "correct-curriculum|curricula/.*correction")
    ),
    "Importing, exporting and erasing": lambda app: all(
        command(words) is None for words in ("import", "export", "erase")
    ),
}
"""The beginning of each claim, and what shows that it still holds."""


def claims() -> list[tuple[str, str]]:
    """The page and the words of each claim; those that only name commands are tested beside it."""
    found = []
    for page in PAGES:
        if page.name == "CHANGELOG.md":
            continue
        for place in PLACES:
            for line in re.findall(r"^- (.+)$", under(page, place), re.MULTILINE):
                if re.sub(r"`lms [^`]*`|and|[,. ]", "", line):
                    found.append((name(page), line))
    return found


@pytest.mark.parametrize(("page", "says"), claims())
def test_what_is_not_there_yet_is_not_there(page: str, says: str, app: Flask) -> None:
    held = [probe for words, probe in IS_MISSING.items() if says.startswith((words, f"`{words}"))]
    assert held, f"{page}: say in IS_MISSING what shows that this is missing: {says}"
    assert held[0](app), f"{page} denies what exists: {says}"


def test_no_claim_is_kept_that_no_document_makes() -> None:
    said = [says for _, says in claims()]
    assert [w for w in IS_MISSING if not any(s.startswith((w, f"`{w}")) for s in said)] == []


def _uses(library: str) -> bool:
    """Whether the core or a plugin imports a library."""
    pattern = re.compile(rf"^\s*(?:from|import) {library}\b", re.MULTILINE)
    files = [p for folder in ("lms", "plugins") for p in (ROOT / folder).rglob("*.py")]
    return any(pattern.search(Path(p).read_text()) for p in files)


def _address(app: Flask, words: str) -> bool:
    """Whether an address of the site has some words in it."""
    return any(re.search(words, rule.rule) for rule in app.url_map.iter_rules())


def test_the_probes_can_fail(app: Flask) -> None:
    assert _uses("flask")
    assert _address(app, "health")
