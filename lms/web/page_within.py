"""Another page of the site, as the person who makes this request would get it."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Context

from flask import Request, Response, current_app, request, session
from werkzeug.wrappers import Response as WebResponse

from lms.web.form_owner import form_token


def page_asked(address: str, more: Mapping[str, str] | None = None) -> WebResponse:
    """Another page of the site, asked for by this same browser with its session as it is now."""
    form_token()
    environ = {
        k: v for k, v in request.environ.items() if not k.startswith(("werkzeug.", "flask."))
    }
    path, _, query = address.partition("?")
    environ |= {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, **(more or {})}
    environ |= {"CONTENT_LENGTH": "0", "CONTENT_TYPE": "", "HTTP_COOKIE": _cookies()}
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    page = Context().run(WebResponse.from_app, app.wsgi_app, environ, True)
    _take_over_session(page)
    return page


def _cookies() -> str:
    """The browser's cookies, that of the session as this request leaves it."""
    name = current_app.config["SESSION_COOKIE_NAME"]
    others = [f"{k}={v}" for k, v in request.cookies.items() if k != name]
    carrier = Response()
    session.modified = True
    current_app.session_interface.save_session(current_app, session, carrier)
    written = carrier.headers.get("Set-Cookie", "").partition(";")[0]
    return "; ".join([*others, written])


def _take_over_session(page: WebResponse) -> None:
    """What the page left in the session is left in it by this request, which writes it last."""
    name = current_app.config["SESSION_COOKIE_NAME"]
    for written in page.headers.getlist("Set-Cookie"):
        if written.startswith(f"{name}="):
            given = Request({**request.environ, "HTTP_COOKIE": written.partition(";")[0]})
            now = current_app.session_interface.open_session(current_app, given)
            session.clear()
            session.update(now or {})
    page.headers.remove("Set-Cookie")
