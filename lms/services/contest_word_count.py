"""Contesting a word count after handing in: the learner's number with the reason, for the marker."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.results import result_of
from lms.domain.assessment.word_counts import CLAIM, word_count
from lms.domain.assessment.work import Work
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Record, person
from lms.domain.refusals.of_words import why_not_contested
from lms.errors import NotFound, Refused
from lms.services.assessed import work_of
from lms.services.enrolments import (
    Learning,
    as_it_stands,
    check_open,
    enrolled_fact,
    learning,
)
from lms.services.handed_content import handed_content
from lms.services.notify import notify
from lms.services.number_of_words import number_problems
from lms.services.plain_reason import plain_reason_problems
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.quarantine import may_open
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.services.word_counts import ShownCount, shown_count
from lms.store.documents import content_of
from lms.store.writer import Writer

ACT = "contest-word-count"
ASK = "Say what was counted that is none of your words, or what was left out."
CANNOT = "This count cannot be contested yet."
NOT_THERE = "There is no work of yours under this address; you may have taken it back."


@dataclass(frozen=True, slots=True)
class ToContest:
    """A submission of one's own whose count can be contested; ``closed`` says why not, if so."""

    of: Learning
    record: str
    title: str
    attempt: int
    count: ShownCount | None
    closed: str


def see_own_count(site: Site, actor: Actor, enrolment: str, record: str) -> ToContest:
    """What the page for contesting a count shows."""
    of = learning(site, actor, enrolment, ACT)
    text, assessment = _own_text(of, record)
    open_ = may_open(site, actor, of, text)
    content = content_of(site.session(), text.get("document")) if open_ else None
    count = shown_count(site, work_of(site, of, assessment), text, handed_content(content))
    return ToContest(
        of=of,
        record=record,
        title=assessment.title,
        attempt=attempt_in(of.own, text),
        count=count.without_names() if count else None,
        closed=count.no_contest if count else "This was shown in person; it has no words.",
    )


def _own_text(of: Learning, record: str) -> tuple[Record, Assessment]:
    text = of.own.by_id(record)
    found = of.assessment(str(text.get("assessment"))) if text else None
    if text is None or text.kind != "submission" or found is None:
        raise NotFound(NOT_THERE)
    return text, found[1]


@writes
def contest_word_count(
    site: Site,
    actor: Actor,
    enrolment: str,
    record: str,
    words: int | None,
    reason: str,
    key: str | None = None,
) -> str:
    """Say that the count of one's own submission is wrong, with one's number and why; gives the id.

    Until a board has decided, or a later attempt is handed in; saying it again corrects what was
    said, until somebody has decided. Whoever marks the work is told by mail. BadInput where the
    reason could itself identify somebody.
    """
    of = learning(site, actor, enrolment, ACT)
    text, assessment = _own_text(of, record)
    refuse_form(_problems(site, actor, of, words, reason), CANNOT)
    with recording(site, actor) as writer:
        made: str = writer.answer_once(
            key,
            [ACT, record, words, reason],
            lambda: _record(site, writer, of, text, assessment, words or 0, reason),
        )
    return made


def _problems(
    site: Site, actor: Actor, of: Learning, words: int | None, reason: str
) -> list[ProblemAt]:
    found = plain_reason_problems(site, actor, of, "", reason, ASK, told=True)
    return [*number_problems("words", words), *found]


def _record(
    site: Site,
    writer: Writer,
    before: Learning,
    text: Record,
    assessment: Assessment,
    words: int,
    reason: str,
) -> str:
    of = as_it_stands(before, writer)
    check_open(of, site.today())
    work, attempt = work_of(site, of, assessment, writer), attempt_in(of.own, text)
    refusal = why_not_contested(work, result_of(work, attempt), text.id, words)
    if refusal:
        raise Refused(refusal)
    earlier = word_count(work, text).claim
    claim = writer.append(
        enrolled_fact(
            of,
            CLAIM,
            site.today(),
            replaces=earlier.id if earlier else None,
            assessment=assessment.id,
            attempt=attempt,
            submission=text.id,
            words=words,
            reason=writer.document(person(of.enrolment.person), {"text": reason.strip()}),
        )
    )
    _tell_markers(site, writer, of, work, text)
    return claim.id


def _tell_markers(site: Site, writer: Writer, of: Learning, work: Work, text: Record) -> None:
    """Those who mark it or have marked it; where nobody does yet, the queue holds it anyway."""
    attempt = attempt_in(of.own, text)
    allocated = {str(r.get("marker")) for r in work.of("allocation", attempt)}
    marked = {mark.recorded_by for mark in result_of(work, attempt).layers.values()}
    for marker in sorted((allocated | marked) - {of.enrolment.person}):
        says = "A learner says that the word count of a piece of work is wrong."
        notify(site, writer, marker, "A word count to decide", says, f"/marking/{text.id}")
