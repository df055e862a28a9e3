"""Every route says who may use it, and people are kept to what their roles allow."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from lms.app import add_pages, close, create_app
from lms.config import Settings
from lms.errors import NotFound, SettingsError
from lms.registry import Registry
from lms.web import pages
from lms.web.guard import OPEN, permission

GuardedPages = Blueprint("guarded", __name__)


@GuardedPages.get("/guarded")
@permission("take-register")
def guarded() -> str:
    """A page for those who take registers."""
    return "the register"


@GuardedPages.get("/guarded/crash")
@permission(OPEN)
def crash() -> str:
    """A page with a fault, which mentions what somebody wrote."""
    raise RuntimeError("a fault of ours")


@GuardedPages.get("/guarded/gone")
@permission(OPEN)
def gone() -> str:
    """A page about something that is not there."""
    raise NotFound("There is no module 7; the year has six.")


@pytest.fixture
def app(site_without_pages: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A site that also has the pages above."""
    monkeypatch.setattr("lms.web.BLUEPRINTS", (*pages.BLUEPRINTS, GuardedPages))
    add_pages(site_without_pages, settings)
    return site_without_pages


def test_a_route_that_declares_no_permission_keeps_the_site_from_starting(
    settings: Settings, installed_plugins: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Blueprint("silent", __name__)
    silent.add_url_rule("/silent", "page", lambda: "anybody")
    monkeypatch.setattr("lms.web.BLUEPRINTS", (*pages.BLUEPRINTS, silent))
    with pytest.raises(SettingsError, match=r"/silent \(silent\.page, GET\)"):
        create_app(settings, installed_plugins)


def test_a_permission_that_is_not_in_the_policy_table_is_an_error() -> None:
    with pytest.raises(SettingsError, match="not an act of the policy table"):
        permission("take-over")


def test_a_page_is_shown_to_those_whose_role_allows_it(
    client_for: Callable[[str], FlaskClient], person: Callable[..., str]
) -> None:
    assert client_for(person("tutor")).get("/guarded").text == "the register"


def test_a_page_is_refused_to_others_who_are_told_what_to_do(
    client_for: Callable[[str], FlaskClient], person: Callable[..., str]
) -> None:
    answer = client_for(person("planner")).get("/guarded")
    assert answer.status_code == 403
    assert "ask whoever runs Cadre" in answer.text


def test_nobody_signed_in_is_asked_to_sign_in_and_comes_back(
    client_for: Callable[[str], FlaskClient],
) -> None:
    answer = client_for("").get("/guarded?week=3")
    assert answer.location == "/sign-in?next=/guarded?week%3D3"


def test_a_fault_of_ours_is_a_page_without_details(
    client_for: Callable[[str], FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    answer = client_for("").get("/guarded/crash")
    assert answer.status_code == 500
    assert "please try again" in answer.text
    assert "a fault of ours" not in answer.text
    assert "a fault of ours" in caplog.text


def test_a_fault_of_the_database_still_gives_a_page(
    settings: Settings, installed_plugins: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    unmigrated = f"sqlite:///{settings.instance}/never-migrated.sqlite"
    app = create_app(replace(settings, database_url=unmigrated), installed_plugins)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "somebody"
    answer = client.get("/")
    assert answer.status_code == 503
    assert "The database cannot be reached." in answer.text
    close(app)


def test_what_does_not_exist_says_so(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/guarded/gone")
    assert answer.status_code == 404
    assert "There is no module 7; the year has six." in answer.text
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text


def test_programs_get_problem_details(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/nowhere")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["status"] == 404
