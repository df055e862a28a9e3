"""Correcting a signed entry, and adding to it: both go before whoever signed it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.practice_time import entry_words
from lms.domain.records import Record
from lms.domain.to_sign import is_answered
from lms.errors import BadInput, NotFound, Refused
from lms.services.add_addendum import add_addendum
from lms.services.ask_for_correction import (
    Wanted,
    ask_for_correction,
    ask_to_take_back,
    entry_to_correct,
    take_back_correction,
)
from lms.services.check_writing import NotConfirmed
from lms.services.enrolments import Learning, learning
from lms.services.list_hours import supervisors
from lms.services.practice_entry import categories
from lms.services.problem_at import NO_DAY
from lms.web.attempt import form_key
from lms.web.date_input import read_date
from lms.web.guard import actor, permission, site
from lms.web.practice import (
    Typed,
    Wrong,
    as_meant,
    typed_entry,
    typed_of,
    what_is_wrong,
    what_refuses,
)

corrections = Blueprint("corrections", __name__, url_prefix="/learning/<enrolment>/hours")
Answer = Response | str | tuple[str, int]


def _signed(enrolment: str, entry: str, act: str) -> tuple[Learning, Record]:
    """A signed entry of one's own for an act; NotFound where nobody has signed it."""
    of = learning(site(), actor(), enrolment, act)
    found = entry_to_correct(of, entry)
    if not is_answered(found, of.own):
        raise NotFound("Nobody has signed this entry, so it can be changed itself.")
    return of, found


@corrections.get("/<entry>/correct")
@permission("ask-for-correction")
def correct(enrolment: str, entry: str) -> str:
    """The form with the entry as it was signed."""
    of, found = _signed(enrolment, entry, "ask-for-correction")
    return _form(of, found, typed_of(of, found), Wrong())


def _form(of: Learning, entry: Record, typed: Typed, wrong: Wrong) -> str:
    return render_template(
        "practice/entry.html",
        of=of,
        categories=categories(of),
        correcting=entry,
        was=entry_words(entry),
        supervisors=supervisors(site(), of),
        typed=typed,
        wrong=wrong,
        reason=request.form.get("reason", ""),
        problems=wrong.summary,
    )


@corrections.post("/<entry>/correct")
@permission("ask-for-correction")
def ask(enrolment: str, entry: str) -> Answer:
    """Ask whoever signed the entry to sign the correction."""
    of, found = _signed(enrolment, entry, "ask-for-correction")
    typed = typed_entry()
    day = read_date(request.form, "on") or NO_DAY
    meant = Wanted(as_meant(typed, day), request.form.get("reason", "").replace("\r\n", "\n"))
    more: dict[str, Any] = {"confirmed": typed.confirmed, "key": typed.key}
    try:
        ask_for_correction(site(), actor(), enrolment, entry, meant, **more)
    except NotConfirmed as fault:
        return _form(of, found, typed, Wrong(warnings=fault.warnings)), 422
    except BadInput as fault:
        return _form(of, found, typed, what_is_wrong(meant.entry, fault)), 422
    except Refused as refused:
        return _form(of, found, typed, what_refuses(of, refused)), 409
    said = "The correction is asked for. The entry counts on as it was signed until it is answered."
    flash(said, "success")
    return _home(enrolment)


@corrections.route("/<entry>/ask-to-take-back", methods=["GET", "POST"])
@permission("ask-for-correction")
def take_out(enrolment: str, entry: str) -> Answer:
    """Ask whoever signed an entry to sign that it should not be there at all."""
    of, found = _signed(enrolment, entry, "ask-for-correction")
    show = partial(_text_form, "practice/take_out.html", of, found)
    if request.method != "POST":
        return show(Wrong())
    lacking = _refused(show, "reason", partial(ask_to_take_back, site(), actor(), enrolment, entry))
    if lacking is not None:
        return lacking
    flash("It is asked for. The entry counts on as it was signed until it is answered.", "success")
    return _home(enrolment)


def _home(enrolment: str) -> Response:
    return redirect(url_for("practice.hours", enrolment=enrolment))


@corrections.post("/corrections/<correction>/take-back")
@permission("ask-for-correction")
def take_back(enrolment: str, correction: str) -> Response:
    """Take back a correction that waits."""
    try:
        take_back_correction(site(), actor(), enrolment, correction)
    except Refused as refused:
        flash(str(refused))
    else:
        flash("The correction is taken back; the entry stays as it was signed.", "success")
    return _home(enrolment)


@corrections.route("/<entry>/add", methods=["GET", "POST"])
@permission("add-addendum")
def add(enrolment: str, entry: str) -> Answer:
    """Add a text to a signed entry."""
    of, found = _signed(enrolment, entry, "add-addendum")
    show = partial(_text_form, "practice/addendum.html", of, found)
    if request.method != "POST":
        return show(Wrong())
    lacking = _refused(show, "text", partial(add_addendum, site(), actor(), enrolment, entry))
    if lacking is not None:
        return lacking
    flash("It is added. Whoever signed the entry can read it.", "success")
    return _home(enrolment)


def _refused(
    show: Callable[[Wrong], str], field: str, act: Callable[..., object]
) -> tuple[str, int] | None:
    """Do what a form of one text asks for; the form again, with why, where that cannot be."""
    text = request.form.get(field, "").replace("\r\n", "\n")
    confirmed, key = request.form.getlist("confirmed"), request.form.get("idempotency")
    try:
        act(text, confirmed=confirmed, key=key)
    except NotConfirmed as fault:
        return show(Wrong(warnings=fault.warnings)), 422
    except BadInput as fault:
        return show(Wrong({field: str(fault.problems[0].what)})), 422  # type: ignore[attr-defined]
    except Refused as refused:
        return show(Wrong({field: str(refused)})), 409
    return None


def _text_form(template: str, of: Learning, entry: Record, wrong: Wrong) -> str:
    """A form of one text about a signed entry, with what was typed."""
    return render_template(
        template,
        of=of,
        entry=entry.id,
        was=entry_words(entry),
        text=request.form.get("text", ""),
        reason=request.form.get("reason", ""),
        confirmed=request.form.getlist("confirmed"),
        key=form_key(),
        wrong=wrong,
        problems=wrong.summary,
    )
