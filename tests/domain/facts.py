"""Facts in a line each, and small programmes, for tests of the rules: no database."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.builtin import CORE_REQUIREMENT_KINDS
from lms.domain.evidence import Enrolment, RequirementKind, enrolments_of
from lms.domain.kinds import CORE_RECORD_KINDS
from lms.domain.payloads import read_payload
from lms.domain.programme import Assessment, LogTemplate, Programme, Requirement, Stage
from lms.domain.progress import Progress, evaluate_stage, subjects_read
from lms.domain.records import NewRecord, Record, Records, Refusal, Subject, moment, person
from lms.domain.standing import Catalogue, catalogue_of
from lms.domain.verdicts import Verdict

RECORD_KINDS = {kind.name: kind for kind in CORE_RECORD_KINDS}
KINDS = {kind.name: kind for kind in CORE_REQUIREMENT_KINDS}
SYSTEMIC = "family-and-systemic-psychotherapist"
ANA, EMPLOYER = "ana", "medway"


def day(text: str) -> date:
    """A date as people type it."""
    return date.fromisoformat(text)


class Facts:
    """Records in the order in which they are told. Without a person, they are about Ana."""

    def __init__(self) -> None:
        self.told: list[Record] = []

    def add(
        self,
        kind: str,
        on: str,
        until: str | None = None,
        *,
        about: Subject | None = None,
        who: str = ANA,
        known: str | datetime | None = None,
        id: str | None = None,
        enrolment: str | None = None,
        replaces: str | None = None,
        **fields: Any,
    ) -> Record:
        """One fact; underscores in field names stand for hyphens."""
        declared = RECORD_KINDS[kind]
        payload = read_payload(
            declared, {name.replace("_", "-"): value for name, value in fields.items()}
        )
        first = day(on)
        last = (day(until) if until else None) if declared.period else first
        recorded = known if isinstance(known, datetime) else moment(day(known or on))
        record = Record(
            position=len(self.told) + 1,
            id=id or f"{kind}-{len(self.told) + 1}",
            subject=about or person(who),
            kind=kind,
            version=1,
            first=first,
            last=last,
            recorded=recorded,
            recorded_by="test",
            payload=payload,
            enrolment=enrolment or ("e" if declared.enrolled else None),
            replaces=replaces,
        )
        self.told.append(record)
        return record

    def every(self, known_at: datetime | None = None) -> Records:
        """All of them, as known."""
        return Records(self.told, known_at)

    def refusal(self, kind: str, on: str, until: str | None = None, **more: Any) -> Refusal | None:
        """Why one more fact would not be written."""
        new = _new(Facts().add(kind, on, until, **more))
        return RECORD_KINDS[kind].refuse(new, self.every().about(new.subject))


def _new(record: Record) -> NewRecord:
    return NewRecord(
        subject=record.subject,
        kind=record.kind,
        first=record.first,
        last=record.last,
        payload=record.payload,
        enrolment=record.enrolment,
        replaces=record.replaces,
        id=record.id,
    )


def entry(facts: Facts, register: str, first: str, last: str | None, **more: Any) -> Record:
    """A check of a register that shows an entry; without ``checked``, made on its first day."""
    title = {"title": SYSTEMIC} if register == "ukcp" else {}
    usual = {"checked": day(first), "known": str(more.get("checked", first))}
    return facts.add("registration", first, last, register=register, **{**title, **usual, **more})


def requirement(kind: str, identity: str = "r", **settings: Any) -> Requirement:
    """A requirement; ``of`` are its parts, underscores in names of settings stand for hyphens."""
    of = tuple(settings.pop("of", ()))
    part = settings.pop("part", "stage")
    optional = settings.pop("optional", False)
    plain = {name.replace("_", "-"): value for name, value in settings.items()}
    return Requirement(identity, identity, kind, plain, part=part, optional=optional, of=of)


def stage(*requirements: Requirement, identity: str = "year", **more: Any) -> Stage:
    """A stage of twelve months and three terms."""
    usual = {
        "title": identity,
        "order": 1,
        "enrolment": "training",
        "level": "none",
        "award": False,
        "months": 12,
        "days": 12,
        "taught_hours": Fraction(60),
        "terms": 3,
    }
    return Stage(identity, requirements=requirements, **{**usual, **more})


def programme(*stages: Stage, identity: str = "course") -> Programme:
    """Version 1 of a programme."""
    return Programme(identity, identity, "1", (), "level-7@1", stages)


def assessment(identity: str = "essay", marking: str = "mark", **more: Any) -> Assessment:
    """A piece of work."""
    return Assessment(identity, identity, "essay", marking, "", **more)


def template(identity: str) -> LogTemplate:
    """A log's template."""
    return LogTemplate(identity, identity, "Kolb", "", ())


def enrolled(
    facts: Facts, on: str = "2024-09-01", programme: str = "course", **more: Any
) -> Record:
    """Ana's enrolment, called e, and her employment."""
    facts.add("employment", "2010-01-01", employer=EMPLOYER)
    usual = {"version": "1", "admission": "training", "id": "e", "programme": programme}
    return facts.add("enrolment", on, **{**usual, **more})


def progress(
    facts: Facts,
    of: Programme,
    as_of: str,
    stage: str = "year",
    known_at: datetime | None = None,
    kinds: dict[str, RequirementKind] | None = None,
    catalogue: Catalogue | None = None,
) -> Progress:
    """How Ana's stage stands on a day."""
    records = facts.every(known_at)
    own = records.about(person(ANA))
    (enrolment,) = (e for e in enrolments_of(own) if e.id == "e")
    chosen = of.stage(stage)
    assert chosen is not None
    known = KINDS if kinds is None else kinds
    others = _others(records, subjects_read(chosen, enrolment, own, known))
    level_of = (catalogue or catalogue_of((of,))).level_of
    return evaluate_stage(of, chosen, enrolment, own, others, day(as_of), known, level_of)


def _others(records: Records, subjects: Iterable[Subject]) -> Records:
    return Records.together(records.about(s) for s in sorted(subjects))


def verdict(facts: Facts, wanted: Requirement, as_of: str, **more: Any) -> Verdict:
    """The verdict on the one requirement of a stage; ``more`` describes the stage."""
    found = progress(facts, programme(stage(wanted, **more)), as_of).verdict(wanted.id)
    assert found is not None
    return found


def enrolment_of(facts: Facts) -> Enrolment:
    """Ana's enrolment as the rules see it."""
    (found,) = enrolments_of(facts.every().about(person(ANA)))
    return found


def decimal(text: str) -> Decimal:
    """A number as a curriculum gives it."""
    return Decimal(text)
