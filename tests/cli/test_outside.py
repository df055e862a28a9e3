"""What is typed at the command line and cannot be kept or meant is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from lms.config import Settings
from tests.cli.conftest import Shell

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)


def test_a_word_that_is_no_text_is_refused(lms: Shell) -> None:
    result = lms("account", "open", "\udcff@example.org")
    assert result.exit_code == 2
    assert "a character that cannot be kept" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-31", "9" * 5_000, "\u0663"])
def test_a_day_that_nobody_can_mean_is_refused(lms: Shell, day: str) -> None:
    for option in ("--as-of", "--known-at"):
        result = lms("progress", "ben", option, day)
        assert result.exit_code == 2, result.output
        assert isinstance(result.exception, SystemExit)


def test_a_body_nested_without_end_is_refused(lms: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMS_TOKEN", "cadre_nobodys")
    result = lms("act", "report-misconduct", "x", "--body", "-", typed="[" * 100_000)
    assert result.exit_code == 2
    assert "levels deep" in result.output


def test_a_head_of_thousands_of_digits_is_refused(lms: Shell) -> None:
    result = lms("verify", "--head", f"{'9' * 5_000}:{'a' * 64}")
    assert result.exit_code == 2
    assert "neither POSITION:HASH" in result.output


def test_a_database_that_is_no_database_is_said_plainly(lms: Shell, settings: Settings) -> None:
    path = Path(make_url(settings.database_url).database or "")
    path.write_bytes(b"no database at all" * 1_000)
    result = lms("verify")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
