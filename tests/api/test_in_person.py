"""Vivas and portfolios for programs, under the same rights as the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.services.tokens import WRITE, make_token
from tests.fixtures.kinds_of_work import consent
from tests.fixtures.teaching import School

Ask = Callable[..., TestResponse]
VIVA = "/in-person/course/spring/crs.viva"


@pytest.fixture
def ask(app: Flask, panel: School) -> Ask:
    """``ask(person, method, path, key, **body)`` asks with a new token that may write."""

    def send(person: str, method: str, path: str, key: str = "", /, **body: object) -> TestResponse:
        _, secret = make_token(panel.site, panel.actor(person), "a test", WRITE)
        headers = {"Authorization": f"Bearer {secret}"}
        if key:
            headers["Idempotency-Key"] = key
        sent = {"json": body} if method != "GET" else {}
        return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **sent)

    return send


def test_a_viva_is_listed_recorded_once_and_taken_back(panel: School, ask: Ask) -> None:
    listed = ask("tess", "GET", "/in-person").get_json()["items"]
    assert [one["assessment"] for one in listed] == ["crs.viva"]
    (row,) = ask("tess", "GET", VIVA).get_json()["learners"]
    shown = [{"person": "amara", "consent": row["consents"][0]["record"]}]
    wrong = ask("tess", "POST", VIVA, on="2026-03-02", shown=[{"person": "amara"}])
    assert wrong.status_code == 422
    made = ask("tess", "POST", VIVA, "key", on="2026-03-02", shown=shown)
    again = ask("tess", "POST", VIVA, "key", on="2026-03-02", shown=shown)
    assert (made.status_code, made.get_json()) == (201, again.get_json())
    (record,) = made.get_json()["records"]
    assert ask("tess", "GET", VIVA).get_json()["learners"][0]["stand"] == "handed-in"
    assert ask("tess", "DELETE", f"/in-person/records/{record}").status_code == 204
    assert panel.own("submission") == []


def test_strangers_are_refused(panel: School, ask: Ask) -> None:
    assert ask("otto", "GET", VIVA).status_code == 403
    assert ask("amara", "GET", VIVA).status_code == 403


def test_a_portfolio_is_assembled_over_the_revision_seen(panel: School, ask: Ask) -> None:
    work = panel.work()
    where = f"/enrolments/{panel.enrolment}/portfolios/crs.portfolio"
    items = ask("amara", "GET", where).get_json()["items"]
    assert [m["id"] for m in items] == [f"submission:{work}"]
    chosen = [f"submission:{work}"]
    made = ask("amara", "POST", where, chosen=chosen, revision=0).get_json()
    assert (made["words"], made["revision"]) == (3, 1)
    assert ask("amara", "POST", where, chosen=chosen, revision=0).status_code == 409
    assert ask("tess", "GET", where).status_code == 403


def test_a_consent_that_does_not_cover_the_work_is_wrong_input_at_both_doors(
    panel: School, ask: Ask
) -> None:
    ended = consent(panel, "amara", "F1", date(2026, 1, 5), date(2026, 3, 1))
    where = f"/enrolments/{panel.enrolment}/submissions"
    given = {"assessment": "crs.tape", "text": "It repeats.", "statement": True, "consent": ended}
    wrong = ask("amara", "POST", where, **given)
    assert wrong.status_code == 422
    assert "not in date on 2 March 2026" in wrong.get_json()["problems"][0]
    shown = [{"person": "amara", "consent": ended}]
    wrong = ask("tess", "POST", VIVA, on="2026-03-02", shown=shown)
    assert wrong.status_code == 422
