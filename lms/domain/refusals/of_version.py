"""What the version that somebody is on does not have, and so cannot be recorded about."""

from __future__ import annotations

from lms.domain.board import ending_of, has_clinical_part, outcomes_of
from lms.domain.calendar import in_words
from lms.domain.half_days import days_of
from lms.domain.programme import Requirement, Stage
from lms.domain.records import NewRecord, Refusal
from lms.domain.refusals.setting import Setting
from lms.domain.wording import many, parted

NO_STAGE = Refusal("no-such-stage", "The version has no such stage in this enrolment.")
NO_REQUIREMENT = Refusal(
    "no-such-requirement", "The version has no such requirement in this enrolment."
)


def check_stage(new: NewRecord, at: Setting) -> Refusal | None:
    """A stage that is named is one of the enrolment's, or of the cohort's programme."""
    named = new.get("stage")
    return NO_STAGE if named is not None and at.stage(named) is None else None


def check_assessment(new: NewRecord, at: Setting) -> Refusal | None:
    """A piece of work that is named is one of the version's, and so is the stage beside it."""
    named = new.get("assessment")
    if named is None or at.assessment(named) is not None:
        return None
    return Refusal("no-assessment", "The version has no such piece of work in this enrolment.")


def check_admission(new: NewRecord, at: Setting) -> Refusal | None:
    """Somebody is enrolled on an admission that the programme has."""
    if any(stage.enrolment == new.get("admission") for stage in at.programme.stages):
        return None
    return Refusal("no-such-admission", f'There is no admission "{new.get("admission")}".')


def check_template(new: NewRecord, at: Setting) -> Refusal | None:
    """A log follows a template of the version."""
    if any(stage.log(str(new.get("template"))) for stage in at.stages):
        return None
    return Refusal("no-such-log", "The version has no such log to write in this enrolment.")


def check_declaration(new: NewRecord, at: Setting) -> Refusal | None:
    """A declaration is one of the version's."""
    if any(d.id == new.get("declaration") for stage in at.stages for d in stage.declarations):
        return None
    return Refusal("no-such-declaration", "The version has no such declaration to sign.")


def check_category(new: NewRecord, at: Setting) -> Refusal | None:
    """Practice is logged in a category that one of the enrolment's requirements asks for."""
    every = (r for stage in at.stages for top in stage.requirements for r in top.walk())
    if any(r.settings.get("category") == new.get("category") for r in every):
        return None
    reason = "Nothing in this enrolment asks for practice of that kind."
    return Refusal("no-such-category", reason)


def why_not_on_register(stage: Stage, register: str, day: int) -> Refusal | None:
    """Why a register of a stage has no such day."""
    days = days_of(stage).get(register, 0)
    if 1 <= day <= days:
        return None
    said = f"This register has {many(days, 'day')}; there is no day {day}."
    return Refusal("no-such-day", said)


def check_attendance(new: NewRecord, at: Setting) -> Refusal | None:
    """A day of the register is one that the stage has; without a stage, one that any of them has."""
    named = at.stage(new.get("stage")) if new.get("stage") else None
    stages = (named,) if named else at.stages
    found = [why_not_on_register(s, new.get("register"), new.get("day")) for s in stages]
    return found[-1] if found and all(found) else None


def check_entry(new: NewRecord, at: Setting) -> Refusal | None:
    """An entry check is a requirement for entry."""
    found = at.requirement(new.get("requirement"))
    if found is None:
        return NO_REQUIREMENT
    return why_no_entry_check(found)


def why_no_entry_check(requirement: Requirement) -> Refusal | None:
    """Why a requirement is not decided as an entry check, for entry or as a part of something else."""
    if requirement.part == "entry" or requirement.kind == "entry-check":
        return None
    return Refusal("no-entry-check", "That requirement is no entry check.")


def check_credit(new: NewRecord, at: Setting) -> Refusal | None:
    """Prior learning is about one thing: a requirement of the version, or a published stage."""
    requirement, stage = new.get("requirement") or "", new.get("stage") or ""
    known = not requirement or at.enrolment is None or at.requirement(requirement)
    refusal = why_nothing_credited(requirement, stage, at.published)
    return refusal or (None if known else NO_REQUIREMENT)


def why_nothing_credited(requirement: str, stage: str, published: frozenset[str]) -> Refusal | None:
    """Why a decision on prior learning credits nothing: it is about one thing, which there is."""
    if bool(requirement) == bool(stage):
        return Refusal("about-one", "Choose one thing that the decision is about.")
    if stage and stage not in published:
        return Refusal("no-such-stage", f'"{stage}" is not a published stage.')
    return None


def check_waiver(new: NewRecord, at: Setting) -> Refusal | None:
    """A requirement that may be waived at all."""
    found = at.requirement(new.get("requirement"))
    return why_never_waived(found) if found else NO_REQUIREMENT


def why_never_waived(requirement: Requirement) -> Refusal | None:
    """Why nobody may waive a requirement: clinical work, and what a board decides."""
    if has_clinical_part(requirement):
        reason = f"“{requirement.title}” is clinical work, which nobody may waive."
        return Refusal("clinical", reason)
    if requirement.kind == "board":
        reason = "A board's decision cannot be waived; record the decision."
        return Refusal("board", reason)
    return None


def check_catch_up(new: NewRecord, at: Setting) -> Refusal | None:
    """Catch-up is granted for attendance."""
    found = at.requirement(new.get("requirement"))
    return why_no_catch_up(found) if found else NO_REQUIREMENT


def why_no_catch_up(requirement: Requirement) -> Refusal | None:
    """Why nothing can be caught up for a requirement."""
    if requirement.kind == "attendance":
        return None
    return Refusal("no-attendance", "Catch-up is granted for attendance only.")


def check_judgement(new: NewRecord, at: Setting) -> Refusal | None:
    """A judgement is one that a requirement of the version asks for."""
    found = at.requirement(new.get("requirement"))
    return NO_REQUIREMENT if found is None else why_not_judged(found, new.get("outcome"))


def why_not_judged(requirement: Requirement, outcome: object) -> Refusal | None:
    """Why a requirement cannot be judged so: it asks for no judgement, or not for that outcome."""
    if requirement.kind != "judgement":
        return Refusal("no-judgement", "That requirement asks for no judgement.")
    if outcome in requirement.settings["outcomes"]:
        return None
    said = ", ".join(parted(str(o)) for o in requirement.settings["outcomes"])
    return Refusal("no-such-outcome", f"Choose what was judged: {said}.")


def check_report(new: NewRecord, at: Setting) -> Refusal | None:
    """A report is one that a requirement asks for."""
    every = (r for stage in at.stages for top in stage.requirements for r in top.walk())
    if any(r.kind == "report" and r.settings.get("report") == new.get("report") for r in every):
        return None
    return Refusal("no-such-report", "Nothing in this enrolment asks for such a report.")


def check_outcome(new: NewRecord, at: Setting) -> Refusal | None:
    """A board gives an outcome that its stage has, with days that lie after the meeting."""
    stage = at.stage(new.get("stage"))
    if stage is None:
        return NO_STAGE
    ending = "complete" if ending_of(stage) == "award" else ending_of(stage)
    open_ = {ending, *outcomes_of(stage)}
    if new.get("outcome") not in open_:
        said = ", ".join(sorted(open_ - {"award"}))
        return Refusal("not-open", f"That outcome is not open on this stage; there is {said}.")
    return _days_of_outcome(new)


def _days_of_outcome(new: NewRecord) -> Refusal | None:
    if new.get("reassess-by") and new.get("outcome") != "referred":
        reason = "Only a referred learner has a day for reassessment; a deferral has its extension."
        return Refusal("not-referred", reason)
    for name in ("reassess-by", "condition-by"):
        day = new.get(name)
        if day is not None and day <= new.on:
            reason = f"{in_words(day)} is not after the meeting, {in_words(new.on)}."
            return Refusal("not-later", reason)
    return None


def check_award_stage(new: NewRecord, at: Setting) -> Refusal | None:
    """An award is confirmed of a stage that ends in one, and not against its board's last outcome."""
    stage = at.stage(new.get("stage"))
    if stage is None:
        return NO_STAGE
    if not stage.award:
        return Refusal("no-award", "This stage ends in no award.")
    decided = at.own.of("board-outcome", stage=new.get("stage"))
    if decided and decided[-1].get("outcome") != "complete":
        reason = "The board's last outcome of this stage is another; it has confirmed no award."
        return Refusal("no-board", reason)
    return None
