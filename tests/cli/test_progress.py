"""A learner's progress from the command line, explained."""

import json
from datetime import date

import pytest

from lms.testing import Clock
from lms.testing_world import World
from tests.cli.conftest import Shell

REQUIREMENTS = """\
- id: small.sign
  title: Sign
  kind: declaration
  settings: {declaration: small.ethics}
  basis: {sure: decided, says: "For a test."}
- id: small.study
  title: Study
  kind: hours
  settings: {category: study, at-least: 3}
"""
PROMISED = {"person", "programme", "stage", "version", "as_of", "known_at", "verdict", "requirements", "next"}  # fmt: skip
PROMISED_OF_EACH = {"id", "title", "kind", "verdict", "amount", "threshold", "unit", "reason", "warning", "counted", "not_counted", "basis"}  # fmt: skip


@pytest.fixture
def ana(world: World, clock: Clock) -> str:
    """Somebody who has studied for two hours and an hour on another enrolment's account."""
    world.programme(REQUIREMENTS)
    who = world.person("ana")
    enrolment = world.enrolment(who, "small", on=date(2026, 1, 12))
    for account, minutes in ((enrolment, 120), ("another", 60)):
        world.record(
            who, "hours", date(2026, 2, 2), enrolment=account, category="study", minutes=minutes
        )
    return who


def test_the_verdicts_are_explained_in_text(lms: Shell, ana: str) -> None:
    result = lms("progress", ana, "--as-of", "2026-03-02")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith("not-yet: A small programme: The year, version 1, as of 2026-03-02")
    assert "  not-yet   small.sign: Not signed yet." in lines
    assert "  not-yet   small.study: 2 of 3 hours count; 1 still needed." in lines
    assert any(line.startswith("    not counted, other-enrolment: ") for line in lines)


def test_the_json_has_every_promised_key(lms: Shell, ana: str) -> None:
    result = lms("progress", ana, "small/year", "--as-of", "2026-03-02", "--format", "json")
    found = json.loads(result.output)
    assert set(found) >= PROMISED
    assert (found["person"], found["stage"], found["as_of"]) == (ana, "year", "2026-03-02")
    assert (found["known_at"], found["verdict"]) == (None, "not-yet")
    sign, study = found["requirements"]
    assert set(sign) >= PROMISED_OF_EACH
    assert (study["amount"], study["threshold"], study["unit"]) == (2, 3, "hours")
    assert [set(n) >= {"record", "reason"} for n in study["not_counted"]] == [True]
    assert sign["basis"] == {"sure": "decided", "says": "For a test."}
    assert [n["id"] for n in found["next"]] == ["small.sign", "small.study"]
    assert [s["stage"] for s in found["stages"]] == ["year"]


def test_an_earlier_day_gives_the_earlier_answer(lms: Shell, ana: str) -> None:
    result = lms("progress", ana, "small", "--as-of", "2026-02-01", "--format", "json")
    (study,) = (r for r in json.loads(result.output)["requirements"] if r["id"] == "small.study")
    assert study["amount"] == 0


def test_as_known_before_it_was_written_there_is_nothing(lms: Shell, ana: str) -> None:
    result = lms("progress", ana, "--known-at", "2026-03-01", "--format", "json")
    found = json.loads(result.output)
    assert found["stages"] == []
    assert found["known_at"].startswith("2026-03-01T23:59:59")


def test_somebody_who_is_enrolled_on_nothing(lms: Shell, world: World) -> None:
    result = lms("progress", world.person("ben"))
    assert (result.exit_code, result.output) == (0, "ben is enrolled on nothing.\n")


def test_what_is_not_there_is_wrong_usage_and_says_what_is(lms: Shell, ana: str) -> None:
    result = lms("progress", ana, "small/yaer")
    assert result.exit_code == 2
    assert "ana has no enrolment on small/yaer. There is small/year." in result.stderr
    result = lms("progress", "nobody")
    assert result.exit_code == 2
    assert 'no person "nobody"' in result.stderr
