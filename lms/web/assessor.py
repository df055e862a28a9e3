"""The marker's pages: the queue of work, and each piece against its criteria."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.marking import suggested_mark
from lms.domain.programme import Assessment
from lms.errors import BadInput, Conflict
from lms.services.list_waiting import WORK, list_waiting
from lms.services.mark_work import Marking, mark_work
from lms.services.read_work import Given, ReadWork, read_work
from lms.web.form_problems import by_field, summary
from lms.web.guard import actor, permission, site
from lms.web.tutor import number_in

assessor = Blueprint("assessor", __name__, url_prefix="/marking")


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds: the bands, comments, mark or result as typed."""

    marking: Marking = field(default_factory=Marking)
    mark: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)


@assessor.get("/")
@permission("mark-work")
def index() -> str:
    """Work to mark, oldest first."""
    return render_template("assessor/queue.html", queue=list_waiting(site(), actor(), WORK))


@assessor.get("/<record>")
@permission("mark-work")
def work(record: str) -> str:
    """A submission with its brief and its criteria as a form; that it is read is noted."""
    shown = read_work(site(), actor(), record)
    return _work_page(shown, _as_given(shown.given) if shown.given else Typed())


def _as_given(given: Given) -> Typed:
    marking = Marking(
        bands=dict(given.bands),
        comments=dict(given.feedback.criteria or {}),
        mark=given.mark,
        result=given.result,
        overall=given.feedback.overall,
    )
    return Typed(marking, "" if given.mark is None else str(given.mark))


def _work_page(
    shown: ReadWork, typed: Typed, fault: BadInput | None = None, newer: str = ""
) -> str:
    return render_template(
        "assessor/work.html",
        work=shown,
        typed=typed,
        newer=newer,
        suggested=suggested_mark(shown.assessment, typed.marking.bands),
        problems=summary(fault) if fault else [],
        errors=by_field(fault) if fault else {},
        own=shown.person == actor().person,
    )


@assessor.post("/<record>")
@permission("mark-work")
def mark(record: str) -> Response | str | tuple[str, int]:
    """Record the marking; or, where only the suggestion was asked for, work it out and show it."""
    shown = read_work(site(), actor(), record)
    typed = _typed(shown.assessment)
    if request.form.get("action") == "suggest":
        return _work_page(shown, typed)
    seen = number_in(request.form.get("seen"))
    try:
        mark_work(site(), actor(), record, typed.marking, seen, typed.key)
    except BadInput as fault:
        return _work_page(shown, typed, fault), 422
    except Conflict as conflict:
        return _work_page(shown, Typed(typed.marking, typed.mark), newer=str(conflict)), 409
    flash(
        "The marking is recorded as provisional. The learner is told that there is feedback.",
        "success",
    )
    return redirect(url_for("assessor.index"))


def _typed(assessment: Assessment) -> Typed:
    form = request.form
    mark = form.get("mark", "").strip()
    marking = Marking(
        bands={c.id: form.get(f"band-{c.id}", "") for c in assessment.criteria},
        comments={c.id: form.get(f"comment-{c.id}", "") for c in assessment.criteria},
        mark=number_in(mark),
        result=form.get("result"),
        overall=form.get("overall", ""),
    )
    return Typed(marking, mark, form.get("idempotency") or uuid4().hex)
