"""Work under quarantine, for the data-protection officer alone: which there is, and its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.slips import MAJOR, quarantined_by
from lms.domain.policy import ANYTHING, Actor
from lms.domain.records import Record, Records
from lms.errors import NotFound
from lms.services.handed_content import readable_text
from lms.services.learner_record import learner_record
from lms.services.people import Person, name_of, people
from lms.services.programmes import load
from lms.services.quarantine import is_quarantined, readable_content
from lms.services.read_audit import record_reading
from lms.services.site import Site, require
from lms.store.documents import content_of
from lms.store.enrolments import Enrolled, some


@dataclass(frozen=True, slots=True)
class Closed:
    """A copy under quarantine: the submission, whose it is, and since when nobody opens it."""

    record: str
    name: str
    title: str
    attempt: int
    since: date


@dataclass(frozen=True, slots=True)
class ClosedText:
    """The text of such a copy with the reason; ``erased`` says that it is gone."""

    record: str
    name: str
    title: str
    attempt: int
    reason: str
    text: str
    erased: bool


def list_quarantined(site: Site, actor: Actor) -> list[Closed]:
    """Every copy under quarantine, the latest first, in a fixed number of statements."""
    require(site, actor, "read-quarantined", ANYTHING)
    session = site.session()
    slips = site.ledger.of_kinds(session, ("slip",)).of("slip", grade=MAJOR)
    records = site.about(*(slip.subject for slip in slips))
    closed = [(r, by) for r in records.of("submission") if (by := _closed_by(records, r))]
    names = people(session, {r.subject.id for r, _ in closed})
    enrolled = some(session, {r.enrolment or "" for r, _ in closed})
    lines = [
        _line(site, r, by, enrolled[r.enrolment or ""], names, records)
        for r, by in closed
        if r.enrolment in enrolled
    ]
    return sorted(lines, key=lambda line: (line.since, line.record), reverse=True)


def _closed_by(records: Records, submission: Record) -> Record | None:
    return quarantined_by(records.in_enrolment(submission.enrolment or ""), submission)


def _line(
    site: Site,
    submission: Record,
    slip: Record,
    one: Enrolled,
    names: dict[str, Person],
    records: Records,
) -> Closed:
    item = str(submission.get("assessment"))
    stages = load(site, one.programme, one.version).stages
    work = next((a for stage in stages if (a := stage.assessment(item))), None)
    return Closed(
        record=submission.id,
        name=names[one.person].name if one.person in names else one.person,
        title=work.title if work else item,
        attempt=attempt_in(records.in_enrolment(one.id), submission),
        since=slip.on,
    )


def read_quarantined(site: Site, actor: Actor, record: str) -> ClosedText:
    """The text of a copy under quarantine; that it is read is noted first."""
    submission, of = learner_record(site, actor, record, "read-quarantined", "submission")
    if not is_quarantined(of, submission):
        raise NotFound("There is nothing under quarantine under this address.")
    record_reading(site, actor, of.enrolment.person, submission.id, "read-quarantined")
    content = readable_content(site, actor, of, submission)
    found = of.assessment(str(submission.get("assessment")))
    slip = quarantined_by(of.own, submission)
    session = site.session()
    return ClosedText(
        record=submission.id,
        name=name_of(session, of.enrolment.person),
        title=found[1].title if found else str(submission.get("assessment")),
        attempt=attempt_in(of.own, submission),
        reason=str(content_of(session, slip.get("reason") if slip else None) or ""),
        text=readable_text(content),
        erased=content is None,
    )
