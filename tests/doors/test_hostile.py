"""Every door is handed what no person means and some program sends: it is refused, and no fault of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from tests.doors.acts import Act, fill
from tests.doors.conftest import Doors
from tests.doors.doors import Page, Program, boxes, plain, sent_files
from tests.doors.table.every import ACTS

TYPED = (
    *(
        "a\x00b",
        "9" * 5_000,
        "07700900123",
        "[" * 100_000,
        "-1",
        "1e999",
        "NaN",
        "\u0663",
        "\u00b2",
    ),
    *("x" * 70_000, "\ufffe\uffff\x0b\x01", "9999-12-31", "0001-01-01", str(2**63), "\r\n", "%00"),
)
"""What is typed into every box of a form in turn."""
SENT: tuple[Any, ...] = (
    *(
        "a\x00b",
        "\ud800",
        2**70,
        2**63 - 1,
        -1,
        1.5,
        float("inf"),
        float("nan"),
        None,
        [],
        {},
        True,
    ),
    *("x" * 70_000, "9999-12-31", "0001-01-01", "0001-01-01T00:00:00+14:00", "9" * 5_000, "24:00"),
    *({"": ""}, {"\ud800": "x"}, ["\x00"], {"a": 2**70}, [[[[[{"a": ["b"]}]]]]]),
)
"""What a program sends in place of every value in turn."""
RAW = (
    "[" * 100_000,
    '{"a":' * 50_000,
    "9" * 5_000,
    '{"a": ' + "9" * 5_000 + "}",
    "NaN",
    "{",
    "\ufeff",
)
STEPS = ("%00", "9" * 5_000, "%ED%A0%80", "x" * 3_000, "-1", "99999999999999999999", "[", "..%2F..")
STEP = re.compile(r"<(?:[^<>]*:)?\w+>")
Found = dict[tuple[str, ...], int]


def test_forms(doors: Doors) -> None:
    page = doors.doors["page"]
    assert isinstance(page, Page)
    found: Found = {}
    values, names = cycle(TYPED), cycle(range(7))
    for number, act in enumerate(ACTS):
        facts = act.filled(doors.year.facts)
        client, token = page._client(act.by)
        form = boxes(fill(act.form, facts))
        name = list(form)[next(names) % len(form)] if form else "idempotency"
        value = next(values)
        typed = {name: value} if number % 2 else dict.fromkeys(form, value)
        whole = {"csrf_token": token, "idempotency": uuid4().hex, **form, **typed}
        with doors.undone():
            answer = client.post(fill(act.page, facts), data={**whole, **sent_files(act)})
        with client.session_transaction() as session:
            session.pop("_flashes", None)  # else the next test reads what was said here
        _note(found, answer, act.name, name, value)
    assert found == {}


def test_bodies(doors: Doors) -> None:
    program = doors.doors["api"]
    assert isinstance(program, Program)
    found: Found = {}
    values, raw, pick = cycle(SENT), cycle(RAW), cycle(range(11))
    for act in (a for a in ACTS if a.operation and a.body is not None and not a.files):
        body = plain(fill(act.body, act.filled(doors.year.facts)))
        places = list(_places(body))
        place, value = places[next(pick) % len(places)], next(values)
        for sent in (json.dumps(_with(body, place, value)), next(raw)):
            _note(found, _ask(doors, program, act, sent), act.name, str(place), repr(value))
    assert found == {}


def test_addresses(doors: Doors) -> None:
    found: Found = {}
    steps = cycle(STEPS)
    client = doors.year.world.client(doors.app, "lead")
    for rule in doors.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments:
            step = next(steps)
            _note(found, client.get(STEP.sub(step, rule.rule)), rule.rule, step)
    assert found == {}


def _ask(doors: Doors, program: Program, act: Act, sent: str) -> TestResponse:
    method, path = program.operations[act.operation]
    headers = {"Authorization": f"Bearer {program.token(act.by)}"} if act.by else {}
    where = path.format_map(fill(act.arguments, act.filled(doors.year.facts)))
    client = doors.app.test_client()
    with doors.undone():
        return client.open(
            where, method=method, headers=headers, data=sent, content_type="application/json"
        )


def _note(found: Found, answer: TestResponse, *what: str) -> None:
    if answer.status_code >= 500:
        found[tuple(w[:40] for w in what)] = answer.status_code


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The whole of a body and every place in it."""
    yield place
    named = value.items() if isinstance(value, Mapping) else ()
    numbered = enumerate(value) if isinstance(value, list) else ()
    for name, inner in (*named, *numbered):
        yield from _places(inner, (*place, name))


def _with(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """A body with something else at one place."""
    if not place:
        return new
    if isinstance(value, Mapping):
        return {k: _with(v, place[1:], new) if k == place[0] else v for k, v in value.items()}
    return [_with(v, place[1:], new) if n == place[0] else v for n, v in enumerate(value)]
