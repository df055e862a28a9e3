"""Holding the expectations of a case against what the rules say of its records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lms.domain import case_sets
from lms.domain.as_of import AsOf
from lms.domain.assessment.policies import CORE_MARKING
from lms.domain.assessment.policy import MarkingRules
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work
from lms.domain.case import Checked, Told
from lms.domain.case_facts import CaseLedger, Unclear
from lms.domain.clock import instant
from lms.domain.employment import posts_on
from lms.domain.evidence import Enrolment, enrolments_of, work_in
from lms.domain.programme import Assessment, Programme, Stage
from lms.domain.progress import Kinds, Progress, evaluate_stage, subjects_read
from lms.domain.records import Records, moment, person
from lms.domain.standing import Catalogue, PipelineStage, Standing, standing_of
from lms.domain.verdict_text import progress_text, verdict_lines
from lms.domain.verdicts import Verdict, number
from lms.domain.workforce import Member, count

PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9}|/[1-9][0-9]{0,8})?")


@dataclass(frozen=True)
class CaseWorld:
    """What a case is evaluated with: its records, the programmes and the kinds of each.

    ``programmes`` are named by ``id@version``, and by ``id`` the one that is meant without a version.
    """

    ledger: CaseLedger
    programmes: Mapping[str, Programme]
    kinds: Callable[[Programme], Kinds]
    catalogue: Catalogue
    marking: MarkingRules = CORE_MARKING


WHEN = ("as_of", "known_at", "who", "enrolment")
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "refused": ("because",),
    "standing": ("since", "flag"),
    "assessment": ("attempt", "recorded", "raw", "result", "passed", "stand", "steps"),
    "moderated": case_sets.SAYS,
    "requirement": ("verdict", "amount", "threshold", "because", "warns"),
    "stage": ("verdict", "paused"),
    "authority": ("team", "fte", *PipelineStage),
    "partnership": ("fte", *PipelineStage),
}
"""What an expectation may speak of, and what it may say of that."""


def check(told: Told, world: CaseWorld) -> Checked:
    """One expectation; Unclear where it cannot be understood."""
    what = next((name for name in ALLOWED if name in told.fields), None)
    if what is None:
        said = ", ".join(told.fields)
        raise Unclear(f"it speaks of nothing known ({said}); write one of {', '.join(ALLOWED)}")
    strange = set(told.fields) - {what, *WHEN, *ALLOWED[what]}
    if strange:
        known = ", ".join((*WHEN, *ALLOWED[what]))
        raise Unclear(f'"{min(strange)}" is not said of a {what}; there is {known}')
    passed, actual, tree = CHECKS[what](told, world)
    return Checked(told.line, _in_a_line(told.fields), passed, actual, tree)


def _in_a_line(fields: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {_said(value)}" for name, value in fields.items())


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{_in_a_line(value)}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_said, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


Answer = tuple[bool, str, str]


def _refused(told: Told, world: CaseWorld) -> Answer:
    fields = told.get("refused")
    if not isinstance(fields, Mapping):
        raise Unclear('write the record that is refused: "refused: {on: …, kind: …}"')
    refusal = world.ledger.try_writing(Told(told.line, fields))
    if refusal is None:
        return False, "accepted", ""
    wanted = told.get("because")
    return wanted in (None, refusal.code), f"refused ({refusal.code}): {refusal.reason}", ""


def _as_of(told: Told) -> date:
    day = told.get("as_of")
    if not isinstance(day, date):
        raise Unclear('it does not say when: write "as_of: 2026-03-01"')
    return day


def _known(told: Told, world: CaseWorld) -> Records:
    """The records in force, as known by the end of a day or at a moment; without one, all."""
    known_at = told.get("known_at")
    if isinstance(known_at, date):
        return Records(world.ledger.written, moment(known_at))
    if known_at is None:
        return Records(world.ledger.written)
    try:
        at = datetime.fromisoformat(str(known_at))
    except ValueError:
        raise Unclear(f'"known_at" is {known_at}; write a day such as 2026-03-01') from None
    try:
        return Records(world.ledger.written, at if at.tzinfo else instant(at))
    except ValueError as fault:
        raise Unclear(f'"known_at" is {known_at}: {fault}') from None


def _standing(told: Told, world: CaseWorld) -> Answer:
    who = world.ledger.person(told.get("who"))
    records = _known(told, world).about(person(who))
    found = standing_of(who, records, _as_of(told), world.catalogue)
    flags = {name for name, set_ in _flags(found).items() if set_}
    since = told.get("since")
    passed = (
        told.get("standing") == found.stage.value
        and since in (None, found.since)
        and set(_listed(told.get("flag"))) <= flags
    )
    began = f" since {found.since.isoformat()}" if found.since else ""
    said = "".join(f", {flag}" for flag in sorted(flags))
    registers = f"SWE {found.swe.holding.value}, UKCP {found.ukcp.holding.value}"
    return passed, f"{found.stage.value}{began}{said} ({registers})", ""


def _flags(standing: Standing) -> Mapping[str, bool]:
    return {
        "paused": standing.paused,
        "conditions": standing.conditions,
        "recheck-due": standing.recheck_due,
    }


def _listed(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _requirement(told: Told, world: CaseWorld) -> Answer:
    wanted = str(told.get("requirement"))
    progress = _progress(told, world, lambda stage: stage.requirement(wanted) is not None, wanted)
    verdict = progress.verdict(wanted)
    if verdict is None:
        raise Unclear(f'"{wanted}" is part of another requirement that gave no verdict on it')
    return _as_expected(told, verdict), _verdict_says(verdict), "\n".join(verdict_lines(verdict))


def _as_expected(told: Told, verdict: Verdict) -> bool:
    finding, warns = verdict.finding, told.get("warns")
    return (
        told.get("verdict") in (None, verdict.outcome.value)
        and _same(told.get("amount"), finding.amount)
        and _same(told.get("threshold"), finding.threshold)
        and set(_listed(told.get("because"))) <= verdict.codes
        and warns in (None, bool(finding.warning))
    )


def _plain_number(wanted: Any) -> str:
    """A number as people write it; 1e999999 would take minutes to reckon with."""
    if not PLAIN_NUMBER.fullmatch(str(wanted)):
        raise ValueError
    return str(wanted)


def _same(wanted: Any, found: Fraction | None) -> bool:
    if wanted is None:
        return True
    try:
        return found is not None and Fraction(_plain_number(wanted)) == found
    except ValueError:
        raise Unclear(f"{wanted} is not a number") from None


def _verdict_says(verdict: Verdict) -> str:
    codes = f" [{', '.join(sorted(verdict.codes))}]" if verdict.codes else ""
    amount = verdict.finding.amount
    much = f" {number(amount)} of {number(verdict.finding.threshold)}" if amount is not None else ""
    return f"{verdict.outcome.value}{much}{codes}: {verdict.reason}"


def _stage(told: Told, world: CaseWorld) -> Answer:
    wanted = str(told.get("stage"))
    progress = _progress(told, world, lambda stage: stage.id == wanted, wanted)
    passed = told.get("verdict") in (None, progress.outcome.value) and told.get("paused") in (
        None,
        progress.paused,
    )
    paused = ", paused" if progress.paused else ""
    return passed, f"{progress.outcome.value}{paused}", progress_text(progress)


def _progress(
    told: Told, world: CaseWorld, is_wanted: Callable[[Stage], bool], name: str
) -> Progress:
    who = world.ledger.person(told.get("who"))
    known = _known(told, world)
    found = [
        (enrolment, programme, stage)
        for enrolment in enrolments_of(known.about(person(who)))
        if told.get("enrolment") in (None, enrolment.id)
        for programme in [_version(enrolment, world)]
        for stage in programme.stages_of(enrolment.admission)
        if is_wanted(stage)
    ]
    if not found:
        raise Unclear(f'{who} has no enrolment by then to which "{name}" belongs')
    return _evaluated(*found[-1], known, _as_of(told), world)


def _version(enrolment: Enrolment, world: CaseWorld) -> Programme:
    found = world.programmes.get(enrolment.key)
    if found is None:
        raise Unclear(f"{enrolment.key}, on which {enrolment.person} is enrolled, is not here")
    return found


def _evaluated(
    enrolment: Enrolment,
    programme: Programme,
    stage: Stage,
    known: Records,
    as_of: date,
    world: CaseWorld,
) -> Progress:
    own, kinds = known.about(person(enrolment.person)), world.kinds(programme)
    read = subjects_read(stage, enrolment, own, kinds)
    others = Records.together(known.about(subject) for subject in sorted(read))
    return evaluate_stage(
        programme,
        stage,
        enrolment,
        own,
        others,
        as_of,
        kinds,
        world.catalogue.level_of,
        world.marking,
    )


def _assessment(told: Told, world: CaseWorld) -> Answer:
    wanted, attempt = str(told.get("assessment")), told.get("attempt")
    progress = _progress(told, world, lambda stage: stage.assessment(wanted) is not None, wanted)
    assessment = progress.stage.assessment(wanted)
    work = _work(told, world, progress, assessment)
    found = [r for r in results(work) if attempt in (None, r.attempt)] if work else []
    if not found:
        return False, "nothing is known of it", ""
    last = next((r for r in reversed(found) if r.settled), found[-1])
    passed = (
        told.get("recorded") in (None, last.recorded)
        and told.get("raw") in (None, last.raw)
        and told.get("result") in (None, last.result)
        and told.get("passed") in (None, last.passed)
        and told.get("stand") in (None, last.stand.value)
        and set(_listed(told.get("steps"))) <= {step.name for step in last.steps}
    )
    said = f"{last.stand.value}, recorded {last.recorded}, raw {last.raw}"
    return passed, f"{said}: {last.because}", ""


def _work(
    told: Told, world: CaseWorld, progress: Progress, assessment: Assessment | None
) -> Work | None:
    """A piece of work as its marks are derived from the records known."""
    known, enrolment = _known(told, world), progress.enrolment
    if assessment is None:
        return None
    programme, own = progress.programme, known.in_enrolment(enrolment.id)
    stage, as_of = f"{programme.id}/{progress.stage.id}", AsOf(progress.as_of)
    return work_in(enrolment, programme, stage, assessment, world.marking, own, known, as_of)


def _moderated(told: Told, world: CaseWorld) -> Answer:
    """The set of one piece of work in one cohort, with the works of all its learners."""
    wanted, works = str(told.get("moderated")), {}
    for who in sorted(world.ledger.case.people):
        his = Told(told.line, {**told.fields, "who": who})
        try:
            progress = _progress(his, world, lambda s: s.assessment(wanted) is not None, wanted)
        except Unclear:
            continue  # somebody of the case who is no learner of this work
        work = _work(his, world, progress, progress.stage.assessment(wanted))
        if work and told.get("cohort") in (None, progress.enrolment.cohort):
            works[who] = work
    return case_sets.set_as_expected(told, works, _listed)


def _authority(told: Told, world: CaseWorld) -> Answer:
    as_of, known = _as_of(told), _known(told, world)
    members = []
    for who in sorted(world.ledger.case.people):
        own = known.about(person(who))
        standing = standing_of(who, own, as_of, world.catalogue)
        members.append(Member(standing, posts_on(own, as_of)))
    found = count(members, str(told.get("authority") or ""), str(told.get("team") or ""))
    wrong = [s for s in PipelineStage if told.get(s.value) not in (None, found.at(s).people)]
    passed = not wrong and _same(told.get("fte"), found.confirmed.fte)
    stages = "; ".join(f"{s.value} {t.people} ({number(t.fte)})" for s, t in found.stages.items())
    return passed, stages or "nobody", ""


CHECKS: Mapping[str, Callable[[Told, CaseWorld], Answer]] = {
    "refused": _refused,
    "standing": _standing,
    "assessment": _assessment,
    "moderated": _moderated,
    "requirement": _requirement,
    "stage": _stage,
    "authority": _authority,
    "partnership": _authority,
}
