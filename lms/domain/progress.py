"""The verdict tree of one learner on one stage: every requirement, its amount and its reason."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lms.domain.as_of import AsOf
from lms.domain.assessment.policies import CORE_MARKING
from lms.domain.assessment.policy import MarkingRules
from lms.domain.calendar import in_words
from lms.domain.evidence import (
    Enrolment,
    Evidence,
    NotInUse,
    Period,
    RequirementKind,
    reads_nothing_else,
)
from lms.domain.faults import noted
from lms.domain.latest import latest_by_day, unless_refused
from lms.domain.programme import Programme, Requirement, Stage
from lms.domain.records import Record, Records, Subject, cohort
from lms.domain.requirements.combined import combine
from lms.domain.stage_dates import dates_on, ending, stage_dates
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, Verdict

log = logging.getLogger(__name__)

Kinds = Mapping[str, RequirementKind]


@dataclass(frozen=True, slots=True)
class Progress:
    """How one stage stands for one learner.

    ``outcome`` is that of everything needed (the rows marked optional, judgements and milestones
    left out). ``dates`` are the stage's for this learner, ``paused`` says that an approved break is
    in force on the day, and ``good_until`` is the first date on which any of it could change
    unaided. ``fault`` says that some of it rests on a rule that failed or on a plugin that is not
    in use, seen or not in the verdicts: such a progress is shown and never kept.
    """

    person: str
    enrolment: Enrolment
    programme: Programme
    stage: Stage
    as_of: date
    dates: Period
    outcome: Outcome
    verdicts: tuple[Verdict, ...]
    paused: bool
    good_until: date | None
    fault: bool = False

    @property
    def open(self) -> tuple[Verdict, ...]:
        """What is still needed, soonest steps first as the curriculum orders them."""
        return tuple(v for v in self.verdicts if is_needed(v) and not v.settled)

    @property
    def asked(self) -> tuple[Verdict, ...]:
        """What is asked of the learner."""
        return tuple(v for v in self.verdicts if not v.offered)

    @property
    def offered(self) -> tuple[Verdict, ...]:
        """What the version offers, alike for everybody on it."""
        return tuple(v for v in self.verdicts if v.offered)

    def verdict(self, requirement: str) -> Verdict | None:
        """The verdict on one requirement, nested ones included."""
        return next((v for top in self.verdicts for v in top.walk() if v.id == requirement), None)


def is_needed(verdict: Verdict) -> bool:
    """Whether completing the stage needs it."""
    return not verdict.optional and verdict.part in ("entry", "stage")


def evaluate_stage(
    programme: Programme,
    stage: Stage,
    enrolment: Enrolment,
    records: Records,
    others: Records,
    as_of: date,
    kinds: Kinds,
    level_of: Callable[[str], str],
    marking: MarkingRules = CORE_MARKING,
) -> Progress:
    """Evaluate every requirement of a stage as of a day, over the records known.

    ``records`` are the learner's and ``others`` everybody else's that ``subjects_read`` names,
    both already taken as known at the moment asked about.
    """
    day = AsOf(as_of)
    dates = stage_dates(stage, enrolment, programme, others, day)
    own = records.in_enrolment(enrolment.id)
    ends = ending(f"{programme.id}/{stage.id}", enrolment, own, dates, day)
    ask = _Asking(kinds)
    evidence = Evidence(
        person=enrolment.person,
        enrolment=enrolment,
        programme=programme,
        stage=stage,
        dates=dates,
        records=records,
        others=others,
        as_of=day,
        level_of=level_of,
        evaluate=ask,
        end=ends.last,
        closed=ends.closed,
        marking=marking,
        dates_in_force=lambda on: dates_on(stage, enrolment, programme, others, on, day),
    )
    verdicts = tuple(ask(r, evidence) for r in stage.requirements)
    return _progress(evidence, verdicts, ask.fault)


class _Asking:
    """Evaluates requirements, and notes whether any of them met a fault, shown in the end or not."""

    def __init__(self, kinds: Kinds):
        self._kinds, self.fault = kinds, False

    def __call__(self, requirement: Requirement, evidence: Evidence) -> Verdict:
        verdict = evaluate(requirement, evidence, self._kinds)
        self.fault = self.fault or verdict.finding.fault
        return verdict


def _progress(evidence: Evidence, verdicts: tuple[Verdict, ...], fault: bool) -> Progress:
    needed = [v for v in verdicts if is_needed(v)]
    breaks = evidence.enrolment.interruptions
    return Progress(
        person=evidence.person,
        enrolment=evidence.enrolment,
        programme=evidence.programme,
        stage=evidence.stage,
        as_of=evidence.as_of.day,
        dates=evidence.dates,
        outcome=_outcome(needed),
        verdicts=verdicts,
        paused=any(evidence.as_of.within(b.first, b.last) for b in breaks),
        good_until=evidence.as_of.good_until,
        fault=fault,
    )


def _outcome(needed: Sequence[Verdict]) -> Outcome:
    """That of all of them; what is met for now only keeps the stage from being complete."""
    outcome = combine(needed, len(needed))
    if outcome is Outcome.MET and not all(v.settled for v in needed if v.outcome.settles):
        return Outcome.NOT_YET
    return outcome


def evaluate(requirement: Requirement, evidence: Evidence, kinds: Kinds) -> Verdict:
    """One verdict: a recorded credit or waiver first, else what the kind finds, and what was refused.

    A kind that is missing or fails holds the verdict: a plugin's failure never gives a result and
    never takes one away.
    """
    finding = _decided(requirement, evidence) or _unless_refused(
        _found(requirement, evidence, kinds), requirement, evidence
    )
    return Verdict(
        id=requirement.id,
        title=requirement.title,
        kind=requirement.kind,
        finding=finding,
        basis=requirement.basis,
        part=requirement.part,
        optional=requirement.optional,
        help=requirement.help,
        good_until=evidence.as_of.good_until,
        offered=_is_offered(requirement, kinds),
    )


def _is_offered(requirement: Requirement, kinds: Kinds) -> bool:
    """Whether it is about what the version offers; made of others, whether all of those are."""
    kind = kinds.get(requirement.kind)
    parts = requirement.of
    return bool(kind and kind.offered) or bool(parts and all(_is_offered(p, kinds) for p in parts))


def _decided(requirement: Requirement, evidence: Evidence) -> Finding | None:
    standing = unless_refused(_credits(requirement, evidence))
    if standing:
        condition = "Credited on a condition." if "condition" in standing[-1].get("outcome") else ""
        return Finding(
            Outcome.CREDITED,
            "Credited by a prior-learning decision.",
            "credited",
            warning=condition,
            counted=(Counted(standing[-1].id),),
        )
    waiver = latest_by_day(evidence.so_far(evidence.own.of("waiver", requirement=requirement.id)))
    if waiver is not None:
        counted = (Counted(waiver.id),)
        return Finding(Outcome.WAIVED, "Waived by a recorded decision.", "waived", counted=counted)
    return None


def _credits(requirement: Requirement, evidence: Evidence) -> list[Record]:
    """The decisions about prior learning that name the requirement."""
    named = evidence.so_far(evidence.records.of("credit", requirement=requirement.id))
    return [r for r in named if r.enrolment in (None, evidence.enrolment.id)]


WAITS_TO_BE_DECIDED = ("not-checked", "prior-learning")
"""Why an entry check is open that only waits for somebody's decision."""


def _unless_refused(finding: Finding, requirement: Requirement, evidence: Evidence) -> Finding:
    """A finding beside a refusal of prior learning that no later decision has overtaken (8a.8).

    An entry check that waited for that decision is refused. What can still be done by doing it
    stays open, and says that prior learning does not take its place.
    """
    stage = requirement.settings.get("completed-stage")
    about_stage = evidence.records.of("credit", stage=stage) if stage else []
    latest = latest_by_day([*_credits(requirement, evidence), *evidence.so_far(about_stage)])
    if latest is None or latest.get("outcome") != "refused" or finding.outcome.settles:
        return finding
    says = f"Prior learning was refused on {in_words(latest.on)}."
    not_counted = (*finding.not_counted, NotCounted(latest.id, "refused", says))
    if finding.code in WAITS_TO_BE_DECIDED:
        return Finding(Outcome.NOT_MET, says, "refused", not_counted=not_counted)
    return replace(finding, reason=f"{says} {finding.reason}", not_counted=not_counted)


def _found(requirement: Requirement, evidence: Evidence, kinds: Kinds) -> Finding:
    kind = kinds.get(requirement.kind)
    if kind is None:
        reason = f'The plugin that decides "{requirement.kind}" is not loaded; a person must look.'
        return Finding(Outcome.HELD, reason, "plugin-missing", fault=True)
    try:
        if kind.reads is not reads_nothing_else:
            tuple(
                kind.reads(requirement, evidence.records)
            )  # a rule that cannot say saw too little
        finding: object = kind.evaluate(requirement, evidence)
    except NotInUse as missing:
        reason = f"{missing} is not loaded; a person must look."
        return Finding(Outcome.HELD, reason, "no-policy", fault=True)
    except (Exception, SystemExit) as fault:  # a rule of somebody else's: never a result
        reference = noted(log, f"The rule {requirement.kind} of {requirement.id}", fault)
        reason = f"The rule for this could not be worked out; a person must look (reference {reference})."
        return Finding(Outcome.HELD, reason, "rule-failed", fault=True)
    if not isinstance(finding, Finding):
        reason = "The rule gave no finding; a person must look."
        return Finding(Outcome.HELD, reason, "rule-failed", fault=True)
    return finding


def subjects_read(
    stage: Stage, enrolment: Enrolment, records: Records, kinds: Kinds
) -> set[Subject]:
    """Every other subject whose records an evaluation needs."""
    found: set[Subject] = {cohort(c) for c in enrolment.cohorts}
    for requirement in (r for top in stage.requirements for r in top.walk()):
        if requirement.kind in kinds:
            found |= set(_reads(kinds[requirement.kind], requirement, records))
    return found


def _reads(kind: RequirementKind, requirement: Requirement, records: Records) -> Iterable[Subject]:
    try:
        return tuple(kind.reads(requirement, records))
    except (Exception, SystemExit):  # evaluate() will hold the verdict and say so
        return ()
