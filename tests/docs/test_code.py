"""Code in the documents can be run, and what is quoted from a file stands in it."""

import json
import types
from datetime import date

import pytest
import yaml

from lms.registry import Registry
from lms.services.evaluation import progress_of
from lms.testing_world import World
from tests.docs.pages import ROOT, Block, blocks

STEADY = "lms_steady"
STEADY_LOGS = """
- id: small.steady
  title: Steady logs
  kind: steady-logs
  settings: {months: 2}
"""


def named(block: Block) -> str:
    """A block's page and first line: what tells it from the page's others."""
    return f"{block.page}: {block.code.partition(chr(10))[0][:40]}"


def of(language: str) -> list[Block]:
    return [block for block in blocks() if block.language == language]


@pytest.mark.parametrize("block", of("python"), ids=named)
def test_python_in_a_document_can_be_compiled(block: Block) -> None:
    compile(block.code, block.page, "exec")


@pytest.mark.parametrize("block", of("json"), ids=named)
def test_json_in_a_document_is_json(block: Block) -> None:
    assert json.loads(block.code)


def test_lines_quoted_from_a_file_stand_in_it() -> None:
    quoted = [block for block in of("yaml") if block.about.endswith(".md")]
    assert quoted
    for block in quoted:
        lines = (ROOT / block.about).read_text().splitlines()
        assert [line for line in block.code.splitlines() if line not in lines] == []
        assert yaml.safe_load(block.code)


@pytest.fixture(scope="session")
def installed_plugins() -> Registry:
    """Every installed plugin, and the one that the README shows."""
    (block,) = [b for b in of("python") if b.page == "README.md" and b.about == "run"]
    module = types.ModuleType(STEADY)
    exec(compile(block.code, "README.md", "exec"), vars(module))
    return Registry({STEADY: module})


def test_the_plugin_in_the_readme_counts_months_and_not_logs(world: World) -> None:
    made = world.programme(STEADY_LOGS, plugins=[STEADY])
    learner = world.person("lena")
    enrolment = world.enrolment(learner, made.id, on=date(2025, 12, 1))
    for day in (date(2026, 1, 7), date(2026, 1, 21)):
        world.record(learner, "log", on=day, enrolment=enrolment, template="any")
    assert verdict(world, learner) == (
        "not-yet",
        "Logs were handed in in 1 of 2 different months.",
    )
    world.record(learner, "log", on=date(2026, 2, 4), enrolment=enrolment, template="any")
    assert verdict(world, learner)[0] == "met"


def verdict(world: World, learner: str) -> tuple[str, str]:
    """The outcome and the reason of the one requirement."""
    (progress,) = progress_of(world.site, learner, world.site.today())
    found = next(v for v in progress.verdicts if v.id == "small.steady")
    return found.outcome.value, found.reason
