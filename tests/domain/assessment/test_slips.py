"""A slip's clock on the wall in England, what closes a copy, and what a slip may be called (8a.11)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lms.domain.assessment.results import correction_ends, results
from lms.domain.assessment.slips import (
    NO_SMALL_SLIP,
    check_slip,
    grade_problem,
    may_take_back,
    quarantined_by,
    to_reconsider,
    why_not_recorded,
)
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.board import has_decided
from lms.domain.records import LONDON, NewRecord, Record, person
from tests.domain.small import Story, assessment

ESSAY = assessment()
EASTER_2026 = (date(2026, 4, 3), date(2026, 4, 6))
CHRISTMAS_2026 = (date(2026, 12, 25), date(2026, 12, 28))
ENGLAND = WorkingDays(frozenset((*EASTER_2026, *CHRISTMAS_2026, date(2027, 1, 1))))


@pytest.fixture
def story() -> Story:
    return Story()


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def hand_in(story: Story, at: str, attempt: int = 1) -> Record:
    moment = london(at)
    fields = {"assessment": "essay", "attempt": attempt, "arrived": moment.isoformat()}
    return story.tell("submission", moment.date(), **fields)


def slip(story: Story, at: str, grade: str = "minor", attempt: int = 1) -> Record:
    moment = london(at)
    fields = {"assessment": "essay", "attempt": attempt, "at": moment.isoformat()}
    return story.tell("slip", moment.date(), grade=grade, **fields)


def stand(story: Story, day: str) -> tuple[str, bool | None]:
    found = results(story.work(ESSAY, date.fromisoformat(day), days=ENGLAND))
    return found[0].stand.value, found[0].passed


@pytest.mark.parametrize(
    ("returned", "ends"),
    [
        ("2026-03-02T09:00", "2026-03-04T09:00"),  # Monday to Wednesday
        ("2026-03-06T16:00", "2026-03-10T16:00"),  # Friday afternoon to Tuesday
        ("2026-03-06T23:59", "2026-03-10T23:59"),  # a minute of Friday counts
        ("2026-03-07T11:00", "2026-03-11T00:00"),  # Saturday: the clock starts on Monday at 00:00
        ("2026-03-08T22:00", "2026-03-11T00:00"),  # Sunday: likewise
        ("2026-04-02T17:00", "2026-04-08T17:00"),  # Maundy Thursday, over Easter
        ("2026-04-04T12:00", "2026-04-09T00:00"),  # Easter Saturday: the clock starts on Tuesday
        ("2026-12-24T12:00", "2026-12-30T12:00"),  # Christmas Eve, over a substitute day
        ("2026-12-31T10:00", "2027-01-05T10:00"),  # over New Year
        ("2026-03-27T18:00", "2026-03-31T18:00"),  # Friday before the clocks go forward
        ("2026-03-29T01:30", "2026-04-01T00:00"),  # the hour that spring leaves out
        ("2026-10-23T18:00", "2026-10-27T18:00"),  # Friday before the clocks go back
        ("2026-10-25T01:30", "2026-10-28T00:00"),  # the hour that autumn shows twice
    ],
)
def test_forty_eight_hours_on_the_wall_but_for_days_off(
    story: Story, returned: str, ends: str
) -> None:
    hand_in(story, "2026-03-01T10:00")
    back = slip(story, returned)
    work = story.work(ESSAY, back.on, days=ENGLAND)
    assert correction_ends(work, back).astimezone(LONDON) == london(ends)


def test_the_last_instant_is_in_time_and_the_next_is_not(story: Story) -> None:
    hand_in(story, "2026-03-05T10:00")
    slip(story, "2026-03-06T16:00")
    hand_in(story, "2026-03-10T16:00")
    assert stand(story, "2026-03-20") == ("handed-in", None)
    late = Story()
    hand_in(late, "2026-03-05T10:00")
    slip(late, "2026-03-06T16:00")
    hand_in(late, "2026-03-10T16:00:01")
    assert stand(late, "2026-03-20") == ("settled", False)


def test_on_the_last_day_it_still_waits_and_on_the_next_it_has_failed(story: Story) -> None:
    hand_in(story, "2026-04-01T10:00")
    slip(story, "2026-04-02T17:00")
    assert stand(story, "2026-04-08") == ("returned", None)
    assert stand(story, "2026-04-09") == ("settled", False)


def test_a_second_slip_has_a_clock_of_its_own(story: Story) -> None:
    hand_in(story, "2026-03-01T10:00")
    slip(story, "2026-03-02T09:00")
    hand_in(story, "2026-03-03T09:00")
    slip(story, "2026-03-05T09:00")
    assert stand(story, "2026-03-06") == ("returned", None)


def test_a_major_slip_closes_every_text_of_its_attempt_and_none_of_the_next(story: Story) -> None:
    first = hand_in(story, "2026-03-01T10:00")
    slip(story, "2026-03-02T09:00")
    second = hand_in(story, "2026-03-03T09:00")
    assert quarantined_by(story.own, first) is None
    major = slip(story, "2026-03-04T09:00", "major")
    third = hand_in(story, "2026-04-01T09:00", attempt=2)
    assert quarantined_by(story.own, first) == major
    assert quarantined_by(story.own, second) == major
    assert quarantined_by(story.own, third) is None
    assert quarantined_by(story.own, major) is None


def test_a_text_handed_in_after_a_deferral_is_another_text(story: Story) -> None:
    hand_in(story, "2026-03-01T10:00")
    slip(story, "2026-03-04T09:00", "major")
    after = hand_in(story, "2026-06-01T09:00")
    assert quarantined_by(story.own, after) is None


@pytest.mark.parametrize("kind", ["mark", "submission", "board-outcome"])
def test_what_followed_from_a_slip_keeps_it(story: Story, kind: str) -> None:
    hand_in(story, "2026-03-01T10:00")
    story.tell("mark", date(2026, 3, 1), assessment="essay", mark=60)
    wrong = slip(story, "2026-03-02T09:00")
    assert may_take_back(story.own, wrong) is None
    story.tell(kind, date(2026, 3, 3), assessment="essay", mark=60)
    assert may_take_back(story.own, wrong) is not None


@pytest.mark.parametrize(
    ("what", "grade", "stated", "allowed"),
    [
        ("one", "minor", True, True),
        ("one", "minor", None, True),
        ("one", "minor", False, False),
        ("one", "major", True, False),
        ("several", "minor", True, True),
        ("several", "minor", False, False),
        ("several", "major", True, True),
        ("named", "major", True, True),
        ("named", "minor", True, False),
        ("no-statement", "major", False, True),
        ("no-statement", "minor", None, False),
        ("else", "minor", True, False),
        ("one", "", True, False),
    ],
)
def test_what_a_slip_may_be_called(
    what: str, grade: str, stated: bool | None, allowed: bool
) -> None:
    assert (grade_problem(grade, what, stated) == "") is allowed


def after_board(story: Story, at: str, grade: str = "major") -> Record:
    moment = london(at)
    fields = {"assessment": "essay", "attempt": 1, "at": moment.isoformat(), "after_board": True}
    return story.tell("slip", moment.date(), grade=grade, **fields)


def passed(story: Story) -> Record:
    text = hand_in(story, "2026-03-01T10:00")
    story.tell("mark", date(2026, 3, 5), assessment="essay", mark=60)
    story.tell("board-outcome", date(2026, 3, 9), stage="small/year", outcome="complete")
    return text


def test_a_slip_after_the_board_closes_the_copy_and_changes_no_result(story: Story) -> None:
    text = passed(story)
    late = after_board(story, "2026-03-10T09:00")
    assert quarantined_by(story.own, text) == late
    assert stand(story, "2026-04-01") == ("settled", True)


def test_a_slip_after_the_board_is_reconsidered_until_a_board_has_acted(story: Story) -> None:
    passed(story)
    late = after_board(story, "2026-03-10T09:00")
    assert to_reconsider(story.own, "small/year", [late]) == [late]
    assert may_take_back(story.own, late) is None
    story.tell("mark", date(2026, 3, 11), assessment="essay", attempt=2, mark=60)
    story.tell("board-outcome", date(2026, 3, 11), stage="small/other", outcome="complete")
    assert to_reconsider(story.own, "small/year", [late]) == [late]
    story.tell("mark", date(2026, 3, 12), assessment="essay", mark=0, layer="board")
    assert to_reconsider(story.own, "small/year", [late]) == []
    assert may_take_back(story.own, late) is not None


def test_any_outcome_of_the_stage_settles_a_slip_after_the_board(story: Story) -> None:
    passed(story)
    late = after_board(story, "2026-03-10T09:00")
    story.tell("board-outcome", date(2026, 3, 11), stage="small/year", outcome="referred")
    assert to_reconsider(story.own, "small/year", [late]) == []


def test_a_slip_before_the_board_waits_for_none(story: Story) -> None:
    hand_in(story, "2026-03-01T10:00")
    assert to_reconsider(story.own, "small/year", [slip(story, "2026-03-02T09:00", "major")]) == []


def test_only_a_major_slip_is_recorded_after_a_board(story: Story) -> None:
    for grade, code in (("major", ""), ("minor", "board-decided")):
        fields = {"assessment": "essay", "grade": grade, "after-board": True}
        day = date(2026, 3, 10)
        refusal = check_slip(NewRecord(person("amara"), "slip", day, day, fields), story.own)
        assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize(
    ("told", "minor"),
    [
        ([], ""),
        (["slip"], "returned"),
        (["misconduct"], "held"),
        (["mark"], ""),
    ],
)
def test_a_major_slip_is_recorded_wherever_an_attempt_stands(
    story: Story, told: list[str], minor: str
) -> None:
    hand_in(story, "2026-03-02T09:00")
    for kind in told:
        at = london("2026-03-02T10:00").isoformat()
        story.tell(kind, date(2026, 3, 2), assessment="essay", grade="minor", mark=60, at=at)
    result = results(story.work(ESSAY, date(2026, 3, 2), days=ENGLAND))[0]
    refusal = why_not_recorded(result, "minor", decided=False, closed=False)
    assert (refusal.code if refusal else "") == minor
    after = why_not_recorded(result, "minor", decided=True, closed=False)
    assert after == NO_SMALL_SLIP
    for decided in (False, True):
        assert why_not_recorded(result, "major", decided, closed=False) is None
        again = why_not_recorded(result, "major", decided, closed=True)
        assert again
        assert again.code == "quarantined"


@pytest.mark.parametrize(
    ("told", "decided"),
    [
        ((), False),
        (("mark",), False),
        (("mark", "referred"), True),
        (("referred",), False),
        (("referred", "mark"), False),
        (("complete",), True),
        (("board-mark",), True),
        (("complete", "next"), False),
    ],
)
def test_a_board_has_decided_what_it_marked_met_about_or_closed(
    story: Story, told: tuple[str, ...], decided: bool
) -> None:
    hand_in(story, "2026-03-02T09:00")
    day = date(2026, 3, 2)
    for what in told:
        if what == "next":
            hand_in(story, "2026-03-02T12:00", attempt=2)
        elif what in ("mark", "board-mark"):
            layer = "board" if what == "board-mark" else "first"
            story.tell("mark", day, assessment="essay", mark=60, layer=layer)
        else:
            story.tell("board-outcome", day, stage="small/year", outcome=what)
    work = story.work(ESSAY, day, days=ENGLAND)
    assert has_decided(work, results(work)[-1]) is decided
