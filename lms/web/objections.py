"""Objections: a signer without an account says what is wrong, and a tutor decides."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.calendar import in_words
from lms.domain.wording import capital, many, parted
from lms.errors import BadInput, Refused
from lms.services.decide_objection import decide_objection, read_objection
from lms.services.object_to_signature import object_to, see_signed
from lms.services.signing_links import LinkClosed
from lms.web.act_form import (
    RADIOS,
    TEXT,
    ActForm,
    Input,
    Option,
    act_page,
    the_key,
    typed,
)
from lms.web.attempt import form_key
from lms.web.errors import too_many_guesses
from lms.web.guard import OPEN, actor, permission, site
from lms.web.security import csrf

signed = Blueprint("signed", __name__, url_prefix="/signed")
csrf.exempt(signed)
"""As with the link to sign: the token in the address is the key, no cookie."""
objections = Blueprint("objections", __name__, url_prefix="/teaching/objections")


@signed.errorhandler(LinkClosed)
def closed(fault: LinkClosed) -> Response | tuple[str, int]:
    """The link opens nothing (any more)."""
    return too_many_guesses(fault) or (render_template("signer/objection_closed.html"), 404)


@signed.get("/<token>")
@permission(OPEN)
def entries(token: str) -> str:
    """What was signed in the name of whoever has the link."""
    return _page(token)


def _page(token: str, wrong: tuple[str, ...] = ()) -> str:
    return render_template(
        "signer/signed.html",
        page=see_signed(site(), token),
        token=token,
        ticked=request.form.getlist("signature"),
        reason=request.form.get("reason", ""),
        key=form_key(),
        problems=[{"text": text, "href": "#reason"} for text in wrong],
    )


@signed.post("/<token>")
@permission(OPEN)
def object_(token: str) -> Response | tuple[str, int]:
    """Object to the ticked signatures, with the reason."""
    chosen = tuple(request.form.getlist("signature"))
    reason, key = request.form.get("reason", ""), request.form.get("idempotency")
    try:
        made = object_to(site(), token, chosen, reason, key)
    except BadInput as fault:
        return _page(token, tuple(map(str, fault.problems))), 422
    except Refused as refused:
        return _page(token, (str(refused),)), 409
    what = many(made, "signature")
    flash(f"Your objection to {what} is recorded. A tutor decides about it.", "success")
    return redirect(url_for("signed.entries", token=token))


@act_page(objections, "/<objection>", "decide-objection")
def decide(objection: str) -> ActForm:
    """A tutor decides an objection, with the reason."""
    shown = read_objection(site(), actor(), objection)
    back = (shown.name, url_for("tutor_learner.learner", person=shown.person))
    choices = [
        Option("upheld", "Uphold it", "The signature no longer counts; the entry is unsigned."),
        Option("dismissed", "Dismiss it", "The signature counts again."),
    ]
    return ActForm(
        title="A signer's objection",
        caption=shown.name,
        back=back,
        inputs=[
            Input(RADIOS, "outcome", "What do you decide?", options=choices),
            Input(TEXT, "reason", "Why?", "What you looked at and what it showed."),
        ],
        button="" if shown.decided else "Record the decision",
        do=lambda: decide_objection(
            site(), actor(), objection, typed("outcome"), typed("reason"), the_key()
        ),
        done="The decision is recorded.",
        then=back[1],
        says=[f"It was {shown.decided} already."] if shown.decided else (),
        facts=[
            ("Entry", shown.entry),
            ("Signed", f"{in_words(shown.signed)}, by {shown.signer} as {parted(shown.role)}"),
            ("Objection", f"{in_words(shown.made)}: {capital(shown.text)}"),
        ],
    )
