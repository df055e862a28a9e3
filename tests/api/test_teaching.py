"""Teaching for programs: the queue, answers, marks, registers and curricula, under the same rights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.services.tokens import WRITE, make_token
from tests.fixtures.teaching import MODULE, School

Ask = Callable[..., TestResponse]
PATH = "year/modules/01-two-days.md"
FILE = f"/curricula/course/files/{PATH}"


@pytest.fixture
def ask(app: Flask, school: School) -> Ask:
    """``ask(person, method, path, key, **body)`` asks with a new token that may write."""

    def send(person: str, method: str, path: str, key: str = "", /, **body: object) -> TestResponse:
        _, secret = make_token(school.site, school.actor(person), "a test", WRITE)
        headers = {"Authorization": f"Bearer {secret}"}
        if key:
            headers["Idempotency-Key"] = key
        ask = app.test_client().open
        sent = {"json": body} if method != "GET" else {}
        return ask(f"/api/v1{path}", method=method, headers=headers, **sent)

    return send


def test_the_queue_is_paged_oldest_first(school: School, ask: Ask) -> None:
    log, work = school.log(), school.work()
    first = ask("tess", "GET", "/teaching/queue?limit=1").get_json()
    assert [i["record"] for i in first["items"]] == [log]
    rest = ask("tess", "GET", f"/teaching/queue?cursor={first['next_cursor']}").get_json()
    assert [(i["record"], i["what"], i["name"]) for i in rest["items"]] == [
        (work, "submission", "Amara")
    ]
    assert rest["next_cursor"] is None
    logs = ask("tess", "GET", "/teaching/queue?kind=log").get_json()
    assert [i["record"] for i in logs["items"]] == [log]
    assert ask("tess", "GET", "/teaching/queue?kind=logs").status_code == 422


def test_a_log_is_read_and_answered_once(school: School, ask: Ask) -> None:
    log = school.log()
    shown = ask("tess", "GET", f"/logs/{log}").get_json()
    assert [p["text"] for p in shown["parts"]] == ["We met a pattern.", "It repeats."]
    body = {"decision": "accepted", "feedback": "Thank you.", "seen": shown["seen"]}
    first = ask("tess", "POST", f"/logs/{log}/response", "key", **body)
    again = ask("tess", "POST", f"/logs/{log}/response", "key", **body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    assert len(school.own("log-response")) == 1
    late = ask("tess", "POST", f"/logs/{log}/response", decision="returned", feedback="No.")
    assert (late.status_code, late.get_json()["code"]) == (409, "already-accepted")


def test_what_is_wrong_with_an_answer_is_told(school: School, ask: Ask) -> None:
    answer = ask("tess", "POST", f"/logs/{school.log()}/response", decision="returned")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["problems"] == [
        "A log that you return needs an answer that says what to do next."
    ]


def test_work_is_read_and_marked(school: School, ask: Ask) -> None:
    work = school.work()
    shown = ask("mark", "GET", f"/submissions/{work}").get_json()
    assert (shown["person"], shown["marking"], shown["given"]) == ("", "mark", None)
    bands = {c["id"]: "Merit" for c in shown["criteria"]}
    body = {"bands": bands, "mark": 64, "overall": "Good.", "seen": shown["seen"]}
    assert ask("mark", "POST", f"/submissions/{work}/mark", **body).status_code == 201
    given = ask("tess", "GET", f"/submissions/{work}").get_json()["given"]
    assert (given["mark"], given["bands"], given["overall"]) == (64, bands, "Good.")
    stale = ask("tess", "POST", f"/submissions/{work}/mark", **{**body, "mark": 40})
    assert stale.status_code == 409


def test_a_register_is_read_and_taken(school: School, ask: Ask) -> None:
    where = "/cohorts/spring/register"
    shown = ask("tess", "GET", f"{where}?stage=year&day=1").get_json()
    assert shown["rows"] == [{"person": "amara", "name": "Amara", "am": None, "pm": None}]
    body = {
        "stage": "year",
        "day": 1,
        "on": "2026-02-02",
        "rows": [{"person": "amara", "am": True, "pm": False}],
        "seen": shown["seen"],
    }
    assert ask("tess", "POST", where, **body).get_json() == {"written": 2}
    assert ask("tess", "POST", where, **body).status_code == 409
    after = ask("tess", "GET", f"{where}?stage=year&day=1").get_json()
    assert (after["on"], after["rows"][0]["pm"]) == ("2026-02-02", False)


def test_learners_are_shown_as_of_a_day_and_as_known(school: School, ask: Ask) -> None:
    rows = ask("tess", "GET", "/cohorts/spring/learners").get_json()["items"]
    assert [(r["person"], r["verdict"], r["needed"]) for r in rows] == [("amara", "not-yet", 6)]
    later = ask("tess", "GET", "/cohorts/spring/learners?as_of=2027-02-01").get_json()["items"]
    assert later[0]["verdict"] == "not-met"
    shown = ask("tess", "GET", "/teaching/learners/amara?as_of=2026-02-01").get_json()
    (stage,) = shown["stages"]
    assert (shown["as_of"], stage["stage"]) == ("2026-02-01", "year")
    assert stage["requirements"][0]["basis"]["says"] == "A share of two days, for a test."
    before = ask("tess", "GET", "/teaching/learners/amara?known_at=2020-01-01T00:00:00Z")
    assert before.status_code == 404


def test_a_curriculum_is_checked_saved_and_published(school: School, ask: Ask) -> None:
    school.world.role("tess", "tutor", programme="course")
    files = ask("tess", "GET", "/curricula/course/files").get_json()["items"]
    assert {f["state"] for f in files} == {"published"}
    broken = MODULE.replace("| 120 |", "| 90 |")
    checked = ask("tess", "POST", "/curricula/course/check", path=PATH, text=broken).get_json()
    assert [(p["path"], p["line"] > 0) for p in checked["problems"]] == [(PATH, True)]
    changed = MODULE.replace("A pattern is what repeats", "A pattern is what comes back")
    saved = ask("tess", "PUT", FILE, text=changed).get_json()
    assert (saved["state"], saved["revision"]) == ("changed", 1)
    stale = ask("tess", "PUT", FILE, text=MODULE)
    assert stale.status_code == 409
    review = ask("tess", "GET", "/curricula/course/publish").get_json()
    assert review["changes"] == ["Module crs.m01 (The two days): its text has changed."]
    assert review["learners"] == {"2026.1": 1}
    made = ask(
        "tess",
        "POST",
        "/curricula/course/publish",
        label=review["suggested_label"],
        note="Clearer.",
        mark=review["mark"],
    )
    assert (made.status_code, made.get_json()["version"]) == (201, "2026.2")
    versions = ask("tess", "GET", "/curricula/course/versions").get_json()["items"]
    assert [(v["version"], v["learners"]) for v in versions] == [("2026.1", 1), ("2026.2", 0)]
    old = ask("tess", "GET", f"{FILE}?version=2026.1").get_json()
    assert old["text"] == MODULE


def test_a_draft_is_thrown_away(school: School, ask: Ask) -> None:
    school.world.role("tess", "tutor", programme="course")
    ask("tess", "PUT", FILE, text=MODULE + "\nMore.\n")
    assert ask("tess", "DELETE", FILE).status_code == 204
    assert ask("tess", "GET", FILE).get_json()["state"] == "published"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/teaching/queue", {}),
        ("GET", "/cohorts/spring/register?stage=year&day=1", {}),
        ("GET", "/cohorts/spring/learners", {}),
        ("GET", "/curricula/course/files", {}),
        ("PUT", FILE, {"text": "x"}),
        ("GET", "/curricula/course/publish", {}),
    ],
)
def test_a_learner_may_do_none_of_it(
    school: School, ask: Ask, method: str, path: str, body: dict[str, object]
) -> None:
    assert ask("amara", method, path, **body).status_code == 403


def test_another_cohorts_tutor_reads_nothing(school: School, ask: Ask) -> None:
    log, work = school.log(), school.work()
    today = date(2026, 3, 2).isoformat()
    for method, path, body in (
        ("GET", f"/logs/{log}", {}),
        ("POST", f"/logs/{log}/response", {"decision": "accepted"}),
        ("GET", f"/submissions/{work}", {}),
        ("GET", "/teaching/learners/amara", {}),
        ("POST", "/cohorts/spring/register", {"stage": "year", "day": 1, "on": today, "rows": []}),
    ):
        assert ask("otto", method, path, **body).status_code == 404, path


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_writer_is_told_who_has_read_a_log(school: School, ask: Ask, times: int) -> None:
    log = school.log()
    for _ in range(times):
        assert ask("tess", "GET", f"/logs/{log}").status_code == 200
    told = ask("amara", "GET", f"/enrolments/{school.enrolment}/logs/{log}/readers")
    assert told.status_code == 200
    assert [(one["name"], one["role"]) for one in told.get_json()] == [("Tess", "tutor")] * times
