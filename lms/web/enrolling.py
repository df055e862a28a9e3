"""Enrolling somebody: find the person, look at the entry checks, decide them, enrol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.policy import Target
from lms.domain.verdicts import Verdict
from lms.errors import NotFound
from lms.services.add_person import NewPerson
from lms.services.admit import REACHED, reached
from lms.services.brought_evidence import Brought, brought_evidence
from lms.services.enrol import Application, admission_named, enrol
from lms.services.entry_checks import Admission, admissions, entry_verdicts
from lms.services.find_people import SHORTEST, find_people
from lms.services.people import Person, person
from lms.services.see_cohort import ONE, CohortPage, see_cohort
from lms.web.act_form import the_key, typed, typed_day
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.date_input import date_boxes, date_items, typed_date
from lms.web.guard import actor, permission, site

enrolling = Blueprint(
    "enrolling", __name__, url_prefix="/programmes/<programme>/cohorts/<cohort>/enrol"
)
NEW = "new"
"""In the address, in place of a person's id, for somebody not known here yet."""


@enrolling.get("")
@permission("enrol")
def find(programme: str, cohort: str) -> str:
    """Who is to be enrolled?"""
    return _find(see_cohort(site(), actor(), programme, cohort, asked=ONE))


@enrolling.post("")
@permission("enrol")
def found(programme: str, cohort: str) -> str | tuple[str, int]:
    """The people found; what was typed stays out of the address."""
    page = see_cohort(site(), actor(), programme, cohort, asked=ONE)
    who = typed("who")
    if len(who) < SHORTEST:
        says = f"Give at least {SHORTEST} letters of the name, or the whole e-mail address."
        return _find(page, problems=[{"text": says, "href": "#who"}]), 422
    target = Target(programme=programme, cohort=cohort)
    return _find(page, find_people(site(), actor(), who, "enrol", target), searched=True)


def _find(
    page: CohortPage,
    people: Sequence[Person] = (),
    searched: bool = False,
    problems: Sequence[dict[str, str]] = (),
) -> str:
    return render_template(
        "programme_lead/find.html",
        page=page,
        people=people,
        searched=searched,
        who=typed("who"),
        problems=list(problems),
    )


@dataclass(frozen=True, slots=True)
class Applying:
    """The page of one application: who, to what, from when, and the checks as they would stand."""

    page: CohortPage
    who: Person | None
    choices: list[Admission]
    admission: Admission
    start: date
    checks: tuple[Verdict, ...]
    brought: tuple[Brought, ...] = ()
    tried: Attempt[object] = field(default_factory=Attempt)

    @property
    def open(self) -> list[Verdict]:
        """The checks that somebody has to look at."""
        return [c for c in self.checks if not c.outcome.settles]


def _applying(programme: str, cohort: str, who: str) -> Applying:
    page = see_cohort(site(), actor(), programme, cohort, asked=ONE)
    known = None if who == NEW else person(site().session(), who)
    if who != NEW and known is None:
        raise NotFound("There is no such person.")
    choices = admissions(site(), programme)
    asked = request.values.get("admission", "")
    admission = admission_named(site(), programme, asked) if asked else _likely(page, choices)
    start = _begins(page, admission)
    checks = entry_verdicts(site(), known.id if known else "", admission, cohort, start)
    brought = brought_evidence(site(), site().about_me(known.id), programme) if known else ()
    return Applying(page, known, choices, admission, start, checks, brought)


def _likely(page: CohortPage, choices: list[Admission]) -> Admission:
    """The admission whose stages the cohort has dates for, else the first."""
    dated = {stage.admission for stage in page.stages if stage.dates}
    return next((c for c in choices if c.name in dated), choices[0])


def _begins(page: CohortPage, admission: Admission) -> date:
    """The first day of the admission's first stage in this cohort, else today."""
    first = admission.stages[0].id
    dates = next((s.dates for s in page.stages if s.id == first), None)
    return dates.first if dates else site().today()


@enrolling.get("/<who>")
@permission("enrol")
def apply(programme: str, cohort: str, who: str) -> str:
    """The entry checks of one person, and the form to enrol."""
    return _page(_applying(programme, cohort, who), Attempt())


def _page(applying: Applying, tried: Attempt[object]) -> str:
    boxes = typed_date(request.form, "start") if request.form else date_boxes(applying.start)
    return render_template(
        "programme_lead/enrol.html",
        applying=applying,
        page=applying.page,
        start=date_items(boxes, "start" in tried.errors),
        values=request.form,
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


@enrolling.post("/<who>")
@permission("enrol")
def enrol_them(programme: str, cohort: str, who: str) -> Response | tuple[str, int]:
    """Enrol the person, with the checks accepted now."""
    applying = _applying(programme, cohort, who)
    application = Application(
        programme=programme,
        cohort=cohort,
        admission=applying.admission.name,
        start=typed_day("start"),
        person=applying.who.id if applying.who else "",
        new=None if applying.who else NewPerson(typed("name"), typed("email")),
        accepted={
            c.id: typed(f"check-reason-{c.id}")
            for c in applying.open
            if typed(f"check-{c.id}") == "accepted"
        },
        reason=typed("reason"),
    )
    tried = attempt(lambda: enrol(site(), actor(), application, the_key()), ["start"])
    if not tried.done:
        return _page(applying, tried), tried.status
    flash(f"Enrolled. {REACHED[reached(site(), str(tried.result))]}", "success")
    return redirect(url_for("programme_learner.learner", enrolment=tried.result))
