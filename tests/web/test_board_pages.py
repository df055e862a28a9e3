"""A board of more than a page: papers are read fifty at a time, and the meeting is recorded whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient

from lms.services import evaluation
from lms.services.site import Site
from lms.testing_world import World
from tests.fixtures.snapshots import Begun, begins
from tests.fixtures.training import FIRST_DAY, Training, training_of, write_training

BOARD = "/programmes/craft/cohorts/craft-2025/board/first"
MEETING = {
    "on-day": "2",
    "on-month": "3",
    "on-year": "2026",
    "chair": "chair",
    "members": ["chair", "nour", "owen"],
    "minutes": "Minutes of 2 March.",
}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
EARLY, LATE = "learner-01", "learner-52"


@begins("full_board")
def write_full_board(world: World) -> dict[str, str]:
    """Fifty-two learners, and the one who is always there."""
    told = write_training(world)
    for number in range(1, 53):
        world.person(f"learner-{number:02}")
        world.enrolment(f"learner-{number:02}", "craft", cohort="craft-2025", on=FIRST_DAY)
    return told


@pytest.fixture
def full_board(world: World, site: Site, begun: Begun) -> Training:
    begun(write_full_board)
    return training_of(world)


@pytest.fixture
def lead(client_for: Callable[[str], FlaskClient], full_board: Training) -> FlaskClient:
    return client_for("lead")


def hidden(page: str) -> dict[str, str]:
    """What the form of a page carries along."""
    main = page.partition("<main")[2]
    return {name: unescape(value) for name, value in HIDDEN.findall(main)}


def test_a_page_of_papers_has_fifty_learners(lead: FlaskClient) -> None:
    first, second = lead.get(BOARD).text, lead.get(f"{BOARD}?page=2").text
    assert first.count('<section class="cadre-card') == 50
    assert second.count('<section class="cadre-card') == 3
    assert "1 to 50 of 53 learners" in first
    assert "Outcome for Learner 52" in second


def test_only_a_pages_learners_are_evaluated(
    lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    evaluate = evaluation.evaluate_stage

    def noted(version, stage, enrolment, *rest):  # type: ignore[no-untyped-def]
        asked.append(enrolment.person)
        return evaluate(version, stage, enrolment, *rest)

    monkeypatch.setattr(evaluation, "evaluate_stage", noted)
    lead.get(f"{BOARD}?page=2")
    assert set(asked) == {"learner-51", "learner-52", "starter"}


def test_what_is_chosen_on_one_page_is_recorded_with_the_others(
    lead: FlaskClient, site: Site
) -> None:
    chosen = {f"outcome-{EARLY}": "deferred", f"reason-{EARLY}": "Ill <since> May."}
    again = {f"again-{EARLY}-{box}": "9" for box in ("day", "month", "year")}
    turned = lead.post(BOARD, data={**hidden(lead.get(BOARD).text), **chosen, **again, "to": "2"})
    assert turned.status_code == 200
    assert f"Outcome for {LATE.replace('-', ' ').title()}" in turned.text
    carried = hidden(turned.text)
    assert chosen.items() | again.items() <= carried.items()
    other = {f"outcome-{LATE}": "deferred", f"reason-{LATE}": "Away."}
    back = lead.post(BOARD, data={**carried, **other, "to": "1"})
    assert "Ill &lt;since&gt; May." in back.text
    assert '<option value="deferred" selected>' in back.text
    done = lead.post(BOARD, data={**hidden(back.text), **chosen, **MEETING})
    assert done.status_code == 302
    (one,), (two,) = (site.about_me(who).of("board-outcome") for who in (EARLY, LATE))
    assert one.get("meeting") == two.get("meeting")


def test_what_is_wrong_is_shown_on_the_page_of_its_learner(lead: FlaskClient, site: Site) -> None:
    form = {**hidden(lead.get(BOARD).text), **MEETING}
    wrong = {f"outcome-{LATE}": "progress", f"outcome-{EARLY}": "deferred"}
    answer = lead.post(BOARD, data={**form, **wrong, f"reason-{EARLY}": "Ill."})
    assert answer.status_code == 422
    assert f'id="outcome-{LATE}"' in answer.text
    assert hidden(answer.text)[f"outcome-{EARLY}"] == "deferred"
    assert not site.about_me(EARLY).of("board-outcome")


def test_those_concerned_on_other_pages_are_named(lead: FlaskClient, full_board: Training) -> None:
    form = {**hidden(lead.get(BOARD).text), **MEETING}
    both = {f"outcome-{who}": "deferred" for who in (EARLY, LATE)}
    reasons = {f"reason-{who}": "Ill." for who in (EARLY, LATE)}
    for who in (EARLY, LATE):
        enrolment = full_board.world.site.about_me(who).of("enrolment")[0].id
        full_board.hours(who, enrolment, 120)
    answer = lead.post(BOARD, data={**form, **both, **reasons})
    assert answer.status_code == 409
    assert f'id="outcome-{EARLY}"' in answer.text
    assert "On other pages: Learner 52." in answer.text
    assert lead.post(BOARD, data={**hidden(answer.text), **MEETING, **both, **reasons}).location


def test_whoever_is_decided_comes_last_and_is_no_longer_carried(
    lead: FlaskClient, site: Site, full_board: Training
) -> None:
    form = {**hidden(lead.get(BOARD).text), **MEETING}
    enrolment = site.about_me(EARLY).of("enrolment")[0].id
    full_board.finish_first(EARLY, enrolment)
    page = lead.get(BOARD).text
    done = lead.post(BOARD, data={**form, **hidden(page), f"outcome-{EARLY}": "progress"})
    assert done.status_code == 302, done.text
    assert "Decided already" not in lead.get(BOARD).text
    last = lead.get(f"{BOARD}?page=2").text
    assert "Decided already" in last
    turned = lead.post(BOARD, data={**hidden(last), f"outcome-{EARLY}": "progress", "to": "1"})
    assert f"outcome-{EARLY}" not in hidden(turned.text)


def test_the_day_asked_about_stays(
    client_for: Callable[[str], FlaskClient], lead: FlaskClient
) -> None:
    page = client_for("chair").get(f"{BOARD}?on={date(2025, 9, 2)}").text
    assert 'href="?on=2025-09-02&amp;page=2"' in page
    assert 'name="to"' not in page
