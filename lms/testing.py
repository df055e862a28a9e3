"""The test kit for plugin authors: fixtures that pytest loads by itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # what follows is imported inside the fixtures: every pytest run loads this file
    from flask import Flask
    from flask.testing import FlaskClient
    from jinja2 import BytecodeCache

    from lms.config import Settings
    from lms.domain.programme import Programme
    from lms.registry import Registry
    from lms.services.site import Site
    from lms.testing_world import Sent, World


class Clock:
    """A clock that a test sets; it begins on Monday 2 March 2026 at nine."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def set(self, when: date | datetime) -> None:
        """Go to a moment, or to noon of a day."""
        noon = datetime.combine(when, time(12), UTC)
        self.now = when if isinstance(when, datetime) else noon

    def forward(self, **by: float) -> None:
        """Let time pass: ``clock.forward(days=3)``."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """The site's clock, in the test's hands."""
    return Clock()


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and nothing in them, made once."""
    from lms.store import migrate

    path = tmp_path_factory.mktemp("cadre") / "cadre.sqlite"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(migrated_database: Path, tmp_path: Path) -> str:
    """A migrated database of the test's own."""
    copy = tmp_path / "cadre.sqlite"
    shutil.copyfile(migrated_database, copy)
    return f"sqlite:///{copy}"


@pytest.fixture(scope="session")
def installed_plugins() -> Registry:
    """Every installed plugin, found once."""
    from lms.registry import find_plugins

    return find_plugins()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a site that only tests see; its mails stay in memory."""
    return settings_of(database_url, tmp_path / "instance")


def settings_of(database_url: str, instance: Path) -> Settings:
    """What a test's site is set to: all such sites share their keys, so that one reads another's copy."""
    from lms.config import Settings
    from lms.store.chain import Keys

    return Settings(
        instance=instance,
        database_url=database_url,
        secret_key="only-for-tests-" * 3,
        ledger_keys=Keys("test", {"test": b"only for tests, never elsewhere"}),
        base_url="http://localhost",
        mail_url="memory:",
    )


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates compiled once in a run, not once for every test's site or every worker."""
    from jinja2 import FileSystemBytecodeCache

    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture
def site_without_pages(
    settings: Settings, installed_plugins: Registry, clock: Clock
) -> Iterator[Flask]:
    """What services need, and no more: adding the pages takes most of the time."""
    from lms.app import close, open_site
    from lms.testing_world import Client

    app = open_site(settings, installed_plugins, clock)
    app.testing = True
    app.test_client_class = Client
    yield app
    close(app)


@pytest.fixture
def app(site_without_pages: Flask, settings: Settings, compiled_templates: BytecodeCache) -> Flask:
    """A site of the test's own, pages and all."""
    from lms.app import add_pages

    add_pages(site_without_pages, settings)
    site_without_pages.jinja_env.bytecode_cache = compiled_templates
    return site_without_pages


@pytest.fixture
def site(site_without_pages: Flask) -> Iterator[Site]:
    """The running site, for calling services; pages are asked through ``client_for``."""
    with site_without_pages.app_context():
        yield site_without_pages.extensions["cadre"]


@pytest.fixture
def world(site: Site) -> World:
    """A hand for adding people, roles, enrolments and records in a line each."""
    from lms.testing_world import World

    return World(site)


@pytest.fixture
def person(world: World) -> Callable[..., str]:
    """``person("tutor")`` adds somebody with that role and gives the id; ``person()`` has none."""

    def add(role: str | None = None, **limits: str) -> str:
        return world.person(role=role, **limits)

    return add


@pytest.fixture
def client_for(app: Flask, world: World) -> Callable[[str], FlaskClient]:
    """``client_for(person)`` is a browser in which the person is signed in; ``""`` is nobody."""
    return lambda person: world.client(app, person)


@pytest.fixture
def programme(world: World) -> Callable[..., Programme]:
    """``programme(text, plugins=[…])`` publishes a programme of one stage.

    The text is the YAML list of the stage's requirements, or a mapping of paths to whole files.
    """
    return world.programme


@pytest.fixture
def curriculum(world: World) -> Callable[[str], Programme]:
    """``curriculum("leadership")`` publishes a curriculum that core or a plugin offers."""
    return world.curriculum


@pytest.fixture
def sent(site_without_pages: Flask, site: Site) -> Sent:
    """The mails sent so far, oldest first; looking at them does all work that is due."""
    from lms.testing_world import Sent

    return Sent(site_without_pages, site)


@pytest.fixture
def plugin_off(app: Flask, site: Site) -> Callable[[str], AbstractContextManager[Site]]:
    """``with plugin_off("lms_leadership") as site:`` runs the same site without that plugin."""
    from lms.testing_world import without_plugin

    @contextmanager
    def off(name: str) -> Iterator[Site]:
        app.extensions["cadre"] = without_plugin(site, name)
        yield app.extensions["cadre"]
        app.extensions["cadre"] = site

    return off


@pytest.fixture
def run_cases(site: Site) -> Callable[..., None]:
    """``run_cases(path)`` runs the cases of a file or folder; the test fails where one does."""
    from lms.testing_world import check_cases

    return lambda path: check_cases(site, Path(path))
