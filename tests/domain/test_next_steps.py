"""The next smallest step comes first, and what waits for others is not asked of the learner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from lms.builtin import CORE_REQUIREMENT_KINDS
from lms.domain.evidence import enrolments_of
from lms.domain.next_steps import Situation, Step, next_steps
from lms.domain.programme import Programme
from lms.domain.progress import evaluate_stage
from lms.domain.records import NO_RECORDS, Records
from tests.domain.small import BEGAN, Story, assessment, programme, requirement, template

KINDS = {kind.name: kind for kind in CORE_REQUIREMENT_KINDS}
DAY = date(2026, 3, 2)
ETHICS = requirement("ethics", "declaration", declaration="code")
ESSAY = requirement("essay-passed", "assessed-work", assessment="essay")
LOGS = requirement("logs", "reflective-logs", at_least=2)
AGENCY = requirement(
    "agency", "hours", category="agency", at_least=10, signed_by=("agency-supervisor",)
)
BOARD = requirement("board", "board", outcome="complete")


@pytest.fixture
def story() -> Story:
    return Story()


def steps(
    story: Story, version: Programme, drafts: Iterable[str] = (), on: date = DAY
) -> list[Step]:
    records = Records(story.told)
    (enrolment,) = enrolments_of(records)
    progress = evaluate_stage(
        version, version.stages[0], enrolment, records, NO_RECORDS, on, KINDS, lambda _: "none"
    )
    return list(
        next_steps(Situation(progress, story.own, lambda a: story.work(a, on), set(drafts)))
    )


def said(found: list[Step]) -> list[tuple[str, str, bool]]:
    return [(s.kind, s.status, s.mine) for s in found]


def test_the_first_thing_to_do_is_marked_as_next_and_a_board_is_not_the_learners(
    story: Story,
) -> None:
    found = steps(story, programme(BOARD, ETHICS))
    assert said(found) == [("declaration", "Next", True), ("requirement", "Not yours to do", False)]
    assert found[0].item == "code"


def test_what_is_due_soon_comes_first_and_what_is_due_late_comes_last(story: Story) -> None:
    works = [assessment("late", due_month=9), assessment("soon", due_month=3)]
    wanted = [requirement(w.id, "assessed-work", assessment=w.id) for w in works]
    found = steps(story, programme(ETHICS, *wanted, assessments=works))
    assert [(s.item, s.planned, s.due_words) for s in found] == [
        ("soon", date(2026, 4, 4), "planned for April 2026"),
        ("code", None, ""),
        ("late", date(2026, 10, 4), "planned for October 2026"),
    ]
    assert {s.due for s in found} == {None}


def hand_in_step(story: Story, on: date = DAY) -> Step:
    """The step to hand in a piece that the curriculum plans for the third month."""
    (step,) = steps(story, programme(ESSAY, assessments=[assessment(due_month=3)]), on=on)
    return step


def test_work_is_due_by_the_cohorts_deadline_and_not_by_the_curriculums_month(
    story: Story,
) -> None:
    story.tell_of_cohort("deadline", date(2026, 12, 10), assessment="essay")
    step = hand_in_step(story)
    assert (step.due, step.planned) == (date(2026, 12, 10), None)
    assert step.due_words == "due by Thursday 10 December 2026, 12:00"


def test_an_extension_moves_the_day_of_the_step(story: Story) -> None:
    story.tell_of_cohort("deadline", date(2026, 3, 10), assessment="essay")
    more = {"decision": "accepted", "effect": "extension", "extended-to": date(2026, 3, 24)}
    story.tell("circumstances-decision", DAY, assessment="essay", attempt=1, **more)
    step = hand_in_step(story)
    assert step.due_words == "due by Tuesday 24 March 2026, 12:00 (your extension)"


def test_the_curriculums_month_is_never_said_of_a_second_attempt(story: Story) -> None:
    story.tell("mark", DAY, assessment="essay", attempt=1, mark=30)
    step = hand_in_step(story)
    assert step.says == "Hand in: Essay (attempt 2)"
    assert step.due_words == ""


def test_what_came_back_for_a_slip_is_due_when_its_correction_ends(story: Story) -> None:
    story.tell_of_cohort("deadline", date(2026, 2, 20), assessment="essay")
    story.tell("submission", date(2026, 2, 19), by="amara", assessment="essay", attempt=1)
    returned = {"grade": "minor", "at": "2026-03-02T10:00:00+00:00"}
    story.tell("slip", DAY, assessment="essay", attempt=1, **returned)
    step = hand_in_step(story)
    assert (step.says, step.status) == ("Correct: Essay", "Returned")
    assert step.due_words == "due by Wednesday 4 March 2026, 10:00 (to correct it)"


def test_of_what_has_no_day_the_smallest_step_comes_first(story: Story) -> None:
    found = steps(story, programme(AGENCY, LOGS, ETHICS, logs=[template()]))
    assert [s.kind for s in found] == ["declaration", "logs", "hours"]


def test_a_draft_is_gone_on_with(story: Story) -> None:
    version = programme(ESSAY, LOGS, assessments=[assessment()], logs=[template()])
    drafts = {f"submission:{story.enrolment}:essay", f"log:{story.enrolment}:log"}
    found = steps(story, version, drafts)
    assert [(s.kind, s.says, s.status) for s in found] == [
        ("log", "Go on with your log: Log", "Draft"),
        ("work", "Go on with: Essay", "Draft"),
    ]


def test_work_that_is_handed_in_waits_for_others(story: Story) -> None:
    story.tell("submission", DAY, by="amara", assessment="essay", attempt=1)
    found = steps(story, programme(ESSAY, assessments=[assessment()]))
    assert said(found) == [("work", "Waiting", False)]


def test_after_a_fail_the_second_attempt_is_asked_for(story: Story) -> None:
    story.tell("submission", DAY, by="amara", assessment="essay", attempt=1)
    story.tell("mark", DAY, assessment="essay", attempt=1, mark=40)
    (step,) = steps(story, programme(ESSAY, assessments=[assessment()]))
    assert step.says == "Hand in: Essay (attempt 2)"


def test_logs_with_the_tutor_are_not_asked_for_again(story: Story) -> None:
    version = programme(LOGS, logs=[template()])
    story.tell("log", DAY, by="amara", template="log")
    assert said(steps(story, version)) == [("logs", "Next", True), ("logs", "Waiting", False)]
    story.tell("log", DAY, by="amara", template="log")
    assert said(steps(story, version)) == [("logs", "Waiting", False)]


def test_a_returned_log_comes_first_until_another_is_written(story: Story) -> None:
    version = programme(ETHICS, LOGS, logs=[template()])
    log = story.tell("log", DAY, by="amara", template="log")
    story.tell("log-response", DAY, log=log.id, decision="returned")
    first = steps(story, version)[0]
    assert (first.kind, first.item, first.status) == ("read-log", log.id, "Returned")
    story.tell("log", DAY, by="amara", template="log")
    assert "read-log" not in [s.kind for s in steps(story, version)]


def test_unsigned_hours_are_to_be_signed_before_more_are_asked_for(story: Story) -> None:
    story.tell("hours", DAY, by="amara", category="agency", minutes=480)
    found = steps(story, programme(AGENCY))
    assert [(s.kind, s.hint) for s in found] == [("sign", ""), ("hours", "2 hours still to log")]
    story.tell("hours", DAY, by="amara", category="agency", minutes=120)
    assert [s.kind for s in steps(story, programme(AGENCY))] == ["sign"]


def test_a_declined_entry_is_to_be_put_right(story: Story) -> None:
    entry = story.tell("hours", DAY, by="amara", category="agency", minutes=600)
    fields = {"entry": entry.id, "signer": "jo", "role": "agency-supervisor"}
    story.tell("signature", DAY, **fields, decision="declined")
    first = steps(story, programme(AGENCY))[0]
    assert (first.status, first.says) == ("Returned", "agency: 1 entry was declined; put it right")


def test_the_open_parts_of_a_combined_requirement_are_the_steps(story: Story) -> None:
    both = requirement("both", "all-of", of=(ETHICS, LOGS))
    story.tell("declaration", DAY, by="amara", declaration="code")
    found = steps(story, programme(both, logs=[template()]))
    assert [s.requirement for s in found] == ["logs"]


@pytest.mark.parametrize("kind", ["withdrawal", "interruption"])
def test_nothing_is_asked_of_somebody_who_left_or_is_on_a_break(story: Story, kind: str) -> None:
    until = date(2026, 6, 1) if kind == "interruption" else None
    story.tell(kind, DAY, until=until)
    assert steps(story, programme(ETHICS)) == []


def test_somebody_who_will_leave_goes_on_until_the_last_day_is_over(story: Story) -> None:
    story.tell("withdrawal", DAY + timedelta(days=1))
    assert [s.item for s in steps(story, programme(ETHICS))] == ["code"]


def test_what_is_met_or_optional_is_no_step(story: Story) -> None:
    story.tell("declaration", BEGAN, by="amara", declaration="code")
    assert steps(story, programme(ETHICS)) == []
