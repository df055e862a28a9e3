"""The fields of a fact, checked and shaped at the door."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from lms.domain.payloads import BadPayload, from_json, read_payload, read_value, to_json
from lms.domain.records import NO_RECORDS, Field, FieldType, NewRecord, RecordKind, person
from tests.domain.facts import RECORD_KINDS

THING = RecordKind(
    "thing",
    "Thing",
    (
        Field("colour", choices=("red", "dark-blue")),
        Field("when", FieldType.DATE),
        Field("names", FieldType.CODES),
        Field("size", FieldType.INTEGER, required=True),
        Field("half", default="whole"),
    ),
)


@pytest.mark.parametrize(
    ("type", "given", "shaped"),
    [
        (FieldType.CODE, " F1 ", "F1"),
        (FieldType.CODE, "x" * 200, "x" * 200),
        (FieldType.CODES, ["a", "b"], ("a", "b")),
        (FieldType.DATE, "2026-03-01", date(2026, 3, 1)),
        (FieldType.DATE, date(2026, 3, 1), date(2026, 3, 1)),
        (FieldType.TIME, "09:05", "09:05"),
        (FieldType.INTEGER, "13", 13),
        (FieldType.INTEGER, 12, 12),
        (FieldType.DECIMAL, 0.5, "0.5"),
        (FieldType.DECIMAL, Decimal("0.50"), "0.50"),
        (FieldType.BOOLEAN, True, True),
        (FieldType.TABLE, {"theory": "merit", "n": 2}, {"theory": "merit", "n": 2}),
        (FieldType.TABLES, [{"a": 1}], [{"a": 1}]),
        (FieldType.STAGE, "course/year", "course/year"),
    ],
)
def test_values_come_out_in_their_own_type(type: FieldType, given: Any, shaped: Any) -> None:
    assert read_value(Field("x", type), given) == shaped


@pytest.mark.parametrize(
    ("type", "given"),
    [
        (FieldType.CODE, "   "),
        (FieldType.CODE, 7),
        (FieldType.CODE, "x" * 201),
        (FieldType.CODES, "a"),
        (FieldType.DATE, "1 March"),
        (FieldType.DATE, datetime(2026, 3, 1, tzinfo=UTC)),
        (FieldType.DATE, 20260301),
        (FieldType.TIME, "25:00"),
        (FieldType.TIME, 840),
        (FieldType.INTEGER, "12.5"),
        (FieldType.INTEGER, True),
        (FieldType.INTEGER, 10**10),
        (FieldType.DECIMAL, "NaN"),
        (FieldType.DECIMAL, "half"),
        (FieldType.BOOLEAN, "true"),
        (FieldType.TABLE, ["a"]),
        (FieldType.TABLES, {"a": 1}),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_given(type: FieldType, given: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        read_value(Field("x", type), given)


def test_a_choice_may_be_given_in_words() -> None:
    title = RECORD_KINDS["registration"].field("title")
    assert title is not None
    wanted = "family-and-systemic-psychotherapist"
    assert read_value(title, "Family and Systemic Psychotherapist") == wanted
    assert read_value(title, wanted) == wanted


def test_a_near_miss_is_told_what_was_meant() -> None:
    with pytest.raises(ValueError, match='did you mean "dark-blue"'):
        read_value(THING.fields[0], "dark blu")


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(BadPayload) as caught:
        read_payload(THING, {"colour": "green", "when": "soon", "sise": 4})
    said = [str(p) for p in caught.value.problems]
    assert len(said) == 4
    assert 'sise: is not a field of "thing"; did you mean "size"?' in said
    assert "size: is needed" in said


def test_defaults_stand_where_nothing_is_given_and_empty_is_nothing() -> None:
    assert dict(read_payload(THING, {"size": 1, "colour": ""})) == {"size": 1, "half": "whole"}


def test_a_payload_cannot_be_changed() -> None:
    payload = read_payload(THING, {"size": 1})
    with pytest.raises(TypeError):
        payload["size"] = 2


def test_a_payload_comes_back_from_json_as_it_went() -> None:
    payload = read_payload(THING, {"size": 1, "when": "2026-03-01", "names": ["a", "b"]})
    stored = to_json(payload)
    assert stored["when"] == "2026-03-01"
    assert dict(from_json(THING, 1, stored)) == dict(payload)


def test_an_old_version_is_given_the_newest_shape() -> None:
    kind = RecordKind(
        "thing",
        "Thing",
        (Field("size", FieldType.INTEGER),),
        version=2,
        upgrade=lambda payload, version: {"size": payload["length"], "was": version},
    )
    assert dict(from_json(kind, 1, {"length": 3})) == {"size": 3, "was": 1}
    assert dict(from_json(kind, 2, {"size": 3})) == {"size": 3}


def test_the_payload_of_an_unknown_kind_is_left_as_it_is() -> None:
    assert dict(from_json(None, 1, {"when": "2026-03-01"})) == {"when": "2026-03-01"}


def test_a_number_has_the_least_that_its_field_says() -> None:
    assert read_value(Field("day", FieldType.INTEGER, least=1), "1") == 1
    with pytest.raises(ValueError, match="from 1 up"):
        read_value(Field("day", FieldType.INTEGER, least=1), "0")


def test_a_period_of_any_kind_does_not_end_before_it_begins() -> None:
    nap = RecordKind("nap", "Nap", period=True)
    new = NewRecord(person("ana"), "nap", date(2026, 3, 2), date(2026, 3, 1))
    refusal = nap.refuse(new, NO_RECORDS)
    assert refusal is not None
    assert refusal.code == "dates"
