"""Setting a password by the link in a mail, of an invitation or for a forgotten password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.services.forgotten_password import ask_for_reset
from lms.services.invite import accept_invite, invited
from lms.web.attempt import Attempt, attempt
from lms.web.guard import OPEN, permission, site
from lms.web.guesses import of_forgotten

invitation = Blueprint("invitation", __name__)


@invitation.get("/forgotten-password")
@permission(OPEN)
def forgotten() -> str:
    """Ask for the address with which one signs in, and for nothing else."""
    return _forgotten(Attempt())


def _forgotten(tried: Attempt[object]) -> str:
    return render_template(
        "security/forgotten_password.html",
        email=request.form.get("email", ""),
        problems=tried.problems,
        errors=tried.errors,
    )


@invitation.post("/forgotten-password")
@permission(OPEN)
def ask() -> str | tuple[str, int]:
    """Promise a mail; the page says the same to everybody."""
    email = request.form.get("email", "")
    tried = attempt(lambda: ask_for_reset(site(), email, of_forgotten(email)))
    if not tried.done:
        return _forgotten(tried), tried.status
    return render_template("security/mail_sent.html")


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
