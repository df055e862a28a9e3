"""Interruption of studies: a learner pauses from a day, which is not in the past, and comes back."""

from __future__ import annotations

from datetime import date

from lms.domain.as_of import ONE_DAY
from lms.domain.calendar import in_words
from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, NewRecord, Record
from lms.errors import BadInput
from lms.services.decide import deciding, reason_problems, record_about
from lms.services.enrolments import Learning
from lms.services.problem_at import NO_DAY, ProblemAt, day_problems, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site, fact

CANNOT = "The return cannot be recorded."


def interrupt(
    site: Site,
    actor: Actor,
    enrolment: str,
    first: date,
    last: date,
    reason: str,
    key: str | None = None,
) -> str:
    """Pause an enrolment over some days, both included; gives the record's id.

    An interruption may not be back-dated (domain decision 8a.20).
    """
    learner = deciding(site, actor, "interrupt", enrolment)
    problems = [
        *_first_problems(site, learner, first),
        *day_problems("last", last, "the last day of the break"),
    ]
    if last != NO_DAY and last < first:
        problems.append(ProblemAt("last", "The last day of the break is before its first."))
    problems += reason_problems(reason)
    return record_about(
        site,
        actor,
        learner,
        "interruption",
        first,
        reason,
        key,
        until=last,
        problems=problems,
        from_site=["approved"],
        approved=site.today(),
    )


def _first_problems(site: Site, learner: Learning, first: date) -> list[ProblemAt]:
    today = site.today()
    if learner.enrolment.gone_by(max(today, first)):
        says = "This learner has withdrawn by then, so there is nothing to pause."
        return [ProblemAt("first", says, "withdrawn")]
    if first != NO_DAY and first < today:
        earliest = f"A break may not be back-dated: it begins on {in_words(today)} at the earliest."
        return [ProblemAt("first", earliest, "back-dated")]
    return day_problems("first", first, "the first day of the break")


@writes
def come_back(site: Site, actor: Actor, enrolment: str, back: date, key: str | None = None) -> None:
    """End the present or coming break the day before somebody is back; the record is corrected."""
    learner = deciding(site, actor, "interrupt", enrolment)
    refuse_form(day_problems("back", back, "the first day back"), CANNOT)
    with recording(site, actor) as writer:
        asked = ["come-back", enrolment, back]
        writer.answer_once(key, asked, lambda: writer.append(_return(site, learner, back)).id)


def open_break(learner: Learning, today: date) -> Record | None:
    """The break in force on a day, or else the next to come."""
    own = learner.own.of("interruption")
    ahead = sorted((r for r in own if r.last is None or r.last >= today), key=lambda r: r.first)
    return ahead[0] if ahead else None


def _too_late(last: date) -> str:
    return (
        f"The break on record ends on {in_words(last)}. "
        "To pause for longer, record another break from the day after."
    )


def _return(site: Site, learner: Learning, back: date) -> NewRecord:
    """The break ended the day before the return, or taken back where it never began."""
    paused = open_break(learner, site.today())
    if paused is None:
        raise BadInput(CANNOT, [ProblemAt("back", "No break is in force or to come.")])
    if paused.last is not None and back > paused.last + ONE_DAY:
        raise BadInput(CANNOT, [ProblemAt("back", _too_late(paused.last))])
    last = back - ONE_DAY
    if last < paused.first:
        return fact(learner.subject, RETRACTION, site.today(), replaces=paused.id)
    return fact(
        learner.subject,
        "interruption",
        paused.first,
        until=last,
        enrolment=learner.enrolment.id,
        curriculum=learner.enrolment.key,
        replaces=paused.id,
        **dict(paused.payload),
    )
