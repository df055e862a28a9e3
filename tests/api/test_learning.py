"""A program acts for a learner as the pages do: the same acts, the same refusals, once each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.domain.records import cohort
from lms.services.tokens import WRITE, make_token
from lms.testing_world import Sent
from tests.fixtures.learning import Course

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
Ask = Callable[..., TestResponse]
TEXTS = {"what-happened": "A mother looked away.", "what-does-it-tell-you": "I look away too."}
LOG = {"template": "pat.log", "texts": TEXTS}
ENTRY = {"on": "2026-02-20", "category": "agency", "start": "10:00", "end": "11:00"}


@pytest.fixture
def ask(app: Flask, course: Course) -> Ask:
    """``ask("post", "/logs", {…})`` asks for something below Amara's enrolment."""
    _, secret = make_token(course.site, course.amara, "a test", WRITE)

    def send(method: str, path: str, body: Any = None, key: str = "") -> TestResponse:
        course.site.session().rollback()
        headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
        address = f"/api/v1/enrolments/{course.enrolment}{path}"
        answer: TestResponse = app.test_client().open(
            address, method=method.upper(), json=body, headers=headers
        )
        return answer

    return send


def test_an_enrolment_tells_its_steps_and_its_stages(ask: Ask) -> None:
    body = ask("get", "").get_json()
    assert body["enrolment"]["programme"] == "pattern"
    (work,) = (s for s in body["steps"] if s["kind"] == "work")
    assert (work["due"], work["planned"]) == (None, "2026-10-30")
    assert work["due_words"] == "planned for October 2026"
    assert (body["steps"][0]["kind"], body["steps"][0]["status"]) == ("declaration", "Next")
    assert [s["verdict"] for s in body["stages"]] == ["not-yet"]


def test_a_step_and_a_piece_of_work_are_due_by_the_cohorts_deadline(
    course: Course, ask: Ask
) -> None:
    fields = {"assessment": "pat.case", "attempt": 1}
    course.world.record(cohort("pattern-2026"), "deadline", date(2026, 3, 13), **fields)
    (step,) = (s for s in ask("get", "").get_json()["steps"] if s["kind"] == "work")
    assert (step["due"], step["planned"]) == ("2026-03-13", None)
    assert step["due_words"] == "due by Friday 13 March 2026, 12:00"
    (line,) = ask("get", "/submissions").get_json()
    assert (line["due"], line["planned"]) == ("2026-03-13", None)


def test_ones_own_enrolments_are_listed(app: Flask, course: Course, ask: Ask) -> None:
    _, secret = make_token(course.site, course.amara, "another")
    headers = {"Authorization": f"Bearer {secret}"}
    body = app.test_client().get("/api/v1/enrolments", headers=headers).get_json()
    assert [e["id"] for e in body["items"]] == [course.enrolment]


def test_requirements_are_answered_as_of_a_day(course: Course, ask: Ask) -> None:
    course.entry(category="study", start="", end="", minutes=120)
    assert ask("get", "/requirements/pat.study").get_json()["amount"] == 2
    assert ask("get", "/requirements/pat.study?as_of=2026-02-10").get_json()["amount"] == 0
    assert ask("get", "/requirements/none").status_code == 404
    assert len(ask("get", "/requirements").get_json()) == 8


def test_a_log_is_handed_in_once_for_its_key(course: Course, ask: Ask) -> None:
    first, second = (ask("post", "/logs", LOG, key="one") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert len(course.records("log")) == 1
    (line,) = ask("get", "/logs").get_json()["items"]
    assert (line["record"], line["state"]) == (first.get_json()["record"], "unread")
    parts = ask("get", f"/logs/{line['record']}").get_json()["parts"]
    assert [p["text"] for p in parts] == list(TEXTS.values())


def test_a_key_used_for_another_log_is_a_conflict(ask: Ask) -> None:
    ask("post", "/logs", LOG, key="one")
    other = {**LOG, "texts": {"what-happened": "Something else altogether."}}
    assert ask("post", "/logs", other, key="one").status_code == 409


def test_what_could_name_somebody_comes_back_as_marks_without_the_passage(ask: Ask) -> None:
    named = {**LOG, "texts": {"what-happened": "We met at ME4 4TR."}}
    answer = ask("post", "/logs", named)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert "ME4" not in answer.text
    (warning,) = answer.get_json()["warnings"]
    assert warning["place"] == "what-happened"
    assert ask("post", "/logs", {**named, "confirmed": [warning["mark"]]}).status_code == 201


def test_a_log_can_be_taken_back(course: Course, ask: Ask) -> None:
    record = ask("post", "/logs", LOG).get_json()["record"]
    assert ask("delete", f"/logs/{record}").status_code == 204
    assert course.records("log") == []
    assert ask("get", "/drafts/log/pat.log").get_json()["texts"] == TEXTS


def test_a_draft_is_saved_over_the_revision_seen_and_a_newer_one_comes_back(ask: Ask) -> None:
    assert ask("get", "/drafts/log/pat.log").get_json()["revision"] == 0
    draft = {"texts": TEXTS, "revision": 0}
    assert ask("put", "/drafts/log/pat.log", draft).get_json()["revision"] == 1
    conflict = ask("put", "/drafts/log/pat.log", draft)
    assert conflict.status_code == 409
    assert conflict.get_json()["newer"]["texts"] == TEXTS
    assert ask("delete", "/drafts/log/pat.log").status_code == 204
    assert ask("get", "/drafts/log/pat.log").get_json()["revision"] == 0


def test_assessed_work_is_handed_in_with_its_statement(ask: Ask) -> None:
    work = {"assessment": "pat.case", "text": "They came, one by one. " * 4, "family": "F1"}
    assert ask("post", "/submissions", {**work, "statement": False}).status_code == 422
    receipt = ask("post", "/submissions", {**work, "statement": True}).get_json()
    assert receipt["attempt"] == 1
    (line,) = ask("get", "/submissions").get_json()
    assert (line["state"], line["submissions"]) == ("handed-in", [receipt["record"]])
    again = ask("post", "/submissions", {**work, "statement": True})
    assert (again.status_code, again.get_json()["code"]) == (409, "handed-in")
    assert ask("get", f"/receipts/{receipt['record']}").get_json()["intact"] is True


def test_practice_is_logged_listed_and_taken_back(course: Course, ask: Ask) -> None:
    record = ask("post", "/hours", ENTRY, key="one").get_json()["record"]
    assert ask("post", "/hours", ENTRY, key="one").get_json()["record"] == record
    (line,) = ask("get", "/hours").get_json()["items"]
    assert (line["record"], line["minutes"], line["state"]) == (record, 60, "waits")
    overlap = ask("post", "/hours", {**ENTRY, "start": "10:30"})
    assert (overlap.status_code, overlap.get_json()["code"]) == (409, "overlap")
    assert ask("delete", f"/hours/{record}").status_code == 204
    assert ask("get", "/hours").get_json()["items"] == []


@pytest.mark.parametrize("path", ["/corrections", "/circumstances", "/appeals", "/hours", "/logs"])
def test_a_list_with_nothing_in_it_is_answered(ask: Ask, path: str) -> None:
    answer = ask("get", path)
    assert answer.status_code == 200
    body = answer.get_json()
    assert (body if isinstance(body, list) else body["items"]) == []


def test_a_wrong_entry_names_its_fields(ask: Ask) -> None:
    answer = ask("post", "/hours", {**ENTRY, "start": "25:00"})
    assert answer.status_code == 422
    assert answer.get_json()["problems"] == ["start: Give the time by the clock, such as 14:00."]
    assert ask("post", "/hours", {**ENTRY, "strat": "x"}).status_code == 422


@pytest.mark.parametrize("category", ["agency", "study"])
def test_an_end_before_the_start_is_refused_with_what_to_send(
    course: Course, ask: Ask, category: str
) -> None:
    given = {**ENTRY, "category": category, "start": "22:00", "end": "06:00"}
    answer = ask("post", "/hours", given)
    assert answer.status_code == 422
    assert "next_day: true" in answer.get_json()["problems"][0]
    assert ask("post", "/hours", {**given, "next_day": True}).status_code == 201
    (line,) = ask("get", "/hours").get_json()["items"]
    assert (line["minutes"], line["next_day"]) == (480, True)
    answer = ask("post", "/hours", {**given, "start": "14:00", "end": "13:00", "next_day": True})
    assert "at most 16 hours" in answer.get_json()["problems"][0]


@pytest.mark.parametrize("wrong", [{"minutes": -60}, {"minutes": 0}, {"direct": -1}])
def test_minutes_below_nothing_are_refused(ask: Ask, wrong: dict[str, int]) -> None:
    length = {**ENTRY, "category": "study", "start": "", "end": "", "minutes": 60}
    assert ask("post", "/hours", {**length, **wrong}).status_code == 422
    assert ask("post", "/hours", {**ENTRY, **wrong}).status_code == 422


def test_a_supervisor_is_asked_to_sign(course: Course, ask: Ask, sent: Sent) -> None:
    course.entry()
    answer = ask("post", "/signature-requests", {"signer": "jo"})
    assert (answer.status_code, answer.get_json()["entries"]) == (202, 1)
    assert ask("post", "/signature-requests", {"signer": "nobody"}).status_code == 404


def test_a_declaration_is_signed_and_modules_are_read(course: Course, ask: Ask) -> None:
    assert ask("put", "/declarations/pat.code").status_code == 204
    assert len(course.records("declaration")) == 1
    assert [m["id"] for m in ask("get", "/modules").get_json()] == ["pat.m01", "pat.m02"]
    assert "A pattern is what repeats." in ask("get", "/modules/pat.m01").get_json()["body"]
    assert "forty-two" not in ask("get", "/modules/pat.m01").text


@pytest.mark.parametrize(
    "path", ["", "/logs", "/hours", "/submissions", "/requirements", "/drafts/log/pat.log"]
)
def test_another_learner_is_told_nothing(app: Flask, course: Course, path: str) -> None:
    course.world.person("ben")
    course.world.enrolment("ben", "pattern")
    _, secret = make_token(course.site, course.site.actor("ben"), "a test")
    headers = {"Authorization": f"Bearer {secret}"}
    address = f"/api/v1/enrolments/{course.enrolment}{path}"
    assert app.test_client().get(address, headers=headers).status_code == 404
