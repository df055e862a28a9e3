"""A database or a disk that is away: 503 that says so and keeps what was typed, and so does the health."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, make_url, text

from lms.services.site import Site
from lms.store.base import db
from tests.fixtures.databases import Databases, PostgreSQLDatabases
from tests.fixtures.programs import Call
from tests.fixtures.training import Training
from tests.web.test_programme_lead import COHORT, day

REASON = "A long reason that took half an hour to write and that nobody wants to write again. " * 3
NEW = "/programmes/craft/cohorts/new"
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def lead(client_for: Callable[[str], FlaskClient], training: Training) -> FlaskClient:
    return client_for("lead")


def take_away(site: Site, any_database: Databases) -> None:
    """Put the database where nobody can reach it."""
    engine = site.ledger.engine
    db.session.remove()
    engine.dispose()
    if isinstance(any_database, PostgreSQLDatabases):
        name = engine.url.database
        any_database.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    else:
        path = Path(engine.url.database or "")
        path.rename(path.with_suffix(".elsewhere"))
        path.mkdir()


def bring_back(site: Site, any_database: Databases) -> None:
    engine = site.ledger.engine
    if isinstance(any_database, PostgreSQLDatabases):
        any_database.execute(f"ALTER DATABASE {engine.url.database} ALLOW_CONNECTIONS true")
    else:
        path = Path(engine.url.database or "")
        path.rmdir()
        path.with_suffix(".elsewhere").rename(path)


def key_of(client: FlaskClient, url: str) -> str:
    return client.get(url).text.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_with_the_database_away_everything_says_so_and_nothing_typed_is_lost(
    app: Flask, site: Site, any_database: Databases, lead: FlaskClient, call: Call
) -> None:
    url = f"{COHORT}/marks/deadlines"
    token = key_of(lead, NEW)
    token_answer = call("lead", "GET", "/programmes")
    assert token_answer.status_code == 200
    take_away(site, any_database)
    try:
        typed = {
            "csrf_token": token,
            "name": "Autumn 2026",
            "reason": REASON,
            "password": "hunter2",
        }
        answer = lead.post(NEW, data={**typed, **day("first-first", "1 9 2026")})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "The database cannot be reached." in answer.text
        assert REASON.strip() in answer.text
        assert 'name="first-first-day"' in answer.text
        assert "hunter2" not in answer.text
        shown = lead.get(url)
        assert shown.status_code == 503
        asked = app.test_client().get("/api/v1/programmes", headers={"Authorization": "Bearer x"})
        assert (asked.status_code, asked.content_type) == (503, "application/problem+json")
        assert asked.json["title"] == "Unavailable"  # type: ignore[index]
        health = app.test_client().get("/health")
        assert health.status_code == 503
        assert health.json == {
            "status": "unavailable",
            "away": {"database": "The database cannot be reached."},
        }
        assert str(make_url(site.ledger.engine.url).database) not in health.text
    finally:
        db.session.remove()
        site.ledger.engine.dispose()
        bring_back(site, any_database)
    assert app.test_client().get("/health").json == {"status": "ok"}
    again = lead.post(NEW, data={"csrf_token": token, "name": ""})
    assert again.status_code == 422


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
def test_a_full_disk_under_the_database_is_503_and_nothing_is_recorded(
    app: Flask, site: Site, lead: FlaskClient
) -> None:
    token = key_of(lead, NEW)
    head = site.ledger.head(site.session())
    db.session.remove()
    site.ledger.engine.dispose()

    @event.listens_for(site.ledger.engine, "connect")
    def fill(connection: object, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    dates = {**day("first-first", "1 9 2026"), **day("last-first", "31 8 2027")}
    names = {"name": "Autumn " + "x" * 60, "csrf_token": token}
    answers = [
        lead.post(NEW, data={**names, "name": f"{n} {names['name']}", **dates}) for n in range(40)
    ]
    full = next(answer for answer in answers if answer.status_code != 302)
    assert full.status_code == 503
    assert "The database is full." in full.text
    assert names["name"] in full.text
    assert site.ledger.head(site.session())[0] >= head[0]


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
def test_a_database_that_stays_locked_is_busy(app: Flask, site: Site, lead: FlaskClient) -> None:
    token = key_of(lead, NEW)
    db.session.remove()
    engine = site.ledger.engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def hurry(connection: object, _: object) -> None:
        connection.execute("PRAGMA busy_timeout = 1")  # type: ignore[attr-defined]

    dates = {**day("first-first", "1 9 2026"), **day("last-first", "31 8 2027")}
    with engine.execution_options(cadre_writes=True).connect() as other:
        other.execute(text("SELECT 1"))
        answer = lead.post(NEW, data={"csrf_token": token, "name": "Autumn", **dates})
    assert answer.status_code == 503
    assert "The database is busy." in answer.text


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
def test_a_database_that_was_moved_away_is_not_mended_by_an_empty_one(
    app: Flask, site: Site, lead: FlaskClient
) -> None:
    db.session.remove()
    site.ledger.engine.dispose()
    path = Path(site.ledger.engine.url.database or "")
    for one in path.parent.glob(f"{path.name}*"):
        one.rename(one.with_name(f"moved-{one.name}"))
    assert app.test_client().get("/health").status_code == 503
    assert lead.get("/").status_code == 503


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
def test_a_folder_of_files_that_is_no_folder_is_told_by_the_health(app: Flask, site: Site) -> None:
    site.files.folder.parent.mkdir(parents=True, exist_ok=True)
    site.files.folder.write_text("in the way")
    answer = app.test_client().get("/health")
    assert answer.status_code == 503
    assert answer.json["away"] == {  # type: ignore[index]
        "files": "The place where files are kept cannot be reached."
    }


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "is full"), (errno.EROFS, "cannot be reached"), (errno.EMFILE, "is busy")],
)
def test_a_disk_that_takes_no_more_files_is_503(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "as the system says", "/srv/secret/place")

    monkeypatch.setattr("lms.web.programme_lead.create_cohort", fail)
    dates = {**day("first-first", "1 9 2026"), **day("last-first", "31 8 2027")}
    typed = {"csrf_token": key_of(lead, NEW), "name": "Autumn", **dates}
    answer = lead.post(NEW, data=typed)
    assert answer.status_code == 503
    assert f"The place where files are kept {says}." in answer.text
    assert "secret" not in answer.text
