"""The moderator's and the external examiner's pages: what is offered, what is shown, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.fixtures.forms import HIDDEN, send
from tests.fixtures.moderating import Seminar

ClientFor = Callable[[str], FlaskClient]
SET = "/moderation/course/spring/crs.essay"
WORK = "/examining/course/spring/crs.essay"


@pytest.fixture
def mo(client_for: ClientFor, seminar: Seminar) -> FlaskClient:
    """The moderator's browser."""
    return client_for("mo")


@pytest.fixture
def ext(client_for: ClientFor, seminar: Seminar) -> FlaskClient:
    """The external examiner's browser."""
    return client_for("ext")


def sample_of(seminar: Seminar) -> str:
    return seminar.told("sample")[-1].id


def test_the_start_page_and_the_list_say_what_waits(seminar: Seminar, mo: FlaskClient) -> None:
    assert "no script is marked yet" in _empty(seminar, mo)
    seminar.scripts(65)
    assert "Sample to be drawn" in mo.get("/").text
    assert "Sample to be drawn" in mo.get("/moderation/").text
    send(mo, SET, f"{SET}/draw")
    assert "To be decided" in mo.get("/").text


def _empty(seminar: Seminar, mo: FlaskClient) -> str:
    assert "None of the cohorts" in mo.get("/moderation/").text
    seminar.learner("l01")
    assert "Nothing marked yet" in mo.get("/moderation/").text
    text: str = mo.get(SET).text
    return text


def test_a_set_is_drawn_read_noted_and_confirmed(seminar: Seminar, mo: FlaskClient) -> None:
    first, _ = seminar.scripts(45, 65)
    assert send(mo, SET, f"{SET}/draw").headers["Location"] == SET
    page = mo.get(SET).text
    assert "Drawn at random; does not pass; new marker" in page
    assert "Not opened" in page
    script = mo.get(f"{SET}/scripts/{first}").text
    assert "A pattern, as l01 saw it." in script
    assert "Well seen, 45." in script
    assert 'name="mark"' not in script
    send(mo, f"{SET}/scripts/{first}", note="Rightly failed.")
    decision = f"{SET}/decision/{sample_of(seminar)}"
    page = mo.get(decision).text
    assert "Rightly failed." in page
    assert "You have not opened 1 script of the sample." in page
    send(mo, decision, decision="confirmed", reason="Fair throughout.")
    page = mo.get(SET).text
    assert "All that is marked so far is confirmed." in page
    assert "Fair throughout." in page


def test_a_decision_without_a_reason_keeps_the_form(seminar: Seminar, mo: FlaskClient) -> None:
    seminar.scripts(65)
    send(mo, SET, f"{SET}/draw")
    answer = send(mo, f"{SET}/decision/{sample_of(seminar)}", decision="sent-back")
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert 'value="sent-back" checked' in answer.text


def test_what_was_sent_back_is_listed_for_its_marker(
    seminar: Seminar, mo: FlaskClient, client_for: ClientFor
) -> None:
    seminar.scripts(65)
    send(mo, SET, f"{SET}/draw")
    reason = "All look three too high."
    send(mo, f"{SET}/decision/{sample_of(seminar)}", decision="sent-back", reason=reason)
    assert "1 script is left" in mo.get(SET).text
    marker = client_for("mark")
    assert "1 script to mark again" in marker.get("/").text
    page = marker.get("/moderation/again").text
    assert "Candidate " in page
    assert reason in page
    seminar.mark_again("l01", mark=62)
    assert "Nothing has come back to you." in marker.get("/moderation/again").text
    assert "Draw the sample" in mo.get(SET).text


def test_drawing_twice_says_why_not(seminar: Seminar, mo: FlaskClient) -> None:
    seminar.scripts(65)
    before = dict(HIDDEN.findall(mo.get(SET).text.partition("<main")[2]))
    send(mo, SET, f"{SET}/draw")
    answer = mo.post(f"{SET}/draw", data=before)
    assert answer.status_code == 409
    assert "is drawn already and waits for its decision" in answer.text


def test_others_are_turned_away(seminar: Seminar, client_for: ClientFor) -> None:
    seminar.scripts(65)
    for who in ("mark", "ext", "l01"):
        assert client_for(who).get(SET).status_code == 403
    for who in ("mark", "mo", "l01"):
        assert client_for(who).get(WORK).status_code == 403
    assert "Draw the sample" in client_for("lead").get(SET).text


def test_an_examiner_finds_the_cohort_asks_for_a_script_and_comments(
    seminar: Seminar, mo: FlaskClient, ext: FlaskClient
) -> None:
    (script,) = seminar.scripts(65)
    start = ext.get("/").text
    assert "A course with a tutor, Spring" in start
    assert "Open to you until 30 June 2026" in start
    assert "The essay" in ext.get("/examining/course/spring").text
    assert "Ask for it" in ext.get(WORK).text
    assert ext.get(f"{WORK}/scripts/{script}").status_code == 403
    asked = f"{WORK}/scripts/{script}/ask"
    assert send(ext, asked, reason="").status_code == 422
    opened = send(ext, asked, reason="To see the middle.").headers["Location"]
    page = ext.get(opened).text
    assert "A pattern, as l01 saw it." in page
    assert "L01" not in page.replace("as l01 saw", "")
    comment = "/examining/course/spring/comment"
    send(ext, comment, stage="year crs.essay", comment="The marking is careful.")
    assert "The marking is careful." in ext.get("/examining/course/spring").text


def test_a_closed_role_finds_nothing(seminar: Seminar, client_for: ClientFor) -> None:
    seminar.world.person("old")
    until = date(2026, 2, 28)
    seminar.world.record(
        "old", "role", date(2025, 1, 1), until=until, role="external-examiner", programme="course"
    )
    old = client_for("old")
    assert "External examining" not in old.get("/").text
    assert old.get("/examining/").status_code == 403
