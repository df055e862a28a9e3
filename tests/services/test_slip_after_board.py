"""A slip that comes to light after the board closes the copy at once and leaves the result to a board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from flask_mailman import EmailMessage

from lms.domain.board import Decision
from lms.domain.policy import Actor
from lms.domain.records import Record, person
from lms.errors import Refused
from lms.services.board_mark import Change, give_board_mark
from lms.services.board_papers import board_papers
from lms.services.correct_outcome import Correction, correct_outcome
from lms.services.enrolments import learning
from lms.services.jobs import work as do_jobs
from lms.services.open_decisions import open_decisions
from lms.services.own_conduct import own_conduct
from lms.services.quarantine import is_quarantined
from lms.services.read_own import read_own
from lms.services.recording import recording
from lms.services.return_for_slip import Slip, return_for_slip, see_to_return, take_back_slip
from lms.services.see_marks import see_marks
from lms.services.site import fact
from lms.testing import Clock
from tests.fixtures.boards import TODAY, Judged

WHERE = ("course", "spring", "year")
NAMED = Slip("named", "major", "A client can be recognised on page 1.")
ONE = Slip("one", "minor", "On page 2, say less.")
SECRET = "Kayleigh's world."


def hand_in(judged: Judged, attempt: int = 1) -> str:
    """Ada's essay with a text; gives the submission."""
    judged.site.session().rollback()
    with recording(judged.site, judged.site.actor("ada")) as writer:
        return writer.append(
            fact(
                person("ada"),
                "submission",
                date(2026, 2, 2),
                enrolment=judged.enrolments["ada"],
                assessment="crs.essay",
                attempt=attempt,
                words=100,
                statement=True,
                document=writer.document(person("ada"), SECRET),
            )
        ).id


@pytest.fixture
def decided(judged: Judged) -> str:
    """Ada's essay passed with 65 and the board completed the stage; gives the submission."""
    judged.world.person("tess", "tutor", programme="course", cohort="spring")
    work = hand_in(judged)
    judged.mark("ada", 65)
    judged.project("ada", 66, 66)
    judged.moderate()
    judged.meet(Decision("ada", "complete"))
    return work


def tutor(judged: Judged) -> Actor:
    judged.site.session().rollback()
    return judged.site.actor("tess")


def record_slip(judged: Judged, work: str, slip: Slip = NAMED) -> str:
    return return_for_slip(judged.site, tutor(judged), work, slip)


def line(judged: Judged, attempt: int = 1) -> tuple[int | None, bool | None, tuple[str, ...]]:
    """What Ada's essay comes to on the marks page, and its flags."""
    judged.site.session().rollback()
    (row,) = [r for r in see_marks(judged.site, judged.lead, *WHERE).rows if r.person == "ada"]
    found = next(x for x in row.of("crs.essay") if x.result.attempt == attempt)
    return found.result.recorded, found.result.passed, found.flags


def is_closed(judged: Judged, work: str) -> bool:
    judged.site.session().rollback()
    of = learning(judged.site, tutor(judged), judged.enrolments["ada"], "read-progress")
    record = of.own.by_id(work)
    assert record
    return is_quarantined(of, record)


def papers(judged: Judged) -> tuple[str, ...]:
    judged.site.session().rollback()
    (one,) = board_papers(judged.site, judged.lead, *WHERE).candidates
    return one.reconsider


def outcome(judged: Judged) -> Record:
    return judged.own("ada", "board-outcome")[-1]


def test_a_major_slip_closes_the_copy_at_once_and_the_result_stays(
    judged: Judged, decided: str
) -> None:
    before = line(judged)
    assert before == (65, True, ())
    record_slip(judged, decided)
    assert is_closed(judged, decided)
    assert line(judged) == (65, True, ("slip",))
    assert judged.own("ada", "slip")[0].get("after-board")
    (said,) = papers(judged)
    assert said.startswith("The essay, attempt 1: a major slip of confidentiality was recorded on")


def test_a_small_slip_is_refused_because_nothing_follows_from_it(
    judged: Judged, decided: str
) -> None:
    shown = see_to_return(judged.site, tutor(judged), decided)
    assert (shown.closed, shown.decided) == ("", True)
    with pytest.raises(Refused, match="nothing follows from a small slip") as refusal:
        record_slip(judged, decided, ONE)
    assert refusal.value.refusal.code == "board-decided"
    assert refusal.value.refusal.reason == shown.no_minor
    assert not is_closed(judged, decided)


def test_the_leads_are_told_by_mail_and_the_mail_says_nothing_of_it(
    judged: Judged, decided: str, sent: Sequence[EmailMessage]
) -> None:
    do_jobs(judged.site)
    before = len(sent)
    record_slip(judged, decided)
    do_jobs(judged.site)
    mails = {m.to[0]: m for m in list(sent)[before:]}
    assert set(mails) == {"ada@example.org", "lead@example.org"}
    lead = mails["lead@example.org"]
    assert "/programmes/course/cohorts/spring/marks/year?flag=slip" in lead.body
    for secret in ("ada", "Ada", "essay", "client", "page 1"):
        assert secret not in lead.subject + lead.body.replace("/course/", "")


def test_it_waits_among_what_lead_and_board_have_to_decide(judged: Judged, decided: str) -> None:
    assert open_decisions(judged.site, judged.lead) == []
    record_slip(judged, decided)
    for reader in ("lead", "chair"):
        judged.site.session().rollback()
        (one,) = open_decisions(judged.site, judged.site.actor(reader))
        assert (one.cohort, one.claims, one.appeals, one.slips) == ("spring", 0, 0, {"year": 1})
    assert open_decisions(judged.site, judged.site.actor("mark")) == []


def test_the_boards_mark_changes_the_result_and_settles_it(judged: Judged, decided: str) -> None:
    record_slip(judged, decided)
    failed = Change("crs.essay", 1, "A client was named.", mark=0)
    give_board_mark(judged.site, judged.lead, judged.enrolments["ada"], failed)
    assert line(judged) == (0, False, ("referred",))
    assert papers(judged) == ()
    assert open_decisions(judged.site, judged.lead) == []
    assert is_closed(judged, decided)


def test_a_corrected_outcome_settles_it_and_does_not_set_the_slip_to_work(
    judged: Judged, decided: str
) -> None:
    record_slip(judged, decided)
    again = Correction(
        Decision("ada", "complete"), "chair", "The slip was looked at; the result stays."
    )
    correct_outcome(judged.site, judged.lead, outcome(judged).id, again)
    assert line(judged) == (65, True, ())
    assert papers(judged) == ()
    assert is_closed(judged, decided)


def test_it_is_taken_back_while_nothing_followed(judged: Judged, decided: str) -> None:
    slip = record_slip(judged, decided)
    take_back_slip(judged.site, tutor(judged), slip, "It was the name of a street.")
    assert not is_closed(judged, decided)
    assert line(judged) == (65, True, ())
    slip = record_slip(judged, decided)
    changed = Change("crs.essay", 1, "A client was named.", mark=0)
    give_board_mark(judged.site, judged.lead, judged.enrolments["ada"], changed)
    with pytest.raises(Refused) as refusal:
        take_back_slip(judged.site, tutor(judged), slip, "It was the name of a street.")
    assert refusal.value.refusal.code == "followed"


def test_the_learner_reads_that_the_copy_is_closed_and_the_result_stays(
    judged: Judged, decided: str
) -> None:
    record_slip(judged, decided)
    ada = judged.site.actor("ada")
    of = learning(judged.site, ada, judged.enrolments["ada"], "read-receipt")
    record = of.own.by_id(decided)
    assert record
    (told,) = own_conduct(judged.site, of, record)
    assert (told.what, told.reason) == ("closed-later", NAMED.reason)
    shown = read_own(judged.site, ada, judged.enrolments["ada"], decided)
    assert SECRET not in repr(shown)
    assert shown.attempt
    assert (shown.attempt.line.result, shown.attempt.line.passed) == ("Passed with 65", True)


def test_one_slip_closes_a_copy_and_a_second_is_refused(judged: Judged, decided: str) -> None:
    record_slip(judged, decided)
    assert see_to_return(judged.site, tutor(judged), decided).closed
    assert len(judged.own("ada", "slip")) == 1


def test_after_a_boards_own_mark_the_result_stays_too(judged: Judged) -> None:
    judged.world.person("tess", "tutor", programme="course", cohort="spring")
    work = hand_in(judged)
    judged.mark("ada", 65)
    judged.moderate()
    judged.cohort_tell("release", stage="course/year", marks="provisional")
    changed = Change("crs.essay", 1, "Read again by the board.", mark=57)
    give_board_mark(judged.site, judged.lead, judged.enrolments["ada"], changed)
    record_slip(judged, work)
    assert is_closed(judged, work)
    assert line(judged) == (57, True, ("slip",))


def test_what_a_board_referred_goes_on_and_its_next_attempt_is_returned_as_ever(
    judged: Judged, clock: Clock
) -> None:
    judged.world.person("tess", "tutor", programme="course", cohort="spring")
    first = hand_in(judged)
    judged.mark("ada", 41)
    judged.project("ada", 66, 66)
    judged.moderate()
    judged.meet(Decision("ada", "referred", "Work failed.", reassess_by=TODAY + timedelta(days=30)))
    second = hand_in(judged, attempt=2)
    record_slip(judged, first)
    assert (is_closed(judged, first), is_closed(judged, second)) == (True, False)
    assert line(judged)[:2] == (41, False)
    record_slip(judged, second, ONE)
    assert judged.own("ada", "slip")[-1].get("after-board") is None
    clock.forward(days=6)
    assert line(judged, attempt=2)[:2] == (0, False)


def test_a_slip_in_a_failed_attempt_closes_its_copy_while_the_next_is_marked(
    judged: Judged,
) -> None:
    judged.world.person("tess", "tutor", programme="course", cohort="spring")
    first = hand_in(judged)
    judged.mark("ada", 41)
    second = hand_in(judged, attempt=2)
    judged.mark("ada", 62, attempt=2)
    record_slip(judged, first)
    assert (is_closed(judged, first), is_closed(judged, second)) == (True, False)
    assert line(judged)[:2] == (0, False)
    assert line(judged, attempt=2)[:2] == (50, True)


@pytest.mark.parametrize("because", ["uncorrected", "misconduct"])
def test_a_slip_in_an_attempt_that_failed_otherwise_closes_its_copy(
    judged: Judged, because: str
) -> None:
    judged.world.person("tess", "tutor", programme="course", cohort="spring")
    first = hand_in(judged)
    if because == "uncorrected":
        returned = "2026-02-03T10:00:00+00:00"
        more = {"assessment": "crs.essay", "grade": "minor", "at": returned}
        judged.tell("ada", "slip", date(2026, 2, 3), **more)
    else:
        case = judged.tell("ada", "misconduct", assessment="crs.essay").id
        judged.tell("ada", "misconduct-decision", case=case, outcome="zero", reason="d.r")
    assert line(judged)[:2] == (0, False)
    hand_in(judged, attempt=2)
    with pytest.raises(Refused) as refusal:
        record_slip(judged, first, ONE)
    assert refusal.value.refusal.code == "decided"
    record_slip(judged, first)
    assert is_closed(judged, first)
    assert line(judged)[:2] == (0, False)


def test_a_mark_that_was_shown_but_not_ratified_falls_and_its_learner_is_told(
    judged: Judged, sent: Sequence[EmailMessage]
) -> None:
    judged.world.person("tess", "tutor", programme="course", cohort="spring")
    work = hand_in(judged)
    judged.mark("ada", 65)
    judged.moderate()
    judged.cohort_tell("release", stage="course/year", marks="provisional")
    do_jobs(judged.site)
    before = len(sent)
    record_slip(judged, work)
    do_jobs(judged.site)
    assert [m.to for m in list(sent)[before:]] == [["ada@example.org"]]
    assert line(judged)[:2] == (0, False)
    judged.site.session().rollback()
    shown = read_own(judged.site, judged.site.actor("ada"), judged.enrolments["ada"], work)
    assert shown.attempt
    assert (shown.attempt.line.result, shown.attempt.line.passed) == ("Not passed with 0", False)
    assert shown.closed
