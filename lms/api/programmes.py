"""The programmes that are published, with their versions."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from lms.api.schemas import ARGUMENTS, PageQuery, page, page_schema
from lms.services.list_versions import Listed, list_versions
from lms.web.guard import actor, permission, site

programmes = Blueprint("programmes", __name__, description="Published programmes.")


class StageSchema(Schema):
    """A stage of a programme."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    level = fields.String(required=True)
    months = fields.Integer(required=True)


class ProgrammeSchema(Schema):
    """One published version of a programme."""

    id = fields.String(required=True)
    version = fields.String(required=True)
    number = fields.Integer(required=True)
    newest = fields.Boolean(required=True)
    title = fields.String(required=True)
    published = fields.AwareDateTime(required=True)
    digest = fields.String(required=True)
    plugins = fields.List(fields.String(), required=True)
    closed = fields.String(required=True, metadata={"description": "Why nothing is decided on it."})
    stages = fields.List(fields.Nested(StageSchema), required=True)


@programmes.route("/programmes")
class Programmes(MethodView):
    """The published programmes."""

    @permission("use-api")
    @programmes.doc(operationId="list-programmes")
    @programmes.arguments(PageQuery, **ARGUMENTS)
    @programmes.response(200, page_schema(ProgrammeSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List every published version of every programme."""
        return page(list_versions(site(), actor()), _key, query["limit"], query["cursor"])


def _key(listed: Listed) -> str:
    return f"{listed.id} {listed.number:06}"
