"""What is told of a learner of the measured world, day by day, within the rules of Year 3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from benchmarks.bulk import Told
from lms.domain.records import NewRecord, person
from lms.services.site import fact

BEGAN, TODAY = date(2025, 9, 1), date(2026, 6, 15)
DAYS = (TODAY - BEGAN).days - 14
"""Practice ends a fortnight before today, so that there is room for more."""
STAGE = "family-therapy/year-3"
THEORY = "y3.theory"
PIECES = (THEORY, *(f"y3.essay-{number}" for number in range(4, 11)), "y3.research", "y3.tape")
"""The three pieces of the bundled year and seven more essays like its first."""
WAITING, OWED = "y3.essay-9", "y3.essay-10"
"""What waits for a mark from half of the learners, and what half of them have still to hand in."""
LOG = "y3.log.clinic"
REGISTERS_TAKEN = 10
MARKERS = 6
TEAM = 25
"""Learners that one supervisor signs for."""
SENTENCE = "I noticed that I had asked the mother twice and the boy not at all. "
ESSAY = SENTENCE * 30
HOURS_A_DAY = ("08:00", "10:00", "12:00", "14:00", "16:00")


def identity(*names: object) -> str:
    """The id of something of the world, the same in each one."""
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, names))))


@dataclass(frozen=True)
class Learner:
    """One learner by number, and how many records there shall be about each."""

    number: int
    records: int
    version: str

    @property
    def id(self) -> str:
        return f"learner-{self.number:04}"

    @property
    def enrolment(self) -> str:
        return identity("enrolment", self.number)

    @property
    def supervisor(self) -> str:
        return f"supervisor-{self.number // TEAM:02}"

    @cached_property
    def entries(self) -> int:
        """How many practice entries there are, each with a signature but the last two."""
        others = 3 + 2 * REGISTERS_TAKEN + 5 + sum(2 if self.is_marked(p) else 1 for p in self.own)
        return max(4, (self.records - others + 2) // 2)

    @cached_property
    def own(self) -> tuple[str, ...]:
        """What has been handed in: every second learner still owes the last essay."""
        return tuple(p for p in PIECES if p != OWED or self.number % 2)

    def is_marked(self, piece: str) -> bool:
        """Whether a piece has its mark: every second learner waits for that of the last but one."""
        return piece != WAITING or self.number % 2 > 0

    def submission(self, piece: str) -> str:
        """The id of a piece that was handed in."""
        return identity("submission", self.number, piece)

    def on(self, day: date) -> Iterator[Told]:
        """What was recorded about the learner on a day."""
        since = (day - BEGAN).days
        if since == 0:
            yield from self._enrolled()
        if since % 14 == 3 and since // 14 < REGISTERS_TAKEN:
            yield from self._attended(day, since // 14 + 1)
        if since in (30, 120, 200):
            yield from self._log(day, since)
        for number, piece in enumerate(self.own):
            if since == 90 + 7 * number:
                yield self._handed_in(day, piece)
            if since == 104 + 7 * number and self.is_marked(piece):
                yield self._marked(day, piece)
        first, end = (-(-self.entries * step // DAYS) for step in (since, since + 1))
        for number in range(first, min(end, self.entries)):
            yield from self._practised(day, number, number - first)

    def _told(self, kind: str, on: date, by: str = "", texts: Any = (), **fields: Any) -> Told:
        until, own = fields.pop("until", None), fields.pop("own", None)
        new = fact(person(self.id), kind, on, until=until, enrolment=self.enrolment, **fields)
        at = datetime.combine(on, time(18), UTC)
        shaped = NewRecord(
            new.subject,
            new.kind,
            new.first,
            new.last,
            new.payload,
            enrolment=new.enrolment,
            curriculum=f"family-therapy@{self.version}",
            id=own,
        )
        return Told(shaped, by or self.id, at, tuple(texts))

    def _enrolled(self) -> Iterator[Told]:
        at = datetime.combine(BEGAN, time(18), UTC)
        work = fact(person(self.id), "employment", BEGAN, employer=f"authority-{self.number % 4}")
        yield Told(work, "operator", at)
        enrolment = fact(
            person(self.id),
            "enrolment",
            BEGAN,
            programme="family-therapy",
            version=self.version,
            admission="qualifying",
            cohort="cohort",
        )
        yield Told(
            NewRecord(
                enrolment.subject,
                "enrolment",
                BEGAN,
                BEGAN,
                enrolment.payload,
                id=self.enrolment,
            ),
            "lead",
            at,
        )
        yield self._told(
            "agency-form",
            BEGAN,
            "lead",
            employer=f"authority-{self.number % 4}",
            supervisor=self.supervisor,
            roles=("live-supervisor", "agency-supervisor"),
        )

    def _attended(self, day: date, number: int) -> Iterator[Told]:
        for half in ("am", "pm"):
            present = (self.number + number) % 11 > 0
            fields = {"register": "taught", "stage": STAGE, "day": number, "half": half}
            yield self._told("attendance", day, "tutor", present=present, **fields)

    def _log(self, day: date, since: int) -> Iterator[Told]:
        own = identity("log", self.number, since)
        texts = (("document", {"what-was-happening-just-before": SENTENCE * 30}),)
        yield self._told("log", day, texts=texts, own=own, template=LOG, words=450)
        if since < 200:
            yield self._told("log-response", day, "tutor", log=own, decision="accepted")

    def _handed_in(self, day: date, piece: str) -> Told:
        return self._told(
            "submission",
            day,
            texts=(("document", ESSAY),),
            own=self.submission(piece),
            assessment=piece,
            attempt=1,
            family="F1",
            words=450,
            statement=True,
        )

    def _marked(self, day: date, piece: str) -> Told:
        mark = {"result": "feedback"} if piece == "y3.tape" else {"mark": 45 + self.number % 40}
        return self._told(
            "mark",
            day,
            f"marker-{self.number % MARKERS}",
            (("feedback", {"overall": SENTENCE, "criteria": {}, "anchored": []}),),
            assessment=piece,
            attempt=1,
            layer="first",
            **mark,
        )

    def _practised(self, day: date, number: int, of_day: int) -> Iterator[Told]:
        start = HOURS_A_DAY[of_day % len(HOURS_A_DAY)]
        own, clinic = identity("entry", self.number, number), number % 2 == 0
        yield self._told(
            "hours",
            day,
            own=own,
            category="clinic" if clinic else "agency",
            start=start,
            end=f"{int(start[:2]) + 1:02}:30",
            minutes=90,
            direct=30 if clinic else None,
            family=f"F{number % 5 + 1}",
        )
        if number < self.entries - 2:
            role = "live-supervisor" if clinic else "agency-supervisor"
            signed = {"entry": own, "signer": self.supervisor, "role": role, "decision": "signed"}
            yield self._told("signature", day, self.supervisor, **signed)


def each_day() -> Iterator[date]:
    """The days of the year so far."""
    return (BEGAN + timedelta(days=n) for n in range((TODAY - BEGAN).days + 1))
