"""Marking: bands, comments and a mark, provisional, by somebody who may, and the reading noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from flask_mailman import EmailMessage
from sqlalchemy import select

from lms.errors import BadInput, Conflict, NotPermitted, Refused
from lms.services.jobs import work as do_jobs
from lms.services.mark_work import Marking, mark_work
from lms.services.read_work import read_work
from lms.store.tables import ReadAuditRow
from tests.fixtures.teaching import School


def bands(school: School, band: str, item: str = "crs.essay") -> dict[str, str]:
    assessment = school.programme.stages[0].assessment(item)
    assert assessment is not None
    return {c.id: band for c in assessment.criteria}


def marking(school: School, mark: int = 62, **more: str) -> Marking:
    return Marking(bands(school, "Merit"), mark=mark, overall=more.get("overall", "It is shown."))


def test_a_marker_reads_the_work_and_that_is_on_record(school: School) -> None:
    work = school.work("One pattern.")
    shown = read_work(school.site, school.marker, work)
    assert (shown.text, shown.words) == ("One pattern.", 2)
    assert shown.word_rule is not None
    assert not shown.word_rule.kept
    row = school.site.session().scalars(select(ReadAuditRow)).one()
    assert (row.reader, row.about, row.record, row.purpose) == ("mark", "amara", work, "mark-work")


def test_a_marker_is_not_told_whose_work_it_is_and_a_tutor_is(school: School) -> None:
    work = school.work()
    assert read_work(school.site, school.marker, work).person == ""
    assert read_work(school.site, school.tutor, work).name == "Amara"


def test_a_mark_is_recorded_with_its_bands_and_settles_the_work(school: School) -> None:
    mark_work(school.site, school.marker, school.work(), marking(school))
    (mark,) = school.own("mark")
    assert mark.get("mark") == 62
    assert mark.get("result") is None
    assert set(dict(mark.get("criteria")).values()) == {"Merit"}
    assert "shown" not in repr(mark.payload)
    assert school.verdict("crs.essay-passed") == "met"


def test_the_feedback_is_shown_with_the_comments(school: School) -> None:
    work = school.work()
    comments = {next(iter(bands(school, "Pass"))): "You see it."}
    said = Marking(bands(school, "Pass"), comments, mark=55, overall="Good.")
    mark_work(school.site, school.tutor, work, said)
    given = read_work(school.site, school.tutor, work).given
    assert given is not None
    assert (given.mark, given.feedback.overall) == (55, "Good.")
    assert given.feedback.on(next(iter(comments))) == "You see it."


def test_the_learner_is_told_by_mail_without_the_mark(
    school: School, sent: Sequence[EmailMessage]
) -> None:
    mark_work(school.site, school.tutor, school.work(), marking(school))
    do_jobs(school.site)
    (mail,) = sent
    said = mail.subject + mail.body.partition("http")[0]
    assert "62" not in said
    assert "shown" not in said


def test_every_criterion_needs_a_band_and_the_mark_a_number(school: School) -> None:
    with pytest.raises(BadInput) as fault:
        mark_work(school.site, school.tutor, school.work(), Marking(mark=101))
    fields = [getattr(p, "field", "") for p in fault.value.problems]
    assert fields == [*(f"band-{c}" for c in bands(school, "Pass")), "mark"]


def test_work_that_does_not_pass_needs_feedback(school: School) -> None:
    with pytest.raises(BadInput) as fault:
        mark_work(school.site, school.tutor, school.work(), marking(school, 49, overall=" "))
    assert [getattr(p, "field", "") for p in fault.value.problems] == ["overall"]


def test_a_mark_can_be_corrected_until_the_board_has_met(school: School) -> None:
    work = school.work()
    first = mark_work(school.site, school.tutor, work, marking(school, 62))
    mark_work(school.site, school.tutor, work, marking(school, 64))
    (mark,) = school.own("mark")
    assert (mark.get("mark"), mark.replaces) == (64, first)
    school.world.record(
        "amara",
        "board-outcome",
        date(2026, 3, 2),
        enrolment=school.enrolment,
        stage="course/year",
        outcome="deferred",
    )
    with pytest.raises(Refused) as refusal:
        mark_work(school.site, school.tutor, work, marking(school, 66))
    assert refusal.value.refusal.code == "board-decided"


def test_a_mark_over_one_not_seen_is_a_conflict(school: School) -> None:
    work = school.work()
    seen = read_work(school.site, school.tutor, work).seen
    mark_work(school.site, school.marker, work, marking(school), seen)
    with pytest.raises(Conflict):
        mark_work(school.site, school.tutor, work, marking(school, 40), seen)


def test_two_clicks_are_one_mark(school: School) -> None:
    work = school.work()
    for _ in range(2):
        mark_work(school.site, school.tutor, work, marking(school), key="click")
    (mark,) = school.own("mark")
    assert mark.replaces is None


def test_own_family_work_is_for_a_tutor_of_the_cohort_alone(school: School) -> None:
    work = school.work("My own family.", "crs.own")
    for actor in (school.marker, school.other_tutor):
        with pytest.raises(NotPermitted):
            read_work(school.site, actor, work)
        with pytest.raises(NotPermitted):
            mark_work(school.site, actor, work, Marking())
    assert read_work(school.site, school.tutor, work).text == "My own family."
    assert {r.reader for r in school.site.session().scalars(select(ReadAuditRow))} == {"tess"}


def test_formative_work_gets_feedback_and_no_mark(school: School) -> None:
    work = school.work("My own family.", "crs.own")
    secure = bands(school, "Secure", "crs.own")
    mark_work(school.site, school.tutor, work, Marking(secure, mark=90, overall="Thank you."))
    (mark,) = school.own("mark")
    assert (mark.get("result"), mark.get("mark")) == ("feedback", None)


def test_nobody_marks_his_or_her_own_work(school: School) -> None:
    school.world.role("amara", "marker", programme="course")
    work = school.work()
    with pytest.raises(NotPermitted):
        mark_work(school.site, school.actor("amara"), work, marking(school))


def test_a_failed_attempt_is_shown_with_the_next(school: School) -> None:
    mark_work(school.site, school.tutor, school.work(), marking(school, 40))
    again = school.work("A pattern repeats. " * 34)
    shown = read_work(school.site, school.tutor, again)
    assert (shown.attempt, shown.given) == (2, None)
    assert [g.mark for g in shown.earlier] == [40]
