"""The programme lead's pages on who marks what: shared out by a rule, or one by one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.wording import many
from lms.services.allocate_marking import allocate, distribute_marking
from lms.services.see_allocation import assessments_of_cohort, see_allocation
from lms.web.act_form import the_key, typed
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of

marking_allocation = Blueprint("marking_allocation", __name__, url_prefix="/programmes")
COHORT = "/<programme>/cohorts/<cohort>/marking"
NOTHING: Attempt[object] = Attempt()


@marking_allocation.get(f"{COHORT}/")
@permission("allocate-marking")
def index(programme: str, cohort: str) -> str:
    """The work of a cohort whose marking can be allocated."""
    version, name, offered = assessments_of_cohort(site(), actor(), programme, cohort)
    return render_template(
        "assessor/allocations.html", programme=version, cohort=cohort, name=name, offered=offered
    )


@marking_allocation.get(f"{COHORT}/<assessment>")
@permission("allocate-marking")
def work(programme: str, cohort: str, assessment: str) -> str:
    """Who marks what of one set, with the forms to change it."""
    return _page(programme, cohort, assessment, NOTHING)


def _page(programme: str, cohort: str, assessment: str, tried: Attempt[object]) -> str:
    page = see_allocation(site(), actor(), programme, cohort, assessment)
    return render_template(
        "assessor/allocation.html",
        page=page,
        listed=page_of(page.scripts),
        chosen=request.form.getlist("markers"),
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


@marking_allocation.post(f"{COHORT}/<assessment>")
@permission("allocate-marking")
def change(programme: str, cohort: str, assessment: str) -> Response | tuple[str, int]:
    """Share the work out by rule, or give one piece to one marker."""
    tried: Attempt[object] = attempt(lambda: _change(programme, cohort, assessment))
    if not tried.done:
        return _page(programme, cohort, assessment, tried), tried.status
    flash(str(tried.result), "success")
    here = {"programme": programme, "cohort": cohort, "assessment": assessment}
    return redirect(url_for("marking_allocation.work", **here))  # type: ignore[arg-type]


def _change(programme: str, cohort: str, assessment: str) -> str:
    if request.form.get("action") == "one":
        script, _, role = typed("what").partition(":")
        allocate(site(), actor(), script, role, typed("marker"), typed("reason"), the_key())
        return "The work is allocated."
    chosen = request.form.getlist("markers")
    key = the_key()
    number = distribute_marking(site(), actor(), programme, cohort, assessment, chosen, key)
    return f"{many(number, 'mark is', 'marks are')} shared out."
