"""What cannot be recorded of somebody who has left, is not here yet, or was there all along."""

from __future__ import annotations

from datetime import date, timedelta

from lms.domain.calendar import in_words
from lms.domain.employment import employers_on
from lms.domain.evidence import Enrolment
from lms.domain.records import NewRecord, Records, Refusal
from lms.domain.refusals.setting import Setting

LONGEST_EXTENSION = timedelta(days=366)


def why_closed(enrolment: Enrolment, today: date) -> Refusal | None:
    """Why its learner adds nothing to an enrolment: whoever has left keeps what is on record.

    Until the last day is over nobody has left, however early the withdrawal was recorded.
    """
    if not enrolment.gone_by(today):
        return None
    reason = (
        f"The learner left this programme; the last day was {in_words(enrolment.last_day)}. Nothing "
        "can be added to it; what is on record stays."
    )
    return Refusal("withdrawn", reason)


def check_open(new: NewRecord, at: Setting) -> Refusal | None:
    """What a learner adds is added to an enrolment that the learner has not left.

    An entry that its signers have corrected is theirs to sign, also once the learner has left.
    """
    if new.get("corrects"):
        return None
    return why_closed(at.enrolment, at.today) if at.enrolment else None


def why_left(enrolment: Enrolment, day: date, today: date) -> Refusal | None:
    """Why nothing of a day is decided about somebody: the learner has left by then."""
    return why_withdrawn(enrolment, today) if enrolment.gone_by(day) else None


def why_withdrawn(enrolment: Enrolment, today: date) -> Refusal | None:
    """Why nobody is withdrawn again: a withdrawal is on record, be its last day still ahead."""
    if enrolment.last_day is None:
        return None
    day = in_words(enrolment.last_day)
    if enrolment.last_day > today:
        return Refusal("withdrawn", f"A withdrawal is on record; the last day is {day}.")
    return Refusal("withdrawn", f"This learner withdrew; the last day was {day}.")


def check_not_withdrawn(new: NewRecord, at: Setting) -> Refusal | None:
    """Nobody is withdrawn a second time; a correction is no second one."""
    return why_withdrawn(at.enrolment, at.today) if at.enrolment and not new.replaces else None


def check_still_here(new: NewRecord, at: Setting) -> Refusal | None:
    """Only somebody who has not left is moved; a correction is no second move."""
    return why_left(at.enrolment, at.today, at.today) if at.enrolment and not new.replaces else None


def check_not_left_yet(new: NewRecord, at: Setting) -> Refusal | None:
    """A break is approved for somebody who has not left by its approval, nor by its first day."""
    if at.enrolment is None:
        return None
    return why_left(at.enrolment, max(at.today, new.first), at.today)


def check_before_board(new: NewRecord, at: Setting) -> Refusal | None:
    """No board decides about somebody who has left by the day of its meeting."""
    return why_left(at.enrolment, new.on, at.today) if at.enrolment else None


def why_too_soon(enrolment: Enrolment, day: date) -> Refusal | None:
    """Why something of a day does not belong to an enrolment: it was before the first day."""
    if day >= enrolment.started:
        return None
    reason = f"The enrolment began later, on {in_words(enrolment.started)}."
    return Refusal("before-enrolment", reason)


def check_since_enrolment(new: NewRecord, at: Setting) -> Refusal | None:
    """What is done within an enrolment is done on or after its first day."""
    return why_too_soon(at.enrolment, new.on) if at.enrolment else None


def why_ahead(day: date, today: date) -> Refusal | None:
    """Why something cannot have happened yet."""
    if day <= today:
        return None
    reason = f"It cannot lie ahead: {in_words(day)} is after {in_words(today)}."
    return Refusal("ahead", reason)


def check_happened(new: NewRecord, at: Setting) -> Refusal | None:
    """What is recorded as having happened has happened."""
    return why_ahead(new.on, at.today)


def check_looked(new: NewRecord, at: Setting) -> Refusal | None:
    """Nobody has looked at a register on a day to come."""
    checked = new.get("checked")
    return why_ahead(checked, at.today) if checked else None


def why_same_cohort(enrolment: Enrolment, cohort: str) -> Refusal | None:
    """Why a move is none: the learner is in that cohort."""
    if cohort != enrolment.cohort:
        return None
    return Refusal("same-cohort", "The learner is in that cohort already; choose another.")


def check_other_cohort(new: NewRecord, at: Setting) -> Refusal | None:
    """A move leads to another cohort."""
    if at.enrolment is None or new.replaces:
        return None
    return why_same_cohort(at.enrolment, new.get("cohort"))


def why_not_employed(records: Records, employer: str, last: date) -> Refusal | None:
    """Why an employment cannot end on a day: none is in force then, as far as is known."""
    if employer in employers_on(records, last):
        return None
    reason = "On that day the person does not work for this authority, as far as known."
    return Refusal("not-employed", reason)


def check_employed(new: NewRecord, at: Setting) -> Refusal | None:
    """Only a post that is held ends."""
    return why_not_employed(at.records, new.get("employer"), new.on) if not new.replaces else None


OWN_SUPERVISOR = Refusal("own-supervisor", "Nobody supervises himself or herself.")


def check_supervisor(new: NewRecord, at: Setting) -> Refusal | None:
    """A form names somebody else."""
    return OWN_SUPERVISOR if new.get("supervisor") == new.subject.id else None


def why_no_break_covers(own: Records, day: date) -> Refusal | None:
    """Why nothing is shown on a day: the learner was on an approved break."""
    if any(pause.covers(day) for pause in own.of("interruption")):
        return Refusal("on-break", "The learner was on an approved break that day.")
    return None


def check_external(new: NewRecord, at: Setting) -> Refusal | None:
    """An external examiner sees one programme until a stated day."""
    if new.get("role") != "external-examiner" or (new.get("programme") and new.last):
        return None
    reason = "An external examiner examines one programme, until a last day."
    return Refusal("no-last-day", reason)
