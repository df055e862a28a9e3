"""Saying where each learning outcome is taught and shown."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import Result

from lms.testing_programme import small_files
from tests.cli.conftest import Shell

CURRICULA = Path(__file__).parents[2] / "curricula"
STAGE = "year/stage.md"
ESSAY = "year/assessments/essay.md"
MODULE = "year/modules/01-first.md"
FIRST = '  - {id: small.o1, text: "Say what a pattern is"}\n'
SECOND = '  - {id: small.o2, text: "Draw a pattern"}\n'
FIT = (
    "- {id: small.fit, title: Fit, kind: judgement, settings: {outcomes: [fit, unfit], by: tutor}}"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small programme whose one outcome is taught by a module and shown by an essay and a log."""
    folder = tmp_path / "small"
    for name, text in small_files(FIT, (), "small", "1").items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


def covered(*words: object) -> Result:
    """What the command does where there are no settings and no database."""
    names = ("LMS_SECRET_KEY", "LMS_LEDGER_KEYS", "LMS_DATABASE_URL")
    without = Shell(dict.fromkeys(names, None))  # type: ignore[arg-type]
    return without("curriculum", "coverage", *words)


def test_each_outcome_is_shown_with_its_modules_assessments_and_logs(folder: Path) -> None:
    result = covered(folder)
    assert result.exit_code == 0, result.output
    title, headings, row, _, last = result.stdout.splitlines()
    assert title == "small@1, The year"
    assert headings.split("  ")[0] == "Outcome"
    assert row.split()[:4] == ["small.o1", "small.m01", "small.essay", "small.log"]
    assert row.endswith("  Say what a pattern is")
    assert last == "Every outcome is taught and shown."


@pytest.mark.parametrize("name", ["foundation", "family-therapy", "supervision", "leadership"])
def test_the_bundled_curricula_teach_and_show_every_outcome(name: str) -> None:
    result = covered(CURRICULA / name, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    (programme,) = json.loads(result.stdout)["programmes"]
    assert programme["programme"] == name
    outcomes = [o for stage in programme["stages"] for o in stage["outcomes"]]
    assert all(o["modules"] and (o["assessments"] or o["logs"]) for o in outcomes)
    assert len(outcomes) >= 8


def test_an_outcome_that_is_neither_taught_nor_shown_is_a_problem(folder: Path) -> None:
    change(folder, STAGE, FIRST, FIRST + SECOND)
    result = covered(folder)
    assert result.exit_code == 1
    assert "small.o2" in result.stdout, "the table is shown all the same"
    assert result.stderr.splitlines() == [
        'small/year: no module teaches the outcome "small.o2"',
        'small/year: no assessment or log shows the outcome "small.o2"',
    ]
    assert "Every outcome" not in result.stdout


@pytest.mark.parametrize(
    ("file", "said"),
    [(MODULE, "no assessment or log shows"), (ESSAY, "no module teaches")],
    ids=["taught and not shown", "shown and not taught"],
)
def test_half_of_it_is_a_problem_too(folder: Path, file: str, said: str) -> None:
    change(folder, STAGE, FIRST, FIRST + SECOND)
    change(folder, file, "outcomes: [small.o1]", "outcomes: [small.o1, small.o2]")
    result = covered(folder)
    assert result.exit_code == 1
    assert result.stderr == f'small/year: {said} the outcome "small.o2"\n'


def test_a_log_alone_shows_an_outcome(folder: Path) -> None:
    change(folder, ESSAY, "outcomes: [small.o1]", "outcomes: []")
    result = covered(folder, "--format", "json")
    assert result.exit_code == 0, result.output
    (programme,) = json.loads(result.stdout)["programmes"]
    (outcome,) = programme["stages"][0]["outcomes"]
    assert outcome == {
        "id": "small.o1",
        "text": "Say what a pattern is",
        "taught": True,
        "shown": True,
        "modules": ["small.m01"],
        "assessments": [],
        "logs": ["small.log"],
    }


def test_a_spreadsheet_has_a_row_for_each_outcome_of_each_programme(folder: Path) -> None:
    result = covered(folder, CURRICULA / "leadership", "--format", "csv")
    assert result.exit_code == 0, result.output
    first, *rest = csv.DictReader(StringIO(result.stdout))
    assert first == {
        "Programme": "small",
        "Stage": "year",
        "Outcome": "small.o1",
        "Taught in": "small.m01",
        "Assessed in": "small.essay",
        "Logs": "small.log",
        "Says": "Say what a pattern is",
    }
    assert {row["Programme"] for row in rest} == {"leadership"}


def test_what_cannot_be_read_is_no_gap_but_a_problem_of_its_own(folder: Path) -> None:
    change(folder, MODULE, "hours: 1\n", "hours: one\n")
    result = covered(folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"What {folder} covers cannot be told" in result.stderr
    assert f"{MODULE}:" in result.stderr


def test_a_folder_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    result = covered(tmp_path / "nothing")
    assert result.exit_code == 2
    assert "has no programme.md" in result.stderr
