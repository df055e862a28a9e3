"""Clinic and agency hours in Years 3 and 4 of the example world, and whose signatures count."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lms.services.demo.cast import CAST
from lms.services.demo.course import Course
from lms.services.demo.dates import signing_day
from lms.services.demo.practice import (
    Pattern,
    Session,
    agency_form,
    log_sessions,
    sign,
    sign_all,
    signed,
)

LIVE, AGENCY_ROLE, MANAGER = "live-supervisor", "agency-supervisor", "line-manager"
CLINIC = Pattern("clinic", 3, "14:00", 300, LIVE)
AGENCY = Pattern("agency", 1, "09:00", 270, AGENCY_ROLE)
CLINIC_WEEKS = tuple(
    week + 52 * year for year in (0, 1) for week in (*range(3, 15), *range(17, 28), *range(31, 41))
)
AGENCY_WEEKS = tuple(range(2, 104, 2))
LIVE_SUPERVISOR = "yolanda"
SUPERVISORS = {"northwold": "alma", "harrowmere": "cecily", "estbury": "ffion"}
IN_THE_ROOM = (60, 60, 0)
"""Minutes as therapist, session by session: two families in three weeks."""


def tell_hours(course: Course) -> None:
    """The weekly clinic and the practice in the learner's own service, as things went."""
    OWN_CLINIC.get(course.person, _clinic)(course)
    OWN_AGENCY.get(course.person, _agency)(course)


def _in_turn(count: int) -> int:
    return IN_THE_ROOM[count % len(IN_THE_ROOM)]


def _clinic_sessions(course: Course, direct: Callable[[int], int] = _in_turn) -> list[Session]:
    return log_sessions(course, CLINIC, CLINIC_WEEKS, direct=direct, families=("F2", "F3", "F4"))


def _clinic(course: Course) -> None:
    agency_form(course, LIVE_SUPERVISOR, LIVE)
    sign_all(course, _clinic_sessions(course), LIVE_SUPERVISOR, LIVE)


def _too_little_in_the_room(course: Course) -> None:
    """Thirty sessions of 35 minutes make 17.5 hours in Year 3; Year 4 makes up for it."""
    agency_form(course, LIVE_SUPERVISOR, LIVE)
    year_3, year_4 = ([w for w in CLINIC_WEEKS if w // 52 == year] for year in (0, 1))
    first = log_sessions(
        course, CLINIC, year_3, direct=lambda n: 35 if n < 30 else 0, families=("F2", "F3")
    )
    more = log_sessions(course, CLINIC, year_4, direct=lambda _: 70, families=("F4", "F5"))
    sign_all(course, [*first, *more], LIVE_SUPERVISOR, LIVE)


def _signed_by_a_manager(course: Course) -> None:
    """Three sessions were signed by a manager who has only done the supervision course (case 10)."""
    agency_form(course, LIVE_SUPERVISOR, LIVE)
    agency_form(course, "marian", LIVE, MANAGER)
    sessions = _clinic_sessions(course)
    sign_all(course, sessions[36:39], "marian", LIVE)
    sign_all(course, [*sessions[:36], *sessions[39:]], LIVE_SUPERVISOR, LIVE)


def _signer_unconfirmed(course: Course) -> None:
    """Nobody has looked at the second supervisor's entry since its year ended: hours are held."""
    agency_form(course, LIVE_SUPERVISOR, LIVE)
    agency_form(course, "rafaela", LIVE)
    sessions = _clinic_sessions(course)
    sign_all(course, sessions[:9], LIVE_SUPERVISOR, LIVE)
    sign_all(course, sessions[9:], "rafaela", LIVE)


def _signed_after_retiring(course: Course) -> None:
    """A supervisor signed two sessions after coming off the register: each needs a tutor's
    countersignature, and one has it."""
    dates = course.story.dates
    agency_form(course, "godfrey", LIVE)
    agency_form(course, LIVE_SUPERVISOR, LIVE)
    sessions = _clinic_sessions(course)
    retired = dates.ago(3)
    before = [s for s in sessions if s.day < retired]
    sign_all(course, before[:-2], "godfrey", LIVE, lambda day: min(signing_day(day), retired))
    late = [sign(course, s, "godfrey", LIVE, dates.ago(2)) for s in before[-2:]]
    reason = {"text": "The entry was held on the day of the session; confirmed with the register."}
    course.tell(
        "countersignature",
        dates.ago(1),
        by=course.tutor,
        signature=late[0],
        texts={"reason": reason},
    )
    sign_all(course, [s for s in sessions if s.day >= retired], LIVE_SUPERVISOR, LIVE)


def _waiting_for_months(course: Course) -> None:
    """No clinic session of the last half year has been signed."""
    agency_form(course, LIVE_SUPERVISOR, LIVE)
    sessions = _clinic_sessions(course)
    sign_all(course, sessions[:6], LIVE_SUPERVISOR, LIVE)


def _rarely_in_the_room(course: Course) -> None:
    """Families cancelled: the hours with the team mount up and those in the room do not."""
    agency_form(course, LIVE_SUPERVISOR, LIVE)
    sessions = _clinic_sessions(course, lambda n: 40 if n % 4 == 0 else 0)
    sign_all(course, sessions, LIVE_SUPERVISOR, LIVE)


def _agency(course: Course) -> None:
    supervisor = SUPERVISORS[CAST[course.person].authority]
    agency_form(course, supervisor, AGENCY_ROLE)
    signed(course, AGENCY, AGENCY_WEEKS, supervisor, families=("F1", "F5"))


def _manager_signs_year_3(course: Course) -> None:
    """Year 3 lets a line manager sign where there is no systemic supervisor; Year 4 does not."""
    agency_form(course, "barnaby", MANAGER)
    agency_form(course, "cecily", AGENCY_ROLE, since=course.start("year-4"))
    sessions = log_sessions(course, AGENCY, AGENCY_WEEKS, families=("F1",))
    year_4 = course.start("year-4")
    sign_all(course, [s for s in sessions if s.day < year_4], "barnaby", MANAGER)
    sign_all(course, [s for s in sessions if s.day >= year_4], "cecily", AGENCY_ROLE)


OWN_CLINIC: Mapping[str, Callable[[Course], None]] = {
    "keziah": _too_little_in_the_room,
    "oscar": _signed_by_a_manager,
    "quincy": _signer_unconfirmed,
    "stefan": _signed_after_retiring,
    "tobias": _waiting_for_months,
    "rosalind": _rarely_in_the_room,
}
OWN_AGENCY: Mapping[str, Callable[[Course], None]] = {"niamh": _manager_signs_year_3}
