"""Reading and answering a log: the reading noted first, one answer in force, the learner told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask_mailman import EmailMessage
from sqlalchemy import select

from lms.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from lms.services.answer_log import answer_log
from lms.services.jobs import work
from lms.services.read_log import read_log
from lms.store.documents import content_of
from lms.store.tables import ReadAuditRow
from tests.fixtures.teaching import School


def readings(school: School) -> list[tuple[str, str, str, str]]:
    rows = school.site.session().scalars(select(ReadAuditRow).order_by(ReadAuditRow.id))
    return [(r.reader, r.about, r.record, r.purpose) for r in rows]


def test_a_tutor_reads_a_log_prompt_by_prompt_and_that_is_on_record(school: School) -> None:
    log = school.log("We met a pattern.")
    shown = read_log(school.site, school.tutor, log)
    assert [(p.prompt.title, p.text) for p in shown.parts] == [
        ("What happened", "We met a pattern."),
        ("What you make of it", "It repeats."),
    ]
    assert readings(school) == [("tess", "amara", log, "read-log")]


def test_ones_own_log_is_read_without_a_note(school: School) -> None:
    log = school.log()
    read_log(school.site, school.actor("amara"), log)
    assert readings(school) == []


@pytest.mark.parametrize("reader", ["otto", "mark"])
def test_nobody_but_a_tutor_of_the_cohort_reads_a_log(school: School, reader: str) -> None:
    log = school.log()
    with pytest.raises(NotPermitted):
        read_log(school.site, school.actor(reader), log)
    assert readings(school) == []


def test_other_logs_of_the_learner_are_shown_by_date_only(school: School) -> None:
    first = school.log("The first secret.")
    second = school.log("The second secret.")
    shown = read_log(school.site, school.tutor, second)
    (earlier,) = shown.earlier
    assert (earlier.record, earlier.title, earlier.decision) == (first, "A day's log", "unread")
    assert "first secret" not in repr(shown)


def test_an_accepted_log_counts(school: School) -> None:
    for _ in range(2):
        answer_log(school.site, school.tutor, school.log(), "accepted", "Thank you.")
    assert school.verdict("crs.logs") == "met"


def test_a_returned_log_needs_an_answer_in_words(school: School) -> None:
    log = school.log()
    with pytest.raises(BadInput) as fault:
        answer_log(school.site, school.tutor, log, "returned", "  ")
    (problem,) = fault.value.problems
    assert getattr(problem, "field", "") == "feedback"
    assert school.own("log-response") == []


def test_the_answer_is_kept_as_a_document_not_in_the_record(school: School) -> None:
    answer_log(school.site, school.tutor, school.log(), "returned", "Say more about the loop.")
    (answer,) = school.own("log-response")
    assert "loop" not in repr(answer.payload)
    text = content_of(school.site.session(), answer.get("feedback"))
    assert text == "Say more about the loop."


def test_the_learner_is_told_by_mail_without_the_text(
    school: School, sent: Sequence[EmailMessage]
) -> None:
    log = school.log()
    answer_log(school.site, school.tutor, log, "returned", "Say more about the loop.")
    work(school.site)
    (mail,) = sent
    assert mail.to == ["amara@example.org"]
    said = mail.subject + mail.body
    assert "loop" not in said
    assert "returned" not in said
    assert f"/learning/{school.enrolment}/written/{log}" in said


def test_a_log_is_accepted_once(school: School) -> None:
    log = school.log()
    answer_log(school.site, school.tutor, log, "accepted", "")
    with pytest.raises(Refused) as refusal:
        answer_log(school.site, school.tutor, log, "returned", "On second thoughts.")
    assert refusal.value.refusal.code == "already-accepted"


def test_two_clicks_are_one_answer(school: School) -> None:
    log = school.log()
    first = answer_log(school.site, school.tutor, log, "accepted", "Yes.", key="click")
    again = answer_log(school.site, school.tutor, log, "accepted", "Yes.", key="click")
    assert first == again
    assert len(school.own("log-response")) == 1


def test_an_answer_over_one_not_seen_is_a_conflict_that_shows_it(school: School) -> None:
    log = school.log()
    seen = read_log(school.site, school.tutor, log).seen
    answer_log(school.site, school.tutor, log, "returned", "Mine came first.", seen)
    with pytest.raises(Conflict) as conflict:
        answer_log(school.site, school.tutor, log, "accepted", "Fine.", seen)
    (newer,) = conflict.value.newer
    assert newer.get("decision") == "returned"


def test_something_else_recorded_meanwhile_is_no_conflict(school: School) -> None:
    log = school.log()
    seen = read_log(school.site, school.tutor, log).seen
    school.log("Another one.")
    answer_log(school.site, school.tutor, log, "accepted", "Fine.", seen)
    assert len(school.own("log-response")) == 1


def test_nobody_answers_his_or_her_own_log(school: School) -> None:
    school.world.role("amara", "tutor", programme="course")
    log = school.log()
    with pytest.raises(NotPermitted):
        answer_log(school.site, school.actor("amara"), log, "accepted", "Well done, me.")


def test_an_id_of_something_else_is_not_found(school: School) -> None:
    with pytest.raises(NotFound):
        read_log(school.site, school.tutor, school.enrolment)
