"""create_app: the start-up order, readable as a list."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import api, mailing, web
from lms.config import Settings, read_settings
from lms.registry import Registry, find_plugins
from lms.services.site import Site
from lms.store import accounts, tables, view_tables  # noqa: F401 - they declare the tables
from lms.store.base import db, prepare, read_json
from lms.store.files import Files
from lms.store.ledger import Clock, Ledger, now


def create_app(
    settings: Settings | None = None, registry: Registry | None = None, clock: Clock = now
) -> Flask:
    """Compose a site; SettingsError or a plugin's name in the log says what is not right."""
    settings = settings or read_settings()
    app = open_site(settings, registry, clock)
    add_pages(app, settings)
    return app


def open_site(settings: Settings, registry: Registry | None = None, clock: Clock = now) -> Flask:
    """A site without its pages: database, mail and plugins, which is all that services need."""
    app = Flask(
        "lms", static_folder=None, template_folder=None, instance_path=str(settings.instance)
    )
    _configure(app, settings)
    _open_database(app)
    mailing.init_app(app, settings)
    site = _build_site(app, settings, registry or find_plugins(settings.plugins_block), clock)
    app.extensions["cadre"] = site
    return app


def add_pages(app: Flask, settings: Settings) -> None:
    """Give a site its pages, its sign-in and its API."""
    web.init_app(app, settings)
    api.init_app(app)
    web.check_every_route_declares_a_permission(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # What people write must not reach a log with the statement that failed on it.
        # A connection that the server has ended meanwhile is noticed before it is used.
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,
            "pool_pre_ping": not settings.on_sqlite,
            "json_deserializer": read_json,
        },
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
        TEMPLATES_AUTO_RELOAD=False,
    )
    settings.instance.mkdir(parents=True, exist_ok=True)


def _open_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def _build_site(app: Flask, settings: Settings, registry: Registry, clock: Clock) -> Site:
    def session() -> Session:
        return db.session()  # the one of the present application context

    with app.app_context():
        engine = db.engine
    kinds = registry.record_kinds
    ledger = Ledger(engine, settings.ledger_keys, lambda: kinds, clock)
    files = Files(settings.files_folder)
    return Site(ledger, registry, session, settings.base_url, files)


def close(app: Flask) -> None:
    """Let go of the database: for commands and tests, which end before the process does."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
