"""The pages of vivas and portfolios: entered several at once, assembled from records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from lms.domain.records import cohort
from lms.services.answer_log import answer_log
from lms.services.candidates import candidates
from lms.services.drafts import save_draft
from lms.services.mark_work import Marking, mark_work
from lms.services.pieces import WORK, Written, piece
from tests.fixtures.forms import send
from tests.fixtures.kinds_of_work import consent
from tests.fixtures.teaching import School

ClientFor = Callable[[str], FlaskClient]
LIST = "/marking/in-person/course/spring/crs.viva"
DAY = {"on-day": "2", "on-month": "3", "on-year": "2026"}


@pytest.fixture
def tess(client_for: ClientFor, panel: School) -> FlaskClient:
    """The browser of the spring cohort's tutor."""
    return client_for("tess")


@pytest.fixture
def amara(client_for: ClientFor, panel: School) -> FlaskClient:
    """The browser of the learner."""
    return client_for("amara")


def consent_of(panel: School) -> str:
    return panel.own("consent")[0].id


def test_the_queue_leads_to_what_is_shown_in_person(tess: FlaskClient) -> None:
    assert "/marking/in-person/" in tess.get("/marking/").text
    page = tess.get("/marking/in-person/").text
    assert LIST in page
    assert "Spring" in page


def test_who_has_shown_it_is_ticked_and_recorded(panel: School, tess: FlaskClient) -> None:
    assert "0 of 1 learner has shown it" in tess.get(LIST).text
    typed = {"shown": "amara", "consent-amara": consent_of(panel), **DAY}
    answer = send(tess, LIST, **typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    page = tess.get(LIST).text
    assert "1 learner is recorded for 2 March 2026" in page
    assert "1 of 1 learner has shown it" in page
    (work,) = panel.own("submission")
    assert f"/marking/{work.id}" in page


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    panel: School, tess: FlaskClient
) -> None:
    panel.enrol("ben")
    consent(panel, "ben", "F7", date(2025, 1, 1), date(2025, 12, 31))
    old = panel.own("consent", "ben")[0].id
    typed = {"shown": ["amara", "ben"], "consent-amara": "", "consent-ben": old, **DAY}
    answer = send(tess, LIST, **typed, **{"family-ben": "F7"})
    assert answer.status_code == 422
    assert 'href="#consent-amara"' in answer.text
    assert 'id="consent-ben-error"' in answer.text
    assert answer.text.count(" checked") == 2
    assert 'value="F7"' in answer.text
    assert panel.own("submission") == []


def test_a_mistake_is_taken_back_on_its_own_page(panel: School, tess: FlaskClient) -> None:
    send(tess, LIST, shown="amara", **{"consent-amara": consent_of(panel)}, **DAY)
    assert f"{LIST}/amara/take-back" in tess.get(LIST).text
    answer = send(tess, f"{LIST}/amara/take-back", reason="Another day.")
    assert answer.status_code == 302
    assert panel.own("submission") == []


def test_a_marker_sees_that_nothing_was_kept(panel: School, tess: FlaskClient) -> None:
    send(tess, LIST, shown="amara", **{"consent-amara": consent_of(panel)}, **DAY)
    (work,) = panel.own("submission")
    page = tess.get(f"/marking/{work.id}").text
    assert "This was shown in person." in page
    assert "is missing, and its erasure" not in page
    assert "Comments beside the text" not in page


def test_no_page_tells_an_examiner_the_code_under_which_other_work_is_marked(
    panel: School, client_for: ClientFor, tess: FlaskClient
) -> None:
    panel.work()
    send(tess, LIST, shown="amara", **{"consent-amara": consent_of(panel)}, **DAY)
    (viva,) = panel.own("submission", assessment="crs.viva")
    code = candidates(panel.site, ["course"]).name(panel.enrolment)
    mark = client_for("mark")
    queue = mark.get("/marking/").text
    assert f'The essay<span class="govuk-visually-hidden"> by {code}' in queue
    assert 'The viva<span class="govuk-visually-hidden"> by Amara' in queue
    for where in (LIST, f"/marking/{viva.id}"):
        page = mark.get(where).text
        assert "Amara" in page
        assert code not in page


def test_strangers_and_learners_do_not_record(
    client_for: ClientFor, panel: School, amara: FlaskClient
) -> None:
    assert client_for("otto").get(LIST).status_code == 403
    assert amara.get(LIST).status_code == 403


def test_a_learner_has_nothing_to_write_for_a_viva(panel: School, amara: FlaskClient) -> None:
    page = amara.get(f"/learning/{panel.enrolment}/assessments/crs.viva").text
    assert "Begin to write" not in page
    assert amara.get(f"/learning/{panel.enrolment}/assessments/crs.viva/write").status_code == 404


def test_an_essay_with_logs_lists_them_for_its_marker_without_their_texts(
    panel: School, tess: FlaskClient
) -> None:
    log, work = panel.log("On the stairs."), panel.work()
    assert "No log of this stage has been accepted yet" in tess.get(f"/marking/{work}").text
    answer_log(panel.site, panel.tutor, log, "accepted", "Thank you.")
    page = tess.get(f"/marking/{work}").text
    assert "Accepted logs that go with this work" in page
    assert "On the stairs" not in page


def test_two_raters_see_their_difference_once_both_are_in(
    panel: School, client_for: ClientFor, tess: FlaskClient
) -> None:
    day, at = date(2026, 3, 1), panel.enrolment
    kept = {"programme": "course", "policy": "level-7@1"}
    panel.world.record(cohort("spring"), "cohort-policy", day, **kept)
    named = {"assessment": "crs.tape", "consent": consent_of(panel)}
    work = panel.world.record("amara", "submission", day, enrolment=at, **named).id
    passed = {"result": "pass", "overall": "Yes."}
    page = tess.get(f"/marking/{work}").text
    assert "3: Some questions" in page
    mark_work(panel.site, panel.tutor, work, Marking({"asking": "5", "ending": "3"}, **passed))
    assert "Where the two raters differ" not in tess.get(f"/marking/{work}").text
    mark_work(panel.site, panel.marker, work, Marking({"asking": "3", "ending": "3"}, **passed))
    for client in (tess, client_for("mark")):
        page = client.get(f"/marking/{work}").text
        assert "Where the two raters differ" in page
        assert "8 in all over 2 items, 4 on average" in page
    learner = client_for("amara").get(f"/learning/{panel.enrolment}/written/{work}").text
    assert "Where the two raters differ" not in learner  # nobody has released it yet
    release(panel)
    learner = client_for("amara").get(f"/learning/{panel.enrolment}/written/{work}").text
    assert "Where the two raters differ" in learner


def release(panel: School) -> None:
    panel.world.record(
        cohort("spring"), "release", date(2026, 3, 2), stage="course/year", marks="provisional"
    )


def test_a_consent_that_has_ended_is_told_at_its_field_when_work_is_handed_in(
    panel: School, amara: FlaskClient
) -> None:
    ended = consent(panel, "amara", "F1", date(2026, 1, 5), date(2026, 3, 1))
    where = f"/learning/{panel.enrolment}/assessments/crs.tape"
    of = piece(panel.site, panel.actor("amara"), panel.enrolment, WORK, "crs.tape")
    written = Written({"text": "It repeats. " * 30})
    save_draft(panel.site, panel.actor("amara"), of, written, 0)
    answer = send(amara, f"{where}/check", consent=ended, statement="yes", revision="1")
    assert answer.status_code == 422
    assert 'href="#consent"' in answer.text
    assert "not in date on 2 March 2026" in answer.text.partition('id="consent-error"')[2]
    assert panel.own("submission") == []


def test_a_portfolio_is_assembled_into_the_draft(panel: School, amara: FlaskClient) -> None:
    where = f"/learning/{panel.enrolment}/assessments/crs.portfolio"
    assert f"{where}/portfolio" in amara.get(where).text
    assert "There is nothing on record yet" in amara.get(f"{where}/portfolio").text
    log = panel.log("On the stairs.")
    answer_log(panel.site, panel.tutor, log, "accepted", "Thank you.")
    answer = send(amara, f"{where}/portfolio", chosen=f"log:{log}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{where}/write")
    page = amara.get(f"{where}/write").text
    assert "Evidence begins: Reflective log" in page
    assert "On the stairs." in page
    assert "In your draft already" in amara.get(f"{where}/portfolio").text


def test_an_essays_own_page_lists_the_logs_that_go_with_it(
    panel: School, amara: FlaskClient
) -> None:
    where = f"/learning/{panel.enrolment}/assessments/crs.essay"
    assert "None of your logs of this stage has been accepted yet" in amara.get(where).text
    answer_log(panel.site, panel.tutor, panel.log(), "accepted", "Thank you.")
    assert "A day&#39;s log, 2 March 2026" in amara.get(where).text


def test_choosing_nothing_is_said_at_the_boxes(panel: School, amara: FlaskClient) -> None:
    panel.work()
    answer = send(amara, f"/learning/{panel.enrolment}/assessments/crs.portfolio/portfolio")
    assert answer.status_code == 422
    assert 'href="#chosen"' in answer.text


def test_the_learner_reads_that_it_was_shown_and_cannot_take_that_back(
    panel: School, tess: FlaskClient, amara: FlaskClient
) -> None:
    send(tess, LIST, shown="amara", **{"consent-amara": consent_of(panel)}, **DAY)
    (work,) = panel.own("submission")
    page = amara.get(f"/learning/{panel.enrolment}/written/{work.id}").text
    assert "shown on 2 March 2026" in page
    assert "is missing, and its erasure" not in page
    assert "Take it back" not in page
    assert amara.get(f"/learning/{panel.enrolment}/assessments/crs.viva").status_code == 200
    assert amara.get(f"/learning/{panel.enrolment}/assessments/").status_code == 200
