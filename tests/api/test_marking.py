"""Marking for programs: both marks in a conflict, layers, agreement, allocation, interests, comments."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.services.tokens import WRITE, make_token
from tests.fixtures.marking import Marked, bands
from tests.fixtures.teaching import School

Ask = Callable[..., TestResponse]
Hand = Callable[..., Marked]
SET = "/programmes/course/cohorts/spring/marking/crs.essay"


@pytest.fixture
def ask(app: Flask, school: School) -> Ask:
    """``ask(person, method, path, **body)`` asks with a token that may write."""

    def send(person: str, method: str, path: str, **body: object) -> TestResponse:
        _, secret = make_token(school.site, school.actor(person), "a test", WRITE)
        headers = {"Authorization": f"Bearer {secret}"}
        sent = {"json": body} if method in ("POST", "PUT") else {}
        path = f"/api/v1{path}"
        return app.test_client().open(path, method=method, headers=headers, **sent)

    return send


def test_a_conflict_answers_with_both_markings(marked: Hand, ask: Ask) -> None:
    essay = marked("single")
    path = f"/submissions/{essay.work}"
    seen = ask("mark", "GET", path).get_json()["seen"]
    beside = [{"quote": "It repeats", "says": "Where?", "at": 2}]
    body = {"bands": bands(essay.school, "Merit"), "mark": 64, "overall": "Mine.", "seen": seen}
    essay.mark("mina", 50)
    answer = ask("mark", "POST", f"{path}/mark", **body, anchored=beside)
    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")
    both = answer.get_json()
    assert [m["mark"] for m in both["on_record"]] == [50]
    assert (both["yours"]["mark"], both["yours"]["anchored"]) == (64, beside)
    body["seen"] = both["seen"]
    assert ask("mark", "POST", f"{path}/mark", **body).status_code == 422
    again = ask("mark", "POST", f"{path}/mark", **body, reason="I read the annex.")
    assert again.status_code == 201
    assert essay.layers() == {"first": ("mark", 64)}


def test_blind_marks_are_agreed(marked: Hand, ask: Ask) -> None:
    essay = marked("blind-double")
    path = f"/submissions/{essay.work}"
    essay.mark("mark", 58)
    shown = ask("mina", "GET", path).get_json()
    assert (shown["layers"], shown["comments"], shown["turn"]["layer"]) == ([], [], "second")
    assert (shown["turn"]["lowest"], shown["turn"]["highest"]) == (0, 0)
    essay.mark("mina", 62)
    turn = ask("mark", "GET", path).get_json()["turn"]
    assert (turn["agree"], turn["lowest"], turn["highest"]) == (True, 58, 62)
    wrong = ask("mark", "POST", f"{path}/agreed-mark", mark=70, reason="We talked.")
    assert wrong.status_code == 422
    right = ask("mark", "POST", f"{path}/agreed-mark", mark=60, reason="We talked.")
    assert right.status_code == 201
    assert essay.layers()["agreed"] == ("mark", 60)


def test_work_is_allocated_and_shared_out(marked: Hand, ask: Ask) -> None:
    essay = marked("double")
    essay.school.world.person("lea", "programme-lead", programme="course")
    one = {"role": "first", "marker": "mina"}
    where = f"/submissions/{essay.work}/allocation"
    assert ask("mark", "POST", where, **one).status_code == 403
    assert ask("lea", "POST", where, **one).status_code == 201
    (item,) = ask("mina", "GET", "/marking/queue").get_json()["items"]
    assert (item["waits_for"], item["own"], item["person"]) == ("first", True, "")
    shared = ask("lea", "POST", SET, markers=["mark", "mina"])
    assert (shared.status_code, shared.get_json()) == (201, {"shared_out": 1})
    (script,) = ask("lea", "GET", SET).get_json()["scripts"]
    assert script["roles"] == {"first": "Mina", "second": "Mark"}


def test_interests_and_comments_are_kept_and_taken_back(marked: Hand, ask: Ask) -> None:
    essay = marked("single")
    made = ask("mina", "POST", "/marking/interests", learner="ben", reason="My cousin.")
    assert made.status_code == 201
    (interest,) = ask("mina", "GET", "/marking/interests").get_json()
    assert (interest["name"], interest["reason"]) == ("Ben", "My cousin.")
    assert ask("mina", "GET", f"/submissions/{essay.work}").status_code == 403
    gone = ask("mina", "DELETE", f"/marking/interests/{interest['record']}")
    assert gone.status_code == 204
    assert ask("mina", "GET", f"/submissions/{essay.work}").status_code == 200
    made = ask("mina", "POST", "/marking/comments", text="Show it.")
    assert made.status_code == 201
    (comment,) = ask("mina", "GET", "/marking/comments").get_json()
    assert comment["text"] == "Show it."
    assert ask("mark", "DELETE", f"/marking/comments/{comment['id']}").status_code == 404
    assert ask("mina", "DELETE", f"/marking/comments/{comment['id']}").status_code == 204
