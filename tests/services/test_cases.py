"""Running cases: the bundled ones, one's own, and those of a curriculum about to be published."""

from pathlib import Path

import pytest

from lms.curriculum.files import read_files
from lms.domain.policy import SYSTEM
from lms.domain.programme import Programme
from lms.errors import BadInput, NotFound
from lms.registry import Registry
from lms.services.cases import (
    bundled,
    case_files,
    failing_cases,
    home_of,
    problems_of,
    run_case,
    run_cases,
    run_paths,
)
from lms.services.programmes import check
from lms.services.publish import publish
from lms.services.site import Site
from lms.testing_programme import small_files
from lms.testing_world import World

CURRICULA = Path(__file__).parents[2] / "curricula"
CASES = sorted(CURRICULA.glob("*/cases/*.md"))
SIGN = "- {id: small.sign, title: Sign, kind: declaration, settings: {declaration: small.ethics}}"
CASE = """\
---
case: Signed on the day
programme: small
people:
  ana: {employer: medway}
enrolment: {who: ana, on: 2025-01-06}
---
She signs, and it counts from that day.

```yaml records
- {on: 2025-02-03, who: ana, kind: declaration, declaration: small.ethics}
```

```yaml expect
- {as_of: 2025-02-02, who: ana, requirement: small.sign, verdict: not-yet}
- {as_of: 2025-02-03, who: ana, requirement: small.sign, verdict: met}
```
"""
WRONG = CASE.replace("verdict: met", "verdict: not-met")


@pytest.fixture(scope="module")
def known(installed_plugins: Registry) -> dict[str, Programme]:
    """The programmes that come with the plugins, read once."""
    return bundled(installed_plugins)


def test_there_are_cases_of_three_programmes() -> None:
    assert {path.parts[-3] for path in CASES} == {"family-therapy", "foundation", "supervision"}


TURNED = (
    ("verdict: met", "verdict: waived"),
    ("verdict: held", "verdict: waived"),
    ("standing: ", "standing: not-"),
    ("recorded: ", "recorded: 1"),
    ("stand: ", "stand: not-"),
    ("state: ", "state: not-"),
)


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_a_bundled_case_comes_out_as_it_says(
    path: Path, installed_plugins: Registry, known: dict[str, Programme]
) -> None:
    result = run_case(path.name, path.read_text(), installed_plugins, known)
    assert result.passed, f"\n{result}"
    assert len(result.checks) > 3


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parts[-3]}/{p.stem}")
def test_a_bundled_case_fails_when_a_verdict_is_turned_round(
    path: Path, installed_plugins: Registry, known: dict[str, Programme]
) -> None:
    turned = path.read_text()
    for right, wrong in TURNED:
        turned = turned.replace(right, wrong)
    result = run_case(path.name, turned, installed_plugins, known)
    assert not result.passed


def folder(tmp_path: Path, case: str = CASE) -> Path:
    for name, text in {**small_files(SIGN, (), "small", "1"), "cases/a/one.md": case}.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "small"


def test_a_folders_cases_are_run_by_its_own_rules(
    tmp_path: Path, installed_plugins: Registry
) -> None:
    (result,) = run_paths(installed_plugins, [folder(tmp_path)])
    assert (result.title, result.passed, len(result.checks)) == ("Signed on the day", True, 2)
    assert str(result).endswith("Signed on the day: as expected")


def test_a_case_can_be_run_by_itself(tmp_path: Path, installed_plugins: Registry) -> None:
    path = folder(tmp_path) / "cases" / "a" / "one.md"
    (result,) = run_paths(installed_plugins, [path])
    assert result.passed
    assert home_of(path) == tmp_path / "small"


def test_a_failing_expectation_shows_its_line_what_came_out_and_the_verdict_tree(
    tmp_path: Path, installed_plugins: Registry
) -> None:
    (result,) = run_paths(installed_plugins, [folder(tmp_path, WRONG)])
    assert not result.passed
    lines = str(result).splitlines()
    assert lines[0].endswith("one.md:16: expected as_of: 2025-02-03, who: ana, requirement: "
                             "small.sign, verdict: not-met")  # fmt: skip
    assert lines[1] == "  but it is met: Signed on 3 February 2025."
    assert lines[2].strip() == "met       small.sign: Signed on 3 February 2025."


def test_every_problem_of_a_case_is_told_with_its_line(
    tmp_path: Path, installed_plugins: Registry
) -> None:
    text = CASE.replace("kind: declaration,", "kind: declarations,").replace("2025-02-02, ", "x, ")
    (result,) = run_paths(installed_plugins, [folder(tmp_path, text)])
    assert [p.line for p in result.problems] == [11]
    text = CASE.replace("as_of: 2025-02-02", "as_of: soon").replace("small.sign, verdict: met", "s")
    (result,) = run_paths(installed_plugins, [folder(tmp_path, text)])
    assert [p.line for p in result.problems] == [15, 16]
    assert result.checks == ()


def test_a_case_of_an_unknown_programme_says_which_there_are(
    tmp_path: Path, installed_plugins: Registry
) -> None:
    (tmp_path / "odd.md").write_text(CASE.replace("programme: small", "programme: smal"))
    (result,) = run_paths(installed_plugins, [tmp_path])
    said = str(result.problems[0])
    assert 'no programme "smal" is known; there is family-therapy, foundation' in said


def test_a_folder_without_cases_is_said_to_have_none(
    tmp_path: Path, installed_plugins: Registry
) -> None:
    with pytest.raises(NotFound, match="has no cases"):
        run_paths(installed_plugins, [tmp_path])


def test_a_curriculum_that_cannot_be_read_runs_no_cases(
    tmp_path: Path, installed_plugins: Registry
) -> None:
    path = folder(tmp_path) / "year" / "stage.md"
    path.write_text(path.read_text().replace("kind: declaration", "kind: declarations"))
    with pytest.raises(BadInput):
        run_paths(installed_plugins, [tmp_path / "small"])


def test_the_files_of_a_curriculum_that_are_no_cases_are_left_alone(tmp_path: Path) -> None:
    path = folder(tmp_path)
    assert [f.name for f in case_files(path)] == ["one.md"]
    assert [f.name for f in case_files(path / "cases")] == ["one.md"]
    (path / "cases" / "a" / "one.md").unlink()
    assert case_files(path) == []


def test_a_loose_folder_of_cases_is_all_cases(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(CASE)
    (tmp_path / "a.md").write_text(CASE)
    assert [f.name for f in case_files(tmp_path)] == ["a.md", "b.md"]


def test_a_curriculum_with_a_failing_case_has_a_problem_at_its_line(
    site: Site, tmp_path: Path
) -> None:
    files = read_files(folder(tmp_path, WRONG))
    (problem,) = failing_cases(site, check(site.registry, files), files)
    assert (problem.path, problem.line) == ("cases/a/one.md", 16)
    assert "it is met" in str(problem)


def test_a_curriculum_with_a_failing_case_is_not_published(world: World, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="do not give the results"):
        world.publish(read_files(folder(tmp_path, WRONG)))
    assert world.publish(read_files(folder(tmp_path))).id == "small"


def test_on_a_site_a_case_may_speak_of_what_is_published_there(
    site: Site, world: World, tmp_path: Path
) -> None:
    world.publish(small_files(SIGN, (), "small", "1"))
    (tmp_path / "one.md").write_text(CASE)
    (result,) = run_cases(site, tmp_path / "one.md")
    assert result.passed, str(result)


def test_a_learner_of_a_case_may_be_on_an_older_published_version(
    site: Site, world: World, tmp_path: Path
) -> None:
    world.publish(small_files(SIGN, (), "small", "1"))
    newer = small_files(SIGN + "\n- {id: small.more, title: More, kind: declaration, "
                        "settings: {declaration: small.ethics}}", (), "small", "2")  # fmt: skip
    publish(site, SYSTEM, newer, base_version="1")
    older = CASE.replace("on: 2025-01-06}", 'on: 2025-01-06, version: "1"}')
    more = "- {as_of: 2025-02-03, who: ana, requirement: small.more, verdict: met}\n```"
    for name, text in (("older.md", older), ("newer.md", CASE)):
        (tmp_path / name).write_text(text.rstrip().removesuffix("```") + more)
    new, old = run_cases(site, tmp_path)
    assert new.passed
    assert 'has no enrolment by then to which "small.more" belongs' in str(old)


def test_what_a_case_finds_is_told_as_located_problems(
    installed_plugins: Registry, known: dict[str, Programme]
) -> None:
    path = CASES[0]
    right = run_case("c.md", path.read_text(), installed_plugins, known)
    assert problems_of(right) == ()


def test_the_case_in_the_documents_comes_out(
    installed_plugins: Registry, known: dict[str, Programme]
) -> None:
    text = (CURRICULA.parent / "docs" / "cases.md").read_text()
    _, _, after = text.partition("````markdown\n")
    result = run_case("docs/cases.md", after.partition("````")[0], installed_plugins, known)
    assert result.passed, f"\n{result}"
    assert len(result.checks) == 3
