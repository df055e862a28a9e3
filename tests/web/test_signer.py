"""A supervisor's page without an account: nothing tells the token, nothing tells who is known."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.services import jobs
from lms.services.ask_for_signature import ask_for_signature
from lms.services.signing_links import DAYS
from lms.store.tables import ReadAuditRow
from lms.testing import Clock
from lms.testing_world import Sent
from tests.fixtures.learning import Course
from tests.web.test_learner import text_of
from tests.web.test_writing import hidden

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)


@pytest.fixture
def jo(client_for: Callable[[str], FlaskClient]) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return client_for("")


@pytest.fixture
def link(course: Course, sent: Sent) -> str:
    """The path of a link to two entries of Amara's."""
    course.entry(note="A visit to both parents.", family="F1")
    course.entry(start="12:00", end="13:00")
    course.site.session().rollback()
    ask_for_signature(course.site, course.amara, course.enrolment, "jo")
    return mailed(course, sent)


def mailed(course: Course, sent: Sent) -> str:
    jobs.work(course.site)
    course.site.session().rollback()
    found = re.search(r"http://localhost(/sign/\S+)", sent[-1].body)
    assert found
    return found[1]


def test_the_page_shows_what_is_to_be_signed_and_tells_nobody_its_address(
    jo: FlaskClient, link: str
) -> None:
    answer = jo.get(link)
    said = text_of(answer.text)
    assert "Jo Practice of Amara" in said
    assert "As agency supervisor: what do you sign?" in said
    assert "A visit to both parents." in said
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_other_pages_still_tell_us_where_people_come_from(jo: FlaskClient) -> None:
    assert jo.get("/sign-in").headers["Referrer-Policy"] == "same-origin"


def test_ticked_entries_are_signed_once_however_often_one_clicks(
    course: Course, jo: FlaskClient, link: str
) -> None:
    form = hidden(jo.get(link).text)
    ticked = [record.id for record in course.records("hours")]
    given = {**form, "entry": ticked, "declared": "yes"}
    for _ in range(2):
        assert jo.post(link, data=given).location == link
    assert [s.get("entry") for s in course.records("signature")] == ticked
    said = text_of(jo.get(link).text)
    assert "Nothing waits for you." in said
    assert "signed as agency supervisor" in said


def test_a_form_sent_without_a_tick_says_what_is_missing(jo: FlaskClient, link: str) -> None:
    answer = jo.post(link, data=hidden(jo.get(link).text))
    assert answer.status_code == 422
    assert "Tick each entry" in answer.text
    assert 'href="#as-agency-supervisor"' in answer.text


def test_declining_asks_for_a_reason_and_keeps_it_from_the_ledger(
    course: Course, jo: FlaskClient, link: str
) -> None:
    entry = course.records("hours")[0].id
    page = f"{link}/decline/{entry}/agency-supervisor"
    form = hidden(jo.get(page).text)
    assert jo.post(page, data={**form, "reason": " "}).status_code == 422
    assert jo.post(page, data={**form, "reason": "It ended early."}).location == link
    (signature,) = course.records("signature")
    assert signature.get("decision") == "declined"
    assert jo.get(page).location == link


def test_the_learner_reads_the_reason(
    course: Course, jo: FlaskClient, link: str, client_for: Callable[[str], FlaskClient]
) -> None:
    entry = course.records("hours")[0].id
    page = f"{link}/decline/{entry}/agency-supervisor"
    jo.post(page, data={**hidden(jo.get(page).text), "reason": "It ended early."})
    said = text_of(client_for("amara").get(f"/learning/{course.enrolment}/hours").text)
    assert "Declined by Jo, 2 March 2026: It ended early." in said


def test_known_and_unknown_tokens_that_open_nothing_look_the_same(
    course: Course, jo: FlaskClient, link: str, clock: Clock
) -> None:
    clock.forward(days=DAYS)
    expired, unknown = jo.get(link), jo.get("/sign/nobody-knows-this")
    assert expired.status_code == unknown.status_code == 404
    same = [re.sub(r"/sign/[^/\"]+|nonce=\"[^\"]+\"", "", a.text) for a in (expired, unknown)]
    assert same[0] == same[1]
    assert "Amara" not in expired.text
    asked = [jo.post(f"{path}/new-link") for path in (link, "/sign/nobody-knows-this")]
    assert {a.status_code for a in asked} == {200}
    bodies = [re.sub(r"nonce=\"[^\"]+\"", "", a.text) for a in asked]
    assert bodies[0] == bodies[1]


def test_a_renewed_link_opens_the_page_again(
    course: Course, jo: FlaskClient, link: str, clock: Clock, sent: Sent
) -> None:
    clock.forward(days=DAYS + 1)
    jo.post(f"{link}/new-link")
    new = mailed(course, sent)
    assert new != link
    assert "Practice of Amara" in jo.get(new).text


def test_no_token_is_logged(
    course: Course,
    app: Flask,
    jo: FlaskClient,
    link: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the page broke")

    app.testing = False
    with caplog.at_level(logging.DEBUG):
        jo.get(link)
        jo.post(link, data={})
        monkeypatch.setattr("lms.web.signer.see_signing_page", fail)
        assert jo.get(link).status_code == 500
    assert "the page broke" in caplog.text
    assert link.removeprefix("/sign/") not in caplog.text


def test_a_signer_who_is_signed_in_elsewhere_signs_as_the_signer(
    course: Course, link: str, client_for: Callable[[str], FlaskClient]
) -> None:
    browser = client_for("amara")
    form = hidden(browser.get(link).text)
    entry = course.records("hours")[0].id
    browser.post(link, data={**form, "entry": entry, "declared": "yes"})
    assert course.records("signature")[0].recorded_by == "signer:jo"


def test_entries_after_a_form_ended_are_not_shown(
    course: Course, jo: FlaskClient, link: str
) -> None:
    assert text_of(jo.get(link).text).count("Length 1 hour") == 2
    (form,) = course.records("agency-form")
    day = course.site.today() - timedelta(days=2)
    course.world.record(
        "amara",
        "agency-form",
        form.first,
        until=day,
        enrolment=course.enrolment,
        replaces=form.id,
        **dict(form.payload),
    )
    assert "Nothing waits for you." in jo.get(link).text


def test_fifty_entries_come_at_a_time_and_no_note_is_read_that_is_not_shown(
    course: Course, jo: FlaskClient, sent: Sent
) -> None:
    today = course.site.today()
    for day in range(1, 27):
        for start, end in (("10:00", "11:00"), ("12:00", "13:00")):
            on = today - timedelta(days=day)
            course.entry(on=on, start=start, end=end, note="A visit.")
    ask_for_signature(course.site, course.amara, course.enrolment, "jo")
    link = mailed(course, sent)
    first = jo.get(link).text
    assert first.count('name="entry"') == 50
    assert "asks you to sign 52 entries" in text_of(first)
    assert notes_read(course) == 50
    second = jo.get(f"{link}?page=2").text
    assert second.count('name="entry"') == 2
    assert notes_read(course) == 52
    rest = re.findall(r'name="entry" value="([^"]+)"', second)
    jo.post(f"{link}?page=2", data={**hidden(second), "entry": rest, "declared": "yes"})
    left = jo.get(link).text
    assert "asks you to sign 50 entries" in text_of(left)
    assert "govuk-pagination" not in left


def notes_read(course: Course) -> int:
    """How many entries' notes are noted as read by the signer."""
    course.site.session().rollback()
    read = select(ReadAuditRow.record).where(ReadAuditRow.reader == "signer:jo").distinct()
    return len(course.site.session().scalars(read).all())
