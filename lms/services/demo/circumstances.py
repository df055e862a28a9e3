"""Circumstances in the example world: who was late, who asked for what, and what the lead decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lms.services.demo.course import LEAD, Course
from lms.services.demo.dates import working_day


@dataclass(frozen=True, slots=True)
class Claim:
    """What a learner asked and what came of it; days are counted from the deadline.

    ``until`` is the new day asked for and, where it was accepted, given. A claim without a decision
    waits for the lead.
    """

    asks: str
    declared: int
    statement: str
    decided: int | None = None
    decision: str = "accepted"
    reason: str = ""
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Work that did not come as planned: handed in so many days after the deadline, and the claim."""

    handed_in: int
    claim: Claim | None = None


IN_TIME = Trouble(-5)
"""Most work is handed in five days before its deadline."""
TROUBLES: Mapping[tuple[str, str], Trouble] = {
    ("stefan", "y3.theory"): Trouble(1),
    ("petra", "y3.theory"): Trouble(
        2,
        Claim(
            "lateness",
            3,
            "On the day it was due I sat with a child in hospital until the evening. My team "
            "manager can confirm the hours.",
            9,
            reason="Confirmed by the team manager. The work counts as if it had come in time.",
        ),
    ),
    ("lorcan", "y3.research"): Trouble(
        8,
        Claim(
            "extension",
            -12,
            "Two colleagues have left and I carry their families until the posts are filled. I ask "
            "for two more weeks.",
            -7,
            reason="Two weeks are given; the service has confirmed the vacancies.",
            until=14,
        ),
    ),
    ("victor", "y2.a3"): Trouble(
        -1,
        Claim(
            "extension",
            -9,
            "I was on leave and would like two more weeks to finish.",
            -6,
            "refused",
            "Leave that was planned is not a ground. The writing surgery has places this week.",
            14,
        ),
    ),
    ("samir", "y2.a3"): Trouble(
        24,
        Claim(
            "deferral",
            -6,
            "My father has died. I cannot write about another family just now.",
            -4,
            reason="Deferred; this attempt is made on the new day as if it were the first time.",
            until=28,
        ),
    ),
}


def trouble_of(course: Course, assessment: str, attempt: int) -> Trouble:
    """How the first attempt at a piece of work went; in time, unless told otherwise."""
    found = TROUBLES.get((course.person, assessment)) if attempt == 1 else None
    return found or IN_TIME


def tell_claim(course: Course, assessment: str, last: date, claim: Claim) -> None:
    """A claim about the first attempt at a piece of work, and its decision if there is one yet."""
    until = None if claim.until is None else working_day(last + timedelta(days=claim.until))
    asked: dict[str, Any] = {"asked_until": until} if claim.asks == "extension" else {}
    about: dict[str, Any] = {"assessment": assessment, "attempt": 1}
    identity = course.tell(
        "circumstances",
        last + timedelta(days=claim.declared),
        asks=claim.asks,
        texts={"statement": claim.statement},
        **about,
        **asked,
    )
    if claim.decided is None:
        return
    accepted = claim.decision == "accepted"
    given: dict[str, Any] = {"effect": claim.asks, "extended_to": until} if accepted else {}
    course.tell(
        "circumstances-decision",
        last + timedelta(days=claim.decided),
        by=LEAD,
        claim=identity,
        decision=claim.decision,
        texts={"reason": {"text": claim.reason}},
        **about,
        **given,
    )
