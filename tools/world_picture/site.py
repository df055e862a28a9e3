"""The example site in a folder of its own, standing still at one moment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from .steady import Names, names_of

if TYPE_CHECKING:
    from flask import Flask

KEYS = {
    "LMS_SECRET_KEY": "the picture of an invented world guards nothing",
    "LMS_LEDGER_KEYS": f"picture:{'5a' * 32}",
    "LMS_MAIL_URL": "folder:",
    "LMS_FILES_URL": "folder:",
    "LMS_BASE_URL": "http://127.0.0.1:5000",
}
DATABASE = "cadre.sqlite"
MORNING = time(10)


def moment_of(today: date) -> datetime:
    """Ten in the morning of the day, London in winter."""
    return datetime.combine(today, MORNING, UTC)


def make_world(instance: Path, today: date) -> Names:
    """Make the example world of the interpreter's own ``lms``; the names of what is in it."""
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        del os.environ[name]
    os.environ.update(KEYS, LMS_INSTANCE=str(instance))
    from lms.cli import demo_site

    settings, _ = demo_site.read_or_make_settings(KEYS["LMS_BASE_URL"])
    demo_site.migrate(settings)
    with demo_site.open_site(settings) as (app, clock):
        demo_site.publish(app, clock, today)
        demo_site.load(app, clock, today, given=True)
    return names_of(instance / DATABASE)


@contextmanager
def opened(instance: Path, today: date) -> Iterator[Flask]:
    """A copy of the site whose clock stands still: what reading leaves behind is thrown away."""
    from lms.app import close, create_app
    from lms.config import read_settings

    copy = instance.with_name(instance.name + "-copy")
    shutil.copytree(instance, copy)
    os.environ["LMS_INSTANCE"] = str(copy)
    app = create_app(read_settings(), clock=lambda: moment_of(today))
    try:
        yield app
    finally:
        close(app)
        shutil.rmtree(copy)
