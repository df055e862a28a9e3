"""Files, attempts, circumstances and appeals in a browser without JavaScript."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.domain.records import cohort, person
from lms.services.site import fact
from lms.testing import Clock
from tests.fixtures.forms import send
from tests.fixtures.learning import Course
from tests.services.files_to_upload import WORDS, a_docx, a_pdf

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
FEEDBACK = {"overall": "Say more.", "anchored": [{"quote": "sat down", "at": 1, "says": "Where?"}]}


@pytest.fixture
def amara(course: Course, client_for: Callable[[str], FlaskClient]) -> FlaskClient:
    return client_for("amara")


def at(course: Course, rest: str = "") -> str:
    return f"/learning/{course.enrolment}/assessments/pat.case{rest}"


def upload(
    course: Course, amara: FlaskClient, *files: tuple[str, bytes], to: str = "/files"
) -> TestResponse:
    sent = [(io.BytesIO(content), name) for name, content in files]
    return send(amara, at(course, to), files=sent)


def hand_in(course: Course, amara: FlaskClient) -> str:
    """Hand the draft in; gives the record's id."""
    receipt = send(amara, at(course, "/check"), statement="yes")
    assert receipt.status_code == 302, receipt.text
    return str(receipt.location.rpartition("/")[2])


def mark(course: Course, mark: int) -> None:
    with course.site.ledger.write("tess") as writer:
        fields = {"assessment": "pat.case", "attempt": 1, "mark": mark}
        kept = writer.document(person("amara"), FEEDBACK)
        today = course.site.today()
        new = fact(
            person("amara"), "mark", today, enrolment=course.enrolment, feedback=kept, **fields
        )
        writer.append(new)
    course.site.session().rollback()


def test_files_are_added_counted_and_handed_in(course: Course, amara: FlaskClient) -> None:
    typed = {"text-text": "", "family": "F1", "action": "files"}
    assert send(amara, at(course, "/write"), **typed).location == at(course, "/files")
    assert (
        upload(course, amara, ("case.docx", a_docx()), ("scan.pdf", a_pdf(""))).status_code == 302
    )
    page = amara.get(at(course, "/files")).text
    assert "case.docx" in page
    assert "9 words" in page
    counted, scan = re.findall(r'name="words-([0-9a-f-]+)"', page)
    stated = {f"words-{scan}": "12"}
    assert (
        send(amara, at(course, "/files"), at(course, "/files/words"), **stated).status_code == 302
    )
    other = {f"words-{counted}": "7"}
    refused = send(amara, at(course, "/files"), at(course, "/files/words"), **other)
    assert "Say why the count is wrong." in refused.text
    other[f"reason-{counted}"] = "Two words are a heading"
    send(amara, at(course, "/files"), at(course, "/files/words"), **other)
    checked = amara.get(at(course, "/check")).text
    assert WORDS in checked
    assert "what only a neighbour would recognise cannot be found by a machine" in checked
    assert "9 words counted; 7 stated by you: Two words are a heading" in checked
    record = hand_in(course, amara)
    written = amara.get(f"/learning/{course.enrolment}/written/{record}").text
    assert "21 words" in written
    link = re.search(r'href="(/work/[^"]+)"', written)
    assert link
    given = amara.get(link[1])
    assert given.headers["Content-Disposition"] == "attachment; filename=case.docx"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.data.startswith(b"PK")


def test_a_refused_file_is_named_with_what_to_do(course: Course, amara: FlaskClient) -> None:
    answer = upload(course, amara, ("run.exe", b"MZ\x00"))
    assert answer.status_code == 422
    assert "Save it as one of these" in answer.text
    assert 'href="#files"' in answer.text


def test_a_file_larger_than_the_ordinary_request_is_taken_there_and_nowhere_else(
    course: Course, amara: FlaskClient, app: Flask
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    large = a_pdf() + b"\n%" + b"x" * 2000
    assert upload(course, amara, ("large.pdf", large)).status_code == 302
    answer = upload(course, amara, ("large.pdf", large), to="/write")
    assert answer.status_code == 413


def test_late_work_is_told_so_before_and_after(
    course: Course, amara: FlaskClient, clock: Clock
) -> None:
    today = course.site.today()
    course.world.record(cohort("pattern-2026"), "deadline", today, assessment="pat.case")
    clock.set(datetime(2026, 3, 3, 13, tzinfo=UTC))
    cost = "2 working days late: 6 points would be taken off a mark of 60."
    assert cost in amara.get(at(course)).text
    assert "Times 0.95" in amara.get(at(course)).text
    send(amara, at(course, "/write"), **{"text-text": WORDS, "family": "F1", "action": "check"})
    assert f"Handed in now: {cost}" in amara.get(at(course, "/check")).text
    record = hand_in(course, amara)
    assert cost in amara.get(f"/learning/{course.enrolment}/receipts/{record}").text


def test_feedback_is_answered_point_by_point_and_the_change_shown(
    course: Course, amara: FlaskClient
) -> None:
    send(amara, at(course, "/write"), **{"text-text": WORDS, "family": "F1"})
    first = hand_in(course, amara)
    mark(course, 40)
    page = amara.get(f"/learning/{course.enrolment}/written/{first}").text
    assert '<mark class="learning-mark">sat down</mark>' in page
    assert "Where?" in page
    assert "provisional until the board has met" in page
    begun = send(amara, at(course, "/write"), at(course, "/begin"))
    assert begun.location == at(course, "/write")
    shown = amara.get(begun.location).text
    assert WORDS in shown
    assert "Answer the feedback" in shown
    typed = {
        "text-text": WORDS.replace("sat down", "stood"),
        "text-answer-anchored-1": "In the room.",
        "family": "F1",
    }
    send(amara, at(course, "/write"), **typed)
    second = hand_in(course, amara)
    assert "In the room." in amara.get(f"/learning/{course.enrolment}/written/{second}").text
    changes = amara.get(f"/learning/{course.enrolment}/written/{second}/changes").text
    assert "<del>sat down</del><ins>stood</ins>" in changes


def test_circumstances_are_declared_with_evidence(course: Course, amara: FlaskClient) -> None:
    page = at(course, "/circumstances")
    wrong = send(amara, page, asks="extension", statement="")
    assert wrong.status_code == 422
    assert 'href="#until-day"' in wrong.text
    told = {"asks": "lateness", "statement": "A private thing.", "until-day": ""}
    note = (io.BytesIO(b"Ill."), "note.txt")
    assert send(amara, page, **told, evidence=note).location == page
    shown = amara.get(page).text
    assert "Not decided yet" in shown
    assert "A private thing." in shown
    link = re.search(r'href="([^"]+/files/[^"]+)"', shown)
    assert link
    assert amara.get(link[1]).data == b"Ill."


def test_an_appeal_says_that_judgement_is_no_ground(course: Course, amara: FlaskClient) -> None:
    page = at(course, "/appeal")
    assert "once the board has met" in amara.get(page).text
    send(amara, at(course, "/write"), **{"text-text": WORDS, "family": "F1"})
    hand_in(course, amara)
    mark(course, 62)
    fields = {"stage": "pattern/year", "marks": "ratified"}
    today, decided = course.site.today(), {"stage": "pattern/year", "outcome": "referred"}
    course.world.record("amara", "board-outcome", today, enrolment=course.enrolment, **decided)
    course.world.record(cohort("pattern-2026"), "release", today, **fields)
    assert "never against academic judgement" in amara.get(page).text
    given = {"grounds": "bias", "statement": "He said so."}
    assert send(amara, page, **given).status_code == 422
    assert send(amara, page, **given, **{"not-judgement": "yes"}).status_code == 302
    assert "Not decided yet" in amara.get(page).text


def test_nobody_else_opens_these_pages(
    course: Course, amara: FlaskClient, client_for: Callable[[str], FlaskClient]
) -> None:
    course.world.person("ben")
    course.world.enrolment("ben", "pattern")
    ben = client_for("ben")
    for rest in ("/files", "/circumstances", "/appeal"):
        assert ben.get(at(course, rest)).status_code == 404
