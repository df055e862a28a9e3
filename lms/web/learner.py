"""The learner's pages: what to do next, the modules, and every requirement explained."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.calendar import in_words
from lms.domain.next_steps import Step
from lms.errors import NotFound
from lms.services.enrolments import read_curriculum
from lms.services.explain_requirement import explain_requirement
from lms.services.plugin_page import plugin_page
from lms.services.read_reason import TO_LEARNERS
from lms.services.see_programme import ProgrammePage, see_own_programmes, see_programme
from lms.services.sign_declaration import read_declaration, sign_declaration
from lms.web.curriculum_links import resolver
from lms.web.date_input import asked_day, asked_moment
from lms.web.guard import actor, permission, site
from lms.web.start import FINDERS, Group, Task

learner = Blueprint("learner", __name__)
COLOURS = {
    "Next": "green",
    "Returned": "orange",
    "Overdue": "red",
    "Draft": "yellow",
    "Waiting": "grey",
    "Not yours to do": "grey",
}
SOON = 3
"""Steps of one programme on the start page; the rest is a click away."""


@learner.get("/learning/")
@permission("write-log")
def index() -> str:
    """One's programme, or the list of them."""
    pages = see_own_programmes(site(), actor())
    if len(pages) == 1:
        return _programme(pages[0])
    return render_template("learner/index.html", pages=pages, tasks_of=tasks_of)


@learner.get("/learning/<enrolment>/")
@permission("read-progress")
def programme(enrolment: str) -> str:
    """One enrolment: next steps, what changed, how every requirement stands."""
    return _programme(see_programme(site(), actor(), enrolment, asked_day(), asked_moment()))


def _programme(page: ProgrammePage) -> str:
    today = site().today()
    return render_template(
        "learner/programme.html",
        page=page,
        of=page.of,
        written=TO_LEARNERS,
        tasks=tasks_of(page),
        waiting=[_task(page, step) for step in page.waiting],
        resolve=resolver(page.of),
        today=today,
    )


def tasks_of(page: ProgrammePage) -> list[Task]:
    """The learner's own steps, each leading to where it is taken."""
    return [_task(page, step) for step in page.mine]


def _task(page: ProgrammePage, step: Step) -> Task:
    hint, status = step.hint, step.status
    if step.due_words:
        late = _is_late(page, step)
        hint = f"{'Was ' if late else ''}{step.due_words}"
        hint = hint[0].upper() + hint[1:]
        status = "Overdue" if late else status
    colour = COLOURS.get(status, "blue")
    return Task(step.says, address_of(page, step), hint, status, colour)


def _is_late(page: ProgrammePage, step: Step) -> bool:
    """To the minute today; on another day that is asked about, once the day of the deadline is over."""
    if page.as_of == site().today():
        return step.when.is_over(site().now())
    return step.due is not None and step.due < page.as_of


WHERE = {
    "declaration": ("learner.declaration", "declaration"),
    "log": ("writing.log", "item"),
    "logs": ("writing.logs", "about"),
    "read-log": ("writing.written", "record"),
    "work": ("writing.assessment", "item"),
    "hours": ("practice.new", "category"),
    "record": ("own_records.form", "kind"),
    "sign": ("practice.hours", "_anchor"),
}
"""The page on which each kind of step is taken, and the name under which it takes the item."""


def address_of(page: ProgrammePage, step: Step) -> str:
    """Where a step is taken."""
    at = page.of.enrolment.id
    if step.kind not in WHERE:
        return url_for("learner.requirement", enrolment=at, requirement=step.requirement)
    endpoint, name = WHERE[step.kind]
    values: dict[str, Any] = {"enrolment": at} | ({name: step.item} if step.item else {})
    return url_for(endpoint, **values)


def find_learning() -> Iterable[Group]:
    """What a learner's programmes need now, for the start page."""
    for page in see_own_programmes(site(), actor()):
        enrolment = page.of.enrolment
        if enrolment.gone_by(page.as_of) or (page.current and page.current.outcome.settles):
            continue
        everything = url_for("learner.programme", enrolment=enrolment.id)
        tasks = tasks_of(page)[:SOON]
        if page.pause:
            until = f" until {in_words(page.pause.last)}" if page.pause.last else ""
            tasks = [Task(f"You are on an approved break{until}", everything, status="Paused")]
        elif not tasks:
            tasks = [Task("Nothing needs you now", everything, "See how you stand", "")]
        yield Group(page.of.programme.title, tuple(tasks))


FINDERS.append(find_learning)


@learner.get("/learning/<enrolment>/modules/")
@permission("read-modules")
def modules(enrolment: str) -> str:
    """What the programme and its stages say of themselves, and the modules by day."""
    of = read_curriculum(site(), actor(), enrolment)
    return render_template("learner/modules.html", of=of, resolve=resolver(of))


@learner.get("/learning/<enrolment>/modules/<module>")
@permission("read-modules")
def module(enrolment: str, module: str) -> str:
    """One module, with the one before and the one after."""
    of = read_curriculum(site(), actor(), enrolment)
    found = of.module(module)
    if found is None:
        raise NotFound("Your version of the programme has no such module.")
    stage, shown = found
    every = [m for s in of.stages for m in s.modules]
    place = every.index(shown)
    return render_template(
        "learner/module.html",
        of=of,
        stage=stage,
        module=shown,
        before=every[place - 1] if place else None,
        after=every[place + 1] if place + 1 < len(every) else None,
        resolve=resolver(of),
    )


@learner.get("/learning/<enrolment>/requirements/<requirement>")
@permission("read-progress")
def requirement(enrolment: str, requirement: str) -> str:
    """What one requirement needs, what counted and what did not."""
    shown = explain_requirement(
        site(), actor(), enrolment, requirement, asked_day(), asked_moment()
    )
    return render_template(
        "learner/requirement.html", shown=shown, of=shown.of, resolve=resolver(shown.of)
    )


@learner.get("/learning/<enrolment>/declarations/<declaration>")
@permission("sign-declaration")
def declaration(enrolment: str, declaration: str) -> str:
    """A text to sign."""
    return _declaration(enrolment, declaration)


def _declaration(enrolment: str, declaration: str, wrong: str = "") -> str:
    page = read_declaration(site(), actor(), enrolment, declaration)
    problems = [{"text": wrong, "href": "#agreed"}] if wrong else []
    return render_template(
        "learner/declaration.html",
        page=page,
        of=page.of,
        wrong=wrong,
        problems=problems,
        resolve=resolver(page.of),
    )


@learner.post("/learning/<enrolment>/declarations/<declaration>")
@permission("sign-declaration")
def sign(enrolment: str, declaration: str) -> Response | tuple[str, int]:
    """Sign a text that one has read."""
    if request.form.get("agreed") != "yes":
        wrong = "Tick the box if you agree; you can come back and sign later."
        return _declaration(enrolment, declaration, wrong), 422
    sign_declaration(site(), actor(), enrolment, declaration)
    flash("Signed. Thank you.", "success")
    return redirect(url_for("learner.programme", enrolment=enrolment))


@learner.get("/programmes/<programme>/pages/<page>")
@permission("read-modules")
def plugin(programme: str, page: str) -> str:
    """A page that a plugin adds to a programme."""
    shown = plugin_page(site(), actor(), programme, page)
    own = read_curriculum(site(), actor(), shown.enrolment) if shown.enrolment else None
    resolve = resolver(own) if own else None
    return render_template("learner/plugin_page.html", page=shown, resolve=resolve)
