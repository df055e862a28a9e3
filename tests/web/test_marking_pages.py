"""Pages around marking: drafts, comments beside the text, agreement, interests, allocation."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from lms.services.comment_bank import list_comments
from lms.services.marking_drafts import read_marking_draft
from tests.fixtures.forms import HIDDEN, send
from tests.fixtures.marking import Marked, bands
from tests.fixtures.teaching import School

ClientFor = Callable[[str], FlaskClient]
Hand = Callable[..., Marked]
SET = "/programmes/course/cohorts/spring/marking/crs.essay"


def filled(school: School, band: str = "Merit") -> dict[str, str]:
    return {f"band-{name}": value for name, value in bands(school, band).items()}


def test_comments_beside_the_text_are_added_without_javascript(
    marked: Hand, client_for: ClientFor
) -> None:
    essay, page = marked("single"), client_for("mark")
    at = f"/marking/{essay.work}"
    one = {"quote-0": "It repeats again.", "says-0": "Where?", "at-0": "2"}
    more = send(page, at, action="another", **one)
    assert 'name="quote-2"' in more.text
    wrong = send(
        page, at, action="record", **{**one, "quote-0": "It never"}, **filled(essay.school)
    )
    assert (wrong.status_code, 'href="#quote-0"' in wrong.text) == (422, True)
    done = send(page, at, mark="63", overall="Good.", **one, **filled(essay.school))
    assert done.headers["Location"] == "/marking/"
    shown = page.get(at).text
    assert '<mark class="cadre-passage">It repeats again.</mark>' in shown
    assert shown.count('data-number="1"') == 1
    assert "Where?" in shown


def test_a_draft_is_saved_by_hand_and_by_itself_and_thrown_away(
    marked: Hand, client_for: ClientFor
) -> None:
    essay, page = marked("single"), client_for("mark")
    at = f"/marking/{essay.work}"
    send(page, at, action="save", overall="So far.", **{"band-seeing": "Merit"})
    assert "So far.</textarea>" in page.get(at).text
    csrf = {"X-CSRFToken": dict(HIDDEN.findall(page.get(at).text))["csrf_token"]}
    typed = {"overall": "Further.", "evil": "x", "revision": 1}
    kept = page.put(f"{at}/draft", json=typed, headers=csrf)
    assert (kept.status_code, kept.get_json()["revision"]) == (200, 2)
    draft = read_marking_draft(essay.school.site, essay.actor("mark"), essay.work)
    assert dict(draft.typed) == {"overall": "Further."}
    old = page.put(f"{at}/draft", json={"overall": "Old.", "revision": 1}, headers=csrf)
    assert old.status_code == 409
    stale = send(page, at, action="save", overall="Mine.", revision="1")
    assert (stale.status_code, "Mine.</textarea>" in stale.text) == (409, True)
    assert "Further." not in client_for("mina").get(at).text
    send(page, at, to=f"{at}/discard")
    assert "Further." not in page.get(at).text


def test_a_comment_is_kept_while_marking_and_deleted(marked: Hand, client_for: ClientFor) -> None:
    essay, page = marked("single"), client_for("mark")
    at = f"/marking/{essay.work}"
    kept = send(page, at, action="keep:overall", overall="Show it.", mark="63")
    assert "Your comments (1)" in kept.text
    assert 'value="63"' in kept.text
    assert send(page, at, action="keep:overall", overall=" ").status_code == 422
    (comment,) = list_comments(essay.school.site, essay.actor("mark"))
    assert "Show it." in page.get("/marking/comments").text
    assert "Show it." not in client_for("mina").get("/marking/comments").text
    assert send(page, "/marking/comments", text="").status_code == 422
    send(page, "/marking/comments", to=f"/marking/comments/{comment.id}/delete")
    assert "You keep no comments yet" in page.get("/marking/comments").text


def test_two_markers_agree_on_a_page_that_shows_both(marked: Hand, client_for: ClientFor) -> None:
    essay, page = marked("blind-double"), client_for("mark")
    assert page.get(f"/marking/{essay.work}/agree").status_code == 409
    essay.mark("mark", 58)
    essay.mark("mina", 62)
    assert "Agreement" in page.get("/marking/").text
    at = f"/marking/{essay.work}/agree"
    assert at in page.get(f"/marking/{essay.work}").text
    assert "By mina." in page.get(at).text
    wrong = send(page, at, mark="63", reason="We talked.")
    assert (wrong.status_code, "between the two marks" in wrong.text) == (422, True)
    done = send(page, at, mark="60", reason="We talked.")
    assert done.headers["Location"] == "/marking/"
    assert essay.layers()["agreed"] == ("mark", 60)


def test_work_that_is_not_ones_own_to_mark_says_why(marked: Hand, client_for: ClientFor) -> None:
    essay = marked("double")
    essay.mark("mark", 64)
    essay.mark("mina", 66)
    page = client_for("theo").get(f"/marking/{essay.work}").text
    assert "This attempt waits for no mark." in page
    assert "Record the marking" not in page


def test_an_interest_is_declared_and_closes_the_work(marked: Hand, client_for: ClientFor) -> None:
    essay, page = marked("single"), client_for("mina")
    at = "/marking/interests"
    assert "You have declared no interest." in page.get(at).text
    assert "Nobody of that name" in send(page, at, action="find", name="zzz").text
    found = send(page, at, action="find", name="ben")
    assert 'value="ben"' in found.text
    assert send(page, at, name="ben", learner="ben", reason=" ").status_code == 422
    done = send(page, at, action="declare", name="ben", learner="ben", reason="My cousin.")
    assert done.headers["Location"] == at
    closed = page.get(f"/marking/{essay.work}")
    assert (closed.status_code, "An interest in a learner of this cohort" in closed.text) == (
        403,
        True,
    )
    (interest,) = essay.school.own("interest", "mina")
    send(page, at, to=f"{at}/{interest.id}/take-back")
    assert page.get(f"/marking/{essay.work}").status_code == 200


def test_a_lead_shares_a_set_out_and_gives_one_piece(marked: Hand, client_for: ClientFor) -> None:
    essay = marked("double")
    essay.school.world.person("lea", "programme-lead", programme="course")
    page = client_for("lea")
    assert SET in page.get("/programmes/course/cohorts/spring/marking/").text
    assert send(page, SET, action="rule").status_code == 422
    one = send(page, SET, action="one", what=f"{essay.work}:first", marker="theo")
    assert one.headers["Location"] == SET
    send(page, SET, action="rule", markers=["mark", "theo"])
    text = page.get(SET).text
    assert "1 mark is shared out." in text
    pairs = {r.get("role"): r.get("marker") for r in essay.records("allocation")}
    assert pairs == {"first": "theo", "second": "mark"}
    assert "Allocated to you" in client_for("mark").get("/marking/").text
    assert client_for("tess").get(SET).status_code == 403
