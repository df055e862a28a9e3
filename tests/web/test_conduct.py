"""Conduct on pages and over the API: who gets which page, what it says, and what it never says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from lms.services.report_misconduct import report_misconduct
from lms.services.return_for_slip import Slip, return_for_slip
from tests.fixtures.forms import send
from tests.fixtures.teaching import School

ClientFor = Callable[[str], FlaskClient]
REASON = "Say less about the place on page 2."
MAJOR = Slip("named", "major", "A client can be recognised on page 1.")


@pytest.fixture
def officers(school: School) -> None:
    """Olga decides, Lena leads, Dora protects data."""
    school.world.person("olga", "conduct-officer", programme="course")
    school.world.person("lena", "programme-lead", programme="course")
    school.world.person("dora", "data-protection-officer")


def test_a_marker_returns_work_from_its_page(school: School, client_for: ClientFor) -> None:
    work = school.work("They live in a town.")
    mark = client_for("mark")
    page = f"/conduct/work/{work}/return"
    assert page in mark.get(f"/marking/{work}").text
    shown = mark.get(page).text
    assert "Amara" not in shown
    assert "Several" not in shown
    wrong = send(mark, page, what="one", reason="Mr Smith lives there.")
    assert wrong.status_code == 422
    assert "somebody&#39;s name" in wrong.text.partition("govuk-error-summary")[2]
    done = send(mark, page, what="one", reason=REASON)
    assert done.location == "/marking/"
    assert school.own("slip")[0].get("grade") == "minor"
    assert "waits to be corrected" in mark.get(page).text
    told = client_for("amara").get(f"/learning/{school.enrolment}/written/{work}").text
    assert REASON in told


def test_a_tutor_decides_on_several_and_takes_back(school: School, client_for: ClientFor) -> None:
    work = school.work("They live in a town.")
    tess = client_for("tess")
    page = f"/conduct/work/{work}/return"
    assert send(tess, page, what="", reason="").status_code == 422
    assert send(tess, page, what="several-major", reason="On pages 1 to 4.").status_code == 302
    (slip,) = school.own("slip")
    listed = tess.get("/conduct/slips").text
    back = f"/conduct/slips/{slip.id}/take-back"
    assert back in listed
    assert back not in client_for("mark").get("/conduct/slips").text
    assert send(tess, back, reason="It was a name in a story.").location == "/conduct/slips"
    assert school.own("slip") == []


def test_a_closed_copy_is_closed_on_every_page_but_the_protection_officers(
    school: School, client_for: ClientFor, officers: None
) -> None:
    work = school.work("Kayleighs world.")
    return_for_slip(school.site, school.marker, work, MAJOR)
    for person in ("mark", "tess"):
        answer = client_for(person).get(f"/marking/{work}")
        assert answer.status_code == 403
        assert "quarantine" in answer.text
        assert "Kayleighs" not in answer.text
        assert client_for(person).get(f"/conduct/quarantine/{work}").status_code == 403
    own = client_for("amara").get(f"/learning/{school.enrolment}/written/{work}").text
    assert "under quarantine" in own
    assert MAJOR.reason in own
    assert "Kayleighs" not in own
    dora = client_for("dora")
    assert f"/conduct/quarantine/{work}" in dora.get("/conduct/quarantine").text
    assert "Kayleighs world." in dora.get(f"/conduct/quarantine/{work}").text
    assert dora.get("/conduct/").status_code == 403


def test_a_concern_is_reported_decided_and_told(
    school: School, client_for: ClientFor, officers: None
) -> None:
    work = school.work("Mine, I say.")
    mark, olga = client_for("mark"), client_for("olga")
    assert "no case" in olga.get("/conduct/").text
    page = f"/conduct/work/{work}/report"
    assert send(mark, page, reason=" ").status_code == 422
    assert send(mark, page, reason="It is copied.").status_code == 302
    (case,) = school.own("misconduct")
    assert "held already" in mark.get(page).text
    told = client_for("amara").get(f"/learning/{school.enrolment}/written/{work}").text
    assert "A question about this piece of work is being looked at" in told
    assert "turn to Lena" in told
    for said in ("isconduct", "copied", "Mark", "Tess"):
        assert said not in told.partition("A question is being")[2].partition("</section>")[0]
    assert "Decide: The essay" in olga.get("/").text
    address = f"/conduct/cases/{case.id}"
    listed = client_for("lena").get("/conduct/").text
    assert address in listed
    shown = olga.get(address).text
    assert all(">Spring<" in "".join(page.split()) for page in (listed, shown))
    assert "It is copied." in shown
    assert "Mine, I say." in shown
    assert "Decide" not in client_for("lena").get(address).text.partition("The work")[2]
    for person in ("mark", "tess", "amara"):
        assert client_for(person).get(address).status_code == 403
    decide = f"{address}/decide"
    assert send(olga, decide, outcome="", reason="").status_code == 422
    assert send(olga, decide, outcome="zero", reason="It is a book.").location == address
    told = client_for("amara").get(f"/learning/{school.enrolment}/written/{work}").text
    assert "It is a book." in told


def test_a_tutor_reads_that_work_is_held_and_no_more(
    school: School, client_for: ClientFor, officers: None
) -> None:
    work = school.work()
    report_misconduct(school.site, school.marker, work, "It is copied.")
    tess = client_for("tess")
    for page in ("/marking/", "/teaching/", f"/teaching/learners/{school.learner}"):
        text = tess.get(page).text
        assert "isconduct" not in text
        assert "copied" not in text


@pytest.fixture
def decided(school: School, officers: None) -> str:
    """Amara's essay, marked, after the board has decided; gives the submission."""
    work = school.work("Kayleighs world.")
    enrolled = {"enrolment": school.enrolment}
    fields = {"assessment": "crs.essay", "mark": 65, **enrolled}
    school.world.record("amara", "mark", date(2026, 3, 2), **fields)
    outcome = {"stage": "course/year", "outcome": "complete", **enrolled}
    school.world.record("amara", "board-outcome", date(2026, 3, 2), **outcome)
    return work


def test_the_page_says_beforehand_what_follows_after_a_board_and_then_it_does(
    school: School, client_for: ClientFor, decided: str
) -> None:
    tess, page = client_for("tess"), f"/conduct/work/{decided}/return"
    shown = tess.get(page).text
    assert "nothing follows from a small slip any more" in shown
    assert "The result stays as the board decided it" in shown
    assert "One small slip" not in shown
    assert send(tess, page, what="one", reason=REASON).status_code == 409
    assert send(tess, page, what="named", reason="On page 1.").status_code == 302
    assert "closed already" in tess.get(page).text
    assert tess.get(f"/marking/{decided}").status_code == 403
    own = client_for("amara").get(f"/learning/{school.enrolment}/written/{decided}").text
    assert "your result stays as it is unless a board changes it" in own
    assert "Kayleighs" not in own


def test_a_slip_after_the_board_stands_on_the_leads_pages_and_the_boards_papers(
    school: School, client_for: ClientFor, decided: str
) -> None:
    lena = client_for("lena")
    marks = "/programmes/course/cohorts/spring/marks/year?flag=slip"
    assert "Slips found after the board" not in lena.get("/").text
    return_for_slip(school.site, school.tutor, decided, MAJOR)
    start = lena.get("/").text
    assert "Slips found after the board" in start
    assert marks in start.replace("&amp;", "&")
    assert "Slip to reconsider" in lena.get(marks).text
    papers = lena.get("/programmes/course/cohorts/spring/board/year").text
    assert "To reconsider" in papers
    assert "The essay, attempt 1: a major slip of confidentiality was recorded" in papers
