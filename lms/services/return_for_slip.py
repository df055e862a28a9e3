"""Slips of confidentiality: work goes back to be corrected, or fails and its copy is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lms.domain.assessment.numbering import attempt_in, text_before
from lms.domain.assessment.outcome import Stand
from lms.domain.assessment.results import result_of
from lms.domain.assessment.slips import (
    MAJOR,
    MINOR,
    SEVERAL,
    grade_problem,
    may_take_back,
    why_not_recorded,
)
from lms.domain.policy import Actor, may
from lms.domain.records import RETRACTION, Record, Refusal, person
from lms.errors import NotPermitted, Refused
from lms.services.assessed import find_work_of
from lms.services.closing import require_open
from lms.services.enrolments import Learning, as_it_stands, enrolled_fact, target_of
from lms.services.found_work import Marked, Work, find_work, marked, marked_now
from lms.services.handed_content import readable_text
from lms.services.learner_record import learner_record, require_another
from lms.services.notify import notify
from lms.services.plain_reason import plain_reason_problems
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.quarantine import is_quarantined, readable_content
from lms.services.recording import answered_before, recording, writes
from lms.services.role_holders import holders_for
from lms.services.site import Site, fact
from lms.services.whose_work import is_named, name_or_code
from lms.store.writer import Writer

ASK = "Say where in the work it is and what to do, without repeating it."
ASK_BACK = "Say why the slip is taken back, without repeating what it was about."


@dataclass(frozen=True, slots=True)
class Slip:
    """What a reader of the work decided: ``what`` happened (slips.WHAT), its grade, and why."""

    what: str
    grade: str
    reason: str


@dataclass(frozen=True, slots=True)
class ToReturn:
    """A submission that could be returned, without its text.

    ``name`` is a pseudonym where the reader is not told whose it is. ``ends`` is when a correction
    would be due if it were returned now; ``stated`` whether the statement came with it, None where
    that is not known; ``several`` whether the reader may decide on several slips. ``no_minor`` and
    ``closed`` say why a minor slip, or any, cannot be recorded, if so; ``decided`` that a board has
    decided, whose result a slip does not change; ``held`` that a question about it is open.
    """

    record: str
    title: str
    name: str
    attempt: int
    ends: datetime
    stated: bool | None
    several: bool
    no_minor: str
    decided: bool
    held: bool
    closed: str


def see_to_return(site: Site, actor: Actor, submission: str) -> ToReturn:
    """What the page for returning work shows; the text is read on the marking page."""
    found = find_work(site, actor, submission, "return-for-slip")
    now = marked(site, found)
    of = found.of
    named = is_named(site, actor, of, now.work, now.result)
    minor, major = _why_not(now, MINOR), _why_not(now, MAJOR)
    return ToReturn(
        record=found.record.id,
        title=found.assessment.title,
        name=name_or_code(site, of, named, found.record.id),
        attempt=found.attempt,
        ends=now.work.days.when_hours_end(site.now(), now.work.policy.correct_within),
        stated=found.record.get("statement"),
        several=_may_decide_several(site, actor, of),
        no_minor=minor.reason if minor else "",
        decided=now.is_decided,
        held=now.result.stand is Stand.HELD,
        closed=major.reason if major else "",
    )


@writes
def return_for_slip(
    site: Site, actor: Actor, submission: str, slip: Slip, key: str | None = None
) -> str:
    """Record a slip, give its id, and tell the learner by mail, without saying what it was.

    A minor one starts the clock for a correction now; a major one fails the attempt and closes the
    copy (decision 8a.11). Once a board has decided, a major one closes the copy and changes no
    result; the leads of the programme are told, and it stands open until a board has acted.
    BadInput where the reason could itself identify somebody.
    """
    asked = ["return-for-slip", submission, slip]
    before = answered_before(site, actor, key, asked)
    if before:
        return str(before)
    work = find_work(site, actor, submission, "return-for-slip")
    require_another(actor, work.of)
    require_open(site, work.of.programme)
    if slip.what == SEVERAL and not _may_decide_several(site, actor, work.of):
        raise NotPermitted("Of several slips, the tutor decides whether they are minor or major.")
    refuse_form(_problems(site, actor, work, slip), "This cannot be recorded yet.")
    with recording(site, actor) as writer:
        recorded: str = writer.answer_once(key, asked, lambda: _record(site, writer, work, slip))
    return recorded


@dataclass(frozen=True, slots=True)
class SeenSlip:
    """A slip, as the page for taking it back shows it."""

    title: str
    name: str
    attempt: int
    grade: str


def see_slip(site: Site, actor: Actor, slip: str) -> SeenSlip:
    """A slip in force, for somebody who may return work of this learner's."""
    record, of = learner_record(site, actor, slip, "return-for-slip", "slip")
    found = of.assessment(str(record.get("assessment")))
    named = _is_told(site, actor, of, record)
    return SeenSlip(
        title=found[1].title if found else str(record.get("assessment")),
        name=name_or_code(site, of, named, text_before(of.own, record)),
        attempt=attempt_in(of.own, record),
        grade=str(record.get("grade")),
    )


def _is_told(site: Site, actor: Actor, of: Learning, slip: Record) -> bool:
    found = of.assessment(str(slip.get("assessment")))
    work = find_work_of(site, of, found[1]) if found else None
    return work is not None and is_named(
        site, actor, of, work, result_of(work, attempt_in(of.own, slip))
    )


@writes
def take_back_slip(
    site: Site, actor: Actor, slip: str, reason: str, key: str | None = None
) -> None:
    """Take back a slip that was wrong, while nothing has followed from it, and tell the learner.

    Whoever recorded it may, and a tutor or lead of the programme.
    """
    asked = ["take-back-slip", slip, reason]
    if answered_before(site, actor, key, asked):
        return
    record, of = learner_record(site, actor, slip, "return-for-slip", "slip")
    if actor.person != record.recorded_by and not _may_decide_several(site, actor, of):
        raise NotPermitted("Whoever recorded the slip takes it back, or a tutor of the programme.")
    require_another(actor, of)
    told = _is_told(site, actor, of, record)
    wrong = plain_reason_problems(site, actor, of, "", reason, ASK_BACK, told)
    refuse_form(wrong, "This cannot be recorded yet.")
    with recording(site, actor) as writer:
        writer.answer_once(key, asked, lambda: _take_back(site, writer, of, record, reason))


def slip_behind(of: Learning, submission: Record) -> Record | None:
    """The slip recorded about a submission's text, if there is one in force."""
    named = of.own.of("slip", assessment=submission.get("assessment"))
    same = [s for s in named if attempt_in(of.own, s) == attempt_in(of.own, submission)]
    return next((s for s in reversed(same) if s.position > submission.position), None)


def _may_decide_several(site: Site, actor: Actor, of: Learning) -> bool:
    target = target_of(site, of.enrolment, actor)
    return may(actor, "decide-several-slips", target, site.today())


def _problems(site: Site, actor: Actor, work: Work, slip: Slip) -> list[ProblemAt]:
    wrong = grade_problem(slip.grade, slip.what, work.record.get("statement"))
    text = readable_text(readable_content(site, actor, work.of, work.record))
    now = marked(site, work)
    told = is_named(site, actor, work.of, now.work, now.result)
    found = plain_reason_problems(site, actor, work.of, text, slip.reason, ASK, told)
    return [*([ProblemAt("what", wrong)] if wrong else []), *found]


def _record(site: Site, writer: Writer, before: Work, slip: Slip) -> str:
    now = marked_now(site, writer, before)
    refusal = _why_not(now, slip.grade)
    if refusal:
        raise Refused(refusal)
    of, work, decided = now.found.of, now.found, now.is_decided
    record = writer.append(
        enrolled_fact(
            of,
            "slip",
            site.today(),
            assessment=work.assessment.id,
            attempt=work.attempt,
            grade=slip.grade,
            what=slip.what,
            at=site.now().isoformat(),
            after_board=decided or None,
            reason=writer.document(person(of.enrolment.person), slip.reason.strip()),
        )
    )
    _tell(site, writer, of, work.record.id, slip.grade)
    if decided:
        _tell_leads(site, writer, work)
    return record.id


def _why_not(now: Marked, grade: str) -> Refusal | None:
    closed = is_quarantined(now.found.of, now.found.record)
    return why_not_recorded(now.result, grade, now.is_decided, closed)


def _tell(site: Site, writer: Writer, of: Learning, record: str, grade: str) -> None:
    says = {
        MINOR: "A piece of your work has come back to you, with a time by which to correct it.",
        MAJOR: "There is a decision about a piece of work that you handed in.",
    }
    path = f"/learning/{of.enrolment.id}/written/{record}"
    notify(site, writer, of.enrolment.person, "A piece of your work", says[grade], path)


def _tell_leads(site: Site, writer: Writer, work: Work) -> None:
    """The leads learn that a board has something to reconsider; not whose it is, nor what."""
    of = work.of
    cohort = of.enrolment.cohort
    where = f"/programmes/{of.programme.id}/cohorts/{cohort}/marks/{work.stage.id}?flag=slip"
    says = "Something came to light about a piece of work after the board had decided."
    for lead in holders_for(site, "programme-lead", of.programme.id, cohort):
        if lead not in (of.enrolment.person, writer.actor):
            path = where if cohort else "/programmes/"
            notify(site, writer, lead, "A board's result to reconsider", says, path)


def _take_back(site: Site, writer: Writer, before: Learning, slip: Record, reason: str) -> str:
    of = as_it_stands(before, writer)
    refusal = may_take_back(of.own, slip)
    if refusal:
        raise Refused(refusal)
    document = writer.document(person(of.enrolment.person), reason.strip())
    record = writer.append(
        fact(
            of.subject,
            RETRACTION,
            site.today(),
            enrolment=of.enrolment.id,
            replaces=slip.id,
            reason=document,
        )
    )
    says = "What was decided about a piece of your work has been taken back."
    notify(
        site,
        writer,
        of.enrolment.person,
        "A piece of your work",
        says,
        f"/learning/{of.enrolment.id}",
    )
    return record.id
