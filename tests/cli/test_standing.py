"""Where people stand, from the command line: one person, or counts."""

import csv
import json
from io import StringIO

import pytest

from tests.cli.conftest import Shell
from tests.fixtures.workforce import Workforce


@pytest.fixture(autouse=True)
def people(workforce: Workforce) -> Workforce:
    """Two authorities and three people: see the fixture."""
    return workforce


def test_a_standing_in_text_tells_both_registers(lms: Shell) -> None:
    result = lms("standing", "amara", "--as-of", "2026-03-02")
    assert result.output.splitlines() == [
        "amara: dual-qualified since 2023-10-01, as of 2026-03-02",
        "  Social Work England: held, last known day 2026-11-30",
        "  UKCP: held, last known day 2026-09-30",
    ]


def test_a_standing_as_json_has_stable_keys(lms: Shell) -> None:
    found = json.loads(lms("standing", "amara", "--as-of", "2026-10-01", "--format", "json").output)
    assert (found["standing"], found["since"]) == ("unconfirmed", "2026-10-01")
    assert (found["dual_qualified"], found["in_pipeline"], found["paused"]) == (False, True, False)
    assert found["registers"]["ukcp"]["holding"] == "unconfirmed"
    assert found["registers"]["swe"]["since"] == "2018-01-01"
    assert found["as_of"] == "2026-10-01"


def test_flags_stand_beside_a_standing(lms: Shell) -> None:
    assert "re-check due" in lms("standing", "amara", "--as-of", "2026-08-01").output


def test_somebody_never_registered_is_said_to_be_in_no_pipeline(lms: Shell) -> None:
    lines = lms("standing", "planner").output.splitlines()
    assert lines[0].startswith("planner: none, as of")
    assert lines[-1].startswith("  Not in pipeline counts")


def test_counts_as_a_table(lms: Shell) -> None:
    lines = lms("cadre", "--as-of", "2026-03-02").output.splitlines()
    assert lines[0] == "As of 2026-03-02"
    cells = [line.split() for line in lines[2:]]
    assert ["all", "dual-qualified", "2", "2", "0", "0", "0"] in cells
    assert ["all", "unconfirmed", "0", "0", "0", "0", "0"] in cells
    assert ["kent", "dual-qualified", "1", "1", "0", "0", "0"] in cells


def test_counts_as_csv(lms: Shell) -> None:
    result = lms("cadre", "--authority", "medway", "--as-of", "2026-12-01", "--format", "csv")
    rows = list(csv.DictReader(StringIO(result.output)))
    assert {(r["Team"], r["Standing"], r["People"]) for r in rows} == {
        ("", "dual-qualified", "0"),
        ("", "unconfirmed", "1"),
        ("pod-1", "unconfirmed", "1"),
    }


def test_counts_as_json(lms: Shell) -> None:
    found = json.loads(lms("cadre", "--as-of", "2026-03-02", "--format", "json").output)
    assert found["dual_qualified"]["people"] == 2
    assert found["dual_qualified"]["fte"] == 2
    assert found["awaiting_recheck"]["people"] == 0
    assert found["pipeline"]["ukcp-pending"]["people"] == 0
    assert set(found["apart"]) == {"clinician", "registered-elsewhere"}
    assert [part["authority"] for part in found["parts"]] == ["kent", "medway"]


def test_one_team(lms: Shell) -> None:
    found = json.loads(lms("cadre", "--authority", "medway", "--team", "pod-1", "--as-of",
                           "2026-03-02", "--format", "json").output)  # fmt: skip
    assert (found["team"], found["dual_qualified"]["people"], found["parts"]) == ("pod-1", 1, [])


def test_an_unknown_place_or_person_is_wrong_usage(lms: Shell) -> None:
    assert lms("cadre", "--authority", "medwey").exit_code == 2
    result = lms("standing", "amra")
    assert result.exit_code == 2
    assert 'no person "amra"' in result.stderr
