"""Your account: the password, where you are signed in, and the tokens that let programs in."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_security import current_user
from flask_security.utils import logout_user
from werkzeug.wrappers import Response

from lms.errors import BadInput
from lms.services import accounts, sessions, tokens
from lms.web.form_problems import by_field, summary
from lms.web.guard import actor, permission, site
from lms.web.guesses import of_password
from lms.web.number_input import read_number
from lms.web.sessions import present_session

account = Blueprint("account", __name__, url_prefix="/account")
Page = str | Response | tuple[str, int]


@account.get("/")
@permission("manage-own-tokens")
def index() -> str:
    """The account at a glance."""
    return render_template(
        "account/index.html", tokens=tokens.tokens_of(site(), actor()), now=site().now()
    )


@account.get("/password")
@permission("change-own-password")
def password() -> str:
    """Ask for the present password and a new one."""
    return render_template("account/password.html", errors={})


@account.post("/password")
@permission("change-own-password")
def change_password() -> Page:
    """Change the password; the person signs in again with it."""
    try:
        accounts.change_password(
            site(),
            actor(),
            request.form.get("current", ""),
            request.form.get("new", ""),
            of_password(current_user.email),
        )
    except BadInput as fault:
        shown = {"problems": summary(fault), "errors": by_field(fault)}
        return render_template("account/password.html", **shown), 422
    logout_user()
    flash("Your password is changed. Sign in with the new one.", "success")
    return redirect(url_for("security.login"))


@account.get("/sessions")
@permission("manage-own-sessions")
def list_sessions() -> str:
    """Where one is signed in."""
    return render_template(
        "account/sessions.html", sessions=sessions.sessions_of(site(), actor()), own=_own_session()
    )


def _own_session() -> str:
    here = present_session()
    return here.id if here else ""


@account.post("/sessions/<identity>/end")
@permission("manage-own-sessions")
def end_session(identity: str) -> Response:
    """Sign out one browser."""
    sessions.end_session(site(), actor(), identity)
    flash("That browser is signed out.", "success")
    return redirect(url_for("account.list_sessions"))


@account.post("/sessions/end-others")
@permission("manage-own-sessions")
def end_other_sessions() -> Response:
    """Sign out every browser but this one."""
    sessions.end_own_sessions(site(), actor(), but=_own_session())
    flash("All other browsers are signed out.", "success")
    return redirect(url_for("account.list_sessions"))


@account.get("/tokens/new")
@permission("manage-own-tokens")
def new_token() -> str:
    """Ask what the token is for."""
    return render_template("account/new_token.html", values={"days": 90}, errors={})


@account.post("/tokens/new")
@permission("manage-own-tokens")
def make_token() -> Page:
    """Make the token and show its secret, this once: it must be in no address and no message."""
    values = request.form
    try:
        token, secret = tokens.make_token(
            site(), actor(), values.get("name", ""), values.get("scope", ""), _days(values)
        )
    except BadInput as fault:
        shown = {"problems": summary(fault), "errors": by_field(fault), "values": values}
        return render_template("account/new_token.html", **shown), 422
    return render_template("account/token.html", token=token, secret=secret)


def _days(values: Mapping[str, str]) -> int:
    return read_number(values.get("days")) or 0


@account.post("/tokens/<identity>/revoke")
@permission("manage-own-tokens")
def revoke_token(identity: str) -> Response:
    """End a token at once."""
    tokens.revoke_token(site(), actor(), identity)
    flash("The token works no longer.", "success")
    return redirect(url_for("account.index"))
