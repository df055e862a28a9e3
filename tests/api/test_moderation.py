"""Moderation and external examining for programs: the same acts, under the same rights."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.services.tokens import WRITE, make_token
from tests.fixtures.moderating import Seminar

Ask = Callable[..., TestResponse]
COHORT = "/programmes/course/cohorts/spring"
SET = f"{COHORT}/assessments/crs.essay/moderation"


@pytest.fixture
def ask(app: Flask, seminar: Seminar) -> Ask:
    """``ask(person, method, path, key, **body)`` asks with a new token that may write."""

    def send(person: str, method: str, path: str, key: str = "", /, **body: object) -> TestResponse:
        _, secret = make_token(seminar.site, seminar.actor(person), "a test", WRITE)
        headers = {"Authorization": f"Bearer {secret}"}
        if key:
            headers["Idempotency-Key"] = key
        sent = {"json": body} if method != "GET" else {}
        path = f"/api/v1{path}"
        return app.test_client().open(path, method=method, headers=headers, **sent)

    return send


def test_a_set_is_drawn_read_and_decided_once(seminar: Seminar, ask: Ask) -> None:
    first, second = seminar.scripts(45, 65)
    (line,) = ask("mo", "GET", "/moderation").get_json()["items"]
    assert (line["assessment"], line["state"], line["scripts"]) == ("crs.essay", "to-draw", 2)
    drawn = ask("mo", "POST", f"{SET}/sample", "draw")
    assert drawn.status_code == 201
    assert ask("mo", "POST", f"{SET}/sample", "draw").get_json() == drawn.get_json()
    assert ask("mo", "POST", f"{SET}/sample").status_code == 409
    page = ask("mo", "GET", SET).get_json()
    assert (page["state"], page["sample"]) == ("drawn", drawn.get_json()["record"])
    assert {s["submission"] for s in page["sampled"]} == {first, second}
    script = ask("mo", "GET", f"/scripts/{first}").get_json()
    assert script["text"] == "A pattern, as l01 saw it."
    assert (script["layers"][0]["mark"], script["layers"][0]["overall"]) == (45, "Well seen, 45.")
    decision = {"sample": page["sample"], "decision": "confirmed", "reason": "Fair."}
    again = {**decision, "mark": 48}
    assert ask("mo", "POST", f"{SET}/decisions", **again).status_code == 422
    assert ask("mo", "POST", f"{SET}/decisions", **{**decision, "reason": ""}).status_code == 422
    assert ask("mo", "POST", f"{SET}/decisions", "x", **decision).status_code == 201
    assert ask("mo", "POST", f"{SET}/decisions", **decision).status_code == 409
    assert ask("mo", "GET", SET).get_json()["decided"][0]["reason"] == "Fair."


def test_an_examiner_asks_reads_and_comments(seminar: Seminar, ask: Ask) -> None:
    (script,) = seminar.scripts(65)
    (line,) = ask("ext", "GET", "/examining").get_json()["items"]
    assert (line["cohort"], line["last"]) == ("spring", "2026-06-30")
    (work,) = ask("ext", "GET", f"{COHORT}/examining").get_json()["items"]
    assert work["assessment"] == "crs.essay"
    path = f"{COHORT}/examining/crs.essay"
    (row,) = ask("ext", "GET", path).get_json()["scripts"]
    assert (row["open"], row["layers"]) == (False, ["65"])
    assert ask("ext", "GET", f"/scripts/{script}").status_code == 403
    asked = ask("ext", "POST", f"{path}/scripts/{script}", reason="To see the middle.")
    assert asked.status_code == 201
    assert ask("ext", "GET", f"/scripts/{script}").get_json()["name"].startswith("Candidate ")
    comment = {"stage": "year", "comment": "The marking is careful."}
    assert ask("ext", "POST", f"{COHORT}/external-comments", **comment).status_code == 201
    (said,) = ask("lead", "GET", f"{COHORT}/external-comments").get_json()["items"]
    assert said["text"] == "The marking is careful."


@pytest.mark.parametrize("who", ["mark", "l01"])
def test_others_are_refused(seminar: Seminar, ask: Ask, who: str) -> None:
    (script,) = seminar.scripts(65)
    for method, path in (
        ("GET", "/moderation"),
        ("GET", SET),
        ("POST", f"{SET}/sample"),
        ("GET", f"/scripts/{script}"),
        ("GET", "/examining"),
        ("GET", f"{COHORT}/examining/crs.essay"),
    ):
        assert ask(who, method, path).status_code == 403, path
