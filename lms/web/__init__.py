"""HTML pages: one file per audience, all in GOV.UK Frontend's components."""

from __future__ import annotations

from flask import Flask

from lms.config import Settings
from lms.web import errors, outside, readings, security, shell, typed_again, unavailable
from lms.web.guard import check_every_route_declares_a_permission
from lms.web.pages import BLUEPRINTS

__all__ = ["check_every_route_declares_a_permission", "init_app"]


def init_app(app: Flask, settings: Settings) -> None:
    """Add templates, sign-in, security headers, error pages and every page to the site."""
    typed_again.init_app(app)
    shell.init_app(app)
    errors.init_app(app)
    unavailable.init_app(app)
    outside.init_app(app)
    readings.init_app(app)
    security.init_app(app, settings)
    app.before_request(outside.check_body)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
