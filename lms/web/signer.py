"""Signing without an account: a supervisor's personal link to one learner's practice entries."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.wording import many
from lms.errors import BadInput, Refused
from lms.services.answer_correction import CorrectionAnswer, answer_correction
from lms.services.objection_links import objection_token
from lms.services.sign_entries import DECLINED, SIGNED, Answer, answer_entries
from lms.services.signing_links import LinkClosed, open_link, renew_link
from lms.services.signing_page import (
    PAGE,
    ShownEntry,
    see_correction_to_sign,
    see_entry_to_sign,
    see_signing_page,
)
from lms.web.errors import too_many_guesses
from lms.web.guard import OPEN, permission, site
from lms.web.paging import asked_page
from lms.web.security import csrf

signer = Blueprint("signer", __name__, url_prefix="/sign")
csrf.exempt(signer)
"""The token in the address is the key here, no cookie: whoever does not know it can forge nothing."""


@signer.errorhandler(LinkClosed)
def closed(fault: LinkClosed) -> Response | tuple[str, int]:
    """The link opens nothing (any more): how to have a new one."""
    token = (request.view_args or {}).get("token", "")
    return too_many_guesses(fault) or (render_template("signer/closed.html", token=token), 404)


@signer.get("/<token>")
@permission(OPEN)
def entries(token: str) -> str:
    """Every entry that waits for this supervisor, by the role in which it may be signed."""
    return _page(token)


def _page(token: str, wrong: tuple[str, ...] = ()) -> str:
    page = see_signing_page(site(), token, PAGE, asked_page(), asked_page(name="answered"))
    role = request.form.get("role", "")
    return render_template(
        "signer/entries.html",
        page=page,
        listed=page.waiting,
        token=token,
        role=role,
        ticked=request.form.getlist("entry"),
        key=uuid4().hex,
        problems=[{"text": text, "href": f"#as-{role}"} for text in wrong],
    )


@signer.post("/<token>")
@permission(OPEN)
def sign(token: str) -> Response | tuple[str, int]:
    """Sign the ticked entries."""
    answer = Answer(
        entries=tuple(request.form.getlist("entry")),
        role=request.form.get("role", ""),
        decision=SIGNED,
        declared=request.form.get("declared") == "yes",
    )
    try:
        signed = answer_entries(site(), token, answer, request.form.get("idempotency"))
    except BadInput as fault:
        return _page(token, tuple(map(str, fault.problems))), 422
    except Refused as refused:
        return _page(token, (str(refused),)), 409
    flash(f"Signed: {many(signed, 'entry', 'entries')}.", "success")
    return redirect(url_for("signer.entries", token=token))


@signer.get("/<token>/decline/<entry>/<role>")
@permission(OPEN)
def decline_page(token: str, entry: str, role: str) -> str | Response:
    """Ask why an entry is declined."""
    return _decline(token, entry, role)


def _decline(token: str, entry: str, role: str, wrong: str = "") -> str | Response:
    shown = see_entry_to_sign(site(), token, entry, role)
    if shown is None:
        flash("That entry no longer waits for you.")
        return redirect(url_for("signer.entries", token=token))
    return _decline_form(token, shown, role, wrong)


def _decline_form(token: str, shown: ShownEntry, role: str, wrong: str) -> str:
    return render_template(
        "signer/decline.html",
        token=token,
        entry=shown,
        role=role,
        wrong=wrong,
        reason=request.form.get("reason", ""),
        key=request.form.get("idempotency") or uuid4().hex,
        problems=[{"text": wrong, "href": "#reason"}] if wrong else [],
    )


@signer.post("/<token>/decline/<entry>/<role>")
@permission(OPEN)
def decline(token: str, entry: str, role: str) -> str | Response | tuple[str | Response, int]:
    """Decline one entry, with the reason."""
    answer = Answer((entry,), role, DECLINED, request.form.get("reason", ""))
    try:
        answer_entries(site(), token, answer, request.form.get("idempotency"))
    except BadInput as fault:
        return _decline(token, entry, role, str(fault.problems[0])), 422
    except Refused as refused:
        flash(str(refused))
    else:
        flash("Declined. The learner sees your reason and can put the entry right.", "success")
    return redirect(url_for("signer.entries", token=token))


@signer.route("/<token>/corrections/<correction>/<role>", methods=["GET", "POST"])
@permission(OPEN)
def correction(
    token: str, correction: str, role: str
) -> str | Response | tuple[str | Response, int]:
    """Sign or decline a correction: what was, what it becomes, and why."""
    if request.method != "POST":
        return _correction(token, correction, role)
    form = request.form
    answer = CorrectionAnswer(
        correction,
        role,
        form.get("decision", ""),
        form.get("reason", ""),
        form.get("declared") == "yes",
    )
    try:
        in_force = answer_correction(site(), token, answer, form.get("idempotency"))
    except BadInput as fault:
        return _correction(token, correction, role, str(fault.problems[0])), 422
    except Refused as refused:
        flash(str(refused))
    else:
        flash(_answered(answer.decision, in_force), "success")
    return redirect(url_for("signer.entries", token=token))


def _answered(decision: str, in_force: bool) -> str:
    if decision == DECLINED:
        return "Declined. The entry stays as you signed it; the learner sees your reason."
    if in_force:
        return "Signed. The correction counts from today."
    return "Signed. The correction counts once the other signer has signed it too."


def _correction(token: str, correction: str, role: str, wrong: str = "") -> str | Response:
    page = see_correction_to_sign(site(), token, correction, role)
    if page is None:
        flash("That correction no longer waits for you.")
        return redirect(url_for("signer.entries", token=token))
    anchor = "#reason" if request.form.get("decision") == DECLINED else "#declared"
    return render_template(
        "signer/correction.html",
        token=token,
        page=page,
        asked=page.asked,
        reason=request.form.get("reason", ""),
        key=uuid4().hex,
        problems=[{"text": wrong, "href": anchor}] if wrong else [],
    )


@signer.get("/<token>/signed")
@permission(OPEN)
def signed(token: str) -> Response:
    """Where to object to what was signed in one's name."""
    link = open_link(site(), token)
    found, _ = objection_token(site(), link.supervisor, link.learner)
    return redirect(url_for("signed.entries", token=found))


@signer.post("/<token>/new-link")
@permission(OPEN)
def new_link(token: str) -> str:
    """Send a new link to the address that the old one went to; the page says the same to everybody."""
    renew_link(site(), token)
    return render_template("signer/sent.html")
