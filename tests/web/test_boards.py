"""The board's page: one outcome per learner, all or none, on what the papers showed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from lms.services.site import Site
from tests.fixtures.training import Training

COHORT = "/programmes/craft/cohorts/craft-2025"
BOARD = f"{COHORT}/board/first"
MEETING = {
    "on-day": "2",
    "on-month": "3",
    "on-year": "2026",
    "chair": "chair",
    "members": ["chair", "nour", "owen"],
    "minutes": "Minutes of 2 March.",
}


@pytest.fixture
def lead(client_for: Callable[[str], FlaskClient], training: Training) -> FlaskClient:
    training.finish_first("ben", training.learner("ben"))
    training.learner("cara")
    return client_for("lead")


def hidden(page: str) -> dict[str, str]:
    """What the form carries along."""
    names = ("csrf_token", "idempotency", "seen")
    found = {n: re.search(rf'name="{n}" value="([^"]+)"', page) for n in names}
    return {n: match[1] for n, match in found.items() if match}


def test_the_papers_show_what_is_open(lead: FlaskClient) -> None:
    page = lead.get(BOARD).text
    assert "Outcome for Ben" in page
    assert "Outcome for Cara" in page
    assert "3 open" in page
    assert "0 of 2 hours count" in page


def test_a_meeting_is_recorded_and_listed(lead: FlaskClient, site: Site) -> None:
    form = {
        **hidden(lead.get(BOARD).text),
        **MEETING,
        "outcome-ben": "progress",
        "outcome-cara": "progress-with-condition",
        "reason-cara": "Families cancelled.",
        "condition-cara": "c1.clinic",
        "by-cara-day": "1",
        "by-cara-month": "9",
        "by-cara-year": "2026",
    }
    answer = lead.post(BOARD, data=form)
    assert answer.status_code == 302
    again = lead.post(BOARD, data=form)
    assert again.status_code == 302
    page = lead.get(answer.location).text
    assert "progress with condition" in page
    assert "Two clinic hours, by 1 September 2026" in page
    assert page.count("The same") == 2
    assert len(site.about_me("ben").of("board-outcome")) == 1


def test_what_is_wrong_stands_beside_the_learner_and_nothing_is_lost(lead: FlaskClient) -> None:
    form = {**hidden(lead.get(BOARD).text), **MEETING, "outcome-cara": "progress", "chair": ""}
    answer = lead.post(BOARD, data=form)
    assert answer.status_code == 422
    assert 'href="#outcome-cara"' in answer.text
    assert 'href="#chair"' in answer.text
    assert "Minutes of 2 March." in answer.text


def test_newer_facts_are_shown_beside_what_was_chosen(
    lead: FlaskClient, training: Training, site: Site
) -> None:
    form = {**hidden(lead.get(BOARD).text), **MEETING, "outcome-cara": "deferred"}
    form["reason-cara"] = "Ill."
    enrolment = site.about_me("cara").of("enrolment")[0].id
    training.hours("cara", enrolment, 120)
    answer = lead.post(BOARD, data=form)
    assert answer.status_code == 409
    assert "New since you opened the papers" in answer.text
    assert "Practice entry" in answer.text
    assert '<option value="deferred" selected>' in answer.text
    fresh = {**form, **hidden(answer.text)}
    assert lead.post(BOARD, data=fresh).status_code == 302


def test_the_board_itself_reads_the_papers_and_has_no_form(
    client_for: Callable[[str], FlaskClient], lead: FlaskClient
) -> None:
    page = client_for("chair").get(BOARD).text
    assert "Cara" in page
    assert "Outcome for" not in page


def test_a_decision_is_read_with_its_reason(lead: FlaskClient, site: Site) -> None:
    form = {**hidden(lead.get(BOARD).text), **MEETING, "outcome-cara": "deferred"}
    lead.post(BOARD, data={**form, "reason-cara": "Ill since May."})
    record = site.about_me("cara").of("board-outcome")[0].id
    page = lead.get(f"{COHORT}/decisions/{record}").text
    assert "Ill since May." in page
    assert "Minutes of 2 March." in page
    assert lead.get(f"{COHORT}/decisions/nothing").status_code == 404


def test_a_board_can_be_looked_at_as_of_an_earlier_day(lead: FlaskClient) -> None:
    assert "1 August 2025" in lead.get(f"{BOARD}?on=2025-08-01").text
    assert lead.get(f"{BOARD}?on=2025-13-01").status_code == 422


def test_who_has_left_is_not_before_the_board(lead: FlaskClient, training: Training) -> None:
    training.world.record("ben", "withdrawal", date(2026, 1, 1), enrolment=_of(training, "ben"))
    assert "Outcome for Ben" not in lead.get(BOARD).text


def _of(training: Training, person: str) -> str:
    return training.world.site.about_me(person).of("enrolment")[0].id
