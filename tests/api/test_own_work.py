"""Files, circumstances and appeals for programs: the same acts under the same rules."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.services.tokens import WRITE, make_token
from lms.testing import Clock
from tests.fixtures.learning import Course

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)


class Program:
    """A program that acts for Amara."""

    def __init__(self, app: Flask, course: Course) -> None:
        _, secret = make_token(course.site, course.amara, "a test", WRITE)
        self._client, self._headers = app.test_client(), {"Authorization": f"Bearer {secret}"}
        self._base = f"/api/v1/enrolments/{course.enrolment}"

    def ask(self, method: str, path: str, key: str = "", **more: Any) -> TestResponse:
        headers = {**self._headers, **({"Idempotency-Key": key} if key else {})}
        base = "" if path.startswith("/api") else self._base
        return self._client.open(f"{base}{path}", method=method, headers=headers, **more)


@pytest.fixture
def program(app: Flask, course: Course) -> Program:
    return Program(app, course)


def test_a_file_is_added_to_a_draft_and_handed_in(course: Course, program: Program) -> None:
    texts = {"texts": {"text": ""}, "family": "F1", "revision": 0}
    assert program.ask("PUT", "/drafts/submission/pat.case", json=texts).status_code == 200
    files = "/drafts/submission/pat.case/files"
    sent = {"files": (io.BytesIO(b"one two three"), "case.txt")}
    added = program.ask("POST", files, data=sent)
    assert added.status_code == 201, added.text
    draft = added.get_json()
    assert (draft["words"], draft["files"][0]["type"]) == (3, "text/plain")
    body = {"assessment": "pat.case", "draft": draft["revision"], "statement": True}
    made = program.ask("POST", "/submissions", "once", json=body)
    assert made.status_code == 201, made.text
    receipt = made.get_json()
    assert (receipt["words"], receipt["late"], receipt["intact"]) == (3, "", True)
    assert program.ask("POST", "/submissions", "once", json=body).get_json() == receipt
    file = f"/api/v1/submissions/{receipt['record']}/files/{receipt['files'][0]['id']}"
    assert program.ask("GET", file).data == b"one two three"
    (work,) = program.ask("GET", "/submissions").get_json()
    assert work["attempts"][0]["says"] == "Being marked"


def test_circumstances_are_declared_and_listed(program: Program) -> None:
    body = {"assessment": "pat.case", "asks": "lateness", "statement": "Ill."}
    made = program.ask("POST", "/circumstances", "once", json=body)
    assert made.status_code == 201, made.text
    assert program.ask("POST", "/circumstances", "once", json=body).get_json() == made.get_json()
    assert program.ask("POST", "/circumstances", json=body).status_code == 409
    (claim,) = program.ask("GET", "/circumstances").get_json()
    assert (claim["statement"], claim["decision"]) == ("Ill.", "")
    bad = {**body, "asks": "mercy"}
    assert program.ask("POST", "/circumstances", json=bad).status_code == 422


def test_circumstances_are_declared_with_evidence(program: Program) -> None:
    path = "/circumstances/with-evidence"
    told = {"assessment": "pat.case", "asks": "lateness", "statement": "Ill."}

    def letter(content: bytes = b"She was with us.") -> dict[str, Any]:
        return {**told, "evidence": [(io.BytesIO(content), "letter.txt")]}

    refused = program.ask("POST", path, data=letter(b"MZ\x00"))
    assert refused.status_code == 422
    assert "Save it as one of these" in refused.text
    assert program.ask("POST", path, data={**letter(), "reason": "x"}).status_code == 422
    named = {**told, "evidence": "letter.txt"}
    other = {**told, "files": letter()["evidence"]}
    both = {**letter(), "files": letter()["evidence"]}
    for without in (told, named, other, both):
        assert program.ask("POST", path, data=without).status_code == 422
    assert program.ask("GET", "/circumstances").get_json() == []
    made = program.ask("POST", path, "once", data=letter())
    assert made.status_code == 201, made.text
    assert program.ask("POST", path, "once", data=letter()).get_json() == made.get_json()
    (claim,) = program.ask("GET", "/circumstances").get_json()
    (file,) = claim["files"]
    assert (file["name"], file["type"]) == ("letter.txt", "text/plain")
    kept = f"/circumstances/{claim['record']}/files/{file['id']}"
    assert program.ask("GET", kept).data == b"She was with us."


def test_evidence_has_more_room_than_an_ordinary_request(program: Program, app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    told = {"assessment": "pat.case", "asks": "lateness", "statement": "Ill." * 500}
    assert program.ask("POST", "/circumstances", json=told).status_code == 413
    large = {**told, "evidence": (io.BytesIO(b"word " * 1000), "letter.txt")}
    sent = program.ask("POST", "/circumstances/with-evidence", data=large)
    assert sent.status_code == 201, sent.text


def test_ones_own_claims_are_listed_as_of_a_day_and_as_known_then(
    course: Course, program: Program, clock: Clock
) -> None:
    before = clock.now.isoformat().replace("+00:00", "Z")
    clock.forward(days=1)
    body = {"assessment": "pat.case", "asks": "lateness", "statement": "Ill."}
    program.ask("POST", "/circumstances", json=body)
    yesterday = course.site.today() - timedelta(days=1)
    asked = ("", f"?as_of={yesterday}", f"?known_at={before}")
    found = [program.ask("GET", f"/circumstances{each}").get_json() for each in asked]
    assert [len(each) for each in found] == [1, 0, 0]
    assert program.ask("GET", f"/appeals?as_of={yesterday}").get_json() == []


def test_an_appeal_before_the_mark_is_ratified_is_refused(program: Program) -> None:
    body = {"assessment": "pat.case", "grounds": "bias", "statement": "x", "not_judgement": True}
    assert program.ask("POST", "/appeals", json=body).status_code == 409
    assert program.ask("GET", "/appeals").get_json() == []
