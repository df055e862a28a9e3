"""Core's tables: made from nothing, equal to what the code declares, and taken back."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect

from lms.store import migrate


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_the_tables_are_those_that_the_code_declares(empty_database_url: str) -> None:
    assert migrate.upgrade(empty_database_url).up_to_date
    assert {"record", "document", "job", "account"} <= tables(empty_database_url)
    command.check(migrate.configuration(empty_database_url))


def test_every_migration_can_be_taken_back_and_applied_again(empty_database_url: str) -> None:
    migrate.upgrade(empty_database_url)
    migrate.downgrade(empty_database_url)
    assert tables(empty_database_url) == {"alembic_version"}
    assert not migrate.status(empty_database_url).up_to_date
    assert migrate.upgrade(empty_database_url).up_to_date


def test_a_migration_is_begun_with_the_next_number(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "migrations"
    shutil.copytree(Path(str(files("lms.migrations"))), copy)
    monkeypatch.setattr(migrate, "LOCATION", copy)
    numbers = {path.name[:4] for path in copy.glob("versions/0*.py")}
    made = migrate.begin(database_url, "Add second marker")
    assert made.name == f"{max(map(int, numbers)) + 1:04}_add_second_marker.py"
    assert '"""Add second marker"""' in made.read_text()
    assert migrate.upgrade(database_url).current == made.name[:4]
