"""A table that describes other bands than its policy tells apart is a problem at its line."""

from dataclasses import replace

from lms.curriculum.folder import read_programme
from lms.domain.assessment.policies import LEVEL_7
from tests.curriculum.example import FILES, KINDS, changed, problems

CASE = "year/assessments/case.md"
NEEDS = "Fail | 40 to 49 | Pass | Merit | Distinction"


def test_a_pass_mark_under_the_policys_boundaries_needs_a_band_of_its_own() -> None:
    (said,) = problems(changed(CASE, "pass-mark: 50", "pass-mark: 40"))
    assert said == (
        f"{CASE}:20: the bands are Fail | Pass | Merit | Distinction; with a pass mark of 40 the "
        f"policy level-7@1 tells apart {NEEDS}: describe each in a column of its own"
    )


def test_the_band_described_is_no_problem() -> None:
    files = changed(CASE, "pass-mark: 50", "pass-mark: 40")
    text = (
        files[CASE].replace("| Fail |", "| Fail | 40 to 49 |").replace("none |", "none | a bit |")
    )
    files[CASE] = text.replace("|---|---|---|---|---|---|", "|---|---|---|---|---|---|---|")
    assert problems(files) == []


def test_a_band_with_another_name_is_a_problem() -> None:
    (said,) = problems(changed(CASE, "| Merit |", "| Good |"))
    assert "Fail | Pass | Good | Distinction" in said
    assert "tells apart Fail | Pass | Merit | Distinction" in said


def test_a_broken_pass_mark_is_told_once() -> None:
    (said,) = problems(changed(CASE, "pass-mark: 50", "pass-mark: forty"))
    assert "pass-mark" in said


def test_a_version_that_is_published_keeps_its_tables() -> None:
    for files in (
        changed(CASE, "pass-mark: 50", "pass-mark: 40"),
        changed(CASE, "| Merit |", "| Good |"),
    ):
        reading = read_programme(files, KINDS, published=True)
        assert reading.programme is not None
        assert reading.programme.stages[0].assessments[0].criteria


def test_a_policy_with_other_classes_asks_for_them() -> None:
    two = {"level-7@1": replace(LEVEL_7, boundaries=(50, 70))}
    reading = read_programme(FILES, KINDS, ["lms_example"], None, policies=two)
    (said,) = map(str, reading.problems)
    assert "tells apart Fail | Pass | Distinction" in said
