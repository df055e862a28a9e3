"""Whatever is done in whatever order: no mark out of range, none unexplained, none seen too early.

That none is released before its set is moderated, and none ratified without a board, is for the
services to keep: ``tests/doors/test_any_order.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.assessment.policies import CORE_POLICIES
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.release import goes_back_at_once, withheld
from lms.domain.assessment.results import result_of, results
from lms.domain.assessment.work import Work
from lms.domain.attempts import next_attempt
from lms.domain.programme import Assessment
from lms.domain.records import LONDON, NewRecord, Records
from tests.domain.facts import RECORD_KINDS
from tests.domain.small import SPRING, Story, assessment, programme

BEGIN = date(2026, 4, 1)
LAST = date(2026, 12, 1)
MARKERS = ("single", "sampled", "double", "blind-double")
ABOUT_COHORT = ("deadline", "release")


class Told:
    """A story in which only what the rules let in is told."""

    def __init__(self, work: Assessment, policy: MarkingPolicy) -> None:
        self.story = Story()
        self.assessment, self.policy = work, policy
        self.story.tell_of_cohort("cohort-policy", BEGIN, programme="small", policy=policy.key)
        self.day = BEGIN

    @property
    def work(self) -> Work:
        return self.story.work(self.assessment, self.day, self.policy)

    def tell(self, kind: str, **fields: Any) -> None:
        """A record, unless its kind refuses it."""
        payload = {name.replace("_", "-"): value for name, value in fields.items()}
        new = NewRecord(SPRING, kind, self.day, self.day, payload, enrolment=self.story.enrolment)
        if RECORD_KINDS[kind].check(new, Records(self.story.told)) is not None:
            return
        tell = self.story.tell_of_cohort if kind in ABOUT_COHORT else self.story.tell
        tell(kind, self.day, **fields)

    def hand_in(self, hour: int, words: int) -> None:
        attempt = next_attempt(self.work)
        if isinstance(attempt, int):
            at = datetime(self.day.year, self.day.month, self.day.day, hour, tzinfo=LONDON)
            self.tell(
                "submission",
                assessment="essay",
                attempt=attempt,
                words=words,
                arrived=at.isoformat(),
            )

    def decide(self, about: str, field: str, kind: str, **fields: Any) -> None:
        """A decision on the newest record of a kind, if there is one."""
        named = self.story.own.of(about)
        if named:
            self.tell(kind, **{field: named[-1].id}, **fields)


MARK, ATTEMPT = st.integers(-20, 130), st.sampled_from((1, 1, 1, 2, 2, 3))
LAYER = st.sampled_from(("first", "first", "second", "third", "agreed", "board"))
EFFECT = st.sampled_from(("extension", "lateness", "deferral"))
Act = Callable[[Told], None]


def on(kind: str, attempt: int, **fields: Any) -> Act:
    return lambda told: told.tell(kind, assessment="essay", attempt=attempt, **fields)


def said(kind: str, words: int) -> dict[str, object]:
    holds = {"holds": "another"} if kind == "word-count-decision" else {}
    return {"words": words, "reason": "d", **holds}


HAND_IN: st.SearchStrategy[Act] = st.builds(
    lambda hour, words: lambda told: told.hand_in(hour, words),
    st.integers(0, 23),
    st.integers(0, 9000),
)
GIVE_A_MARK: st.SearchStrategy[Act] = st.builds(
    lambda attempt, layer, mark, result: on(
        "mark", attempt, layer=layer, mark=mark, result=result, reason="d"
    ),
    ATTEMPT,
    LAYER,
    MARK,
    st.sampled_from(("pass", "fail")),
)
SOMETHING_ELSE: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        lambda attempt, effect, days: on(
            "circumstances-decision",
            attempt,
            decision="accepted",
            effect=effect,
            extended_to=BEGIN + timedelta(days=days),
        ),
        ATTEMPT,
        EFFECT,
        st.integers(0, 200),
    ),
    st.builds(
        lambda attempt, grade: on("slip", attempt, grade=grade),
        ATTEMPT,
        st.sampled_from(("minor", "major")),
    ),
    st.builds(lambda attempt: on("misconduct", attempt), ATTEMPT),
    st.builds(lambda attempt: on("deadline", attempt), ATTEMPT),
    st.builds(
        lambda outcome: (
            lambda told: told.decide("misconduct", "case", "misconduct-decision", outcome=outcome)
        ),
        st.sampled_from(("no-case", "zero")),
    ),
    st.builds(
        lambda days: (
            lambda told: told.tell(
                "board-outcome",
                stage="small/year",
                outcome="referred",
                reassess_by=told.day + timedelta(days=days),
            )
        ),
        st.integers(1, 60),
    ),
    st.builds(
        lambda marks: lambda told: told.tell("release", stage="small/year", marks=marks),
        st.sampled_from(("provisional", "ratified")),
    ),
    st.just(lambda told: told.tell("further-attempt", assessment="essay")),
    st.builds(
        lambda words, kind: (
            lambda told: told.decide(
                "submission", "submission", kind, **said(kind, words), assessment="essay"
            )
        ),
        st.integers(1, 9000),
        st.sampled_from(("word-count-claim", "word-count-decision")),
    ),
)
ACTS = st.one_of(HAND_IN, GIVE_A_MARK, GIVE_A_MARK, SOMETHING_ELSE)
STEPS = st.lists(st.tuples(st.integers(0, 9), ACTS), min_size=5, max_size=16)


LATE: tuple[tuple[int, Act], ...] = (
    (0, on("deadline", 1)),
    (4, lambda told: told.hand_in(13, 4000)),
    (1, on("mark", 1, layer="first", mark=66, result="pass")),
)
FAILED: tuple[tuple[int, Act], ...] = (
    (0, lambda told: told.hand_in(9, 4000)),
    (1, on("mark", 1, layer="first", mark=40, result="fail")),
    (1, on("mark", 1, layer="second", mark=42, result="fail")),
    (1, lambda told: told.hand_in(9, 4000)),
    (1, on("mark", 2, layer="first", mark=66, result="pass")),
)
"""Stories that have got somewhere, so that what comes next meets marks that are reduced or capped."""


@settings(max_examples=200)
@given(
    policy=st.sampled_from(CORE_POLICIES),
    marking=st.sampled_from(("mark", "pass-fail")),
    markers=st.sampled_from(MARKERS),
    begun=st.sampled_from(((), LATE, FAILED)),
    steps=STEPS,
)
def test_no_order_of_legal_acts_gives_an_impossible_mark(
    policy: MarkingPolicy,
    marking: str,
    markers: str,
    begun: Sequence[tuple[int, Act]],
    steps: list[tuple[int, Act]],
) -> None:
    told = Told(assessment(marking=marking, markers=markers, words=4000), policy)
    for days, act in (*begun, *steps):
        told.day = min(told.day + timedelta(days=days), LAST)
        act(told)
        look(told)


def look(told: Told) -> None:
    """What holds after every act."""
    work = told.work
    found = results(work)
    assert [r.attempt for r in found] == sorted({r.attempt for r in found})
    for result in found:
        assert result == result_of(work, result.attempt)
        assert result.recorded is None or 0 <= result.recorded <= 100
        assert (result.passed is not None) == result.settled
        if result.settled:
            assert result.steps
            assert all(step.because for step in result.steps)
            assert result.steps[-1].mark == result.recorded
        if result.recorded is not None and result.raw is not None:
            assert result.recorded <= result.raw
        if result.attempt > 1 and result.passed and "board" not in result.layers:
            assert result.recorded in (None, told.assessment.pass_mark)
    nothing_is_seen_too_early(told)


def nothing_is_seen_too_early(told: Told) -> None:
    """A learner sees a mark only after a release, and a board's outcome only after a ratified one."""
    version = programme(assessments=(told.assessment,))
    own, releases = told.story.own, told.work.cohort.of("release")
    hidden = withheld(own, releases, version, version.stages, lambda _: told.policy)
    for mark in own.of("mark"):
        if mark.id not in hidden and not goes_back_at_once(told.assessment, told.policy):
            assert any(r.position > mark.position for r in releases)
    for outcome in own.of("board-outcome"):
        if outcome.id not in hidden:
            assert any(
                r.position > outcome.position and r.get("marks") == "ratified" for r in releases
            )
