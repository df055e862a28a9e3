"""Entry checks: what must be so before somebody is enrolled, and the decisions recorded about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.evidence import Enrolment
from lms.domain.policy import Actor
from lms.domain.programme import Programme, Stage
from lms.domain.progress import evaluate_stage, subjects_read
from lms.domain.records import Records
from lms.domain.refusals.of_version import why_no_entry_check
from lms.domain.verdicts import Verdict
from lms.services.decide import (
    deciding_result,
    reason_problems,
    record_about,
    requirement_of,
)
from lms.services.problem_at import ProblemAt, past_day_problems, refused_at
from lms.services.programmes import catalogue, load, newest
from lms.services.site import Site

OUTCOMES = ("accepted", "refused")


@dataclass(frozen=True, slots=True)
class Admission:
    """One admission of a programme's newest version: the stages that share it."""

    programme: Programme
    name: str

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Its stages, in order."""
        return self.programme.stages_of(self.name)

    @property
    def title(self) -> str:
        """Its stages' titles, joined."""
        return " and ".join(stage.title for stage in self.stages)


def admissions(site: Site, programme: str) -> list[Admission]:
    """The admissions that somebody can be enrolled on: those of the newest version."""
    version = load(site, programme, newest(site, programme).version)
    names = dict.fromkeys(stage.enrolment for stage in version.stages)
    return [Admission(version, name) for name in names]


def entry_verdicts(
    site: Site, identity: str, admission: Admission, cohort: str, start: date
) -> tuple[Verdict, ...]:
    """What the entry checks of the first stage would come to, were the person enrolled that day."""
    records = site.about_me(identity) if identity else Records(())
    stage, version = admission.stages[0], admission.programme
    imagined = Enrolment(
        "", identity, version.id, version.version, admission.name, cohort, started=start
    )
    kinds = site.registry.relay(version.plugins).requirement_kinds
    others = site.about(*subjects_read(stage, imagined, records, kinds))
    level_of = catalogue(site).level_of
    progress = evaluate_stage(
        version, stage, imagined, records, others, start, kinds, level_of, site.marking
    )
    return tuple(v for v in progress.verdicts if v.part == "entry")


def record_entry_check(
    site: Site,
    actor: Actor,
    enrolment: str,
    requirement: str,
    outcome: str,
    on: date,
    reason: str,
    key: str | None = None,
) -> str:
    """Accept or refuse an entry check of somebody enrolled, with the reason; gives its id."""
    learner = deciding_result(site, actor, "record-entry-check", enrolment)
    problems = past_day_problems("on", on, site.today(), "the day of the check")
    wanted = requirement_of(learner, requirement)
    problems += refused_at("requirement", why_no_entry_check(wanted))
    if outcome not in OUTCOMES:
        problems.append(ProblemAt("outcome", "Choose accepted or refused."))
    problems += reason_problems(reason, "Write what was looked at and what it showed.")
    return record_about(
        site,
        actor,
        learner,
        "entry-check",
        on,
        reason,
        key,
        problems=problems,
        requirement=requirement,
        outcome=outcome,
    )
