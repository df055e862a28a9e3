"""The same acts as the pages, as JSON under /api/v1, described by OpenAPI."""

from __future__ import annotations

from functools import cache
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Flask
from flask.json.provider import DefaultJSONProvider
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lms import __version__
from lms.api.description import description, sort_out
from lms.api.resources import API_BLUEPRINTS
from lms.web.errors import show_http_error

PREFIX = "/api/v1"


class ProblemSchema(Schema):
    """An error as RFC 9457 problem details."""

    type = fields.String()
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    code = fields.String()
    problems = fields.List(fields.String())
    errors = fields.Dict()
    warnings = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={
            "description": "What could identify somebody: its mark, its place, and what it is."
        },
    )
    newer = fields.Dict(metadata={"description": "The draft that was saved meanwhile."})
    yours = fields.Dict(metadata={"description": "What was sent, beside what is on record."})
    on_record = fields.List(fields.Dict(), metadata={"description": "The marks given meanwhile."})
    seen = fields.Integer(metadata={"description": "The revision to send with what is sent next."})


class InOrder(DefaultJSONProvider):
    """JSON whose fields stand in the order in which a schema declares them, as a reader expects."""

    sort_keys = False


class CadreApi(Api):
    """The API, whose errors are those of the whole site, and which describes itself when asked."""

    ERROR_SCHEMA = ProblemSchema

    def handle_http_exception(self, error: HTTPException) -> Response | tuple[str, int]:
        """Show the error as every other one is shown."""
        return show_http_error(error)

    def register_blueprint(self, blp: Blueprint, *, url_prefix: str) -> None:
        """Add a resource; its description is worked out with the others, the first time it is read."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, url_prefix=url_prefix)

    def describe(self) -> dict[str, Any]:
        """The description of every resource, as OpenAPI has it."""
        for blueprint in API_BLUEPRINTS:
            blueprint.register_views_in_doc(
                self, self._app, self.spec, name=blueprint.name, parameters=None
            )
            self.spec.tag({"name": blueprint.name, "description": blueprint.description})
        return sort_out(self._app, self.spec.to_dict(), PREFIX)


def schema_name(schema: type[Schema]) -> str:
    """A schema's name in the description: two resources may each have an ``Item``."""
    known = resolve_schema_cls(schema)
    if isinstance(known, list):
        raise TypeError(f"two schemas are called {schema}: name the class itself")
    return f"{known.__module__.rpartition('.')[2]}.{known.__name__.removesuffix('Schema')}"


def init_app(app: Flask) -> None:
    """Add every resource to the site, then their description."""
    app.json = InOrder(app)
    app.config.update(API_TITLE="Cadre", API_VERSION=__version__, OPENAPI_VERSION="3.1.0")
    api = CadreApi(
        app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=schema_name)}
    )
    for blueprint in API_BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=f"{PREFIX}{blueprint.url_prefix or ''}")
    app.extensions["cadre-api"] = cache(api.describe)
    app.register_blueprint(description, url_prefix=PREFIX)
