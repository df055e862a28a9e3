"""Corrections, addenda and objections in a browser: the learner asks, the signer and a tutor answer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.services import jobs
from lms.testing_world import Sent
from tests.fixtures.learning import Course
from tests.services.test_signed_entries import DAY, correct, mailed, signed_entry
from tests.web.test_learner import text_of
from tests.web.test_writing import hidden

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
WHEN = {"on-day": "20", "on-month": "2", "on-year": "2026", "start": "10", "end": "12:00"}


@pytest.fixture
def amara(course: Course, client_for: Callable[[str], FlaskClient]) -> FlaskClient:
    return client_for("amara")


@pytest.fixture
def jo(client_for: Callable[[str], FlaskClient]) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return client_for("")


def hours(course: Course) -> str:
    return f"/learning/{course.enrolment}/hours"


def test_a_signed_entry_is_offered_a_correction_and_no_change(
    course: Course, amara: FlaskClient, sent: Sent
) -> None:
    entry, _ = signed_entry(course, sent)
    page = amara.get(hours(course)).text
    assert f"{hours(course)}/{entry}/correct" in page
    assert f"{hours(course)}/{entry}/change" not in page
    change = f"{hours(course)}/{entry}/change"
    assert amara.get(change).location == f"{hours(course)}/{entry}/correct"
    form = hidden(amara.get(f"{hours(course)}/{entry}/correct").text)
    sent_anyway = {**form, **WHEN, "start": "10:00", "category": "agency"}
    assert amara.post(change, data=sent_anyway).status_code == 409


def test_the_learner_asks_and_the_signer_sees_what_was_what_it_becomes_and_why(
    course: Course, amara: FlaskClient, jo: FlaskClient, sent: Sent
) -> None:
    entry, link = signed_entry(course, sent)
    path = f"{hours(course)}/{entry}/correct"
    shown = amara.get(path)
    assert "Signed: 20 February 2026, 10:00 to 11:00: Agency, 1 hour" in text_of(shown.text)
    form = {**hidden(shown.text), **WHEN, "start": "10:00"}
    empty = amara.post(path, data=form)
    assert (empty.status_code, "Say why" in empty.text) == (422, True)
    assert amara.post(path, data={**form, "reason": "It ran on."}).location == hours(course)
    said = text_of(amara.get(hours(course)).text)
    assert "Waits to be signed" in said
    assert "waits for Jo. The entry counts as it was signed." in said
    asked = re.search(r'href="(/sign/[^"]+/corrections/[^"]+)"', jo.get(f"/sign/{link}").text)
    assert asked
    page = text_of(jo.get(asked[1]).text)
    assert "What you signed Agency, 20 February 2026, 10:00 to 11:00" in page
    assert "What it becomes Agency, 20 February 2026, 10:00 to 12:00" in page
    assert "Why It ran on." in page
    key = {"idempotency": "one"}
    unsure = jo.post(asked[1], data={**key, "decision": "signed"})
    assert (unsure.status_code, "Confirm that you hold" in unsure.text) == (422, True)
    answer = jo.post(asked[1], data={**key, "decision": "signed", "declared": "yes"})
    assert answer.location == f"/sign/{link}"
    said = text_of(amara.get(hours(course)).text)
    assert "20 February 2026, 10:00 to 12:00 2 hours Counts" in said
    assert jo.get(asked[1]).location == f"/sign/{link}"


def test_another_kind_and_an_entry_that_should_not_be_there_are_asked_of_the_signer(
    course: Course, amara: FlaskClient, jo: FlaskClient, sent: Sent
) -> None:
    entry, link = signed_entry(course, sent)
    asked = rf"/sign/{link}/corrections/[^\"]+"
    correction, out = (
        f"{hours(course)}/{entry}/{form}" for form in ("correct", "ask-to-take-back")
    )
    assert out in amara.get(hours(course)).text
    form = {**hidden(amara.get(correction).text), **WHEN, "start": "10:00", "category": "clinic"}
    assert amara.post(correction, data={**form, "reason": "In the clinic."}).status_code == 302
    page = re.search(asked, jo.get(f"/sign/{link}").text)
    assert page
    said = text_of(jo.get(page[0]).text)
    assert "What it becomes Clinic, 20 February 2026, 10:00 to 12:00" in said
    jo.post(page[0], data={"decision": "declined", "reason": "It was at work."})
    form = hidden(amara.get(out).text)
    silent = amara.post(out, data={**form, "reason": " "})
    assert (silent.status_code, "Say why" in silent.text) == (422, True)
    assert amara.post(out, data={**form, "reason": "It was cancelled."}).status_code == 302
    assert "is to be taken back altogether" in text_of(amara.get(hours(course)).text)
    page = re.search(asked, jo.get(f"/sign/{link}").text)
    assert page
    said = text_of(jo.get(page[0]).text)
    assert "should not be there at all" in said
    assert "Why It was cancelled." in said
    jo.post(page[0], data={"decision": "signed", "declared": "yes"})
    assert f"{entry}/correct" not in amara.get(hours(course)).text


def test_a_declined_correction_tells_the_learner_why(
    course: Course, amara: FlaskClient, jo: FlaskClient, sent: Sent
) -> None:
    entry, link = signed_entry(course, sent)
    path = f"/sign/{link}/corrections/{correct(course, entry)}/agency-supervisor"
    silent = jo.post(path, data={"decision": "declined", "idempotency": "a"})
    assert silent.status_code == 422
    jo.post(path, data={"decision": "declined", "reason": "We ended at eleven."})
    said = text_of(amara.get(hours(course)).text)
    assert "Declined by Jo, 2 March 2026: We ended at eleven." in said


def test_a_correction_is_taken_back_and_an_addendum_added(
    course: Course, amara: FlaskClient, jo: FlaskClient, sent: Sent
) -> None:
    entry, link = signed_entry(course, sent)
    correction = correct(course, entry)
    form = hidden(amara.get(hours(course)).text)
    amara.post(f"{hours(course)}/corrections/{correction}/take-back", data=form)
    assert "the entry stays as it was signed" in text_of(amara.get(hours(course)).text)
    path = f"{hours(course)}/{entry}/add"
    form = hidden(amara.get(path).text)
    assert amara.post(path, data={**form, "text": " "}).status_code == 422
    assert amara.post(path, data={**form, "text": "We spoke of loss."}).status_code == 302
    assert "Added: We spoke of loss." in text_of(amara.get(hours(course)).text)
    said = text_of(jo.get(f"/sign/{link}").text)
    assert "Added since by Amara: We spoke of loss." in said


def test_the_signer_objects_from_the_copy_and_a_tutor_decides(
    course: Course,
    jo: FlaskClient,
    sent: Sent,
    client_for: Callable[[str], FlaskClient],
) -> None:
    signed_entry(course, sent)
    path = f"/signed/{mailed(course, sent, '/signed/')}"
    page = jo.get(path)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in page.headers
    assert "20 February 2026, 10:00 to 11:00: Agency, 1 hour" in text_of(page.text)
    signature = course.records("signature")[0].id
    assert jo.post(path, data={"signature": signature}).status_code == 422
    given = {"signature": signature, "reason": "I was on leave.", "idempotency": "one"}
    for _ in range(2):
        assert jo.post(path, data=given).location == path
    assert "you objected; a tutor has yet to decide" in text_of(jo.get(path).text)
    course.world.person("tess", role="tutor")
    tess = client_for("tess")
    queue = tess.get("/teaching/").text
    (address,) = re.findall(r'href="(/teaching/objections/[^"]+)"', queue)
    shown = tess.get(address).text
    assert "I was on leave." in shown
    form = {**hidden(shown), "outcome": "upheld", "reason": "The rota agrees."}
    assert tess.post(address, data=form).status_code == 302
    assert "and it no longer counts" in text_of(jo.get(path).text)
    assert "It was upheld already." in text_of(tess.get(address).text)


def test_a_forged_or_old_link_to_object_opens_nothing(jo: FlaskClient, course: Course) -> None:
    for path in ("/signed/nobody", "/signed/W10.x"):
        assert jo.get(path).status_code == 404
        assert jo.post(path, data={"reason": "No."}).status_code == 404


def test_the_copy_tells_nothing_that_the_learner_wrote(course: Course, sent: Sent) -> None:
    course.entry(DAY, note="A visit.")
    jobs.work(course.site)
    assert all("visit" not in mail.body for mail in sent)
