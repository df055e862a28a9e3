"""One learner as a programme lead decides about: every verdict, the breaks, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.as_of import ONE_DAY
from lms.domain.board import has_clinical_part
from lms.domain.policy import SYSTEM, Actor
from lms.domain.programme import Requirement
from lms.domain.progress import Progress
from lms.domain.records import Record
from lms.domain.verdicts import Verdict
from lms.services.closing import closed_because
from lms.services.enrolments import Learning, as_of_day, learning
from lms.services.evaluation import progress_of
from lms.services.interrupt import open_break
from lms.services.people import name_of_cohort
from lms.services.read_reason import TEXTS
from lms.services.site import Site
from lms.services.whose_work import marks_blindly
from lms.store import people

DECIDED = (
    "entry-check",
    "credit",
    "waiver",
    "catch-up",
    "interruption",
    "cohort-move",
    "withdrawal",
    "board-outcome",
    "award",
)


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """Something that was decided about the learner: what, about which requirement, and by whom.

    ``first`` is the last day of a withdrawal. ``has_text`` says that its reason can be read, by those who may.
    """

    record: str
    kind: str
    title: str
    about: str
    outcome: str
    first: date
    last: date | None
    recorded: datetime
    by: str
    has_text: bool


@dataclass(frozen=True, slots=True)
class EnrolledPage:
    """A learner's enrolment with its stages as of a day; ``paused`` is the break in force or next."""

    of: Learning
    day: date
    name: str
    cohort: str
    closed: str
    stages: tuple[Progress, ...]
    paused: Record | None
    decided: tuple[DecidedLine, ...]

    @property
    def gone(self) -> bool:
        """Whether the learner has left by the day."""
        return self.of.enrolment.gone_by(self.day)

    @property
    def entry(self) -> tuple[Verdict, ...]:
        """The entry checks of every stage."""
        return tuple(v for stage in self.stages for v in stage.verdicts if v.part == "entry")

    @property
    def checks(self) -> tuple[Verdict, ...]:
        """Those, and the checks that are a part of something else, such as a milestone."""
        every = [v for stage in self.stages for top in stage.verdicts for v in top.walk()]
        return tuple(v for v in every if v.part == "entry" or v.kind == "entry-check")


def see_enrolled(
    site: Site,
    actor: Actor,
    enrolment: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> EnrolledPage:
    """One enrolment, for somebody who may see its cohort."""
    of = learning(site, actor, enrolment, "see-cohort", known_at)
    day = as_of or site.today()
    if day < site.today():
        of = as_of_day(of, day)
    who, shown = of.enrolment, marks_blindly(site, actor, of)
    progresses = progress_of(site, who.person, day, known_at, who.programme, shown)
    decided = [r for kind in DECIDED for r in of.own.of(kind)]
    by = people.people(site.session(), {r.recorded_by for r in decided} | {of.enrolment.person})
    return EnrolledPage(
        of=of,
        day=day,
        name=_name(by, of.enrolment.person),
        cohort=name_of_cohort(site.session(), of.enrolment.cohort),
        closed=closed_because(site, of.programme),
        stages=tuple(p for p in progresses if p.enrolment.id == enrolment),
        paused=open_break(of, day),
        decided=tuple(
            _line(site, of, r, _name(by, r.recorded_by))
            for r in sorted(decided, key=lambda r: -r.position)
        ),
    )


def _name(known: dict[str, people.Person], identity: str) -> str:
    if identity == SYSTEM.person:
        return "Cadre itself"
    return known[identity].name if identity in known else identity


def _line(site: Site, of: Learning, record: Record, by: str) -> DecidedLine:
    kind = site.registry.record_kinds.get(record.kind)
    return DecidedLine(
        record=record.id,
        kind=record.kind,
        title=kind.title if kind else record.kind,
        about=_about(of, record),
        outcome=record.get("outcome") or "",
        first=record.first - ONE_DAY if record.kind == "withdrawal" else record.first,
        last=record.last if kind and kind.period else None,
        recorded=record.recorded,
        by=by,
        has_text=bool(record.kind in TEXTS and record.get(TEXTS[record.kind])),
    )


def _about(of: Learning, record: Record) -> str:
    stage = of.programme.stage(str(record.get("stage") or "").partition("/")[2])
    if stage:
        return stage.title
    if record.get("stage"):
        return str(record.get("stage"))
    found = (s.requirement(record.get("requirement") or "") for s in of.stages)
    requirement = next((r for r in found if r), None)
    return requirement.title if requirement else ""


def waivable(of: Learning) -> tuple[Requirement, ...]:
    """The requirements of the enrolment that may be waived: no clinical work, no board."""
    return tuple(
        r
        for stage in of.stages
        for r in stage.requirements
        if not has_clinical_part(r) and r.kind != "board" and r.part in ("entry", "stage")
    )
