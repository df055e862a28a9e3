"""The lead's pages about marks, and the same acts at the API and the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from lms.domain.board import Decision
from lms.domain.records import cohort
from lms.testing import Clock
from tests.fixtures.boards import Judged
from tests.fixtures.forms import send

COHORT = "/programmes/course/cohorts/spring"
MARKS = f"{COHORT}/marks/year"


@pytest.fixture
def lead(client_for: Callable[[str], FlaskClient], judged: Judged) -> FlaskClient:
    return client_for("lead")


def test_what_is_wrong_with_a_deadline_stands_beside_its_box(lead: FlaskClient) -> None:
    typed = {"assessment": "", "on-day": "1", "on-month": "3", "on-year": "2026", "attempt": "x"}
    answer = send(lead, f"{MARKS}/deadline", **typed)
    assert answer.status_code == 422
    for says in ("Choose the piece of work", "lies ahead", "number of the attempt"):
        assert says in answer.text
    assert 'href="#on-day"' in answer.text


def test_a_release_says_what_is_open(lead: FlaskClient, judged: Judged) -> None:
    judged.essay("ada", 64)
    assert "not yet moderated" in lead.get(f"{MARKS}/release").text
    answer = send(lead, f"{MARKS}/release", marks="provisional")
    assert answer.status_code == 422
    assert judged.releases() == []


def test_the_download_is_for_spreadsheets(lead: FlaskClient, judged: Judged) -> None:
    judged.essay("ada", 64)
    answer = lead.get(f"{MARKS}.csv")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="spring-year-marks-2026-03-02.csv"'
    )
    assert "crs.essay" in answer.text


def test_a_mark_is_changed_after_the_board(lead: FlaskClient, judged: Judged) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    judged.meet(Decision("ada", "referred", "Failed."))
    where = f"/programmes/learners/{judged.enrolments['ada']}/marks/crs.essay"
    assert send(lead, f"{where}/1/change", mark="fifty", reason="Why.").status_code == 422
    assert send(lead, f"{where}/1/change", mark="56", reason="Upheld.").status_code == 302
    assert [m.get("mark") for m in judged.own("ada", "mark")] == [41, 56]
    assert "Change" in lead.get(MARKS).text


def test_another_attempt_is_refused_while_one_is_left(lead: FlaskClient, judged: Judged) -> None:
    judged.essay("ada", 41)
    where = f"/programmes/learners/{judged.enrolments['ada']}/marks/crs.essay/further-attempt"
    answer = send(lead, where, reason="Why.")
    assert answer.status_code == 409
    assert "There is an attempt left" in answer.text


def test_an_outcome_is_corrected_on_its_page(lead: FlaskClient, judged: Judged) -> None:
    judged.essay("ada", 64)
    judged.project("ada", 62, 64)
    judged.moderate()
    judged.meet(Decision("ada", "failed", "The wrong line."))
    (wrong,) = judged.own("ada", "board-outcome")
    where = f"{COHORT}/decisions/{wrong.id}/correct"
    typed = {"outcome-ada": "complete", "chair": "chair", "reason": ""}
    assert send(lead, where, **typed).status_code == 422
    assert send(lead, where, **{**typed, "reason": "Another's line."}).status_code == 302
    assert [r.get("outcome") for r in judged.own("ada", "board-outcome")] == ["complete"]
    assert "complete" in lead.get(f"{COHORT}/decisions").text


def test_a_cohorts_page_says_how_its_work_is_marked(lead: FlaskClient) -> None:
    page = lead.get(COHORT).text
    assert "How work is marked in this cohort: Level 7" in page
    assert "Times 0.95" in page
    assert "Sheffield ScHARR" in page


def test_a_board_member_reads_and_changes_nothing(
    client_for: Callable[[str], FlaskClient], judged: Judged
) -> None:
    judged.essay("ada", 64)
    chair = client_for("chair")
    assert "Spring" in chair.get("/boards/").text
    for page in (MARKS, f"{COHORT}/board/year", f"{COHORT}/decisions", f"{COHORT}/appeals"):
        assert chair.get(page).status_code == 200, page
    for page in (
        f"{MARKS}/release",
        f"{MARKS}/deadline",
        f"{MARKS}.csv",
        f"{COHORT}/circumstances",
    ):
        assert chair.get(page).status_code == 403, page


def test_claims_and_decisions_are_shown_as_of_a_day(
    lead: FlaskClient, judged: Judged, clock: Clock
) -> None:
    judged.essay("ada", 41)
    judged.tell("ada", "appeal", by="ada", assessment="crs.essay", grounds="bias")
    page = f"{COHORT}/circumstances/{judged.claim('ada')}"
    judged.moderate()
    clock.forward(days=3)
    send(lead, page, decision="refused", reason="Nothing was shown.")
    meeting = date(2026, 3, 5)
    judged.meet(Decision("ada", "failed", "It failed."), on=meeting)
    claims, appeals, decisions = (
        f"{COHORT}/{each}" for each in ("circumstances", "appeals", "decisions")
    )
    assert "Refused" in lead.get(claims).text
    then = lead.get(f"{claims}?as_of=2026-03-04").text
    assert "As of 4 March 2026." in then
    assert "Refused" not in then
    for shown, before in (
        (claims, "Nobody in this cohort has declared"),
        (appeals, "Nobody in this cohort has appealed"),
        (decisions, "As of 1 March 2026."),
    ):
        assert "Ada" in lead.get(shown).text
        earlier = lead.get(f"{shown}?as_of=2026-03-01").text
        assert before in earlier
        assert "Ada" not in earlier


def test_an_appeal_shows_the_result_it_is_against_and_is_decided_once(
    client_for: Callable[[str], FlaskClient], judged: Judged
) -> None:
    judged.essay("ada", 41)
    asked = {"assessment": "crs.essay", "grounds": "bias"}
    appeal = judged.tell("ada", "appeal", by="ada", **asked).id
    page, chair = f"{COHORT}/appeals/{appeal}", client_for("chair")
    shown = chair.get(page).text
    assert "41" in shown.partition("Against")[2].partition("</dl>")[0]
    assert "Record the decision" in shown
    judged.world.role("mark", "board", programme="course")
    marker = client_for("mark").get(page).text
    assert "You have marked this work" in marker
    assert "Record the decision" not in marker
    assert send(chair, page, outcome="upheld", reason="It was not read whole.").status_code == 302
    after = chair.get(page).text
    assert "It was not read whole." in after
    assert "Record the decision" not in after


def test_a_claim_that_is_decided_is_only_read(lead: FlaskClient, judged: Judged) -> None:
    page = f"{COHORT}/circumstances/{judged.claim('ada', 'lateness')}"
    assert "Record the decision" in lead.get(page).text
    assert send(lead, page, decision="refused", reason="Nothing was shown.").status_code == 302
    assert "Record the decision" not in lead.get(page).text


def test_a_new_last_day_typed_in_part_is_not_taken_for_none(
    lead: FlaskClient, judged: Judged
) -> None:
    page = f"{COHORT}/circumstances/{judged.claim('ada', 'lateness')}"
    accepted = {"decision": "accepted", "effect": "deferral", "reason": "Seen."}
    answer = send(lead, page, **accepted, **{"until-month": "4"})
    assert answer.status_code == 422
    assert 'href="#until-day"' in answer.text
    assert send(lead, page, **accepted).status_code == 302


def test_a_tutor_of_another_cohort_sees_no_marks(
    client_for: Callable[[str], FlaskClient], judged: Judged
) -> None:
    judged.world.person("tess", role="tutor", programme="course", cohort="autumn")
    assert client_for("tess").get(MARKS).status_code == 403


def test_the_board_that_is_due_is_on_its_members_start_page(
    client_for: Callable[[str], FlaskClient], judged: Judged
) -> None:
    before = judged.site.about(cohort("spring")).of("cohort-stage")[0]
    fields = {"replaces": before.id, "stage": "course/year"}
    judged.cohort_tell("cohort-stage", date(2026, 1, 5), until=date(2026, 2, 1), **fields)
    assert "Board to meet: The year" in client_for("chair").get("/").text
