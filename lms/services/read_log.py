"""Reading a learner's log as its tutor: the reading is noted before the text is handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.latest import latest_by_day
from lms.domain.policy import Actor
from lms.domain.programme import LogTemplate, Prompt
from lms.domain.records import Record
from lms.domain.wording import titled
from lms.services.enrolments import Learning
from lms.services.learner_record import learner_record
from lms.services.people import name_of
from lms.services.read_audit import record_reading
from lms.services.site import Site
from lms.store.documents import content_of, contents_of


@dataclass(frozen=True, slots=True)
class Part:
    """One prompt and what was written under it."""

    prompt: Prompt
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a tutor gave."""

    record: str
    decision: str
    feedback: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class EarlierLog:
    """Another log of the same learner: when, on which template, and how it was answered."""

    record: str
    title: str
    on: date
    decision: str


@dataclass(frozen=True, slots=True)
class ReadLog:
    """A log with its answers; ``erased`` says that its text is gone, ``seen`` what it shows."""

    record: str
    person: str
    name: str
    programme: str
    cohort: str
    title: str
    template: LogTemplate | None
    on: date
    recorded: datetime
    words: int
    parts: tuple[Part, ...]
    erased: bool
    answers: tuple[Answer, ...]
    earlier: tuple[EarlierLog, ...]
    seen: int

    @property
    def accepted(self) -> bool:
        return any(answer.decision == "accepted" for answer in self.answers)


def read_log(site: Site, actor: Actor, identity: str) -> ReadLog:
    """A log's prompts and answers, how tutors answered it, and the learner's other logs by date."""
    record, of = learner_record(site, actor, identity, "read-log", "log")
    record_reading(site, actor, of.enrolment.person, record.id, "read-log")
    found = of.log(record.get("template"))
    template = found[1] if found else None
    content = content_of(site.session(), record.get("document"))
    return ReadLog(
        record=record.id,
        person=of.enrolment.person,
        name=name_of(site.session(), of.enrolment.person),
        programme=of.programme.id,
        cohort=of.enrolment.cohort,
        title=template.title if template else record.get("template"),
        template=template,
        on=record.on,
        recorded=record.recorded,
        words=int(record.get("words") or 0),
        parts=_parts(template, content),
        erased=content is None,
        answers=_answers(site, of, record),
        earlier=tuple(_earlier(of, other) for other in of.own.of("log") if other.id != record.id),
        seen=max(r.position for r in of.records),
    )


def _parts(template: LogTemplate | None, content: object) -> tuple[Part, ...]:
    """The prompts with their texts; a text under no prompt of the template is shown as well."""
    texts = dict(content) if isinstance(content, dict) else {"": str(content or "")}
    prompts = {p.id: p for p in (template.prompts if template else ())}
    for identity in texts:
        if identity not in prompts and texts[identity]:
            prompts[identity] = Prompt(identity, titled(identity), "")
    return tuple(Part(prompt, str(texts.get(prompt.id) or "")) for prompt in prompts.values())


def _answers(site: Site, of: Learning, record: Record) -> tuple[Answer, ...]:
    given = of.own.of("log-response", log=record.id)
    texts = contents_of(site.session(), [r.get("feedback") for r in given])
    return tuple(
        Answer(
            r.id,
            r.get("decision"),
            str(texts.get(r.get("feedback")) or ""),
            name_of(site.session(), r.recorded_by),
            r.on,
        )
        for r in given
    )


def _earlier(of: Learning, log: Record) -> EarlierLog:
    found = of.log(log.get("template"))
    answer = latest_by_day(of.own.of("log-response", log=log.id))
    decision = answer.get("decision") if answer else "unread"
    return EarlierLog(log.id, found[1].title if found else log.get("template"), log.on, decision)
