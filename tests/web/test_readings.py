"""One entry for each handing over of a text: an act reads nothing, and a form shown again reads again."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from lms.services.report_misconduct import report_misconduct
from lms.services.site import Site
from lms.store.read_audits import all_readings
from tests.fixtures.boards import Judged
from tests.fixtures.forms import send
from tests.fixtures.teaching import School

ClientFor = Callable[[str], FlaskClient]


def readings(site: Site) -> list[tuple[str, str]]:
    site.session().rollback()
    return [(r.reader, r.record) for r in all_readings(site.session())]


def test_an_act_reads_nothing_and_its_form_shown_again_reads_again(
    client_for: ClientFor, judged: Judged
) -> None:
    claim = judged.claim("ada", "lateness")
    page = f"/programmes/course/cohorts/spring/circumstances/{claim}"
    lead = client_for("lead")
    assert send(lead, page, decision="accepted").status_code == 422
    assert readings(judged.site) == [("lead", claim)] * 2, (
        "opened, and shown again with what is wrong"
    )
    done = send(lead, page, decision="refused", reason="Not shown.")
    assert done.status_code == 302
    assert readings(judged.site) == [("lead", claim)] * 3


def test_a_refusal_that_shows_no_text_reads_nothing(client_for: ClientFor, school: School) -> None:
    log = school.log("We met a pattern.")
    where = f"/teaching/logs/{log}"
    answer = send(client_for("otto"), "/account/tokens/new", to=where, decision="accepted")
    assert answer.status_code == 404
    assert readings(school.site) == []


def test_the_form_that_decides_a_case_hands_nothing_over(
    client_for: ClientFor, school: School
) -> None:
    school.world.person("olga", "conduct-officer", programme="course")
    case = report_misconduct(school.site, school.marker, school.work("Mine."), "It is from a book.")
    page = client_for("olga").get(f"/conduct/cases/{case}/decide")
    assert (page.status_code, "from a book" in page.text) == (200, False)
    assert readings(school.site) == []


def test_a_writer_sees_who_has_read_the_log(client_for: ClientFor, school: School) -> None:
    log = school.log("We met a pattern.")
    enrolment = school.enrolment
    own = client_for("amara")
    page = f"/learning/{enrolment}/written/{log}"
    assert f"{page}/readers" in own.get(page).text
    assert "Nobody has opened it yet." in own.get(f"{page}/readers").text
    client_for("tess").get(f"/teaching/logs/{log}")
    shown = own.get(f"{page}/readers").text
    assert all(said in shown for said in ("Tess", "Tutor", "2 March 2026"))
    assert client_for("otto").get(f"{page}/readers").status_code in (403, 404)
