"""A set is confirmed or sent back as a whole, and nothing of a stage is left unmoderated unsaid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment.kinds import ASSESSMENT_KINDS
from lms.domain.assessment.moderation import (
    Moderation,
    State,
    markers_confirmed,
    may_be_looked_at,
    moderation_of,
    moderations,
    moderators_of,
    script_of,
)
from lms.domain.assessment.results import results
from lms.domain.assessment.sampling import Script
from lms.domain.assessment.work import Work
from lms.domain.records import NO_RECORDS, NewRecord, Record, Records, Refusal, cohort
from tests.domain.small import NOON, Story, assessment

DAY = date(2026, 5, 1)
ESSAY = assessment(markers="sampled")
KINDS = {kind.name: kind for kind in ASSESSMENT_KINDS}


class Set:
    """Scripts of one essay and what its cohort's records say, in one ledger order."""

    def __init__(self) -> None:
        self.position = 0
        self.scripts: dict[str, Script] = {}
        self.told: list[Record] = []

    def mark(self, *submissions: str, mark: int = 65, by: str = "jo", **more: Any) -> None:
        for submission in submissions:
            self.position += 1
            marked = Script(submission, by, self.position, mark, passed=mark >= 50)
            self.scripts[submission] = replace(marked, **more)

    def sample(self, *only: str, replaces: str | None = None) -> str:
        whole = only or tuple(s.submission for s in self.state.scripts)
        rows = [{"submission": s, "why": "random", "marker": self.scripts[s].marker} for s in whole]
        fields = {"whole-set": whole, "scripts": rows, "seed": "a", "moderator": "mo"}
        return self.tell("sample", "mo", fields, replaces).id

    def decide(self, sample: str, decision: str, by: str = "mo") -> None:
        self.tell("moderation", by, {"sample": sample, "decision": decision, "reason": "d.s"})

    def tell(
        self, kind: str, by: str, fields: dict[str, Any], replaces: str | None = None
    ) -> Record:
        self.position += 1
        record = Record(
            position=self.position,
            id=f"{kind}-{self.position}",
            subject=cohort("spring"),
            kind=kind,
            version=1,
            first=DAY,
            last=DAY,
            recorded=NOON,
            recorded_by=by,
            payload={"assessment": "essay", **fields},
            replaces=replaces,
        )
        self.told.append(record)
        return record

    @property
    def records(self) -> Records:
        return Records(self.told)

    @property
    def state(self) -> Moderation:
        return moderation_of(ESSAY, tuple(self.scripts.values()), self.records)


def moved(before: Set) -> Set:
    """The cohort that the scripts of another go to; what it says comes after."""
    after = Set()
    after.position, after.scripts = before.position, dict(before.scripts)
    return after


def state_after(after: Set, before: Set) -> Moderation:
    return moderation_of(ESSAY, tuple(after.scripts.values()), after.records, before.records)


def work_in(cohort_records: Records, earlier: Records = NO_RECORDS) -> Work:
    work = Story().work(ESSAY, DAY)
    return replace(work, cohort=cohort_records, earlier_cohorts=earlier)


def names(scripts: Iterable[Script]) -> set[str]:
    return {s.submission for s in scripts}


def test_work_that_nobody_has_marked_needs_nothing_yet() -> None:
    assert Set().state.state is State.NOT_NEEDED


def test_a_set_goes_from_drawing_to_a_decision() -> None:
    one = Set()
    one.mark("a", "b")
    assert one.state.state is State.TO_DRAW
    sample = one.sample()
    assert one.state.state is State.DRAWN
    one.decide(sample, "confirmed")
    assert one.state.state is State.CONFIRMED
    assert one.state.scripts == ()


def test_late_scripts_form_the_next_set() -> None:
    one = Set()
    one.mark("a", "b")
    sample = one.sample()
    one.mark("late")
    one.decide(sample, "confirmed")
    assert (one.state.state, names(one.state.scripts)) == (State.TO_DRAW, {"late"})
    one.decide(one.sample(), "confirmed")
    assert one.state.state is State.CONFIRMED


def test_a_set_sent_back_is_marked_again_whole_before_a_new_draw() -> None:
    one = Set()
    one.mark("a", "b", "c")
    one.decide(one.sample(), "sent-back")
    assert one.state.state is State.SENT_BACK
    one.mark("a", "b")
    assert (one.state.state, names(one.state.to_mark_again)) == (State.SENT_BACK, {"c"})
    one.mark("c")
    assert (one.state.state, len(one.state.scripts)) == (State.TO_DRAW, 3)


def test_the_same_mark_given_again_counts_as_marking_again() -> None:
    one = Set()
    one.mark("a", mark=58)
    one.decide(one.sample(), "sent-back")
    one.mark("a", mark=58)
    assert one.state.state is State.TO_DRAW


def test_a_script_that_is_held_since_does_not_keep_a_set_sent_back() -> None:
    one = Set()
    one.mark("a", "b")
    one.decide(one.sample(), "sent-back")
    one.mark("a")
    del one.scripts["b"]
    assert one.state.state is State.TO_DRAW


def test_a_mark_changed_after_the_draw_belongs_to_the_next_set() -> None:
    one = Set()
    one.mark("a", "b")
    sample = one.sample()
    one.mark("b", mark=80)
    assert names(one.state.members) == {"a"}
    one.decide(sample, "confirmed")
    assert (one.state.state, names(one.state.scripts)) == (State.TO_DRAW, {"b"})


def test_a_mark_changed_after_the_set_was_confirmed_is_moderated_anew() -> None:
    one = Set()
    one.mark("a", "b")
    one.decide(one.sample(), "confirmed")
    one.mark("a", mark=70)
    assert (one.state.state, names(one.state.scripts)) == (State.TO_DRAW, {"a"})


def test_a_mark_changed_after_its_release_is_not() -> None:
    one = Set()
    one.mark("a", "b")
    one.decide(one.sample(), "confirmed")
    one.mark("a", mark=70, settled_since=True)
    assert one.state.state is State.CONFIRMED


def test_a_sample_of_which_every_mark_has_changed_is_drawn_anew() -> None:
    one = Set()
    one.mark("a")
    stale = one.sample()
    one.mark("a", mark=70)
    assert one.state.state is State.TO_DRAW
    one.sample(replaces=stale)
    assert one.state.state is State.DRAWN


@pytest.mark.parametrize(
    "other",
    [
        assessment(markers="single"),
        assessment(markers="double"),
        assessment(markers="blind-double"),
        assessment(markers="sampled", private=True),
        assessment(markers="sampled", marking="formative"),
    ],
)
def test_only_sampled_work_that_counts_and_is_not_private_is_moderated(other: object) -> None:
    script = Script("a", "jo", 1, 65)
    assert moderation_of(other, (script,), Records(())).state is State.NOT_NEEDED  # type: ignore[arg-type]


def test_a_marker_is_new_until_a_sample_with_their_work_is_confirmed() -> None:
    one = Set()
    one.mark("a", by="jo")
    sample = one.sample()
    assert markers_confirmed(one.records) == frozenset()
    one.decide(sample, "confirmed")
    assert markers_confirmed(one.records) == {"jo"}


def test_a_marker_whose_set_was_sent_back_is_still_new() -> None:
    one = Set()
    one.mark("a", by="jo")
    one.decide(one.sample(), "sent-back")
    assert markers_confirmed(one.records) == frozenset()


def test_whoever_drew_or_decided_is_known_as_a_moderator_of_its_scripts() -> None:
    one = Set()
    one.mark("a")
    one.decide(one.sample(), "sent-back", by="ned")
    assert moderators_of(work_in(one.records), "a") == {"mo", "ned"}
    assert moderators_of(work_in(one.records), "b") == frozenset()


def test_whoever_moderated_a_script_is_known_of_it_in_another_cohort() -> None:
    one = Set()
    one.mark("a")
    one.decide(one.sample(), "sent-back", by="ned")
    assert moderators_of(work_in(NO_RECORDS, one.records), "a") == {"mo", "ned"}


def test_a_script_confirmed_in_another_cohort_is_not_moderated_again() -> None:
    before = Set()
    before.mark("a")
    before.decide(before.sample(), "confirmed")
    after = moved(before)
    assert state_after(after, before).state is State.CONFIRMED
    after.mark("b")
    found = state_after(after, before)
    assert (found.state, names(found.scripts)) == (State.TO_DRAW, {"b"})


def test_a_script_confirmed_in_another_cohort_and_marked_again_since_is_moderated_anew() -> None:
    before = Set()
    before.mark("a")
    before.decide(before.sample(), "confirmed")
    after = moved(before)
    after.mark("a", mark=70)
    found = state_after(after, before)
    assert (found.state, names(found.scripts)) == (State.TO_DRAW, {"a"})


def test_a_set_sent_back_in_another_cohort_joins_the_next_set_of_this_one() -> None:
    before = Set()
    before.mark("a")
    before.decide(before.sample(), "sent-back")
    after = moved(before)
    found = state_after(after, before)
    assert (found.state, names(found.scripts), found.sample) == (State.TO_DRAW, {"a"}, None)


def test_a_sample_of_another_cohort_counts_once_its_moderator_has_confirmed() -> None:
    before = Set()
    before.mark("a")
    sample = before.sample()
    after = moved(before)
    assert state_after(after, before).state is State.TO_DRAW
    before.decide(sample, "confirmed")
    assert state_after(after, before).state is State.CONFIRMED


def test_a_confirmation_of_another_piece_of_work_confirms_nothing_here() -> None:
    before = Set()
    before.mark("a")
    before.decide(before.sample(), "confirmed")
    other = replace(ESSAY, id="other")
    found = moderation_of(other, tuple(before.scripts.values()), NO_RECORDS, before.records)
    assert found.state is State.TO_DRAW


@given(st.lists(st.sampled_from(["mark", "again", "draw", "confirm", "send-back"]), max_size=25))
def test_no_order_of_acts_leaves_a_script_confirmed_that_no_confirmed_sample_holds(
    acts: list[str],
) -> None:
    one, waiting = Set(), ""
    for number, act in enumerate(acts):
        if act == "mark":
            one.mark(f"s{number}")
        elif act == "again" and one.scripts:
            one.mark(sorted(one.scripts)[number % len(one.scripts)])
        elif act == "draw" and one.state.state is State.TO_DRAW:
            waiting = one.sample(replaces=waiting or None)
        elif act in ("confirm", "send-back") and one.state.state is State.DRAWN:
            one.decide(waiting, "confirmed" if act == "confirm" else "sent-back")
            waiting = ""
    confirmed = {d.get("sample") for d in one.records.of("moderation", decision="confirmed")}
    held = {
        submission: sample.position
        for sample in one.records.of("sample")
        if sample.id in confirmed
        for submission in sample.get("whole-set")
    }
    for script in one.scripts.values():
        moderated = script.submission not in names(one.state.scripts)
        assert moderated == (script.marked < held.get(script.submission, 0))


def refused(kind: str, records: Records, **fields: Any) -> str:
    payload = {name.replace("_", "-"): value for name, value in fields.items()}
    new = NewRecord(cohort("spring"), kind, DAY, DAY, {"assessment": "essay", **payload})
    refusal = KINDS[kind].check(new, records)
    return refusal.code if isinstance(refusal, Refusal) else ""


def test_a_sample_holds_scripts_of_its_set_with_reasons() -> None:
    row = {"submission": "a", "why": "random fail"}
    none = Records(())
    assert refused("sample", none, whole_set=("a",), scripts=[row]) == ""
    assert refused("sample", none, whole_set=("b",), scripts=[row]) == "not-of-the-set"
    for why in ("", "because"):
        wrong = [{**row, "why": why}]
        assert refused("sample", none, whole_set=("a",), scripts=wrong) == "no-reason"


def test_a_second_sample_waits_for_the_decision_on_the_first() -> None:
    one = Set()
    one.mark("a")
    one.sample()
    again = {"whole_set": ("a",), "scripts": [{"submission": "a", "why": "random"}]}
    assert refused("sample", one.records, **again) == "sample-waits"


def test_a_decision_names_a_sample_of_that_work_gives_a_reason_and_is_made_once() -> None:
    one = Set()
    one.mark("a")
    sample = one.sample()
    decision = {"sample": sample, "decision": "confirmed", "reason": "d.s"}
    assert refused("moderation", one.records, **decision) == ""
    assert refused("moderation", one.records, **{**decision, "reason": None}) == "no-reason"
    assert refused("moderation", one.records, **{**decision, "sample": "x"}) == "no-such-record"
    assert refused("moderation", one.records, **decision, assessment="other") == "other-work"
    one.decide(sample, "confirmed")
    assert refused("moderation", one.records, **decision) == "decided"


def test_an_examiner_gives_a_reason_for_a_script_and_words_for_a_comment() -> None:
    none = Records(())
    assert refused("script-asked-for", none, submission="a") == "no-reason"
    assert refused("script-asked-for", none, submission="a", reason="d.s") == ""
    assert refused("external-comment", none, stage="small/year") == "no-comment"


@pytest.fixture
def story() -> Story:
    told = Story()
    told.tell("submission", DAY, assessment="essay")
    return told


def script_in(story: Story) -> Script | None:
    (result,) = results(story.work(ESSAY, DAY))
    return script_of(result)


def test_a_marked_script_is_of_the_set_by_its_first_marker(story: Story) -> None:
    assert script_in(story) is None
    mark = story.tell("mark", DAY, assessment="essay", mark=65, by="jo")
    found = script_in(story)
    assert found == Script("r2", "jo", mark.position, 65)


def test_held_work_and_work_that_failed_for_a_slip_or_misconduct_is_not_of_the_set(
    story: Story,
) -> None:
    story.tell("mark", DAY, assessment="essay", mark=65)
    assert may_be_looked_at(*results(story.work(ESSAY, DAY)))
    case = story.tell("misconduct", DAY, assessment="essay")
    assert script_in(story) is None
    assert not may_be_looked_at(*results(story.work(ESSAY, DAY)))
    story.tell("misconduct-decision", DAY, case=case.id, outcome="zero")
    assert script_in(story) is None
    assert not may_be_looked_at(*results(story.work(ESSAY, DAY)))


def test_a_major_slip_takes_a_script_out_of_the_set(story: Story) -> None:
    story.tell("mark", DAY, assessment="essay", mark=65)
    story.tell("slip", DAY, assessment="essay", grade="major")
    assert script_in(story) is None


def still_open(works: list[Work]) -> tuple[str, ...]:
    return tuple(m.says for m in moderations(works) if m.says)


def test_a_stage_says_what_of_it_is_not_moderated(story: Story) -> None:
    work = story.work(ESSAY, DAY)
    assert still_open([work]) == ()
    story.tell("mark", DAY, assessment="essay", mark=65)
    work = story.work(ESSAY, DAY)
    assert still_open([work]) == ("Essay: 1 script not yet moderated; a sample is to be drawn.",)
    one = Set()
    one.position = 100
    one.tell(
        "sample",
        "mo",
        {"whole-set": ("r2",), "scripts": [{"submission": "r2", "why": "random", "marker": "jo"}]},
    )
    drawn = replace(work, cohort=one.records)
    assert still_open([drawn]) == (
        "Essay: a sample is drawn and waits for the moderator's decision.",
    )
    one.decide(one.told[0].id, "sent-back")
    back = replace(work, cohort=one.records)
    assert still_open([back]) == (
        "Essay: the moderator sent the set back; 1 script to be marked again.",
    )


def test_a_stage_asks_for_nothing_that_was_confirmed_where_a_learner_came_from(
    story: Story,
) -> None:
    story.tell("mark", DAY, assessment="essay", mark=65)
    work = story.work(ESSAY, DAY)
    old = Set()
    old.position = 100
    row = {"submission": "r2", "why": "random", "marker": "jo"}
    old.tell("sample", "mo", {"whole-set": ("r2",), "scripts": [row]})
    old.decide(old.told[0].id, "confirmed")
    assert still_open([replace(work, cohort=Records(()), earlier_cohorts=old.records)]) == ()
    stayed = replace(work, own=Records(()))
    came = replace(work, earlier_cohorts=old.records)
    assert still_open([stayed, came]) == ()
