"""Signing in, protection of forms, and headers that browsers obey."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NoReturn

from flask import Flask, request
from flask_security import Security, SQLAlchemyUserDatastore
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from lms.config import Settings
from lms.services.passwords import SHORTEST
from lms.services.sessions import LONGEST
from lms.store.accounts import Account
from lms.store.base import db
from lms.web import form_owner, sessions, typed_again
from lms.web.guard import check_request, shows_token
from lms.web.guesses import remember_browser
from lms.web.sign_in import CountedSignIn, must_wait, say_when_to_try_again

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": ["'self'", "data:"],
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
csrf = CSRFProtect()


class ReadOnlyAccounts(SQLAlchemyUserDatastore):
    """Accounts as sign-in reads them; only services/accounts.py changes them."""

    def put(self, model: Any) -> NoReturn:
        """Refuse: a request's own session cannot write."""
        raise TypeError("accounts are changed by services/accounts.py, not by sign-in")


def init_app(app: Flask, settings: Settings) -> None:
    """Add headers, sign-in and everything that guards it, in the order in which they are asked."""
    secure = settings.base_url.startswith("https://")
    _configure(app, settings, secure)
    _send_headers(app, secure)
    app.before_request(typed_again.keep_what_was_typed)
    app.before_request(check_request)
    app.before_request(protect_from_forgery)
    csrf.init_app(app)
    form_owner.init_app(app)
    accounts = ReadOnlyAccounts(db, Account, None)  # type: ignore[arg-type]
    security = Security(app, accounts, login_form=CountedSignIn)
    security.want_json(lambda _: False)
    security.login_manager.request_loader(lambda _: None)
    security.login_context_processor(lambda: {"must_wait": must_wait()})
    sessions.init_app(app, security)
    say_when_to_try_again(app)
    app.after_request(remember_browser)


def _configure(app: Flask, settings: Settings, secure: bool) -> None:
    app.config.update(
        PERMANENT_SESSION_LIFETIME=LONGEST,
        SESSION_COOKIE_NAME="__Host-cadre" if secure else "cadre",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a method
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_DEPRECATED_PASSWORD_SCHEMES=[],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_SALT=settings.secret_key,
        SECURITY_PASSWORD_LENGTH_MIN=SHORTEST,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/sign-in",
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_FRESHNESS=timedelta(-1),
        SECURITY_STATIC_FOLDER=None,
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )


def protect_from_forgery() -> None:
    """Ask for a form's token, except from programs that show a bearer token of their own."""
    if request.endpoint is not None and not shows_token():
        csrf.protect(apply_exemptions=True)


def _send_headers(app: Flask, secure: bool) -> None:
    app.after_request(_tell_no_address)  # asked after Talisman, for the last added is asked first
    Talisman(
        app,
        force_https=secure,
        strict_transport_security=secure,
        session_cookie_secure=secure,
        content_security_policy=CONTENT_SECURITY_POLICY,
        content_security_policy_nonce_in=["script-src"],
        referrer_policy="same-origin",
        frame_options="DENY",
    )
    app.after_request(_keep_out_of_caches)
    app.after_request(_keep_apart)


def _keep_apart(response: Response) -> Response:
    """No other site's page holds on to a window of ours, nor takes anything from here into itself."""
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _keep_out_of_caches(response: Response) -> Response:
    """Pages show private facts; what a browser may keep (``assets.py``) never comes this way."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _tell_no_address(response: Response) -> Response:
    """A signer's address is the key to the page: it is told to nobody, not even to ourselves."""
    if request.blueprint in ("signer", "signed"):
        response.headers["Referrer-Policy"] = "no-referrer"
    return response
