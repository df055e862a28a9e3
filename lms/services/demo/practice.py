"""Practice of the example world: entries in weekly patterns, and who signed them when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lms.services.demo.cast import CAST
from lms.services.demo.course import Course
from lms.services.demo.dates import is_working_day, signing_day, working_day


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular session: its category, weekday (0 is Monday), clock time, minutes, and who signs."""

    category: str
    weekday: int
    start: str
    minutes: int
    role: str
    form: str | None = None
    group: str | None = None

    @property
    def end(self) -> str:
        begin = datetime.combine(date.min, time.fromisoformat(self.start))
        return (begin + timedelta(minutes=self.minutes)).strftime("%H:%M")


@dataclass(frozen=True, slots=True)
class Session:
    """A session that was logged: the entry's id, and its day."""

    id: str
    day: date


def log_sessions(
    course: Course,
    pattern: Pattern,
    weeks: Iterable[int],
    *,
    direct: Callable[[int], int] | None = None,
    families: tuple[str, ...] = (),
    **fields: Any,
) -> list[Session]:
    """Log a session in each of some weeks of the intake, counted from 0.

    ``direct`` gives the minutes in the room of the n-th session; family codes take turns. Weeks in
    which nobody works are left out.
    """
    sessions: list[Session] = []
    for week in weeks:
        day = course.start("") + timedelta(weeks=week, days=pattern.weekday)
        if not is_working_day(day):
            continue
        count = len(sessions)
        entry = course.tell(
            "hours",
            day,
            known=day + timedelta(days=1),
            category=pattern.category,
            start=pattern.start,
            end=pattern.end,
            minutes=pattern.minutes,
            form=pattern.form,
            direct=direct(count) if direct else None,
            family=families[count % len(families)] if families else None,
            with_=pattern.group,
            **fields,
        )
        if entry:
            sessions.append(Session(entry, day))
    return sessions


def sign_all(
    course: Course,
    sessions: Iterable[Session],
    signer: str,
    role: str,
    on: Callable[[date], date] = signing_day,
) -> None:
    """Have somebody sign sessions, once a month unless said otherwise."""
    for session in sessions:
        sign(course, session, signer, role, on(session.day))


def sign(course: Course, session: Session, signer: str, role: str, on: date) -> str:
    """One signature; gives its id."""
    fields = {"entry": session.id, "signer": signer, "role": role}
    return course.afterwards.tell("signature", on, by=signer, **fields)


def decline(
    course: Course, session: Session, signer: str, role: str, on: date, reason: str
) -> None:
    """A supervisor will not sign an entry, and says why."""
    course.tell(
        "signature",
        on,
        by=signer,
        entry=session.id,
        signer=signer,
        role=role,
        decision="declined",
        texts={"reason": reason},
    )


def signed(
    course: Course, pattern: Pattern, weeks: Iterable[int], signer: str, **more: Any
) -> list[Session]:
    """Log sessions and have them signed once a month."""
    sessions = log_sessions(course, pattern, weeks, **more)
    sign_all(course, sessions, signer, pattern.role)
    return sessions


def agency_form(
    course: Course,
    supervisor: str,
    *roles: str,
    employer: str = "",
    since: date | None = None,
    until: date | None = None,
) -> None:
    """The tutor accepts a form that names somebody who may sign, and in which roles."""
    since = since or course.start("")
    course.tell(
        "agency-form",
        since,
        by=course.tutor,
        known=since,
        until=until,
        employer=employer or CAST[course.person].authority,
        supervisor=supervisor,
        roles=roles,
    )


def study(course: Course, stage: str, minutes: int, before: tuple[int, ...] = (2,)) -> None:
    """A year's independent study, noted each month so many days ``before`` its end; nobody signs it."""
    for month in range(1, 13):
        for days in before:
            day = working_day(course.due(stage, month) - timedelta(days=days))
            course.tell("hours", day, category="study", minutes=minutes)
