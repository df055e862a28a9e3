"""Closing a programme to new enrolments from a day, and opening it again; learners on it finish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.domain.intake import (
    CLOSED,
    KIND,
    OPEN,
    intake_words,
    is_closed,
    programme_subject,
    why_over,
)
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Programme
from lms.domain.records import Records
from lms.services.decide import reason_problems
from lms.services.problem_at import ProblemAt, day_problems, refuse_form
from lms.services.programmes import all_versions, load, newest
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require
from lms.store import people
from lms.store.documents import contents_of, text_in
from lms.store.writer import Writer

ACT = "decide-intake"
OUTCOMES = (CLOSED, OPEN)


@dataclass(frozen=True, slots=True)
class IntakeDecision:
    """Closed to new enrolments, or open, from a day on, and why."""

    outcome: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """A decision on record, with its reason."""

    record: str
    outcome: str
    on: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """How it stands with new enrolments on a programme; ``says`` is empty where it is simply open."""

    programme: str
    title: str
    closed: bool
    says: str
    decisions: tuple[IntakeLine, ...] = ()


@writes
def decide_intake(
    site: Site, actor: Actor, programme: str, decision: IntakeDecision, key: str | None = None
) -> str:
    """Record it from today on or later, and give the record's id (8a.15). Nothing is ever deleted."""
    require(site, actor, ACT, Target(programme=programme))
    newest(site, programme)
    with recording(site, actor) as writer:

        def act() -> str:
            before = writer.about(programme_subject(programme))
            refuse_form(_problems(site, decision, before), "This cannot be recorded yet.")
            return _record(writer, programme, decision)

        asked = [ACT, programme, decision]
        return str(writer.answer_once(key, asked, act))


def _problems(site: Site, decision: IntakeDecision, before: Records) -> list[ProblemAt]:
    found = day_problems("on", decision.on, "the day from which it holds")
    if decision.outcome not in OUTCOMES:
        found.append(ProblemAt("outcome", "Choose whether new enrolments are taken."))
    elif not found and (over := why_over(decision.on, site.today())):
        found.append(ProblemAt("on", over.reason))
    elif not found and is_closed(before, decision.on) is (decision.outcome == CLOSED):
        says = f"It is {decision.outcome} to new enrolments on that day already."
        found.append(ProblemAt("outcome", says))
    return found + reason_problems(decision.reason, "Write why, for whoever asks later.")


def _record(writer: Writer, programme: str, decision: IntakeDecision) -> str:
    subject = programme_subject(programme)
    reason = writer.document(subject, {"text": decision.reason.strip()})
    new = fact(subject, KIND, decision.on, outcome=decision.outcome, reason=reason)
    return writer.append(new).id


def see_intake(site: Site, actor: Actor, programme: str) -> Intake:
    """What is on record of a programme's intake, for whoever decides about it, newest first."""
    require(site, actor, ACT, Target(programme=programme))
    version = load(site, programme, newest(site, programme).version)
    records = site.about(programme_subject(programme))
    every = list(reversed(records.of(KIND)))
    texts = contents_of(site.session(), [str(r.get("reason")) for r in every])
    by = people.people(site.session(), {r.recorded_by for r in every})
    return _intake(
        site,
        version,
        records,
        [
            IntakeLine(
                record=r.id,
                outcome=str(r.get("outcome")),
                on=r.on,
                by=by[r.recorded_by].name if r.recorded_by in by else r.recorded_by,
                reason=text_in(texts.get(str(r.get("reason")))),
            )
            for r in every
        ],
    )


def _intake(
    site: Site, version: Programme, records: Records, decisions: Sequence[IntakeLine] = ()
) -> Intake:
    today = site.today()
    closed, says = is_closed(records, today), intake_words(records, today)
    return Intake(version.id, version.title, closed, says, tuple(decisions))


def list_intakes(site: Site, actor: Actor) -> list[Intake]:
    """Every programme about whose intake the actor may decide."""
    newest_of = {v.programme: v for v in all_versions(site)}
    mine = [p for p in newest_of if may(actor, ACT, Target(programme=p), site.today())]
    records = site.about(*map(programme_subject, mine))
    return [
        _intake(site, load(site, p, newest_of[p].version), records.about(programme_subject(p)))
        for p in mine
    ]
