"""Samples for moderators from the command line."""

import json

from tests.cli.conftest import Shell
from tests.fixtures.moderating import Seminar


def test_a_set_is_listed_and_its_sample_drawn_once(lms: Shell, seminar: Seminar) -> None:
    seminar.scripts(45, 65)
    (line,) = json.loads(lms("sample", "list", "--format", "json").output)
    assert (line["assessment"], line["state"], line["scripts"]) == ("crs.essay", "to-draw", 2)
    assert "The sample is drawn" in lms("sample", "draw", "course", "spring", "crs.essay").output
    (record,) = seminar.told("sample")
    assert record.get("moderator") is None
    again = lms("sample", "draw", "course", "spring", "crs.essay")
    assert again.exit_code
    assert "waits for its decision" in again.stderr
    assert "drawn" in lms("sample", "list").output
