"""The planner's pages: the cadre on a day, by authority and team, and its people by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from flask import Blueprint, Response, render_template, request, url_for

from lms.domain.calendar import in_words
from lms.domain.policy import may_somewhere
from lms.domain.registers import MEMBERSHIPS
from lms.domain.standing import PipelineStage
from lms.domain.standing_words import NAMES, TITLES
from lms.domain.verdicts import number
from lms.domain.wording import many
from lms.domain.workforce import APART, PIPELINE, Count
from lms.errors import BadInput
from lms.services.cadre import Cadre, count_cadre
from lms.services.cadre_people import cadre_people
from lms.services.due_checks import REGISTERS, UNCONFIRMED, due_checks
from lms.services.people import places
from lms.services.see_in_cadre import LISTS, see_in_cadre
from lms.services.site import LONDON
from lms.services.spreadsheet import as_csv
from lms.web.date_input import (
    asked_day,
    asked_moment,
    date_boxes,
    date_items,
    typed_date,
    what_is_wrong,
)
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of
from lms.web.reports import csv_response
from lms.web.start import FINDERS, Group, Task

planner = Blueprint("planner", __name__, url_prefix="/cadre")
STAGES = (PipelineStage.DUAL_QUALIFIED, PipelineStage.UNCONFIRMED, *PIPELINE, *APART)
"""The stages of the table and the chart, in the order in which people travel backwards."""

EVERYBODY = "everybody"
OFFERED = ("see-cadre-names", "record-register-check", "record-employment")


@dataclass(frozen=True, slots=True)
class Asked:
    """The day and the moment asked about; ``problems`` says why they cannot be answered."""

    day: date
    known_at: datetime | None = None
    problems: list[dict[str, str]] = field(default_factory=list)


def asked() -> Asked:
    """What the date form asks: a day up to today, and perhaps by what was known at a day's end."""
    today = site().today()
    try:
        day, known = asked_day() or today, _known()
    except BadInput as fault:
        return Asked(today, problems=[{"text": str(fault), "href": "#as_of-day"}])
    if day > today:
        says = (
            f"{in_words(day)} lies ahead. Counts rest on what has been recorded: "
            f"choose today, {in_words(today)}, or an earlier day."
        )
        return Asked(today, problems=[{"text": says, "href": "#as_of-day"}])
    return Asked(day, known)


def _known() -> datetime | None:
    """The last instant of the day typed, or the moment in the address."""
    try:
        day = asked_day("known")
    except BadInput as fault:
        says = "Give the day known at as day, month and year, or leave it empty."
        raise BadInput(f"{says} {what_is_wrong(request.args, 'known') or fault}") from None
    if day is not None:
        return datetime.combine(day, time.max, LONDON)
    return asked_moment()


def shown_dates(of: Asked) -> dict[str, object]:
    """What the date form on a page needs."""
    typed = typed_date(request.args, "as_of")
    known = typed_date(request.args, "known")
    filled = typed if any(typed.values()) else date_boxes(of.day)
    return {
        "asked": of,
        "may": {act for act in OFFERED if may_somewhere(actor(), act, site().today())},
        "problems": of.problems,
        "as_of_items": date_items(filled, bool(of.problems)),
        "known_items": date_items(known),
        "dates": {
            "as_of": of.day.isoformat() if of.day != site().today() else None,
            "known_at": of.known_at.isoformat() if of.known_at else None,
        },
    }


@planner.get("/")
@permission("see-cadre-counts")
def index() -> str | tuple[str, int]:
    """How many are dual qualified on a day, confirmed beside awaiting a re-check, and the pipeline."""
    of = asked()
    authority, team = request.args.get("authority", ""), request.args.get("team", "")
    shown = {
        "authority": authority,
        "team": team,
        "titles": TITLES,
        "places": places(site().session()),
        **shown_dates(of),
    }
    if of.problems:
        return render_template("planner/index.html", found=None, **shown), 422
    found = count_cadre(site(), actor(), of.day, of.known_at, authority, team)
    stages = [s for s in STAGES if found.whole.at(s).people]
    return render_template("planner/index.html", found=found, stages=stages, **shown)


@planner.get("/counts.csv")
@permission("see-cadre-counts")
def counts() -> Response | tuple[str, int]:
    """The table as a spreadsheet reads it."""
    of = asked()
    if of.problems:
        return of.problems[0]["text"], 422
    authority, team = request.args.get("authority", ""), request.args.get("team", "")
    found = count_cadre(site(), actor(), of.day, of.known_at, authority, team)
    columns = ("authority", "team", "stage", "people", "fte", "rounded_to")
    return csv_response(as_csv(columns, _rows(found)), f"cadre-{of.day.isoformat()}.csv")


def _rows(found: Cadre) -> Iterable[tuple[object, ...]]:
    for part in (found.whole, *found.parts):
        yield from _rows_of(part)


def _rows_of(part: Count) -> Iterable[tuple[object, ...]]:
    for stage in STAGES:
        tally = part.at(stage)
        if tally.people:
            where = part.authority or "all"
            figures = tally.people, number(tally.fte), part.rounded_to or ""
            yield where, part.team, stage.value, *figures


@planner.get("/people")
@permission("see-cadre-names")
def people() -> str | tuple[str, int]:
    """Who stands where, by name where the grant covers the authority."""
    of = asked()
    authority, wanted = request.args.get("authority", ""), request.args.get("stage", "")
    stage = next((s for s in PipelineStage if s.value == wanted), None)
    everybody = wanted == EVERYBODY
    shown = {
        "authority": authority,
        "stage": stage,
        "everybody": everybody,
        "titles": TITLES,
        "places": places(site().session()),
        **shown_dates(of),
    }
    if of.problems:
        return render_template("planner/people.html", found=None, **shown), 422
    found = cadre_people(site(), actor(), of.day, of.known_at, authority, stage, everybody)
    listed = page_of(found.members)
    return render_template("planner/people.html", found=found, listed=listed, **shown)


@planner.get("/people/<person>")
@permission("see-cadre-names")
def person(person: str) -> str | tuple[str, int]:
    """One person: registers, posts, the place in the pipeline and why; no text of any kind."""
    of = asked()
    day = site().today() if of.problems else of.day
    shown = see_in_cadre(site(), actor(), person, day, of.known_at)
    html = render_template(
        "planner/person.html",
        shown=shown,
        titles=TITLES,
        registers=NAMES,
        checked=REGISTERS,
        lists=LISTS,
        associations=MEMBERSHIPS,
        **shown_dates(of),
    )
    return (html, 422) if of.problems else html


def find_checks() -> Iterable[Group]:
    """Whom to look up on the registers, for the start page."""
    if not may_somewhere(actor(), "record-register-check", site().today()):
        return
    tasks = []
    for register in REGISTERS:
        due = due_checks(site(), actor(), register)
        unconfirmed = sum(d.why == UNCONFIRMED for d in due)
        if due:
            href = url_for("checks.index", register=register)
            hint = f"{unconfirmed} of them unconfirmed" if unconfirmed else ""
            text = f"Look up {many(len(due), 'person', 'people')}: {_short(register)}"
            tasks.append(Task(text, href, hint, str(len(due))))
    if tasks:
        yield Group("Register checks", tuple(tasks))


def _short(register: str) -> str:
    return NAMES[register].partition(",")[0]


FINDERS.append(find_checks)
