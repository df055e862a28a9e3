"""Nothing that comes in makes a fault of ours: what nobody can keep is refused, and where it stands is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.services.site import Site
from lms.services.tokens import WRITE, make_token
from tests.fixtures.training import Training
from tests.web.test_programme_lead import COHORT, day

NEW = "/programmes/craft/cohorts/new"
BROKEN = ("\x00", "a\x00b")
DEEP = "[" * 100_000


@pytest.fixture
def lead(client_for: Callable[[str], FlaskClient], training: Training) -> FlaskClient:
    return client_for("lead")


@pytest.fixture
def program(app: Flask, site: Site, training: Training) -> Callable[..., tuple[int, str]]:
    """``program(body)`` makes a cohort with that as the body."""
    _, secret = make_token(site, site.actor("lead"), "a test", WRITE)

    def send(body: str | bytes, where: str = "/programmes/craft/cohorts") -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        answer = app.test_client().post(f"/api/v1{where}", data=body, headers=headers)
        return answer.status_code, answer.text

    return send


def token_of(client: FlaskClient) -> str:
    return client.get(NEW).text.partition('name="csrf_token" value="')[2].partition('"')[0]


@pytest.mark.parametrize("text", BROKEN)
def test_a_form_says_which_box_holds_what_cannot_be_kept(lead: FlaskClient, text: str) -> None:
    typed = {"csrf_token": token_of(lead), "name": text, **day("first-first", "1 9 2026")}
    answer = lead.post(NEW, data=typed)
    assert answer.status_code == 422
    assert "name: There is a character that cannot be kept (line 1, character" in answer.text


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ('{"name": "a\\u0000b", "stages": {}}', 422, '"name"'),
        ('{"name": "\\ud800", "stages": {}}', 422, '"name"'),
        ('{"name": "x", "stages": {"\\ud800": {}}}', 422, '"stages"'),
        ('{"name": ' + "9" * 5_000 + "}", 422, '"name"'),
        ('{"name": 1e999}', 422, '"name"'),
        ('{"name": NaN}', 422, '"name"'),
        (DEEP, 422, "levels deep"),
        ('{"a":' * 50_000, 422, "levels deep"),
        ('{"a":' * 30 + "1" + "}" * 30, 422, "levels deep"),
        ("{", 400, "not JSON"),
        (b"\xff\xfe\x00", 400, "not JSON"),
        ("9" * 5_000, 422, "whole number"),
    ],
)
def test_a_program_is_told_what_it_sent_that_cannot_be_kept(
    program: Callable[..., tuple[int, str]], body: str | bytes, status: int, says: str
) -> None:
    found, text = program(body)
    assert found == status, text
    assert says in text


@pytest.mark.parametrize("step", ["%00", "a%00b", "9" * 5_000, "x" * 3_000, "%ED%A0%80", "["])
def test_an_id_in_an_address_that_is_nobodys_is_not_found(
    lead: FlaskClient, program: Callable[..., tuple[int, str]], step: str
) -> None:
    for address in (f"/programmes/{step}", f"/programmes/craft/cohorts/{step}", f"/{step}"):
        assert lead.get(address).status_code in (403, 404), address
    assert lead.get(f"/static/{step}").status_code == 404
    assert lead.get(f"/teaching/cohorts/craft-2025/first/register/{step}").status_code == 404
    assert program("{}", f"/programmes/{step}/cohorts")[0] in (403, 404, 422)


def test_a_query_is_looked_at_too(lead: FlaskClient) -> None:
    assert lead.get(f"{COHORT}?as_of=%00").status_code == 422
    assert lead.get("/administration/readings?before=" + "9" * 5_000).status_code == 403


@pytest.mark.parametrize(
    "asked",
    [
        *(
            "as_of=9999-12-31",
            "as_of=0001-01-01",
            "as_of=9998-12-31",
            "known_at=0001-01-01T00:00:00Z",
        ),
        *("known_at=9999-12-31T23:59:59-12:00", "as_of=" + "9" * 5_000, "as_of=%D9%A3"),
        *(
            "as_of-day=1&as_of-month=1&as_of-year=07700900123",
            "as_of-day=31&as_of-month=2&as_of-year=26",
        ),
    ],
)
def test_a_day_that_nobody_can_mean_is_asked_about_again(
    app: Flask, site: Site, lead: FlaskClient, asked: str
) -> None:
    assert lead.get(f"{COHORT}?{asked}").status_code == 422
    if "-day" not in asked:
        _, secret = make_token(site, site.actor("lead"), "a test", WRITE)
        headers = {"Authorization": f"Bearer {secret}"}
        answer = app.test_client().get(f"/api/v1/people/lead/standing?{asked}", headers=headers)
        assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    ("typed", "says", "box"),
    [
        ("31 February 2027", "February 2027 has 28 days.", "day"),
        ("31 4 2027", "April has 30 days.", "day"),
        ("1 9 07700900123", "Give the year as four digits, such as 2026.", "year"),
        ("1 9 27", "Is 2027 meant? Give the year as four digits.", "year"),
        ("1 Sextilis 2027", "Give the month as a number from 1 to 12, or by its name.", "month"),
        ("-1 9 2027", "Give the day as a number from 1 to 31.", "day"),
    ],
)
def test_a_day_that_is_none_says_why_at_its_box(
    lead: FlaskClient, typed: str, says: str, box: str
) -> None:
    form = {**day("first-first", "1 September 2026"), **day("last-first", typed)}
    answer = lead.post(NEW, data={"csrf_token": token_of(lead), "name": "Autumn", **form})
    assert answer.status_code == 422
    assert says in answer.text
    assert f'href="#last-first-{box}"' in answer.text
    assert answer.text.count("govuk-input--error") == 1
    assert 'value="September"' in answer.text


def test_a_month_may_be_typed_by_its_name(lead: FlaskClient) -> None:
    form = {**day("first-first", "01 sept. 2026"), **day("last-first", "31 AUG 2027")}
    answer = lead.post(NEW, data={"csrf_token": token_of(lead), "name": "Autumn", **form})
    assert answer.status_code == 302


def test_a_form_names_all_its_faults_at_once(lead: FlaskClient) -> None:
    form = {**day("first-first", "31 2 2027"), **day("last-first", "1 9 26")}
    answer = lead.post(NEW, data={"csrf_token": token_of(lead), "name": "", **form})
    summary = answer.text.partition("govuk-error-summary")[2].partition("</ul>")[0]
    assert "February 2027 has 28 days." in summary
    assert "Is 2026 meant?" in summary
    assert 'href="#name"' in summary
