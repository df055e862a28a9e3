"""Suspected misconduct: what somebody who reads the work reports, and who is told of it."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.policy import Actor
from lms.domain.records import Refusal, person
from lms.domain.refusals.of_work import why_not_reported
from lms.errors import Refused
from lms.services.closing import require_open
from lms.services.enrolments import Learning, enrolled_fact
from lms.services.found_work import Marked, Work, find_work, marked, marked_now
from lms.services.learner_record import require_another
from lms.services.notify import notify
from lms.services.plain_reason import reason_problems
from lms.services.problem_at import refuse_form
from lms.services.recording import recording, writes
from lms.services.role_holders import holders_for
from lms.services.site import Site
from lms.services.whose_work import is_named, name_or_code
from lms.store.writer import Writer

ASK = "Say what you saw in the work, so that somebody who has not read it can look into it."


@dataclass(frozen=True, slots=True)
class ToReport:
    """A submission that could be reported, without its text; ``closed`` says why not, if not."""

    record: str
    title: str
    name: str
    attempt: int
    closed: str


def see_to_report(site: Site, actor: Actor, submission: str) -> ToReport:
    """What the page for reporting shows."""
    found = find_work(site, actor, submission, "report-misconduct")
    now = marked(site, found)
    of = found.of
    named = is_named(site, actor, of, now.work, now.result)
    refusal = _cannot_report(now)
    return ToReport(
        record=found.record.id,
        title=found.assessment.title,
        name=name_or_code(site, of, named, found.record.id),
        attempt=found.attempt,
        closed=refusal.reason if refusal else "",
    )


@writes
def report_misconduct(
    site: Site, actor: Actor, submission: str, reason: str, key: str | None = None
) -> str:
    """Record a suspicion, give its id, hold the mark, and tell the learner and who decides.

    It may come before or after marking, until a board has decided the stage. The reason is for
    the conduct officers and the lead alone; the mails say nothing of it (decision 8a.22).
    """
    work = find_work(site, actor, submission, "report-misconduct")
    require_another(actor, work.of)
    require_open(site, work.of.programme)
    refuse_form(reason_problems(site, reason, ASK), "This cannot be reported yet.")
    with recording(site, actor) as writer:
        asked = ["report-misconduct", submission, reason]
        case: str = writer.answer_once(key, asked, lambda: _record(site, writer, work, reason))
    return case


def _record(site: Site, writer: Writer, before: Work, reason: str) -> str:
    now = marked_now(site, writer, before)
    refusal = _cannot_report(now)
    if refusal:
        raise Refused(refusal)
    of, work = now.found.of, now.found
    case = writer.append(
        enrolled_fact(
            of,
            "misconduct",
            site.today(),
            assessment=work.assessment.id,
            attempt=work.attempt,
            reason=writer.document(person(of.enrolment.person), reason.strip()),
        )
    )
    _tell(site, writer, of, work.record.id, case.id)
    return case.id


def _cannot_report(now: Marked) -> Refusal | None:
    return why_not_reported(now.work, now.result)


def _tell(site: Site, writer: Writer, of: Learning, record: str, case: str) -> None:
    notify(
        site,
        writer,
        of.enrolment.person,
        "A piece of your work",
        "A question about a piece of your work is being looked at, and its mark waits for that.",
        f"/learning/{of.enrolment.id}/written/{record}",
    )
    for officer in holders_for(site, "conduct-officer", of.programme.id, of.enrolment.cohort):
        if officer not in (of.enrolment.person, writer.actor):
            says = "A piece of work is held until you have decided a question about it."
            notify(site, writer, officer, "A question to decide", says, f"/conduct/cases/{case}")
