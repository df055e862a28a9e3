"""The API as programs meet it: who they are, what they may ask, and how errors read."""

import ast
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import lms
from lms.api import ProblemSchema
from lms.domain.programme import Programme
from lms.services import accounts
from lms.services.site import Site
from lms.services.tokens import WRITE, make_token, revoke_token, tokens_of
from lms.store.accounts import account_of
from lms.testing import Clock
from lms.testing_world import World

FIT = "- {id: small.fit, kind: judgement, settings: {outcomes: [fit, unfit], by: tutor}}"
Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(app: Flask, site: Site) -> Ask:
    """``ask(person, path)`` asks with a new token of the person's; ``""`` shows none."""

    def get(person: str, path: str, secret: str = "") -> TestResponse:
        if person:
            _, secret = make_token(site, site.actor(person), "a test")
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return app.test_client().get(f"/api/v1{path}", headers=headers)

    return get


@pytest.fixture
def amara(world: World, published: Callable[..., Programme]) -> str:
    """A learner of a small programme in a cohort."""
    published(FIT)
    identity = world.person("amara")
    world.enrolment(identity, "small", cohort="small-1")
    return identity


def test_a_token_says_whom_it_speaks_for(ask: Ask, person: Callable[..., str]) -> None:
    tutor = person("tutor", programme="small")
    body = ask(tutor, "/me").get_json()
    assert body["person"] == tutor
    assert [(r["role"], r["programme"]) for r in body["roles"]] == [("tutor", "small")]
    assert (body["token"]["name"], body["token"]["scope"]) == ("a test", "read")


@pytest.mark.parametrize("secret", ["", "cadre_nothing"])
def test_without_a_token_that_works_a_program_is_asked_for_one(ask: Ask, secret: str) -> None:
    answer = ask("", "/me", secret=secret)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.content_type == "application/problem+json"
    assert "Authorization: Bearer" in answer.get_json()["detail"]


def test_a_token_stops_working_when_it_expires(
    ask: Ask, site: Site, world: World, clock: Clock
) -> None:
    amara = world.person("amara")
    _, secret = make_token(site, site.actor(amara), "short", days=1)
    assert ask("", "/me", secret=secret).status_code == 200
    clock.forward(days=1)
    assert ask("", "/me", secret=secret).status_code == 401


def test_a_token_stops_working_when_it_is_revoked(ask: Ask, site: Site, world: World) -> None:
    amara = world.person("amara")
    token, secret = make_token(site, site.actor(amara), "leaked")
    revoke_token(site, site.actor(amara), token.id)
    assert ask("", "/me", secret=secret).status_code == 401


def test_the_tokens_of_a_closed_account_are_ended_for_good(
    ask: Ask, site: Site, world: World
) -> None:
    amara = world.person("amara")
    operator = site.actor(world.person("olu", role="operator"))
    _, secret = make_token(site, site.actor(amara), "a test")
    accounts.close_account(site, operator, amara)
    assert ask("", "/me", secret=secret).status_code == 401
    accounts.reopen_account(site, operator, amara)
    assert ask("", "/me", secret=secret).status_code == 401


def test_a_token_speaks_for_nobody_whose_account_is_shut(
    ask: Ask, site: Site, world: World
) -> None:
    amara = world.person("amara")
    _, secret = make_token(site, site.actor(amara), "a test")
    with site.ledger.write("somebody") as writer:
        account = account_of(writer.session, amara)
        assert account
        account.active = False
    assert ask("", "/me", secret=secret).status_code == 401


def test_only_a_tokens_hash_is_kept(site: Site, world: World) -> None:
    amara = world.person("amara")
    token, secret = make_token(site, site.actor(amara), "a test", WRITE)
    assert tokens_of(site, site.actor(amara)) == [token]
    assert secret.removeprefix("cadre_") not in str(tokens_of(site, site.actor(amara)))


def test_a_cookie_counts_for_nothing_beside_a_token(
    client_for: Callable[[str], FlaskClient], world: World
) -> None:
    client = client_for(world.person("amara"))
    assert client.get("/api/v1/me").get_json()["person"] == "amara"
    wrong = {"Authorization": "Bearer cadre_wrong"}
    assert client.get("/api/v1/me", headers=wrong).status_code == 401


def test_tokens_open_the_api_and_no_pages(app: Flask, site: Site, world: World) -> None:
    _, secret = make_token(site, site.actor(world.person("amara")), "a test")
    answer = app.test_client().get("/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.location == "/sign-in"


def test_a_learner_reads_the_own_progress_with_its_reasons(ask: Ask, amara: str) -> None:
    body = ask(amara, f"/people/{amara}/progress").get_json()
    (stage,) = body["stages"]
    assert (stage["programme"], stage["stage"], stage["verdict"]) == ("small", "year", "not-yet")
    (requirement,) = stage["requirements"]
    assert requirement["id"] == "small.fit"
    assert requirement["reason"]
    assert requirement["basis"]["sure"] == "decided"
    assert [n["id"] for n in stage["next"]] == ["small.fit"]


def test_progress_can_be_asked_as_of_a_day_and_as_known_at_a_moment(
    ask: Ask, world: World, amara: str, clock: Clock
) -> None:
    before = clock.now
    clock.forward(days=2)
    enrolment = world.site.about_me(amara).of("enrolment")[0].id
    fields = {"requirement": "small.fit", "outcome": "fit"}
    world.record(amara, "judgement", date(2026, 3, 3), enrolment=enrolment, **fields)
    path = f"/people/{amara}/progress"
    assert outcome(ask(amara, path)) == "met"
    assert outcome(ask(amara, f"{path}?as_of=2026-03-02")) == "not-yet"
    known = before.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert outcome(ask(amara, f"{path}?as_of=2026-03-04&known_at={known}")) == "not-yet"


def outcome(answer: TestResponse) -> str:
    (stage,) = answer.get_json()["stages"]
    return str(stage["verdict"])


def test_a_misspelt_question_is_not_answered_as_another(ask: Ask, amara: str) -> None:
    answer = ask(amara, f"/people/{amara}/progress?as-of=2020-01-01")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["errors"]["query"] == {"as-of": ["Unknown field."]}


@pytest.mark.parametrize("query", ["as_of=yesterday", "known_at=noon"])
def test_a_day_that_is_none_is_named(ask: Ask, amara: str, query: str) -> None:
    answer = ask(amara, f"/people/{amara}/progress?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.get_json()["errors"]["query"]


@pytest.mark.parametrize(
    ("role", "limits", "status"),
    [
        ("tutor", {"programme": "small"}, 200),
        ("tutor", {"programme": "small", "cohort": "small-2"}, 404),
        ("tutor", {"programme": "chess"}, 404),
        ("planner", {}, 404),
        (None, {}, 404),
    ],
)
def test_progress_is_for_those_who_teach_the_learner(
    ask: Ask, person: Callable[..., str], amara: str, role: str, limits: dict[str, str], status: int
) -> None:
    assert ask(person(role, **limits), f"/people/{amara}/progress").status_code == status


def test_a_person_who_is_none_is_not_found(ask: Ask, person: Callable[..., str]) -> None:
    for path in ("/people/nobody/progress", "/people/nobody/standing"):
        answer = ask(person("planner"), path)
        assert answer.status_code == 404
        assert answer.get_json()["title"] == "Not found"


@pytest.mark.parametrize(("authority", "status"), [("medway", 200), ("kent", 404), (None, 200)])
def test_standing_is_for_planners_of_the_persons_authority(
    ask: Ask, world: World, person: Callable[..., str], amara: str, authority: str, status: int
) -> None:
    world.employment(amara, "medway")
    limits = {"authority": authority} if authority else {}
    answer = ask(person("planner", **limits), f"/people/{amara}/standing")
    assert answer.status_code == status


def test_a_person_reads_the_own_standing(ask: Ask, amara: str) -> None:
    body = ask(amara, f"/people/{amara}/standing").get_json()
    assert (body["person"], body["standing"], body["as_of"]) == (
        amara,
        "foundation-enrolled",
        "2026-03-02",
    )


def test_programmes_are_listed_a_page_at_a_time(
    ask: Ask, world: World, published: Callable[..., Programme]
) -> None:
    for name in ("c", "a", "b"):
        published(FIT, identity=name)
    amara = world.person("amara")
    first = ask(amara, "/programmes?limit=2").get_json()
    assert [p["id"] for p in first["items"]] == ["a", "b"]
    second = ask(amara, f"/programmes?limit=2&cursor={first['next_cursor']}").get_json()
    assert ([p["id"] for p in second["items"]], second["next_cursor"]) == (["c"], None)
    assert first["items"][0]["newest"] is True
    assert ask(amara, "/programmes?cursor=!!").status_code == 422
    assert ask(amara, "/programmes?limit=0").status_code == 422


def test_the_description_says_who_may_do_what(app: Flask) -> None:
    spec = app.test_client().get("/api/v1/openapi.json").get_json()
    assert spec["openapi"] == "3.1.0"
    for path, operations in spec["paths"].items():
        for method in {"get", "post", "put", "patch", "delete"} & operations.keys():
            assert operations[method]["x-permission"], (method, path)
            assert operations[method]["summary"], (method, path)
    assert (
        spec["paths"]["/api/v1/people/{person}/progress"]["get"]["x-permission"] == "read-progress"
    )
    errors = spec["components"]["responses"]["DEFAULT_ERROR"]["content"]
    assert list(errors) == ["application/problem+json"]


NEEDS_NO_KEY = {
    "/api/v1/administration/people/search": "writes nothing",
    "/api/v1/curricula/{programme}/check": "writes nothing",
    "/api/v1/enrolments/{enrolment}/portfolios/{assessment}": "sets nothing into a draft twice",
    "/api/v1/curricula/{programme}/publish": "a version is published once, by its name",
}


def test_every_request_that_adds_something_can_carry_a_key(app: Flask) -> None:
    spec = app.test_client().get("/api/v1/openapi.json").get_json()
    silent = [
        path
        for path, operations in spec["paths"].items()
        if "post" in operations and "Idempotency-Key" not in str(operations["post"])
    ]
    assert sorted(silent) == sorted(NEEDS_NO_KEY)


def test_the_description_is_also_a_page(app: Flask) -> None:
    page = app.test_client().get("/api/v1/").text
    assert "/api/v1/people/{person}/progress" in page
    assert "The day asked about; today if not given." in page


def test_an_address_that_is_none_is_a_problem(ask: Ask, world: World) -> None:
    answer = ask(world.person("amara"), "/chess")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_whatever_an_error_says_is_described() -> None:
    described = set(ProblemSchema().fields)
    for path in sorted(Path(lms.__file__).parent.rglob("*.py")):
        text = path.read_text("utf-8")
        for call in ast.walk(ast.parse(text)) if "problem(" in text else ():
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "problem":
                assert {str(said.arg) for said in call.keywords} <= described, path


def test_the_token_table_has_utc_times(site: Site, world: World) -> None:
    token, _ = make_token(site, site.actor(world.person("amara")), "a test", days=90)
    assert token.made == datetime(2026, 3, 2, 9, tzinfo=UTC)
