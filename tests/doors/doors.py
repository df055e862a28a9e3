"""The doors of the site: a page's form, the API and the command line, each asked to do an act."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.cli import main
from lms.cli.act_request import NO_TOKEN, ask
from lms.services.tokens import WRITE, make_token
from lms.testing_world import Client
from tests.doors.acts import Act, Facts, fill
from tests.doors.year import Year

STEP = re.compile(r"{(\w+)}")
CSRF = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
TAG = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """What came of an act: whether it was done, as which number, and in which words."""

    done: bool
    status: int
    says: str
    body: object = None


class Door(Protocol):
    """A way in; ``do`` tries an act as somebody, with a key of one's own where one is given."""

    name: str

    def do(self, act: Act, by: str, facts: Facts, key: str = "") -> Answer: ...


@dataclass
class Page:
    """A browser in which somebody fills in the form and presses its button."""

    app: Flask
    year: Year
    name: str = "page"
    _clients: dict[str, tuple[FlaskClient, str]] = field(default_factory=dict)

    def do(self, act: Act, by: str, facts: Facts, key: str = "") -> Answer:
        client, token = self._client(by)
        typed = {"csrf_token": token, "idempotency": key or uuid4().hex}
        form = {**typed, **boxes(fill(act.form, facts))}
        form |= sent_files(act)
        address = fill(act.page, facts)
        return self._answer(client, client.post(address, data=form))

    def get(self, address: str, by: str) -> TestResponse:
        """Open an address as somebody."""
        return self._client(by)[0].get(address)

    def _client(self, by: str) -> tuple[FlaskClient, str]:
        if by not in self._clients:
            client = self.year.world.client(self.app, by)
            shown = client.get("/account/tokens/new" if by else "/sign-in").text
            found = CSRF.search(shown)
            assert found, by
            self._clients[by] = client, found[1]
        client, token = self._clients[by]
        if by and isinstance(client, Client) and not client.is_signed_in():
            client.sign_in(by)  # what was undone meanwhile may have held the session
        return client, token

    def _answer(self, client: FlaskClient, answer: TestResponse) -> Answer:
        with client.session_transaction() as session:
            said = session.pop("_flashes", [])
        if answer.status_code == 302 and answer.location.startswith("/sign-in"):
            return Answer(False, 401, "Sign in")
        if answer.status_code == 302 or not answer.text.lstrip().startswith("<!DOCTYPE"):
            refused = [str(text) for category, text in said if category != "success"]
            return Answer(not refused, answer.status_code, " ".join(refused))
        return Answer(answer.status_code == 200, answer.status_code, words(answer.text))


@dataclass
class Program:
    """A program with a token of its owner's."""

    app: Flask
    year: Year
    operations: Mapping[str, tuple[str, str]]
    name: str = "api"
    _tokens: dict[str, str] = field(default_factory=dict)

    def token(self, by: str) -> str:
        """The secret of a token of somebody's, made once."""
        if by not in self._tokens:
            site = self.year.site
            _, self._tokens[by] = make_token(site, site.actor(by), "a test", WRITE, 365)
        return self._tokens[by]

    def get(self, address: str, by: str) -> TestResponse:
        """Read an address as somebody."""
        headers = {"Authorization": f"Bearer {self.token(by)}"} if by else {}
        return self.app.test_client().get(address, headers=headers)

    def forget(self) -> None:
        """Let everybody's token go."""
        self._tokens.clear()

    def do(self, act: Act, by: str, facts: Facts, key: str = "") -> Answer:
        method, path = self.operations[act.operation]
        headers = {"Authorization": f"Bearer {self.token(by)}"} if by else {}
        if key:
            headers["Idempotency-Key"] = key
        sent: dict[str, Any] = {}
        if act.files:
            sent["data"] = {**boxes(fill(act.body or {}, facts)), **sent_files(act)}
        elif act.body is not None:
            sent["json"] = plain(fill(act.body, facts))
        where = path.format_map(fill(act.arguments, facts))
        client = self.app.test_client()
        answer = client.open(where, method=method, headers=headers, **sent)
        done = answer.status_code in (200, 201, 202, 204)
        body = answer.get_json(silent=True)
        return Answer(done, answer.status_code, json.dumps(body, ensure_ascii=False), body)


@dataclass
class Shell:
    """``lms act NAME …``: the API's operation again, so nothing is written out for it.

    The site stays open from one command to the next: opening it takes most of a command's time, and
    letting go of its database would lose the connection that the test itself reads through. A command
    says no more than that it was refused; the number is what the API answered it.
    """

    program: Program
    environment: Mapping[str, str]
    folder: Path
    name: str = "cli"

    def do(self, act: Act, by: str, facts: Facts, key: str = "") -> Answer:
        _, path = self.program.operations[act.operation]
        arguments = fill(act.arguments, facts)
        words = ["act", act.operation, *(str(arguments[name]) for name in STEP.findall(path))]
        words += ["--key", key] if key else []
        typed = ""
        if act.files:
            words += self._with_files(act, facts)
        elif act.body is not None:
            words, typed = [*words, "--body", "-"], json.dumps(plain(fill(act.body, facts)))
        token = {"LMS_TOKEN": self.program.token(by) if by else ""}
        return self._run([*words, "--format", "json"], token, typed)

    def _run(self, command: list[str], token: Mapping[str, str], typed: str) -> Answer:
        answered: list[int] = []

        def noted(*given: Any) -> TestResponse:
            answer = ask(*given)
            answered.append(answer.status_code)
            return answer

        environment = {**self.environment, **token}
        shell = partial(CliRunner().invoke, main, command, env=environment, input=typed)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("lms.cli.act_request.open_app", lambda settings: self.program.app)
            patch.setattr("lms.app.close", lambda app: None)
            patch.setattr("lms.cli.act_request.ask", noted)
            result = Context().run(shell)  # a process of its own
        status = answered[-1] if answered else unasked(result)
        assert result.exit_code == (0 if status < 300 else 2), result.output
        return Answer(status < 300, status, result.output, result.stdout)

    def _with_files(self, act: Act, facts: Facts) -> list[str]:
        words = []
        for name, value in boxes(fill(act.body or {}, facts)).items():
            words += [f"--{name.replace('_', '-')}", str(value)]
        for name, content in act.files.items():
            (self.folder / name).write_bytes(content)
            words += ["--file", str(self.folder / name)]
        return words


def unasked(result: Result) -> int:
    """As which number a command counts that did not ask the API: nobody's, or wrongly filled in."""
    return 401 if NO_TOKEN in result.output else 422


def sent_files(act: Act) -> dict[str, Any]:
    """The files of an act as a form sends them."""
    files = [(BytesIO(content), name) for name, content in act.files.items()]
    return {act.files_as: files} if files else {}


def operations(app: Flask) -> dict[str, tuple[str, str]]:
    """Every operation of the API by its id: its method and its path."""
    spec = app.extensions["cadre-api"]()
    return {
        told["operationId"]: (method.upper(), path)
        for path, methods in spec["paths"].items()
        for method, told in methods.items()
        if isinstance(told, dict) and "operationId" in told
    }


def boxes(form: Mapping[str, Any]) -> dict[str, Any]:
    """The boxes of a form: a day is three of them, and what is None is left empty."""
    found: dict[str, Any] = {}
    for name, value in form.items():
        if name.endswith("#day"):
            found |= _three(name.removesuffix("#day"), value)
        elif value is not None:
            found[name] = value
    return found


def _three(name: str, day: date | None) -> dict[str, int]:
    return {f"{name}-{box}": getattr(day, box) for box in ("day", "month", "year")} if day else {}


def plain(given: Any) -> Any:
    """A body as JSON has it."""
    return json.loads(json.dumps(given, default=str))


def words(html: str) -> str:
    """What a page says is wrong, without its marks: its summary of errors, or else all of its main part."""
    summary = html.partition("govuk-error-summary")[2].partition("</ul>")[0].partition(">")[2]
    main = html.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(unescape(TAG.sub(" ", summary or main)).split())
