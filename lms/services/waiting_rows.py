"""What waits for somebody in one enrolment, as rows of the view of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lms.domain.as_of import AsOf
from lms.domain.assessment.allocation import barred_from
from lms.domain.assessment.layers import paper_of
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work
from lms.domain.evidence import Enrolment, enrolments_of, work_in
from lms.domain.programme import Programme
from lms.domain.records import Record, Records, person
from lms.domain.records import cohort as cohort_subject
from lms.domain.signed_entries import decision_on, entries_of, is_upheld
from lms.services.site import Site
from lms.store.view_tables import WaitingView


def cohorts_of(site: Site, session: Session, records: Records) -> Records:
    """The records about every cohort in which some people ever were who have handed work in."""
    own = {s: records.about(s) for s in records.subjects}
    writers = [found for found in own.values() if found.of("submission")]
    names = {name for found in writers for e in enrolments_of(found) for name in e.cohorts}
    return site.ledger.about(session, [cohort_subject(name) for name in names])


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits in one enrolment, and the first date on which time alone could change it."""

    rows: list[WaitingView]
    good_until: date | None


def waiting_rows(
    site: Site, enrolment: Enrolment, records: Records, programme: Programme, cohorts: Records
) -> Waits:
    """The logs, the work and the entries of one enrolment that wait for somebody else."""
    own, today = records.in_enrolment(enrolment.id), AsOf(site.today())
    rows = [
        *(_row(enrolment, r, "log", r.get("template")) for r in _logs(own)),
        *_works(site, enrolment, records, programme, cohorts, today),
        *(
            _row(enrolment, r, "signature", r.get("category"))
            for r in _entries(own, enrolment, programme)
        ),
        *(_row(enrolment, r, "objection", "") for r in _objections(own)),
    ]
    return Waits(rows, today.good_until)


def _objections(own: Records) -> list[Record]:
    decisions = own.of("objection-decision")
    return [o for o in own.of("objection") if decision_on(o, decisions) is None]


def _logs(own: Records) -> list[Record]:
    answered = {r.get("log") for r in own.of("log-response")}
    return [r for r in own.of("log") if r.id not in answered]


def _entries(own: Records, enrolment: Enrolment, programme: Programme) -> list[Record]:
    signed = {s.get("entry") for s in own.of("signature") if not is_upheld(s, own)}
    needs = {
        requirement.settings.get("category")
        for stage in programme.stages_of(enrolment.admission)
        for top in stage.requirements
        for requirement in top.walk()
        if requirement.settings.get("signed-by")
    }
    return [r for r in entries_of(own) if r.id not in signed and r.get("category") in needs]


def _works(
    site: Site,
    enrolment: Enrolment,
    records: Records,
    programme: Programme,
    cohorts: Records,
    today: AsOf,
) -> list[WaitingView]:
    """Work that waits for a mark; nobody marks what somebody handed in who has left since."""
    own, marking = records.in_enrolment(enrolment.id), site.marking
    handed_in = {r.get("assessment") for r in own.of("submission")}
    left = enrolment.withdrawn is not None and today.reached(enrolment.withdrawn)
    if left or not handed_in:
        return []
    barred = sorted(barred_from(records.about(person(enrolment.person))))
    works = [
        work_in(
            enrolment,
            programme,
            f"{programme.id}/{stage.id}",
            assessment,
            marking,
            own,
            cohorts,
            today,
        )
        for stage in programme.stages_of(enrolment.admission)
        for assessment in stage.assessments
        if assessment.id in handed_in
    ]
    return [row for work in works if work for row in _of_work(enrolment, work, barred)]


def _of_work(enrolment: Enrolment, work: Work, barred: list[str]) -> list[WaitingView]:
    rows = (_of_attempt(enrolment, work, result, barred) for result in results(work))
    return [row for row in rows if row is not None]


def _of_attempt(
    enrolment: Enrolment, work: Work, result: Result, barred: list[str]
) -> WaitingView | None:
    paper = paper_of(work, result)
    if not paper.needs or result.submission is None:
        return None
    row = _row(enrolment, result.submission, "submission", work.assessment.id)
    row.needs = paper.needs
    within = work.judged(result.attempt).policy.feedback_within
    row.due = work.days.after(result.submission.on, within)
    row.given, row.allocated, row.barred = dict(paper.given), dict(paper.allocated), barred
    return row


def _row(enrolment: Enrolment, record: Record, what: str, item: str) -> WaitingView:
    return WaitingView(
        record=record.id,
        what=what,
        person=enrolment.person,
        enrolment=enrolment.id,
        programme=enrolment.programme,
        cohort=enrolment.cohort,
        item=item,
        since=record.recorded.date() if what != "signature" else record.on,
        needs="",
        given={},
        allocated={},
        barred=[],
    )
