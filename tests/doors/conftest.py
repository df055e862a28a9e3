"""The course in the middle of its year, built once; whatever was written is undone between tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import text

from lms.app import add_pages, close, open_site
from lms.config import read_settings
from lms.registry import Registry
from lms.services.site import Site
from lms.store.base import db
from lms.testing import Clock
from lms.testing_world import Client
from tests.doors.doors import Door, Page, Program, Shell, operations
from tests.doors.year import Year, build
from tests.fixtures.under_lock import nothing_evaluated_under_lock

COUNTED = (
    "document",
    "draft",
    "banked_comment",
    "job WHERE name <> 'sweep-files'",
)
"""Tables beside the ledger that an act can write to. A look for leftover files is nobody's act, and
that something was read is noted elsewhere."""


class Doors:
    """The course, its doors and its clock; ``kept`` is what it comes back to."""

    def __init__(self, app: Flask, year: Year, clock: Clock, doors: dict[str, Door], kept: Path):
        self.app, self.year, self.clock, self.doors = app, year, clock, doors
        self.kept, self.live = kept, kept.parent / "live"

    def __repr__(self) -> str:
        return "the doors"

    @property
    def site(self) -> Site:
        return self.year.site

    @contextmanager
    def on(self, day: date | None) -> Iterator[None]:
        """Another day of the year inside the block."""
        now = self.clock.now
        try:
            if day:
                self.clock.set(day)
            yield
        finally:
            self.clock.set(now)

    def written(self) -> dict[str, Any]:
        """How much there is of whatever an act can write."""
        session = self.site.session()
        session.rollback()
        counts = {t: session.scalar(text(f"SELECT count(*) FROM {t}")) for t in COUNTED}
        drafts = session.scalar(text("SELECT sum(revision) FROM draft"))
        return {"position": self.site.ledger.head(session)[0], "saved": drafts, **counts}

    def kinds_since(self, position: int) -> set[str]:
        """The kinds of record written after a position of the ledger."""
        session = self.site.session()
        session.rollback()
        return {record.kind for record in self.site.ledger.after(session, position)}

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever is written inside the block is gone after it; the site's lock is watched meanwhile."""
        facts, added = dict(self.year.facts), list(self.year.world.added)
        try:
            with nothing_evaluated_under_lock(self.site.ledger.engine):
                yield
        finally:
            self._put(self.kept, self.live)
            self.year.facts.clear()
            self.year.facts.update(facts)
            self.year.world.added[:] = added

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Nothing is written inside the block; what was all the same is undone, and fails the test."""
        before = after = self.written()
        try:
            yield
        finally:
            after = self.written()
            if after != before:
                self._put(self.kept, self.live)
        assert after == before

    def keep(self) -> None:
        """Take what there is now as what to come back to."""
        self._put(self.live, self.kept)

    def _put(self, source: Path, target: Path) -> None:
        db.session.remove()
        db.engine.dispose()
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)


@pytest.fixture
def doors(course: Doors) -> Iterator[Doors]:
    """The course behind its doors."""
    with course.app.app_context():
        yield course


@pytest.fixture(scope="session")
def course(
    database_folder: Path,
    installed_plugins: Registry,
    migrated_database: Path,
    compiled_templates: BytecodeCache,
) -> Iterator[Doors]:
    """The course, built once, on SQLite: the services are tried on both engines elsewhere."""
    folder = database_folder / "doors"
    live = folder / "live"
    live.mkdir(parents=True)
    database = live / "cadre.sqlite"
    shutil.copyfile(migrated_database, database)
    environment = {
        "LMS_INSTANCE": str(live),
        "LMS_DATABASE_URL": f"sqlite:///{database}",
        "LMS_SECRET_KEY": sha256(b"only for tests").hexdigest(),
        "LMS_LEDGER_KEYS": f"2026:{sha256(b'never elsewhere').hexdigest()}",
        "LMS_BASE_URL": "http://localhost",
        "LMS_MAIL_URL": "memory:",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        settings = read_settings()
    clock = Clock()
    app = open_site(settings, installed_plugins, clock)
    app.testing = True
    app.test_client_class = Client
    add_pages(app, settings)
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        year = build(app.extensions["cadre"])
        program = Program(app, year, operations(app))
        shell = Shell(program, environment, folder)
        ways = {"page": Page(app, year), "api": program, "cli": shell}
        found = Doors(app, year, clock, ways, folder / "kept")
        for name in year.world.added:
            program.token(name)
        found.keep()
    yield found
    close(app)
    shutil.rmtree(folder)
