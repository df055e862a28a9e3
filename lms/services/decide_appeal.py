"""Appeals against marks: the open ones, one read with its statement, and the decision on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.results import result_of
from lms.domain.policy import Actor, Target
from lms.domain.records import Record, Refusal
from lms.errors import Refused
from lms.services.asked_decisions import Asked, decision_on, reason_of
from lms.services.assessed import find_work_of
from lms.services.cohort_work import records_by_name
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import Learning, as_it_stands, enrolled_fact
from lms.services.learner_record import learner_record, require_another, who_marked
from lms.services.notify import notify
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.read_audit import record_reading, record_reading_of_others
from lms.services.recording import recording, writes
from lms.services.site import Site, require
from lms.store import people
from lms.store.documents import content_of
from lms.store.writer import Writer

OUTCOMES = ("upheld", "dismissed")
CANNOT = "This decision cannot be recorded."


@dataclass(frozen=True, slots=True)
class AppealLine(Asked):
    """One appeal: on which grounds, and its outcome, "" while it is open."""

    grounds: str
    made: date
    outcome: str


@dataclass(frozen=True, slots=True)
class AppealPage:
    """An appeal with its statement, and the attempt as it stands that it is made against.

    ``may_decide`` is False for whoever marked the work, and for whoever appeals.
    """

    line: AppealLine
    of: Learning
    against: Result | None
    statement: object
    reason: str
    may_decide: bool


def list_appeals(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[AppealLine]:
    """Every appeal of a cohort's learners, the open ones first, without their statements."""
    require(site, actor, "decide-appeal", Target(programme=programme, cohort=cohort))
    named = records_by_name(site, programme, cohort, "appeal", as_of, known_at)
    found = [_line(record, of, name) for record, of, name in named]
    return sorted(found, key=lambda line: (bool(line.outcome), line.made, line.name.casefold()))


def _line(record: Record, of: Learning, name: str) -> AppealLine:
    decision = decision_on(of, record)
    return AppealLine.by(
        of,
        name,
        record,
        grounds=record.get("grounds"),
        made=record.on,
        outcome=decision.get("outcome") if decision else "",
    )


def read_appeal(site: Site, actor: Actor, appeal: str) -> AppealPage:
    """An appeal with its statement and why it was decided so; each is noted before it is shown."""
    record, of = learner_record(site, actor, appeal, "decide-appeal", "appeal")
    person, decision = of.enrolment.person, decision_on(of, record)
    record_reading(site, actor, person, record.id, "appeal")
    record_reading_of_others(site, actor, person, [decision], "appeal")
    session = site.session()
    line = _line(record, of, people.name_of(session, of.enrolment.person))
    marked = who_marked(site, session, of, line.assessment)
    return AppealPage(
        line=line,
        of=of,
        against=_against(site, of, record),
        statement=content_of(session, record.get("statement")),
        reason=reason_of(site, decision),
        may_decide=not line.outcome and actor.person not in {*marked, of.enrolment.person},
    )


def _against(site: Site, of: Learning, appeal: Record) -> Result | None:
    """None where the learner's version no longer has the work, or its policy is not on this site."""
    found = of.assessment(appeal.get("assessment"))
    work = find_work_of(site, of, found[1]) if found else None
    return result_of(work, attempt_in(of.own, appeal)) if work else None


@writes
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
    if writer.actor in who_marked(site, writer.session, of, appeal.get("assessment")):
        says = "You have marked this work. Somebody who has not decides the appeal."
        raise Refused(Refusal("marked-it", says, (appeal.id,)))
    refuse_form(_problems(outcome, reason), CANNOT)
    record = writer.append(
        enrolled_fact(
            of,
            "appeal-decision",
            site.today(),
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
