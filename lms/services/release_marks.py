"""Releasing marks to learners: one switch for a cohort's stage or one piece of work, on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.domain.assessment.marks_sheet import (
    is_ratified,
    outcomes_of_board,
    shown_since,
    why_unsettled,
)
from lms.domain.assessment.moderation import moderations
from lms.domain.assessment.outcome import TWO_MARKERS, Result, Stand
from lms.domain.assessment.release import PROVISIONAL, RATIFIED, goes_back_at_once
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work
from lms.domain.policy import Actor, Target
from lms.domain.records import Record
from lms.domain.records import cohort as cohort_subject
from lms.domain.refusals.of_sets import NOTHING_TO_RELEASE, is_new
from lms.errors import BadInput
from lms.services.closing import require_open
from lms.services.cohort_work import CohortWork, cohort_work
from lms.services.decide import LONGEST_REASON
from lms.services.enrolments import Learning
from lms.services.notify import notify
from lms.services.people import people
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import recording, writes
from lms.services.site import Site, fact, require
from lms.store.writer import Writer

CANNOT = "These marks cannot be released yet."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to release: ``marks`` provisional or ratified; all work of the stage where none is named."""

    programme: str
    cohort: str
    stage: str
    marks: str
    assessment: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a release would come to: why it is refused, whose marks it shows, who is left out.

    Nobody's held work is shown: its learners are left out and released when that is decided.
    """

    work: CohortWork
    open: tuple[str, ...]
    shows: tuple[str, ...]
    left_out: tuple[str, ...]
    enrolments: tuple[str, ...]


def see_release(site: Site, actor: Actor, wanted: Wanted) -> Preview:
    """What releasing would come to now."""
    require(site, actor, "release-marks", _target(wanted))
    work = cohort_work(site, wanted.programme, wanted.cohort, wanted.stage)
    return _preview(site, work, wanted)


@writes
def release_marks(site: Site, actor: Actor, wanted: Wanted, key: str | None = None) -> str:
    """Release marks and tell the learners concerned; gives the id of the release's record.

    Provisional marks are released when every sampled set is confirmed and every double-marked
    script settled; ratified ones when a board has decided about every learner whose marks have
    settled. BadInput names all that is open.
    """
    require(site, actor, "release-marks", _target(wanted))
    asked = ["release-marks", wanted]
    with recording(site, actor) as writer:

        def act() -> str:
            where = (wanted.programme, wanted.cohort, wanted.stage)
            work = cohort_work(site, *where, session=writer.session)
            require_open(site, work.programme)
            preview = _preview(site, work, wanted)
            refuse_form(_form_problems(work, wanted), CANNOT)
            if preview.open:
                raise BadInput(CANNOT, [_open_problem(said) for said in preview.open])
            return _release(site, writer, wanted, preview).id

        return str(writer.answer_once(key, asked, act))


def _open_problem(said: str) -> ProblemAt:
    return ProblemAt("", said, NOTHING_TO_RELEASE.code if said == NOTHING_TO_RELEASE.reason else "")


def _target(wanted: Wanted) -> Target:
    return Target(programme=wanted.programme, cohort=wanted.cohort)


def _form_problems(work: CohortWork, wanted: Wanted) -> list[ProblemAt]:
    found = []
    if wanted.marks not in (PROVISIONAL, RATIFIED):
        found.append(ProblemAt("marks", "Say whether the marks are provisional or ratified."))
    if wanted.assessment and wanted.assessment not in {a.id for a in work.assessments}:
        found.append(ProblemAt("assessment", "Choose a piece of work of this stage."))
    if len(wanted.reason) > LONGEST_REASON:
        found.append(ProblemAt("reason", f"Write no more than {LONGEST_REASON:,} characters."))
    return found


def _preview(site: Site, work: CohortWork, wanted: Wanted) -> Preview:
    works = [(of, each) for of, each in work.works if wanted.assessment in ("", each.assessment.id)]
    names = people(site.session(), [of.enrolment.person for of in work.learners])
    name = {e: names[e].name if e in names else e for e in {o.enrolment.person for o, _ in works}}
    held = {of.enrolment.id for of, each in works if _is_held(each)}
    some = [(of, each) for of, each in works if of.enrolment.id not in held]
    says = _open_provisional if wanted.marks == PROVISIONAL else _open_ratified
    fresh = {of.enrolment.id: of for of, each in some if _is_fresh(of, each, wanted)}
    found = [*says(some, name)]
    if not found and not fresh:
        found.append(NOTHING_TO_RELEASE.reason)
    return Preview(
        work=work,
        open=tuple(found),
        shows=tuple(sorted(name[of.enrolment.person] for of in fresh.values())),
        left_out=tuple(
            sorted({name[o.enrolment.person] for o, _ in works if o.enrolment.id in held})
        ),
        enrolments=tuple(sorted({of.enrolment.id for of, _ in some})) if held else (),
    )


def _is_held(work: Work) -> bool:
    return any(r.stand is Stand.HELD for r in results(work))


def _is_fresh(of: Learning, work: Work, wanted: Wanted) -> bool:
    """Whether the release would show the learner something of this work, or its board's outcome."""
    return is_new(work, of.enrolment.id, wanted.marks)


Works = Sequence[tuple[Learning, Work]]


def _open_provisional(works: Works, name: dict[str, str]) -> Iterable[str]:
    """What keeps provisional marks back: sets not confirmed, markers who have not agreed."""
    for moderation in moderations(each for _, each in works):
        if any(
            _is_unseen(moderation_script.submission, works)
            for moderation_script in moderation.scripts
        ):
            yield moderation.says
    for of, work in works:
        for result in results(work):
            says = why_unsettled(work.assessment.title, result) or _unmarked(work, result)
            if says:
                yield f"{name[of.enrolment.person]}: {says}"


def _is_unseen(submission: str, works: Works) -> bool:
    """Whether the script's mark has not been released yet: what is out is nobody's to hold back."""
    return any(
        r.submission is not None and r.submission.id == submission and not shown_since(work, r)
        for _, work in works
        for r in results(work)
    )


def _unmarked(work: Work, result: Result) -> str | None:
    """Double-marked work waits for both of its markers; other work that comes late does not."""
    if work.assessment.markers in TWO_MARKERS and result.stand is Stand.HANDED_IN:
        return f"{work.assessment.title} waits for both of its markers."
    return None


def _open_ratified(works: Works, name: dict[str, str]) -> Iterable[str]:
    """What keeps ratified marks back: learners with a settled mark that no board has seen."""
    waiting = {
        of.enrolment.person
        for of, work in works
        for r in results(work)
        if r.settled and r.layers and not is_ratified(work, r)
        if not goes_back_at_once(work.assessment, work.policy) or not outcomes_of_board(work)
    }
    for person in sorted(waiting, key=lambda p: name[p]):
        yield f"{name[person]}: no board has decided since the last mark was settled."


def _release(site: Site, writer: Writer, wanted: Wanted, preview: Preview) -> Record:
    fresh = {
        of.enrolment.id: of
        for of, work in preview.work.works
        if (not preview.enrolments or of.enrolment.id in preview.enrolments)
        and _is_fresh(of, work, wanted)
    }
    return write_release(
        site,
        writer,
        wanted,
        preview.enrolments,
        [(of.enrolment.person, of.enrolment.id) for of in fresh.values()],
    )


def write_release(
    site: Site,
    writer: Writer,
    wanted: Wanted,
    enrolments: Sequence[str],
    to: Iterable[tuple[str, str]],
) -> Record:
    """The record of a release, and a mail to each person and enrolment that sees something new.

    ``enrolments`` limits it to some learners; empty means everybody of the cohort.
    """
    subject = cohort_subject(wanted.cohort)
    reason = wanted.reason.strip()
    record = writer.append(
        fact(
            subject,
            "release",
            site.today(),
            stage=f"{wanted.programme}/{wanted.stage}",
            assessment=wanted.assessment or None,
            marks=wanted.marks,
            enrolments=tuple(enrolments) or None,
            reason=writer.document(subject, {"text": reason}) if reason else None,
        )
    )
    for person, enrolment in to:
        notify(
            site,
            writer,
            person,
            "There are results for you",
            "Marks of yours, or a decision of the board, have been released.",
            f"/learning/{enrolment}/",
        )
    return record
