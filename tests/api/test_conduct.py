"""Conduct over the API: the same acts as on the pages, and the same refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.services.tokens import WRITE, make_token
from lms.testing import Clock
from tests.fixtures.teaching import School

Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(school: School, app: Flask) -> Ask:
    """``ask(person, method, path, **body)`` asks with a new token that may write."""

    def answer(person: str, method: str, path: str, **body: Any) -> TestResponse:
        _, secret = make_token(school.site, school.actor(person), "a test", WRITE)
        headers = {"Authorization": f"Bearer {secret}"}
        json = body if method == "post" else None
        return app.test_client().open(path, method=method.upper(), headers=headers, json=json)

    return answer


def test_the_api_does_the_same(school: School, ask: Ask) -> None:
    work = school.work("Mine, I say.")
    school.world.person("olga", "conduct-officer", programme="course")
    school.world.person("dora", "data-protection-officer")
    reported = ask("tess", "post", f"/api/v1/submissions/{work}/misconduct", reason="Copied.")
    assert reported.status_code == 201
    case = reported.json["record"]
    assert ask("tess", "get", f"/api/v1/misconduct/{case}").status_code == 403
    assert [one["case"] for one in ask("olga", "get", "/api/v1/misconduct").json["items"]] == [case]
    seen = ask("olga", "get", f"/api/v1/misconduct/{case}").json
    assert (seen["reason"], seen["text"], seen["barred"]) == ("Copied.", "Mine, I say.", "")
    given = {"outcome": "no-case", "reason": "It is not.", "seen": seen["seen"]}
    assert ask("olga", "post", f"/api/v1/misconduct/{case}/decision", **given).status_code == 201
    assert ask("olga", "post", f"/api/v1/misconduct/{case}/decision", **given).status_code == 409
    slips = f"/api/v1/submissions/{work}/slips"
    bad = {"what": "named", "grade": "major", "reason": "Dr Smith is named."}
    assert ask("tess", "post", slips, **bad).status_code == 422
    good = {"what": "named", "grade": "major", "reason": "On page 1."}
    slip = ask("tess", "post", slips, **good).json["record"]
    assert [one["slip"] for one in ask("tess", "get", "/api/v1/slips").json["items"]] == [slip]
    assert ask("tess", "get", f"/api/v1/submissions/{work}").status_code == 403
    assert [one["record"] for one in ask("dora", "get", "/api/v1/quarantine").json["items"]] == [
        work
    ]
    assert ask("dora", "get", f"/api/v1/quarantine/{work}").json["text"] == "Mine, I say."
    back = {"reason": "It was a story."}
    assert ask("tess", "post", f"/api/v1/slips/{slip}/retraction", **back).status_code == 204
    assert ask("tess", "get", f"/api/v1/submissions/{work}").status_code == 200


def test_cases_and_slips_are_listed_as_of_a_day_and_as_known_then(
    school: School, ask: Ask, clock: Clock
) -> None:
    school.world.person("olga", "conduct-officer", programme="course")
    before = clock.now.isoformat().replace("+00:00", "Z")
    clock.forward(days=1)
    work = school.work("Mine, I say.")
    reported = ask("tess", "post", f"/api/v1/submissions/{work}/misconduct", reason="Copied.")
    case = reported.json["record"]
    reported_on = school.site.today()
    clock.forward(days=2)
    given = {"outcome": "no-case", "reason": "It is not."}
    assert ask("olga", "post", f"/api/v1/misconduct/{case}/decision", **given).status_code == 201
    slip = {"what": "named", "grade": "major", "reason": "On page 1."}
    assert ask("tess", "post", f"/api/v1/submissions/{work}/slips", **slip).status_code == 201

    def cases(asked: str) -> list[tuple[str, int]]:
        found = ask("olga", "get", f"/api/v1/misconduct{asked}").json["items"]
        return [(one["outcome"], one["days"]) for one in found]

    assert cases("") == [("no-case", 2)]
    assert cases(f"?as_of={reported_on}") == [("", 0)]
    assert cases(f"?known_at={before}") == []
    asked = ("", f"?as_of={reported_on}", f"?known_at={before}")
    slips = [ask("tess", "get", f"/api/v1/slips{each}").json["items"] for each in asked]
    assert [len(each) for each in slips] == [1, 0, 0]


def test_a_major_slip_after_a_board_is_taken_and_waits_on_the_boards_papers(
    school: School, ask: Ask
) -> None:
    work = school.work("Mine, I say.")
    school.world.person("lena", "programme-lead", programme="course")
    enrolled, day = {"enrolment": school.enrolment}, date(2026, 3, 2)
    school.world.record("amara", "mark", day, assessment="crs.essay", mark=65, **enrolled)
    outcome = {"stage": "course/year", "outcome": "complete", **enrolled}
    school.world.record("amara", "board-outcome", day, **outcome)
    slips = f"/api/v1/submissions/{work}/slips"
    small = ask("tess", "post", slips, what="one", grade="minor", reason="On page 1.")
    assert small.status_code == 409
    assert small.json["code"] == "board-decided"
    named = {"what": "named", "grade": "major", "reason": "On page 1."}
    assert ask("tess", "post", slips, **named).status_code == 201
    assert ask("tess", "get", f"/api/v1/submissions/{work}").status_code == 403
    papers = ask("lena", "get", "/api/v1/programmes/course/cohorts/spring/boards/year").json
    (said,) = papers["candidates"][0]["reconsider"]
    assert said.startswith("The essay, attempt 1: a major slip")
