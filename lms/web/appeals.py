"""Appealing against a ratified mark: the learner's side, with the decision."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.services.appeal import SAYS, Appeal, appeal, see_appeal
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.guard import actor, permission, site

appeals = Blueprint("appeals", __name__, url_prefix="/learning/<enrolment>/assessments/<item>")


@appeals.get("/appeal")
@permission("appeal")
def index(enrolment: str, item: str) -> str:
    """The appeals made, and the form where one can be made."""
    return _page(enrolment, item, Attempt())


def _page(enrolment: str, item: str, tried: Attempt[object]) -> str:
    wanted = request.args.get("attempt", type=int)
    page = see_appeal(site(), actor(), enrolment, item, wanted)
    return render_template(
        "appeals/index.html",
        page=page,
        of=page.of,
        grounds=SAYS,
        values=request.form,
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


@appeals.post("/appeal")
@permission("appeal")
def make(enrolment: str, item: str) -> Response | tuple[str, int]:
    """Make an appeal."""
    shown = see_appeal(site(), actor(), enrolment, item, request.args.get("attempt", type=int))
    given = Appeal(
        request.form.get("grounds", ""),
        request.form.get("statement", ""),
        request.form.get("not-judgement") == "yes",
    )
    key = request.form.get("idempotency")
    tried = attempt(lambda: appeal(site(), actor(), enrolment, item, shown.attempt, given, key))
    if not tried.done:
        return _page(enrolment, item, tried), tried.status
    flash("Your appeal is made. You will be told by mail when it is decided.", "success")
    return redirect(url_for("appeals.index", enrolment=enrolment, item=item))
