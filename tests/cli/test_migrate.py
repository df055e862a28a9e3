"""Bringing tables up to date and taking them back."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def unmigrated(environment: dict[str, str], empty_database_url: str) -> Shell:
    """`lms` on an empty database."""
    return Shell({**environment, "LMS_DATABASE_URL": empty_database_url})


def test_commands_say_to_migrate_where_the_tables_are_missing(unmigrated: Shell) -> None:
    result = unmigrated("verify")
    assert result.exit_code == 2
    assert "run lms migrate" in result.stderr


def test_migrating_makes_the_tables_once(unmigrated: Shell) -> None:
    assert unmigrated("migrate", "status").exit_code == 1
    assert "core: now at" in unmigrated("migrate").output
    assert "nothing to do" in unmigrated("migrate").output
    assert unmigrated("verify").exit_code == 0
    (status,) = json.loads(unmigrated("migrate", "status", "--format", "json").output)
    assert status["owner"] == "core"
    assert status["up_to_date"] is True


def test_taking_tables_back_is_asked_twice(lms: Shell) -> None:
    assert lms("migrate", "down", "core", typed="n\n").exit_code == 1
    assert lms("verify").exit_code == 0
    assert lms("migrate", "down", "core", "--yes").exit_code == 0
    assert lms("verify").exit_code == 2


def test_an_owner_without_tables_is_named(lms: Shell) -> None:
    result = lms("migrate", "down", "lms_chess")
    assert result.exit_code == 2
    assert 'No tables belong to "lms_chess"' in result.stderr


def test_a_new_database_file_is_for_its_owner_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "instance" / "cadre.sqlite"
    Shell({**environment, "LMS_DATABASE_URL": f"sqlite:///{path}"})("migrate")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
