"""Agreeing a mark: two markers whose marks lie on two sides of a class boundary settle on one."""

from __future__ import annotations

from lms.domain.assessment.layers import AGREE, NOTHING_TO_AGREE, layer_of
from lms.domain.assessment.outcome import AGREED, FIRST, SECOND
from lms.domain.policy import Actor, may
from lms.domain.records import Record, Refusal, person
from lms.domain.refusals.of_work import why_not_agreed
from lms.errors import NotPermitted, Refused
from lms.services.closing import require_open
from lms.services.decide import reason_problems
from lms.services.enrolments import target_of
from lms.services.feedback import Feedback, as_document
from lms.services.found_work import Marked, Work, find_work, marked_now, require_may_mark
from lms.services.learner_record import expect_nothing_newer, require_another
from lms.services.mark_record import record_layer
from lms.services.mark_work import LONGEST_FEEDBACK
from lms.services.problem_at import ProblemAt, refuse_form, refused_at
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer


@writes
def agree_mark(
    site: Site,
    actor: Actor,
    submission: str,
    mark: int | None,
    reason: str,
    overall: str = "",
    seen: int | None = None,
    key: str | None = None,
) -> str:
    """Record the mark that two markers agree on, with how they came to it; gives its id.

    Either of the two does it, or the programme lead for them; the mark lies between theirs. It can
    be agreed anew until it is released or the board has met. ``overall`` is feedback from both.
    """
    act = "mark-work" if _marks(site, actor, submission) else "change-mark"
    work = find_work(site, actor, submission, act)
    require_another(actor, work.of)
    require_may_mark(site, actor, work.of, work.record)
    require_open(site, work.of.programme)
    refuse_form(_problems(reason, overall), "This mark cannot be agreed yet.")
    with recording(site, actor) as writer:
        given: str = writer.answer_once(
            key,
            ["agree-mark", submission, mark, reason, overall],
            lambda: _record(site, actor, writer, work, mark, reason, overall, seen),
        )
    return given


def _marks(site: Site, actor: Actor, submission: str) -> bool:
    record = site.ledger.find(site.session(), submission)
    if record is None or record.enrolment is None:
        return True
    own = site.about(record.subject).in_enrolment(record.enrolment)
    return any(r.recorded_by == actor.person for r in own.of("mark"))


def _problems(reason: str, overall: str) -> list[ProblemAt]:
    found = reason_problems(reason, "Write how you came to this mark.")
    if len(overall) > LONGEST_FEEDBACK:
        what = f"The feedback is longer than {LONGEST_FEEDBACK:,} characters."
        found.append(ProblemAt("overall", what))
    return found


def _record(
    site: Site,
    actor: Actor,
    writer: Writer,
    before: Work,
    mark: int | None,
    reason: str,
    overall: str,
    seen: int | None,
) -> str:
    now = marked_now(site, writer, before)
    _require_one_of_two(site, actor, now)
    replaced = _standing(now, seen)
    outside = refused_at("mark", why_not_agreed(now.result, mark))
    refuse_form(outside, "This mark cannot be agreed yet.")
    written = as_document(Feedback(overall))
    document = writer.document(person(before.of.enrolment.person), written) if written else None
    return record_layer(site, writer, now, AGREED, reason, replaced, mark=mark, feedback=document)


def _require_one_of_two(site: Site, actor: Actor, now: Marked) -> None:
    if layer_of(now.paper, actor.person) in (FIRST, SECOND):
        return
    target = target_of(site, now.found.of.enrolment, actor)
    if not may(actor, "change-mark", target, site.today()):
        raise NotPermitted("Only the two markers agree their mark, or the programme lead for them.")


def _standing(now: Marked, seen: int | None) -> Record | None:
    """The agreed mark that this one corrects, if there is one; Refused where there is nothing to agree."""
    if now.closed_because:
        raise Refused(Refusal("closed", now.closed_because))
    agreed = now.result.layers.get(AGREED)
    expect_nothing_newer(list(now.result.layers.values()), seen)
    if agreed is None and now.paper.needs != AGREE:
        raise Refused(NOTHING_TO_AGREE)
    if agreed is not None and now.is_locked(agreed):
        reason = "The marks are released or decided. The programme lead can change one."
        raise Refused(Refusal("released", reason, (agreed.id,)))
    return agreed
