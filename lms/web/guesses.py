"""Who tries a password or a link from where, as the counts of wrong tries see it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, cast

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from lms.domain.guessing import ADDRESS, FORGOTTEN, KEYS, PASSWORD, neighbourhood
from lms.errors import UnknownKey
from lms.services import guesses
from lms.services.guesses import Counter, counter
from lms.services.site import Site

KNOWN_FOR = timedelta(days=180)
"""How long a browser that signed in is known again."""
MOST_KNOWN = 8
"""Accounts that one browser is known for: some machines are shared."""


def from_here() -> str:
    """Where the request comes from, as far as one caller cannot change it at will."""
    return neighbourhood(request.remote_addr or "")


def of_password(email: str) -> list[Counter]:
    """What a try at the password of an account counts under.

    A browser that signed in to the account before has a count of its own, so that strangers cannot
    make it wait.
    """
    account = _plain(email)
    if _mark(account) in _known()["accounts"]:
        return [counter(PASSWORD, account, f"browser {_known()['browser']}")]
    return [counter(PASSWORD, account, from_here()), counter(ADDRESS, from_here())]


def of_forgotten(email: str) -> list[Counter]:
    """What asking for a link to set a password anew counts under."""
    return [counter(FORGOTTEN, _plain(email), from_here()), counter(ADDRESS, "mail", from_here())]


def count_unknown_key(fault: Exception) -> None:
    """Count a token or link that was never given out; TooManyTries after too many from one address."""
    if isinstance(fault, UnknownKey):
        site: Site = current_app.extensions["cadre"]
        guesses.wrong(site, counter(KEYS, from_here()))


def know_this_browser(email: str) -> None:
    """Let the browser be known again for an account, once the answer is sent."""
    g.known_for = _plain(email)


def remember_browser(response: Response) -> Response:
    """Send the cookie by which the browser is known again, after signing in."""
    account = g.pop("known_for", None)
    if account:
        known, mark = _known(), _mark(account)
        accounts = [mark, *(a for a in known["accounts"] if a != mark)][:MOST_KNOWN]
        response.set_cookie(
            cookie_name(),
            str(_serializer().dumps([known["browser"], accounts])),
            max_age=KNOWN_FOR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


def cookie_name() -> str:
    """The name of that cookie, beside that of the session."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-known"


def _known() -> dict[str, Any]:
    """The browser's own random name, and marks of the accounts that it signed in to."""
    if "known" not in g:
        try:
            shown = request.cookies.get(cookie_name(), "")
            browser, accounts = _serializer().loads(shown, max_age=int(KNOWN_FOR.total_seconds()))
        except (BadSignature, ValueError, TypeError):
            browser, accounts = secrets.token_urlsafe(16), []
        g.known = {"browser": browser, "accounts": accounts}
    return cast(dict[str, Any], g.known)


def _mark(account: str) -> str:
    """What a cookie holds in the place of an account: it tells nobody who reads it which it was."""
    return counter(PASSWORD, "known", account).key[:24]


def _plain(email: str) -> str:
    return email.strip().lower()


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="known-browser")
