"""What the ledger itself refuses, whoever writes: all that an import of records will meet.

``lms import`` is not there yet. It will write through the same ledger, so what a kind's own check
refuses here it will not take either. A check reads the records of one subject: what depends on a
cohort as well (a release before the marks are settled) or on who writes is the services' to refuse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from lms.domain.records import Subject, cohort, person
from lms.errors import BadInput, Refused
from lms.services.recording import recording
from lms.services.site import fact
from tests.doors.acts import fill
from tests.doors.conftest import Doors

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Told:
    """A record that must not be: of which kind, about whom, and the code of its refusal."""

    says: str
    kind: str
    about: str
    code: str
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        """A cohort, or else a person."""
        return (
            cohort(self.about) if "-" in self.about or self.about in COHORTS else person(self.about)
        )


COHORTS = ("marking", "drawn", "confirmed", "met", "decided")
PAPER, PROJECT, ESSAY = ({"assessment": f"crs.{name}"} for name in ("paper", "project", "essay"))
VIVA = {"assessment": "crs.viva", "in_person": True, "consent": "{ivy_consent}"}
STAGE = {"stage": "course/year"}
SAMPLE = {**ESSAY, "seed": "1", "whole_set": ["{ned_essay}"]}
ROW = {"submission": "{ned_essay}", "marker": "mark"}
CLAIM = {**PAPER, "claim": "{hal_circumstances}", "decision": "accepted"}

TOLD = (
    Told("a second text while one waits", "submission", "ben", "handed-in", PAPER),
    Told("a text of what was shown", "submission", "jan", "in-person", {**VIVA, "document": "a.b"}),
    Told(
        "a session after its consent",
        "submission",
        "ned",
        "no-consent",
        {**VIVA, "consent": "{jan_consent}"},
    ),
    Told(
        "a claim while one is open",
        "circumstances",
        "hal",
        "open-claim",
        {**PAPER, "asks": "lateness"},
    ),
    Told("more time with no day", "circumstances", "ann", "no-day", {**PAPER, "asks": "extension"}),
    Told("a decision with no effect", "circumstances-decision", "hal", "no-effect", CLAIM),
    Told(
        "an extension with no day",
        "circumstances-decision",
        "hal",
        "no-day",
        {**CLAIM, "effect": "extension"},
    ),
    Told(
        "a decision on no claim",
        "circumstances-decision",
        "ben",
        "no-such-record",
        {**CLAIM, "effect": "lateness"},
    ),
    Told("a second case while one is open", "misconduct", "gus", "held", PAPER),
    Told(
        "a second decision on a case",
        "misconduct-decision",
        "tom",
        "decided",
        {"case": "{tom_misconduct}", "outcome": "zero"},
    ),
    Told(
        "a decision on no case",
        "misconduct-decision",
        "ben",
        "no-such-record",
        {"case": "{gus_misconduct}", "outcome": "zero"},
    ),
    Told(
        "a small slip after a board",
        "slip",
        "tom",
        "board-decided",
        {**PAPER, "grade": "minor", "after_board": True},
    ),
    Told("a mark out of range", "mark", "ben", "mark-range", {**PAPER, "mark": 130}),
    Told("a layer twice", "mark", "cat", "layer-given", {**PROJECT, "mark": 60}),
    Told(
        "a third mark without two",
        "mark",
        "cat",
        "layers-missing",
        {**PROJECT, "layer": "third", "mark": 60},
    ),
    Told(
        "an agreed mark without two",
        "mark",
        "cat",
        "layers-missing",
        {**PROJECT, "layer": "agreed", "mark": 60},
    ),
    Told(
        "an agreed mark without a word",
        "mark",
        "dan",
        "no-reason",
        {**PROJECT, "layer": "agreed", "mark": 60},
    ),
    Told(
        "a board's mark without a word",
        "mark",
        "una",
        "no-reason",
        {**ESSAY, "layer": "board", "mark": 60},
    ),
    Told("a mark of work that is held", "mark", "rex", "held", {**PAPER, "mark": 60}),
    Told(
        "a learner as own marker",
        "allocation",
        "ben",
        "own-work",
        {**PAPER, "role": "first", "marker": "ben"},
    ),
    Told(
        "one marker twice",
        "allocation",
        "cat",
        "marked-twice",
        {**PROJECT, "role": "first", "marker": "mona"},
    ),
    Told(
        "a role given away twice",
        "allocation",
        "cat",
        "allocated",
        {**PROJECT, "role": "second", "marker": "theo"},
    ),
    Told("a second appeal", "appeal", "viv", "appealed", {**ESSAY, "grounds": "bias"}),
    Told(
        "a second decision on an appeal",
        "appeal-decision",
        "wes",
        "decided",
        {"appeal": "{wes_appeal}", "outcome": "upheld"},
    ),
    Told(
        "a script of another set",
        "sample",
        "confirmed",
        "not-of-the-set",
        {**SAMPLE, "scripts": [{**ROW, "submission": "other", "why": "random"}]},
    ),
    Told(
        "a script with no reason",
        "sample",
        "confirmed",
        "no-reason",
        {**SAMPLE, "scripts": [{**ROW, "why": "chosen"}]},
    ),
    Told(
        "a sample while one waits",
        "sample",
        "drawn",
        "sample-waits",
        {**SAMPLE, "scripts": [{**ROW, "why": "random"}]},
    ),
    Told(
        "a decision on no sample",
        "moderation",
        "marking",
        "no-such-record",
        {**ESSAY, "sample": "none", "decision": "confirmed"},
    ),
    Told(
        "a second decision on a sample",
        "moderation",
        "met",
        "decided",
        {**ESSAY, "sample": "{met_sample}", "decision": "sent-back", "reason": "a.b"},
    ),
    Told(
        "a decision on other work",
        "moderation",
        "drawn",
        "other-work",
        {**PAPER, "sample": "{drawn_sample}", "decision": "confirmed"},
    ),
    Told(
        "a decision on a set without a word",
        "moderation",
        "drawn",
        "no-reason",
        {**ESSAY, "sample": "{drawn_sample}", "decision": "confirmed"},
    ),
    Told(
        "a script asked for without a word",
        "script-asked-for",
        "drawn",
        "no-reason",
        {**ESSAY, "submission": "{ned_essay}"},
    ),
    Told("an empty comment", "external-comment", "drawn", "no-comment", STAGE),
    Told(
        "an outcome after the last",
        "board-outcome",
        "tom",
        "board-decided",
        {**STAGE, "outcome": "failed"},
    ),
)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.says)
def test_the_ledger_does_not_take_it(doors: Doors, told: Told) -> None:
    fields = fill(told.fields, doors.year.facts)
    enrolment = doors.year.facts.get(f"{told.about}_enrolment")
    lead = doors.site.actor("lead")
    with (
        doors.unchanged(),
        pytest.raises(Refused) as refused,
        recording(doors.site, lead) as writer,
    ):
        writer.append(fact(told.subject, told.kind, DAY, enrolment=enrolment, **fields))
    assert refused.value.refusal.code == told.code
    assert refused.value.refusal.reason


@pytest.mark.parametrize("kind", ["mark", "submission", "appeal", "release", "board-outcome"])
def test_nor_a_record_with_fields_missing_or_unknown(doors: Doors, kind: str) -> None:
    lead = doors.site.actor("lead")
    with doors.unchanged(), pytest.raises(BadInput) as wrong, recording(doors.site, lead) as writer:
        writer.append(fact(person("ben"), kind, DAY, colour="red"))
    assert "colour" in " ".join(map(str, wrong.value.problems))
