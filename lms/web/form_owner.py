"""Whose form it is: every form carries, signed, a mark of the account that it was made for."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask, current_app, request, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData, Signer, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from lms.web.guard import actor

FIELD = "csrf_token"
HERE = ("same-origin", "none")


def init_app(app: Flask) -> None:
    """Let every form's token say whose it is; after CSRFProtect, whose own token it takes the place of."""
    app.jinja_env.globals[FIELD] = form_token
    app.context_processor(lambda: {FIELD: form_token})


def form_token() -> str:
    """The token against forged forms; the part of it that a session keeps ends in the owner's mark.

    So a form that outlives its session still says whose it was, and nobody can make one that says
    it of somebody else.
    """
    if FIELD not in session:
        session[FIELD] = f"{uuid4().hex}.{mark_of(actor().person)}"
    return str(generate_csrf())


def mark_of(person: str) -> str:
    """A keyed mark of an account, which tells nobody its id; empty for nobody's."""
    signer = Signer(str(current_app.secret_key), salt="cadre-form-owner")
    return signer.get_signature(person).decode() if person else ""


def of_this_session() -> bool:
    """Whether the present request sent a form of the session that it comes from."""
    return bool(_kept_in(_token()) == session.get(FIELD, False))


def owner_of(token: str) -> str | None:
    """The mark in a form's token; empty for nobody's form, None where no site of ours made it."""
    kept = _kept_in(token)
    return None if kept is None else kept.partition(".")[2]


def _token() -> str:
    try:
        return request.form.get(FIELD) or request.headers.get("X-CSRFToken", "")
    except (HTTPException, OSError):  # too large, no form, or a disk too full to read it
        return ""


def _kept_in(token: str) -> str | None:
    """What a session keeps of a form's token."""
    try:
        return str(
            URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token").loads(token)
        )
    except BadData:
        return None


def owner_of_sent() -> str | None:
    """Whose form the present request sent, None where another site sent it or one that is not ours."""
    if not came_from_here():
        return None
    return owner_of(_token())


def came_from_here() -> bool:
    """Whether a page of this site sent it, as far as the browser says; older ones say nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in HERE
    return request.headers.get("Origin") in (None, request.host_url.rstrip("/"))
