"""The form by which a request that is asked again is known: it outlives an upgrade."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, make_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from hashlib import sha256
from typing import Any

import pytest

from lms.domain.board import Decision
from lms.domain.evidence import Period
from lms.services.board_meeting import Meeting
from lms.services.employ import NewPost
from lms.services.enrol import Application
from lms.services.feedback import Anchored
from lms.services.mark_work import Marking
from lms.services.record_checks import RegisterCheck
from lms.services.record_in_person import Shown, Sitting
from lms.store.request_forms import FromSite, digest_of_request, is_same_request

DAY = date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class Wanted:
    what: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WantedLater:
    """The same after an upgrade: two fields more, in another order, under another name."""

    on: date
    what: str
    grounds: tuple[str, ...] = ()
    reason: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    until: date | None = None


def same(one: Any, other: Any) -> bool:
    return is_same_request(digest_of_request(one), other)


def test_a_request_is_the_same_after_fields_with_a_default_are_added_and_moved() -> None:
    before = ["act", Wanted("x", DAY, "because")]
    assert same(before, ["act", WantedLater(DAY, "x", reason="because")])
    assert same(before, ["act", WantedLater(DAY, "x", reason="because"), None])
    assert not same(before, ["act", WantedLater(DAY, "x", ("more",), "because")])
    assert not same(before, ["act", WantedLater(DAY, "x", reason="because", until=DAY)])


def test_a_field_that_gets_a_default_later_changes_nothing_where_it_said_nothing() -> None:
    demanded = make_dataclass("Demanded", [("what", str), ("reason", str), ("until", date | None)])
    optional = make_dataclass(
        "Optional", [("what", str), ("reason", str, ""), ("until", date | None, None)]
    )
    assert same(demanded("x", "", None), optional("x"))
    assert not same(demanded("x", "y", None), optional("x"))


def test_no_is_told_from_nothing_said() -> None:
    said = make_dataclass("Said", [("am", bool | None, None)])
    assert not same(said(am=False), said())
    assert not same({"am": False}, {"am": None})
    assert same({"am": None}, {})


def test_what_says_the_same_is_the_same_however_it_is_held() -> None:
    assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert same(["a", "b"], ("a", "b"))
    assert same({"c", "a", "b"}, frozenset("abc"))
    assert same(7.5, Decimal("7.50"))
    assert same(Enum("Old", {"A": "a"}).A, StrEnum("New", {"B": "a"}).B)
    summer = timezone(timedelta(hours=1))
    assert same(datetime(2026, 6, 1, 10, tzinfo=summer), datetime(2026, 6, 1, 9, tzinfo=UTC))
    assert not same(["a", "b"], ["b", "a"])
    assert not same(DAY, DAY + timedelta(days=1))


def test_what_the_site_puts_in_of_itself_is_no_part_of_the_request() -> None:
    assert same(["act", FromSite(DAY), "why"], ["act", FromSite(DAY + timedelta(1)), "why"])
    assert is_same_request(first_form(["act", DAY, "why"]), ["act", FromSite(DAY), "why"])


def test_what_is_no_data_is_refused_and_not_taken_by_how_it_looks() -> None:
    with pytest.raises(TypeError, match="object"):
        digest_of_request(["act", object()])


def first_form(asked: Any) -> str:
    """What was kept of a request until there was a canonical form."""
    return sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


MEETING = Meeting("p", "c", "s", DAY, "chair", "minutes", (Decision("amara", "complete"),), 7)
MARKING = Marking({"a": "b"}, {}, 61, anchored=(Anchored("words", "says"),))
SITTING = Sitting("p", "c", "a", DAY, (Shown("amara", "F1"),))
POST = NewPost(employer="kent", team="", post="", fte="1", first=DAY)
CHECKS = [RegisterCheck("amara", "swe", "on", DAY), RegisterCheck("ben", "swe", "on", DAY)]
APPLICATION = Application("p", "c", "start", DAY, "amara", None, {"check": "seen"})
PERIOD = Period(DAY, None)
KEPT = [
    (["ratify", str(MEETING)], ["ratify", MEETING]),
    (["employ", "amara", str(POST), "None"], ["employ", "amara", POST, "None"]),
    (["checks", [str(one) for one in CHECKS]], ["checks", CHECKS]),
    (["enrol", str(APPLICATION)], ["enrol", APPLICATION]),
    (["cohort", {"year": str(PERIOD)}], ["cohort", {"year": PERIOD}]),
    (["mark", asdict(MARKING)], ["mark", MARKING]),
    (["shown", asdict(SITTING) | {"on": DAY.isoformat()}], ["shown", SITTING]),
    (["act", "record", DAY, None, "why"], ["act", "record", DAY, None, "why"]),
]


@pytest.mark.parametrize(("then", "now"), KEPT)
def test_a_request_kept_in_the_first_form_is_known_again(then: Any, now: Any) -> None:
    assert is_same_request(first_form(then), now)
    assert not is_same_request(first_form(then), ["something else", *now[1:]])


@pytest.mark.parametrize("written", [str, asdict])
def test_one_kept_in_the_first_form_before_a_field_was_added_is_known_again(
    written: Callable[[Any], Any],
) -> None:
    later = make_dataclass(
        "Wanted",
        [("what", str), ("more", str, ""), ("on", date, DAY), ("reason", str, ""), ("at", str, "")],
        namespace={"__qualname__": "Wanted"},
    )
    kept = first_form(["act", _before(written)])
    assert is_same_request(kept, ["act", later("x", reason="because")])
    assert not is_same_request(kept, ["act", later("x", reason="another")])
    assert not is_same_request(kept, ["act", later("x", "more", reason="because")])


def _before(written: Callable[[Any], Any]) -> Any:
    """A request of the time before, under the name that its class has kept."""
    before = make_dataclass(
        "Wanted",
        [("what", str), ("on", date), ("reason", str)],
        namespace={"__qualname__": "Wanted"},
    )
    return written(before("x", DAY, "because"))
