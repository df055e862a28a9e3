"""Every operation has a name for the command line and for programs, which never changes."""

import re
from collections import Counter

import pytest
from flask import Flask

from lms.api.description import Operation, parts

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
NAME = re.compile(r"[a-z]+(-[a-z]+)+")
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def operations(app: Flask) -> list[Operation]:
    with app.app_context():
        return [each for part in parts(app.extensions["cadre-api"]()) for each in part.operations]


def test_every_operation_has_a_name_in_words(app: Flask) -> None:
    paths = app.extensions["cadre-api"]()["paths"]
    found = [(m, path) for path in paths for m in paths[path].keys() & METHODS]
    wrong = [
        (method, path)
        for method, path in found
        if not NAME.fullmatch(paths[path][method].get("operationId", ""))
    ]
    assert found
    assert wrong == []


def test_no_two_operations_have_the_same_name(operations: list[Operation]) -> None:
    assert [name for name, n in Counter(o.name for o in operations).items() if n > 1] == []


def test_two_paths_of_one_view_have_names_of_their_own(operations: list[Operation]) -> None:
    paths = {o.name: o.path.removeprefix("/api/v1") for o in operations}
    assert paths["take-back-work"] == "/enrolments/{enrolment}/submissions/{record}"
    assert paths["take-back-log"] == "/enrolments/{enrolment}/logs/{record}"


def test_no_name_of_a_field_is_that_of_an_option_of_the_command(
    operations: list[Operation],
) -> None:
    taken = {"body", "file", "format", "help", "key", "output"}
    fields = {p.name for o in operations for p in (*o.parameters, *o.body) if p.place != "path"}
    assert fields & taken == set()


def test_the_page_says_how_each_is_called(app: Flask, operations: list[Operation]) -> None:
    page = app.test_client().get("/api/v1/").text
    assert [o.name for o in operations if f"<code>lms act {o.name}</code>" not in page] == []
