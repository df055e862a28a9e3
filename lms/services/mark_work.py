"""Marking assessed work: a band and a comment for each criterion, and the mark or result decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import NewRecord, Refusal, person
from lms.errors import Refused
from lms.services.closing import require_open
from lms.services.enrolments import Learning
from lms.services.learner_record import expect_nothing_newer, require_another
from lms.services.notify import notify
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.read_work import Work, find_work
from lms.services.recording import recording
from lms.services.site import Site, fact
from lms.store.ledger import Writer

LONGEST_FEEDBACK = 50_000
"""Characters of all comments together."""


@dataclass(frozen=True, slots=True)
class Marking:
    """What the marker says: ``bands`` and ``comments`` by criterion, the mark or the result.

    ``mark`` is 0 to 100, for work that gets a mark; ``result`` is pass or fail, for work that gets
    one; formative work gets feedback only.
    """

    bands: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    mark: int | None = None
    result: str | None = None
    overall: str = ""


def mark_work(
    site: Site,
    actor: Actor,
    submission: str,
    marking: Marking,
    seen: int | None = None,
    key: str | None = None,
) -> str:
    """Record the provisional mark of a submission, give its id, and tell the learner by mail.

    Marking again replaces the mark there was, until a board has decided the stage. Conflict where
    somebody marked this attempt after position ``seen``.
    """
    work = find_work(site, actor, submission, "mark-work")
    require_another(actor, work.of)
    require_open(site, work.of.programme)
    problems = marking_problems(work.assessment, marking)
    refuse_form(problems, "This marking cannot be recorded yet.")
    with recording(site, actor) as writer:
        mark: str = writer.answer_once(
            key,
            ["mark-work", submission, asdict(marking)],
            lambda: _record(site, writer, work, marking, seen),
        )
    return mark


def marking_problems(assessment: Assessment, marking: Marking) -> list[ProblemAt]:
    """Everything that keeps a marking from being recorded.

    The fields are ``mark``, ``result``, ``overall`` and, for each criterion, ``band-…``.
    """
    found = [p for c in assessment.criteria for p in _band_problems(c, marking)]
    if assessment.marking == "mark" and (marking.mark is None or not 0 <= marking.mark <= 100):
        found.append(ProblemAt("mark", "Give a mark from 0 to 100, a whole number."))
    if assessment.marking == "pass-fail" and marking.result not in ("pass", "fail"):
        found.append(ProblemAt("result", "Say whether it passes."))
    if assessment.marking == "formative" and not marking.overall.strip():
        found.append(ProblemAt("overall", "Write the feedback; it is what this work is for."))
    if _failed(assessment, marking) and not marking.overall.strip():
        what = "Work that does not pass needs feedback that says what to do next."
        found.append(ProblemAt("overall", what))
    if sum(map(len, (marking.overall, *marking.comments.values()))) > LONGEST_FEEDBACK:
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


def _record(site: Site, writer: Writer, before: Work, marking: Marking, seen: int | None) -> str:
    of = replace(before.of, records=writer.about(before.of.subject))
    work = replace(before, of=of)
    expect_nothing_newer(work.marks, seen)
    if work.is_settled:
        reason = "The board has decided this stage; a mark changes only by the board's decision."
        raise Refused(Refusal("board-decided", reason))
    mark = writer.append(_fact(site, writer, work, marking))
    notify(
        site,
        writer,
        of.enrolment.person,
        "Work of yours has been read",
        "Work that you handed in has been read, and there is feedback for you.",
        f"/learning/{of.enrolment.id}/written/{work.record.id}",
    )
    return mark.id


def _fact(site: Site, writer: Writer, work: Work, marking: Marking) -> NewRecord:
    of, assessment = work.of, work.assessment
    return fact(
        of.subject,
        "mark",
        site.today(),
        enrolment=of.enrolment.id,
        curriculum=of.programme.key,
        replaces=work.marks[-1].id if work.marks else None,
        assessment=assessment.id,
        attempt=work.attempt,
        mark=marking.mark if assessment.marking == "mark" else None,
        result=_result(assessment, marking),
        criteria=_bands(assessment, marking) or None,
        feedback=_feedback(writer, of, assessment, marking),
    )


def _result(assessment: Assessment, marking: Marking) -> str | None:
    if assessment.marking == "formative":
        return "feedback"
    return marking.result if assessment.marking == "pass-fail" else None


def _bands(assessment: Assessment, marking: Marking) -> dict[str, str]:
    return {c.id: marking.bands[c.id] for c in assessment.criteria}


def _feedback(writer: Writer, of: Learning, assessment: Assessment, marking: Marking) -> str | None:
    comments = {
        c.id: said for c in assessment.criteria if (said := _plain(marking.comments.get(c.id, "")))
    }
    overall = _plain(marking.overall)
    if not comments and not overall:
        return None
    return writer.document(person(of.enrolment.person), {"overall": overall, "criteria": comments})


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
