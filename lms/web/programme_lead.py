"""The programme lead's pages: programmes with their cohorts, and one cohort with its learners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment.policy_words import in_words
from lms.domain.evidence import Period
from lms.domain.part import LEARNERS
from lms.domain.policy import Target, may, may_somewhere
from lms.domain.programme import Stage
from lms.domain.wording import many
from lms.services.create_cohort import create_cohort, set_stage_dates
from lms.services.draw_report import list_reports
from lms.services.list_programmes import list_programmes, programme_line
from lms.services.outstanding_checks import ChecksWaiting, outstanding_checks
from lms.services.problem_at import NO_DAY
from lms.services.programmes import load
from lms.services.see_cohort import ONE, CohortPage, see_cohort
from lms.services.site import Site
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.date_input import (
    asked_day,
    asked_moment,
    date_boxes,
    date_items,
    optional_date,
    typed_date,
)
from lms.web.guard import actor, permission, site
from lms.web.paging import asked_page, page_of
from lms.web.start import FINDERS, Group, Task

programme_lead = Blueprint("programme_lead", __name__, url_prefix="/programmes")
NOTHING: Attempt[object] = Attempt()


@programme_lead.get("/")
@permission("see-cohort")
def index() -> str:
    """The programmes that one leads or teaches, with their cohorts."""
    return render_template("programme_lead/index.html", programmes=list_programmes(site(), actor()))


@programme_lead.get("/<programme>")
@permission("see-cohort")
def programme(programme: str) -> str:
    """One programme: its newest version, its cohorts and its plugins' reports."""
    line = programme_line(site(), actor(), programme)
    may_read = _leads("read-report")
    reports = list_reports(site(), actor(), programme)[1] if may_read else None
    return render_template(
        "programme_lead/programme.html",
        line=line,
        listed=page_of(line.cohorts),
        reports=reports,
        leads=_leads("manage-cohort"),
        decides_intake=may(actor(), "decide-intake", Target(programme=programme), site().today()),
    )


def _leads(act: str) -> bool:
    return may_somewhere(actor(), act, site().today())


@programme_lead.get("/<programme>/cohorts/<cohort>")
@permission("see-cohort")
def cohort(programme: str, cohort: str) -> str:
    """Every learner of a cohort, and how each stage stands."""
    day, known = asked_day(), asked_moment()
    page = see_cohort(site(), actor(), programme, cohort, day, known, asked_page(LEARNERS))
    return render_template(
        "programme_lead/cohort.html",
        page=page,
        listed=page.learners,
        as_of=day,
        leads=_leads("enrol"),
        reads_boards=_leads("read-board"),
        sees_marks=_leads("see-marks"),
        policy=in_words(page.policy) if page.policy else (),
    )


@programme_lead.get("/<programme>/cohorts/new")
@permission("manage-cohort")
def new_cohort(programme: str) -> str:
    """The form for a new cohort."""
    return _new_cohort(programme, NOTHING)


def _new_cohort(programme: str, tried: Attempt[object]) -> str:
    line = programme_line(site(), actor(), programme)
    version = load(site(), programme, line.version)
    return render_template(
        "programme_lead/new_cohort.html",
        line=line,
        stages=version.stages,
        items=_items(version.stages, {}),
        name=request.form.get("name", ""),
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


def _items(
    stages: Iterable[Stage], dates: Mapping[str, Period | None]
) -> dict[str, list[dict[str, str]]]:
    """The date boxes of every stage: as typed, or else as the cohort's records say."""
    found = {}
    for stage in stages:
        known = dates.get(stage.id)
        for name, day in (
            (f"first-{stage.id}", known.first if known else None),
            (f"last-{stage.id}", known.last if known else None),
        ):
            typed = typed_date(request.form, name) if request.form else date_boxes(day)
            found[name] = date_items(typed)
    return found


@programme_lead.post("/<programme>/cohorts/new")
@permission("manage-cohort")
def make_cohort(programme: str) -> Response | tuple[str, int]:
    """Make a cohort."""
    name, stages = request.form.get("name", ""), typed_stages(site(), programme)
    key = request.form.get("idempotency")
    tried = attempt(
        lambda: create_cohort(site(), actor(), programme, name, stages, key), day_fields(stages)
    )
    if not tried.done:
        return _new_cohort(programme, tried), tried.status
    flash(f"The cohort “{name.strip()}” is made.", "success")
    return redirect(url_for("programme_lead.cohort", programme=programme, cohort=tried.result))


def typed_stages(of: Site, programme: str) -> dict[str, Period]:
    """The dates typed for each stage; a stage whose boxes are all empty is left out."""
    version = load(of, programme, programme_line(of, actor(), programme).version)
    found = {}
    for stage in version.stages:
        first, last = _typed(f"first-{stage.id}"), _typed(f"last-{stage.id}")
        if first is not None or last is not None:
            found[stage.id] = Period(first or NO_DAY, last)
    return found


def _typed(name: str) -> date | None:
    """The day in three boxes, NO_DAY where they mean none, None where they are empty."""
    return optional_date(request.form, name)


def day_fields(stages: Mapping[str, Period]) -> list[str]:
    """The names of the date fields of some stages."""
    return [f"{end}-{stage}" for stage in stages for end in ("first", "last")]


@programme_lead.get("/<programme>/cohorts/<cohort>/dates")
@permission("manage-cohort")
def dates(programme: str, cohort: str) -> str:
    """The form for the dates of a cohort's stages."""
    return _dates(see_cohort(site(), actor(), programme, cohort, asked=ONE), NOTHING)


def _dates(page: CohortPage, tried: Attempt[object]) -> str:
    known = {stage.id: stage.dates for stage in page.stages}
    return render_template(
        "programme_lead/dates.html",
        page=page,
        stages=page.programme.stages,
        items=_items(page.programme.stages, known),
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


@programme_lead.post("/<programme>/cohorts/<cohort>/dates")
@permission("manage-cohort")
def set_dates(programme: str, cohort: str) -> Response | tuple[str, int]:
    """Set or change the dates of a cohort's stages."""
    stages = typed_stages(site(), programme)
    tried = attempt(
        lambda: set_stage_dates(site(), actor(), programme, cohort, stages), day_fields(stages)
    )
    if not tried.done:
        page = see_cohort(site(), actor(), programme, cohort, asked=ONE)
        return _dates(page, tried), tried.status
    flash("The dates are set. Verdicts follow them at once.", "success")
    return redirect(url_for("programme_lead.cohort", programme=programme, cohort=cohort))


def find_leading() -> Iterable[Group]:
    """Entry checks outstanding in the cohorts one leads, for the start page."""
    if not may_somewhere(actor(), "record-entry-check", site().today()):
        return
    tasks = [_task(waiting) for waiting in outstanding_checks(site(), actor())]
    if tasks:
        yield Group("Programmes", tuple(tasks))


def _task(waiting: ChecksWaiting) -> Task:
    learners = many(waiting.learners, "learner")
    href = url_for("programme_lead.cohort", programme=waiting.programme, cohort=waiting.cohort.id)
    text = f"{learners} with entry checks outstanding"
    return Task(text, href, waiting.cohort.name, str(waiting.learners))


FINDERS.append(find_leading)
