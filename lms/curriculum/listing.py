"""A folder's files as a list that people find their way in: by stage, by kind, by title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lms.curriculum.front_matter import in_lines
from lms.curriculum.places import ASSESSMENTS, CASES, LOGS, MODULES, PROGRAMME, STAGE, place_of

TITLE = re.compile(r"^(?:title|case):[ \t]*(.+?)[ \t]*$", re.MULTILINE)
IDENTITY = re.compile(r"^id:[ \t]*[\"']?([A-Za-z0-9._-]+)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
KINDS = (STAGE, MODULES, ASSESSMENTS, LOGS)
"""The order in which a stage's files are listed."""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file with its title, or its name where the title cannot be read."""

    path: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one stage, of the programme itself (``folder`` is empty), or the cases."""

    folder: str
    title: str
    files: tuple[ListedFile, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of file in the group, each once, in the order of the files."""
        return tuple(dict.fromkeys(file.kind for file in self.files))


def front_matter_of(text: str) -> str:
    """What stands between the two lines of dashes; empty where there is nothing of the kind."""
    found = FRONT.match(in_lines(text))
    return found[1] if found else ""


def body_of(text: str) -> str:
    """What people read: the text without its front matter, however broken that is."""
    return FRONT.sub("", in_lines(text), count=1)


def title_of(path: str, text: str) -> str:
    """The title as written, however broken the rest of the file is."""
    found = TITLE.search(front_matter_of(text))
    said = found[1].strip("\"'") if found else ""
    return said or path.rpartition("/")[2].removesuffix(".md").replace("-", " ")


def paths_by_id(files: Mapping[str, str]) -> dict[str, str]:
    """The path of the file that each id names."""
    found = {path: IDENTITY.search(front_matter_of(text)) for path, text in files.items()}
    return {match[1]: path for path, match in found.items() if match}


def list_files(files: Mapping[str, str]) -> list[Group]:
    """All files in groups: the programme, its stages in the order of their folders, the cases."""
    groups: dict[str, list[ListedFile]] = {}
    for path in sorted(files):
        place = place_of(path)
        folder = place.folder if place else CASES if path.startswith(f"{CASES}/") else ""
        kind = place.what if place else folder
        groups.setdefault(folder, []).append(ListedFile(path, title_of(path, files[path]), kind))
    return [_group(folder, groups[folder], files) for folder in sorted(groups, key=_last_cases)]


def _last_cases(folder: str) -> tuple[bool, str]:
    return folder == CASES, folder


def _group(folder: str, files: list[ListedFile], texts: Mapping[str, str]) -> Group:
    if folder in ("", CASES):
        title = "Cases" if folder else "The programme"
    else:
        stage = f"{folder}/{STAGE}"
        title = title_of(stage, texts[stage]) if stage in texts else folder
    ordered = sorted(files, key=lambda f: (KINDS.index(f.kind) if f.kind in KINDS else 9, f.path))
    return Group(folder, title, tuple(ordered))


def with_version(files: Mapping[str, str], label: str) -> dict[str, str]:
    """The files with another version label in programme.md; everything else as it is."""
    text = in_lines(files.get(PROGRAMME, ""))
    front = front_matter_of(text)
    labelled = re.sub(r"^version:.*$", f'version: "{label}"', front, count=1, flags=re.MULTILINE)
    return {**files, PROGRAMME: text.replace(front, labelled, 1)}
