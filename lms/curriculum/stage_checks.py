"""Whether the parts of a stage fit together: hours, days, outcomes, and what requirements name."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from fractions import Fraction

from lms.curriculum.coverage import coverage
from lms.curriculum.drafts import Draft
from lms.curriculum.problems import Problems, did_you_mean, shown
from lms.curriculum.requirements import RequirementDraft
from lms.curriculum.stage_file import StageDraft
from lms.domain.evidence import RequirementKind
from lms.domain.faults import noted
from lms.domain.programme import Assessment, LogTemplate, Module, Programme, Stage
from lms.domain.verdicts import number

log = logging.getLogger(__name__)

RECKONED = frozenset({"id", "days", "taught-hours", "terms", "months", "hours"})
"""Settings that checks of requirements reckon with; while one is wrong, they would mislead."""


def check_stage(
    stage: StageDraft,
    programme: Programme,
    kinds: Mapping[str, RequirementKind],
    problems: Problems,
) -> None:
    """Note what does not fit; ``programme`` is the whole, as far as it could be read."""
    _check_outcome_names(stage, problems)
    if stage.whole:
        _check_hours(stage, problems)
        _check_days(stage, problems)
        _check_outcomes(stage, problems)
        _check_requirements(stage, programme, kinds, problems)
    for requirement in stage.every_requirement():
        _check_stage_named(requirement, stage, programme, problems)


def _drafts(
    stage: StageDraft,
) -> tuple[Draft[Module] | Draft[Assessment] | Draft[LogTemplate], ...]:
    return (*stage.modules, *stage.assessments, *stage.logs)


def _check_outcome_names(stage: StageDraft, problems: Problems) -> None:
    if "outcomes" in stage.own.broken:
        return
    for draft in _drafts(stage):
        for outcome in draft.value.outcomes:
            if outcome not in stage.outcome_lines:
                what = f"{shown(outcome)} is no outcome of this stage"
                line = draft.line(f"outcomes:{outcome}")
                problems.add(draft.path, line, what, did_you_mean(outcome, stage.outcome_lines))


def _check_hours(stage: StageDraft, problems: Problems) -> None:
    if "taught-hours" in stage.own.broken or any("hours" in m.broken for m in stage.modules):
        return
    total = sum((m.value.hours for m in stage.modules), Fraction(0))
    if total != stage.value.taught_hours:
        said = number(stage.value.taught_hours)
        what = f'the modules have {number(total)} hours in all, and "taught-hours" is {said}'
        instead = "change it, or the modules' hours"
        problems.add(stage.own.path, stage.own.line("taught-hours"), what, instead)


def _check_days(stage: StageDraft, problems: Problems) -> None:
    if "days" in stage.own.broken or any("day" in m.broken for m in stage.modules):
        return
    last = stage.value.days
    for module in stage.modules:
        beyond = [day for day in module.value.days if day > last]
        if beyond:
            what = f"the module is on day {beyond[0]}, and the stage has {last} days"
            problems.add(module.path, module.line("day"), what, f"write a day from 1 to {last}")
    covered = {day for module in stage.modules for day in module.value.days}
    missing = [str(day) for day in range(1, last + 1) if day not in covered]
    if missing:
        what = f"no module is on day {', '.join(missing[:10])}{' …' if len(missing) > 10 else ''}"
        instead = 'write that module, or change "days"'
        problems.add(stage.own.path, stage.own.line("days"), what, instead)


def _check_outcomes(stage: StageDraft, problems: Problems) -> None:
    if "outcomes" in stage.own.broken or any("outcomes" in d.broken for d in _drafts(stage)):
        return
    for covered in coverage(stage.value):
        line = stage.outcome_lines[covered.outcome.id]
        for what in covered.gaps:
            problems.add(stage.own.path, line, what, 'name it under "outcomes" of one')


def _check_requirements(
    stage: StageDraft,
    programme: Programme,
    kinds: Mapping[str, RequirementKind],
    problems: Problems,
) -> None:
    if any(RECKONED & d.broken for d in (stage.own, *_drafts(stage))):
        return
    for requirement in stage.every_requirement():
        if requirement.sound:
            kind = kinds[requirement.value.kind]
            for complaint in _complaints(requirement, kind, stage.value, programme):
                problems.add(stage.own.path, requirement.settings_line, complaint)


def _complaints(
    requirement: RequirementDraft, kind: RequirementKind, stage: Stage, programme: Programme
) -> list[str]:
    said = shown(requirement.value.id)
    try:
        return [f"{said}: {c}" for c in kind.check(requirement.value, stage, programme)]
    except (
        Exception,
        SystemExit,
    ) as fault:  # a plugin's check: whatever it stumbles over is worth a look
        what = f"its kind {shown(kind.name)} cannot make sense of these settings"
        reference = noted(log, f"The check of {kind.name}", fault)
        return [f"{said}: {what} (reference {reference} in the log)"]


def _check_stage_named(
    requirement: RequirementDraft, stage: StageDraft, programme: Programme, problems: Problems
) -> None:
    named = requirement.value.settings.get("completed-stage")
    if not isinstance(named, str):
        return
    owner, _, name = named.partition("/")
    known = {s.id for s in programme.stages}
    if owner == programme.id and name not in known:
        what = f"{shown(requirement.value.id)}: this programme has no stage {shown(name)}"
        line = requirement.settings_line
        problems.add(stage.own.path, line, what, did_you_mean(name, known))
