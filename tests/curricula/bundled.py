"""The bundled curricula as the site reads them, and their prose as a reader meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lms.curriculum.folder import Reading, read_programme
from lms.curriculum.front_matter import read_document
from lms.curriculum.problems import Problems
from lms.domain.programme import Module, Programme, Stage
from lms.registry import find_plugins

CURRICULA = Path(__file__).parents[2] / "curricula"
PROGRAMMES = ("foundation", "family-therapy", "supervision", "leadership")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
LINE_OF_ITS_OWN = re.compile(r"\n\s*\n|\n(?=\s*(?:[-|#>]|\d+\.) ?)")


@cache
def glossary() -> str:
    return (CURRICULA / "glossary.md").read_text()


@cache
def files(name: str) -> dict[str, str]:
    folder = CURRICULA / name
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*.md")}


def reading(name: str) -> Reading:
    """A bundled programme read as on publishing, with the plugins that ship with it."""
    site = find_plugins()
    return read_programme(
        files(name),
        site.requirement_kinds,
        sorted(site.plugin_names),
        glossary(),
        policies=site.marking_policies,
    )


@cache
def programmes() -> list[Programme]:
    """The programmes as they stand, read without refusing: the tests say what is wrong."""
    kinds = find_plugins().requirement_kinds
    found = [read_programme(files(name), kinds, published=True).programme for name in PROGRAMMES]
    return [programme for programme in found if programme is not None]


def stages() -> list[Stage]:
    return [stage for programme in programmes() for stage in programme.stages]


def modules() -> list[Module]:
    return [module for stage in stages() for module in stage.modules]


@cache
def bodies() -> dict[str, str]:
    """What people read in each file, by its path; the front matter is left out."""
    found = {}
    for path in sorted(CURRICULA.rglob("*.md")):
        name = path.relative_to(CURRICULA).as_posix()
        document = read_document(name, path.read_text(), Problems())
        found[name] = document.body.markdown if document else path.read_text()
    return found


def section(markdown: str, title: str) -> str:
    """What stands under a heading of the second level."""
    _, _, after = f"\n{markdown}".partition(f"\n## {title}\n")
    return after.partition("\n## ")[0].strip()


def without(markdown: str, title: str) -> str:
    """The text without one of its sections."""
    return markdown.replace(section(markdown, title), "")


def words(markdown: str) -> list[str]:
    """The words as they are spoken: no markup, no punctuation, no capitals."""
    plain = LINK.sub(r"\1", markdown).replace("*", "").replace("_", " ").replace("’", "'")
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", plain.lower())


def paragraphs(markdown: str) -> Iterator[list[str]]:
    """The words of each paragraph, list item and table row."""
    for text in LINE_OF_ITS_OWN.split(markdown):
        if spoken := words(text):
            yield spoken
