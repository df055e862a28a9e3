"""What every writing resource shares: scopes, cookies, and keys that make asking twice one act."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.views import MethodView
from flask_smorest import Blueprint
from werkzeug.test import TestResponse

from lms import api
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.app import add_pages
from lms.config import Settings
from lms.domain.records import person as about
from lms.services.recording import recording
from lms.services.site import Site, fact
from lms.services.tokens import WRITE, make_token
from lms.testing_world import World
from lms.web.guard import actor, permission, site

jobs = Blueprint("jobs", __name__, description="Jobs that people say they have.")


@jobs.route("/jobs")
class Jobs(MethodView):
    """The asker's jobs."""

    @permission("use-api")
    @jobs.doc(parameters=[IDEMPOTENCY_KEY])
    @jobs.response(201)
    def post(self) -> dict[str, str]:
        """Record that one works for Medway."""
        me = about(actor().person)
        with recording(site(), actor()) as writer:

            def act() -> str:
                new = fact(me, "certificate", site().today(), level="other")
                return writer.append(new).id

            return {"record": writer.answer_once(idempotency_key(), ["job"], act)}


@pytest.fixture
def app(site_without_pages: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A site that also has the resource above."""
    monkeypatch.setattr(api, "API_BLUEPRINTS", [*api.API_BLUEPRINTS, jobs])
    add_pages(site_without_pages, settings)
    return site_without_pages


Post = Callable[..., TestResponse]


@pytest.fixture
def post(app: Flask, site: Site, world: World) -> Post:
    """``post(scope, key)`` records a job with a new token of that scope."""
    amara = world.person("amara")

    def send(scope: str, key: str = "") -> TestResponse:
        _, secret = make_token(site, site.actor(amara), "a test", scope)
        headers = {"Authorization": f"Bearer {secret}"}
        if key:
            headers["Idempotency-Key"] = key
        return app.test_client().post("/api/v1/jobs", headers=headers)

    return send


def test_a_token_that_may_write_writes(post: Post) -> None:
    assert post(WRITE).status_code == 201


def test_a_token_that_may_only_read_writes_nothing(post: Post, site: Site) -> None:
    answer = post("read")
    assert answer.status_code == 403
    assert "scope write" in answer.get_json()["detail"]
    assert site.about_me("amara").of("certificate") == []


def test_asking_again_with_the_same_key_gives_the_first_answer(post: Post, site: Site) -> None:
    first, second, third = post(WRITE, "one"), post(WRITE, "one"), post(WRITE, "two")
    assert first.get_json() == second.get_json() != third.get_json()
    assert len(site.about_me("amara").of("certificate")) == 2


def test_a_key_that_is_too_long_is_refused(post: Post) -> None:
    assert post(WRITE, "k" * 201).status_code == 422


def test_a_page_of_another_site_writes_nothing_with_a_cookie(
    client_for: Callable[[str], FlaskClient], world: World
) -> None:
    client = client_for(world.person("amara"))
    answer = client.post("/api/v1/jobs")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert token
    assert client.post("/api/v1/jobs", headers={"X-CSRFToken": token[1]}).status_code == 201
