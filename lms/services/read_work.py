"""Reading assessed work as its marker: the reading is noted before the text is handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.attempts import attempt_of
from lms.domain.marking import WordRule, word_rule
from lms.domain.policy import Actor, may
from lms.domain.programme import Assessment, Stage
from lms.domain.records import Record
from lms.errors import NotFound
from lms.services.enrolments import Learning, target_of
from lms.services.learner_record import learner_record
from lms.services.people import name_of
from lms.services.read_audit import record_reading
from lms.services.site import Site, require
from lms.store.documents import content_of


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a marker wrote: over all, and on each criterion by its id."""

    overall: str = ""
    criteria: Mapping[str, str] | None = None

    def on(self, criterion: str) -> str:
        """The comment on one criterion."""
        return (self.criteria or {}).get(criterion, "")


@dataclass(frozen=True, slots=True)
class Given:
    """The mark in force of one attempt, with its feedback."""

    record: str
    attempt: int
    mark: int | None
    result: str | None
    bands: Mapping[str, str]
    feedback: Feedback
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class ReadWork:
    """A submission with its brief, its word rule and what it was given, if it was marked.

    ``name`` is a candidate's code for whoever only marks. ``settled`` says that the board has
    decided the stage, so that the mark stays as it is.
    """

    record: str
    person: str
    name: str
    programme: str
    cohort: str
    stage: Stage
    assessment: Assessment
    attempt: int
    family: str
    on: date
    recorded: datetime
    text: str
    erased: bool
    word_rule: WordRule | None
    words: int
    given: Given | None
    earlier: tuple[Given, ...]
    settled: bool
    seen: int


def read_work(site: Site, actor: Actor, identity: str) -> ReadWork:
    """A submission for somebody who marks it; own-family work only for a tutor of the cohort."""
    work = find_work(site, actor, identity, "mark-work")
    record, of, assessment = work.record, work.of, work.assessment
    record_reading(site, actor, of.enrolment.person, record.id, "mark-work")
    text = content_of(site.session(), record.get("document"))
    given = {g.attempt: g for g in _given(site, of, assessment)}
    named = may(actor, "see-whose-work", target_of(site, of.enrolment, actor), site.today())
    words = int(record.get("words") or 0)
    return ReadWork(
        record=record.id,
        person=of.enrolment.person if named else "",
        name=name_of(site.session(), of.enrolment.person) if named else candidate(record.id),
        programme=of.programme.id,
        cohort=of.enrolment.cohort,
        stage=work.stage,
        assessment=assessment,
        attempt=work.attempt,
        family=record.get("family") or "",
        on=record.on,
        recorded=record.recorded,
        text=str(text or ""),
        erased=text is None,
        word_rule=word_rule(assessment, words),
        words=words,
        given=given.get(work.attempt),
        earlier=tuple(g for n, g in given.items() if n < work.attempt),
        settled=work.is_settled,
        seen=max(r.position for r in of.records),
    )


@dataclass(frozen=True, slots=True)
class Work:
    """A submission, its enrolment, and the stage and assessment of the version it is on."""

    record: Record
    of: Learning
    stage: Stage
    assessment: Assessment

    @property
    def attempt(self) -> int:
        return attempt_of(self.record)

    @property
    def is_settled(self) -> bool:
        """Whether a board has decided the stage."""
        stage = f"{self.of.programme.id}/{self.stage.id}"
        return bool(self.of.own.of("board-outcome", stage=stage))

    @property
    def marks(self) -> list[Record]:
        """The marks of this attempt, of which the last is in force."""
        given = self.of.own.of("mark", assessment=self.assessment.id)
        return [m for m in given if attempt_of(m) == self.attempt]


def find_work(site: Site, actor: Actor, identity: str, act: str) -> Work:
    """A submission for an act; own-family work only for a tutor of the cohort."""
    record, of = learner_record(site, actor, identity, act, "submission")
    found = of.assessment(record.get("assessment"))
    if found is None:
        raise NotFound("The learner's version of the programme has no such assessment.")
    if found[1].private:
        require(site, actor, "read-private-work", target_of(site, of.enrolment, actor))
    return Work(record, of, *found)


def candidate(record: str) -> str:
    """How a submission is called before those who are not to know whose it is."""
    return f"Candidate {record[-6:].upper()}"


def _given(site: Site, of: Learning, assessment: Assessment) -> list[Given]:
    """The mark in force of each attempt, first attempt first."""
    latest = {attempt_of(m): m for m in of.own.of("mark", assessment=assessment.id)}
    return [_one_given(site, latest[attempt]) for attempt in sorted(latest)]


def _one_given(site: Site, mark: Record) -> Given:
    session = site.session()
    return Given(
        record=mark.id,
        attempt=attempt_of(mark),
        mark=mark.get("mark"),
        result=mark.get("result"),
        bands=mark.get("criteria") or {},
        feedback=feedback_of(content_of(session, mark.get("feedback"))),
        by=name_of(session, mark.recorded_by),
        on=mark.on,
    )


def feedback_of(content: object) -> Feedback:
    """A marker's feedback from the document that keeps it; none where it was erased."""
    if isinstance(content, dict):
        return Feedback(str(content.get("overall") or ""), dict(content.get("criteria") or {}))
    return Feedback(str(content or ""))
