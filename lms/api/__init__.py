"""The same acts as the pages, as JSON under /api/v1, described by OpenAPI."""

from __future__ import annotations

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Flask
from flask_smorest import Api
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


class CadreApi(Api):
    """The API, whose errors are those of the whole site."""

    ERROR_SCHEMA = ProblemSchema

    def handle_http_exception(self, error: HTTPException) -> Response | tuple[str, int]:
        """Show the error as every other one is shown."""
        return show_http_error(error)


def schema_name(schema: type[Schema]) -> str:
    """A schema's name in the description: two resources may each have an ``Item``."""
    known = resolve_schema_cls(schema)
    if isinstance(known, list):
        raise TypeError(f"two schemas are called {schema}: name the class itself")
    return f"{known.__module__.rpartition('.')[2]}.{known.__name__.removesuffix('Schema')}"


def init_app(app: Flask) -> None:
    """Add every resource to the site, then their description."""
    app.config.update(API_TITLE="Cadre", API_VERSION=__version__, OPENAPI_VERSION="3.1.0")
    api = CadreApi(
        app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=schema_name)}
    )
    for blueprint in API_BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=f"{PREFIX}{blueprint.url_prefix or ''}")
    app.extensions["cadre-api"] = sort_out(app, api.spec.to_dict(), PREFIX)
    app.register_blueprint(description, url_prefix=PREFIX)
