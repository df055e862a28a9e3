"""Taking back what a tutor entered about a learner by mistake: a recording watched, a report, catch-up."""

from __future__ import annotations

from lms.domain.policy import Actor
from lms.domain.records import RETRACTION, Record
from lms.errors import NotFound, NotKnown
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import Learning, as_it_stands, learning, target_of
from lms.services.learner_record import require_another
from lms.services.notify import notify
from lms.services.problem_at import refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require
from lms.store.writer import Writer

ACT = "take-back-entry"
ENTERED_BY = {
    "recording-watched": "record-watched",
    "report": "record-report",
    "catch-up": "grant-catch-up",
}
"""What can be taken back, with the act that enters it: whoever may do that may take it back."""


def entry_to_take_back(site: Site, actor: Actor, record: str) -> tuple[Record, Learning]:
    """The entry, in force or not, for somebody who may take it back; NotFound where there is none."""
    found = site.ledger.find(site.session(), record)
    if found is None or found.kind not in ENTERED_BY or found.enrolment is None:
        raise NotKnown
    of = learning(site, actor, found.enrolment, ACT)
    require(site, actor, ENTERED_BY[found.kind], target_of(site, of.enrolment, actor))
    require_another(actor, of)
    return found, of


@writes
def take_back_entry(
    site: Site, actor: Actor, record: str, reason: str, key: str | None = None
) -> str:
    """Take an entry back with the reason; gives the id of the record that does.

    It counts nowhere from then on. What was decided on it meanwhile stays.
    """
    _, of = entry_to_take_back(site, actor, record)
    problems = reason_problems(reason, "Write what the mistake was.")
    with recording(site, actor) as writer:

        def act() -> str:
            refuse_form(problems, "It cannot be taken back yet.")
            return _take_back(site, writer, of, record, reason)

        return str(writer.answer_once(key, [ACT, record, reason], act))


def _take_back(site: Site, writer: Writer, before: Learning, record: str, reason: str) -> str:
    of = as_it_stands(before, writer)
    if of.records.by_id(record) is None:
        raise NotFound("This has been taken back already.")
    gone = fact(
        of.subject,
        RETRACTION,
        site.today(),
        enrolment=of.enrolment.id,
        replaces=record,
        reason=kept_reason(writer, of.enrolment.person, reason),
    )
    taken_back = writer.append(gone).id
    says = "A tutor has taken back something that was entered about you by mistake."
    where = f"/learning/{of.enrolment.id}"
    notify(site, writer, of.enrolment.person, "An entry was taken back", says, where)
    return taken_back
