"""The person that a token speaks for: name, roles, and the token itself."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

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
