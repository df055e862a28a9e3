"""Register checks: whom to look up, their numbers a hundred at a time, and what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from lms.domain.registers import SYSTEMIC_TITLE
from lms.domain.standing_words import NAMES
from lms.domain.wording import many
from lms.errors import NotFound
from lms.services.due_checks import REGISTERS, DueCheck, batches, due_checks, year_end
from lms.services.record_checks import RegisterCheck, record_checks
from lms.services.see_in_cadre import LOOKED_UP, see_in_cadre
from lms.services.spreadsheet import as_csv
from lms.web.act_form import the_key, typed, typed_day
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.date_input import date_boxes, date_items, optional_date, read_date, typed_date
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number
from lms.web.paging import page_of
from lms.web.reports import csv_response

checks = Blueprint("checks", __name__, url_prefix="/cadre/checks")
PER_PAGE = 25
"""So many people on one form: what one sitting at the register gets through."""
DATES = ("first", "last", "final")
"""The boxes of a person: the days of an entry, and the last day of one that is gone."""


def _register(among: Sequence[str] = REGISTERS) -> str:
    register = request.values.get("register", REGISTERS[0])
    if register not in among:
        raise NotFound("There is no such register to check here.")
    return register


@checks.get("")
@permission("record-register-check")
def index() -> str:
    """Everybody to look up on one register, and why."""
    register = _register()
    due = due_checks(site(), actor(), register)
    return render_template(
        "planner/checks.html",
        register=register,
        registers=REGISTERS,
        names=NAMES,
        listed=page_of(due),
        unnumbered=sum(not d.number for d in due),
        batches=batches(due),
        pages=(len(due) + PER_PAGE - 1) // PER_PAGE,
    )


@checks.get("/numbers-<int:batch>.csv")
@permission("record-register-check")
def numbers(batch: int) -> Response:
    """One batch of numbers, at most a hundred, to be pasted into the register's own search."""
    register = _register()
    found = batches(due_checks(site(), actor(), register))
    if not 1 <= batch <= len(found):
        raise NotFound("There is no such batch; the list has changed meanwhile.")
    rows = [(number,) for number in found[batch - 1]]
    name = f"{register}-numbers-{batch}-{site().today().isoformat()}.csv"
    return csv_response(as_csv(("registration number",), rows), name)


@checks.get("/enter")
@permission("record-register-check")
def enter() -> str:
    """The form for what the register showed of several people."""
    return _page(_asked_about(), Attempt())


def _asked_about() -> list[DueCheck]:
    """The people of one page of the list, or the one whom the address names."""
    register, one = _register(LOOKED_UP), request.values.get("person", "")
    if one:
        return [_one(register, one)]
    first = ((read_number(request.values.get("page")) or 1) - 1) * PER_PAGE
    wanted = request.form.getlist("people")
    due = due_checks(site(), actor(), register)
    if wanted:
        return [d for d in due if d.person in wanted]
    return due[first : first + PER_PAGE]


def _one(register: str, person: str) -> DueCheck:
    """Anybody may be looked up at any time, due or not."""
    shown = see_in_cadre(site(), actor(), person)
    entry = shown.entries[register]
    today = site().today()
    return DueCheck(
        person=person,
        name=shown.name,
        employers=(),
        register=register,
        number=shown.numbers.get(register, ""),
        why="",
        last_seen=entry.last_day,
        first=entry.since or today,
        last=year_end(register, today),
    )


def _page(due: Sequence[DueCheck], tried: Attempt[object]) -> str:
    boxes = {
        f"{name}-{d.person}": date_items(_boxes(d, name), f"{name}-{d.person}" in tried.errors)
        for d in due
        for name in DATES
    }
    today = typed_date(request.form, "checked") if request.form else date_boxes(site().today())
    return render_template(
        "planner/enter.html",
        due=due,
        register=_register(LOOKED_UP),
        names=NAMES,
        one=request.values.get("person", ""),
        checked=date_items(today, "checked" in tried.errors),
        boxes=boxes,
        title=SYSTEMIC_TITLE,
        values=request.form,
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


def _boxes(due: DueCheck, name: str) -> dict[str, str]:
    if request.form:
        return typed_date(request.form, f"{name}-{due.person}")
    proposed: dict[str, date | None] = {"first": due.first, "last": due.last, "final": None}
    return date_boxes(proposed[name])


@checks.post("/enter")
@permission("record-register-check")
def record() -> BaseResponse | tuple[str, int]:
    """Record what was seen of everybody marked, all or none."""
    register, due = _register(LOOKED_UP), _asked_about()
    people = request.form.getlist("people")
    seen = [_seen(register, p) for p in people if typed(f"result-{p}")]
    days = ["checked", *(f"{name}-{p}" for p in people for name in DATES)]
    tried = attempt(lambda: record_checks(site(), actor(), seen, the_key()), days)
    if not tried.done:
        return _page(due, _at_their_boxes(tried, people)), tried.status
    flash(f"{many(tried.result or 0, 'check is', 'checks are')} recorded.", "success")
    if request.values.get("person"):
        return redirect(url_for("planner.person", person=request.values["person"]))
    return redirect(url_for("checks.index", register=register))


def _seen(register: str, person: str) -> RegisterCheck:
    flags = request.form.getlist(f"flags-{person}")
    result = typed(f"result-{person}")
    return RegisterCheck(
        person=person,
        register=register,
        result=result,
        checked=typed_day("checked"),
        first=read_date(request.form, f"first-{person}"),
        last=_last_day(person) if result == "absent" else read_date(request.form, f"last-{person}"),
        title=typed(f"title-{person}") if register == "ukcp" else "",
        conditions="conditions" in flags,
        suspended="suspended" in flags,
        sanctions="sanctions" in flags,
        touches=tuple(request.form.getlist(f"touches-{person}")),
    )


def _last_day(person: str) -> date | None:
    """The last day on the register, where it gives it; an empty box means that it gives none."""
    return optional_date(request.form, f"final-{person}")


def _at_their_boxes(tried: Attempt[int], people: Sequence[str]) -> Attempt[int]:
    """What is wrong with the last day of an entry that is gone, shown at its own box."""
    gone = [p for p in people if typed(f"result-{p}") == "absent"]
    boxes = {f"last-{p}": f"final-{p}" for p in gone}
    links = {f"#{old}-day": f"#{new}-day" for old, new in boxes.items()}
    return replace(
        tried,
        errors={boxes.get(name, name): says for name, says in tried.errors.items()},
        problems=[
            {**line, "href": links.get(line["href"], line["href"])} if "href" in line else line
            for line in tried.problems
        ],
    )
