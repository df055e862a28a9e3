"""Folders on disk: found, read whole, and never read beyond."""

from pathlib import Path

import pytest

from lms.curriculum.files import (
    base_version,
    find_glossary,
    find_programmes,
    read_files,
    write_base_version,
    write_files,
)
from lms.errors import BadInput, Conflict
from tests.curriculum.example import FILES, GLOSSARY, problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example programme, with a glossary beside it."""
    write_files(tmp_path / "small", FILES)
    (tmp_path / "glossary.md").write_text(GLOSSARY)
    return tmp_path / "small"


def refused(folder: Path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_files(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_folder_is_written_and_read_back(folder: Path) -> None:
    assert read_files(folder) == FILES


def test_the_ends_of_lines_are_kept_as_they_are(tmp_path: Path) -> None:
    files = {"programme.md": "a\r\nb\n"}
    write_files(tmp_path / "new", files)
    assert (tmp_path / "new" / "programme.md").read_bytes() == b"a\r\nb\n"


def test_hidden_files_are_not_read(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_bytes(b"\xff")
    write_base_version(folder, "2026.1")
    assert read_files(folder) == FILES
    assert base_version(folder) == "2026.1"
    assert base_version(folder.parent) is None


@pytest.mark.parametrize("name", ["README.md", "year/readme.md", "year/logs/ReadMe.MD"])
def test_a_readme_explains_a_folder_and_is_no_part_of_the_programme(
    folder: Path, name: str
) -> None:
    (folder / name).write_bytes(b"How we write, in old letters: \xe9")
    assert read_files(folder) == FILES
    assert problems({**FILES, name: "How we write"}) == []


def test_a_file_that_is_not_text_is_told_with_the_line(folder: Path) -> None:
    (folder / "year" / "logs" / "old.md").write_bytes(b"---\nid: a\n\xe9t\xe9\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    assert refused(folder) == [
        "picture.png:1: it is not UTF-8 text; save it as UTF-8, or take it out",
        "year/logs/old.md:3: it is not UTF-8 text; save it as UTF-8, or take it out",
    ]


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    (folder / "long.md").write_bytes(b"a" * 4_000_001)
    assert refused(folder) == ["long.md:1: it has more than 1,000,000 characters; divide it"]


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (folder / "year" / "logs" / "a.md").symlink_to(tmp_path / "secret.md")
    (folder / "year" / "logs" / "b.md").symlink_to(tmp_path / "nothing.md")
    (folder / "c.md").symlink_to(folder / "programme.md")
    assert [line.split(": ")[0] for line in refused(folder)] == [
        "year/logs/a.md:1",
        "year/logs/b.md:1",
    ]


def test_a_folder_has_a_largest_number_of_files(folder: Path) -> None:
    for n in range(2_000):
        (folder / f"{n}.md").touch()
    assert "more than 2,000 files" in refused(folder)[0]


def test_a_folder_without_a_programme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="name the folder of one programme"):
        read_files(tmp_path)


def test_programmes_are_found_in_a_folder_of_them(folder: Path, tmp_path: Path) -> None:
    assert find_programmes(folder) == (folder,)
    assert find_programmes(tmp_path) == (folder,)
    assert find_programmes(tmp_path / "nothing") == (tmp_path / "nothing",)


def test_the_glossary_lies_beside_the_programmes(folder: Path) -> None:
    assert find_glossary(folder) == GLOSSARY
    (folder.parent / "glossary.md").unlink()
    assert find_glossary(folder) is None
    (folder.parent / "glossary.md").write_bytes(b"\xff")
    with pytest.raises(BadInput):
        find_glossary(folder)


def test_nothing_is_overwritten_and_nothing_lands_outside(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Conflict):
        write_files(folder, FILES)
    with pytest.raises(BadInput):
        write_files(tmp_path / "new", {"../out.md": "x"})
    assert not (tmp_path / "out.md").exists()
