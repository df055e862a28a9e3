"""Which number of words decides: what was counted, until somebody has decided about another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lms.domain.assessment.kinds import ASSESSMENT_KINDS
from lms.domain.assessment.layers import WORDS, paper_of, turn_of
from lms.domain.assessment.marks_sheet import lines_of, why_unsettled
from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.policies import LEVEL_7, LEVEL_7_C
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.results import result_of, results
from lms.domain.assessment.word_counts import word_count
from lms.domain.assessment.work import Work
from lms.domain.records import NewRecord, Record, Refusal, person
from lms.domain.refusals.of_words import why_not_contested, why_not_decided, words_that_hold
from tests.domain.small import Story, assessment

ESSAY = assessment(words=1000)
DAY = date(2026, 5, 15)
LATER = date(2026, 9, 1)
NAMED = {"assessment": "essay", "attempt": 1}
KINDS = {kind.name: kind for kind in ASSESSMENT_KINDS}


@pytest.fixture
def story() -> Story:
    return Story()


def hand_in(story: Story, words: int, **more: Any) -> Record:
    return story.tell("submission", DAY, words=words, **{**NAMED, **more})


def mark(story: Story, given: int, layer: str = "first", **more: Any) -> None:
    story.tell("mark", DAY, mark=given, layer=layer, **{**NAMED, **more})


def contest(story: Story, text: Record, words: int, on: date = DAY, **more: Any) -> Record:
    return story.tell(
        "word-count-claim", on, submission=text.id, words=words, reason="a.b", **NAMED, **more
    )


def decide(
    story: Story, text: Record, words: int, holds: str = "another", on: date = DAY, **more: Any
) -> Record:
    fields = {"submission": text.id, "holds": holds, "words": words, "reason": "a.b"}
    return story.tell("word-count-decision", on, **fields, **NAMED, **more)


def work_of(story: Story, on: date = LATER, policy: MarkingPolicy = LEVEL_7_C, **more: Any) -> Work:
    return story.work(replace(ESSAY, **more), on, policy)


def result(story: Story, on: date = LATER, **more: Any) -> Result:
    return result_of(work_of(story, on, **more), 1)


def outcome(story: Story, on: date = LATER, **more: Any) -> tuple[Stand, int | None]:
    found = result(story, on, **more)
    return found.stand, found.recorded


def test_what_was_counted_decides_where_its_writer_says_nothing_else(story: Story) -> None:
    hand_in(story, 1150)
    mark(story, 60)
    assert outcome(story) == (Stand.SETTLED, 50)


def test_no_penalty_is_taken_while_the_writer_states_another_count(story: Story) -> None:
    hand_in(story, 1150, stated_words=1000)
    mark(story, 60)
    assert outcome(story) == (Stand.WORD_COUNT, None)
    assert result(story).passed is None
    assert result(story).steps == ()


def test_nor_is_none_taken_where_the_writer_states_more(story: Story) -> None:
    hand_in(story, 1000, stated_words=1300)
    mark(story, 60)
    assert outcome(story)[0] is Stand.WORD_COUNT


@pytest.mark.parametrize(
    ("counted", "stated", "given", "recorded"),
    [(1150, 1199, 60, 50), (1100, 900, 60, 60), (1150, 1000, 0, 0), (1150, 1150, 60, 50)],
)
def test_two_counts_that_come_to_one_mark_leave_nothing_to_decide(
    story: Story, counted: int, stated: int, given: int, recorded: int
) -> None:
    hand_in(story, counted, stated_words=stated)
    mark(story, given)
    assert outcome(story) == (Stand.SETTLED, recorded)


def test_under_a_policy_that_takes_nothing_off_no_mark_waits(story: Story) -> None:
    hand_in(story, 1150, stated_words=1000)
    mark(story, 60)
    assert outcome(story, policy=LEVEL_7) == (Stand.SETTLED, 60)


@pytest.mark.parametrize("more", [{"words": None}, {"marking": "pass-fail"}])
def test_nor_does_work_without_a_length_or_without_marks(story: Story, more: Any) -> None:
    hand_in(story, 1150, stated_words=1000)
    mark(story, 60, result="pass")
    assert result(story, **more).settled


@pytest.mark.parametrize(("words", "recorded"), [(1150, 50), (1000, 60), (1250, 0)])
def test_the_number_that_is_decided_takes_its_place(
    story: Story, words: int, recorded: int
) -> None:
    text = hand_in(story, 1150, stated_words=1000)
    mark(story, 60)
    decide(story, text, words)
    assert outcome(story) == (Stand.SETTLED, recorded)


def test_a_decision_before_the_mark_holds_for_it(story: Story) -> None:
    text = hand_in(story, 1150, stated_words=1000)
    decide(story, text, 1000, "stated")
    assert outcome(story)[0] is Stand.HANDED_IN
    mark(story, 60)
    assert outcome(story) == (Stand.SETTLED, 60)


def test_a_count_is_decided_where_its_writer_says_nothing(story: Story) -> None:
    text = hand_in(story, 900)
    mark(story, 60)
    decide(story, text, 1150)
    (penalty,) = [s for s in result(story).steps if s.name == "over-length"]
    assert (penalty.mark, "1,150 words" in penalty.because) == (50, True)


def test_a_count_contested_after_the_mark_opens_it_until_that_is_decided(story: Story) -> None:
    text = hand_in(story, 1150)
    mark(story, 60)
    contest(story, text, 1000, date(2026, 6, 1))
    assert outcome(story, date(2026, 5, 31)) == (Stand.SETTLED, 50)
    assert outcome(story) == (Stand.WORD_COUNT, None)
    decide(story, text, 1000, "stated", date(2026, 6, 8))
    assert outcome(story, date(2026, 6, 7))[0] is Stand.WORD_COUNT
    assert outcome(story) == (Stand.SETTLED, 60)


def test_an_answer_of_an_earlier_day_is_given_again(story: Story) -> None:
    text = hand_in(story, 1150)
    mark(story, 60)
    known = max(r.position for r in story.own)
    contest(story, text, 1000)
    work = work_of(story)
    assert result_of(replace(work, own=work.own.known_by(known)), 1).recorded == 50


def test_what_was_decided_before_is_open_again_once_it_is_contested(story: Story) -> None:
    text = hand_in(story, 900)
    decide(story, text, 1150)
    mark(story, 60)
    assert outcome(story) == (Stand.SETTLED, 50)
    contest(story, text, 950)
    assert word_count(work_of(story), text).claimed == 950
    assert outcome(story)[0] is Stand.WORD_COUNT


def test_the_last_of_two_decisions_holds(story: Story) -> None:
    text = hand_in(story, 1150, stated_words=1000)
    mark(story, 60)
    first = decide(story, text, 1150, "counted", date(2026, 6, 2))
    decide(story, text, 1000, "stated", date(2026, 6, 1), replaces=first.id)
    assert outcome(story) == (Stand.SETTLED, 60)


def test_two_markers_mark_and_agree_while_the_count_is_open(story: Story) -> None:
    double = {"markers": "double"}
    text = hand_in(story, 1150, stated_words=1000)
    mark(story, 58)
    mark(story, 62, "second")
    assert outcome(story, **double)[0] is Stand.TO_AGREE
    mark(story, 60, "agreed", reason="a.b")
    assert outcome(story, **double)[0] is Stand.WORD_COUNT
    decide(story, text, 1000, "stated")
    assert outcome(story, **double) == (Stand.SETTLED, 60)


def test_a_board_s_own_mark_waits_for_nothing(story: Story) -> None:
    hand_in(story, 1150, stated_words=1000)
    mark(story, 60)
    mark(story, 55, "board", reason="a.b")
    assert outcome(story) == (Stand.SETTLED, 55)


def test_while_it_waits_nobody_gives_another_mark_and_no_board_decides(story: Story) -> None:
    hand_in(story, 1150, stated_words=1000)
    mark(story, 60)
    work, found = work_of(story), result(story)
    paper = paper_of(work, found)
    turn = turn_of(paper, "somebody")
    assert paper.needs == WORDS
    assert isinstance(turn, Refusal)
    assert turn.code == "word-count"
    assert "word count" in str(why_unsettled("Essay", found))
    (line,) = lines_of(work, "amara", "e", {})
    assert line.flags == ("word-count",)


def test_what_a_board_ratified_is_not_opened_by_what_is_said_later(story: Story) -> None:
    text = hand_in(story, 1150)
    mark(story, 60)
    story.tell("board-outcome", date(2026, 6, 30), stage="small/year", outcome="progress")
    contest(story, text, 1000, date(2026, 7, 1))
    decide(story, text, 1000, "stated", date(2026, 7, 2))
    assert outcome(story) == (Stand.SETTLED, 50)


def code(found: Refusal | None) -> str | None:
    return found.code if found else None


def contested(story: Story, text: Record, words: int = 1000, **more: Any) -> str | None:
    work = work_of(story, **more)
    return code(why_not_contested(work, result_of(work, 1), text.id, words))


def decided(story: Story, text: Record, **more: Any) -> str | None:
    work = work_of(story, **more)
    return code(why_not_decided(work, result_of(work, 1), text.id))


def test_a_count_is_contested_until_a_board_has_decided(story: Story) -> None:
    text = hand_in(story, 1150)
    assert contested(story, text) is None
    mark(story, 60)
    assert contested(story, text) is None
    assert contested(story, text, 1150) == "same-count"
    story.tell("board-outcome", date(2026, 6, 30), stage="small/year", outcome="progress")
    assert contested(story, text) == decided(story, text) == "board-decided"


def test_only_the_text_in_force_has_a_count_to_speak_of(story: Story) -> None:
    text = hand_in(story, 1150)
    story.tell("slip", DAY, grade="minor", what="one", **NAMED)
    newer = hand_in(story, 1140)
    assert contested(story, text) == decided(story, text) == "another-text"
    assert contested(story, newer) is None


def test_a_count_that_nothing_follows_from_is_left_alone(story: Story) -> None:
    text = hand_in(story, 1150)
    work = story.work(assessment(), LATER, LEVEL_7_C)
    assert code(why_not_contested(work, result_of(work, 1), text.id)) == "no-length"
    assert code(why_not_decided(work, result_of(work, 1), text.id)) == "no-length"


def test_once_there_is_a_later_attempt_the_earlier_one_is_not_contested(story: Story) -> None:
    text = hand_in(story, 1300)
    mark(story, 60)
    hand_in(story, 1000, attempt=2)
    assert len(results(work_of(story))) == 2
    assert contested(story, text) == "another-attempt"


def test_what_was_decided_on_a_claim_is_not_contested_again(story: Story) -> None:
    text = hand_in(story, 1150)
    contest(story, text, 900)
    assert contested(story, text) is None
    decide(story, text, 1150, "counted")
    assert contested(story, text) == "decided"


def test_once_marks_are_out_only_what_is_contested_is_decided(story: Story) -> None:
    text = hand_in(story, 1150)
    mark(story, 60)
    story.tell_of_cohort("release", DAY, stage="small/year", marks="provisional")
    assert decided(story, text) == "released"
    contest(story, text, 1000)
    assert decided(story, text) is None


def test_a_decision_takes_the_number_that_it_says_it_takes(story: Story) -> None:
    text = hand_in(story, 1150)
    count = word_count(work_of(story), text)
    assert words_that_hold(count, "counted", None) == 1150
    assert words_that_hold(count, "another", 1200) == 1200
    for holds, words, because in (
        ("stated", None, "not-stated"),
        ("another", None, "no-count"),
        ("counted", 1, "other-count"),
        ("none", None, "other-count"),
    ):
        found = words_that_hold(count, holds, words)
        assert isinstance(found, Refusal)
        assert found.code == because
    contest(story, text, 990)
    assert words_that_hold(word_count(work_of(story), text), "stated", None) == 990


def refused(story: Story, kind: str, **fields: Any) -> str | None:
    new = NewRecord(person("amara"), kind, DAY, DAY, {**NAMED, **fields})
    return code(KINDS[kind].check(new, story.own))


def test_the_ledger_takes_one_claim_and_one_decision_about_a_text_each_with_a_reason(
    story: Story,
) -> None:
    text = hand_in(story, 1150)
    said = {"submission": text.id, "words": 1000}
    assert refused(story, "word-count-claim", **said) == "no-reason"
    assert refused(story, "word-count-claim", **said, reason="a.b") is None
    contest(story, text, 1000)
    assert refused(story, "word-count-claim", **said, reason="a.b") == "contested"
    said = {"submission": text.id, "words": 1000, "holds": "stated"}
    assert refused(story, "word-count-decision", **said) == "no-reason"
    decide(story, text, 1000, "stated")
    assert refused(story, "word-count-decision", **said, reason="a.b") == "decided"
    elsewhere = {**said, "submission": "elsewhere"}
    assert refused(story, "word-count-decision", **elsewhere, reason="a.b") == "no-such-record"
