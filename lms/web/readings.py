"""An act reads nothing: what a form sent looked up is noted as read only where its page is shown again."""

from __future__ import annotations

from flask import Flask, g, request
from werkzeug.wrappers import Response

from lms.services.read_audit import drop_readings, hold_readings, keep_readings
from lms.web.guard import SAFE_METHODS, site, wants_json

HANDS_OVER = (200, 409, 422)
"""A page shown in answer to a form: what it shows is handed over, again where it was before."""


def init_app(app: Flask) -> None:
    """Hold readings back while a form is answered."""
    app.before_request(_hold)
    app.after_request(_keep)
    app.teardown_request(lambda _: drop_readings())


def _hold() -> None:
    if request.method not in SAFE_METHODS and not wants_json():
        hold_readings()


def _keep(response: Response) -> Response:
    # A redirect says that the act is done, and a page of ours about an error shows no text.
    if response.status_code in HANDS_OVER and not g.get("shows_error"):
        keep_readings(site())
    drop_readings()
    return response
