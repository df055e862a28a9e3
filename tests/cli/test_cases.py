"""Running cases from the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

CASE = """\
---
case: Nobody yet
programme: foundation
people:
  ana: {}
---
She has not begun.

```yaml expect
- {as_of: 2026-03-02, who: ana, standing: none}
```
"""


@pytest.fixture
def lms() -> Shell:
    """`lms` on a machine where nothing is set: cases need no site."""
    return Shell(dict.fromkeys(("LMS_SECRET_KEY", "LMS_LEDGER_KEYS", "LMS_DATABASE_URL"), ""))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case that comes out as it says."""
    path = tmp_path / "nobody.md"
    path.write_text(CASE)
    return path


def spoil(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(old, new))


def test_cases_that_come_out_are_counted(lms: Shell, case: Path) -> None:
    result = lms("cases", "run", case)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"{case}: Nobody yet: as expected",
        "1 case, 1 expectation: all as expected.",
    ]


def test_a_failing_expectation_says_what_came_out_and_ends_with_one(lms: Shell, case: Path) -> None:
    spoil(case, "standing: none", "standing: dual-qualified")
    result = lms("cases", "run", case)
    assert result.exit_code == 1
    assert (
        f"{case}:10: expected as_of: 2026-03-02, who: ana, standing: dual-qualified"
        in result.output
    )
    assert "but it is none (SWE never, UKCP never)" in result.output
    assert "1 failed." in result.output


def test_a_problem_ends_with_one_too(lms: Shell, case: Path) -> None:
    spoil(case, "programme: foundation", "programme: fondation")
    result = lms("cases", "run", case)
    assert result.exit_code == 1
    assert 'no programme "fondation" is known' in result.output


def test_programs_read_the_same(lms: Shell, case: Path) -> None:
    spoil(case, "standing: none", "standing: clinician")
    result = lms("cases", "run", case, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert found["passed"] is False
    (expectation,) = found["cases"][0]["expectations"]
    assert (expectation["line"], expectation["passed"]) == (10, False)
    assert expectation["actual"].startswith("none")


def test_a_path_without_cases_is_wrong_usage(lms: Shell, tmp_path: Path) -> None:
    result = lms("cases", "run", tmp_path)
    assert result.exit_code == 2
    assert "has no cases" in result.stderr
    assert lms("cases", "run", tmp_path / "nowhere").exit_code == 2


def test_a_curriculum_with_mistakes_tells_them(lms: Shell, tmp_path: Path, case: Path) -> None:
    (tmp_path / "programme.md").write_text("---\nid: x\n---\n")
    folder = tmp_path / "cases"
    folder.mkdir()
    case.rename(folder / "one.md")
    result = lms("cases", "run", tmp_path)
    assert result.exit_code == 1
    assert "programme.md:" in result.stderr
