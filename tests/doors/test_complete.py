"""Every act of assessment that writes has a row in the table: a new one without a row fails here."""

from __future__ import annotations

from typing import Any

from flask import Flask

from lms.web.guard import permission_of
from tests.doors.acts import fill
from tests.doors.conftest import Doors
from tests.doors.table.every import ACTS

OF_ASSESSMENT = {
    *("writing_api", "own_work_api", "marking_api", "marking_queue_api", "moderation_api"),
    *("examining_api", "in_person_api", "conduct_api", "boards_api", "marks_api", "claims_api"),
}
WRITES = ("post", "put", "patch", "delete")
OPERATIONS = {act.operation for act in ACTS if act.operation}


def written_through_the_api(app: Flask) -> dict[str, Any]:
    """The operations of assessment that write, by their ids."""
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


def test_every_act_is_done_wrongly_in_three_ways_or_more() -> None:
    ways = {act.name: bool(act.strangers) + bool(act.again) + len(act.wrongs) for act in ACTS}
    assert {name for name, number in ways.items() if number < 3} == set()
