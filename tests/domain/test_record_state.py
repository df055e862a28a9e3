"""Of several things that requirements say of one record the kindest that is true is told."""

from __future__ import annotations

from itertools import permutations

import pytest

from lms.domain.record_state import (
    NOTHING_ASKS,
    ORDER,
    Stands,
    State,
    may_still_count,
    signatures_awaited,
    stands,
    state_of,
)
from lms.domain.verdicts import Counted, Finding, NotCounted, Outcome, Verdict

CODES = (
    "signer-unconfirmed",
    "unsigned",
    "needs-countersignature",
    "declined",
    "signer-not-qualified",
    "after-stage",
)
"""One reason of each sort, the kindest first."""


def said(code: str) -> NotCounted:
    return NotCounted("entry", code, f"Because of {code}.")


def verdict(*reasons: NotCounted, counted: bool = False) -> Verdict:
    found = Finding(
        Outcome.NOT_YET,
        "",
        not_counted=reasons,
        counted=(Counted("entry"),) if counted else (),
    )
    return Verdict("r", "R", "hours", found)


def test_whichever_stage_says_it_first_the_kindest_reason_is_told() -> None:
    for at, kind in enumerate(CODES):
        for other in CODES[at + 1 :]:
            for order in permutations((kind, other)):
                found = stands("entry", [verdict(said(code)) for code in order])
                assert (found.code, found.why) == (kind, f"Because of {kind}.")


def test_what_counts_in_any_stage_counts() -> None:
    for order in permutations([verdict(said("after-stage")), verdict(counted=True)]):
        assert stands("entry", order) == Stands(State.COUNTS)


def test_a_record_that_nothing_asks_for_says_so() -> None:
    assert stands("other", [verdict(said("unsigned"))]) == Stands(State.NOT, NOTHING_ASKS)


@pytest.mark.parametrize(
    ("code", "state", "waits"),
    [
        ("signer-unconfirmed", "held", True),
        ("unsigned", "waits", True),
        ("wrong-role", "waits", True),
        ("needs-countersignature", "tutor", True),
        ("unread", "tutor", True),
        ("declined", "declined", False),
        ("returned", "declined", False),
        ("no-agency-form", "not", False),
    ],
)
def test_each_reason_has_its_place_in_the_order(code: str, state: str, waits: bool) -> None:
    assert (state_of(said(code)).value, may_still_count(said(code))) == (state, waits)
    assert [s.value for s in ORDER] == ["counts", "held", "waits", "tutor", "declined", "not"]


@pytest.mark.parametrize(
    ("by_role", "all_sign", "says"),
    [
        ({"as": ["Marcus Ebury"]}, False, "Waits for Marcus Ebury’s signature."),
        ({"as": ["Ann", "Ben"]}, False, "Waits for Ann’s or Ben’s signature."),
        ({"as": ["Ann"], "lm": ["Ann"]}, False, "Waits for Ann’s signature."),
        ({"as": ["Ann"], "ls": ["Ben"]}, True, "Waits for Ann’s and Ben’s signatures."),
        (
            {"as": ["Ann", "Cy"], "ls": ["Ben"]},
            True,
            "Waits for Ann’s or Cy’s and Ben’s signatures.",
        ),
        ({"as": ["Ann"], "ls": []}, True, "Waits for Ann’s signature."),
    ],
)
def test_whoever_is_waited_for_is_named(
    by_role: dict[str, list[str]], all_sign: bool, says: str
) -> None:
    assert signatures_awaited(by_role, all_sign) == says
