"""Who may do what: by role, on dated days, within what a grant names."""

from datetime import date

import pytest

from lms.domain.policy import (
    ANYTHING,
    POLICY,
    SELF,
    SIGNED_IN,
    SYSTEM,
    Actor,
    Grant,
    Target,
    may,
    may_somewhere,
)

TODAY = date(2026, 3, 2)
LONG_AGO = date(2020, 1, 1)


def somebody(role: str = "tutor", **limits: object) -> Actor:
    return Actor("tess", (Grant(role, **{"first": LONG_AGO, **limits}),))


def target(programme: str = "ft", cohort: str = "autumn", *authorities: str) -> Target:
    return Target("ana", programme, cohort, frozenset(authorities))


def test_a_role_allows_what_the_table_says_and_nothing_else() -> None:
    assert may(somebody(), "answer-log", target(), TODAY)
    assert not may(somebody(), "record-board", target(), TODAY)
    assert not may(somebody(), "no-such-act", target(), TODAY)
    assert not may(Actor("tess"), "answer-log", target(), TODAY)


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [
        (TODAY, TODAY, True),
        (LONG_AGO, None, True),
        (LONG_AGO, date(2026, 3, 1), False),
        (date(2026, 3, 3), None, False),
    ],
)
def test_a_role_holds_on_its_days(first: date, last: date | None, allowed: bool) -> None:
    actor = somebody(first=first, last=last)
    assert may(actor, "answer-log", target(), TODAY) is allowed
    assert may_somewhere(actor, "answer-log", TODAY) is allowed
    assert (actor.roles(TODAY) == {"tutor"}) is allowed


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        ({"programme": "ft"}, True),
        ({"programme": "other"}, False),
        ({"cohort": "autumn"}, True),
        ({"cohort": "spring"}, False),
        ({"authority": "medway"}, True),
        ({"authority": "kent"}, False),
        ({"programme": "ft", "cohort": "spring"}, False),
        ({"programme": "ft", "cohort": "autumn", "authority": "medway"}, True),
    ],
)
def test_a_grant_reaches_as_far_as_it_says(limits: dict[str, str], allowed: bool) -> None:
    about = target("ft", "autumn", "medway", "slough")
    assert may(somebody(**limits), "answer-log", about, TODAY) is allowed


def test_a_limited_grant_says_nothing_of_what_names_no_place() -> None:
    for limit in ({"programme": "ft"}, {"cohort": "autumn"}, {"authority": "medway"}):
        assert not may(somebody(**limit), "answer-log", ANYTHING, TODAY)
        assert may_somewhere(somebody(**limit), "answer-log", TODAY)


def test_some_things_are_ones_own_to_do() -> None:
    assert may(Actor("ana"), "write-log", target(), TODAY)
    assert not may(Actor("ben"), "write-log", target(), TODAY)
    assert not may(somebody("programme-lead"), "write-log", target(), TODAY)


def test_nobody_signed_in_may_do_nothing() -> None:
    nobody = Actor("")
    assert not any(may(nobody, act, Target(""), TODAY) for act in POLICY)
    assert not any(may_somewhere(nobody, act, TODAY) for act in POLICY)


def test_whoever_is_signed_in_has_a_start_page() -> None:
    assert may(Actor("ben"), "see-own-start-page", ANYTHING, TODAY)
    assert may_somewhere(Actor("ben"), "see-own-start-page", TODAY)


def test_the_site_itself_may_do_everything_and_a_namesake_nothing() -> None:
    namesake = Actor("system")
    for act, allowed in POLICY.items():
        assert may(SYSTEM, act, target(), TODAY)
        assert may_somewhere(SYSTEM, act, TODAY)
        if not {SELF, SIGNED_IN} & set(allowed):
            assert not may(namesake, act, target(), TODAY)
            assert not may_somewhere(namesake, act, TODAY)
