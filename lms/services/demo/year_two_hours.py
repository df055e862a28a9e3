"""Practice in Year 2 of the example world: mostly signed month by month, and four that are not so simple."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from lms.services.demo.course import Course
from lms.services.demo.practice import (
    Pattern,
    agency_form,
    decline,
    log_sessions,
    sign_all,
    signed,
)

ROLE = "agency-supervisor"
AGENCY = Pattern("agency", 1, "14:00", 120, ROLE)
SUPERVISION = Pattern("supervision-received", 4, "10:00", 75, ROLE)
AGENCY_WEEKS = tuple(range(3, 40))
SUPERVISION_WEEKS = tuple(range(4, 48, 4))


def tell_hours(course: Course, supervisor: str) -> None:
    """Sixty hours in the learner's own service and ten of supervision, as things went."""
    OWN_STORY.get(course.person, _as_planned)(course, supervisor)


def _as_planned(course: Course, supervisor: str) -> None:
    agency_form(course, supervisor, ROLE)
    signed(course, AGENCY, AGENCY_WEEKS, supervisor, families=("F1", "F2", "F3"))
    signed(course, SUPERVISION, SUPERVISION_WEEKS, supervisor)


def _supervisor_gone_quiet(course: Course, supervisor: str) -> None:
    """Enough was done, but the last eleven sessions have waited for a signature since."""
    agency_form(course, supervisor, ROLE)
    sessions = log_sessions(course, AGENCY, AGENCY_WEEKS, families=("F1", "F2"))
    sign_all(course, sessions[:-11], supervisor, ROLE)
    signed(course, SUPERVISION, SUPERVISION_WEEKS, supervisor)


def _changed_employer(course: Course, supervisor: str) -> None:
    """Moved in mid-year: signed hours came along, three sessions stayed unsigned behind, and two
    were held at the new place before its form was accepted (domain case 5)."""
    new_supervisor, dates = "cecily", course.story.dates
    moved, accepted = dates.ago(2), dates.ago(2, 15)
    agency_form(course, supervisor, ROLE, until=moved)
    agency_form(course, new_supervisor, ROLE, employer="harrowmere", since=accepted)
    sessions = log_sessions(course, AGENCY, AGENCY_WEEKS, families=("F1", "F2"))
    before = [s for s in sessions if s.day <= moved]
    sign_all(course, before[:-3], supervisor, ROLE, lambda day: min(day + timedelta(7), moved))
    after = [s for s in sessions if s.day > moved]
    sign_all(course, after, new_supervisor, ROLE, lambda day: max(day, accepted) + timedelta(6))
    supervised = log_sessions(course, SUPERVISION, SUPERVISION_WEEKS)
    sign_all(course, [s for s in supervised if s.day <= moved], supervisor, ROLE)


def _declined(course: Course, supervisor: str) -> None:
    """One session was declined with a reason, and one has been forgotten for months."""
    agency_form(course, supervisor, ROLE)
    sessions = log_sessions(course, AGENCY, AGENCY_WEEKS, families=("F1", "F2"))
    reason = (
        "This was a review meeting that I chaired and you took notes. Log the visit before it "
        "instead; I saw that one."
    )
    decline(course, sessions[4], supervisor, ROLE, sessions[4].day + timedelta(days=9), reason)
    sign_all(course, [*sessions[:4], *sessions[6:]], supervisor, ROLE)
    signed(course, SUPERVISION, SUPERVISION_WEEKS, supervisor)


def _not_systemic(course: Course, _: str) -> None:
    """The supervisor may sign practice, but not supervision that has to be systemic."""
    agency_form(course, "dinah", ROLE)
    signed(course, AGENCY, AGENCY_WEEKS, "dinah", families=("F1", "F2"))
    signed(course, SUPERVISION, SUPERVISION_WEEKS, "dinah")


OWN_STORY: Mapping[str, Callable[[Course, str], None]] = {
    "uma": _supervisor_gone_quiet,
    "esme": _changed_employer,
    "chloe": _declined,
    "dmitri": _not_systemic,
}
