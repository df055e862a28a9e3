"""The site that a command works on: the one that the settings name, with its tables in order."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from lms.config import Settings, read_settings
from lms.errors import SettingsError
from lms.services.site import Site


def open_app(settings: Settings | None = None) -> Flask:
    """The composed site; SettingsError where its tables are not there or not of this version."""
    from lms.app import create_app
    from lms.store import migrate

    settings = settings or read_settings()
    status = migrate.status(settings.database_url)
    if not status.up_to_date:
        raise SettingsError("The tables are not those of this version: run lms migrate.")
    return create_app(settings)


def log_to_stderr() -> None:
    """For commands that run for long: say what happens, when, and how grave it is."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)


@contextmanager
def open_site() -> Iterator[Site]:
    """The site, for commands that read or write; only faults are logged."""
    logging.getLogger("lms").setLevel(logging.ERROR)
    from lms.app import close

    app = open_app()
    try:
        with app.app_context():
            yield app.extensions["cadre"]
    finally:
        close(app)
