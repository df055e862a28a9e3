"""Marking assessed work: a band and a comment for each criterion, and the mark or result decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.domain.assessment.layers import turn_of
from lms.domain.assessment.word_counts import waits_for_count, word_count
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Record, Refusal, person
from lms.errors import Conflict, Refused
from lms.services.closing import require_open
from lms.services.decide import LONGEST_REASON
from lms.services.feedback import Anchored, Feedback, anchored_problems, as_document
from lms.services.found_work import Marked, Work, find_work, marked_by, require_may_mark
from lms.services.handed_content import readable_text
from lms.services.learner_record import expect_nothing_newer, require_another
from lms.services.mark_record import record_layer
from lms.services.marking_drafts import drop_draft
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.quarantine import readable_content
from lms.services.read_work import correcting_needs_reason, standing_layer, why_locked
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer

LONGEST_FEEDBACK = 50_000
"""Characters of all comments together."""
COUNT_FIRST = Refusal(
    "word-count",
    "The writer states another word count, and the two numbers lead to different penalties. Decide "
    "the word count first, then record the mark.",
)


@dataclass(frozen=True, slots=True)
class Marking:
    """What the marker says: ``bands`` and ``comments`` by criterion, the mark or the result.

    ``mark`` is 0 to 100, for work that gets a mark; ``result`` is pass or fail, for work that gets
    one; formative work gets feedback only. ``anchored`` are comments beside passages of the text.
    ``reason`` says why a mark is corrected that another marker gave, or has seen.
    """

    bands: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    mark: int | None = None
    result: str | None = None
    overall: str = ""
    anchored: tuple[Anchored, ...] = ()
    reason: str = ""


@writes
def mark_work(
    site: Site,
    actor: Actor,
    submission: str,
    marking: Marking,
    seen: int | None = None,
    key: str | None = None,
) -> str:
    """Record the actor's own mark of a submission as its layer, and give its id.

    With two markers whoever marks first gives the first mark and somebody else the second, unless
    they are allocated. Marking again corrects one's own mark until it is released or a board has
    decided the stage; of work with one marker, another one can correct it with a reason. Conflict
    where somebody marked this attempt after position ``seen``; nothing is ever marked over unseen.
    """
    work = find_work(site, actor, submission, "mark-work")
    require_another(actor, work.of)
    require_may_mark(site, actor, work.of, work.record)
    require_open(site, work.of.programme)
    text = readable_text(readable_content(site, actor, work.of, work.record))
    problems = marking_problems(work.assessment, marking, text)
    refuse_form(problems, "This marking cannot be recorded yet.")
    with recording(site, actor) as writer:
        mark: str = writer.answer_once(
            key,
            ["mark-work", submission, marking],
            lambda: _record(site, actor, writer, work, marking, seen),
        )
    return mark


def marking_problems(assessment: Assessment, marking: Marking, text: str) -> list[ProblemAt]:
    """Everything that keeps a marking of a text from being recorded.

    The fields are ``mark``, ``result``, ``overall``, ``reason``, for each criterion ``band-…`` and
    for each comment beside the text ``quote-…`` and ``says-…``.
    """
    found = [p for c in assessment.criteria for p in _band_problems(c, marking)]
    if assessment.marking == "mark" and (marking.mark is None or not 0 <= marking.mark <= 100):
        found.append(ProblemAt("mark", "Give a mark from 0 to 100, a whole number."))
    if assessment.marking == "pass-fail" and marking.result not in ("pass", "fail"):
        code = "other-scale" if marking.mark is not None else ""
        found.append(ProblemAt("result", "Say whether it passes.", code))
    if assessment.marking == "formative" and not marking.overall.strip():
        found.append(ProblemAt("overall", "Write the feedback; it is what this work is for."))
    if _failed(assessment, marking) and not marking.overall.strip():
        what = "Work that does not pass needs feedback that says what to do next."
        found.append(ProblemAt("overall", what))
    found += anchored_problems(text, marking.anchored)
    if len(marking.reason) > LONGEST_REASON:
        found.append(ProblemAt("reason", f"Write no more than {LONGEST_REASON:,} characters."))
    if _length(marking) > LONGEST_FEEDBACK:
        what = f"The feedback is longer than {LONGEST_FEEDBACK:,} characters."
        found.append(ProblemAt("overall", what))
    return found


def _band_problems(criterion: Any, marking: Marking) -> list[ProblemAt]:
    names = [name for name, _ in criterion.bands]
    if marking.bands.get(criterion.id) in names:
        return []
    what = f"Choose a band for “{criterion.title}”: {', '.join(names)}."
    return [ProblemAt(f"band-{criterion.id}", what)]


def _failed(assessment: Assessment, marking: Marking) -> bool:
    low = marking.mark is not None and marking.mark < assessment.pass_mark
    return (assessment.marking == "mark" and low) or (
        assessment.marking == "pass-fail" and marking.result == "fail"
    )


def _length(marking: Marking) -> int:
    beside = [part for a in marking.anchored for part in (a.quote, a.says)]
    return sum(map(len, (marking.overall, *marking.comments.values(), *beside)))


def _record(
    site: Site, actor: Actor, writer: Writer, before: Work, marking: Marking, seen: int | None
) -> str:
    now = marked_by(site, actor, writer, before)
    _require_count(now, marking)
    layer = standing_layer(now, actor)
    replaced = _corrected(now, layer, actor, marking, seen) if layer else None
    mark = record_layer(
        site,
        writer,
        now,
        layer or _turn(now, actor),
        marking.reason,
        replaced,
        **_fields(writer, before, marking),
    )
    drop_draft(writer, before.record.id)
    return mark


def _require_count(now: Marked, marking: Marking) -> None:
    """No mark is given whose penalty depends on a count that somebody has to decide about."""
    count = word_count(now.work, now.found.record)
    judged = now.work.judged(now.result.attempt)
    if marking.mark is not None and waits_for_count(judged, count, marking.mark):
        raise Refused(COUNT_FIRST)


def _turn(now: Marked, actor: Actor) -> str:
    found = turn_of(now.paper, actor.person)
    if isinstance(found, Refusal):
        raise Refused(found)
    return found


def _corrected(now: Marked, layer: str, actor: Actor, marking: Marking, seen: int | None) -> Record:
    """The mark that this one corrects, where that may be."""
    replaced = now.result.layers[layer]
    because = why_locked(now, layer)
    if because:
        code = "board-decided" if now.is_decided else "released"
        raise Refused(Refusal(code, because, (replaced.id,)))
    if seen is None and replaced.recorded_by != actor.person:
        raise Conflict("Somebody else has marked this. Read that marking first.", [replaced])
    expect_nothing_newer([replaced], seen)
    if correcting_needs_reason(now, layer, actor) and not marking.reason.strip():
        what = "Another marker gave this mark or has seen it. Write why you correct it."
        refuse_form([ProblemAt("reason", what)], "This correction needs a reason.")
    return replaced


def _fields(writer: Writer, work: Work, marking: Marking) -> dict[str, Any]:
    assessment = work.assessment
    comments = {c.id: marking.comments.get(c.id, "") for c in assessment.criteria}
    written = as_document(Feedback(marking.overall, comments, marking.anchored))
    about = person(work.of.enrolment.person)
    return {
        "mark": marking.mark if assessment.marking == "mark" else None,
        "result": _result(assessment, marking),
        "criteria": _bands(assessment, marking) or None,
        "feedback": writer.document(about, written) if written else None,
    }


def _result(assessment: Assessment, marking: Marking) -> str | None:
    if assessment.marking == "formative":
        return "feedback"
    return marking.result if assessment.marking == "pass-fail" else None


def _bands(assessment: Assessment, marking: Marking) -> dict[str, str]:
    return {c.id: marking.bands[c.id] for c in assessment.criteria}
