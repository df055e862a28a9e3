"""What cannot be recorded of a cohort's marks together: a sample of nothing, a release of nothing new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lms.domain.assessment.marks_sheet import outcomes_of_board, shown_since
from lms.domain.assessment.moderation import (
    Moderation,
    State,
    elsewhere_of,
    moderation_of,
    scripts_of,
)
from lms.domain.assessment.release import OUTCOME, RATIFIED
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work
from lms.domain.evidence import enrolments_of
from lms.domain.programme import Assessment
from lms.domain.records import NewRecord, Refusal
from lms.domain.refusals.setting import Setting

NO_SAMPLE: Mapping[State, Refusal] = {
    State.NOT_NEEDED: Refusal("nothing-to-draw", "There is nothing to moderate here yet."),
    State.DRAWN: Refusal(
        "sample-waits", "A sample of this set is drawn already and waits for its decision."
    ),
    State.SENT_BACK: Refusal(
        "not-marked-again",
        "The set was sent back. A new sample is drawn once every script has been marked again.",
    ),
    State.CONFIRMED: Refusal("confirmed", "Every script marked so far is confirmed."),
}
"""Why no sample is drawn of a set, by where it stands."""
NOT_DRAWN = Refusal(
    "not-drawn", "No sample of this set waits for a decision. Draw one, then read it."
)
NOTHING_TO_RELEASE = Refusal(
    "nothing-to-release",
    "There is nothing to release: no mark has settled that is not out already.",
)


def _works(new: NewRecord, assessment: Assessment, at: Setting) -> Iterator[tuple[str, Work]]:
    """The work of everybody who is in the cohort, by enrolment."""
    for subject in sorted(at.others.subjects):
        records = at.others.about(subject)
        for enrolment in enrolments_of(records):
            if (enrolment.programme, enrolment.cohort) != (at.programme.id, new.subject.id):
                continue
            work = replace(at, records=records, enrolment=enrolment).work(assessment.id)
            if work is not None:
                yield enrolment.id, work


def _moderation(new: NewRecord, at: Setting) -> Moderation | None:
    found = at.assessment(new.get("assessment"))
    if found is None:
        return None
    works = [work for _, work in _works(new, found[1], at)]
    return moderation_of(found[1], scripts_of(works), at.records, elsewhere_of(works))


def check_sample(new: NewRecord, at: Setting) -> Refusal | None:
    """A sample is drawn of scripts that no moderator has confirmed, one at a time."""
    found = _moderation(new, at)
    return NO_SAMPLE.get(found.state) if found and not new.replaces else None


def check_moderation(new: NewRecord, at: Setting) -> Refusal | None:
    """A moderator decides on a sample that waits."""
    found = _moderation(new, at)
    waits = found is None or found.state is State.DRAWN or new.replaces
    return None if waits else NOT_DRAWN


def is_new(work: Work, enrolment: str, marks: str) -> bool:
    """Whether a release would show a learner something of a work, or its board's outcome."""
    found = any(r.deciding and r.settled and not shown_since(work, r) for r in results(work))
    return found or (marks == RATIFIED and _outcome_is_hidden(work, enrolment))


def _outcome_is_hidden(work: Work, enrolment: str) -> bool:
    ratified = [r for r in work.releases if r.get("marks") in (RATIFIED, OUTCOME)]
    covering = [r for r in ratified if enrolment in (r.get("enrolments") or [enrolment])]
    last = max((r.position for r in covering), default=0)
    return any(o.position > last for o in outcomes_of_board(work))


def check_release(new: NewRecord, at: Setting) -> Refusal | None:
    """A release shows somebody something that is not out already."""
    stage = at.stage(new.get("stage"))
    marks = str(new.get("marks"))
    if stage is None or marks == OUTCOME or new.replaces:
        return None
    named = [a for a in stage.assessments if new.get("assessment") in (None, a.id)]
    every = (pair for assessment in named for pair in _works(new, assessment, at))
    if any(is_new(work, enrolment, marks) for enrolment, work in every):
        return None
    return NOTHING_TO_RELEASE
