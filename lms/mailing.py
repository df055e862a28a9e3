"""How mails leave the site: into a folder, to a mail server or into memory, as LMS_MAIL_URL says."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from flask import Flask
from flask_mailman import Mail

from lms.config import Settings
from lms.errors import SettingsError

TIMEOUT = 20
"""Seconds that a mail server may take before the mail is tried again later."""
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def init_app(app: Flask, settings: Settings) -> None:
    """Set up mail; SettingsError where the address of the mail server cannot be understood."""
    app.config.update(
        MAIL_DEFAULT_SENDER=settings.mail_sender, MAIL_TIMEOUT=TIMEOUT, **_backend(settings)
    )
    state = Mail().init_app(app)
    if state.backend == "locmem":
        state.outbox = []


def _backend(settings: Settings) -> dict[str, Any]:
    url = urlsplit(settings.mail_url)
    if url.scheme == "folder":
        folder = url.path or str(settings.instance / "mail")
        return {"MAIL_BACKEND": "file", "MAIL_FILE_PATH": folder}
    if url.scheme == "memory":
        return {"MAIL_BACKEND": "locmem"}
    if url.scheme in ("smtp", "smtps") and url.hostname:
        return _server(url)
    raise SettingsError(
        "LMS_MAIL_URL must be folder:, smtp://user:password@host:port, smtps://… or memory:."
    )


def _server(url: SplitResult) -> dict[str, Any]:
    """A mail server; what leaves this machine is always encrypted on its way."""
    encrypted = url.scheme == "smtps"
    return {
        "MAIL_BACKEND": "smtp",
        "MAIL_SERVER": url.hostname,
        "MAIL_PORT": url.port or (465 if encrypted else 587),
        "MAIL_USERNAME": unquote(url.username) if url.username else None,
        "MAIL_PASSWORD": unquote(url.password) if url.password else None,
        "MAIL_USE_SSL": encrypted,
        "MAIL_USE_TLS": not encrypted and url.hostname not in HERE,
    }
