"""Circumstances that learners declared: the open claims, one claim read, and the decision on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.deadlines import deadline_of
from lms.domain.assessment.numbering import attempt_in
from lms.domain.board import board_decided
from lms.domain.policy import Actor, Target
from lms.domain.programme import Assessment
from lms.domain.records import Record
from lms.domain.refusals.of_work import NO_NEW_DAY, why_claim_not_decided
from lms.errors import NotFound, Refused
from lms.services.asked_decisions import Asked, decision_on, reason_of
from lms.services.assessed import work_of
from lms.services.cohort_work import records_by_name
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import Learning, as_it_stands, enrolled_fact
from lms.services.files import Download, file_of
from lms.services.learner_record import learner_record, require_another
from lms.services.notify import notify
from lms.services.problem_at import ProblemAt, day_problems, refuse_form, refused_at
from lms.services.read_audit import record_reading, record_reading_of_others
from lms.services.recording import recording, writes
from lms.services.site import Site, require
from lms.store import people
from lms.store.documents import content_of
from lms.store.writer import Writer

ACCEPTED, REFUSED = "accepted", "refused"
EFFECTS = ("extension", "lateness", "deferral")
DATED = ("extension", "deferral")
"""What gives the work a new last day: without one, deferred work would be missing at once."""
CANNOT = "This decision cannot be recorded."


@dataclass(frozen=True, slots=True)
class Claim(Asked):
    """One claim: what it asks for, and its decision, if any."""

    asks: str
    until: date | None
    declared: date
    decision: str
    effect: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim with its statement, which is private; that it was read is noted."""

    claim: Claim
    of: Learning
    deadline: date | None
    statement: object
    erased: bool
    reason: str
    too_late: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided about a claim; ``until`` is the new day of an extension or a deferral."""

    decision: str
    reason: str
    effect: str = ""
    until: date | None = None


def list_circumstances(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[Claim]:
    """Every claim of a cohort's learners, the open ones first, without their statements."""
    require(site, actor, "decide-circumstances", Target(programme=programme, cohort=cohort))
    named = records_by_name(site, programme, cohort, "circumstances", as_of, known_at)
    found = [_claim(record, of, name) for record, of, name in named]
    return sorted(found, key=lambda c: (bool(c.decision), c.declared, c.name.casefold()))


def _claim(record: Record, of: Learning, name: str) -> Claim:
    decision = decision_on(of, record)
    return Claim.by(
        of,
        name,
        record,
        asks=record.get("asks"),
        until=record.get("asked-until"),
        declared=record.on,
        decision=decision.get("decision") if decision else "",
        effect=(decision.get("effect") or "") if decision else "",
    )


def read_claim(site: Site, actor: Actor, claim: str) -> ClaimPage:
    """A claim with its statement and why it was decided so; each is noted before it is shown."""
    record, of = learner_record(site, actor, claim, "decide-circumstances", "circumstances")
    person, decision = of.enrolment.person, decision_on(of, record)
    record_reading(site, actor, person, record.id, "circumstances")
    record_reading_of_others(site, actor, person, [decision], "circumstances")
    session = site.session()
    statement = content_of(session, record.get("statement"))
    work = work_of(site, of, _assessment(of, record))
    deadline = deadline_of(work, attempt_in(of.own, record))
    return ClaimPage(
        claim=_claim(record, of, people.name_of(session, of.enrolment.person)),
        of=of,
        deadline=deadline.day if deadline else None,
        statement=statement,
        erased=statement is None and bool(record.get("statement")),
        reason=reason_of(site, decision),
        too_late=board_decided(work, attempt_in(of.own, record), record),
    )


def claim_evidence(site: Site, actor: Actor, claim: str, file: str) -> Download:
    """A file given as evidence, for whoever decides the claim; the reading is noted."""
    record, of = learner_record(site, actor, claim, "decide-circumstances", "circumstances")
    record_reading(site, actor, of.enrolment.person, record.id, "circumstances")
    return file_of(site, record, "statement", file, named=True)


def _assessment(of: Learning, record: Record) -> Assessment:
    found = of.assessment(record.get("assessment"))
    if found is None:
        raise NotFound("This learner's version of the curriculum has no such work.")
    return found[1]


@writes
def decide_circumstances(
    site: Site, actor: Actor, claim: str, decided: Decided, key: str | None = None
) -> str:
    """Accept or refuse a claim with its effect and reason; gives the decision's id.

    Refused once the board has decided about the attempt (8a.9), and where it was decided before.
    """
    record, of = learner_record(site, actor, claim, "decide-circumstances", "circumstances")
    require_another(actor, of)
    asked = ["decide-circumstances", claim, decided]
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(key, asked, lambda: _record(site, writer, record, of, decided))
        )


def _record(site: Site, writer: Writer, claim: Record, before: Learning, decided: Decided) -> str:
    of = as_it_stands(before, writer)
    work = work_of(site, of, _assessment(of, claim), writer)
    attempt = attempt_in(of.own, claim)
    accepted = decided.decision == ACCEPTED
    until = decided.until if accepted and decided.effect in DATED else None
    deferred, problems = accepted and decided.effect == "deferral", _problems(decided)
    refusal = why_claim_not_decided(work, attempt, claim, until, deferred)
    if refusal and refusal.code in ("not-later", "no-day"):
        problems += refused_at("until", refusal) if not problems else []
    refuse_form(problems, CANNOT)
    if refusal:
        raise Refused(refusal)
    record = writer.append(
        enrolled_fact(
            of,
            "circumstances-decision",
            site.today(),
            assessment=work.assessment.id,
            attempt=attempt,
            claim=claim.id,
            extended_to=until,
            decision=decided.decision,
            effect=decided.effect if accepted else None,
            reason=kept_reason(writer, of.enrolment.person, decided.reason),
        )
    )
    _tell(site, writer, of, work.assessment.id)
    return record.id


def _tell(site: Site, writer: Writer, of: Learning, assessment: str) -> None:
    notify(
        site,
        writer,
        of.enrolment.person,
        "There is a decision on what you asked for",
        "What you declared or asked for about a piece of work has been decided.",
        f"/learning/{of.enrolment.id}/assessments/{assessment}",
    )


def _problems(decided: Decided) -> list[ProblemAt]:
    found = []
    if decided.decision not in (ACCEPTED, REFUSED):
        found.append(ProblemAt("decision", "Say whether it is accepted or refused."))
    if decided.decision == ACCEPTED:
        found += _effect_problems(decided)
    says = "Write the reason; the learner reads it."
    return [*found, *reason_problems(decided.reason, says)]


NEW_DAY = NO_NEW_DAY.reason


def _effect_problems(decided: Decided) -> list[ProblemAt]:
    if decided.effect not in EFFECTS:
        says = "Say what follows: an extension, the lateness accepted, or a deferral."
        return [ProblemAt("effect", says, "no-effect")]
    if decided.effect not in DATED:
        return []
    if decided.until is None:
        needed = decided.effect == "extension"
        return [ProblemAt("until", NEW_DAY, "no-day")] if needed else []
    return day_problems("until", decided.until, "the new day of the deadline")
