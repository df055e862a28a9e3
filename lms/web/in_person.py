"""Vivas and presentations: a cohort's list of who has shown the work, entered several at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.calendar import in_words
from lms.domain.part import LEARNERS
from lms.domain.wording import many
from lms.services.record_in_person import Shown, Sitting, record_in_person
from lms.services.see_in_person import InPersonPage, list_in_person, see_in_person
from lms.services.take_back_in_person import take_back_in_person
from lms.web.act_form import TEXT, ActForm, Input, act_page, typed, typed_day
from lms.web.attempt import Attempt, attempt
from lms.web.date_input import date_boxes, date_items, typed_date
from lms.web.guard import actor, permission, site
from lms.web.paging import page_of

in_person = Blueprint("in_person", __name__, url_prefix="/marking/in-person")
LIST = "/<programme>/<cohort>/<assessment>"


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds: who was ticked, families and consents by person, and its key."""

    people: tuple[str, ...] = ()
    families: dict[str, str] = field(default_factory=dict)
    consents: dict[str, str] = field(default_factory=dict)
    day: dict[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: uuid4().hex)


@in_person.get("/")
@permission("record-in-person")
def index() -> str:
    """The work that is shown in person, by cohort."""
    return render_template("in_person/index.html", listed=page_of(list_in_person(site(), actor())))


@in_person.get(LIST)
@permission("record-in-person")
def cohort(programme: str, cohort: str, assessment: str) -> str:
    """Who has shown one piece of work and who has not, with a form for several at once."""
    page = see_in_person(site(), actor(), programme, cohort, assessment)
    return _page(page, Typed(day=date_boxes(site().today())))


def _page(page: InPersonPage, said: Typed, tried: Attempt[object] | None = None) -> str:
    tried = tried or Attempt()
    return render_template(
        "in_person/cohort.html",
        page=page,
        listed=page_of(page.rows, LEARNERS),
        typed=said,
        days=date_items(said.day, wrong="on" in tried.errors),
        problems=tried.problems,
        errors=tried.errors,
    )


@in_person.post(LIST)
@permission("record-in-person")
def record(programme: str, cohort: str, assessment: str) -> Response | tuple[str, int]:
    """Record everybody who was ticked, or nobody."""
    said = _typed()
    shown = tuple(
        Shown(person, said.families.get(person, ""), said.consents.get(person, ""))
        for person in said.people
    )
    sitting = Sitting(programme, cohort, assessment, typed_day("on"), shown)
    tried = attempt(lambda: record_in_person(site(), actor(), sitting, said.key), ["on"])
    if not tried.done:
        page = see_in_person(site(), actor(), programme, cohort, assessment)
        return _page(page, said, tried), tried.status
    count = many(len(shown), "learner is", "learners are")
    flash(f"{count} recorded for {in_words(sitting.on)}. The work can be marked now.", "success")
    return redirect(
        url_for("in_person.cohort", programme=programme, cohort=cohort, assessment=assessment)
    )


def _typed() -> Typed:
    form = request.form
    return Typed(
        people=tuple(form.getlist("shown")),
        families=_named(form.to_dict(), "family-"),
        consents=_named(form.to_dict(), "consent-"),
        day=typed_date(form, "on"),
        key=form.get("idempotency") or uuid4().hex,
    )


def _named(form: dict[str, str], prefix: str) -> dict[str, str]:
    """The boxes whose names begin so, by what follows."""
    return {k.removeprefix(prefix): v.strip() for k, v in form.items() if k.startswith(prefix)}


@act_page(in_person, LIST + "/<person>/take-back", "record-in-person")
def take_back(programme: str, cohort: str, assessment: str, person: str) -> ActForm:
    """Something recorded taken back, while nobody has marked it, with the reason."""
    page = see_in_person(site(), actor(), programme, cohort, assessment)
    row = next((r for r in page.rows if r.person == person), None)
    then = url_for("in_person.cohort", programme=programme, cohort=cohort, assessment=assessment)
    return ActForm(
        title="Take back what was recorded",
        caption=page.work.assessment.title,
        back=(page.work.assessment.title, then),
        inputs=(Input(TEXT, "reason", "Why it is taken back"),),
        button="Take it back",
        do=lambda: take_back_in_person(site(), actor(), row.record if row else "", typed("reason")),
        done="It is taken back and can be recorded again.",
        then=then,
        facts=(("Learner", row.name), ("Shown on", in_words(row.on))) if row and row.on else (),
    )
