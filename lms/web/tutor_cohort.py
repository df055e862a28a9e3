"""A cohort as its tutors see it, and the register of each of its days on one page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.calendar import in_words
from lms.domain.part import LEARNERS
from lms.errors import BadInput, Conflict
from lms.services.problem_at import NO_DAY
from lms.services.see_register import REGISTERS, Day, RegisterPage, see_register
from lms.services.take_register import Present, take_register
from lms.services.teach_cohort import teach_cohort
from lms.web.date_input import (
    asked_day,
    asked_moment,
    date_boxes,
    date_items,
    read_date,
    typed_date,
)
from lms.web.form_problems import summary
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number
from lms.web.paging import asked_page, page_of

tutor_cohort = Blueprint("tutor_cohort", __name__, url_prefix="/teaching/cohorts")
REGISTER = "/<cohort>/register/<stage>/<int:day>"
PRESENT = {"yes": True, "no": False}


@tutor_cohort.get("/<cohort>")
@permission("see-cohort")
def cohort(cohort: str) -> str:
    """Every learner's present stage: its verdict, what is open, and the registers to take."""
    day = asked_day()
    taught = teach_cohort(site(), actor(), cohort, day, asked_moment())
    return render_template(
        "tutor/cohort.html",
        taught=taught,
        listed=page_of(taught.learners, LEARNERS),
        page=taught.page,
        as_of=day,
    )


@tutor_cohort.get(REGISTER)
@permission("take-register")
def register(cohort: str, stage: str, day: int) -> str:
    """The register of one day, each half as it is recorded."""
    shown = see_register(site(), actor(), _day(cohort, stage, day), asked_page(LEARNERS))
    return _register_page(shown, date_boxes(shown.on or site().today()))


def _day(cohort: str, stage: str, day: int) -> Day:
    asked = request.values.get("register", REGISTERS[0])
    return Day(cohort, stage, day, asked if asked in REGISTERS else REGISTERS[0])


def _register_page(
    shown: RegisterPage,
    on: dict[str, str],
    said: dict[str, Present] | None = None,
    problems: list[dict[str, str]] | None = None,
    newer: str = "",
) -> str:
    return render_template(
        "tutor/register.html",
        shown=shown,
        listed=shown.rows,
        said=said or {},
        date_items=date_items(on, wrong=any(p["href"].startswith("#on-") for p in problems or ())),
        problems=problems or [],
        newer=newer,
        key=uuid4().hex,
    )


@tutor_cohort.post(REGISTER)
@permission("take-register")
def take(cohort: str, stage: str, day: int) -> Response | tuple[str, int]:
    """Record what has changed on the page, all of it or nothing."""
    asked = _day(cohort, stage, day)
    shown = see_register(site(), actor(), asked, asked_page(LEARNERS))
    said = {row.person: _said(row.person) for row in shown.rows}
    on, typed = read_date(request.form, "on") or NO_DAY, typed_date(request.form, "on")
    seen, key = read_number(request.form.get("seen")), request.form.get("idempotency")
    try:
        written = take_register(site(), actor(), asked, on, list(said.values()), seen, key)
    except BadInput as fault:
        wrong = [{"href": "#on-day", **line} for line in summary(fault)]
        return _register_page(shown, typed, said, wrong), 422
    except Conflict as conflict:
        now = see_register(site(), actor(), asked, asked_page(LEARNERS))
        return _register_page(now, typed, said, newer=str(conflict)), 409
    flash(_recorded(written, asked, on), "success")
    here: dict[str, Any] = {"cohort": cohort, "stage": stage, "day": day}
    here |= {"page": shown.rows.number} if shown.rows.number > 1 else {}
    return redirect(url_for("tutor_cohort.register", **here, register=asked.register))


def _said(person: str) -> Present:
    """What the page says of one learner; who is not marked is present where the box says so."""
    rest = True if request.form.get("rest") == "present" else None
    am, pm = (PRESENT.get(request.form.get(f"{half}-{person}", ""), rest) for half in ("am", "pm"))
    return Present(person, am, pm)


def _recorded(written: int, day: Day, on: date) -> str:
    if not written:
        return "Nothing has changed, so nothing was recorded."
    return f"The register of day {day.number} ({in_words(on)}) is recorded."
