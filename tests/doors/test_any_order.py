"""Whatever people do in whatever order through the services: every mark is in range and explained,
nobody sees one that was neither settled nor moderated, and none is ratified without a board.

The domain's own rules are tried in any order in ``tests/domain/assessment/test_any_order.py``; what
needs a whole cohort (samples, releases, boards) is the services', so it is tried here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from lms.domain.assessment.moderation import needs_moderation, script_of
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.release import goes_back_at_once
from lms.domain.assessment.results import results
from lms.domain.assessment.sampling import Script
from lms.domain.assessment.work import Work
from lms.domain.board import Decision
from lms.domain.policy import Actor
from lms.domain.records import Record, Records, cohort
from lms.errors import CadreError
from lms.services.agree_mark import agree_mark
from lms.services.allow_further_attempt import allow_further_attempt
from lms.services.board_mark import Change, give_board_mark
from lms.services.board_meeting import Meeting
from lms.services.cohort_work import cohort_work
from lms.services.decide_circumstances import Decided as ClaimDecided
from lms.services.decide_circumstances import decide_circumstances
from lms.services.decide_misconduct import decide_misconduct
from lms.services.declare_circumstances import Claimed, declare_circumstances
from lms.services.draw_sample import draw_sample
from lms.services.enrolments import Learning, learning
from lms.services.hand_in import HandedIn, hand_in
from lms.services.mark_work import Marking, mark_work
from lms.services.moderate import Decided, moderate
from lms.services.pieces import WORK, Written
from lms.services.ratify import ratify
from lms.services.release_marks import Wanted, release_marks
from lms.services.report_misconduct import report_misconduct
from lms.services.return_for_slip import Slip, return_for_slip
from lms.services.site import Site
from tests.doors.conftest import Doors
from tests.doors.year import TEXT

COHORT, SET = ("course", "order", "year"), ("course", "order", "crs.essay")
LEARNERS, ITEMS = ("quy", "ros"), ("crs.essay", "crs.project", "crs.paper")
BANDS = {"seeing": "Merit", "saying": "Merit"}


@dataclass(frozen=True)
class Hands:
    """Everybody's hands on the cohort; each act is done, or refused."""

    doors: Doors

    def do(self, step: Step) -> str:
        """Do an act; gives what was said where it was refused."""
        try:
            getattr(self, step.name)(*step.given)
        except CadreError as refused:
            return str(refused)
        return "done"

    @property
    def site(self) -> Site:
        return self.doors.site

    def actor(self, name: str) -> Actor:
        return self.site.actor(name)

    def enrolment(self, learner: str) -> str:
        return str(self.doors.year.facts[f"{learner}_enrolment"])

    def last(self, learner: str, kind: str, **fields: object) -> str:
        """The newest record of a kind; of none, an id of nothing."""
        found = self.site.about_me(learner).of(kind, **fields)
        return found[-1].id if found else "none"

    def hand_in(self, who: str, item: str) -> None:
        handed = HandedIn(written=Written({"text": TEXT}), statement=True)
        hand_in(self.site, self.actor(who), self.enrolment(who), WORK, item, handed)

    def mark(self, who: str, item: str, by: str, mark: int) -> None:
        text = self.last(who, "submission", assessment=item)
        given = Marking(BANDS, mark=mark, overall="Seen.", reason="Read again.")
        mark_work(
            self.site, self.actor(by), text, given, self.site.ledger.head(self.site.session())[0]
        )

    def agree(self, who: str, mark: int) -> None:
        text = self.last(who, "submission", assessment="crs.project")
        agree_mark(self.site, self.actor("mark"), text, mark, "We talked.")

    def draw(self) -> None:
        draw_sample(self.site, self.actor("mo"), *SET)

    def decide(self, decision: str) -> None:
        samples = self.site.about(cohort("order")).of("sample")
        sample = samples[-1].id if samples else "none"
        moderate(self.site, self.actor("mo"), *SET, Decided(sample, decision, "Looked at."))

    def release(self, marks: str) -> None:
        release_marks(self.site, self.actor("lead"), Wanted(*COHORT, marks))

    def meet(self, who: str, outcome: str, release: bool) -> None:
        decided = (Decision(who, outcome, "Said so."),)
        present = {"chair": "chair", "members": ("chair", "nour", "owen")}
        today = self.site.today()
        ratify(
            self.site,
            self.actor("lead"),
            Meeting(*COHORT, today, minutes="Kept.", decisions=decided, release=release, **present),  # type: ignore[arg-type]
        )

    def slip(self, who: str, item: str, grade: str) -> None:
        what = "one" if grade == "minor" else "named"
        text = self.last(who, "submission", assessment=item)
        return_for_slip(self.site, self.actor("tess"), text, Slip(what, grade, "On page two."))

    def report(self, who: str, item: str) -> None:
        text = self.last(who, "submission", assessment=item)
        report_misconduct(self.site, self.actor("tess"), text, "It stands in a book.")

    def decide_case(self, who: str, outcome: str) -> None:
        case = self.last(who, "misconduct")
        decide_misconduct(self.site, self.actor("connie"), case, outcome, "Looked into.")

    def claim(self, who: str, item: str, effect: str) -> None:
        claimed = Claimed("lateness", "I was ill.")
        enrolment = self.enrolment(who)
        claim = declare_circumstances(self.site, self.actor(who), enrolment, item, claimed)
        until = self.site.today() + timedelta(days=30)
        decided = ClaimDecided("accepted", "Seen.", effect, until)
        decide_circumstances(self.site, self.actor("lead"), claim, decided)

    def board_mark(self, who: str, item: str, attempt: int, mark: int) -> None:
        change = Change(item, attempt, "The board said so.", mark)
        give_board_mark(self.site, self.actor("lead"), self.enrolment(who), change)

    def further(self, who: str, item: str) -> None:
        where = (self.enrolment(who), item)
        allow_further_attempt(self.site, self.actor("lead"), *where, "The board said so.")

    def wait(self, days: int) -> None:
        self.doors.clock.forward(days=days)

    def works(self) -> list[tuple[Learning, Work]]:
        """Every piece of work of the cohort as it stands."""
        self.site.session().rollback()
        return list(cohort_work(self.site, *COHORT).works)


@dataclass(frozen=True)
class Step:
    """One act of the hands, by name, with its arguments."""

    name: str
    given: tuple[object, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}{self.given}"


WHO, ITEM = st.sampled_from(LEARNERS), st.sampled_from(ITEMS)
MARKS, MARKER = st.integers(0, 100), st.sampled_from(("mark", "mona", "theo"))


def act(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    """An act of the hands with drawn arguments."""
    return st.builds(lambda *given: Step(name, given), *arguments)


OFTEN = (
    act("hand_in", WHO, ITEM),
    act("mark", WHO, ITEM, MARKER, MARKS),
    act("mark", WHO, ITEM, MARKER, MARKS),
    act("release", st.sampled_from(("provisional", "ratified"))),
    act("meet", WHO, st.sampled_from(("referred", "deferred", "failed")), st.booleans()),
)
ACTS = st.one_of(
    *OFTEN,
    act("agree", WHO, MARKS),
    act("draw"),
    act("decide", st.sampled_from(("confirmed", "confirmed", "sent-back"))),
    act("slip", WHO, ITEM, st.sampled_from(("minor", "major"))),
    act("report", WHO, ITEM),
    act("decide_case", WHO, st.sampled_from(("no-case", "zero"))),
    act("claim", WHO, ITEM, st.sampled_from(("lateness", "deferral", "extension"))),
    act("board_mark", WHO, ITEM, st.integers(1, 2), MARKS),
    act("further", WHO, ITEM),
    act("wait", st.integers(0, 5)),
)
MARKED: tuple[Step, ...] = tuple(
    Step(name, given)
    for who in LEARNERS
    for name, given in (
        ("hand_in", (who, "crs.essay")),
        ("mark", (who, "crs.essay", "mark", 64 if who == "quy" else 40)),
    )
)
MODERATED: tuple[Step, ...] = (
    *MARKED,
    Step("draw"),
    Step("decide", ("confirmed",)),
)
RELEASED: tuple[Step, ...] = (*MODERATED, Step("release", ("provisional",)))


@settings(
    max_examples=10,
    # Each step writes: to shrink a story would take minutes, and its steps are told anyway.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    # What one story wrote is undone before the next.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    begun=st.sampled_from(((), MARKED, MODERATED, RELEASED)),
    steps=st.lists(ACTS, min_size=5, max_size=12),
)
def test_no_order_of_acts_gives_an_impossible_mark(
    doors: Doors, begun: tuple[Step, ...], steps: list[Step]
) -> None:
    hands, now = Hands(doors), doors.clock.now
    try:
        with doors.undone():
            for step in (*begun, *steps):
                note(f"{step}: {hands.do(step)}")
                look(hands)
    finally:
        doors.clock.now = now


def look(hands: Hands) -> None:
    """What holds after every act."""
    for of, work in hands.works():
        for result in results(work):
            is_possible(work, result)
        who = hands.actor(of.enrolment.person)
        seen = learning(hands.site, who, of.enrolment.id, "read-progress").own
        for result in results(work):
            if result.deciding is not None and result.deciding in seen:
                may_be_seen(work, result, result.deciding)
        for outcome in seen.of("board-outcome"):
            assert list(ratified_after(work, outcome)), "an outcome is seen that nobody released"
    for release in work.cohort.of("release", marks="ratified"):
        rests_on_a_board(hands, release)


def is_possible(work: Work, result: Result) -> None:
    assert result.recorded is None or 0 <= result.recorded <= 100
    assert (result.passed is not None) == result.settled
    if result.settled:
        assert result.steps
        assert all(step.because for step in result.steps)
        assert result.steps[-1].mark == result.recorded
    if result.recorded is not None and result.raw is not None:
        assert result.recorded <= result.raw
    if result.attempt > 1 and result.passed and "board" not in result.layers:
        assert result.recorded == work.assessment.pass_mark


def may_be_seen(work: Work, result: Result, mark: Record) -> None:
    """A mark is with its learner: it goes back at once, or it was released, moderated before that."""
    if goes_back_at_once(work.assessment, work.policy) or mark.get("layer") == "board":
        return
    releases = [r for r in work.cohort.of("release") if r.position > mark.position]
    assert releases, "a mark is seen that nobody released"
    script = script_of(result) if needs_moderation(work.assessment) else None
    if script:
        assert any(confirmed(work.cohort, script, r) for r in releases), "it was not moderated"


def confirmed(told: Records, script: Script, release: Record) -> bool:
    """Whether a set with the script was confirmed before a release, after the mark was given."""
    samples = {s.id for s in told.of("sample") if script.submission in s.get("whole-set")}
    return any(
        script.marked < d.position < release.position and d.get("decision") == "confirmed"
        for d in told.of("moderation")
        if d.get("sample") in samples
    )


def ratified_after(work: Work, outcome: Record) -> Iterator[Record]:
    """The ratified releases that came after an outcome."""
    for release in work.cohort.of("release", marks="ratified"):
        if release.position > outcome.position:
            yield release


def rests_on_a_board(hands: Hands, release: Record) -> None:
    """Whoever had a settled mark when a ratified release covered them had a board's outcome by then."""
    for of, work in hands.works():
        if of.enrolment.id not in (release.get("enrolments") or (of.enrolment.id,)):
            continue
        before = [
            m
            for m in work.own.of("mark", assessment=work.assessment.id)
            if m.position < release.position
        ]
        settled = [r for r in results(work) if r.settled and r.deciding in before]
        if settled and not goes_back_at_once(work.assessment, work.policy):
            outcomes = work.own.of("board-outcome", stage=work.stage)
            assert any(o.position < release.position for o in outcomes), "ratified without a board"
