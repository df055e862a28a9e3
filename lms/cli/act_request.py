"""Asks the API for one act, within the process, as the person whose token is shown."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from lms.cli.act_options import (
    BODY,
    PATH,
    QUERY,
    as_json,
    destination,
    flag,
    is_file,
    read_stdin,
)
from lms.cli.faults import WrongUsage
from lms.cli.running import open_app
from lms.config import read_settings
from lms.domain.outside_text import TOO_DEEP

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from lms.api.description import Operation

WHO_ACTS = "LMS_TOKEN"
NO_TOKEN = (
    f"Say who acts: set {WHO_ACTS} to a token of your own. To make one, sign in, open your account "
    "under your name and choose Make a token; it needs the scope write for whatever writes."
)


def own_token() -> str:
    """The secret of whoever acts; WrongUsage where there is none: nothing here acts as the site."""
    token = os.environ.get(WHO_ACTS, "").strip()
    if not token:
        raise WrongUsage(NO_TOKEN)
    return token


def ask(operation: Operation, token: str, given: Mapping[str, Any]) -> TestResponse:
    """The API's answer; SettingsError where there is no site to ask."""
    from werkzeug.test import Client

    from lms.app import close

    wanted = request(operation, given)
    wanted["headers"]["Authorization"] = f"Bearer {token}"
    settings = read_settings()
    logging.getLogger("lms").setLevel(logging.ERROR)
    app = open_app(settings)
    try:
        # As people reach it: a site on https sends whoever asks in the clear elsewhere.
        return Client(app, use_cookies=False).open(base_url=settings.base_url, **wanted)
    finally:
        close(app)


def request(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    """The request as a client sends it; MissingParameter where a field of its body is wanting."""
    asked = _given(operation, QUERY, given)
    wanted: dict[str, Any] = {
        "path": _path(operation, given),
        "method": operation.method,
        "query_string": asked,
        "headers": {"Idempotency-Key": given["key"]} if given.get("key") else {},
    }
    if any(map(is_file, operation.body)):
        wanted["data"] = _form(operation, given)
    elif operation.body:
        wanted["json"] = _body(operation, given)
    return wanted


def _path(operation: Operation, given: Mapping[str, Any]) -> str:
    path = operation.path
    for step in operation.parameters:
        if step.place == PATH:
            path = path.replace(f"{{{step.name}}}", quote(given[destination(step)], safe="/"))
    return path


def _given(operation: Operation, place: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of one place that were given, by the names that the API knows."""
    found = {}
    for parameter in (*operation.parameters, *operation.body):
        value = given.get(destination(parameter))
        if parameter.place == place and value is not None and value != ():
            found[parameter.name] = list(value) if isinstance(value, tuple) else as_json(value)
    return found


def _body(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    body = _read_body(given["body"]) | _given(operation, BODY, given)
    _check_nothing_is_missing(operation, body)
    return body


def _read_body(file: str | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        text = (
            read_stdin(click.get_current_context())
            if file == "-"
            else Path(file).read_text("utf-8-sig")
        )
        body = json.loads(text)
    except OSError as fault:
        raise WrongUsage(f"{file} cannot be read: {fault.strerror}.") from None
    except RecursionError:
        raise WrongUsage(TOO_DEEP) from None
    except ValueError as fault:
        raise WrongUsage(f"The body is not JSON: {fault}.") from None
    if not isinstance(body, dict):
        raise WrongUsage('The body is not an object: write it as {"name": value, …}.')
    return body


def _form(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    files: Sequence[Path] = given["files"]
    field = next(p for p in operation.body if is_file(p))
    if field.required and not files:
        raise click.MissingParameter(
            ctx=click.get_current_context(), param_hint="'--file'", param_type="option"
        )
    form = _given(operation, BODY, given)
    _check_nothing_is_missing(operation, {**form, field.name: files})
    return form | {field.name: [(BytesIO(path.read_bytes()), path.name) for path in files]}


def _check_nothing_is_missing(operation: Operation, body: Mapping[str, Any]) -> None:
    # Asked here, not by the option: a body that was given whole may have it.
    for field in operation.body:
        if field.required and field.name not in body:
            raise click.MissingParameter(
                ctx=click.get_current_context(),
                param_hint=f"'{flag(field.name)}'",
                param_type="option",
            )
