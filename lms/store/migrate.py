"""Bring the tables up to date: core's by its own history, each plugin's by its own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from lms.errors import SettingsError

LOCATION = Path(str(files("lms.migrations")))
"""Where core's migrations are."""


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
    config.set_main_option("script_location", str(LOCATION))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
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


def begin(database_url: str, words: str) -> Path:
    """Write a new migration, named by its words, from what the code declares and the database lacks."""
    config = configuration(database_url)
    head = ScriptDirectory.from_config(config).get_current_head()
    number = f"{int(head or 0) + 1:04}"
    made = command.revision(config, words, autogenerate=True, rev_id=number)
    if not isinstance(made, Script):
        raise TypeError("one migration was asked for")
    return Path(made.path)


def status(database_url: str) -> Status:
    """Where core's tables are."""
    head = ScriptDirectory.from_config(configuration(database_url)).get_current_head()
    try:
        with open_engine(database_url).connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except (SQLAlchemyError, ModuleNotFoundError, OSError) as fault:
        raise SettingsError(_unusable(database_url, fault)) from None
    return Status("core", current, head)


def _unusable(database_url: str, fault: Exception) -> str:
    try:
        shown = make_url(database_url).render_as_string(hide_password=True)
    except ArgumentError:
        return "LMS_DATABASE_URL is not the address of a database; see the settings' reference."
    cause = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
    return f"The database {shown} cannot be used: {cause}. Check LMS_DATABASE_URL."


def open_engine(database_url: str) -> Engine:
    """An engine for changing tables: not the site's, whose connections only read.

    It keeps no connection when it is done, so that the database can be copied or dropped.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)  # nobody else on the machine is to read it
    return create_engine(url, poolclass=NullPool)
