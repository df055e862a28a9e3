"""One's own work: late with its cost, read with its feedback, answered, compared, appealed against."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lms.domain.records import Record, cohort, person
from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services.appeal import Appeal, appeal, list_own_appeals, see_appeal
from lms.services.before_handing_in import ahead_of, begin_again
from lms.services.compare_attempts import compare_for_marker, compare_own
from lms.services.declare_circumstances import (
    Claimed,
    declare_circumstances,
    list_claims,
    own_evidence,
    see_claims,
)
from lms.services.drafts import draft_of
from lms.services.feedback_points import answers_of
from lms.services.files import Upload
from lms.services.hand_in import HandedIn, hand_in
from lms.services.list_writing import list_work
from lms.services.pieces import WORK, Written
from lms.services.programmes import load
from lms.services.read_own import read_own
from lms.services.receipts import Receipt
from lms.services.site import Site, fact
from lms.services.withdraw_writing import withdraw_writing
from lms.store.documents import content_of
from lms.testing import Clock
from lms.testing_world import World
from tests.fixtures.learning import FILES, Course

COHORT = "pattern-2026"
TEXT = "They came one after the other and sat down. The mother spoke first, then the boy."
AGAIN = "They came one after the other and stood. The mother spoke first, then the boy."
FEEDBACK = {
    "overall": "Say more about the boy.",
    "criteria": {"plainness": "Plain enough."},
    "anchored": [{"quote": "sat down", "at": 1, "says": "Where?"}],
}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday."""


@pytest.fixture
def due(course: Course) -> Callable[[date], Record]:
    """Set the cohort's deadline for an attempt at the case."""

    def on(day: date, attempt: int = 1) -> Record:
        fields = {"assessment": "pat.case", "attempt": attempt}
        record = course.world.record(cohort(COHORT), "deadline", day, **fields)
        course.site.session().rollback()
        return record

    return on


def work(course: Course, text: str = TEXT, **more: Any) -> Receipt:
    answers = more.pop("answers", {})
    written = Written({"text": text}, more.pop("family", "F1"), answers=answers)
    handed = HandedIn(written=written, statement=True, **more)
    return hand_in(course.site, course.amara, course.enrolment, WORK, "pat.case", handed)


def mark(course: Course, mark: int, attempt: int = 1) -> Record:
    """A mark with feedback, as a marker records it."""
    course.site.session().rollback()
    with course.site.ledger.write("tess") as writer:
        record = writer.append(
            fact(
                person("amara"),
                "mark",
                course.site.today(),
                enrolment=course.enrolment,
                assessment="pat.case",
                attempt=attempt,
                mark=mark,
                criteria={"plainness": "Fail" if mark < 50 else "Pass"},
                feedback=writer.document(person("amara"), FEEDBACK),
            )
        )
    course.site.session().rollback()
    return record


def ratify(course: Course) -> None:
    fields = {"stage": "pattern/year", "marks": "ratified"}
    decided = {"stage": "pattern/year", "outcome": "referred"}
    day, enrolment = course.site.today(), course.enrolment
    course.world.record("amara", "board-outcome", day, enrolment=enrolment, **decided)
    course.world.record(cohort(COHORT), "release", course.site.today(), **fields)
    course.site.session().rollback()


def line(course: Course) -> Any:
    course.site.session().rollback()
    return list_work(course.site, course.amara, course.enrolment)[1][0]


def test_a_hand_in_keeps_the_instant_at_which_it_arrived(
    course: Course, due: Callable[..., Record]
) -> None:
    due(NOON.date())
    receipt = work(course, arrived=NOON)
    assert (receipt.arrived, receipt.late) == (NOON, "")
    (record,) = course.records("submission")
    assert record.get("arrived") == NOON.isoformat()


def test_late_work_is_taken_and_its_cost_said_before_and_after(
    course: Course, due: Callable[..., Record], clock: Clock
) -> None:
    due(NOON.date())
    clock.set(NOON + timedelta(days=1, minutes=1))
    before = line(course).deadline
    cost = "2 working days late: 6 points would be taken off a mark of 60."
    assert (before.says, before.late) == ("Monday 2 March 2026, 12:00", cost)
    assert before.costs.startswith("Times 0.95")
    assert work(course).late == cost
    mark(course, 60)
    (one,) = line(course).attempts
    assert (one.result, one.late) == ("Passed with 54 (the markers gave 60)", cost)


def test_without_a_deadline_nothing_is_late_and_only_the_month_is_known(course: Course) -> None:
    shown = line(course)
    assert shown.deadline is None
    assert (shown.due, shown.planned) == (None, date(2026, 10, 30))
    assert shown.when.says == "planned for October 2026"
    assert work(course).late == ""


def test_feedback_is_read_point_by_point_and_the_way_to_the_mark_in_steps(course: Course) -> None:
    receipt = work(course)
    assert read_own(course.site, course.amara, course.enrolment, receipt.record).answers == ()
    mark(course, 40)
    page = read_own(course.site, course.amara, course.enrolment, receipt.record)
    assert page.attempt
    assert page.attempt.steps == ("The marker's mark: 40",)
    assert [(p.title, p.band, p.says, p.quote) for p in page.attempt.points] == [
        ("Over all", "", "Say more about the boy.", ""),
        ("Plainness", "Fail", "Plain enough.", ""),
        ("Comment 1", "", "Where?", "sat down"),
    ]
    assert [p.text for p in page.attempt.passages if p.comments] == ["sat down"]
    assert page.attempt.line.standing == "provisional until the board has met"
    (answer,) = page.answers
    assert answer.says == "Not passed with 40 (provisional until the board has met)"


def test_a_mark_is_ratified_only_by_a_release(course: Course) -> None:
    work(course)
    mark(course, 62)
    assert line(course).standing == "provisional until the board has met"
    ratify(course)
    assert line(course).standing == "ratified, 2 March 2026"


def test_a_resubmission_answers_each_point_and_is_compared_with_the_first(course: Course) -> None:
    work(course)
    mark(course, 40)
    ahead = ahead_of(course.site, course.piece(WORK, "pat.case"))
    keys = ["answer-overall", "answer-criterion-plainness", "answer-anchored-1"]
    assert (ahead.attempt, [p.key for p in ahead.points]) == (2, keys)
    begin_again(course.site, course.amara, course.enrolment, "pat.case")
    course.site.session().rollback()
    of = course.piece(WORK, "pat.case")
    assert draft_of(course.site, of).written.texts["text"] == TEXT
    receipt = work(course, AGAIN, answers={keys[0]: "I did.", keys[2]: "In the room.", keys[1]: ""})
    course.site.session().rollback()
    record = course.records("submission")[-1]
    kept = content_of(course.site.session(), record.get("answers"))
    assert kept == {"overall": "I did.", "criteria": {}, "anchored": ["In the room."]}
    assert answers_of(kept).to(keys[2]) == "In the room."
    found = compare_own(course.site, course.amara, course.enrolment, receipt.record)
    assert (found.gone, found.new, found.attempts) == (2, 1, (1, 2))
    tess = course.site.actor(course.world.person("tess", role="tutor"))
    course.site.session().rollback()
    assert compare_for_marker(course.site, tess, receipt.record).changes == found.changes
    stranger = course.site.actor(course.world.person("plan", role="planner"))
    course.site.session().rollback()
    with pytest.raises(NotPermitted):
        compare_for_marker(course.site, stranger, receipt.record)


def test_a_first_attempt_has_nothing_to_be_compared_with(course: Course) -> None:
    receipt = work(course)
    with pytest.raises(NotFound):
        compare_own(course.site, course.amara, course.enrolment, receipt.record)
    with pytest.raises(NotFound):
        compare_own(course.site, course.amara, course.enrolment, "nothing")


def test_a_minor_slip_is_corrected_as_the_same_attempt(course: Course, clock: Clock) -> None:
    first = work(course)
    at = clock.now.isoformat()
    fields = {"assessment": "pat.case", "attempt": 1, "grade": "minor", "at": at}
    today = course.site.today()
    course.world.record("amara", "slip", today, enrolment=course.enrolment, **fields)
    course.site.session().rollback()
    page = read_own(course.site, course.amara, course.enrolment, first.record)
    assert page.attempt
    assert page.attempt.returned
    assert page.attempt.returned.ends == clock.now + timedelta(hours=48)
    with pytest.raises(Refused, match="answered"):
        withdraw_writing(
            course.site, course.amara, course.enrolment, WORK, "pat.case", first.record
        )
    assert line(course).returned
    again = work(course, AGAIN)
    assert again.attempt == 1
    assert not line(course).returned


def test_a_hidden_mark_is_not_told_by_what_may_be_handed_in(site: Site, world: World) -> None:
    """The second attempt opens with the release, not with the mark that nobody has shown yet."""
    path = "year/assessments/01-case.md"
    world.publish({**FILES, path: FILES[path].replace("markers: single", "markers: sampled")})
    world.person("amara")
    course = Course(
        site,
        world,
        load(site, "pattern", "1"),
        site.actor("amara"),
        world.enrolment("amara", "pattern", cohort=COHORT),
        "",
    )
    world.record(cohort(COHORT), "deadline", NOON.date(), assessment="pat.case")
    site.session().rollback()
    receipt = work(course)
    mark(course, 40)
    page = read_own(site, course.amara, course.enrolment, receipt.record)
    assert page.attempt
    assert (page.attempt.line.says, page.attempt.points, page.answers) == ("Being marked", (), ())
    assert line(course).attempt is None
    with pytest.raises(Refused, match="waits to be read"):
        work(course, AGAIN)
    ratify(course)
    assert work(course, AGAIN).attempt == 2


def test_each_piece_of_work_is_about_another_family(course: Course) -> None:
    fields = {"assessment": "pat.other", "attempt": 1, "family": "F1"}
    today = course.site.today()
    course.world.record("amara", "submission", today, enrolment=course.enrolment, **fields)
    course.site.session().rollback()
    with pytest.raises(BadInput) as fault:
        work(course)
    assert "different family" in str(fault.value.problems)
    assert work(course, family="F2").attempt == 1
    mark(course, 40)
    assert work(course, AGAIN, family="F2").attempt == 2


def claim(course: Course, claimed: Claimed, *evidence: Upload, key: str | None = None) -> str:
    course.site.session().rollback()
    args = (course.site, course.amara, course.enrolment, "pat.case")
    made = declare_circumstances(*args, claimed, evidence, key)
    course.site.session().rollback()
    return made


def test_an_extension_is_asked_for_with_evidence_and_its_decision_seen(
    course: Course, due: Callable[..., Record], clock: Clock
) -> None:
    due(NOON.date())
    asked = Claimed("extension", "My child was ill.", date(2026, 3, 9))
    made = claim(course, asked, Upload("note.txt", b"Ill."), key="once")
    assert claim(course, asked, Upload("note.txt", b"Ill."), key="once") == made
    page = see_claims(course.site, course.amara, course.enrolment, "pat.case")
    (own,) = page.claims
    assert (own.statement.text, own.until, own.decision) == ("My child was ill.", asked.until, "")
    assert "not decided yet" in page.refusal
    file = own.statement.files[0].id
    given = own_evidence(course.site, course.amara, course.enrolment, made, file)
    assert (given.name, given.content) == ("note.txt", b"Ill.")
    with pytest.raises(Refused, match="not decided yet"):
        claim(course, Claimed("lateness", "Again."))
    fields = {"assessment": "pat.case", "claim": made, "decision": "accepted"}
    more = {"effect": "extension", "extended-to": date(2026, 3, 9)}
    today = course.site.today()
    with course.site.ledger.write("lena") as writer:
        reason = writer.document(person("amara"), {"text": "A doctor's note."})
    course.world.record(
        "amara",
        "circumstances-decision",
        today,
        enrolment=course.enrolment,
        reason=reason,
        **fields,
        **more,
    )
    course.site.session().rollback()
    (decided,) = list_claims(course.site, course.amara, course.enrolment)
    assert (decided.decision, decided.reason) == ("accepted", "A doctor's note.")
    assert decided.effect == "The deadline is Monday 9 March 2026, 12:00 (your extension)."
    assert line(course).deadline.says == "Monday 9 March 2026, 12:00 (your extension)"
    due(date(2026, 3, 16))
    (decided,) = list_claims(course.site, course.amara, course.enrolment)
    assert decided.effect == f"The deadline is {line(course).deadline.says}."
    assert "16 March 2026" in decided.effect
    clock.set(datetime(2026, 3, 9, 11, tzinfo=UTC))
    assert work(course).late == ""


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("claimed", "field"),
    [
        (Claimed("", "Why"), "asks"),
        (Claimed("lateness", "  "), "statement"),
        (Claimed("lateness", "x" * 10_001), "statement"),
        (Claimed("extension", "Why"), "until"),
        (Claimed("extension", "Why", date(2026, 3, 2)), "until"),
        (Claimed("extension", "Why", date(2027, 4, 2)), "until"),
    ],
)
def test_a_claim_says_what_is_missing(course: Course, claimed: Claimed, field: str) -> None:
    with pytest.raises(BadInput) as fault:
        claim(course, claimed)
    assert {p.field for p in fault.value.problems} == {field}  # type: ignore[attr-defined]
    assert course.records("circumstances") == []


def test_nothing_is_declared_once_the_board_has_met(course: Course) -> None:
    work(course)
    mark(course, 40)
    today = course.site.today()
    outcome = {"stage": "pattern/year", "outcome": "failed"}
    course.world.record("amara", "board-outcome", today, enrolment=course.enrolment, **outcome)
    with pytest.raises(Refused, match="board has met"):
        claim(course, Claimed("lateness", "Too late."))


def test_an_appeal_needs_a_ground_and_never_is_about_judgement(
    course: Course, clock: Clock
) -> None:
    work(course)
    mark(course, 62)
    args = (course.site, course.amara, course.enrolment, "pat.case")
    good = Appeal("procedure", "Only one marker read it.", not_judgement=True)
    with pytest.raises(Refused, match="ratified"):
        appeal(*args, 1, good)
    ratify(course)
    with pytest.raises(BadInput) as fault:
        appeal(*args, 1, Appeal("judgement", ""))
    fields = [p.field for p in fault.value.problems]  # type: ignore[attr-defined]
    assert fields == ["grounds", "statement", "not-judgement"]
    shown = see_appeal(*args)
    assert (shown.attempt, shown.until) == (1, date(2026, 3, 23))
    made = appeal(*args, 1, good, "once")
    assert appeal(*args, 1, good, "once") == made
    course.site.session().rollback()
    with pytest.raises(Refused, match="already"):
        appeal(*args, 1, good, "twice")
    (own,) = list_own_appeals(course.site, course.amara, course.enrolment)
    assert (own.statement, own.outcome) == ("Only one marker read it.", "")


def test_an_appeal_that_comes_too_late_is_refused(course: Course, clock: Clock) -> None:
    work(course)
    mark(course, 62)
    ratify(course)
    clock.set(datetime(2026, 3, 24, 9, tzinfo=UTC))
    course.site.session().rollback()
    with pytest.raises(Refused, match="until 23 March"):
        appeal(
            course.site,
            course.amara,
            course.enrolment,
            "pat.case",
            1,
            Appeal("bias", "Late.", not_judgement=True),
        )


def test_nobody_declares_or_appeals_for_somebody_else(course: Course) -> None:
    lead = course.site.actor(course.world.person("lena", role="programme-lead"))
    course.site.session().rollback()
    args = (course.site, lead, course.enrolment, "pat.case")
    with pytest.raises(NotPermitted):
        declare_circumstances(*args, Claimed("lateness", "Theirs."))
    with pytest.raises(NotPermitted):
        appeal(*args, 1, Appeal("bias", "Theirs.", not_judgement=True))
