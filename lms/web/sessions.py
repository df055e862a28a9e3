"""The session of a browser: begun at signing in, checked at each request, ended at signing out."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request, session
from flask_login import user_logged_out
from flask_security import Security, user_authenticated
from flask_security.utils import set_request_attr

from lms.services import sessions
from lms.services.sessions import SessionOver
from lms.store.accounts import Account
from lms.store.signed_in import SignedIn
from lms.web import browsers
from lms.web.guard import site

KEY, SEEN = "key", "seen"
"""What the signed cookie holds of the session: its key, and when it was used last."""
OF_A_SESSION = frozenset({"_user_id", "_fresh", "_id", "fs_cc", "fs_paa", "_permanent"})
"""What sign-in itself puts into a session."""


def init_app(app: Flask, security: Security) -> None:
    """Ask for every request whether the session that its cookie names has not ended."""
    security.login_manager.user_loader(load_account)
    security.login_context_processor(lambda: {"over": g.get("over", "")})
    # A cookie is sent when it says something new: at most every five minutes.
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False


def load_account(uniquifier: str) -> Account | None:
    """The account of whoever is signed in; None, and why in ``g.over``, where the session is over."""
    seen = sessions.moment_of(session.get(SEEN))
    try:
        account, found = sessions.open_session(
            site(), str(session.get(KEY, "")), str(uniquifier), seen
        )
    except SessionOver as over:
        g.over = str(over)
        return None
    g.session = found
    if seen is None or site().now() - seen >= sessions.NOTED:
        session[SEEN] = site().now().timestamp()
        sessions.note_use(site(), found)
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return account


def present_session() -> SignedIn | None:
    """The session of this very browser; None for a program."""
    found: SignedIn | None = g.get("session")
    return found


@user_authenticated.connect
def _start_afresh(_: Flask, user: Account, **__: Any) -> None:
    """Carry nothing over from before signing in: a session planted in the browser gains nothing.

    Nor is anybody remembered beyond the session, whatever the form asked for.
    """
    for name in set(session) - OF_A_SESSION:
        session.pop(name)
    session.permanent = True
    words = browsers.in_words(request.headers.get("User-Agent", ""))
    session[KEY] = sessions.begin_session(site(), user, words)
    session[SEEN] = site().now().timestamp()


@user_logged_out.connect
def _end(_: Flask, **__: Any) -> None:
    """Sign out on the server too: a copy of the cookie opens nothing."""
    session.pop(SEEN, None)
    key = session.pop(KEY, None)
    if key:
        sessions.end_session_of_cookie(site(), str(key))
