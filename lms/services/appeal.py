"""Appealing against a ratified mark, on stated grounds and never against academic judgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.appeals import may_appeal
from lms.domain.assessment.kinds import GROUNDS
from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.results import result_of, results
from lms.domain.assessment.work import Work
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Record, Refusal, person
from lms.errors import Refused
from lms.services.asked_decisions import decision_on, own_assessment, reason_of
from lms.services.assessed import work_of
from lms.services.enrolments import (
    Learning,
    as_it_stands,
    as_shown,
    enrolled_fact,
    learning,
    so_far,
)
from lms.services.own_attempts import result_words
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.documents import content_of
from lms.store.writer import Writer

SAYS = {
    "procedure": "The assessment was not carried out as its rules say",
    "circumstances": "Circumstances that I could not, for good reason, declare before the board met",
    "bias": "There was bias, or the appearance of it",
}
LONGEST_STATEMENT = 10_000
CANNOT = "This appeal cannot be made yet."


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal: its ground, what happened, and the word that it is not about judgement."""

    grounds: str
    statement: str
    not_judgement: bool = False


@dataclass(frozen=True, slots=True)
class OwnAppeal:
    """An appeal of one's own, and its decision: ``outcome`` is empty while it is open."""

    record: str
    assessment: str
    title: str
    attempt: int
    grounds: str
    made: date
    statement: str
    outcome: str
    reason: str
    decided: date | None


@dataclass(frozen=True, slots=True)
class AppealPage:
    """An attempt and its result, until when it can be appealed against, and the appeals made.

    ``until`` is None where it cannot be, and ``refusal`` says why.
    """

    of: Learning
    assessment: Assessment
    attempt: int
    result: str
    until: date | None
    refusal: str
    appeals: tuple[OwnAppeal, ...]


def see_appeal(
    site: Site, actor: Actor, enrolment: str, item: str, attempt: int | None = None
) -> AppealPage:
    """An attempt of one's own, the last settled one unless another is named, and its appeals."""
    of, assessment = own_assessment(site, actor, "appeal", enrolment, item)
    work = work_of(site, of, assessment)
    found = result_of(work, attempt) if attempt else _last_settled(work)
    until = may_appeal(work, found, site.today())
    made = reversed(of.own.of("appeal", assessment=item))
    return AppealPage(
        of=of,
        assessment=assessment,
        attempt=found.attempt,
        result=result_words(found),
        until=None if isinstance(until, Refusal) else until,
        refusal=until.reason if isinstance(until, Refusal) else "",
        appeals=tuple(_appeal(site, of, assessment, r) for r in made),
    )


def list_own_appeals(
    site: Site,
    actor: Actor,
    enrolment: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> tuple[OwnAppeal, ...]:
    """Every appeal that one made in an enrolment, the newest first."""
    of = so_far(learning(site, actor, enrolment, "appeal", known_at), as_of or site.today())
    return tuple(
        _appeal(site, of, found[1], record)
        for record in reversed(of.own.of("appeal"))
        if (found := of.assessment(str(record.get("assessment"))))
    )


def _last_settled(work: Work) -> Result:
    found = results(work)
    return next((r for r in reversed(found) if r.settled), found[-1])


def _appeal(site: Site, of: Learning, assessment: Assessment, record: Record) -> OwnAppeal:
    decision = decision_on(of, record)
    return OwnAppeal(
        record=record.id,
        assessment=assessment.id,
        title=assessment.title,
        attempt=attempt_in(of.own, record),
        grounds=str(record.get("grounds")),
        made=record.on,
        statement=str(content_of(site.session(), record.get("statement")) or ""),
        outcome=str(decision.get("outcome")) if decision else "",
        reason=reason_of(site, decision),
        decided=decision.on if decision else None,
    )


@writes
def appeal(
    site: Site,
    actor: Actor,
    enrolment: str,
    item: str,
    attempt: int,
    given: Appeal,
    key: str | None = None,
) -> str:
    """Appeal against the ratified result of an attempt; gives the appeal's id.

    BadInput where a ground, the statement or the confirmation is missing; Refused before the mark
    is ratified, after the time that the policy gives, and a second time.
    """
    of, assessment = own_assessment(site, actor, "appeal", enrolment, item)
    refuse_form(_problems(given), CANNOT)
    asked = ["appeal", enrolment, item, attempt, given]
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(
                key, asked, lambda: _record(site, writer, of, assessment, attempt, given)
            )
        )


def _problems(given: Appeal) -> list[ProblemAt]:
    found = []
    if given.grounds not in GROUNDS:
        found.append(ProblemAt("grounds", "Choose the ground of your appeal."))
    if not given.statement.strip():
        found.append(ProblemAt("statement", "Say what happened, when, and what followed from it."))
    if len(given.statement) > LONGEST_STATEMENT:
        found.append(ProblemAt("statement", f"Write at most {LONGEST_STATEMENT:,} characters."))
    if not given.not_judgement:
        what = "Confirm that you do not appeal against the markers’ academic judgement."
        found.append(ProblemAt("not-judgement", what))
    return found


def _record(
    site: Site,
    writer: Writer,
    before: Learning,
    assessment: Assessment,
    attempt: int,
    given: Appeal,
) -> str:
    of = as_it_stands(before, writer)
    work = work_of(site, as_shown(site, of), assessment, writer)
    until = may_appeal(work, result_of(work, attempt), site.today())
    if isinstance(until, Refusal):
        raise Refused(until)
    new = enrolled_fact(
        of,
        "appeal",
        site.today(),
        assessment=assessment.id,
        attempt=attempt,
        grounds=given.grounds,
        statement=writer.document(person(of.enrolment.person), given.statement.strip()),
    )
    return writer.append(new).id
