"""The API's description: OpenAPI 3.1 for programs, a page for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, current_app, jsonify, render_template
from werkzeug.wrappers import Response

from lms.web.guard import OPEN, permission, permission_of

METHODS = ("get", "post", "put", "patch", "delete")
CONVERTER = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
description = Blueprint("api", __name__)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a request can name."""

    name: str
    place: str
    required: bool
    says: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API does."""

    name: str
    method: str
    path: str
    says: str
    act: str
    parameters: tuple[Parameter, ...]
    body: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The operations of one resource."""

    name: str
    says: str
    operations: list[Operation] = field(default_factory=list)


@description.get("/openapi.json")
@permission(OPEN)
def openapi() -> Response:
    """The description for programs."""
    return jsonify(current_app.extensions["cadre-api"]())


@description.get("/")
@permission(OPEN)
def index() -> str:
    """The description for people."""
    return render_template("api/index.html", parts=parts(current_app.extensions["cadre-api"]()))


def sort_out(app: Flask, spec: dict[str, Any], prefix: str) -> dict[str, Any]:
    """The description with how to sign in, who may do what, and errors as what they are."""
    spec["components"].setdefault("securitySchemes", {})["token"] = {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that somebody made for a program; it may do what they may.",
    }
    spec["security"] = [{"token": []}]
    for response in spec["components"].get("responses", {}).values():
        content = response.get("content", {})
        if "application/json" in content:
            content["application/problem+json"] = content.pop("application/json")
    for rule in app.url_map.iter_rules():
        path = CONVERTER.sub(r"{\1}", rule.rule)
        for method in METHODS:
            operation = spec["paths"].get(path, {}).get(method)
            if operation is not None:
                operation["x-permission"] = permission_of(app, rule.endpoint, method)
                if operation["x-permission"] == OPEN:
                    operation["security"] = []
    return spec


def parts(spec: dict[str, Any]) -> list[Part]:
    """The description as the page shows it, resource by resource."""
    found = {tag["name"]: Part(tag["name"], tag.get("description", "")) for tag in spec["tags"]}
    for path, operations in spec["paths"].items():
        shared = operations.get("parameters", [])
        for method in METHODS:
            if method in operations:
                told = operations[method]
                found[told["tags"][0]].operations.append(
                    _operation(spec, method, path, told, shared)
                )
    return list(found.values())


def _operation(
    spec: dict[str, Any], method: str, path: str, told: dict[str, Any], shared: list[Any]
) -> Operation:
    return Operation(
        told["operationId"],
        method.upper(),
        path,
        " ".join(filter(None, (told.get("summary"), told.get("description")))),
        str(told.get("x-permission", "")),
        tuple(
            _parameter(spec, _resolved(spec, each))
            for each in [*shared, *told.get("parameters", [])]
        ),
        tuple(_body(spec, told)),
    )


def _parameter(spec: dict[str, Any], told: dict[str, Any]) -> Parameter:
    return Parameter(
        told["name"],
        told["in"],
        bool(told.get("required")),
        told.get("description", ""),
        _resolved(spec, told.get("schema", {})),
    )


def _body(spec: dict[str, Any], told: dict[str, Any]) -> Iterator[Parameter]:
    content = told.get("requestBody", {}).get("content", {})
    for media in content.values():
        schema = _resolved(spec, media.get("schema", {}))
        for name, about in schema.get("properties", {}).items():
            if not about.get("readOnly"):
                required = name in schema.get("required", ())
                says = about.get("description", "")
                yield Parameter(name, "body", required, says, _resolved(spec, about))


def _resolved(spec: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """What a ``$ref`` points to, or the item itself."""
    if "$ref" not in item:
        return item
    found: Any = spec
    for step in item["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)
