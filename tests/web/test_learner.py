"""The learner's pages: what to do next first, everything explained, and nobody else's business."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from lms.domain.records import cohort
from lms.testing_world import World, small_files
from tests.fixtures.learning import Course

READING = """
- {id: lead.reading, title: Notes, kind: reading-notes, settings: {days: 1}, basis: {sure: decided, says: "For a test."}}
"""
LEADERSHIP = small_files(READING, ["lms_leadership"], "lead", "1")
pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
ClientFor = Callable[[str], FlaskClient]


@pytest.fixture
def amara(course: Course, client_for: ClientFor) -> FlaskClient:
    return client_for("amara")


def at(course: Course, path: str = "") -> str:
    return f"/learning/{course.enrolment}/{path}"


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def token(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found
    return found[1]


PATHS = (
    "",
    "modules/",
    "modules/pat.m01",
    "requirements/pat.practice",
    "requirements/pat.logs",
    "declarations/pat.code",
    "logs/",
    "logs/pat.log/",
    "assessments/",
    "assessments/pat.case",
    "assessments/pat.case/write",
    "hours",
    "hours/new",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_learner_sees_each_page_and_no_browser_keeps_it(
    course: Course, amara: FlaskClient, path: str
) -> None:
    answer = amara.get(at(course, path))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_another_learner_sees_none_of_them(
    course: Course, client_for: ClientFor, path: str
) -> None:
    course.world.person("ben")
    course.world.enrolment("ben", "pattern")
    assert client_for("ben").get(at(course, path)).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["modules/none", "requirements/none", "declarations/none", "logs/none/", "record/hours"],
)
def test_what_the_version_does_not_have_is_not_found(
    course: Course, amara: FlaskClient, path: str
) -> None:
    assert amara.get(at(course, path)).status_code == 404


def test_the_start_page_names_the_next_steps(course: Course, amara: FlaskClient) -> None:
    said = text_of(amara.get("/").text)
    assert "Seeing patterns" in said
    assert "Sign: The code Next" in said


DUE = "Due by Friday 13 March 2026, 12:00"


def test_every_page_says_the_same_day_by_which_work_is_due(
    course: Course, amara: FlaskClient
) -> None:
    pages = (at(course), at(course, "assessments/"), at(course, "assessments/pat.case"))
    for page in pages:
        assert "planned for october 2026" in text_of(amara.get(page).text).casefold()
    fields = {"assessment": "pat.case", "attempt": 1}
    course.world.record(cohort("pattern-2026"), "deadline", date(2026, 3, 13), **fields)
    for page in ("/", *pages, at(course, "assessments/pat.case/write")):
        said = text_of(amara.get(page).text)
        assert DUE.casefold() in said.casefold()
        assert "October" not in said
    passed = text_of(amara.get(at(course, "?as_of=2026-03-14")).text)
    assert f"Was {DUE[0].lower()}{DUE[1:]} Overdue" in passed


def test_one_programme_is_shown_at_once_and_several_are_listed(
    course: Course, amara: FlaskClient
) -> None:
    assert "What needs you now" in amara.get("/learning/").text
    again = course.site.today() - timedelta(days=400)
    other = course.world.enrolment("amara", "pattern", on=again, admission="another")
    course.world.record("amara", "withdrawal", again, enrolment=other)
    said = text_of(amara.get("/learning/").text)
    assert "My learning" in said
    assert "Left You left; your last day was" in said


def test_somebody_without_a_programme_is_told_what_to_do(
    world: World, client_for: ClientFor
) -> None:
    said = text_of(client_for(world.person("ben")).get("/learning/").text)
    assert "You are not enrolled on a programme" in said


def test_a_break_is_shown_and_nothing_is_asked_meanwhile(
    course: Course, amara: FlaskClient
) -> None:
    today = course.site.today()
    until = today + timedelta(days=30)
    course.world.record("amara", "interruption", today, until=until, enrolment=course.enrolment)
    said = text_of(amara.get(at(course)).text)
    assert "approved break from 2 March 2026 to 1 April 2026" in said
    assert "What needs you now" not in said
    assert "approved break until 1 April 2026 Paused" in text_of(amara.get("/").text)


def test_what_others_recorded_is_shown(course: Course, amara: FlaskClient) -> None:
    fields = {"register": "taught", "day": 1, "present": True}
    course.world.record(
        "amara", "attendance", course.site.today(), enrolment=course.enrolment, **fields
    )
    assert "You were marked present on day 1." in amara.get(at(course)).text


def test_the_page_can_be_seen_as_of_another_day(course: Course, amara: FlaskClient) -> None:
    course.entry(category="study", start="", end="", minutes=120)
    assert "2 of 4 hours" in amara.get(at(course)).text
    earlier = amara.get(at(course, "?as_of-day=1&as_of-month=2&as_of-year=2026")).text
    assert "This is how it stood on 1 February 2026." in earlier
    assert "0 of 4 hours" in earlier
    assert "2 of 4 hours" in amara.get(at(course, "?as_of=2026-03-02")).text


@pytest.mark.parametrize("query", ["as_of=yesterday", "as_of-day=31&as_of-month=2", "known_at=x"])
def test_a_day_that_is_none_is_said_to_be_none(
    course: Course, amara: FlaskClient, query: str
) -> None:
    answer = amara.get(at(course, f"?{query}"))
    assert answer.status_code == 422
    assert "Give the " in answer.text


def test_the_links_of_a_module_lead_to_the_learners_own_pages(
    course: Course, amara: FlaskClient
) -> None:
    html = amara.get(at(course, "modules/pat.m01")).text
    for target in (
        at(course, "assessments/pat.case"),
        "/glossary#circularity",
        at(course, "logs/pat.log/"),
        at(course, "requirements/pat.practice"),
    ):
        assert f'href="{target}"' in html
    assert "Next module" in html
    assert "Previous module" not in html
    assert "forty-two" not in html


def test_a_requirement_tells_what_waits_by_name_from_what_does_not_count(
    course: Course, amara: FlaskClient
) -> None:
    course.entry()
    said = text_of(amara.get(at(course, "requirements/pat.practice")).text)
    assert "What may still count" in said
    assert "(1 hour)" in said
    assert "What did not count" not in said


def test_a_requirement_says_what_counted_what_did_not_and_why(
    course: Course, amara: FlaskClient
) -> None:
    signed, unsigned = course.entry(), course.entry(start="12:00", end="13:30")
    fields = {"entry": signed.id, "signer": "jo", "role": "agency-supervisor"}
    today = course.site.today()
    course.world.record("amara", "signature", today, enrolment=course.enrolment, **fields)
    said = text_of(amara.get(at(course, "requirements/pat.practice")).text)
    assert "1 of 10 hours" in said
    assert "Agency, 10:00 to 11:00 1" in said
    assert "Agency, 12:00 to 13:30 (1.5 hours) Waits for Jo’s signature." in said
    assert "Where this rule comes from" in said
    assert unsigned.id not in said


def test_a_declaration_is_signed_once_and_only_with_the_tick(
    course: Course, amara: FlaskClient
) -> None:
    page = at(course, "declarations/pat.code")
    form = {"csrf_token": token(amara.get(page).text)}
    refused = amara.post(page, data=form)
    assert refused.status_code == 422
    assert "Tick the box" in refused.text
    for _ in range(2):
        assert amara.post(page, data={**form, "agreed": "yes"}).status_code == 302
    assert len(course.records("declaration")) == 1
    assert "You signed this on 2 March 2026" in amara.get(page).text


def test_a_plugins_panels_and_pages_are_shown_and_its_own_facts_can_be_entered(
    world: World, client_for: ClientFor, course: Course
) -> None:
    world.publish(LEADERSHIP)
    enrolment = world.enrolment("amara", "lead")
    amara = client_for("amara")
    page = f"/learning/{enrolment}/"
    html = amara.get(page).text
    assert 'href="/programmes/lead/pages/reading-list"' in html
    assert "Reading list" in amara.get("/programmes/lead/pages/reading-list").text
    assert amara.get("/programmes/lead/pages/none").status_code == 404
    form = f"{page}record/reading-note"
    given = {"csrf_token": token(amara.get(form).text), "on-day": "1", "on-month": "3"}
    assert amara.post(form, data=given).status_code == 422
    given |= {"on-year": "2026", "field-day": "two"}
    assert "needs a whole number" in amara.post(form, data=given).text
    given |= {"field-day": "1", "idempotency": "one"}
    for _ in range(2):
        assert amara.post(form, data=given).status_code == 302
    again = amara.post(form, data={**given, "idempotency": "two"})
    assert again.status_code == 409
    assert "already noted" in again.text
    assert "1 March 2026" in amara.get(form).text


def test_a_plugins_page_is_for_people_of_the_programme(
    world: World, client_for: ClientFor, course: Course
) -> None:
    world.publish(LEADERSHIP)
    assert client_for("amara").get("/programmes/lead/pages/reading-list").status_code == 403
