"""A board's meeting is recorded whole, on what its papers showed, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.board import Decision
from lms.domain.records import cohort
from lms.errors import BadInput, Conflict, NotPermitted
from lms.services.board_papers import board_papers
from lms.services.evaluation import progress_of
from lms.services.list_decisions import list_decisions, read_decision, see_decision
from lms.services.prior_learning import waive
from lms.services.ratify import DecisionProblem, Meeting, ratify
from lms.services.site import Site
from lms.store.documents import content_of
from lms.store.read_audits import all_readings
from tests.fixtures.training import Training

TODAY = date(2026, 3, 2)


def meeting(training: Training, *decisions: Decision, **more: object) -> Meeting:
    fields = {
        "programme": "craft",
        "cohort": training.cohort,
        "stage": "first",
        "on": TODAY,
        "chair": training.chair,
        "minutes": "Minutes of the board of 2 March.",
        "decisions": decisions,
        "members": training.members,
    }
    return Meeting(**{**fields, **more})  # type: ignore[arg-type]


def test_a_learner_who_has_done_everything_goes_on(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    training.finish_first("ben", enrolment)
    record = ratify(site, training.lead, meeting(training, Decision("ben", "progress")))
    (outcome,) = site.about_me("ben").of("board-outcome")
    assert (outcome.get("outcome"), outcome.get("meeting")) == ("progress", record)
    assert progress_of(site, "ben", TODAY)[0].outcome == "met"
    (held,) = site.about(cohort(training.cohort)).of("board-meeting")
    assert content_of(site.session(), held.get("minutes")) == {
        "text": "Minutes of the board of 2 March."
    }


def test_each_outcome_keeps_the_verdict_it_rests_on(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    training.finish_first("ben", enrolment)
    ratify(site, training.lead, meeting(training, Decision("ben", "progress")))
    (outcome,) = site.about_me("ben").of("board-outcome")
    tree = content_of(site.session(), outcome.get("verdict"))
    found = {v["id"]: v["verdict"] for v in tree["requirements"]}
    assert found == {
        "c1.letter": "met",
        "c1.clinic": "met",
        "c1.study": "met",
        "c1.board": "not-yet",
    }
    assert (tree["curriculum"], tree["digest"]) == ("craft@1", training.programme.digest)
    assert tree["reads"]["person:ben"] > 0


def test_nobody_goes_on_with_clinical_work_open(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    training.finish_first("ben", enrolment)
    (entry, *_) = site.about_me("ben").of("hours", category="clinic")
    training.world.record("ben", "retraction", TODAY, replaces=entry.id)
    decision = Decision("ben", "progress", "A good year otherwise.")
    with pytest.raises(BadInput) as refused:
        ratify(site, training.lead, meeting(training, decision))
    (problem,) = refused.value.problems
    assert isinstance(problem, DecisionProblem)
    assert problem.person == "ben"
    assert "never condoned" in problem.what


def test_one_outcome_refused_keeps_the_whole_meeting_out(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    training.finish_first("ben", enrolment)
    training.learner("cara")
    before = site.ledger.head(site.session())
    both = (Decision("ben", "progress"), Decision("cara", "progress"))
    with pytest.raises(BadInput):
        ratify(site, training.lead, meeting(training, *both))
    site.session().rollback()
    assert site.ledger.head(site.session()) == before


def test_a_condition_lets_somebody_go_on_and_stays_to_be_met(
    site: Site, training: Training
) -> None:
    enrolment = training.learner("ben")
    decision = Decision(
        "ben", "progress-with-condition", "Families cancelled.", "c1.clinic", date(2026, 9, 1)
    )
    training.hours("ben", enrolment, 60)
    ratify(site, training.lead, meeting(training, decision))
    first, second = progress_of(site, "ben", TODAY)
    board = first.verdict("c1.board")
    clinic = first.verdict("c1.clinic")
    entry = second.verdict("c2.entry")
    assert board is not None
    assert clinic is not None
    assert entry is not None
    assert (board.outcome, clinic.outcome, entry.outcome) == ("met", "not-met", "met")
    assert "Two clinic hours" in board.finding.warning


def test_the_award_is_confirmed_with_the_stage(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    training.finish_first("ben", enrolment)
    training.hours("ben", enrolment, 120, on=date(2025, 9, 3))
    ratify(site, training.lead, meeting(training, Decision("ben", "progress")))
    ratify(site, training.lead, meeting(training, Decision("ben", "award"), stage="second"))
    (award,) = site.about_me("ben").of("award")
    assert award.get("stage") == "craft/second"
    assert [p.outcome for p in progress_of(site, "ben", TODAY)] == ["met", "met"]


def test_an_award_waits_for_its_hours(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    training.finish_first("ben", enrolment)
    ratify(site, training.lead, meeting(training, Decision("ben", "progress")))
    with pytest.raises(BadInput) as refused:
        ratify(site, training.lead, meeting(training, Decision("ben", "award"), stage="second"))
    assert "Four clinic hours" in str(refused.value.problems[0])
    assert site.about_me("ben").of("award") == []


def test_what_is_newer_than_the_papers_is_shown_and_nothing_is_recorded(
    site: Site, training: Training
) -> None:
    for name in ("ben", "cara"):
        training.finish_first(name, training.learner(name))
    papers = board_papers(site, training.lead, "craft", training.cohort, "first")
    enrolment = next(c for c in papers.candidates if c.person == "ben").progress.enrolment.id
    note = training.hours("ben", enrolment, 60, on=date(2025, 9, 5))
    both = (Decision("ben", "progress"), Decision("cara", "progress"))
    with pytest.raises(Conflict) as conflict:
        ratify(site, training.lead, meeting(training, *both, seen=papers.seen))
    assert conflict.value.newer == {"ben": (note,)}
    assert site.about_me("cara").of("board-outcome") == []
    fresh = board_papers(site, training.lead, "craft", training.cohort, "first")
    ratify(site, training.lead, meeting(training, *both, seen=fresh.seen))
    assert site.about_me("cara").of("board-outcome")


def test_something_taken_back_is_newer_too(site: Site, training: Training) -> None:
    training.finish_first("ben", training.learner("ben"))
    papers = board_papers(site, training.lead, "craft", training.cohort, "first")
    (entry, *_) = site.about_me("ben").of("hours", category="study")
    training.world.record("ben", "retraction", TODAY, replaces=entry.id)
    with pytest.raises(Conflict) as conflict:
        ratify(
            site,
            training.lead,
            meeting(training, Decision("ben", "referred", "Why."), seen=papers.seen),
        )
    assert conflict.value.newer == {"ben": ()}


def test_another_meeting_of_the_cohort_is_nothing_new_about_a_learner(
    site: Site, training: Training
) -> None:
    for name in ("ben", "cara"):
        training.finish_first(name, training.learner(name))
    papers = board_papers(site, training.lead, "craft", training.cohort, "first")
    ratify(site, training.lead, meeting(training, Decision("ben", "progress")))
    late = meeting(training, Decision("cara", "progress"), seen=papers.seen)
    ratify(site, training.lead, late)
    assert site.about_me("cara").of("board-outcome")


def test_two_clicks_record_one_meeting(site: Site, training: Training) -> None:
    training.finish_first("ben", training.learner("ben"))
    papers = board_papers(site, training.lead, "craft", training.cohort, "first")
    wanted = meeting(training, Decision("ben", "progress"), seen=papers.seen)
    first = ratify(site, training.lead, wanted, key="k")
    assert ratify(site, training.lead, wanted, key="k") == first
    assert len(site.about(cohort(training.cohort)).of("board-meeting")) == 1


def test_a_decided_learner_is_not_decided_again(site: Site, training: Training) -> None:
    training.finish_first("ben", training.learner("ben"))
    ratify(site, training.lead, meeting(training, Decision("ben", "progress")))
    with pytest.raises(BadInput) as refused:
        ratify(site, training.lead, meeting(training, Decision("ben", "failed", "After all.")))
    assert "decided this already" in str(refused.value.problems[0])


def test_a_referred_learner_comes_before_the_next_board(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    ratify(site, training.lead, meeting(training, Decision("ben", "referred", "No hours yet.")))
    training.finish_first("ben", enrolment)
    ratify(site, training.lead, meeting(training, Decision("ben", "progress")))
    assert progress_of(site, "ben", TODAY)[0].outcome == "met"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"chair": "lead"}, "held the board role"),
        ({"minutes": " "}, "minutes"),
        ({"on": date(2026, 3, 3)}, "cannot lie ahead"),
        ({"decisions": ()}, "at least one"),
    ],
)
def test_a_meeting_says_who_chaired_it_when_and_what_was_said(
    site: Site, training: Training, fields: dict[str, object], says: str
) -> None:
    training.finish_first("ben", training.learner("ben"))
    with pytest.raises(BadInput) as refused:
        ratify(site, training.lead, meeting(training, Decision("ben", "progress"), **fields))
    assert says in str(refused.value.problems)


def test_somebody_of_another_cohort_is_not_before_this_board(
    site: Site, training: Training
) -> None:
    training.world.person("dan")
    with pytest.raises(BadInput) as refused:
        ratify(site, training.lead, meeting(training, Decision("dan", "deferred", "Ill.")))
    assert "not before this board" in str(refused.value.problems[0])


def test_the_board_reads_and_does_not_record(site: Site, training: Training) -> None:
    training.finish_first("ben", training.learner("ben"))
    chair = site.actor(training.chair)
    assert board_papers(site, chair, "craft", training.cohort, "first").candidates
    with pytest.raises(NotPermitted):
        ratify(site, chair, meeting(training, Decision("ben", "progress")))


def test_a_later_evaluation_that_disagrees_is_shown_and_changes_nothing(
    site: Site, training: Training
) -> None:
    training.finish_first("ben", training.learner("ben"))
    ratify(site, training.lead, meeting(training, Decision("ben", "progress")))
    (line,) = list_decisions(site, training.lead, "craft", training.cohort)
    assert (line.outcome, line.differences, line.kept) == ("progress", (), True)
    (entry, *_) = site.about_me("ben").of("hours", category="clinic")
    training.world.record("ben", "retraction", TODAY, replaces=entry.id)
    (line,) = list_decisions(site, training.lead, "craft", training.cohort)
    (difference,) = line.differences
    assert (difference.title, difference.then, difference.now) == (
        "Two clinic hours",
        "met",
        "not-met",
    )
    assert line.outcome == "progress"


def test_reading_a_decisions_texts_is_noted(site: Site, training: Training) -> None:
    training.learner("ben")
    ratify(site, training.lead, meeting(training, Decision("ben", "referred", "No hours yet.")))
    (line,) = list_decisions(site, training.lead, "craft", training.cohort)
    page = read_decision(site, training.lead, "craft", training.cohort, line.record)
    assert (page.reason, page.minutes) == ("No hours yet.", "Minutes of the board of 2 March.")
    assert page.chair == "Chair"
    (reading,) = all_readings(site.session())
    assert (reading.reader, reading.about, reading.record) == ("lead", "ben", line.record)


def test_who_did_not_write_the_minutes_is_handed_two_texts(site: Site, training: Training) -> None:
    training.learner("ben")
    ratify(site, training.lead, meeting(training, Decision("ben", "referred", "No hours yet.")))
    where = ("craft", training.cohort)
    chair = site.actor("chair")
    (line,) = list_decisions(site, chair, *where)
    plain = see_decision(site, chair, *where, line.record)
    assert (plain.reason, plain.minutes, plain.chair) == ("", "", "Chair")
    site.session().rollback()
    assert not all_readings(site.session())
    read_decision(site, chair, *where, line.record)
    site.session().rollback()
    found = [(r.reader, r.about, r.record) for r in all_readings(site.session())]
    assert found == [("chair", "ben", line.meeting), ("chair", "ben", line.record)]


def test_waived_study_is_settled_for_the_board(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    fields = {"requirement": "c1.letter", "outcome": "accepted"}
    training.world.record("ben", "entry-check", TODAY, enrolment=enrolment, **fields)
    training.hours("ben", enrolment, 120)
    waive(site, training.lead, enrolment, "c1.study", TODAY, "Teaches it.")
    ratify(site, training.lead, meeting(training, Decision("ben", "progress")))
    assert progress_of(site, "ben", TODAY)[0].outcome == "met"
