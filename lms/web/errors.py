"""What went wrong, said plainly: a page for people, RFC 9457 problem details for programs."""

from __future__ import annotations

import logging

from flask import Flask, g, jsonify, make_response, render_template, request
from flask_security.core import AnonymousUser
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lms.domain.policy import Actor
from lms.errors import (
    BadInput,
    CadreError,
    Conflict,
    NotFound,
    NotPermitted,
    Refused,
    TooManyTries,
)
from lms.web.form_owner import form_token, mark_of, owner_of_sent
from lms.web.guard import actor, wants_json
from lms.web.guesses import count_unknown_key
from lms.web.sent_form import Sent, sent_now
from lms.web.typed_again import UNDER_ANOTHER, another_account, form_grew_old, show_form_again

Answer = Response | tuple[str, int]
log = logging.getLogger(__name__)
STATUS: dict[type[CadreError], int] = {
    NotFound: 404,
    NotPermitted: 403,
    BadInput: 422,
    Refused: 409,
    Conflict: 409,
    TooManyTries: 429,
}
MESSAGES = {
    400: "What your browser sent could not be understood. Go back, reload the page and try again.",
    401: "Sign in, then open the page again.",
    403: "You have no role that allows this.",
    404: "There is no page at this address. If you typed it, check it; if you followed a link, "
    "tell whoever sent it to you.",
    405: "This page cannot be used in that way. Go back and use its buttons.",
    413: "What you sent is larger than 8 MB. Send less at once.",
    422: "Some of what was sent cannot be used.",
}
FORM_TOO_OLD = (
    "This form was opened before you last signed in or out, or in another window. "
    "Go back, reload the page and send it again."
)
OF_ANOTHER = (
    "Not saved: another account is signed in now. Sign in as yourself in another tab; what you "
    "typed stays in this page."
)
SHOWN_AGAIN = (409, 422)
"""When a form can be put right: it is shown again with what was typed, and with the reason."""
KEPT = (400, 403, 404, 409, 422)
"""When nothing can be done but to copy what was typed."""
SAID_IN_HEADERS = ("Allow", "Retry-After")
"""What an error says to programs beside its message: the methods there are, when to try again."""
NOBODY = AnonymousUser()  # type: ignore[no-untyped-call]
CRASHED = "Something went wrong on our side. What you saved before is safe; please try again."


def init_app(app: Flask) -> None:
    """Show errors as pages, or to programs as problem details."""
    app.register_error_handler(CadreError, show_cadre_error)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(Exception, show_crash)


def problem(status: int, title: str, detail: str = "", **more: object) -> Response:
    """An error as RFC 9457 problem details; empty members are left out."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **more}
    response = jsonify({k: v for k, v in body.items() if v not in ("", None, [])})
    response.status_code = status
    response.content_type = "application/problem+json"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def show_cadre_error(fault: CadreError) -> Response | tuple[str, int]:
    """One of our own errors: it says what to do next."""
    many = too_many_guesses(fault)
    return many if many else _shown(fault)


def too_many_guesses(fault: CadreError) -> Response | None:
    """Count a token or link that was never given out; what to answer instead after too many."""
    try:
        count_unknown_key(fault)
    except TooManyTries as many:
        fault = many
    if not isinstance(fault, TooManyTries):
        return None
    response = make_response(_shown(fault))
    response.headers["Retry-After"] = str(fault.seconds)
    return response


def _shown(fault: CadreError) -> Response | tuple[str, int]:
    status = next((s for kind, s in STATUS.items() if isinstance(fault, kind)), 500)
    problems = [str(p) for p in getattr(fault, "problems", ())]
    if wants_json():
        code = fault.refusal.code if isinstance(fault, Refused) else None
        return problem(status, _title(fault), str(fault), code=code, problems=problems)
    if status in SHOWN_AGAIN:
        show_form_again(str(fault), status)
    return page(status, str(fault), problems, sent_now())


def _title(fault: CadreError) -> str:
    """The error's name in words: ``Not permitted``; what may not be known is not found."""
    name = NotFound.__name__ if isinstance(fault, NotFound) else type(fault).__name__
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip().capitalize()


def show_http_error(fault: HTTPException) -> Answer:
    """Anything that HTTP has a number for."""
    status = fault.code or 500
    if status < 400:
        return fault.get_response()
    message = _message(fault)
    if wants_json():
        more = getattr(fault, "data", None) or {}
        response = problem(status, fault.name, message, errors=more.get("messages"))
    elif isinstance(fault, CSRFError):
        return _old_form(message)
    else:
        sent = sent_now() if status in KEPT else None
        response = make_response(page(status, message, sent=sent))
    for name in SAID_IN_HEADERS:
        if said := dict(fault.get_headers()).get(name):
            response.headers[name] = said
    return response


def _old_form(message: str) -> Answer:
    """A form whose session is over: shown again to whose it is, and with a new key to a script."""
    if request.is_json:
        own = owner_of_sent() == mark_of(actor().person)
        answer = jsonify({"csrf_token": form_token()} if own else {"message": OF_ANOTHER})
        answer.status_code = 400
        return answer
    if form_grew_old():
        return page(400, message)
    carried = another_account()
    return page(400, UNDER_ANOTHER if carried else message, carried=carried)


def _message(fault: HTTPException) -> str:
    """What was said where the error was raised, or else what we say for its number."""
    if isinstance(fault, CSRFError):
        return FORM_TOO_OLD
    said = str(fault.description or "")
    standard = said == str(type(fault).description)
    return MESSAGES.get(fault.code or 500, said) if standard else said


def show_crash(fault: Exception) -> Response | tuple[str, int]:
    """A fault of ours: logged without what the person wrote, and said plainly."""
    log.error("request to %s failed", request.url_rule, exc_info=fault)
    if wants_json():
        return problem(500, "Internal error", CRASHED)
    ask_nobody()
    return page(500, CRASHED, sent=sent_now())


def ask_nobody() -> None:
    """Draw the page without asking who this is: the database may be what failed."""
    g.actor, g.menu, g._login_user = Actor(""), [], NOBODY


def page(
    status: int,
    message: str,
    problems: list[str] | None = None,
    sent: Sent | None = None,
    carried: str = "",
) -> tuple[str, int]:
    """The error as a page; ``sent`` is what a form had sent and may send again when we are well.

    ``carried`` is what somebody else typed, sealed.
    """
    g.said, g.shows_error = message, True
    shown = {"problems": [{"text": p} for p in problems or ()], "sent": sent, "carried": carried}
    return render_template("error.html", status=status, message=message, **shown), status
