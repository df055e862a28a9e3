"""Setting the day and hour by which a cohort hands a piece of work in, for one attempt at it."""

from __future__ import annotations

from datetime import date, time

from lms.domain.assessment.deadline_hours import instant_of
from lms.domain.assessment.due_days import set_by_cohort
from lms.domain.clock import doubt, read_clock_time, settled
from lms.domain.policy import Actor, Target
from lms.domain.records import cohort as cohort_subject
from lms.domain.refusals.of_cohort import why_over
from lms.domain.refusals.of_work import why_unknown_attempt
from lms.services.closing import require_open
from lms.services.cohort_policy import policy_of_cohort
from lms.services.outbox import promise
from lms.services.problem_at import NO_DAY, ProblemAt, day_problems, refuse_form, refused_at
from lms.services.programmes import load, newest
from lms.services.recording import recording, writes
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, fact, require
from lms.services.tell_deadline import TELL_DEADLINE
from lms.store.writer import Writer

CANNOT = "This deadline cannot be set."


@writes
def set_deadline(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    assessment: str,
    on: date,
    at: str = "",
    attempt: int = 1,
    key: str | None = None,
) -> str:
    """Set a deadline, or move the one there is; gives the record's id.

    ``at`` is a London clock time such as 16:00, with its offset where it comes twice that day; the
    policy's hour where it is empty. Those whom it binds are told by mail. Nobody may be late for a moment that has passed: the deadline
    lies ahead. A change corrects the record there was; doing the same twice changes nothing the
    second time.
    """
    require(site, actor, "set-deadline", Target(programme=programme, cohort=cohort))
    cohort_named(site, programme, cohort)
    version = load(site, programme, newest(site, programme).version)
    require_open(site, version)
    known = {a.id for s in version.stages for a in s.assessments}
    if at and _is_clock(at) and on != NO_DAY:
        at = settled(on, read_clock_time(at))
    asked = ["set-deadline", programme, cohort, assessment, attempt, on, at]
    with recording(site, actor) as writer:

        def act() -> str:
            default = policy_of_cohort(site, version, writer.about(cohort_subject(cohort)), cohort)
            found = [*_work_problems(assessment, known, attempt)]
            found += _moment_problems(site, on, at, default.deadline_at)
            refuse_form(found, CANNOT)
            return _set(writer, programme, cohort, assessment, attempt, on, at)

        return str(writer.answer_once(key, asked, act))


def _work_problems(assessment: str, known: set[str], attempt: int) -> list[ProblemAt]:
    found = []
    if assessment not in known:
        found.append(ProblemAt("assessment", "Choose the piece of work.", "no-assessment"))
    return found + refused_at("attempt", why_unknown_attempt(attempt))


def _moment_problems(site: Site, on: date, at: str, default: time) -> list[ProblemAt]:
    found = day_problems("on", on, "the day of the deadline")
    if at and not _is_clock(at):
        found.append(ProblemAt("at", "Give the hour as 16:00."))
    elif at and not found and (said := doubt(on, at)):
        found.append(ProblemAt("at", said.reason))
    if found:
        return found
    over = refused_at("on", why_over(on, site.today()))
    if over:
        return over
    if instant_of(on, at, default) <= site.now():
        return [ProblemAt("at", "That hour of today has passed; give a later one.")]
    return []


def _is_clock(at: str) -> bool:
    try:
        return bool(read_clock_time(at))
    except ValueError:
        return False


def _set(
    writer: Writer,
    programme: str,
    cohort: str,
    assessment: str,
    attempt: int,
    on: date,
    at: str,
) -> str:
    subject = cohort_subject(cohort)
    before = set_by_cohort(writer.about(subject), assessment, attempt)
    if before and (before.on, _hour(before.get("time"))) == (on, at):
        return before.id
    record = writer.append(
        fact(
            subject,
            "deadline",
            on,
            replaces=before.id if before else None,
            assessment=assessment,
            attempt=attempt,
            time=at or None,
        )
    )
    promise(writer, TELL_DEADLINE, deadline=record.id, programme=programme)
    return record.id


def _hour(clock: object) -> str:
    return str(clock) if clock else ""
