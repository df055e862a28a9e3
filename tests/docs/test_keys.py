"""The JSON keys that docs/cli.md promises are those that the commands print."""

import json
import re

import pytest

from lms.domain.standing import PipelineStage
from lms.domain.verdicts import Outcome
from lms.services.evaluation import progress_of
from lms.services.verdict_tree import progress_tree
from lms.testing_world import World
from tests.cli.conftest import Shell, environment
from tests.docs.pages import ROOT, under

CLI = ROOT / "docs" / "cli.md"
NOTHING_ASKED = """
- id: small.study
  title: Study
  kind: hours
  settings: {category: study, at-least: 2}
"""
__all__ = ["environment"]


def promised(heading: str, table: int = 0) -> set[str]:
    """The keys in the first column of a table under a heading."""
    tables = re.split(r"\n\n(?=\|)", under(CLI, heading))[1:]
    rows = re.findall(r"^\| (`[^|]+) \|", tables[table], re.MULTILINE)
    return set(re.findall(r"`([a-z_]+)`", " ".join(rows)))


def test_progress_has_the_keys_that_are_promised(world: World) -> None:
    made = world.programme(NOTHING_ASKED)
    learner = world.person("lena")
    enrolment = world.enrolment(learner, made.id)
    world.record(
        learner, "hours", world.site.today(), enrolment=enrolment, category="study", minutes=60
    )
    (progress,) = progress_of(world.site, learner, world.site.today())
    tree = progress_tree(progress)
    assert set(tree) == promised("progress")
    requirement = next(r for r in tree["requirements"] if r["id"] == "small.study")
    assert set(requirement) == promised("progress", 1)
    assert set(requirement["counted"][0]) == {"record", "amount"}
    assert set(tree["next"][0]) == {"id", "title", "help"}


def test_every_verdict_and_every_standing_is_named() -> None:
    assert {f"`{o.value}`" for o in Outcome} <= set(re.findall("`[a-z-]+`", under(CLI, "progress")))
    assert {f"`{s.value}`" for s in PipelineStage} <= set(
        re.findall("`[a-z0-9-]+`", under(CLI, "standing"))
    )


@pytest.fixture
def lms(environment: dict[str, str], world: World) -> Shell:
    """A site on which one person is known."""
    world.person("lena")
    return Shell(environment)


def printed(lms: Shell, *words: str) -> dict[str, object]:
    result = lms(*words, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


def test_standing_has_the_keys_that_are_promised(lms: Shell) -> None:
    found = printed(lms, "standing", "lena")
    assert set(found) == promised("standing")
    registers = found["registers"]
    assert isinstance(registers, dict)
    entry = {"holding", "since", "last_day", "conditions", "recheck_due", "record"}
    assert [set(each) for each in registers.values()] == [entry, entry]


def test_cadre_has_the_keys_that_are_promised(lms: Shell) -> None:
    found = printed(lms, "cadre")
    assert set(found) == promised("cadre")
    tally = {"people", "fte", "paused", "conditions", "recheck_due"}
    assert isinstance(found["dual_qualified"], dict)
    assert set(found["dual_qualified"]) == tally


def test_progress_as_a_command_adds_the_stages(lms: Shell) -> None:
    assert set(printed(lms, "progress", "lena")) == {"person", "as_of", "known_at", "stages"}
