"""Facts that a learner notes alone, on a form derived from the kind's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.identifiers import Identifier
from lms.domain.records import Field, FieldType
from lms.errors import BadInput, Refused
from lms.services.check_writing import NotConfirmed
from lms.services.enter_record import (
    NewFact,
    RecordForm,
    enter_record,
    record_form,
    take_back_record,
)
from lms.services.problem_at import NO_DAY
from lms.web.date_input import (
    date_boxes,
    day_wanted,
    first_wrong_box,
    optional_date,
    read_date,
    typed_date,
)
from lms.web.guard import actor, permission, site

DAYS = ("on", "until")
own_records = Blueprint("own_records", __name__, url_prefix="/learning/<enrolment>/record")


@own_records.get("/<kind>")
@permission("enter-own-record")
def form(enrolment: str, kind: str) -> str:
    """The form of a kind, and what was entered before."""
    return _page(record_form(site(), actor(), enrolment, kind), {}, {})


def _page(
    shown: RecordForm,
    values: Mapping[str, str],
    wrong: Mapping[str, str],
    warnings: tuple[Identifier, ...] = (),
) -> str:
    problems = [{"text": text, "href": f"#{_anchor(name)}"} for name, text in wrong.items()]
    if warnings:
        problems.append({"text": "Look at each passage, then confirm.", "href": "#warnings"})
    typed = request.method == "POST"
    return render_template(
        "learner/record.html",
        form=shown,
        of=shown.of,
        values=values,
        wrong=wrong,
        warnings=warnings,
        confirmed=request.form.getlist("confirmed"),
        on=typed_date(request.form, "on") if typed else date_boxes(site().today()),
        until=typed_date(request.form, "until"),
        key=request.form.get("idempotency") or uuid4().hex,
        problems=problems,
    )


def _anchor(name: str) -> str:
    if name in DAYS:
        return f"{name}-{first_wrong_box(request.form, name)}"
    return f"field-{name}"


@own_records.post("/<kind>")
@permission("enter-own-record")
def enter(enrolment: str, kind: str) -> Response | tuple[str, int]:
    """Keep a fact."""
    shown = record_form(site(), actor(), enrolment, kind)
    values = {f.name: request.form.get(f"field-{f.name}", "").strip() for f in shown.kind.fields}
    day = read_date(request.form, "on") or NO_DAY
    fields = {f.name: _value(f, values[f.name]) for f in shown.kind.fields}
    until = optional_date(request.form, "until") if shown.kind.period else None
    new = NewFact(day, fields, until, request.form.getlist("confirmed"))
    try:
        enter_record(site(), actor(), enrolment, kind, new, request.form.get("idempotency"))
    except NotConfirmed as fault:
        return _page(shown, values, {}, fault.warnings), 422
    except BadInput as fault:
        return _page(shown, values, _by_field(fault)), 422
    except Refused as refused:
        first = next((f.name for f in shown.kind.fields), "on")
        return _page(shown, values, {first: str(refused)}), 409
    flash(f"{shown.kind.title} kept.", "success")
    return redirect(url_for("own_records.form", enrolment=enrolment, kind=kind))


def _value(field: Field, typed: str) -> Any:
    if field.type is FieldType.BOOLEAN:
        return typed == "yes" or None
    if field.type in (FieldType.CODES, FieldType.PEOPLE):
        return request.form.getlist(f"field-{field.name}") or None
    return typed or None


def _by_field(fault: BadInput) -> dict[str, str]:
    found: dict[str, str] = {}
    for problem in fault.problems:
        name, what = getattr(problem, "field", "on"), getattr(problem, "what", str(problem))
        says = f"This {what}." if what.startswith(("is ", "needs ", "names ")) else what
        found.setdefault(name, day_wanted(request.form, name, says) if name in DAYS else says)
    return found


@own_records.post("/<kind>/<record>/take-back")
@permission("enter-own-record")
def take_back(enrolment: str, kind: str, record: str) -> Response:
    """Take back what one entered."""
    take_back_record(site(), actor(), enrolment, kind, record)
    flash("Taken back.", "success")
    return redirect(url_for("own_records.form", enrolment=enrolment, kind=kind))
