"""Reflective logs of the example world: handed in, and accepted, returned or waiting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lms.domain.programme import LogTemplate
from lms.services.demo.course import Course
from lms.services.demo.dates import working_day
from lms.services.demo.story import Begun
from lms.services.demo.writing import LogText, left_out, log_text

DAYS_TO_ANSWER = 9
THANKS = (
    "Thank you. The sentence I shall remember is the one in which you changed your mind.",
    "Accepted. You notice your own part without scolding yourself for it, which is harder than it looks.",
    "Accepted. Next time, stay a little longer with what you do not understand yet.",
    "Thank you for this. Take the last paragraph to your tutor group; it belongs to more than you.",
    "Accepted. What would the quietest person in the room say if they read it?",
)


def write_logs(course: Course, stage: str, days: Sequence[date], left: Sequence[int] = ()) -> None:
    """Hand in a log on each of some days; ``left`` are places, from 0, that stayed empty.

    A text is looked for by the learner, the stage and the place from 1: ``rhona-foundation-2``.
    Where there is none, the log is on the stage's next template and the tutor has accepted it.
    """
    templates = course.stage(stage).logs
    for n, day in enumerate(days):
        if n in left:
            continue
        text = log_text(f"{course.person}-{stage}-{n + 1}")
        if text:
            _written_log(course, stage, day, text)
        else:
            _log(course, templates[n % len(templates)], day, n)


def _written_log(course: Course, stage: str, day: date, text: LogText) -> None:
    """A log with its real text, and the answer that its tutor gave."""
    template = _template(course, stage, text.template)
    log = course.tell(
        "log",
        day,
        template=template.id,
        words=text.words,
        texts={"document": text.content(template)},
    )
    if text.decision:
        _answer(course, log, day, text.decision, text.feedback)


def begin_log(course: Course, stage: str, saved: date, name: str) -> None:
    """A log that its learner has begun and keeps as a draft."""
    text = log_text(name)
    if text is None:
        raise LookupError(f"there is no text {name!r}")
    template = _template(course, stage, text.template)
    place = f"log:{course.enrolment}:{template.id}"
    content = {"texts": text.content(template), "family": ""}
    course.story.drafts.append(Begun(course.person, place, content, saved))


def _template(course: Course, stage: str, identity: str) -> LogTemplate:
    found = course.stage(stage).log(identity)
    if found is None:
        raise LookupError(f"{stage} has no log template {identity!r}")
    return found


def _log(course: Course, template: LogTemplate, day: date, n: int) -> None:
    content, words = left_out(template, n + len(course.person))
    log = course.tell("log", day, template=template.id, words=words, texts={"document": content})
    _answer(course, log, day, "accepted", THANKS[(n + len(course.person)) % len(THANKS)])


def _answer(course: Course, log: str, day: date, decision: str, feedback: str) -> None:
    course.tell(
        "log-response",
        working_day(day + timedelta(days=DAYS_TO_ANSWER)),
        by=course.tutor,
        log=log,
        decision=decision,
        texts={"feedback": feedback},
    )
