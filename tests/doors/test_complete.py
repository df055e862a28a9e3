"""Every act that the walk goes through has a row in the table: a new one without a row fails here."""

from __future__ import annotations

import re
from inspect import iscode, unwrap
from types import CodeType, FunctionType
from typing import Any

from flask import Flask

from lms.api.schemas import idempotency_key
from lms.web.guard import permission_of
from tests.doors.acts import Act, fill
from tests.doors.conftest import Doors
from tests.doors.doors import operations
from tests.doors.table.every import ACTS

OF_ASSESSMENT = {
    *(
        "writing_api",
        "own_work_api",
        "marking_api",
        "marking_queue_api",
        "word_counts_api",
        "moderation_api",
    ),
    *("examining_api", "in_person_api", "conduct_api", "boards_api", "marks_api", "claims_api"),
    *("facts_api", "checks_api", "offering_api", "corrections_api"),
}
WRITES = ("post", "put", "patch", "delete")
STEP = re.compile(r"<(?:[^<>]*:)?(\w+)>")
KEY = idempotency_key.__name__
OPERATIONS = {act.operation for act in ACTS if act.operation}


def written_through_the_api(app: Flask) -> dict[str, Any]:
    """The operations of the parts named above that write, by their ids."""
    spec = app.extensions["cadre-api"]()
    return {
        told.get("operationId", path): told
        for path, methods in spec["paths"].items()
        for method, told in methods.items()
        if method in WRITES and OF_ASSESSMENT & set(told["tags"])
    }


def test_the_parts_of_the_api_are_called_so(doors: Doors) -> None:
    assert {tag["name"] for tag in doors.app.extensions["cadre-api"]()["tags"]} >= OF_ASSESSMENT


def test_every_operation_has_a_row(doors: Doors) -> None:
    assert written_through_the_api(doors.app).keys() == OPERATIONS


def test_every_page_that_does_such_an_act_is_reached_by_a_row(doors: Doors) -> None:
    acts = {told["x-permission"] for told in written_through_the_api(doors.app).values()}
    address = doors.app.url_map.bind("localhost")
    reached = set()
    for act in ACTS:
        path = str(fill(act.page, act.filled(doors.year.facts))).partition("?")[0]
        reached.add(address.match(path, method="POST")[0])
    there = {
        rule.endpoint
        for rule in doors.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
        if permission_of(doors.app, rule.endpoint, "POST") in acts
    }
    assert there - reached == set()


def test_an_operation_promises_a_key_where_the_table_says_that_it_holds(doors: Doors) -> None:
    promised = {
        name
        for name, told in written_through_the_api(doors.app).items()
        if any(p.get("name") == "Idempotency-Key" for p in told.get("parameters", ()))
    }
    assert promised == {act.operation for act in ACTS if "api" in act.keyed}


def test_an_operation_of_the_api_promises_a_key_where_it_hands_one_on(doors: Doors) -> None:
    promised, handed_on, views = set(), set(), views_of_the_api(doors.app)
    assert views.keys() == operations(doors.app).keys()
    for name, (told, view) in views.items():
        if any(p.get("name") == "Idempotency-Key" for p in told.get("parameters", ())):
            promised.add(name)
        if reads_the_key(view):
            handed_on.add(name)
    assert promised == handed_on != set()


def views_of_the_api(app: Flask) -> dict[str, tuple[dict[str, Any], FunctionType]]:
    """Every operation of the API by its id: what is told of it, and what answers it."""
    paths = app.extensions["cadre-api"]()["paths"]
    found = {}
    for rule in app.url_map.iter_rules():
        view = getattr(app.view_functions[rule.endpoint], "view_class", None)
        for method, told in paths.get(STEP.sub(r"{\1}", rule.rule), {}).items():
            if isinstance(told, dict) and method.upper() in (rule.methods or ()):
                found[told["operationId"]] = told, unwrap(getattr(view, method))
    return found


def reads_the_key(view: FunctionType) -> bool:
    """Whether a view reads the key of its request, itself or by a helper beside it."""
    names = names_in(view.__code__)
    beside = (view.__globals__.get(name) for name in names)
    helpers = (h for h in beside if isinstance(h, FunctionType) and h.__module__ == view.__module__)
    return any(KEY in some for some in (names, *(names_in(h.__code__) for h in helpers)))


def names_in(code: CodeType) -> set[str]:
    """The names that a function uses, those of the functions within it among them."""
    return set(code.co_names).union(*(names_in(c) for c in code.co_consts if iscode(c)))


def test_every_refusal_says_why() -> None:
    silent = {(act.name, w.says) for act in ACTS for w in act.wrongs if not w.because.strip()}
    silent |= {(act.name, door) for act in ACTS for door in act.doors if not act.twice(door)}
    assert silent == set()


def test_every_act_is_done_wrongly_in_two_ways_or_more() -> None:
    assert {act.name: wrong_ways(act) for act in ACTS if wrong_ways(act) < 2} == {}


def wrong_ways(act: Act) -> int:
    """In how many ways it is done wrongly: by strangers, once more where that is refused, and others."""
    others = [w for w in act.wrongs if w.facts or w.on or w.by not in act.strangers]
    refused_again = any(act.twice(door) not in ("same", "more") for door in act.doors)
    return bool(act.strangers) + refused_again + len(others)
