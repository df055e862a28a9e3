"""Asking for more time and declaring circumstances: the learner's side, with the decisions."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.services.declare_circumstances import (
    ASKS,
    Claimed,
    declare_circumstances,
    own_evidence,
    see_claims,
)
from lms.services.file_kinds import TAKEN
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.date_input import date_items, optional_date, typed_date
from lms.web.guard import actor, permission, site
from lms.web.uploads import give_out, make_room, uploaded

circumstances = Blueprint("circumstances", __name__, url_prefix="/learning/<enrolment>")
make_room(circumstances, ["declare"])


@circumstances.get("/assessments/<item>/circumstances")
@permission("claim-circumstances")
def index(enrolment: str, item: str) -> str:
    """What was declared and decided, and the form for something new."""
    return _page(enrolment, item, Attempt())


def _page(enrolment: str, item: str, tried: Attempt[object]) -> str:
    page = see_claims(site(), actor(), enrolment, item)
    return render_template(
        "circumstances/index.html",
        page=page,
        of=page.of,
        asks=ASKS,
        taken=TAKEN,
        values=request.form,
        boxes=date_items(typed_date(request.form, "until"), wrong="until" in tried.errors),
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


@circumstances.post("/assessments/<item>/circumstances")
@permission("claim-circumstances")
def declare(enrolment: str, item: str) -> Response | tuple[str, int]:
    """Declare circumstances, with evidence where there is any."""
    claimed = Claimed(
        request.form.get("asks", ""),
        request.form.get("statement", ""),
        optional_date(request.form, "until"),
    )
    evidence, key = uploaded("evidence"), request.form.get("idempotency")

    def act() -> str:
        return declare_circumstances(site(), actor(), enrolment, item, claimed, evidence, key)

    tried = attempt(act, ["until"])
    if not tried.done:
        return _page(enrolment, item, tried), tried.status
    flash("Declared. You will be told by mail when it is decided.", "success")
    return redirect(url_for("circumstances.index", enrolment=enrolment, item=item))


@circumstances.get("/circumstances/<claim>/files/<file>")
@permission("claim-circumstances")
def evidence(enrolment: str, claim: str, file: str) -> Response:
    """A file that one gave as evidence."""
    return give_out(own_evidence(site(), actor(), enrolment, claim, file))
