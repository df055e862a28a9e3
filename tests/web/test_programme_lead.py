"""A programme lead's pages: cohorts, learners, and one decision on each page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.fixtures.training import Training

COHORT = "/programmes/craft/cohorts/craft-2025"
TODAY = {"on-day": "2", "on-month": "3", "on-year": "2026"}


@pytest.fixture
def lead(client_for: Callable[[str], FlaskClient], training: Training) -> FlaskClient:
    return client_for("lead")


def send(client: FlaskClient, url: str, **fields: str) -> tuple[int, str]:
    """Fill in the form of a page and send it; the status and the page that follows."""
    page = client.get(url).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    key = re.search(r'name="idempotency" value="([^"]+)"', page)
    assert token
    assert key
    hidden = {"csrf_token": token[1], "idempotency": key[1]}
    answer = client.post(url, data={**hidden, **fields})
    following = client.get(answer.location) if answer.location else answer
    return answer.status_code, following.text


def day(name: str, text: str) -> dict[str, str]:
    """A day in three boxes."""
    boxes = zip(("day", "month", "year"), text.split(), strict=True)
    return {f"{name}-{box}": value for box, value in boxes}


def test_the_list_leads_to_the_cohort(lead: FlaskClient, training: Training) -> None:
    training.learner("ben")
    assert 'href="/programmes/craft"' in lead.get("/programmes/").text
    assert COHORT in lead.get("/programmes/craft").text
    page = lead.get(COHORT).text
    assert "Ben" in page
    assert "1 outstanding" in page


def test_the_start_page_says_where_entry_checks_wait(lead: FlaskClient, training: Training) -> None:
    assert "1 learner with entry checks outstanding" in lead.get("/").text
    training.learner("ben")
    assert "2 learners with entry checks outstanding" in lead.get("/").text


def test_who_leads_nothing_is_told_so(
    client_for: Callable[[str], FlaskClient], training: Training
) -> None:
    training.world.person("other", role="programme-lead", programme="another")
    other = client_for("other")
    assert "no programme that you lead" in other.get("/programmes/").text
    assert other.get(COHORT).status_code == 403
    training.world.person("nobody")
    assert client_for("nobody").get("/programmes/").status_code == 403


def test_a_cohort_is_made_on_one_page(lead: FlaskClient) -> None:
    dates = {**day("first-first", "1 9 2026"), **day("last-first", "31 8 2027")}
    status, page = send(lead, "/programmes/craft/cohorts/new", name="Autumn 2026", **dates)
    assert status == 302
    assert "Autumn 2026" in page
    assert "1 September 2026 to 31 August 2027" in page


def test_what_was_typed_stays_when_a_cohort_cannot_be_made(lead: FlaskClient) -> None:
    dates = {**day("first-first", "1 9 2026"), **day("last-first", "31 13 2027")}
    status, page = send(lead, "/programmes/craft/cohorts/new", name="Autumn 2026", **dates)
    assert status == 422
    assert 'value="Autumn 2026"' in page
    assert 'value="13"' in page
    assert 'href="#last-first-month"' in page
    assert "Give the month as a number from 1 to 12, or by its name." in page


def test_dates_are_changed_and_verdicts_follow(lead: FlaskClient, training: Training) -> None:
    training.learner("ben")
    dates = {**day("first-first", "1 9 2025"), **day("last-first", "30 9 2025")}
    assert send(lead, f"{COHORT}/dates", **dates)[0] == 302
    assert "1 September 2025 to 30 September 2025" in lead.get(COHORT).text
    assert "Not met" in lead.get(COHORT).text


def test_dates_that_cannot_be_come_back(lead: FlaskClient) -> None:
    dates = {**day("first-first", "1 9 2025"), **day("last-first", "1 8 2025")}
    status, page = send(lead, f"{COHORT}/dates", **dates)
    assert status == 422
    assert 'href="#last-first-day"' in page
    assert lead.get(f"{COHORT}/enrol/nobody").status_code == 404
    assert lead.get(f"{COHORT}/enrol/lead?admission=alchemy").status_code == 422


def test_somebody_is_found_and_enrolled_with_the_checks_decided(
    lead: FlaskClient, training: Training
) -> None:
    training.world.person("cara")
    page = lead.get(f"{COHORT}/enrol").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    found = lead.post(f"{COHORT}/enrol", data={"csrf_token": token[1], "who": "car"}).text
    assert f"{COHORT}/enrol/cara" in found
    fields = {
        "admission": "craft",
        **day("start", "9 3 2026"),
        "check-c1.letter": "accepted",
        "check-reason-c1.letter": "Letter of 2 March.",
    }
    status, page = send(lead, f"{COHORT}/enrol/cara", **fields)
    assert status == 302
    assert "Enrolled" in page
    assert "Accepted on 2 March 2026." in page


def test_a_closed_programme_says_so_and_takes_nobody_new(
    lead: FlaskClient, training: Training
) -> None:
    ben = training.world.person("ben")
    fields = {"outcome": "closed", "reason": "The last cohort.", **TODAY}
    _, page = send(lead, "/programmes/craft/intake", **fields)
    said = "Closed to new enrolments since 2 March 2026."
    assert said in page
    assert said in lead.get("/programmes/").text
    assert said in lead.get(COHORT).text
    assert said in lead.get(f"{COHORT}/enrol").text
    assert "The last cohort." in lead.get("/programmes/craft/intake").text
    status, page = send(lead, f"{COHORT}/enrol/{ben}", reason="Late.", **day("start", "9 3 2026"))
    assert status == 409
    assert "A craft in two years is closed to new enrolments from 2 March 2026" in page


def test_an_outstanding_check_comes_back_with_the_question_why(
    lead: FlaskClient, training: Training
) -> None:
    fields = {"admission": "craft", **day("start", "9 3 2026"), "name": "Nia Invented"}
    status, page = send(lead, f"{COHORT}/enrol/new", **fields)
    assert status == 422
    assert 'href="#reason"' in page
    assert 'value="Nia Invented"' in page
    status, page = send(lead, f"{COHORT}/enrol/new", **fields, reason="Letter promised.")
    assert status == 302
    assert "Nia Invented" in page


def test_a_name_is_looked_for_by_three_letters_at_least(lead: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', lead.get(f"{COHORT}/enrol").text)
    assert token
    short = lead.post(f"{COHORT}/enrol", data={"csrf_token": token[1], "who": "c"})
    assert short.status_code == 422
    assert "at least 3 letters" in short.text
    none = lead.post(f"{COHORT}/enrol", data={"csrf_token": token[1], "who": "zzz"})
    assert "Nobody found" in none.text


ACTS: tuple[tuple[str, dict[str, str], str], ...] = (
    ("checks/c1.letter", {"outcome": "accepted", "reason": "Seen.", **TODAY}, "Accepted on"),
    (
        "prior-learning",
        {"about": "requirement:c1.study", "outcome": "credited", "reason": "Shown.", **TODAY},
        "Credited by a prior-learning decision.",
    ),
    ("waiver", {"requirement": "c1.study", "reason": "Teaches it.", **TODAY}, "Waived"),
    (
        "pause",
        {"reason": "Leave.", **day("first", "2 3 2026"), **day("last", "31 8 2026")},
        "2 March 2026 to 31 August 2026",
    ),
    ("withdraw", {"reason": "Moving.", **day("last", "2 3 2026")}, "Last day 2 March 2026"),
)


@pytest.mark.parametrize(("path", "fields", "says"), ACTS, ids=[a[0] for a in ACTS])
def test_each_decision_is_recorded_on_a_page_of_its_own(
    lead: FlaskClient, training: Training, path: str, fields: dict[str, str], says: str
) -> None:
    enrolment = training.learner("ben")
    status, page = send(lead, f"/programmes/learners/{enrolment}/{path}", **fields)
    assert status == 302
    assert says in page


def test_what_a_check_explains_is_shown_as_it_is_meant_to_look(
    lead: FlaskClient, training: Training
) -> None:
    page = lead.get(f"/programmes/learners/{training.learner('ben')}/checks/c1.letter").text
    assert "It says <em>who</em> pays." in page
    assert "*who*" not in page


def test_refused_prior_learning_and_its_reason_are_shown_to_whom_they_concern(
    lead: FlaskClient, client_for: Callable[[str], FlaskClient], training: Training
) -> None:
    enrolment = training.learner("ben")
    fields = {"about": "requirement:c1.study", "outcome": "refused", "reason": "Of 2009.", **TODAY}
    path = f"/programmes/learners/{enrolment}/prior-learning"
    _, page = send(lead, path, **fields)
    assert "Prior learning was refused on 2 March 2026." in page
    assert "Of 2009." not in page
    why = re.search(r'href="(/teaching/learners/ben/written/[^"]+)"', page)
    assert why
    assert "Of 2009." in lead.get(why[1]).text
    own = client_for("ben")
    assert "Of 2009." in own.get(f"/learning/{enrolment}/requirements/c1.study").text
    assert (
        "Prior learning for One hour of study: refused." in own.get(f"/learning/{enrolment}/").text
    )


@pytest.mark.parametrize(("path", "fields", "says"), ACTS, ids=[a[0] for a in ACTS])
def test_a_decision_without_a_reason_comes_back(
    lead: FlaskClient, training: Training, path: str, fields: dict[str, str], says: str
) -> None:
    enrolment = training.learner("ben")
    bare = {**fields, "reason": ""}
    status, page = send(lead, f"/programmes/learners/{enrolment}/{path}", **bare)
    assert status == 422
    assert 'href="#reason"' in page


def test_a_break_ends_when_the_learner_is_back(lead: FlaskClient, training: Training) -> None:
    enrolment = training.learner("ben")
    home = f"/programmes/learners/{enrolment}"
    fields = {"reason": "Leave.", **day("first", "2 3 2026"), **day("last", "31 8 2026")}
    send(lead, f"{home}/pause", **fields)
    status, page = send(lead, f"{home}/return", **day("back", "1 6 2026"))
    assert status == 302
    assert "2 March 2026 to 31 May 2026" in page


def test_a_learner_is_moved(lead: FlaskClient, training: Training) -> None:
    enrolment = training.learner("ben")
    dates = {**day("first-first", "1 9 2026"), **day("last-first", "31 8 2027")}
    send(lead, "/programmes/craft/cohorts/new", name="Autumn 2026", **dates)
    move = {"cohort": "craft-autumn-2026", "reason": "After a break.", **TODAY}
    home = f"/programmes/learners/{enrolment}"
    assert send(lead, f"{home}/move", **{**move, "cohort": ""})[0] == 422
    status, page = send(lead, f"{home}/move", **move)
    assert status == 302
    assert "1 September 2026 to 31 August 2027" in page
    look = f"{home}/move/craft-autumn-2026/2026-03-02"
    assert send(lead, look, reason="")[0] == 422
    status, page = send(lead, look, reason="After a break.")
    assert status == 302
    assert "told by mail" in page
    assert "Autumn 2026" in page


def test_a_move_is_taken_back_on_its_page(lead: FlaskClient, training: Training) -> None:
    enrolment = training.learner("ben")
    dates = {**day("first-first", "1 9 2026"), **day("last-first", "31 8 2027")}
    send(lead, "/programmes/craft/cohorts/new", name="Autumn 2026", **dates)
    home = f"/programmes/learners/{enrolment}"
    send(lead, f"{home}/move/craft-autumn-2026/2026-03-02", reason="By mistake.")
    found = re.search(rf'href="({home}/moves/[^"]+/back)"', lead.get(f"{home}/").text)
    assert found
    assert "Everything is then as it was" in lead.get(found[1]).text
    status, page = send(lead, found[1], reason="The wrong learner.")
    assert status == 302
    assert "taken back" in page
    assert "Autumn 2026" not in page


def test_clinical_work_is_not_offered_for_waiving(lead: FlaskClient, training: Training) -> None:
    enrolment = training.learner("ben")
    page = lead.get(f"/programmes/learners/{enrolment}/waiver").text
    assert 'value="c1.study"' in page
    assert 'value="c1.clinic"' not in page


def test_a_tutor_sees_a_learner_and_is_offered_no_decision(
    client_for: Callable[[str], FlaskClient], training: Training
) -> None:
    enrolment = training.learner("ben")
    training.world.person("tess", role="tutor", programme="craft")
    tutor = client_for("tess")
    page = tutor.get(f"/programmes/learners/{enrolment}/").text
    assert "Two clinic hours" in page
    assert "Waive" not in page
    assert tutor.get(f"/programmes/learners/{enrolment}/waiver").status_code == 403
