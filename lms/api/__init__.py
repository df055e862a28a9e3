"""The same acts as the pages, as JSON under /api/v1, described by OpenAPI."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the API to the site."""
