"""Deciding how many words a text has, where its writer says that the count is wrong or a marker does."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.assessment.word_counts import DECISION, HOLDS, word_count
from lms.domain.policy import Actor
from lms.domain.records import Refusal
from lms.domain.refusals.of_words import why_not_decided, words_that_hold
from lms.errors import BadInput, Refused
from lms.services.closing import require_open
from lms.services.decide import kept_reason, reason_problems
from lms.services.enrolments import enrolled_fact
from lms.services.found_work import Marked, Work, find_work, marked, marked_by, require_may_mark
from lms.services.handed_content import handed_content
from lms.services.learner_record import expect_nothing_newer, require_another
from lms.services.notify import notify
from lms.services.number_of_words import number_problems
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.quarantine import readable_content, require_readable
from lms.services.read_audit import record_reading
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.services.whose_work import is_named, name_or_code
from lms.services.word_counts import ShownCount, shown_count
from lms.store.writer import Writer

ACT = "decide-word-count"
ASK = "Write why this number holds; the writer reads it."
CANNOT = "This cannot be decided yet."


@dataclass(frozen=True, slots=True)
class CountDecision:
    """Which number ``holds`` (HOLDS) and why; ``words`` where it is neither of the two there are."""

    holds: str
    reason: str
    words: int | None = None


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A text whose words are decided about, without the text; ``name`` may be a pseudonym."""

    record: str
    title: str
    name: str
    attempt: int
    count: ShownCount | None
    closed: str
    seen: int


def see_word_count(site: Site, actor: Actor, submission: str) -> ToDecide:
    """What the page for the decision shows: the numbers, and why the writer gives another.

    That it is read is noted; the text is read on the marking page.
    """
    found = _find(site, actor, submission)
    now, of = marked(site, found), found.of
    record_reading(site, actor, of.enrolment.person, found.record.id, ACT)
    content = handed_content(readable_content(site, actor, of, found.record))
    count = shown_count(site, now.work, found.record, content)
    named = is_named(site, actor, of, now.work, now.result)
    return ToDecide(
        record=found.record.id,
        title=found.assessment.title,
        name=name_or_code(site, of, named, found.record.id),
        attempt=found.attempt,
        count=count.without_names() if count else None,
        closed=now.closed_because or _why_not(now),
        seen=site.ledger.head(site.session())[0],
    )


@writes
def decide_word_count(
    site: Site,
    actor: Actor,
    submission: str,
    decided: CountDecision,
    seen: int | None = None,
    key: str | None = None,
) -> str:
    """Record which number of words holds for a submission, with the reason; gives its id.

    By whoever may mark the work, or the lead of its programme. Deciding again corrects the decision,
    until the marks are out or a board has decided; what the writer contests is decided until the
    board. The learner is told by mail where another number holds than the one he or she gave, and
    where a claim is answered.
    """
    work = _find(site, actor, submission)
    require_open(site, work.of.programme)
    refuse_form(_problems(decided), CANNOT)
    with recording(site, actor) as writer:
        record: str = writer.answer_once(
            key,
            [ACT, submission, decided],
            lambda: _record(site, actor, writer, work, decided, seen),
        )
    return record


def _find(site: Site, actor: Actor, submission: str) -> Work:
    """A submission that the actor may deal with as a marker, and whose text is not closed."""
    work = find_work(site, actor, submission, ACT)
    require_another(actor, work.of)
    require_may_mark(site, actor, work.of, work.record)
    require_readable(site, actor, work.of, work.record)
    return work


def _problems(decided: CountDecision) -> list[ProblemAt]:
    found = []
    if decided.holds not in HOLDS:
        found.append(ProblemAt("holds", "Say which number holds."))
    if decided.words is not None:
        found += number_problems("words", decided.words)
    return [*found, *reason_problems(decided.reason, ASK)]


def _why_not(now: Marked) -> str:
    refusal = why_not_decided(now.work, now.result, now.found.record.id)
    return refusal.reason if refusal else ""


def _record(
    site: Site,
    actor: Actor,
    writer: Writer,
    before: Work,
    decided: CountDecision,
    seen: int | None,
) -> str:
    now = marked_by(site, actor, writer, before)
    refusal = why_not_decided(now.work, now.result, before.record.id)
    if refusal:
        raise Refused(refusal)
    return _write(site, writer, now, decided, seen)


def _write(
    site: Site, writer: Writer, now: Marked, decided: CountDecision, seen: int | None
) -> str:
    of, text = now.found.of, now.found.record
    count = word_count(now.work, text)
    expect_nothing_newer([r for r in (count.claim, count.decision) if r], seen)
    words = words_that_hold(count, decided.holds, decided.words)
    if isinstance(words, Refusal):
        field = "holds" if words.code == "not-stated" else "words"
        raise BadInput(CANNOT, [ProblemAt(field, words.reason, words.code)])
    corrected = count.decision if count.answered else None
    decision = writer.append(
        enrolled_fact(
            of,
            DECISION,
            site.today(),
            replaces=corrected.id if corrected else None,
            assessment=now.found.assessment.id,
            attempt=now.found.attempt,
            submission=text.id,
            holds=decided.holds,
            words=words,
            reason=kept_reason(writer, of.enrolment.person, decided.reason),
        )
    )
    said = count.counted if count.stated is None else count.stated
    if words != said or (count.claim and not count.answered):
        _tell(site, writer, now)
    return decision.id


def _tell(site: Site, writer: Writer, now: Marked) -> None:
    of = now.found.of
    notify(
        site,
        writer,
        of.enrolment.person,
        "A piece of your work",
        "It has been decided how many words a piece of your work has.",
        f"/learning/{of.enrolment.id}/written/{now.found.record.id}",
    )
