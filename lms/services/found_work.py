"""A submission found for somebody who deals with it, and how far its marking has come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lms.domain.assessment import work as assessment_work
from lms.domain.assessment.allocation import SHARED_OUT_FIRST, may_not_mark
from lms.domain.assessment.layers import Paper, paper_of
from lms.domain.assessment.moderation import moderators_of
from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.outcome import Result, Stand
from lms.domain.assessment.release import is_released
from lms.domain.assessment.results import result_of
from lms.domain.board import has_decided
from lms.domain.policy import Actor, may
from lms.domain.programme import Assessment, Stage
from lms.domain.records import Record, Records, Refusal, person
from lms.errors import NotFound, NotPermitted, Refused
from lms.services.assessed import find_work_of, work_of
from lms.services.enrolments import Learning, target_of
from lms.services.interests import cohorts_closed, is_closed
from lms.services.learner_record import learner_record
from lms.services.site import Site, require_known
from lms.services.whose_work import is_named
from lms.store.writer import Writer

HELD_BECAUSE = "This work is held; no mark can be given until that is decided."


@dataclass(frozen=True, slots=True)
class Work:
    """A submission, its enrolment, and the stage and assessment of the version it is on."""

    record: Record
    of: Learning
    stage: Stage
    assessment: Assessment

    @property
    def attempt(self) -> int:
        return attempt_in(self.of.own, self.record)


@dataclass(frozen=True, slots=True)
class Marked:
    """A submission with what its attempt comes to by now, and whose turn it is."""

    found: Work
    work: assessment_work.Work
    result: Result
    paper: Paper

    @property
    def is_decided(self) -> bool:
        """Whether a board has decided about the attempt as it stands."""
        return has_decided(self.work, self.result)

    @property
    def closed_because(self) -> str:
        """Why nobody marks it at all for now; empty where somebody can."""
        if self.result.stand is Stand.RETURNED:
            return "This work was returned to be corrected; it is marked when it comes back."
        return HELD_BECAUSE if self.result.stand is Stand.HELD else ""

    def is_locked(self, mark: Record) -> bool:
        """Whether a mark stays as its author gave it: it was released, or the board has met."""
        return self.is_decided or is_released(mark, self.work.releases)


def find_work(site: Site, actor: Actor, identity: str, act: str) -> Work:
    """A submission for an act; own-family work only for a tutor of the cohort."""
    record, of = learner_record(site, actor, identity, act, "submission")
    found = of.assessment(record.get("assessment"))
    if found is None:
        raise NotFound("The learner's version of the programme has no such assessment.")
    if found[1].private:
        require_known(site, actor, "read-private-work", target_of(site, of.enrolment, actor))
    return Work(record, of, *found)


def marked(site: Site, found: Work) -> Marked:
    """How far the marking of a submission has come."""
    return _marked(found, work_of(site, found.of, found.assessment))


def marked_now(site: Site, writer: Writer, found: Work) -> Marked:
    """The same as the act sees it, which is not kept where it has changed by the end.

    Refused where the learner has handed in another text since.
    """
    of = replace(found.of, records=writer.about(found.of.subject))
    now = _marked(replace(found, of=of), work_of(site, of, found.assessment, writer))
    if now.result.submission is None or now.result.submission.id != found.record.id:
        reason = (
            "There is a newer text of this attempt, or this one was taken back. Open the queue."
        )
        raise Refused(Refusal("another-text", reason))
    return now


def _marked(found: Work, work: assessment_work.Work) -> Marked:
    result = result_of(work, found.attempt)
    return Marked(found, work, result, paper_of(work, result))


MODERATES = Refusal(
    "moderates",
    "You moderate the set that this script belongs to. Confirm it or send it back whole; a "
    "moderator changes no single mark.",
)


def marked_by(site: Site, actor: Actor, writer: Writer, found: Work) -> Marked:
    """The same for somebody who is to judge it: free to, with the work open, and not its moderator."""
    now = marked_now(site, writer, found)
    # Declared since the page was asked for: nobody can declare anything more until this is written.
    own = writer.about(person(actor.person))
    require_may_mark(site, actor, now.found.of, now.found.record, own)
    if now.closed_because:
        raise Refused(Refusal("closed", now.closed_because))
    if actor.person in moderators_of(now.work, found.record.id):
        raise Refused(MODERATES)
    return now


def require_may_mark(
    site: Site, actor: Actor, of: Learning, submission: Record, own: Records | None = None
) -> None:
    """NotPermitted, with the reason, for a learner's manager, practice supervisor or signer, and
    for somebody who declared an interest; ``own`` are the marker's records if they were read.

    Who marks without being told whose it is gets one answer for all the work of a cohort.
    """
    records = site.about_me(actor.person) if own is None else own
    learner = of.records.about(person(of.enrolment.person))
    refusal = may_not_mark(actor.person, of.enrolment.person, learner, records)
    asked = records.of("interest") and (refusal is None or refusal.code == "interest")
    if asked and not _is_told(site, actor, of, submission):
        closed = is_closed(cohorts_closed(site, records), of, submission, actor.person)
        refusal = SHARED_OUT_FIRST if closed else None
    if refusal:
        raise NotPermitted(refusal.reason)


def _is_told(site: Site, actor: Actor, of: Learning, submission: Record) -> bool:
    """Whether somebody knows whose a text is: is told, or has no part in its marking."""
    if not may(actor, "mark-work", target_of(site, of.enrolment, actor), site.today()):
        return True
    named = of.assessment(str(submission.get("assessment")))
    work = find_work_of(site, of, named[1]) if named else None
    return work is not None and is_named(
        site, actor, of, work, result_of(work, attempt_in(of.own, submission))
    )
