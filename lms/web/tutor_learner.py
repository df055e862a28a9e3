"""A learner as a tutor sees one, and what a tutor decides: catch-up, reports, forms, countersigning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.latest import latest_by_day
from lms.domain.policy import may_somewhere
from lms.domain.to_sign import signers
from lms.errors import BadInput, NotFound
from lms.services.accept_agency_form import ROLES, AgencyForm, accept_agency_form
from lms.services.countersign import countersign
from lms.services.enrolments import Learning, learning
from lms.services.grant_catch_up import grant_catch_up
from lms.services.named_person import Named
from lms.services.people import name_of, people, places
from lms.services.problem_at import NO_DAY
from lms.services.read_reason import TEXTS, WRITTEN, read_reason
from lms.services.record_report import OUTCOMES, Report, record_report
from lms.services.teach_learner import Taught, TaughtLearner, teach_learner
from lms.web.date_input import (
    asked_day,
    asked_moment,
    date_boxes,
    date_items,
    optional_date,
    read_date,
    typed_date,
)
from lms.web.form_problems import by_field, summary
from lms.web.guard import actor, permission, site

tutor_learner = Blueprint("tutor_learner", __name__, url_prefix="/teaching/learners")
Act = Callable[[str], str]


@tutor_learner.get("/<person>")
@permission("read-progress")
def learner(person: str) -> str:
    """Every stage's verdicts with reasons and basis; never the text of a log."""
    shown = teach_learner(site(), actor(), person, asked_day(), asked_moment())
    today = site().today()
    may = {act: may_somewhere(actor(), act, today) for act in OFFERED}
    return render_template("tutor/learner.html", shown=shown, may=may, today=today, texts=TEXTS)


OFFERED = (
    "read-reason",
    "answer-log",
    "mark-work",
    "grant-catch-up",
    "record-report",
    "accept-agency-form",
    "countersign",
    "record-watched",
    "end-signing-links",
)


def _enrolment(person: str, identity: str) -> tuple[TaughtLearner, Taught]:
    shown = teach_learner(site(), actor(), person)
    found = next((e for e in shown.enrolments if e.of.enrolment.id == identity), None)
    if found is None:
        raise NotFound("This learner has no such enrolment.")
    return shown, found


def _act(
    template: str, person: str, done: str, act: Act, **shown: Any
) -> Response | tuple[str, int]:
    """Do an act with the form's key and go back to the learner, or show the form with what is wrong."""
    try:
        act(request.form.get("idempotency") or uuid4().hex)
    except BadInput as fault:
        return _form(template, person, fault, **shown), 422
    flash(done, "success")
    return redirect(url_for("tutor_learner.learner", person=person))


def _form(template: str, person: str, fault: BadInput | None = None, **shown: Any) -> str:
    return render_template(
        template,
        person=person,
        name=name_of(site().session(), person),
        typed=request.form,
        key=uuid4().hex,
        problems=summary(fault) if fault else [],
        errors=by_field(fault) if fault else {},
        **shown,
    )


@tutor_learner.get("/<person>/written/<record>")
@permission("read-reason")
def reason(person: str, record: str) -> str:
    """A report, or the reason for a decision; that it is read is noted."""
    return render_template(
        "tutor/reason.html", reason=read_reason(site(), actor(), record), titles=WRITTEN
    )


@tutor_learner.route("/<person>/<enrolment>/catch-up/<requirement>", methods=["GET", "POST"])
@permission("grant-catch-up")
def catch_up(person: str, enrolment: str, requirement: str) -> str | Response | tuple[str, int]:
    """Grant catch-up for missed days, with the reason."""
    _, own = _enrolment(person, enrolment)
    verdicts = (stage.progress.verdict(requirement) for stage in own.stages)
    verdict = next((v for v in verdicts if v is not None), None)
    if verdict is None:
        raise NotFound("This learner's stages have no such requirement.")
    template = "tutor/catch_up.html"
    shown: dict[str, Any] = {"verdict": verdict}
    if request.method != "POST":
        return _form(template, person, **shown)
    reason = request.form.get("reason", "")
    return _act(
        template,
        person,
        "Catch-up is granted.",
        lambda key: grant_catch_up(site(), actor(), enrolment, requirement, reason, key),
        **shown,
    )


@tutor_learner.route("/<person>/<enrolment>/countersign/<signature>", methods=["GET", "POST"])
@permission("countersign")
def countersigning(person: str, enrolment: str, signature: str) -> str | Response | tuple[str, int]:
    """Countersign a signature given after the signer had lost the standing, with the reason."""
    _, own = _enrolment(person, enrolment)
    waits = next((w for w in own.to_countersign if w.signature == signature), None)
    if waits is None:
        raise NotFound("This signature does not wait for a countersignature.")
    template = "tutor/countersign.html"
    shown: dict[str, Any] = {"waits": waits}
    if request.method != "POST":
        return _form(template, person, **shown)
    reason = request.form.get("reason", "")
    return _act(
        template,
        person,
        "The signature is countersigned.",
        lambda key: countersign(site(), actor(), signature, reason, key),
        **shown,
    )


@tutor_learner.route("/<person>/agency-form", methods=["GET", "POST"])
@permission("accept-agency-form")
def agency_form(person: str) -> str | Response | tuple[str, int]:
    """Accept a form that says who may sign the learner's hours."""
    shown = teach_learner(site(), actor(), person)
    enrolment = request.values.get("enrolment") or shown.enrolments[0].of.enrolment.id
    of = learning(site(), actor(), enrolment, "accept-agency-form")
    template, context = "tutor/agency_form.html", _agency_context(of, shown)
    if request.method != "POST":
        return _form(template, person, **context)
    form = AgencyForm(
        supervisor=_named(),
        employer=request.form.get("employer", ""),
        roles=tuple(request.form.getlist("roles")),
        first=read_date(request.form, "first") or NO_DAY,
        last=_last_day(),
    )
    return _act(
        template,
        person,
        "The agency form is accepted.",
        lambda key: accept_agency_form(site(), actor(), enrolment, form, key),
        **context,
    )


def _last_day() -> date | None:
    """The last day typed; None where the form is open-ended."""
    return optional_date(request.form, "last")


def _agency_context(of: Learning, shown: TaughtLearner) -> dict[str, Any]:
    authorities = [p for p in places(site().session()).values() if p.within is None]
    job = latest_by_day(of.records.of("employment"))
    given = request.method == "POST"
    first = typed_date(request.form, "first") if given else date_boxes(site().today())
    return {
        "enrolment": of.enrolment.id,
        "enrolments": shown.enrolments,
        "authorities": authorities,
        "employer": request.form.get("employer") or (job.get("employer") if job else ""),
        "known": _known_signers(of),
        "roles": ROLES,
        "chosen": request.form.getlist("roles"),
        "first_items": date_items(first),
        "last_items": date_items(typed_date(request.form, "last")),
    }


def _known_signers(of: Learning) -> list[tuple[str, str]]:
    """Whom earlier forms and signatures of the enrolment name, with their names."""
    found = {*signers(of.own), *(s.get("signer") for s in of.own.of("signature"))}
    named = people(site().session(), found)
    return sorted(((p.id, p.name) for p in named.values()), key=lambda pair: pair[1])


def _named() -> Named:
    chosen = request.form.get("person", "")
    if chosen and chosen != "other":
        return Named(chosen)
    return Named("", request.form.get("name", ""), request.form.get("email", ""))


@tutor_learner.route("/<person>/<enrolment>/reports/<requirement>", methods=["GET", "POST"])
@permission("record-report")
def report(person: str, enrolment: str, requirement: str) -> str | Response | tuple[str, int]:
    """Record a report by a named person."""
    of = learning(site(), actor(), enrolment, "record-report")
    asked = next((r for s in of.stages if (r := s.requirement(requirement))), None)
    if asked is None or asked.kind != "report":
        raise NotFound("This learner's stages ask for no such report.")
    given = request.method == "POST"
    on = typed_date(request.form, "on") if given else date_boxes(site().today())
    mine = (actor().person, f"I wrote it ({name_of(site().session(), actor().person)})")
    known = [mine, *(k for k in _known_signers(of) if k[0] != actor().person)]
    template = "tutor/report.html"
    shown: dict[str, Any] = {
        "asked": asked,
        "outcomes": OUTCOMES,
        "known": known,
        "on_items": date_items(on),
    }
    if not given:
        return _form(template, person, **shown)
    written = Report(
        outcome=request.form.get("outcome", ""),
        by=_named(),
        on=read_date(request.form, "on") or NO_DAY,
        text=request.form.get("text", ""),
    )
    return _act(
        template,
        person,
        "The report is recorded.",
        lambda key: record_report(site(), actor(), enrolment, requirement, written, key),
        **shown,
    )
