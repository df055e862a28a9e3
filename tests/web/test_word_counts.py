"""Word counts on pages and over the API: contested by the writer, decided by a marker, read by both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.services.tokens import WRITE, make_token
from tests.fixtures.forms import send
from tests.fixtures.teaching import School
from tests.services.test_word_counts import HEADINGS, LONG, contest, strict, with_file

__all__ = ["strict"]
ClientFor = Callable[[str], FlaskClient]
Ask = Callable[..., TestResponse]
FILLED = {"band-seeing": "Merit", "band-saying": "Merit", "mark": "62", "overall": "Well seen."}


@pytest.fixture
def ask(strict: School, app: Flask) -> Ask:
    """``ask(person, method, path, **body)`` asks with a new token that may write."""

    def answer(person: str, method: str, path: str, **body: Any) -> TestResponse:
        _, secret = make_token(strict.site, strict.actor(person), "a test", WRITE)
        headers = {"Authorization": f"Bearer {secret}"}
        json = body if method == "post" else None
        return app.test_client().open(
            f"/api/v1{path}", method=method.upper(), headers=headers, json=json
        )

    return answer


def test_a_marker_sees_both_numbers_decides_and_then_marks(
    strict: School, client_for: ClientFor
) -> None:
    work = with_file(strict)
    mark, page = client_for("mark"), f"/marking/{work}/word-count"
    shown = mark.get(f"/marking/{work}").text
    assert [one for one in (HEADINGS, page, "Waits for a decision") if one not in shown] == []
    early = send(mark, f"/marking/{work}", **FILLED)
    assert early.status_code == 409
    assert "Decide the word count first" in early.text
    assert "Well seen." in early.text
    asked = mark.get(page).text
    assert "Amara" not in asked
    assert "100, as the writer states" in asked
    wrong = send(mark, page, holds="another", words="many", reason="")
    assert wrong.status_code == 422
    assert "in digits" in wrong.text
    done = send(mark, page, holds="another", words="1,05", reason="Counted by hand.")
    assert done.location == f"/marking/{work}"
    assert "Counted by hand." in mark.get(f"/marking/{work}").text
    assert send(mark, f"/marking/{work}", **FILLED).location == "/marking/"


def test_a_learner_contests_from_the_page_of_the_attempt_and_reads_the_answer(
    strict: School, client_for: ClientFor
) -> None:
    work = strict.work(LONG)
    amara, own = client_for("amara"), f"/learning/{strict.enrolment}/written/{work}"
    page = f"{own}/word-count"
    assert page in amara.get(own).text
    named = send(amara, page, words="100", reason="Mr Smith is in it.")
    assert named.status_code == 422
    assert "somebody&#39;s name" in named.text
    assert send(amara, page, words="100", reason=HEADINGS).location == own
    assert HEADINGS in amara.get(page).text
    assert "Nobody has decided" not in amara.get(own).text
    assert "Waits for a decision" in amara.get(own).text
    send(client_for("mark"), f"/marking/{work}/word-count", holds="stated", reason="So it is.")
    told = amara.get(own).text
    assert "So it is." in told
    assert page not in told
    assert "appealed" in amara.get(page).text
    assert client_for("tess").get(page).status_code in (403, 404)


def test_the_queue_and_the_marks_lead_to_the_decision(
    strict: School, client_for: ClientFor
) -> None:
    work = strict.work(LONG)
    send(client_for("mark"), f"/marking/{work}", **FILLED)
    contest(strict, work)
    assert "Word count" in client_for("mark").get("/marking/").text
    strict.world.person("lena", "programme-lead", programme="course")
    lena, page = client_for("lena"), f"/marking/{work}/word-count"
    sheet = lena.get("/programmes/course/cohorts/spring/marks/year?flag=word-count").text
    assert page in sheet
    assert lena.get(page).status_code == 200
    assert send(lena, page, holds="counted", reason="So it is.").location == "/"


def test_the_api_does_and_tells_the_same(strict: School, ask: Ask) -> None:
    work = with_file(strict)
    shown = ask("mark", "get", f"/submissions/{work}").json["word_count"]
    assert (shown["counted"], shown["stated"], shown["words"]) == (115, 100, 115)
    assert (shown["reason"], shown["penalty"], shown["decision"]) == (HEADINGS, True, None)
    given = {"holds": "stated", "reason": "As the brief says."}
    path = f"/submissions/{work}/word-count"
    assert ask("amara", "post", path, **given).status_code in (403, 404)
    made = ask("mark", "post", path, **given)
    assert made.status_code == 201
    told = ask("mark", "get", f"/submissions/{work}").json
    assert told["word_count"]["decision"]["record"] == made.json["record"]
    assert told["word_rule"].startswith("100 words")
    own = f"/enrolments/{strict.enrolment}/submissions/{work}"
    read = ask("amara", "get", own).json["word_count"]
    assert (read["decision"]["reason"], read["decision"]["by"]) == (given["reason"], "")
    claim = ask("amara", "post", f"{own}/word-count", words=95, reason=HEADINGS)
    assert claim.status_code == 201
    assert ask("amara", "get", own).json["word_count"]["contested"]
    again = ask("amara", "post", f"{own}/word-count", words=0, reason="")
    assert again.status_code == 422
