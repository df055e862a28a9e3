"""Setting a password by the link in an invitation: open to whoever holds the link."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.services.invite import accept_invite, invited
from lms.web.attempt import Attempt, attempt
from lms.web.guard import OPEN, permission, site

invitation = Blueprint("invitation", __name__)


@invitation.get("/set-password/<token>")
@permission(OPEN)
def form(token: str) -> str:
    """The form for a first password, or for another after it was lost."""
    return _page(token, Attempt())


def _page(token: str, tried: Attempt[object]) -> str:
    account = invited(site(), token)
    return render_template(
        "administration/set_password.html",
        email=account.email,
        problems=tried.problems,
        errors=tried.errors,
    )


@invitation.post("/set-password/<token>")
@permission(OPEN)
def accept(token: str) -> Response | tuple[str, int]:
    """Set the password; the link then works no longer."""
    tried = attempt(lambda: accept_invite(site(), token, request.form.get("password", "")))
    if not tried.done:
        return _page(token, tried), tried.status
    flash("Your password is set. Sign in with it.", "success")
    return redirect(url_for("security.login"))
