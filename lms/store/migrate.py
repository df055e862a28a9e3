"""Bring the tables up to date: core's by its own history, each plugin's by its own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, NullPool, create_engine


@dataclass(frozen=True, slots=True)
class Status:
    """Where one owner's tables are, and where its newest migration would bring them."""

    owner: str
    current: str | None
    head: str | None

    @property
    def up_to_date(self) -> bool:
        return self.current == self.head


def configuration(database_url: str) -> Config:
    """Alembic's configuration for core's tables on one database."""
    config = Config()
    config.set_main_option("script_location", str(Path(str(files("lms.migrations")))))
    config.set_main_option("path_separator", "os")
    config.attributes["database_url"] = database_url
    return config


def upgrade(database_url: str) -> Status:
    """Run every migration that is not applied yet."""
    command.upgrade(configuration(database_url), "heads")
    return status(database_url)


def downgrade(database_url: str, revision: str = "base") -> None:
    """Take migrations back, to the beginning unless a revision is named."""
    command.downgrade(configuration(database_url), revision)


def status(database_url: str) -> Status:
    """Where core's tables are."""
    head = ScriptDirectory.from_config(configuration(database_url)).get_current_head()
    engine = open_engine(database_url)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return Status("core", current, head)


def open_engine(database_url: str) -> Engine:
    """An engine for changing tables: not the site's, whose connections only read."""
    path = create_engine(database_url).url.database
    if database_url.startswith("sqlite") and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    return create_engine(database_url, poolclass=NullPool)
