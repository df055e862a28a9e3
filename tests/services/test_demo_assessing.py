"""The example world assesses work as the rules want it: layers, deadlines, samples, boards."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lms.domain.as_of import AsOf
from lms.domain.assessment.allocation import may_not_mark
from lms.domain.assessment.moderation import Moderation, State, moderations
from lms.domain.assessment.outcome import TWO_MARKERS, Result, Stand
from lms.domain.assessment.ratings import rating
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work, policy_key
from lms.domain.evidence import Enrolment, enrolments_of
from lms.domain.records import NO_RECORDS, Record, Records, Subject, cohort, person
from lms.services.demo.cast import EVERYBODY
from lms.services.demo.cohorts import INTAKES
from tests.services.test_demo import AUTUMN, DAYS, marking, programmes, told

WORLD = told(AUTUMN).records


def about(subject: Subject) -> Records:
    return WORLD.about(subject)


def enrolments() -> Iterator[Enrolment]:
    for member in EVERYBODY:
        yield from enrolments_of(about(person(member.id)))


def works(only: str = "") -> Iterator[tuple[str, Work]]:
    """Every piece of work of every learner, or of one, as of today."""
    for enrolment in enrolments():
        if only not in ("", enrolment.person):
            continue
        version = programmes()[enrolment.programme]
        policy = marking().find(policy_key(version, enrolment.cohort, WORLD))
        assert policy is not None
        own = about(person(enrolment.person)).in_enrolment(enrolment.id)
        for stage in version.stages_of(enrolment.admission):
            for assessment in stage.assessments:
                yield (
                    enrolment.person,
                    Work(
                        assessment,
                        f"{version.id}/{stage.id}",
                        policy,
                        marking().days,
                        own,
                        about(cohort(enrolment.cohort)),
                        AsOf(AUTUMN),
                    ),
                )


def attempts(who: str, assessment: str) -> tuple[Result, ...]:
    return next(results(w) for _, w in works(who) if w.assessment.id == assessment)


def stands(who: str, assessment: str) -> list[Stand]:
    return [r.stand for r in attempts(who, assessment)]


# --- attempts --------------------------------------------------------------------------------------


def test_two_markers_have_marked_whatever_two_mark_but_one_dissertation() -> None:
    one_layer = [
        (who, work.assessment.id)
        for who, work in works()
        for result in results(work)
        if work.assessment.markers in TWO_MARKERS and result.layers and not result.settled
    ]
    assert one_layer == [("jocasta", "y4.dissertation")]


def test_two_marks_are_averaged_agreed_or_decided_by_a_third() -> None:
    names = {
        (r.steps[0].name, r.layers["first"].get("mark") != r.layers["second"].get("mark"))
        for _, work in works()
        for r in results(work)
        if r.settled and "second" in r.layers and work.assessment.marking == "mark"
    }
    assert {("both", True), ("agreed", True), ("third", True)} <= names


def test_work_not_handed_in_was_given_a_new_day_by_the_board() -> None:
    first, second = attempts("jocasta", "y4.dissertation")
    assert (first.stand, first.recorded) == (Stand.NOT_HANDED_IN, 0)
    assert second.deadline is not None
    assert second.deadline.why == "board"
    assert not second.late.late


def test_late_work_costs_what_the_policy_says_unless_it_is_accepted() -> None:
    late, accepted = attempts("stefan", "y3.theory")[0], attempts("petra", "y3.theory")[0]
    assert (late.raw, late.recorded) == (60, 57)
    assert (accepted.raw, accepted.recorded) == (61, 61)
    (extended,) = attempts("lorcan", "y3.research")
    assert extended.deadline is not None
    assert extended.deadline.why == "extension"
    assert not extended.late.late


def test_everything_else_was_handed_in_in_time() -> None:
    late = {(who, w.assessment.id) for who, w in works() for r in results(w) if r.late.late}
    assert late == {("stefan", "y3.theory")}
    missing = {who for who, w in works() for r in results(w) if r.stand is Stand.NOT_HANDED_IN}
    assert missing == {"jocasta"}


def test_something_stands_everywhere_that_work_can_stand_at_present() -> None:
    assert stands("tamsin", "y2.a3") == [Stand.HELD]
    assert stands("fenella", "y2.a3") == [Stand.SETTLED]
    assert stands("deborah", "fnd.case") == [Stand.SETTLED, Stand.HANDED_IN]
    first, second = attempts("callum", "fnd.interview")
    assert (first.steps[0].name, first.passed, second.passed) == ("slip", False, True)
    assert attempts("samir", "y2.a3")[0].deferred == 1


@pytest.mark.parametrize("today", DAYS)
def test_a_small_slip_was_corrected_in_time_and_the_piece_passed_whatever_the_day(
    today: date,
) -> None:
    own = told(today).records.about(person("kemi"))
    returned, corrected = own.of("submission", assessment="fnd.interview")
    (slip,) = own.of("slip")
    (mark,) = own.of("mark", assessment="fnd.interview")
    assert slip.get("grade") == "minor"
    in_order = [r.position for r in (returned, slip, corrected, mark)]
    assert in_order == sorted(in_order)
    version = programmes()["foundation"]
    (wanted,) = [a for s in version.stages for a in s.assessments if a.id == "fnd.interview"]
    policy = marking().find(version.marking_policy)
    assert policy
    later = AsOf(today + timedelta(days=400))
    work = Work(wanted, "foundation/foundation", policy, marking().days, own, NO_RECORDS, later)
    (result,) = results(work)
    assert (result.submission, result.passed) == (corrected, True)


def test_claims_and_appeals_wait_and_are_decided_in_every_way() -> None:
    decided = {(d.get("decision"), d.get("effect")) for d in WORLD.of("circumstances-decision")}
    assert decided == {
        ("accepted", "lateness"),
        ("accepted", "extension"),
        ("accepted", "deferral"),
        ("refused", None),
    }
    assert open_of("circumstances", "circumstances-decision", "claim") == ["leila"]
    assert open_of("appeal", "appeal-decision", "appeal") == ["farida"]
    assert open_of("misconduct", "misconduct-decision", "case") == ["tamsin"]


def open_of(kind: str, decision: str, field: str) -> list[str]:
    decided = {d.get(field) for d in WORLD.of(decision)}
    return [r.subject.id for r in WORLD.of(kind) if r.id not in decided]


# --- what is shown, and rated ----------------------------------------------------------------------


def test_what_is_shown_in_person_keeps_a_consent_and_no_text() -> None:
    shown = WORLD.of("submission", assessment="y2.a2")
    assert shown
    assert all(r.get("in-person") and not r.get("document") for r in shown)
    asking = {
        a.id for p in programmes().values() for s in p.stages for a in s.assessments if a.consent
    }
    without = [r for r in WORLD.of("submission") if r.get("assessment") in asking]
    assert [r for r in without if not r.get("consent")] == []


def test_a_scale_is_used_from_nought_to_six() -> None:
    sheets = [m.get("criteria") for m in WORLD.of("mark", assessment="y4.tape")]
    assert sheets
    assert all(rating(value) is not None for sheet in sheets for value in sheet.values())


# --- who -------------------------------------------------------------------------------------------


def test_nobody_marks_moderates_or_decides_about_whom_he_or_she_supervises() -> None:
    judged = [(m.recorded_by, m.subject.id) for m in WORLD.of("mark")]
    judged += [("benedict", who) for who, work in works() for _ in results(work)]
    decided = {
        (member, outcome.subject.id)
        for outcome in WORLD.of("board-outcome")
        for meeting in [WORLD.by_id(outcome.get("meeting"))]
        if meeting is not None
        for member in meeting.get("members")
        if (member, outcome.subject.id) != ("rowena", "amara")  # minuted: she left the room
    }
    found = {pair for pair in {*judged, *decided} if refused(*pair)}
    assert found == set()


def refused(judge: str, learner: str) -> bool:
    return may_not_mark(judge, learner, about(person(learner)), about(person(judge))) is not None


def test_every_board_had_its_quorum_of_members_who_held_the_role() -> None:
    meetings = WORLD.of("board-meeting")
    assert len(meetings) >= 6
    able = {r.subject.id for r in WORLD.of("role", role="board")}
    assert all(set(m.get("members")) <= able and len(m.get("members")) >= 3 for m in meetings)
    assert all(m.get("chair") in m.get("members") for m in meetings)


def test_whoever_decides_a_case_or_an_appeal_never_marked_the_work() -> None:
    decisions = [*WORLD.of("misconduct-decision"), *WORLD.of("appeal-decision")]
    assert len(decisions) == 2
    for decision in decisions:
        asked = WORLD.by_id(decision.get("case") or decision.get("appeal"))
        assert asked is not None
        own = about(asked.subject).of("mark", assessment=asked.get("assessment"))
        assert decision.recorded_by not in {m.recorded_by for m in own} | {asked.recorded_by}


# --- sets ------------------------------------------------------------------------------------------


def states() -> dict[tuple[str, str], Moderation]:
    found = {}
    for name, intake in INTAKES.items():
        own = [w for _, w in works() if w.cohort and w.cohort[0].subject.id == name]
        for moderation in moderations(own):
            if moderation.state is not State.NOT_NEEDED:
                found[intake.id, moderation.assessment.id] = moderation
    return found


def test_one_set_waits_for_its_moderator_and_every_other_is_confirmed() -> None:
    found = states()
    waiting = found.pop(("year-2-1", "y2.a3"))
    assert waiting.state is State.DRAWN
    assert len(waiting.members) == 2
    assert len(found) >= 6
    assert {m.state for m in found.values()} == {State.CONFIRMED}


def test_a_set_that_was_sent_back_was_marked_again_and_confirmed() -> None:
    group = about(cohort("qualifying-0"))
    decisions = [m.get("decision") for m in group.of("moderation", assessment="y3.theory")]
    assert decisions == ["sent-back", "confirmed"]
    assert attempts("amara", "y3.theory")[0].raw == 66


def test_only_scripts_of_markers_who_are_new_are_in_a_sample_for_that() -> None:
    samples = WORLD.of("sample")
    reasons = [{w for row in s.get("scripts") for w in row["why"].split()} for s in samples]
    assert "new-marker" in reasons[0]
    assert "new-marker" not in reasons[-1]
    assert {"fail", "boundary", "random"} <= set().union(*reasons)


def test_the_external_examiner_has_a_last_day_a_comment_and_a_script() -> None:
    role: Record = WORLD.of("role", role="external-examiner")[0]
    assert role.get("programme") == "family-therapy"
    assert role.last is not None
    assert role.last > AUTUMN
    assert [c.subject.id for c in WORLD.of("external-comment")] == ["year-2-0", "year-2-1"]
    asked = WORLD.of("script-asked-for")[0]
    sampled = {s for sample in WORLD.of("sample") for s in sample.get("whole-set")}
    assert asked.get("submission") not in sampled


def test_work_is_allocated_to_those_who_then_mark_it() -> None:
    allocated = WORLD.of("allocation")
    assert {a.get("role") for a in allocated} == {"first", "second"}
    for one in allocated:
        same = {"assessment": one.get("assessment"), "layer": one.get("role")}
        marks = about(one.subject).of("mark", **same)
        own = [m for m in marks if m.get("attempt") == one.get("attempt")]
        assert {m.recorded_by for m in own} <= {one.get("marker")}


def test_the_world_of_another_day_has_one_waiting_sample_as_well() -> None:
    other = told(date(2024, 2, 29)).records
    assert len(other.of("sample")) - len(other.of("moderation")) == 1
