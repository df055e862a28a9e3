"""The tutor's pages: the queue, logs read and answered, registers, and decisions about a learner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.store.tables import ReadAuditRow
from tests.fixtures.forms import HIDDEN, send
from tests.fixtures.statements import counted_twice
from tests.fixtures.teaching import School, with_taught_hours

ClientFor = Callable[[str], FlaskClient]
REGISTER = "/teaching/cohorts/spring/register/year/1"
LEARNER = "/teaching/learners/amara"


@pytest.fixture
def tess(client_for: ClientFor, school: School) -> FlaskClient:
    """The browser of the spring cohort's tutor."""
    return client_for("tess")


def test_the_queue_is_empty_and_says_what_will_appear(tess: FlaskClient) -> None:
    page = tess.get("/teaching/").text
    assert "Nothing is waiting for you. Logs to read" in page
    assert "Spring</a>, 1 learner" in page


def test_the_queue_and_the_start_page_lead_to_what_waits(school: School, tess: FlaskClient) -> None:
    log, work = school.log(), school.work()
    page = tess.get("/teaching/").text
    assert f"/teaching/logs/{log}" in page
    assert f"/marking/{work}" in page
    start = tess.get("/").text
    assert "1 log to read" in start
    assert "1 piece of work to mark" in start


def test_a_kind_can_be_picked(school: School, tess: FlaskClient) -> None:
    log, work = school.log(), school.work()
    page = tess.get("/teaching/?kind=submission").text
    assert f"/marking/{work}" in page
    assert f"/teaching/logs/{log}" not in page


def test_the_queues_statements_do_not_grow_with_it(school: School, tess: FlaskClient) -> None:
    def write(*names: str) -> None:
        for name in names:
            school.log(person=name, enrolment=school.enrol(name))

    school.log()
    tess.get("/teaching/")
    write("cara")
    few = counted_twice(school.site, lambda: tess.get("/teaching/"))
    write(*(f"learner-{number}" for number in range(8)))
    assert counted_twice(school.site, lambda: tess.get("/teaching/")) == few
    assert "10</b> Everything" in tess.get("/teaching/").text


def test_a_log_is_read_and_answered_on_one_page(school: School, tess: FlaskClient) -> None:
    log = school.log("We met <b>a pattern</b>.")
    page = tess.get(f"/teaching/logs/{log}").text
    assert "We met &lt;b&gt;a pattern&lt;/b&gt;." in page
    row = school.site.session().scalars(select(ReadAuditRow)).one()
    assert (row.reader, row.record) == ("tess", log)
    answer = send(tess, f"/teaching/logs/{log}", decision="accepted", feedback="Thank you.")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/teaching/")
    assert "The log is accepted" in tess.get("/teaching/").text
    assert "Thank you." in tess.get(f"/teaching/logs/{log}").text


def test_an_answer_that_lacks_something_keeps_what_was_typed(
    school: School, tess: FlaskClient
) -> None:
    log = school.log()
    answer = send(tess, f"/teaching/logs/{log}", feedback="Half a thought")
    assert answer.status_code == 422
    assert 'href="#decision"' in answer.text
    assert "Half a thought</textarea>" in answer.text


def test_an_answer_over_an_unseen_one_shows_both(
    school: School, tess: FlaskClient, client_for: ClientFor
) -> None:
    school.world.person("tim", "tutor", programme="course")
    log = school.log()
    seen = str(school.position())
    send(client_for("tim"), f"/teaching/logs/{log}", decision="returned", feedback="Tim was here.")
    answer = send(
        tess, f"/teaching/logs/{log}", decision="accepted", feedback="Mine is kept.", seen=seen
    )
    assert answer.status_code == 409
    assert "Tim was here." in answer.text
    assert "Mine is kept.</textarea>" in answer.text


def test_an_answer_to_a_log_accepted_meanwhile_is_shown_to_be_copied(
    school: School, tess: FlaskClient
) -> None:
    log = school.log()
    first = tess.get(f"/teaching/logs/{log}")
    send(tess, f"/teaching/logs/{log}", decision="accepted", feedback="")
    hidden = dict(HIDDEN.findall(first.text.partition("<main")[2]))
    late = {**hidden, "idempotency": "another", "decision": "returned", "feedback": "Too late."}
    answer = tess.post(f"/teaching/logs/{log}", data=late)
    assert answer.status_code == 409
    assert "Too late.</div>" in answer.text


@pytest.mark.parametrize("who", ["otto", "amara", "mark"])
def test_a_log_is_not_shown_to_others(school: School, client_for: ClientFor, who: str) -> None:
    log = school.log("A secret.")
    answer = client_for(who).get(f"/teaching/logs/{log}")
    assert answer.status_code == (404 if who == "otto" else 403)
    assert "A secret." not in answer.text
    assert school.site.session().scalars(select(ReadAuditRow)).all() == []


def test_an_unknown_log_is_not_found(tess: FlaskClient) -> None:
    assert tess.get("/teaching/logs/no-such-record").status_code == 404


def test_the_register_of_a_day_is_taken_on_one_page(school: School, tess: FlaskClient) -> None:
    school.enrol("ben")
    marks = {"am-amara": "yes", "pm-amara": "no", "rest": "present"}
    day = {"on-day": "2", "on-month": "2", "on-year": "2026"}
    answer = send(tess, REGISTER, **day, **marks)
    assert answer.status_code == 302
    assert [(r.get("half"), r.get("present")) for r in school.own("attendance")] == [
        ("am", True),
        ("pm", False),
    ]
    (ben,) = school.own("attendance", "ben")
    assert (ben.get("half"), ben.get("present"), ben.on) == ("whole", True, date(2026, 2, 2))
    page = tess.get(REGISTER).text
    assert "The register of day 1 (2 February 2026) is recorded." in page
    assert 'id="pm-amara-no" name="pm-amara" type="radio" value="no" checked' in page
    assert 'name="on-day" type="text" value="2"' in page


def test_a_register_without_a_date_keeps_the_marks(school: School, tess: FlaskClient) -> None:
    day = {"on-day": "31", "on-month": "2", "on-year": "2026"}
    answer = send(tess, REGISTER, **day, **{"am-amara": "no"})
    assert answer.status_code == 422
    assert 'href="#on-day"' in answer.text
    assert 'value="no" checked' in answer.text
    assert school.own("attendance") == []


def test_a_register_taken_twice_at_once_shows_what_is_recorded(
    school: School, tess: FlaskClient
) -> None:
    seen = str(school.position())
    day = {"on-day": "2", "on-month": "2", "on-year": "2026"}
    send(tess, REGISTER, **day, **{"am-amara": "yes", "pm-amara": "yes"})
    answer = send(tess, REGISTER, **day, **{"am-amara": "no", "pm-amara": "yes", "seen": seen})
    assert answer.status_code == 409
    assert answer.text.count("Recorded now: present") == 1


def test_the_cohort_page_shows_verdicts_and_registers(school: School, tess: FlaskClient) -> None:
    page = tess.get("/teaching/cohorts/spring").text
    assert "Amara</a>" in page
    assert "0 of 6" in page
    assert f'href="{REGISTER}?register=taught"' in page
    assert tess.get("/teaching/cohorts/autumn").status_code == 404


def test_a_cohort_nobody_is_in_is_said_to_be_empty(school: School, client_for: ClientFor) -> None:
    school.enrol("ben", "autumn")
    enrolment = school.own("enrolment", "ben")[0].id
    school.world.record(
        "ben", "cohort-move", date(2026, 2, 1), enrolment=enrolment, cohort="spring"
    )
    page = client_for("otto").get("/teaching/cohorts/autumn").text
    assert "Nobody is enrolled in this cohort yet." in page


def test_a_learners_page_shows_reason_and_basis_and_no_text(
    school: School, tess: FlaskClient
) -> None:
    school.log("A secret.")
    page = tess.get(LEARNER).text
    assert "A share of two days, for a test." in page
    assert "The tutor has not answered it yet." in page
    assert "A secret." not in page


def test_as_of_an_earlier_day(school: School, tess: FlaskClient) -> None:
    assert "As of 1 February 2026." in tess.get(f"{LEARNER}?as_of=2026-02-01").text
    assert tess.get(f"{LEARNER}?as_of=yesterday").status_code == 422


def test_catch_up_is_granted_with_a_reason(school: School, tess: FlaskClient) -> None:
    page = f"{LEARNER}/{school.enrolment}/catch-up/crs.attend"
    assert "Write what was missed" in send(tess, page, reason="").text
    answer = send(tess, page, reason="Came to a repeat.")
    assert answer.headers["Location"] == LEARNER
    shown = tess.get(LEARNER).text
    assert "Catch-up is granted." in shown
    (granted,) = school.own("catch-up")
    assert "Came to a repeat." in tess.get(f"{LEARNER}/written/{granted.id}").text


def test_an_agency_form_is_accepted_for_somebody_new(school: School, tess: FlaskClient) -> None:
    form = {
        "name": "Jo Marsh",
        "email": "jo@example.org",
        "employer": "medway",
        "roles": ["agency-supervisor", "line-manager"],
        "first-day": "1",
        "first-month": "1",
        "first-year": "2026",
    }
    wrong = send(tess, f"{LEARNER}/agency-form", **{**form, "email": "jo"})
    assert wrong.status_code == 422
    assert 'href="#email"' in wrong.text
    assert 'value="Jo Marsh"' in wrong.text
    assert send(tess, f"{LEARNER}/agency-form", **form).status_code == 302
    shown = tess.get(LEARNER).text
    assert "Jo Marsh" in shown
    assert "agency supervisor, line manager" in shown
    again = tess.get(f"{LEARNER}/agency-form").text
    assert "Somebody else, named below" in again


def test_a_report_is_recorded(school: School, tess: FlaskClient) -> None:
    page = f"{LEARNER}/{school.enrolment}/reports/crs.report"
    day = {"on-day": "27", "on-month": "2", "on-year": "2026"}
    form = {"person": "tess", "outcome": "satisfactory", "text": "Amara listens.", **day}
    assert send(tess, page, **{**form, "text": ""}).status_code == 422
    assert send(tess, page, **form).status_code == 302
    (report,) = school.own("report")
    assert report.get("by") == "tess"


def test_a_late_signature_is_countersigned(school: School, tess: FlaskClient) -> None:
    signature = school.late_signature()
    page = f"{LEARNER}/{school.enrolment}/countersign/{signature}"
    assert page in tess.get(LEARNER).text
    assert send(tess, page, reason="I rang her manager.").status_code == 302
    assert page not in tess.get(LEARNER).text
    assert tess.get(page).status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "/teaching/",
        "/teaching/cohorts/spring",
        REGISTER,
        LEARNER,
        f"{LEARNER}/agency-form",
        "/marking/",
        "/curricula/",
    ],
)
def test_a_learner_is_not_let_in(school: School, client_for: ClientFor, page: str) -> None:
    school.enrol("ben")
    assert client_for("ben").get(page).status_code == (
        404 if page == "/teaching/learners/amara" else 403
    )


def test_what_the_version_offers_stands_apart_on_every_page(
    school: School, tess: FlaskClient, client_for: ClientFor
) -> None:
    school.publish(with_taught_hours())
    enrolment = school.enrol("ben")
    school.world.person("lena", "programme-lead", programme="course")
    stage = "/programmes/course/cohorts/spring/board/year"
    pages = {
        "learner": client_for("ben").get(f"/learning/{enrolment}/").text,
        "tutor": tess.get("/teaching/learners/ben").text,
        "lead": client_for("lena").get(f"/programmes/learners/{enrolment}/").text,
        "board": client_for("lena").get(stage).text,
    }
    for who, page in pages.items():
        asked, heading, offered = page.rpartition("What the programme offers")
        assert heading, who
        assert "Two taught hours" in offered, who
        assert "Two taught hours" not in asked, who
        assert "Two logs accepted" in asked, who
    requirement = client_for("ben").get(f"/learning/{enrolment}/requirements/crs.taught").text
    assert "nothing here for you to settle" in requirement
