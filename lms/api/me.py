"""The person that a token speaks for: name, roles, and the token itself."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from lms.services import sessions
from lms.services.people import name_of
from lms.web.guard import actor, permission, site, token

me = Blueprint("me", __name__, description="The person that a token speaks for.")


class RoleSchema(Schema):
    """A role, and what it is limited to."""

    role = fields.String(required=True)
    programme = fields.String(allow_none=True)
    cohort = fields.String(allow_none=True)
    authority = fields.String(allow_none=True)
    first = fields.Date(required=True)
    last = fields.Date(allow_none=True)


class TokenSchema(Schema):
    """The token shown."""

    name = fields.String(required=True)
    scope = fields.String(required=True)
    expires = fields.AwareDateTime(required=True)


class MeSchema(Schema):
    """Who is asking."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.Nested(RoleSchema), required=True)
    token = fields.Nested(TokenSchema, allow_none=True, required=True)


@me.route("/me")
class Me(MethodView):
    """Who is asking."""

    @permission("use-api")
    @me.doc(operationId="say-who-i-am")
    @me.response(200, MeSchema)
    def get(self) -> dict[str, Any]:
        """Say who is asking, with the roles ever granted and the token shown."""
        who = actor()
        return {
            "person": who.person,
            "name": name_of(site().session(), who.person),
            "roles": who.grants,
            "token": token(),
        }


class SessionSchema(Schema):
    """A browser in which one is signed in: since when, and when it was used last, to five minutes."""

    id = fields.String(required=True)
    browser = fields.String(required=True)
    made = fields.AwareDateTime(required=True)
    seen = fields.AwareDateTime(required=True)


class SessionsSchema(Schema):
    """Where one is signed in, the one used last first."""

    items = fields.List(fields.Nested(SessionSchema), required=True)


@me.route("/me/sessions")
class Sessions(MethodView):
    """Where one is signed in."""

    @permission("manage-own-sessions")
    @me.doc(operationId="list-sessions")
    @me.response(200, SessionsSchema)
    def get(self) -> dict[str, Any]:
        """List the browsers in which one is signed in."""
        return {"items": sessions.sessions_of(site(), actor())}

    @permission("manage-own-sessions")
    @me.doc(operationId="end-own-sessions")
    @me.response(204)
    def delete(self) -> None:
        """Sign out of all browsers; the token goes on."""
        sessions.end_own_sessions(site(), actor())


@me.route("/me/sessions/<identity>")
class OneSession(MethodView):
    """One browser."""

    @permission("manage-own-sessions")
    @me.doc(operationId="end-session")
    @me.response(204)
    def delete(self, identity: str) -> None:
        """Sign out of one browser."""
        sessions.end_session(site(), actor(), identity)
