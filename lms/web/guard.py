"""Every route says what permission it needs; one that says nothing keeps the site from starting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from lms.domain.policy import POLICY, Actor, may_somewhere
from lms.errors import SettingsError, UnknownKey
from lms.services.site import Site
from lms.services.tokens import READ, Token, holder
from lms.web.guesses import count_unknown_key

OPEN = "open"
"""For pages that anybody may see: sign-in, the signer's link, health."""
OPEN_ENDPOINTS = frozenset({"security.login", "security.logout"})
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
View = TypeVar("View", bound=Callable[..., Any])


def permission(act: str) -> Callable[[View], View]:
    """Declare the act of the policy table that a view is for, or ``OPEN``."""
    if act != OPEN and act not in POLICY:
        raise SettingsError(f'"{act}" is not an act of the policy table')

    def declare(view: View) -> View:
        view.permission = act  # type: ignore[attr-defined]
        return view

    return declare


def permission_of(app: Flask, endpoint: str, method: str = "GET") -> str | None:
    """The act that an endpoint declares; method views declare one per method or one for all."""
    if endpoint in OPEN_ENDPOINTS:
        return OPEN
    view = app.view_functions.get(endpoint)
    asked = "get" if method == "HEAD" else method.lower()  # HEAD is GET without the body
    by_method = getattr(getattr(view, "view_class", None), asked, None)
    return getattr(by_method, "permission", None) or getattr(view, "permission", None)


def check_every_route_declares_a_permission(app: Flask) -> None:
    """SettingsError naming every route that does not say who may use it."""
    silent = sorted(
        f"{rule.rule} ({rule.endpoint}, {method})"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if permission_of(app, rule.endpoint, method) is None
    )
    if silent:
        raise SettingsError(
            "These routes declare no permission; add @permission(…): " + ", ".join(silent)
        )


def site() -> Site:
    """The running site."""
    return cast(Site, current_app.extensions["cadre"])


def shows_token() -> bool:
    """Whether the request comes from a program that shows a bearer token; its cookies then count
    for nothing.
    """
    return wants_json() and request.headers.get("Authorization", "").startswith("Bearer ")


def wants_json() -> bool:
    """Whether the caller is a program."""
    return request.path.startswith("/api/")


def actor() -> Actor:
    """The person who makes this request, with roles; nobody where nobody is signed in."""
    if "actor" not in g:
        g.actor = site().actor(_identity())
    return cast(Actor, g.actor)


def token() -> Token | None:
    """The token that the request shows, where it is one that works."""
    if "token" not in g:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        g.token = _holder(shown) if shows_token() else None
    return cast("Token | None", g.token)


def _holder(shown: str) -> Token | None:
    try:
        return holder(site(), shown)
    except UnknownKey as fault:
        count_unknown_key(fault)
        return None


def _identity() -> str:
    if not shows_token():
        return current_user.person if current_user.is_authenticated else ""
    shown = token()
    if shown is not None and shown.scope == READ and request.method not in SAFE_METHODS:
        abort(403, "This token may only read; make one with the scope write.")
    return shown.person if shown else ""


def check_request() -> Response | None:
    """Stop a request that no role of the person could allow; services decide the rest."""
    if request.endpoint is None or request.method == "OPTIONS":
        return None
    act = permission_of(current_app, request.endpoint, request.method)
    if act == OPEN:
        return None
    if not actor().person:
        return _ask_to_sign_in()
    if act is None or not may_somewhere(actor(), act, site().today()):
        abort(403)
    return None


def _ask_to_sign_in() -> Response:
    if wants_json():
        abort(401, "Show a token: Authorization: Bearer …, made under Your tokens.")
    back = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("security.login", next=back))
