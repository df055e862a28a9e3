"""Where the moderation of a set of scripts stands, and what of a stage still waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.domain.assessment.outcome import FIRST, Result, Stand
from lms.domain.assessment.results import results
from lms.domain.assessment.sampling import Script
from lms.domain.assessment.work import Work
from lms.domain.latest import last_set
from lms.domain.programme import Assessment
from lms.domain.records import NO_RECORDS, Record, Records
from lms.domain.wording import many

SAMPLED = "sampled"
CONFIRMED, SENT_BACK = "confirmed", "sent-back"


class State(StrEnum):
    """Where the present set of one assessment in one cohort stands."""

    NOT_NEEDED = "not-needed"
    TO_DRAW = "to-draw"
    DRAWN = "drawn"
    SENT_BACK = "sent-back"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Moderation:
    """The present set: ``scripts`` are those that no moderator has confirmed yet.

    ``sample`` is the one that waits for a decision or was sent back, ``members`` the scripts that
    it stands for, ``to_mark_again`` those whose marker has not gone back to them since.
    """

    assessment: Assessment
    state: State
    scripts: tuple[Script, ...] = ()
    sample: Record | None = None
    members: tuple[Script, ...] = ()
    to_mark_again: tuple[Script, ...] = ()

    @property
    def says(self) -> str:
        """What is still needed, in a sentence; empty where nothing is."""
        title = self.assessment.title
        if self.state is State.TO_DRAW:
            return f"{title}: {many(len(self.scripts), 'script')} not yet moderated; a sample is to be drawn."
        if self.state is State.DRAWN:
            return f"{title}: a sample is drawn and waits for the moderator's decision."
        if self.state is State.SENT_BACK:
            left = many(len(self.to_mark_again), "script")
            return f"{title}: the moderator sent the set back; {left} to be marked again."
        return ""


def needs_moderation(assessment: Assessment) -> bool:
    """Whether a sample of it is moderated.

    Double-marked work has its second marker instead; one's own family is nobody else's to read;
    feedback that counts for nothing is not sampled.
    """
    return (
        assessment.markers == SAMPLED
        and not assessment.private
        and assessment.marking != "formative"
    )


def script_of(result: Result, is_new: Callable[[str], bool] = lambda _: False) -> Script | None:
    """An attempt as a script of a set; None unless its first marker's mark is what decides it.

    Nothing is sampled that was not handed in, is held, or failed for a slip or for misconduct.
    """
    mark = result.layers.get(FIRST)
    judged = result.stand is Stand.SETTLED and result.steps and result.steps[0].name == FIRST
    if result.submission is None or mark is None or not judged:
        return None
    return Script(
        submission=result.submission.id,
        marker=mark.recorded_by,
        marked=mark.position,
        mark=mark.get("mark"),
        result=mark.get("result"),
        passed=bool(result.passed),
        new_marker=is_new(mark.recorded_by),
        settled_since=bool(mark.get("after-release")),
    )


def moderation_of(
    assessment: Assessment,
    scripts: Sequence[Script],
    cohort: Records,
    elsewhere: Records = NO_RECORDS,
) -> Moderation:
    """The present set of an assessment, from its settled scripts and the records of its cohort.

    A set is what no earlier confirmed set holds: what was marked late, or marked again since, forms
    the next one. After a sending back every script of the set is marked again, even if with the
    same mark, before a new sample can be drawn (8a.17). ``elsewhere`` are the records of the
    cohorts from which learners came: what a moderator confirmed there stays confirmed (our choice).
    """
    if not needs_moderation(assessment):
        return Moderation(assessment, State.NOT_NEEDED)
    decisions = {d.get("sample"): d for d in cohort.of("moderation", assessment=assessment.id)}
    confirmed = [*_confirmed(cohort, assessment), *_confirmed(elsewhere, assessment)]
    left = tuple(s for s in scripts if not _is_confirmed(s, confirmed))
    if not left:
        any_set = State.CONFIRMED if scripts else State.NOT_NEEDED
        return Moderation(assessment, any_set)
    sample = last_set(cohort.of("sample", assessment=assessment.id))
    members = tuple(s for s in left if sample and _holds(sample, s))
    if sample is not None and sample.id in decisions:
        return _after(assessment, left, sample, members, decisions[sample.id])
    standing = tuple(s for s in members if sample and s.marked < sample.position)
    if not standing:
        return Moderation(assessment, State.TO_DRAW, left)
    return Moderation(assessment, State.DRAWN, left, sample, standing)


def _confirmed(records: Records, assessment: Assessment) -> list[Record]:
    """The samples of an assessment whose sets a moderator confirmed."""
    decisions = records.of("moderation", assessment=assessment.id, decision=CONFIRMED)
    named = {d.get("sample") for d in decisions}
    return [s for s in records.of("sample", assessment=assessment.id) if s.id in named]


def _is_confirmed(script: Script, confirmed: Iterable[Record]) -> bool:
    """Whether a confirmed set holds the script as it is marked now."""
    return any(
        _holds(s, script) and (script.marked < s.position or script.settled_since)
        for s in confirmed
    )


def _holds(sample: Record, script: Script) -> bool:
    return script.submission in sample.get("whole-set")


def _after(
    assessment: Assessment,
    left: tuple[Script, ...],
    sample: Record,
    members: tuple[Script, ...],
    decision: Record,
) -> Moderation:
    again = tuple(s for s in members if s.marked < decision.position)
    if decision.get("decision") == SENT_BACK and again:
        return Moderation(assessment, State.SENT_BACK, left, sample, members, again)
    return Moderation(assessment, State.TO_DRAW, left)


def markers_confirmed(records: Records) -> frozenset[str]:
    """The markers of scripts in samples that a moderator confirmed; whoever is not among them is new.

    Our choice (8a.17 says "new markers" and no more): a marker is new until a moderator has looked
    at work of theirs and confirmed the set.
    """
    confirmed = {
        d.get("sample") for d in records.of("moderation") if d.get("decision") == CONFIRMED
    }
    samples = [s for s in records.of("sample") if s.id in confirmed]
    return frozenset(str(row["marker"]) for s in samples for row in s.get("scripts"))


def moderators_of(work: Work, submission: str) -> frozenset[str]:
    """Who moderates or has moderated a set with this script, and so never gives it a mark.

    In whichever cohort that was: the script goes where its learner goes.
    """
    samples = {s.id: s for s in work.of_cohorts("sample") if submission in s.get("whole-set")}
    decisions = work.of_cohorts("moderation")
    decided = {d.recorded_by for d in decisions if d.get("sample") in samples}
    named = {s.get("moderator") for s in samples.values()} - {None}
    return frozenset(decided | named)


def moderations(works: Iterable[Work]) -> tuple[Moderation, ...]:
    """The present set of each assessment among the works of one cohort, in their order.

    For a stage, give one work for each learner and assessment of it. Marks are not released and a
    board does not decide while any of them ``says`` something. Work that is not settled yet is in
    no set: its own stand tells of it.
    """
    return tuple(
        moderation_of(some[0].assessment, scripts_of(some), some[0].cohort, elsewhere_of(some))
        for some in _together(works).values()
    )


def elsewhere_of(works: Iterable[Work]) -> Records:
    """The records of every cohort from which a learner of some works came, each once."""
    return Records.together(work.earlier_cohorts for work in works)


def _together(works: Iterable[Work]) -> dict[str, list[Work]]:
    by_assessment: dict[str, list[Work]] = {}
    for work in works:
        by_assessment.setdefault(work.assessment.id, []).append(work)
    return by_assessment


def scripts_of(
    works: Iterable[Work], is_new: Callable[[str], bool] = lambda _: False
) -> tuple[Script, ...]:
    """The scripts of one assessment, from the works of its learners."""
    every = (script_of(result, is_new) for work in works for result in results(work))
    return tuple(script for script in every if script is not None)


def may_be_looked_at(result: Result) -> bool:
    """Whether a moderator or an external examiner may open the script of an attempt.

    Its markers have settled it. What is held, or failed for a slip or for misconduct, is seen by
    few, and neither of them is among those.
    """
    settled = result.stand is Stand.SETTLED and result.submission is not None
    return settled and bool(result.steps) and result.steps[0].name not in ("slip", "conduct")
