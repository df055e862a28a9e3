"""The curricula that come with Cadre hold to their own format."""

from pathlib import Path

import pytest

from lms.curriculum.coverage import coverage
from lms.curriculum.files import find_glossary, find_programmes, read_files
from lms.curriculum.folder import named_plugins, read_programme
from lms.curriculum.glossary import read_glossary
from lms.registry import find_plugins

CURRICULA = Path(__file__).parents[2] / "curricula"
PROGRAMMES = find_programmes(CURRICULA)


@pytest.mark.parametrize("folder", PROGRAMMES, ids=lambda folder: folder.name)
def test_a_bundled_curriculum_has_no_problem(folder: Path) -> None:
    files, registry = read_files(folder), find_plugins()
    kinds = registry.relay(named_plugins(files)).requirement_kinds
    reading = read_programme(
        files,
        kinds,
        registry.plugin_names,
        find_glossary(folder),
        policies=registry.marking_policies,
    )
    assert [str(problem) for problem in reading.problems] == []
    for stage in reading.programme.stages:
        assert all(covered.taught and covered.shown for covered in coverage(stage))


def test_all_four_are_there() -> None:
    assert [folder.name for folder in PROGRAMMES] == [
        "family-therapy",
        "foundation",
        "leadership",
        "supervision",
    ]


def test_the_glossary_has_no_problem() -> None:
    glossary = read_glossary((CURRICULA / "glossary.md").read_text())
    assert [str(problem) for problem in glossary.problems] == []
    assert len(glossary.entries) > 80
