"""The steps that make the example site ready; each gives a sentence about what came of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lms.cli.faults import WrongUsage
from lms.config import Settings, read_settings
from lms.domain.calendar import in_words
from lms.kept_keys import FILE, kept_keys, make_keys
from lms.services.site import Site

if TYPE_CHECKING:
    from flask import Flask

    from lms.services.demo.clock import StoryClock

DATABASE = "cadre.sqlite"


def read_or_make_settings(base_url: str) -> tuple[Settings, str]:
    """The settings, with the keys that the instance folder keeps; they are made where it has none."""
    instance = Path(os.environ.get("LMS_INSTANCE") or "instance").resolve()
    kept = kept_keys(instance)
    said = f"kept in {instance / FILE}"
    if not kept and not {"LMS_SECRET_KEY", "LMS_LEDGER_KEYS"} <= set(os.environ):
        kept = make_keys(instance)
        said = f"made, and {said}"
    settings = read_settings()
    if "LMS_BASE_URL" not in os.environ:
        settings = replace(settings, base_url=base_url)
    return settings, said if kept else "those of the environment"


def _own_file(settings: Settings) -> Path | None:
    """The instance folder's own SQLite file, if that is the database."""
    path = settings.instance / DATABASE
    return path if settings.database_url == f"sqlite:///{path}" else None


def start_over(settings: Settings) -> str:
    """Remove the instance folder's own SQLite file; WrongUsage where it could cost real data."""
    path = _own_file(settings)
    if path is None:
        raise WrongUsage(
            "--fresh only ever removes the instance folder's own SQLite file, and LMS_DATABASE_URL "
            "names another database. Empty that one yourself, then run lms demo."
        )
    if not path.exists():
        return "there was nothing to remove"
    _look_for_real_people(settings)
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return f"removed {path}"


def _look_for_real_people(settings: Settings) -> None:
    from lms.store.migrate import status

    found = status(settings.database_url)
    if found.current is None:
        return
    if not found.up_to_date:
        raise WrongUsage(
            f"The tables in {_own_file(settings)} are of an older version, so who is in them cannot "
            "be looked up. Run lms demo without --fresh first, or remove the file yourself."
        )
    with open_site(settings):
        pass


def _refuse_real_people(app: Flask) -> None:
    """Stop where anybody on the site is not invented: the example's password is no secret."""
    from lms.services.demo.load import is_empty, is_example

    site: Site = app.extensions["cadre"]
    if not (is_empty(site) or is_example(site)):
        raise WrongUsage(
            "There are people on this site who are not invented, so lms demo leaves it alone. "
            "Run lms serve; or give the example a folder of its own with LMS_INSTANCE."
        )


def migrate(settings: Settings) -> str:
    """Bring the tables up to date; a new SQLite file is for its owner's eyes only."""
    from lms.store.migrate import status, upgrade

    path = _own_file(settings)
    new = path is not None and not path.exists()
    if status(settings.database_url).up_to_date:
        return "up to date"
    upgrade(settings.database_url)
    if path is not None and new:
        path.chmod(0o600)
        return f"made in {path}"
    return "brought up to date"


@contextmanager
def open_site(settings: Settings) -> Iterator[tuple[Flask, StoryClock]]:
    """The composed site, on a clock that can follow the story; nobody real may be on it."""
    from lms.app import close, create_app
    from lms.services.demo.clock import StoryClock

    clock = StoryClock()
    app = create_app(settings, clock=clock)
    try:
        with app.app_context():
            _refuse_real_people(app)
        yield app, clock
    finally:
        close(app)


def publish(app: Flask, clock: StoryClock, today: date) -> str:
    """Publish what is not published yet."""
    from lms.services.demo.load import publish_bundled

    with app.app_context():
        keys = publish_bundled(app.extensions["cadre"], clock, today)
    return f"published {', '.join(keys)}" if keys else "published already"


def load(app: Flask, clock: StoryClock, today: date, given: bool) -> str:
    """Load the example people into an empty site; ``given`` says that somebody asked for the day."""
    from lms.services.demo.load import is_empty, load_world

    with app.app_context():
        site = app.extensions["cadre"]
        loaded = load_world(site, clock, today) if is_empty(site) else None
    if loaded:
        return f"{loaded.people} invented people, {loaded.facts:,} facts, around {in_words(today)}"
    hint = "; to place them around another day, add --fresh" if given else ""
    return f"the invented people are there already{hint}"
