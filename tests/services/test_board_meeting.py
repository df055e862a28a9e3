"""A board is quorate, minutes its interests, decides nothing that is open, and its chair acts between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.domain.assessment.deadlines import deadline_of
from lms.domain.board import Decision
from lms.domain.records import cohort
from lms.errors import BadInput, NotPermitted, Refused
from lms.services.board_meeting import CHAIRS_ACTION
from lms.services.board_papers import board_papers
from lms.services.cohort_work import cohort_work
from lms.services.correct_outcome import Correction, correct_outcome
from lms.services.enrolments import learning
from lms.services.evaluation import progress_of
from lms.services.jobs import work as do_jobs
from lms.services.list_decisions import list_decisions, read_decision
from lms.services.ratify import ratify
from lms.services.recording import recording
from lms.services.site import Site, fact
from lms.store.documents import content_of
from lms.testing_world import Sent
from tests.fixtures.boards import BOARD, TODAY, Judged

REFERRED = Decision("ada", "referred", "The essay failed.", reassess_by=date(2026, 6, 1))


def passed(judged: Judged, name: str = "ada") -> None:
    """All that a learner needs, the board apart."""
    judged.essay(name, 64)
    judged.project(name, 62, 64)
    judged.moderate()


def refused(judged: Judged, *decisions: Decision, **more: object) -> str:
    with pytest.raises(BadInput) as fault:
        judged.meet(*decisions, **more)
    return " ".join(map(str, fault.value.problems))


def test_a_meeting_keeps_who_was_there_and_what_they_declared(site: Site, judged: Judged) -> None:
    passed(judged)
    record = judged.meet(Decision("ada", "complete"), interests="None.")
    site.session().rollback()
    (held,) = site.about(cohort("spring")).of("board-meeting")
    assert (held.id, held.get("members"), held.get("by")) == (record, BOARD, "meeting")
    assert content_of(site.session(), held.get("interests")) == {"text": "None."}
    (line,) = list_decisions(site, judged.lead, "course", "spring")
    page = read_decision(site, judged.lead, "course", "spring", line.record)
    assert (page.members, page.interests) == (("Chair", "Nour", "Owen"), "None.")


def test_a_board_without_quorum_decides_nothing(judged: Judged) -> None:
    passed(judged)
    said = refused(judged, Decision("ada", "complete"), members=("nour",))
    assert "2 present; a board needs 3" in said


def test_only_who_held_the_board_role_on_the_day_counts(judged: Judged) -> None:
    passed(judged)
    said = refused(judged, Decision("ada", "complete"), members=("nour", "mark"))
    assert "held the board role" in said


def test_an_interest_on_record_is_minuted(site: Site, judged: Judged) -> None:
    passed(judged)
    _declare(judged, "nour", "ada")
    papers = board_papers(site, judged.lead, "course", "spring", "year")
    (interest,) = papers.interests
    assert (interest.member_name, interest.learner_name) == ("Nour", "Ada")
    assert "Nour in Ada" in refused(judged, Decision("ada", "complete"))
    judged.meet(Decision("ada", "complete"), interests="Nour left the room.")


def _declare(judged: Judged, member: str, learner: str) -> None:
    judged.world.record(member, "interest", date(2026, 2, 1), **{"with": learner})
    judged.site.session().rollback()


def test_nobody_sits_on_a_board_about_oneself(judged: Judged) -> None:
    judged.world.role("ada", "board", programme="course")
    said = refused(judged, Decision("ada", "deferred", "Ill."), members=(*BOARD, "ada"))
    assert "about himself or herself" in said


@pytest.mark.parametrize("second", [None, 58, 80])
def test_nothing_is_decided_while_markers_have_not_agreed(
    judged: Judged, second: int | None
) -> None:
    judged.project("ada", 62, second)
    assert "The project waits for" in refused(judged, Decision("ada", "deferred", "Ill."))


def test_nothing_is_decided_about_work_that_is_held_or_not_moderated(
    site: Site, judged: Judged
) -> None:
    judged.learner("ben")
    judged.essay("ada", 64)
    judged.hand_in("ben")
    judged.tell("ben", "misconduct", assessment="crs.essay")
    both = (Decision("ada", "deferred", "Ill."), Decision("ben", "deferred", "Ill."))
    said = refused(judged, *both)
    assert "not yet moderated" in said
    assert "held until a question" in said
    papers = board_papers(site, judged.lead, "course", "spring", "year")
    assert [bool(c.blocked) for c in papers.candidates] == [True, True]


def test_a_referred_learner_has_a_day_for_reassessment(site: Site, judged: Judged) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    late = Decision("ada", "referred", "Failed.", reassess_by=TODAY)
    assert "after the meeting" in refused(judged, late)
    judged.meet(REFERRED)
    (outcome,) = judged.own("ada", "board-outcome")
    assert outcome.get("reassess-by") == date(2026, 6, 1)
    work = cohort_work(site, "course", "spring", "year")
    due = deadline_of(work.of(judged.enrolments["ada"])[0], attempt=2)
    assert due is not None
    assert (due.day, due.why) == (date(2026, 6, 1), "board")


def test_a_day_for_reassessment_is_for_the_referred_only(judged: Judged) -> None:
    other = Decision("ada", "deferred", "Ill.", reassess_by=date(2026, 6, 1))
    assert "Only a referred learner" in refused(judged, other)


def chairs_action(judged: Judged, meeting: str, *decisions: Decision, **more: object) -> str:
    fields = {"by": CHAIRS_ACTION, "earlier": meeting, "members": (), **more}
    return judged.meet(*decisions, **fields)


def test_a_chair_acts_alone_on_what_the_board_left_open(site: Site, judged: Judged) -> None:
    judged.essay("ada", 41)
    judged.project("ada", 62, 64)
    judged.moderate()
    earlier = judged.meet(REFERRED)
    judged.essay("ada", 55, attempt=2)
    judged.moderate()
    action = chairs_action(judged, earlier, Decision("ada", "complete"))
    site.session().rollback()
    held = site.about(cohort("spring")).by_id(action)
    assert held is not None
    assert (held.get("by"), held.get("earlier")) == (CHAIRS_ACTION, earlier)
    assert progress_of(site, "ada", TODAY)[0].outcome == "met"


@pytest.mark.parametrize("by", ["lead", "chair"])
def test_a_chair_is_told_of_an_action_that_somebody_else_records(
    judged: Judged, sent: Sent, by: str
) -> None:
    passed(judged)
    earlier = judged.meet(REFERRED)
    do_jobs(judged.site)
    before = len(sent)
    judged.world.role("chair", "programme-lead", programme="course")
    judged.site.session().rollback()
    fields = {"by": CHAIRS_ACTION, "earlier": earlier, "members": (), "release": False}
    meeting = judged.meeting(Decision("ada", "complete"), **fields)
    ratify(judged.site, judged.site.actor(by), meeting)
    do_jobs(judged.site)
    mails = list(sent)[before:]
    assert [m.to for m in mails] == ([["chair@example.org"]] if by == "lead" else [])
    for mail in mails:
        assert "/programmes/course/cohorts/spring/decisions" in mail.body
        assert "ada" not in (mail.subject + mail.body).lower()


def test_a_corrected_outcome_is_told_to_the_chair_who_stands_for_it(
    judged: Judged, sent: Sent
) -> None:
    passed(judged)
    judged.meet(Decision("ada", "failed", "Read from the wrong line."))
    do_jobs(judged.site)
    before = len(sent)
    (wrong,) = judged.own("ada", "board-outcome")
    right = Correction(Decision("", "complete"), "chair", "The minutes named another learner.")
    correct_outcome(judged.site, judged.lead, wrong.id, right)
    do_jobs(judged.site)
    assert ["chair@example.org"] in [m.to for m in list(sent)[before:]]


def test_a_chair_decides_nothing_that_the_board_has_ended(judged: Judged) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    earlier = judged.meet(Decision("ada", "failed", "Both attempts failed."))
    with pytest.raises(BadInput) as fault:
        chairs_action(judged, earlier, Decision("ada", "referred", "After all."))
    assert "left nothing open" in str(fault.value.problems)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"earlier": ""}, "Choose the meeting of this board"),
        ({"members": BOARD}, "acts alone"),
        ({"minutes": " "}, "why the chair acts"),
        ({"chair": "mark"}, "held the board role"),
    ],
)
def test_a_chairs_action_follows_a_meeting_and_says_why(
    judged: Judged, more: dict[str, object], says: str
) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    earlier = judged.meet(REFERRED)
    with pytest.raises(BadInput) as fault:
        chairs_action(judged, earlier, REFERRED, **more)
    assert says in str(fault.value.problems)


def test_a_chair_with_an_interest_leaves_it_to_the_board(judged: Judged) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    earlier = judged.meet(REFERRED)
    _declare(judged, "chair", "ada")
    with pytest.raises(BadInput, match="cannot be recorded") as fault:
        chairs_action(judged, earlier, REFERRED, interests="Knows her.")
    assert "the board decides" in str(fault.value.problems)


def test_external_comments_and_carried_conditions_are_on_the_papers(
    site: Site, judged: Judged
) -> None:
    judged.world.person("odile", role="external-examiner", programme="course")
    with recording(site, site.actor("odile")) as writer:
        text = writer.document(cohort("spring"), {"text": "Standards are sound."})
        new = fact(cohort("spring"), "external-comment", TODAY, stage="course/year", comment=text)
        writer.append(new)
    papers = board_papers(site, site.actor("chair"), "course", "spring", "year")
    assert [(c.name, c.text) for c in papers.comments] == [("Odile", "Standards are sound.")]


def test_an_outcome_given_by_mistake_is_corrected_and_stays_readable(
    site: Site, judged: Judged
) -> None:
    passed(judged)
    judged.meet(Decision("ada", "failed", "Read from the wrong line."))
    (wrong,) = judged.own("ada", "board-outcome")
    right = Correction(Decision("", "complete"), "chair", "The minutes named another learner.")
    corrected = correct_outcome(site, judged.lead, wrong.id, right)
    (outcome,) = judged.own("ada", "board-outcome")
    assert (outcome.id, outcome.replaces, outcome.on) == (corrected, wrong.id, wrong.on)
    assert progress_of(site, "ada", TODAY)[0].outcome == "met"
    of = learning(site, site.actor("ada"), judged.enrolments["ada"], "read-progress")
    assert [r.get("outcome") for r in of.own.of("board-outcome")] == ["complete"]
    page = read_decision(site, judged.lead, "course", "spring", corrected)
    assert (page.corrects, page.by) == (True, CHAIRS_ACTION)
    assert page.minutes == "The minutes named another learner."


@pytest.mark.parametrize(
    ("correction", "says"),
    [
        (Correction(Decision("", "complete"), "mark", "Wrong line."), "held the board role"),
        (Correction(Decision("", "complete"), "chair", " "), "what the mistake was"),
        (Correction(Decision("", "award"), "chair", "Wrong line."), "not open here"),
    ],
)
def test_a_correction_has_a_chair_and_says_what_the_mistake_was(
    site: Site, judged: Judged, correction: Correction, says: str
) -> None:
    passed(judged)
    judged.meet(Decision("ada", "deferred", "Ill."))
    (wrong,) = judged.own("ada", "board-outcome")
    with pytest.raises(BadInput) as fault:
        correct_outcome(site, judged.lead, wrong.id, correction)
    assert says in str(fault.value.problems)
    assert judged.own("ada", "board-outcome") == [wrong]


def test_a_correction_is_for_those_who_lead(site: Site, judged: Judged) -> None:
    passed(judged)
    judged.meet(Decision("ada", "deferred", "Ill."))
    (wrong,) = judged.own("ada", "board-outcome")
    right = Correction(Decision("", "complete"), "chair", "Wrong line.")
    with pytest.raises(NotPermitted):
        correct_outcome(site, site.actor("chair"), wrong.id, right)


def test_without_the_policy_nothing_is_decided(site: Site, judged: Judged) -> None:
    judged.cohort_tell("cohort-policy", programme="course", policy="gone@1")
    assert board_papers(site, judged.lead, "course", "spring", "year").quorum == 0
    with pytest.raises(Refused, match="plugin that is not loaded"):
        ratify(site, judged.lead, judged.meeting(Decision("ada", "deferred", "Ill.")))


def test_a_meeting_written_down_late_shows_no_mark_given_since(site: Site, judged: Judged) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    later = TODAY + timedelta(days=2)
    judged.tell("ada", "mark", later, assessment="crs.essay", attempt=2, mark=58, layer="first")
    judged.meet(REFERRED)
    (release,) = judged.releases()
    assert release.get("marks") == "outcome"
