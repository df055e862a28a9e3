"""Evaluations per second on one core: a qualifying learner with two hundred records."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from lms.builtin import CORE_REQUIREMENT_KINDS
from lms.curriculum.folder import read_programme
from lms.domain.evidence import Enrolment
from lms.domain.programme import Programme
from lms.domain.progress import evaluate_stage
from lms.domain.records import Record, Records, Subject, person
from lms.domain.registers import SYSTEMIC_TITLE
from lms.domain.standing import catalogue_of
from lms.plugin import bundled
from lms.registry import find_plugins

LEARNER = person("learner")
SUPERVISOR = person("supervisor")
BEGAN = date(2024, 9, 2)
RECORDED = datetime(2024, 9, 1, tzinfo=UTC)
SESSIONS = 95
KINDS = {kind.name: kind for kind in CORE_REQUIREMENT_KINDS}


def record(position: int, subject: Subject, kind: str, on: date, **payload: object) -> Record:
    """A record of the learner's enrolment, in ledger order."""
    return Record(
        position=position,
        id=f"r{position}",
        subject=subject,
        kind=kind,
        version=1,
        first=on,
        last=on,
        recorded=RECORDED + timedelta(minutes=position),
        recorded_by="benchmark",
        payload={name.replace("_", "-"): value for name, value in payload.items()},
        enrolment="e1",
    )


def two_hundred_records() -> Records:
    """Ninety-five clinic sessions, each signed, and ten more records of other kinds."""
    found: list[Record] = []
    for number in range(SESSIONS):
        day = BEGAN + timedelta(days=3 * number)
        entry = record(2 * number, LEARNER, "hours", day, category="clinic", minutes=180, direct=30)
        signature = record(
            2 * number + 1,
            LEARNER,
            "signature",
            day,
            entry=entry.id,
            signer=SUPERVISOR.id,
            role="live-supervisor",
            decision="signed",
        )
        found += [entry, signature]
    others = [record(200 + n, LEARNER, "log", BEGAN, template="y3.log.clinic") for n in range(10)]
    return Records([*found, *others])


def supervisor_records() -> Records:
    """A register entry that covers the whole year."""
    entry = record(
        500,
        SUPERVISOR,
        "registration",
        BEGAN,
        register="ukcp",
        result="entry",
        title=SYSTEMIC_TITLE,
    )
    return Records([replace(entry, first=date(2020, 10, 1), last=date(2026, 9, 30))])


def programme() -> Programme:
    """The bundled family therapy curriculum."""
    folder = bundled("family-therapy")
    files = {str(p.relative_to(folder)): p.read_text("utf-8") for p in folder.rglob("*.md")}
    read = read_programme(files, find_plugins().requirement_kinds).programme
    if read is None:
        raise SystemExit("the bundled curriculum does not read; run lms curriculum check")
    return read


def measure(seconds: float = 3.0) -> float:
    """How many times a second one core evaluates Year 3 for that learner."""
    version = programme()
    stage = version.stage("year-3")
    if stage is None:
        raise SystemExit("the bundled curriculum has no Year 3")
    enrolment = Enrolment("e1", LEARNER.id, version.id, version.version, "qualifying", "", BEGAN)
    own, others = two_hundred_records(), supervisor_records()
    level_of = catalogue_of((version,)).level_of
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        evaluate_stage(
            version,
            stage,
            enrolment,
            Records(own),  # as fresh from the ledger, with nothing worked out yet
            Records(others),
            date(2025, 6, 1),
            KINDS,
            level_of,
        )
        done += 1
    return done / (time.perf_counter() - began)
