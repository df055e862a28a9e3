"""The practice log in a browser: kind refusals, what was typed kept, supervisors asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.services import jobs
from lms.testing import Clock
from lms.testing_world import Sent
from tests.fixtures.learning import Course
from tests.web.test_learner import text_of
from tests.web.test_writing import hidden

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
ENTRY = {
    "category": "agency",
    "on-day": "20",
    "on-month": "2",
    "on-year": "2026",
    "start": "2pm",
    "end": "1530",
}
Post = Callable[..., TestResponse]


@pytest.fixture
def amara(course: Course, client_for: Callable[[str], FlaskClient]) -> FlaskClient:
    return client_for("amara")


@pytest.fixture
def post(amara: FlaskClient, course: Course) -> Post:
    """Send the form at a path below the practice log."""

    def send(path: str = "/new", **given: str) -> TestResponse:
        page = hours(course) + path
        return amara.post(page, data=hidden(amara.get(page).text) | given)

    return send


def hours(course: Course) -> str:
    return f"/learning/{course.enrolment}/hours"


def test_an_entry_is_kept_with_its_times_as_people_type_them(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    assert post(**ENTRY).location == hours(course)
    (record,) = course.records("hours")
    assert (record.get("start"), record.get("end"), record.get("minutes")) == ("14:00", "15:30", 90)
    said = text_of(amara.get(hours(course)).text)
    assert "The entry of 20 February 2026 is kept." in said
    assert "20 February 2026, 14:00 to 15:30 1 hour 30 minutes To be signed" in said


def test_an_overlap_is_shown_kindly_naming_both(course: Course, post: Post) -> None:
    post(**ENTRY)
    answer = post(**{**ENTRY, "category": "clinic", "start": "15:00", "end": "16:00"})
    assert answer.status_code == 409
    said = text_of(answer.text)
    assert "you have logged 20 February 2026, 14:00 to 15:30 already" in said
    assert "Logged already Agency 20 February 2026, 14:00 to 15:30" in said
    assert "The new one Clinic 20/2/2026, 15:00 to 16:00" in said
    assert 'value="15:00"' in answer.text


@pytest.mark.parametrize(
    ("given", "says", "anchor"),
    [
        ({"on-day": "31"}, "Give the day of the session", "#on-day"),
        ({"on-year": "2027"}, "cannot lie ahead", "#on-day"),
        ({"start": "noon"}, "by the clock", "#start"),
        ({"category": ""}, "Choose what kind", "#category"),
        ({"category": "clinic", "direct": "a lot"}, "between 0 and the 90", "#direct"),
        ({"family": "Smith"}, "a code of your own", "#family"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    course: Course, post: Post, given: dict[str, str], says: str, anchor: str
) -> None:
    answer = post(**{**ENTRY, **given, "note": "Kept as typed."})
    assert answer.status_code == 422
    assert says in answer.text
    assert f'href="{anchor}"' in answer.text
    assert f'id="{anchor[1:]}"' in answer.text
    assert "Kept as typed." in answer.text
    assert course.records("hours") == []


@pytest.mark.parametrize("category", ["agency", "study"])
def test_an_end_before_the_start_comes_back_filled_with_a_question(
    course: Course, post: Post, category: str
) -> None:
    given = {**ENTRY, "category": category, "start": "10pm", "end": "6am", "note": "As typed."}
    answer = post(**given)
    assert answer.status_code == 422
    assert 'href="#next_day"' in answer.text
    assert 'value="10pm"' in answer.text
    assert "As typed." in answer.text
    assert "It ended on the next day" in text_of(answer.text)
    assert course.records("hours") == []
    assert post(**given, next_day="yes").status_code == 302
    (record,) = course.records("hours")
    assert (record.get("minutes"), record.get("next-day")) == (480, True)


def test_a_tick_does_not_make_23_hours_of_a_slip_of_the_pen(course: Course, post: Post) -> None:
    answer = post(**{**ENTRY, "start": "14:00", "end": "13:00"}, next_day="yes")
    assert answer.status_code == 422
    assert "at most 16 hours" in text_of(answer.text)
    assert course.records("hours") == []


def test_a_time_that_came_twice_is_asked_about(
    course: Course, amara: FlaskClient, post: Post, clock: Clock
) -> None:
    clock.set(date(2026, 10, 27))
    night = {**ENTRY, "on-day": "25", "on-month": "10", "start": "1.30", "end": "01:15"}
    answer = post(**night)
    assert answer.status_code == 422
    assert text_of(answer.text).count("Which of the two was it?") == 2
    chosen = {"start-twice": "01:30+01:00", "end-twice": "01:15+00:00"}
    assert all(f'value="{each}"' in answer.text for each in chosen.values())
    assert post(**night, **chosen).status_code == 302
    (record,) = course.records("hours")
    assert record.get("minutes") == 45
    said = text_of(amara.get(hours(course)).text)
    assert "01:30 (before the clocks went back) to 01:15 (after the clocks went back)" in said
    again = hidden(amara.get(f"{hours(course)}/{record.id}/change").text)
    assert {name: again[name] for name in chosen} == chosen


def test_a_time_that_never_was_is_refused(course: Course, post: Post, clock: Clock) -> None:
    clock.set(date(2026, 3, 30))
    night = {**ENTRY, "on-day": "29", "on-month": "3", "start": "1.30", "end": "03:00"}
    answer = post(**night)
    assert answer.status_code == 422
    assert "no 01:30 in the night of 29 March 2026" in text_of(answer.text)


def test_a_note_that_could_name_somebody_is_shown_to_be_confirmed(
    course: Course, post: Post
) -> None:
    answer = post(**ENTRY, note="Saw them at ME4 4TR.")
    assert answer.status_code == 422
    mark = re.search(r'name="confirmed" type="checkbox" value="(\w+)"', answer.text)
    assert mark
    assert post(**ENTRY, note="Saw them at ME4 4TR.", confirmed=mark[1]).status_code == 302


def test_an_entry_can_be_changed_and_taken_back(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    post(**ENTRY, note="A visit.")
    (record,) = course.records("hours")
    form = amara.get(f"{hours(course)}/{record.id}/change").text
    assert 'value="14:00"' in form
    assert "A visit." in form
    post(f"/{record.id}/change", **{**ENTRY, "end": "16:00"})
    (changed,) = course.records("hours")
    assert changed.get("minutes") == 120
    assert "Take back this entry?" in amara.get(f"{hours(course)}/{changed.id}/take-back").text
    post(f"/{changed.id}/take-back")
    assert course.records("hours") == []


def test_the_supervisor_can_be_asked_as_the_entry_is_kept(
    course: Course, amara: FlaskClient, post: Post, sent: Sent
) -> None:
    post(**ENTRY, ask="jo")
    jobs.work(course.site)
    assert sent[-1].to == ["jo@example.org"]
    said = text_of(amara.get(hours(course)).text)
    assert "Jo has been asked to sign." in said
    assert "works until 16 March 2026" in said


def test_asking_from_the_list_says_what_happened(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    post(**ENTRY)
    page = amara.get(hours(course)).text
    assert "Ask to sign" in page
    form = {"csrf_token": hidden(page)["csrf_token"], "signer": "jo"}
    for says in ("has been sent a link", "was sent a link a few minutes ago"):
        amara.post(f"{hours(course)}/ask", data=form)
        assert says in text_of(amara.get(hours(course)).text)


def test_the_number_of_statements_does_not_grow_with_the_entries(
    course: Course, amara: FlaskClient, count_statements: Callable[[], int]
) -> None:
    course.entry(start="08:00", end="08:30")
    few = _counted(amara, hours(course), count_statements)
    for hour in range(9, 17):
        course.entry(start=f"{hour:02}:00", end=f"{hour:02}:30", note="A visit.")
    assert _counted(amara, hours(course), count_statements) == few


def _counted(client: FlaskClient, path: str, count: Callable[[], int]) -> int:
    before = count()
    assert client.get(path).status_code == 200
    return count() - before
