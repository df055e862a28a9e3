"""A learner as a tutor sees one: every stage's verdicts with what counted, and what a tutor can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.numbering import attempt_in
from lms.domain.countersigning import signatures_to_countersign
from lms.domain.employment import employers_on
from lms.domain.evidence import Enrolment, enrolments_of
from lms.domain.latest import latest_by_day
from lms.domain.policy import Actor, Target, may
from lms.domain.progress import Progress
from lms.domain.records import Record, Records, person
from lms.errors import NotKnown
from lms.services.awaited_signatures import awaited_signatures
from lms.services.describe_records import describe
from lms.services.enrolments import Learning
from lms.services.evaluation import progress_of
from lms.services.people import Person, Place, name_of, name_of_cohort, people, places
from lms.services.programmes import load
from lms.services.read_reason import TEXTS
from lms.services.record_judgement import may_judge
from lms.services.site import Site
from lms.services.verdict_facts import Explained, explain
from lms.services.whose_work import marks_blindly, nameless_texts


@dataclass(frozen=True, slots=True)
class StageOf:
    """One stage of an enrolment."""

    progress: Progress
    requirements: tuple[Explained, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """A signature that a tutor could countersign, and the entry that it is on."""

    signature: str
    signer: str
    role: str
    signed: date
    entry: str
    on: date


@dataclass(frozen=True, slots=True)
class Form:
    """An accepted agency form; ``signer`` is the id of the supervisor whom it names."""

    signer: str
    supervisor: str
    employer: str
    roles: tuple[str, ...]
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Handed:
    """A log, a submission, a report or a decision with a reason, by date: never its text.

    ``record`` is empty where work is marked without names: it would lead from the name to the code.
    """

    record: str
    kind: str
    says: str
    on: date
    state: str


@dataclass(frozen=True, slots=True)
class Taught:
    """An enrolment of the learner that the actor may see; ``cohort`` is the cohort's name.

    ``handed_in`` is by the learner, ``written`` by others about the learner; ``consents`` are those
    to recording, ``to_judge`` the judgements that the actor may record.
    """

    of: Learning
    cohort: str
    stages: tuple[StageOf, ...]
    to_countersign: tuple[Waits, ...]
    forms: tuple[Form, ...]
    handed_in: tuple[Handed, ...]
    written: tuple[Handed, ...]
    consents: tuple[Record, ...] = ()
    to_judge: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TaughtLearner:
    """A learner's enrolments, newest first, as of a day and as known at a moment."""

    person: str
    name: str
    as_of: date
    enrolments: tuple[Taught, ...]


def teach_learner(
    site: Site,
    actor: Actor,
    identity: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> TaughtLearner:
    """What the actor may see of a learner; NotKnown where that is no enrolment at all."""
    day = as_of or site.today()
    records = site.about(person(identity), known_at=known_at)
    allowed = [e for e in enrolments_of(records) if _may_see(site, actor, e, records)]
    if not allowed:
        raise NotKnown
    learnings = [Learning(e, records, load(site, e.programme, e.version)) for e in allowed]
    blind = any(marks_blindly(site, actor, of) for of in learnings)
    progresses = progress_of(site, identity, day, known_at, shown=blind)
    taught = [_taught(site, actor, of, progresses, blind) for of in reversed(learnings)]
    return TaughtLearner(identity, name_of(site.session(), identity), day, tuple(taught))


def _may_see(site: Site, actor: Actor, enrolment: Enrolment, records: Records) -> bool:
    employers = employers_on(records, site.today())
    target = Target(enrolment.person, enrolment.programme, enrolment.cohort, employers)
    return may(actor, "read-progress", target, site.today())


def _taught(
    site: Site, actor: Actor, of: Learning, every: Sequence[Progress], blind: bool
) -> Taught:
    progresses = [p for p in every if p.enrolment.id == of.enrolment.id]
    awaited = awaited_signatures(site, actor, of)
    return Taught(
        of=of,
        cohort=name_of_cohort(site.session(), of.enrolment.cohort),
        stages=tuple(
            StageOf(p, tuple(explain(site, of, v, awaited) for v in p.verdicts)) for p in progresses
        ),
        to_countersign=_to_countersign(site, of, progresses),
        forms=_forms(site, of.own),
        handed_in=_by_date(site, of, "log", "submission", blind=blind),
        written=_by_date(site, of, *TEXTS),
        consents=tuple(of.own.of("consent")),
        to_judge=_to_judge(site, actor, of),
    )


def _to_judge(site: Site, actor: Actor, of: Learning) -> frozenset[str]:
    asked = (r for stage in of.stages for r in stage.requirements if r.kind == "judgement")
    return frozenset(r.id for r in asked if may_judge(site, actor, of, r))


def _to_countersign(site: Site, of: Learning, progresses: Sequence[Progress]) -> tuple[Waits, ...]:
    waiting = signatures_to_countersign(progresses, of.own)
    names = people(site.session(), {w.signature.get("signer") for w in waiting})
    says = describe(site, of, [w.entry.id for w in waiting])
    return tuple(
        Waits(
            signature=w.signature.id,
            signer=_name(names, w.signature.get("signer")),
            role=w.signature.get("role"),
            signed=w.signature.on,
            entry=says[w.entry.id].says,
            on=w.entry.on,
        )
        for w in waiting
    )


def _forms(site: Site, own: Records) -> tuple[Form, ...]:
    forms = own.of("agency-form")
    names = people(site.session(), {f.get("supervisor") for f in forms})
    authorities = places(site.session()) if forms else {}
    return tuple(
        Form(
            f.get("supervisor"),
            _name(names, f.get("supervisor")),
            _name(authorities, f.get("employer")),
            tuple(f.get("roles")),
            f.first,
            f.last,
        )
        for f in forms
    )


def _name(named: Mapping[str, Person] | Mapping[str, Place], identity: str) -> str:
    return named[identity].name if identity in named else identity


def _by_date(site: Site, of: Learning, *kinds: str, blind: bool = False) -> tuple[Handed, ...]:
    """The records of some kinds, newest first, with what became of each."""
    found = [r for kind in kinds for r in of.own.of(kind)]
    found.sort(key=lambda r: r.position, reverse=True)
    says = describe(site, of, [r.id for r in found])
    nameless = nameless_texts(site, of) if "submission" in kinds else frozenset()
    return tuple(
        Handed(
            record="" if r.id in nameless else r.id,
            kind=r.kind,
            says=says[r.id].says,
            on=r.on,
            state="handed in" if blind and r.id in nameless else state_of(r, of.own),
        )
        for r in found
    )


def state_of(record: Record, own: Records) -> str:
    """What became of it: waiting, accepted, returned or marked; of a report, its outcome."""
    if record.kind not in ("log", "submission"):
        return record.get("outcome") or ""
    if record.kind == "log":
        answer = latest_by_day(own.of("log-response", log=record.id))
        return str(answer.get("decision")) if answer else "waiting"
    marks = own.of("mark", assessment=record.get("assessment"))
    return (
        "marked" if any(attempt_in(own, m) == attempt_in(own, record) for m in marks) else "waiting"
    )
