"""A folder on disk as the files of a programme, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from lms.curriculum.front_matter import LARGEST_FILE
from lms.curriculum.places import PROGRAMME, is_readme
from lms.curriculum.problems import Problem, Problems
from lms.errors import BadInput, Conflict

VERSION_FILE = ".cadre-version"
"""Names the published version that a folder began from."""

GLOSSARY = "glossary.md"
MOST_FILES = 2_000
MOST_BYTES = 4 * LARGEST_FILE  # a character takes four bytes at the most


def find_programmes(path: Path) -> tuple[Path, ...]:
    """The programme folders that a path means: itself, or those inside it, by name."""
    if (path / PROGRAMME).is_file() or not path.is_dir():
        return (path,)
    inside = tuple(sorted(p for p in path.iterdir() if (p / PROGRAMME).is_file()))
    return inside or (path,)


def find_glossary(programme: Path) -> str | None:
    """The vocabulary that lies beside a programme's folder; None where there is none."""
    path = programme.resolve().parent / GLOSSARY
    problems = Problems()
    text = _text(path, GLOSSARY, problems) if path.is_file() else None
    _refuse(path, problems)
    return text


def read_files(folder: Path) -> dict[str, str]:
    """Every file of a programme's folder by its path within it.

    Hidden files are not read, nor is a README.md, in whichever folder it lies.

    BadInput, with every problem, where it is not such a folder, or a file is too large, is not
    text or is a link that leads out of the folder.
    """
    if not (folder / PROGRAMME).is_file():
        raise BadInput(f"{folder} has no {PROGRAMME}: name the folder of one programme.")
    home, problems = folder.resolve(), Problems()
    files: dict[str, str] = {}
    for path in _visible(folder):
        name = path.relative_to(folder).as_posix()
        if len(files) == MOST_FILES:
            problems.add(name, 1, f"there are more than {MOST_FILES:,} files", "take some out")
            break
        if not path.resolve().is_relative_to(home):
            what = "it is a link that leads out of the folder"
            problems.add(name, 1, what, "put a copy in its place")
        else:
            files[name] = _text(path, name, problems)
    _refuse(folder, problems)
    return files


def _visible(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        passed_by = hidden or is_readme(path.name)
        if not passed_by and (path.is_file() or path.is_symlink()):
            yield path


def _text(path: Path, name: str, problems: Problems) -> str:
    written = b""
    try:
        if path.stat().st_size > MOST_BYTES:
            problems.add(name, 1, f"it has more than {LARGEST_FILE:,} characters", "divide it")
            return ""
        written = path.read_bytes()
        return written.decode("utf-8")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        problems.add(name, line, "it is not UTF-8 text", "save it as UTF-8, or take it out")
    except OSError as error:
        problems.add(name, 1, f"it cannot be opened: {error.strerror}", "see to its rights")
    return ""


def _refuse(place: Path, problems: Problems) -> None:
    found: tuple[Problem, ...] = tuple(problems)
    if found:
        raise BadInput(f"{place} cannot be read.", found)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write a programme's files into a folder that is new or empty; Conflict where it is not."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict(f"{folder} is not empty: name a new folder, so that nothing is overwritten.")
    for name, text in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BadInput(f"The file {name} would lie outside {folder}.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")


def base_version(folder: Path) -> str | None:
    """The published version that a folder began from, where it says so."""
    path = folder / VERSION_FILE
    return path.read_text("utf-8").strip() or None if path.is_file() else None


def write_base_version(folder: Path, version: str) -> None:
    """Note the published version that a folder now is."""
    (folder / VERSION_FILE).write_text(f"{version}\n", "utf-8")
