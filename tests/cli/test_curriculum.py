"""Checking, publishing, fetching and comparing curricula."""

import json
import shutil
from pathlib import Path

import pytest

from lms.testing_programme import small_files
from tests.cli.conftest import Shell

FIT = (
    "- {id: small.fit, title: Fit, kind: judgement, settings: {outcomes: [fit, unfit], by: tutor}}"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small programme that nobody has published."""
    return write(tmp_path / "small", version="1")


def write(folder: Path, version: str) -> Path:
    for name, text in small_files(FIT, (), "small", version).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_sound_folder_has_no_problems(lms: Shell, folder: Path) -> None:
    result = lms("curriculum", "check", folder)
    assert (result.exit_code, result.output) == (0, "No problems.\n")


def test_checking_needs_no_settings(folder: Path) -> None:
    names = ("LMS_SECRET_KEY", "LMS_LEDGER_KEYS", "LMS_DATABASE_URL")
    assert Shell(dict.fromkeys(names, None))("curriculum", "check", folder).exit_code == 0  # type: ignore[arg-type]


def test_every_problem_is_told_at_once_with_its_place(lms: Shell, folder: Path) -> None:
    change(folder, "year/stage.md", "kind: judgement", "kind: judgment")
    change(folder, "programme.md", "title: A small programme\n", "")
    result = lms("curriculum", "check", folder)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert any(line.startswith(f"{folder}/programme.md:") and "title" in line for line in lines)
    assert any("stage.md:" in line and 'did you mean "judgement"?' in line for line in lines)
    assert f"{len(lines)} problems." in result.stderr


def test_problems_are_also_data(lms: Shell, folder: Path) -> None:
    change(folder, "programme.md", "title: A small programme\n", "")
    result = lms("curriculum", "check", folder, "--format", "json")
    problem = json.loads(result.stdout)["problems"][0]
    assert (problem["folder"], problem["path"]) == (str(folder), "programme.md")
    assert problem["line"] >= 1


def test_a_folder_that_is_none_is_wrong_usage(lms: Shell, tmp_path: Path) -> None:
    result = lms("curriculum", "check", tmp_path / "nothing")
    assert result.exit_code == 2
    assert "has no programme.md" in result.stderr


def test_a_file_that_is_no_text_is_named(lms: Shell, folder: Path) -> None:
    (folder / "year" / "modules" / "02-next.md").write_bytes(b"\xff\xfe")
    result = lms("curriculum", "check", folder)
    assert result.exit_code == 2
    assert "year/modules/02-next.md:1: it is not UTF-8 text" in result.stderr


def test_a_version_is_published_once_and_listed(lms: Shell, folder: Path) -> None:
    result = lms("curriculum", "publish", folder, "--note", "The first")
    assert result.output == "Published small@1 as number 1.\n"
    (listed,) = json.loads(lms("curriculum", "list", "--format", "json").output)
    assert (listed["programme"], listed["version"], listed["note"]) == ("small", "1", "The first")
    again = lms("curriculum", "publish", folder)
    assert again.exit_code == 1
    assert again.stderr == "Nothing has changed since small@1 was published.\n"


def test_a_changed_folder_needs_a_new_version_label(lms: Shell, folder: Path) -> None:
    lms("curriculum", "publish", folder)
    change(folder, "year/modules/01-first.md", "To begin.", "To begin again.")
    result = lms("curriculum", "publish", folder)
    assert result.exit_code == 1
    assert "small@1 is already published and never changes" in result.stderr
    change(folder, "programme.md", 'version: "1"', 'version: "2"')
    assert lms("curriculum", "publish", folder).output == "Published small@2 as number 2.\n"


def test_publishing_over_a_newer_version_is_refused_with_the_difference(
    lms: Shell, folder: Path, tmp_path: Path
) -> None:
    lms("curriculum", "publish", folder)
    pulled = tmp_path / "pulled"
    assert lms("curriculum", "pull", "small", pulled).exit_code == 0
    change(folder, "programme.md", 'version: "1"', 'version: "2"')
    change(folder, "year/assessments/essay.md", "words: 1000", "words: 1500")
    assert lms("curriculum", "publish", folder).exit_code == 0
    change(pulled, "programme.md", 'version: "1"', 'version: "2b"')
    result = lms("curriculum", "publish", pulled)
    assert result.exit_code == 2
    assert "This began from 1, and small@2 has been published" in result.stderr
    assert "Assessment small.essay (An essay): words was 1500, now 1000." in result.stderr


def test_a_folder_that_does_not_say_where_it_began_is_refused(
    lms: Shell, folder: Path, tmp_path: Path
) -> None:
    lms("curriculum", "publish", folder)
    stranger = write(tmp_path / "stranger", version="2")
    result = lms("curriculum", "publish", stranger)
    assert result.exit_code == 2
    assert "does not say which version it began from" in result.stderr


def test_a_curriculum_with_problems_is_not_published(lms: Shell, folder: Path) -> None:
    change(folder, "year/stage.md", "kind: judgement", "kind: judgment")
    result = lms("curriculum", "publish", folder)
    assert result.exit_code == 1
    assert "year/stage.md:" in result.stderr
    assert json.loads(lms("curriculum", "list", "--format", "json").output) == []


def test_what_is_pulled_is_what_was_published(lms: Shell, folder: Path, tmp_path: Path) -> None:
    lms("curriculum", "publish", folder)
    pulled = tmp_path / "pulled"
    lms("curriculum", "pull", "small@1", pulled)
    for path in folder.rglob("*.md"):
        assert (pulled / path.relative_to(folder)).read_text() == path.read_text()
    assert (pulled / ".cadre-version").read_text() == "1\n"
    assert lms("curriculum", "diff", "small", pulled).output == "Nothing differs.\n"


def test_nothing_is_overwritten_by_a_pull(lms: Shell, folder: Path) -> None:
    lms("curriculum", "publish", folder)
    result = lms("curriculum", "pull", "small", folder)
    assert result.exit_code == 2
    assert "is not empty" in result.stderr


@pytest.mark.parametrize("name", ["chess", "small@9"])
def test_a_version_that_is_none_is_a_sentence(
    lms: Shell, folder: Path, tmp_path: Path, name: str
) -> None:
    lms("curriculum", "publish", folder)
    result = lms("curriculum", "pull", name, tmp_path / "pulled")
    assert result.exit_code == 2
    assert name.partition("@")[0] in result.stderr
    assert not (tmp_path / "pulled").exists()


def test_a_difference_is_said_in_the_programmes_words(
    lms: Shell, folder: Path, tmp_path: Path
) -> None:
    lms("curriculum", "publish", folder)
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    change(other, "year/stage.md", "months: 12", "months: 18")
    change(other, "year/modules/01-first.md", "To begin.", "To begin again.")
    change(other, "year/stage.md", "small.fit", "small.ready")
    lines = lms("curriculum", "diff", "small@1", other).output.splitlines()
    assert "Stage year (The year): months was 12, now 18." in lines
    assert "Module small.m01 (The first day): its text has changed." in lines
    assert "Requirement small.fit (Fit) is gone." in lines
    assert "Requirement small.ready (Fit) is new." in lines
