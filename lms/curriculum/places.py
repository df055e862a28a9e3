"""Where a file of a curriculum belongs, and what to say of one that stands elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.curriculum.problems import Problems, did_you_mean, shown

PROGRAMME, STAGE, README = "programme.md", "stage.md", "readme.md"
MODULES, ASSESSMENTS, LOGS, CASES = "modules", "assessments", "logs", "cases"


@dataclass(frozen=True, slots=True)
class Place:
    """A file's stage folder, empty outside one, and what it is there: a name or a folder."""

    folder: str
    what: str


def is_readme(path: str) -> bool:
    """Whether a file explains a folder to those who write in it; it is no part of the programme."""
    return path.rpartition("/")[2].casefold() == README


def place_of(path: str) -> Place | None:
    """Where a path belongs; None for cases, which are read elsewhere, and for what has no place."""
    if is_readme(path):
        return None
    match path.split("/"):
        case ["programme.md"]:
            return Place("", PROGRAMME)
        case [folder, "stage.md"]:
            return Place(folder, STAGE)
        case [folder, "modules" | "assessments" | "logs" as what, name] if name.endswith(".md"):
            return Place(folder, what)
    return None


def check_places(files: Mapping[str, str], problems: Problems) -> None:
    """Note the files that are in no place, the folders without a stage, and their absence."""
    stages = {place.folder for path in files if (place := place_of(path)) and place.what == STAGE}
    lost: set[str] = set()
    for path in sorted(files):
        place = place_of(path)
        if place is None and not path.startswith(f"{CASES}/") and not is_readme(path):
            problems.add(path, 1, "a file in this place is not read", _where(path))
        elif place and place.folder and place.folder not in stages | lost:
            lost.add(place.folder)
            what = f"the folder {shown(place.folder)} has no stage.md"
            problems.add(path, 1, what, f"write {place.folder}/{STAGE}")
    if PROGRAMME not in files:
        problems.add(PROGRAMME, 1, f"there is no {PROGRAMME}", "write one, as the format says")
    elif not stages:
        what = "the programme has no stage"
        problems.add(PROGRAMME, 1, what, f"make a folder for one, with a {STAGE} in it")


def _where(path: str) -> str:
    parts = path.split("/")
    if len(parts) == 3:
        if not path.endswith(".md"):
            return "only files whose names end in .md are read; take it out"
        return did_you_mean(parts[1], (MODULES, ASSESSMENTS, LOGS))
    if len(parts) == 2:
        return did_you_mean(parts[1], (STAGE,))
    return "move it to modules, assessments or logs of a stage's folder, or to cases"
