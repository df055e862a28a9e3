"""Writing in a browser without JavaScript, and the autosave that JavaScript uses."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.domain.records import person
from lms.services.pieces import LOG
from lms.services.read_own import read_own
from lms.services.site import fact
from lms.store.tables import DocumentRow
from tests.fixtures.learning import Course

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
TEXTS = {
    "text-what-happened": "A mother looked away.",
    "text-what-does-it-tell-you": "I look away too.",
}
NAMED = TEXTS | {"text-what-happened": "We met at ME4 4TR, and she looked away."}
Post = Callable[..., TestResponse]


@pytest.fixture
def amara(course: Course, client_for: Callable[[str], FlaskClient]) -> FlaskClient:
    return client_for("amara")


@pytest.fixture
def post(amara: FlaskClient) -> Post:
    """Send a form of the page at an address, with its hidden fields."""

    def send(path: str, to: str = "", **given: object) -> TestResponse:
        form = hidden(amara.get(path).text) | given
        return amara.post(to or path, data=form)

    return send


def hidden(html: str) -> dict[str, object]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    assert found
    return dict(found)


def log_page(course: Course) -> str:
    return f"/learning/{course.enrolment}/logs/pat.log/"


def drafts(course: Course, item: str = "pat.log", kind: str = LOG) -> str:
    return f"/learning/{course.enrolment}/drafts/{kind}/{item}"


def put(course: Course, amara: FlaskClient, revision: int, **texts: str) -> TestResponse:
    csrf = hidden(amara.get(log_page(course)).text)["csrf_token"]
    body = {"texts": texts, "revision": revision}
    return amara.put(drafts(course), json=body, headers={"X-CSRFToken": str(csrf)})


def test_a_log_is_written_checked_and_handed_in_without_javascript(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    saved = post(log_page(course), **TEXTS, action="save")
    assert saved.location == log_page(course)
    assert "A mother looked away." in amara.get(log_page(course)).text
    checked = post(log_page(course), **TEXTS, action="check")
    assert checked.location == f"{log_page(course)}check"
    receipt = post(checked.location)
    html = amara.get(receipt.location).text
    (record,) = course.records("log")
    assert record.id in html
    assert "to the letter, the one you handed in" in html
    said = amara.get(f"/learning/{course.enrolment}/written/{record.id}").text
    assert "Nobody has answered it yet." in said
    assert "A mother looked away." in said


def test_a_text_that_is_gone_without_an_erasure_is_called_missing_and_never_erased(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    post(log_page(course), **TEXTS, action="check")
    receipt = post(f"{log_page(course)}check").location
    (record,) = course.records("log")
    with course.site.ledger.write("somebody") as writer:
        kept = record.get("document").partition(".")[0]
        writer.session.delete(writer.session.get_one(DocumentRow, kept))
    course.site.session().rollback()
    for page in (receipt, f"/learning/{course.enrolment}/written/{record.id}"):
        said = amara.get(page).text
        assert "its erasure is not on record" in said
        assert "has been erased" not in said


def test_a_second_click_shows_the_same_receipt(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    post(log_page(course), **TEXTS, action="check")
    page = f"{log_page(course)}check"
    form = hidden(amara.get(page).text)
    first, second = (amara.post(page, data=form) for _ in range(2))
    assert first.location == second.location
    assert len(course.records("log")) == 1


def test_a_passage_that_could_name_somebody_is_held_and_may_be_confirmed(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    page = post(log_page(course), **NAMED, action="check").location
    html = amara.get(page).text
    assert "<strong>ME4 4TR</strong> identifies nobody" in html
    held = post(page)
    assert held.status_code == 422
    assert "Look at each passage" in held.text
    mark = re.search(r'name="confirmed" type="checkbox" value="(\w+)"', html)
    assert mark
    assert post(page, confirmed=mark[1]).status_code == 302


def test_no_identifier_reaches_an_address_a_log_or_a_cookie(
    course: Course, amara: FlaskClient, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = post(log_page(course), **NAMED, action="check")
        held = post(page.location)
    assert "ME4" not in page.location
    assert "ME4" not in caplog.text
    assert "ME4" not in str(held.headers)


def test_too_long_a_log_keeps_its_draft_and_says_so(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    long = TEXTS | {"text-what-happened": "word " * 61}
    page = post(log_page(course), **long, action="check").location
    html = amara.get(page).text
    assert "has 65 words and takes at most 60" in html
    assert "Hand it in" not in html
    assert "word word word" in amara.get(log_page(course)).text


def test_a_text_that_another_window_saved_is_shown_beside_ones_own(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    old = hidden(amara.get(log_page(course)).text)
    post(log_page(course), **TEXTS, action="save")
    mine = {**TEXTS, "text-what-happened": "From the other window."}
    answer = amara.post(log_page(course), data={**old, **mine, "action": "save"})
    assert answer.status_code == 409
    assert "From the other window." in answer.text
    assert "A mother looked away." in answer.text
    again = amara.post(log_page(course), data={**hidden(answer.text), **mine, "action": "save"})
    assert again.status_code == 302
    assert "From the other window." in amara.get(log_page(course)).text


def test_a_form_without_its_token_saves_nothing(course: Course, amara: FlaskClient) -> None:
    assert amara.post(log_page(course), data=TEXTS).status_code == 400
    assert amara.put(drafts(course), json={"texts": {}, "revision": 0}).status_code == 400


def test_autosave_keeps_the_text_and_gives_the_next_revision(
    course: Course, amara: FlaskClient
) -> None:
    first = put(course, amara, 0, **{"what-happened": "One."})
    assert (first.status_code, first.get_json()) == (200, {"revision": 1, "saved": "09:00"})
    assert put(course, amara, 1, **{"what-happened": "Two."}).get_json()["revision"] == 2
    assert "Two." in amara.get(log_page(course)).text


def test_autosave_gives_what_another_device_saved(course: Course, amara: FlaskClient) -> None:
    put(course, amara, 0, **{"what-happened": "One."})
    answer = put(course, amara, 0, **{"what-happened": "Two."})
    assert answer.status_code == 409
    said = answer.get_json()
    assert (said["revision"], said["texts"]["what-happened"]) == (1, "One.")


@pytest.mark.parametrize("body", [None, [], "x", {"texts": "x", "revision": "y"}])
def test_autosave_survives_what_no_page_of_ours_sends(
    course: Course, amara: FlaskClient, body: object
) -> None:
    csrf = hidden(amara.get(log_page(course)).text)["csrf_token"]
    answer = amara.put(drafts(course), json=body, headers={"X-CSRFToken": str(csrf)})
    assert answer.status_code == 200
    assert amara.put(
        drafts(course, "none"), json=body, headers={"X-CSRFToken": str(csrf)}
    ).get_json() == {
        "message": "Not saved: Your version of the programme has no such thing to write."
    }


def test_a_draft_can_be_thrown_away(course: Course, amara: FlaskClient, post: Post) -> None:
    post(log_page(course), **TEXTS, action="save")
    assert post(log_page(course), f"{log_page(course)}discard").status_code == 302
    assert "A mother looked away." not in amara.get(log_page(course)).text


def test_assessed_work_needs_its_statement_and_its_familys_code(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    page = f"/learning/{course.enrolment}/assessments/pat.case/write"
    text = "They came one after the other. " * 4
    check = post(page, **{"text-text": text}, action="check").location
    assert "Give the family a code of your own" in amara.get(check).text
    post(page, **{"text-text": text}, family="f1", action="check")
    refused = post(check)
    assert refused.status_code == 422
    assert 'href="#statement"' in refused.text
    receipt = post(check, statement="yes")
    html = amara.get(receipt.location).text
    assert "Attempt" in html
    (record,) = course.records("submission")
    assert record.get("family") == "F1"
    brief = amara.get(f"/learning/{course.enrolment}/assessments/pat.case").text
    assert "waits to be read" in brief
    assert "Begin to write" not in brief


def test_what_was_handed_in_can_be_taken_back_until_it_is_answered(
    course: Course, amara: FlaskClient, post: Post
) -> None:
    post(post(log_page(course), **TEXTS, action="check").location)
    (record,) = course.records("log")
    written = f"/learning/{course.enrolment}/written/{record.id}"
    assert post(written, f"{written}/take-back").location == log_page(course)
    assert course.records("log") == []
    assert "A mother looked away." in amara.get(log_page(course)).text


def test_an_answer_is_shown_with_its_words(course: Course, amara: FlaskClient, post: Post) -> None:
    post(post(log_page(course), **TEXTS, action="check").location)
    (record,) = course.records("log")
    course.world.person("tess")
    with course.site.ledger.write("tess") as writer:
        feedback = writer.document(person("amara"), "Look *again*.")
        writer.append(
            fact(
                record.subject,
                "log-response",
                course.site.today(),
                enrolment=course.enrolment,
                log=record.id,
                decision="returned",
                feedback=feedback,
            )
        )
    course.site.session().rollback()
    html = amara.get(f"/learning/{course.enrolment}/written/{record.id}").text
    assert "Returned by Tess" in html
    assert "Look <em>again</em>." in html
    assert "Take it back" not in html
    assert read_own(course.site, course.amara, course.enrolment, record.id).may_withdraw is False


def test_a_receipt_can_be_checked_on_a_page(course: Course, amara: FlaskClient, post: Post) -> None:
    receipt = amara.get(post(post(log_page(course), **TEXTS, action="check").location).location)
    (record,) = course.records("log")
    code = re.search(r"((?:[0-9a-f]{4} ){7}[0-9a-f]{4})", receipt.text)
    assert code
    page = "/learning/receipts/check"
    assert "genuine" in post(page, record=record.id, code=code[1]).text
    assert "No record has this number" in post(page, record=record.id, code="0000").text


def test_nobody_reads_another_learners_writing(
    course: Course, post: Post, client_for: Callable[[str], FlaskClient]
) -> None:
    post(post(log_page(course), **TEXTS, action="check").location)
    (record,) = course.records("log")
    course.world.person("ben")
    course.world.enrolment("ben", "pattern")
    ben = client_for("ben")
    for path in (f"written/{record.id}", f"receipts/{record.id}"):
        assert ben.get(f"/learning/{course.enrolment}/{path}").status_code == 404
