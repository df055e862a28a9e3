"""What a learner is not shown yet: marks and outcomes that nobody has released."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.programme import Assessment, Programme, Stage
from lms.domain.records import Record, Records

PROVISIONAL, RATIFIED = "provisional", "ratified"
OUTCOME = "outcome"
"""A release of an outcome that was corrected, and of no mark: work may have been marked since."""


def withheld(
    own: Records,
    releases: Sequence[Record] | None,
    programme: Programme,
    stages: Sequence[Stage],
    policy_at: Callable[[Record], MarkingPolicy | None],
) -> frozenset[str]:
    """The ids of the marks and outcomes of one enrolment that its learner does not see yet.

    Formative feedback and work with one marker goes back at once, unless the policy says otherwise.
    All else waits for a release recorded after it; a release for a stage covers all its work.
    Corrections after release say so themselves. ``releases`` are those that reached the learner;
    None stands for no cohort at all: then there is nobody to wait for. ``policy_at`` tells the policy
    under which a mark was given; where that is not on this site, only a release shows anything.
    What was said of an attempt that a question of conduct holds is not seen until that is decided,
    released or not (8a.22).
    """
    found = {mark.id for mark in _held(own)}
    if releases is None:
        return frozenset(found)
    for stage in stages:
        ref = f"{programme.id}/{stage.id}"
        named = [r for r in releases if r.get("stage") == ref]
        for assessment in stage.assessments:
            marks = own.of("mark", assessment=assessment.id)
            waits = [m for m in marks if not goes_back_at_once(assessment, policy_at(m))]
            found |= {m.id for m in waits if not is_released(m, named)}
        ratified = [r for r in named if r.get("marks") in (RATIFIED, OUTCOME)]
        outcomes = [*own.of("board-outcome", stage=ref), *own.of("award", stage=ref)]
        found |= {o.id for o in outcomes if _latest(_naming(o, ratified)) < o.position}
    return frozenset(found)


def _held(own: Records) -> Iterator[Record]:
    """The marks of attempts about which a question is open."""
    decided = {decision.get("case") for decision in own.of("misconduct-decision")}
    for case in own.of("misconduct"):
        if case.id not in decided:
            work = own.of("mark", assessment=case.get("assessment"))
            yield from (mark for mark in work if attempt_in(own, mark) == attempt_in(own, case))


def goes_back_at_once(assessment: Assessment, policy: MarkingPolicy | None) -> bool:
    """Whether its marks reach the learner without a release."""
    return policy is not None and bool(
        {assessment.marking, assessment.markers} & set(policy.at_once)
    )


def is_released(mark: Record, releases: Iterable[Record]) -> bool:
    """Whether a mark has been released, or corrects one that was."""
    named = _naming(mark, [r for r in releases if r.get("marks") != OUTCOME])
    covering = [r for r in named if r.get("assessment") in (None, mark.get("assessment"))]
    return bool(mark.get("after-release")) or _latest(covering) > mark.position


def _naming(what: Record, releases: Iterable[Record]) -> list[Record]:
    """The releases that take in the enrolment of a mark or an outcome: all that name nobody do."""
    return [r for r in releases if what.enrolment in (r.get("enrolments") or (what.enrolment,))]


def _latest(records: Iterable[Record]) -> int:
    return max((r.position for r in records), default=0)
