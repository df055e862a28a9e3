"""How many words a text has: what was counted, what its writer says, and what somebody decided."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.assessment.penalties import Penalised
from lms.domain.assessment.work import Work
from lms.domain.latest import last_set
from lms.domain.records import Record

COUNTED, STATED, ANOTHER = "counted", "stated", "another"
HOLDS = (COUNTED, STATED, ANOTHER)
"""What a decision takes: the words that were counted, the writer's number, or another one."""
CLAIM, DECISION = "word-count-claim", "word-count-decision"
HIGHEST = 100
"""A mark on which every penalty shows."""


@dataclass(frozen=True, slots=True)
class WordCount:
    """The words of one text.

    ``counted`` is what was counted when it was handed in; ``stated`` the writer's number where it
    is another: said then, or since in ``claim``. ``decision`` is the one in force between them.
    """

    counted: int
    stated: int | None = None
    claim: Record | None = None
    decision: Record | None = None

    @property
    def holds(self) -> int:
        """The number that decides: what was counted, until somebody has decided."""
        return int(self.decision.get("words")) if self.decision else self.counted

    @property
    def answered(self) -> bool:
        """Whether somebody has decided since the writer last said anything."""
        return self.decision is not None and (
            self.claim is None or self.decision.position > self.claim.position
        )

    @property
    def claimed(self) -> int | None:
        """The writer's number while nobody has decided about it and another one holds."""
        return None if self.answered or self.stated == self.holds else self.stated


def word_count(work: Work, text: Record) -> WordCount:
    """What is known of a submission's words on the day asked about."""
    claim, decision = (
        last_set(work.so_far(work.own.of(kind, submission=text.id))) for kind in (CLAIM, DECISION)
    )
    stated = claim.get("words") if claim else text.get("stated-words")
    return WordCount(int(text.get("words") or 0), stated, claim, decision)


def over_length(work: Work, mark: int, words: int) -> Penalised | None:
    """What the policy leaves of a mark for a text of so many words; None where it takes nothing."""
    asked = work.assessment.words
    return work.policy.over_length.apply(mark, words, asked) if asked and words else None


def waits_for_count(work: Work, count: WordCount, mark: int = HIGHEST) -> bool:
    """Whether the penalty for a mark depends on a count that somebody has to decide about.

    A penalty, or none, is not taken from a count that its writer says is wrong.
    """
    if count.claimed is None or work.assessment.marking != "mark":
        return False
    found = (over_length(work, mark, words) for words in (count.holds, count.claimed))
    one, other = (mark if cut is None else cut.mark for cut in found)
    return one != other
