"""Appeals against marks: the open ones, one read with its statement, and the decision on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lms.domain.assessment.work import attempt_of
from lms.domain.policy import Actor, Target
from lms.domain.records import Record, Refusal
from lms.errors import Refused
from lms.services.cohort_work import records_by_name
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import Learning, as_it_stands
from lms.services.learner_record import learner_record, require_another
from lms.services.notify import notify
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.read_audit import record_reading
from lms.services.recording import recording
from lms.services.site import Site, fact, require
from lms.store import people
from lms.store.documents import content_of
from lms.store.ledger import Writer

OUTCOMES = ("upheld", "dismissed")
CANNOT = "This decision cannot be recorded."


@dataclass(frozen=True, slots=True)
class AppealLine:
    """One appeal: whose, about what, on which grounds, and its outcome, "" while it is open."""

    record: str
    person: str
    name: str
    enrolment: str
    assessment: str
    title: str
    attempt: int
    grounds: str
    made: date
    outcome: str


@dataclass(frozen=True, slots=True)
class AppealPage:
    """An appeal with its statement; ``may_decide`` is False for whoever marked the work."""

    line: AppealLine
    of: Learning
    statement: object
    reason: str
    may_decide: bool


def list_appeals(site: Site, actor: Actor, programme: str, cohort: str) -> list[AppealLine]:
    """Every appeal of a cohort's learners, the open ones first, without their statements."""
    require(site, actor, "decide-appeal", Target(programme=programme, cohort=cohort))
    named = records_by_name(site, programme, cohort, "appeal")
    found = [_line(record, of, name) for record, of, name in named]
    return sorted(found, key=lambda line: (bool(line.outcome), line.made, line.name.casefold()))


def _line(record: Record, of: Learning, name: str) -> AppealLine:
    assessment = of.assessment(record.get("assessment"))
    decision = _decision(of, record.id)
    return AppealLine(
        record=record.id,
        person=of.enrolment.person,
        name=name,
        enrolment=of.enrolment.id,
        assessment=record.get("assessment"),
        title=assessment[1].title if assessment else record.get("assessment"),
        attempt=attempt_of(record),
        grounds=record.get("grounds"),
        made=record.on,
        outcome=decision.get("outcome") if decision else "",
    )


def _decision(of: Learning, appeal: str) -> Record | None:
    return next(iter(of.own.of("appeal-decision", appeal=appeal)), None)


def read_appeal(site: Site, actor: Actor, appeal: str) -> AppealPage:
    """An appeal with its statement; the reading is noted before the text is shown."""
    record, of = learner_record(site, actor, appeal, "decide-appeal", "appeal")
    record_reading(site, actor, of.enrolment.person, record.id, "appeal")
    session = site.session()
    decision = _decision(of, record.id)
    reason = content_of(session, decision.get("reason")) if decision else None
    line = _line(record, of, people.name_of(session, of.enrolment.person))
    marked = markers_of(site, session, of, line.assessment)
    return AppealPage(
        line=line,
        of=of,
        statement=content_of(session, record.get("statement")),
        reason=str(reason.get("text", "")) if isinstance(reason, dict) else "",
        may_decide=not line.outcome and actor.person not in {*marked, of.enrolment.person},
    )


def markers_of(site: Site, session: Session, of: Learning, assessment: str) -> frozenset[str]:
    """Whoever gave a mark of any layer for this work, marks corrected since included."""
    found = set()
    for mark in of.own.of("mark", assessment=assessment):
        earlier: Record | None = mark
        while earlier is not None:
            found.add(earlier.recorded_by)
            earlier = site.ledger.find(session, earlier.replaces) if earlier.replaces else None
    return frozenset(found)


def decide_appeal(
    site: Site, actor: Actor, appeal: str, outcome: str, reason: str, key: str | None = None
) -> str:
    """Uphold or dismiss an appeal with its reason; gives the decision's id.

    Refused to whoever has marked the work in any layer. What follows from an appeal that is
    upheld (a changed mark, another attempt, a corrected outcome) is recorded as an act of its own.
    """
    record, of = learner_record(site, actor, appeal, "decide-appeal", "appeal")
    require_another(actor, of)
    asked = ["decide-appeal", appeal, outcome, reason]
    with recording(site, actor) as writer:
        return str(
            writer.answer_once(
                key, asked, lambda: _record(site, writer, record, of, outcome, reason)
            )
        )


def _record(
    site: Site, writer: Writer, appeal: Record, before: Learning, outcome: str, reason: str
) -> str:
    of = as_it_stands(before, writer)
    if writer.actor in markers_of(site, writer.session, of, appeal.get("assessment")):
        says = "You have marked this work. Somebody who has not decides the appeal."
        raise Refused(Refusal("marked-it", says, (appeal.id,)))
    refuse_form(_problems(outcome, reason), CANNOT)
    record = writer.append(
        fact(
            of.subject,
            "appeal-decision",
            site.today(),
            enrolment=of.enrolment.id,
            curriculum=of.programme.key,
            appeal=appeal.id,
            outcome=outcome,
            reason=kept_reason(writer, of.enrolment.person, reason),
        )
    )
    notify(
        site,
        writer,
        of.enrolment.person,
        "There is a decision on your appeal",
        "Your appeal has been decided.",
        f"/learning/{of.enrolment.id}/assessments/{appeal.get('assessment')}",
    )
    return record.id


def _problems(outcome: str, reason: str) -> list[ProblemAt]:
    found = []
    if outcome not in OUTCOMES:
        found.append(ProblemAt("outcome", "Say whether the appeal is upheld or dismissed."))
    return [*found, *reason_problems(reason, "Write the reason; the learner reads it.")]
