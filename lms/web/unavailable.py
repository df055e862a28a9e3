"""The database or the disk is away: said plainly, as 503, with what was typed kept to be sent again."""

from __future__ import annotations

import logging

from flask import Flask, jsonify, request
from werkzeug.wrappers import Response

from lms.services.health import AWAY, health, in_words, why_away
from lms.web.errors import ask_nobody, page, problem, show_crash
from lms.web.guard import site, wants_json
from lms.web.sent_form import sent_now

log = logging.getLogger(__name__)
AGAIN_AFTER = "30"
"""Seconds after which a program or a load balancer is told to try again."""
NOT_DONE = "Nothing was done just now, and what you saved before is safe. Try again in a minute."


def init_app(app: Flask) -> None:
    """Tell what is away from what is our fault."""
    for kind in AWAY:
        app.register_error_handler(kind, show)


def show(fault: Exception) -> Response | tuple[str, int]:
    """503 where something is away, 500 for any other fault."""
    away = why_away(fault)
    if away is None:
        return show_crash(fault)
    log.error("%s; a request to %s failed", in_words(away), request.url_rule, exc_info=fault)
    says = f"{in_words(away)} {NOT_DONE}"
    response = problem(503, "Unavailable", says) if wants_json() else _page(says)
    response.headers["Retry-After"] = AGAIN_AFTER
    return response


def _page(says: str) -> Response:
    ask_nobody()
    html, status = page(503, says, sent=sent_now())
    return Response(html, status, mimetype="text/html")


def health_answer() -> Response:
    """Whether the database answers and can be written, and files can be kept; what is away is named."""
    found = health(site())
    if not found:
        return jsonify({"status": "ok"})
    said = {away.what: in_words(away) for away in found}
    response = jsonify({"status": "unavailable", "away": said})
    response.status_code = 503
    response.headers["Retry-After"] = AGAIN_AFTER
    return response
