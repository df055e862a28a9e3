"""Asking for an extension or declaring circumstances about an attempt, and seeing what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lms.domain.assessment.due import WhenDue, when_due
from lms.domain.assessment.late_words import deadline_words
from lms.domain.assessment.numbering import attempt_in
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Record, Refusal, person
from lms.domain.refusals.of_presence import LONGEST_EXTENSION
from lms.domain.refusals.of_work import attempt_to_claim
from lms.errors import NotFound, Refused
from lms.services.asked_decisions import decision_on, own_assessment, reason_of
from lms.services.assessed import work_of
from lms.services.draft_files import promise_sweep
from lms.services.enrolments import (
    Learning,
    as_it_stands,
    check_open,
    enrolled_fact,
    learning,
    so_far,
)
from lms.services.files import Download, Upload, file_of, take_in
from lms.services.handed_content import HandedContent, HandedFile, content_with, handed_content
from lms.services.problem_at import ProblemAt, day_problems, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.documents import content_of
from lms.store.writer import Writer

EXTENSION, LATENESS, DEFERRAL = "extension", "lateness", "deferral"
ASKS = {
    EXTENSION: "More time: a later deadline",
    LATENESS: "That my lateness is accepted, so that nothing is taken off",
    DEFERRAL: "To do it another time, as if this attempt had not been",
}
LONGEST_STATEMENT = 10_000
CANNOT = "This cannot be declared yet."
SAYS = {"accepted": "Accepted", "refused": "Refused"}


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is asked and why; ``until`` is the day asked for, with an extension."""

    asks: str
    statement: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A claim of one's own: what was asked and written, and the decision with its reason.

    ``decision`` is empty while it is open; ``effect`` says what was granted.
    """

    record: str
    assessment: str
    title: str
    attempt: int
    asks: str
    until: date | None
    declared: date
    statement: HandedContent
    decision: str
    effect: str
    reason: str
    decided: date | None


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A piece of work, the attempt that can be claimed for (None with ``refusal``), and the claims."""

    of: Learning
    assessment: Assessment
    attempt: int | None
    refusal: str
    claims: tuple[OwnClaim, ...]


def see_claims(site: Site, actor: Actor, enrolment: str, item: str) -> ClaimPage:
    """What one has declared about a piece of work, and whether one can declare more."""
    of, assessment = own_assessment(site, actor, "claim-circumstances", enrolment, item)
    attempt = attempt_to_claim(work_of(site, of, assessment))
    return ClaimPage(
        of=of,
        assessment=assessment,
        attempt=None if isinstance(attempt, Refusal) else attempt,
        refusal=attempt.reason if isinstance(attempt, Refusal) else "",
        claims=tuple(
            _claim(site, of, assessment, r)
            for r in reversed(of.own.of("circumstances", assessment=item))
        ),
    )


def list_claims(
    site: Site,
    actor: Actor,
    enrolment: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> tuple[OwnClaim, ...]:
    """Everything that one has declared in an enrolment, the newest first."""
    everything = learning(site, actor, enrolment, "claim-circumstances", known_at)
    of = so_far(everything, as_of or site.today())
    found = []
    for record in reversed(of.own.of("circumstances")):
        assessed = of.assessment(str(record.get("assessment")))
        if assessed:
            found.append(_claim(site, of, assessed[1], record))
    return tuple(found)


def _claim(site: Site, of: Learning, assessment: Assessment, record: Record) -> OwnClaim:
    decision = decision_on(of, record)
    return OwnClaim(
        record=record.id,
        assessment=assessment.id,
        title=assessment.title,
        attempt=attempt_in(of.own, record),
        asks=str(record.get("asks")),
        until=record.get("asked-until"),
        declared=record.on,
        statement=handed_content(content_of(site.session(), record.get("statement"))),
        decision=str(decision.get("decision")) if decision else "",
        effect=_effect(site, of, assessment, decision) if decision else "",
        reason=reason_of(site, decision),
        decided=decision.on if decision else None,
    )


def _effect(site: Site, of: Learning, assessment: Assessment, decision: Record) -> str:
    effect = decision.get("effect") if decision.get("decision") == "accepted" else None
    if effect == EXTENSION:
        return _more_time(when_due(work_of(site, of, assessment), attempt_in(of.own, decision)))
    return {
        LATENESS: "Nothing is taken off for being late.",
        DEFERRAL: "This attempt does not count; you hand the work in later, with no attempt lost.",
    }.get(str(effect), "")


def _more_time(when: WhenDue) -> str:
    """What an extension comes to: the deadline that binds, which may be a later one than it names."""
    return f"The deadline is {deadline_words(when.deadline)}." if when.deadline else ""


@writes
def declare_circumstances(
    site: Site,
    actor: Actor,
    enrolment: str,
    item: str,
    claimed: Claimed,
    evidence: Sequence[Upload] = (),
    key: str | None = None,
) -> str:
    """Declare circumstances about the last attempt; gives the claim's id.

    BadInput names what is missing and each file not taken; Refused once the board has met, or while
    an earlier claim about the attempt is open. The statement is read by those who decide alone.
    """
    of, assessment = own_assessment(site, actor, "claim-circumstances", enrolment, item)
    refuse_form(_problems(claimed, site.today()), CANNOT)
    files = take_in(site, evidence, field="evidence")
    asked = ["declare-circumstances", enrolment, item, claimed, [f.sha256 for f in files]]
    with recording(site, actor) as writer:
        claim: str = writer.answer_once(
            key, asked, lambda: _record(site, writer, of, assessment, claimed, files)
        )
    site.files.drop(file.id for file in files)
    return claim


def _problems(claimed: Claimed, today: date) -> list[ProblemAt]:
    found = []
    if claimed.asks not in ASKS:
        found.append(ProblemAt("asks", "Choose what you ask for."))
    if claimed.asks == EXTENSION:
        found += _day_problems(claimed.until, today)
    if not claimed.statement.strip():
        found.append(ProblemAt("statement", "Say what happened and how it affected your work."))
    if len(claimed.statement) > LONGEST_STATEMENT:
        what = f"Write at most {LONGEST_STATEMENT:,} characters; add longer papers as files."
        found.append(ProblemAt("statement", what))
    return found


def _day_problems(until: date | None, today: date) -> list[ProblemAt]:
    if until is None:
        return [ProblemAt("until", "Give the day that you ask for.")]
    found = day_problems("until", until, "the day that you ask for")
    if not found and not today < until <= today + LONGEST_EXTENSION:
        found = [ProblemAt("until", "Give a day after today, within a year.", "not-later")]
    return found


def _record(
    site: Site,
    writer: Writer,
    before: Learning,
    assessment: Assessment,
    claimed: Claimed,
    files: tuple[HandedFile, ...],
) -> str:
    of = as_it_stands(before, writer)
    check_open(of, site.today())
    attempt = attempt_to_claim(work_of(site, of, assessment, writer))
    if isinstance(attempt, Refusal):
        raise Refused(attempt)
    # Evidence is kept as it came: what stands in it is for those who decide, not for a search.
    kept = [replace(file, text="") for file in files]
    document = writer.document(
        person(of.enrolment.person), content_with(claimed.statement.strip(), kept)
    )
    if files:
        site.files.attach(document.partition(".")[0], [file.id for file in files])
        promise_sweep(writer)
    new = enrolled_fact(
        of,
        "circumstances",
        site.today(),
        assessment=assessment.id,
        attempt=attempt,
        asks=claimed.asks,
        asked_until=claimed.until if claimed.asks == EXTENSION else None,
        statement=document,
    )
    return writer.append(new).id


def own_evidence(site: Site, actor: Actor, enrolment: str, claim: str, file: str) -> Download:
    """A file that one gave as evidence; others read it through the page that decides the claim."""
    of = learning(site, actor, enrolment, "claim-circumstances")
    record = of.own.by_id(claim)
    if record is None or record.kind != "circumstances":
        raise NotFound("There is no such claim of yours.")
    return file_of(site, record, "statement", file, named=True)
