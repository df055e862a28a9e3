"""Telling a cohort that a deadline was set or moved: those whom it binds and who have not handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lms.domain.assessment.due import WhenDue, when_due
from lms.domain.assessment.due_days import set_by_cohort
from lms.domain.assessment.numbering import written_attempt
from lms.domain.assessment.outcome import Stand
from lms.domain.assessment.results import results
from lms.domain.policy import SYSTEM
from lms.domain.programme import Assessment
from lms.domain.records import Record
from lms.services.cohort_work import cohort_work
from lms.services.enrolments import Learning
from lms.services.notify import notify
from lms.services.programmes import load, newest
from lms.services.recording import changing
from lms.services.site import Site

TELL_DEADLINE = "tell-deadline"


def tell_of_deadline(site: Site, arguments: Mapping[str, Any]) -> None:
    """The job behind a deadline: worked out once it is committed, and all mails promised at once.

    Nobody is told of a deadline that was moved again meanwhile; the next job tells of that one.
    """
    deadline = site.ledger.find(site.session(), arguments["deadline"])
    if deadline is None or not _still_stands(site, deadline):
        return
    bound = list(_bound(site, arguments["programme"], deadline))
    moved = "moved" if deadline.replaces else "set"
    with changing(site, SYSTEM) as writer:
        for of, work, due in bound:
            says = f"The deadline for “{work.title}” was {moved}: it is {due.says}."
            where = f"/learning/{of.enrolment.id}"
            notify(site, writer, of.enrolment.person, f"A deadline was {moved}", says, where)


def _still_stands(site: Site, deadline: Record) -> bool:
    about, attempt = site.about(deadline.subject), written_attempt(deadline)
    now = set_by_cohort(about, deadline.get("assessment"), attempt)
    return now is not None and now.id == deadline.id


def _bound(
    site: Site, programme: str, deadline: Record
) -> Iterator[tuple[Learning, Assessment, WhenDue]]:
    """The learners whose work is due by this very record: not by an extension, a board, a move."""
    assessment, attempt = deadline.get("assessment"), written_attempt(deadline)
    version = load(site, programme, newest(site, programme).version)
    for stage in version.stages:
        if all(a.id != assessment for a in stage.assessments):
            continue
        for of, work in cohort_work(site, programme, deadline.subject.id, stage.id).works:
            last = results(work)[-1]
            if work.assessment.id != assessment or last.attempt != attempt:
                continue
            due = when_due(work, attempt)
            if last.stand is Stand.DUE and due.deadline and due.deadline.record == deadline.id:
                yield of, work.assessment, due
