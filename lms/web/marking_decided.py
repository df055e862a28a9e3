"""Agreeing a mark: the page on which two markers settle on one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.records import Refusal
from lms.errors import Refused
from lms.services.agree_mark import agree_mark
from lms.services.read_work import read_work
from lms.web.act_form import the_key
from lms.web.attempt import Attempt, attempt, form_key
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number

marking_decided = Blueprint("marking_decided", __name__, url_prefix="/marking")
NOTHING: Attempt[object] = Attempt()


@marking_decided.get("/<record>/agree")
@permission("mark-work")
def agree(record: str) -> str:
    """Both marks with their comments, and the boxes for the one agreed."""
    return _page(record, NOTHING)


def _page(record: str, tried: Attempt[object]) -> str:
    work = read_work(site(), actor(), record)
    if not work.turn.agree:
        raise Refused(Refusal("nothing-to-agree", "There is nothing for you to agree here."))
    return render_template(
        "assessor/agree.html",
        work=work,
        mark=request.form.get("mark", ""),
        reason=request.form.get("reason", ""),
        overall=request.form.get("overall", ""),
        problems=tried.problems,
        errors=tried.errors,
        key=form_key(),
    )


@marking_decided.post("/<record>/agree")
@permission("mark-work")
def record_agreed(record: str) -> Response | tuple[str, int]:
    """Record the agreed mark."""
    form = request.form
    tried = attempt(
        lambda: agree_mark(
            site(),
            actor(),
            record,
            read_number(form.get("mark", "").strip()),
            form.get("reason", ""),
            form.get("overall", ""),
            read_number(form.get("seen")),
            the_key(),
        )
    )
    if not tried.done:
        return _page(record, tried), tried.status
    flash("The agreed mark is recorded.", "success")
    return redirect(url_for("assessor.index"))
