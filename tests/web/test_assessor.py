"""The marker's pages: the queue, the work beside its criteria, a suggestion, and the marking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.fixtures.forms import HIDDEN, send
from tests.fixtures.teaching import School

ClientFor = Callable[[str], FlaskClient]


def bands(school: School, band: str) -> dict[str, str]:
    assessment = school.programme.stages[0].assessment("crs.essay")
    assert assessment is not None
    return {f"band-{c.id}": band for c in assessment.criteria}


@pytest.fixture
def marker(client_for: ClientFor, school: School) -> FlaskClient:
    """The browser of somebody who only marks."""
    return client_for("mark")


def test_the_queue_is_empty_and_then_not(school: School, marker: FlaskClient) -> None:
    assert "No work is waiting to be marked." in marker.get("/marking/").text
    work = school.work()
    page = marker.get("/marking/").text
    assert f"/marking/{work}" in page
    assert "Amara" not in page


def test_the_work_is_shown_with_brief_word_rule_and_criteria(
    school: School, marker: FlaskClient
) -> None:
    page = marker.get(f"/marking/{school.work('Too short.')}").text
    assert "2 words, 88 too few; 90 to 110 words are asked for." in page
    assert "Write about a pattern." in page
    assert "It is shown twice over" in page
    assert "Amara" not in page


def test_a_suggestion_is_worked_out_and_nothing_recorded(
    school: School, marker: FlaskClient
) -> None:
    work = school.work()
    page = send(
        marker, f"/marking/{work}", action="suggest", overall="Kept.", **bands(school, "Merit")
    )
    assert page.status_code == 200
    assert "suggest <b>65</b>" in page.text
    assert "Kept.</textarea>" in page.text
    assert school.own("mark") == []


def test_a_marking_is_recorded_as_provisional(school: School, marker: FlaskClient) -> None:
    work = school.work()
    answer = send(marker, f"/marking/{work}", mark="63", overall="Good.", **bands(school, "Merit"))
    assert answer.headers["Location"] == "/marking/"
    assert "recorded as provisional" in marker.get("/marking/").text
    page = marker.get(f"/marking/{work}").text
    assert "<b>63</b> by Mark" in page
    assert "Correct the marking" in page


@pytest.mark.parametrize("mark", ["", "sixty", "101", "-1", "6.5"])
def test_a_mark_that_is_none_keeps_the_form(school: School, marker: FlaskClient, mark: str) -> None:
    work = school.work()
    answer = send(marker, f"/marking/{work}", mark=mark, overall="Kept.", **bands(school, "Pass"))
    assert answer.status_code == 422
    assert 'href="#mark"' in answer.text
    assert f'value="{mark}"' in answer.text or not mark
    assert "Kept.</textarea>" in answer.text


def test_a_marking_over_an_unseen_one_shows_both(
    school: School, marker: FlaskClient, client_for: ClientFor
) -> None:
    work = school.work()
    seen = str(school.position())
    send(
        client_for("tess"), f"/marking/{work}", mark="71", overall="Tess.", **bands(school, "Merit")
    )
    answer = send(
        marker, f"/marking/{work}", mark="63", overall="Mine.", seen=seen, **bands(school, "Pass")
    )
    assert answer.status_code == 409
    assert "<b>71</b> by Tess" in answer.text
    assert '<div class="cadre-written">Mine.</div>' in answer.text
    assert [m.get("mark") for m in school.own("mark")] == [71]
    fields = dict(HIDDEN.findall(answer.text.partition("<main")[2]))
    assert (fields["mark"], fields["overall"]) == ("63", "Mine.")
    without = marker.post(f"/marking/{work}", data=fields)
    assert (without.status_code, 'href="#reason"' in without.text) == (422, True)
    with_reason = marker.post(f"/marking/{work}", data={**fields, "reason": "I saw more."})
    assert with_reason.headers["Location"] == "/marking/"
    assert [m.get("mark") for m in school.own("mark")] == [63]


def test_own_family_work_is_closed_to_whoever_only_marks(
    school: School, marker: FlaskClient, client_for: ClientFor
) -> None:
    work = school.work("My own family.", "crs.own")
    assert marker.get(f"/marking/{work}").status_code == 404
    page = client_for("tess").get(f"/marking/{work}").text
    assert "My own family." in page
    assert "Only a tutor of the cohort can read it" in page
