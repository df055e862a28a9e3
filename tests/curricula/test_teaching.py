"""Each taught day is planned to the minute, and what a stage promises is taught and shown."""

import re

import pytest

from lms.curriculum.coverage import coverage
from lms.domain.programme import Module, Stage
from tests.curricula.bundled import modules, section, stages, words

HEADINGS = [
    "Aims",
    "The session",
    "Key ideas",
    "Exercises",
    "Vignette",
    "Reading",
    "For your log",
    "Links",
]
MINUTES = re.compile(r"^\|\s*(\d+)\s*\|", re.MULTILINE)
each_stage = pytest.mark.parametrize("stage", stages(), ids=lambda s: s.id)
each_module = pytest.mark.parametrize("module", modules(), ids=lambda m: m.id)


@each_stage
def test_the_modules_hours_add_up_to_the_stage(stage: Stage) -> None:
    assert sum(m.hours for m in stage.modules) == stage.taught_hours


@each_stage
def test_every_taught_day_has_its_teaching(stage: Stage) -> None:
    taught = {day for module in stage.modules for day in module.days}
    assert taught == set(range(1, stage.days + 1))


@each_stage
def test_every_outcome_is_taught_and_shown(stage: Stage) -> None:
    assert [c.outcome.id for c in coverage(stage) if not (c.taught and c.shown)] == []


@each_stage
def test_a_stage_promises_eight_to_twelve_outcomes(stage: Stage) -> None:
    assert 8 <= len(stage.outcomes) <= 12


@each_module
def test_a_module_has_its_headings_in_their_order(module: Module) -> None:
    assert re.findall(r"^## (.+)$", module.body, re.MULTILINE) == HEADINGS


@each_module
def test_a_session_is_planned_to_the_minute(module: Module) -> None:
    minutes = [int(m) for m in MINUTES.findall(section(module.body, "The session"))]
    assert sum(minutes) == module.hours * 60


@each_module
def test_key_ideas_can_be_read_between_two_visits(module: Module) -> None:
    assert 600 <= len(words(section(module.body, "Key ideas"))) <= 1500


@each_module
def test_a_module_has_two_exercises_or_more(module: Module) -> None:
    assert section(module.body, "Exercises").count("### ") >= 2


@each_module
def test_a_module_asks_three_to_five_things_for_the_log(module: Module) -> None:
    prompts = re.findall(r"^- ", section(module.body, "For your log"), re.MULTILINE)
    assert 3 <= len(prompts) <= 5


@each_module
def test_a_module_says_how_it_is_assessed_and_what_to_log(module: Module) -> None:
    assert "](assessment:" in module.body
    assert "](log:" in module.body
