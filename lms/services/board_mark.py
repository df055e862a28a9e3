"""The board's own mark for an attempt that its learner has seen or a board has ratified."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.assessment.marks_sheet import is_ratified, shown_since
from lms.domain.assessment.outcome import BOARD, Result, Stand
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work
from lms.domain.policy import Actor
from lms.domain.programme import Assessment
from lms.domain.records import Refusal
from lms.domain.refusals.of_work import NO_MARK
from lms.errors import NotFound, Refused
from lms.services.assessed import work_of
from lms.services.decide import deciding_result, kept_reason, reason_problems
from lms.services.enrolments import Learning, as_it_stands, enrolled_fact
from lms.services.found_work import HELD_BECAUSE
from lms.services.notify import notify
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site
from lms.store.writer import Writer

HIGHEST = 100


@dataclass(frozen=True, slots=True)
class Change:
    """What a mark becomes: ``mark`` for work that gets one, ``result`` (pass or fail) for other."""

    assessment: str
    attempt: int
    reason: str
    mark: int | None = None
    result: str = ""


def assessment_of(of: Learning, identity: str) -> Assessment:
    """A piece of work of an enrolment; NotFound where there is none."""
    found = of.assessment(identity)
    if found is None:
        raise NotFound("This learner's version of the curriculum has no such work.")
    return found[1]


@writes
def give_board_mark(
    site: Site, actor: Actor, enrolment: str, change: Change, key: str | None = None
) -> str:
    """Record the board's layer of an attempt, after its release; gives the mark's id.

    It counts as it is, without penalties or cap, and the learner sees it at once; the markers' own
    layers stay as they are. Refused while nobody has seen the mark: then its markers correct it.
    """
    of = deciding_result(site, actor, "change-mark", enrolment)
    asked = ["board-mark", enrolment, change]
    with recording(site, actor) as writer:
        return str(writer.answer_once(key, asked, lambda: _record(site, writer, of, change)))


def _record(site: Site, writer: Writer, before: Learning, change: Change) -> str:
    of = as_it_stands(before, writer)
    work = work_of(site, of, assessment_of(of, change.assessment), writer)
    result = next((r for r in results(work) if r.attempt == change.attempt), None)
    refuse_form(_problems(work.assessment, change), "This mark cannot be changed so.")
    _require_seen(work, result)
    board = result.layers.get(BOARD) if result else None
    mark = writer.append(
        enrolled_fact(
            of,
            "mark",
            site.today(),
            replaces=board.id if board else None,
            assessment=work.assessment.id,
            attempt=change.attempt,
            layer=BOARD,
            mark=change.mark if work.assessment.marking == "mark" else None,
            result=change.result if work.assessment.marking == "pass-fail" else None,
            after_release=True,
            reason=kept_reason(writer, of.enrolment.person, change.reason),
        )
    )
    notify(
        site,
        writer,
        of.enrolment.person,
        "A mark of yours has changed",
        "A mark that you had seen has been changed, with the reason.",
        f"/learning/{of.enrolment.id}/assessments/{work.assessment.id}",
    )
    return mark.id


def _require_seen(work: Work, result: Result | None) -> None:
    if result is None or result.stand is Stand.DUE:
        raise Refused(NO_MARK)
    if result.stand is Stand.HELD:
        raise Refused(Refusal("held", HELD_BECAUSE))
    ratified = is_ratified(work, result)
    if not (ratified or shown_since(work, result)):
        says = "Nobody has seen this mark yet; its marker corrects it until it is released."
        raise Refused(Refusal("not-released", says))


def _problems(assessment: Assessment, change: Change) -> list[ProblemAt]:
    found = []
    in_range = change.mark is not None and 0 <= change.mark <= HIGHEST
    if assessment.marking == "mark" and not in_range:
        found.append(ProblemAt("mark", "Give a mark from 0 to 100, a whole number."))
    if assessment.marking == "pass-fail" and change.result not in ("pass", "fail"):
        found.append(ProblemAt("result", "Say whether it passes."))
    if assessment.marking == "formative":
        found.append(ProblemAt("reason", "Formative work has no mark to change."))
    says = "Write the reason; it changes what the learner has seen."
    return [*found, *reason_problems(change.reason, says)]
