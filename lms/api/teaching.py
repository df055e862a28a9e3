"""Teaching for programs that act for a tutor: the queue, logs answered, registers, learners, cohorts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.people import StageProgressSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    AsOfQuery,
    LearnersQuery,
    PageQuery,
    PartSchema,
    after,
    asked,
    idempotency_key,
    page,
    page_schema,
)
from lms.services.answer_log import DECISIONS, answer_log
from lms.services.list_waiting import LOG, OBJECTION, UNSIGNED, WORK, Waiting, list_waiting
from lms.services.read_log import read_log
from lms.services.see_register import REGISTERS, Day, RegisterPage, see_register
from lms.services.take_register import Present, take_register
from lms.services.teach_cohort import Taught, teach_cohort
from lms.services.teach_learner import teach_learner
from lms.services.verdict_tree import progress_tree
from lms.web.guard import actor, permission, site

teaching = Blueprint("teaching_api", __name__, description="What tutors do.")
SEEN = {"description": "The `seen` that the read gave; refused where something newer is on record."}


class QueueQuery(PageQuery):
    """Which part of the queue."""

    kind = fields.String(
        load_default=None, validate=validate.OneOf((LOG, WORK, UNSIGNED, OBJECTION))
    )


class WaitingSchema(Schema):
    """Something that waits: a log or work to read, or entries that nobody has signed."""

    record = fields.String(required=True)
    what = fields.String(required=True)
    person = fields.String(required=True, metadata={"description": "Empty for whoever only marks."})
    name = fields.String(required=True)
    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    title = fields.String(required=True)
    since = fields.Date(required=True)
    days = fields.Integer(required=True)
    entries = fields.Integer(required=True)


@teaching.route("/teaching/queue")
class TeachingQueue(MethodView):
    """What waits for a tutor or marker."""

    @permission("see-teaching-queue")
    @teaching.doc(operationId="list-teaching-queue")
    @teaching.arguments(QueueQuery, **ARGUMENTS)
    @teaching.response(200, page_schema(WaitingSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List what waits within one's programmes and cohorts, oldest first."""
        queue = list_waiting(site(), actor(), query["kind"])
        return page(queue.items, _oldest_first, query["limit"], query["cursor"])


def _oldest_first(item: Waiting) -> str:
    return f"{item.since.isoformat()} {item.record}"


class LogPartSchema(Schema):
    """A prompt of a log and what was written under it."""

    prompt = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)


class LogAnswerSchema(Schema):
    """A tutor's answer to a log."""

    record = fields.String(required=True)
    decision = fields.String(required=True)
    feedback = fields.String(required=True)
    by = fields.String(required=True)
    on = fields.Date(required=True)


class ReadLogSchema(Schema):
    """A log with its text; that it was read is on record."""

    record = fields.String(required=True)
    person = fields.String(required=True)
    name = fields.String(required=True)
    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    title = fields.String(required=True)
    on = fields.Date(required=True)
    recorded = fields.AwareDateTime(required=True)
    words = fields.Integer(required=True)
    erased = fields.Boolean(required=True)
    accepted = fields.Boolean(required=True)
    parts = fields.List(fields.Nested(LogPartSchema), required=True)
    answers = fields.List(fields.Nested(LogAnswerSchema), required=True)
    seen = fields.Integer(required=True)


class NewAnswerSchema(Schema):
    """An answer to a log."""

    decision = fields.String(required=True, validate=validate.OneOf(DECISIONS))
    feedback = fields.String(load_default="")
    seen = fields.Integer(load_default=None, allow_none=True, metadata=SEEN)


@teaching.route("/logs/<record>")
class Logs(MethodView):
    """A learner's log."""

    @permission("read-log")
    @teaching.doc(operationId="read-log")
    @teaching.response(200, ReadLogSchema)
    def get(self, record: str) -> dict[str, Any]:
        """Read a log; the reading is noted before the text is given."""
        log = read_log(site(), actor(), record)
        parts = [
            {"prompt": p.prompt.id, "title": p.prompt.title, "text": p.text} for p in log.parts
        ]
        shown = {name: getattr(log, name) for name in ReadLogSchema().fields if name != "parts"}
        return {**shown, "parts": parts}


@teaching.route("/logs/<record>/response")
class LogResponses(MethodView):
    """The answer to a log."""

    @permission("answer-log")
    @teaching.doc(operationId="answer-log", parameters=[IDEMPOTENCY_KEY])
    @teaching.arguments(NewAnswerSchema, **BODY)
    @teaching.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Answer a log: accept it or return it, with feedback."""
        answer = answer_log(site(), actor(), record, key=idempotency_key(), **given)
        return {"record": answer}


class DayQuery(Schema):
    """Which day of which register."""

    stage = fields.String(required=True)
    day = fields.Integer(required=True)
    register = fields.String(load_default=REGISTERS[0], validate=validate.OneOf(REGISTERS))


class RegisterRowSchema(Schema):
    """A learner's line: each half true, false, or null where nothing is recorded."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    am = fields.Boolean(allow_none=True, required=True)
    pm = fields.Boolean(allow_none=True, required=True)


class RegisterQuery(LearnersQuery, DayQuery):
    """Which day of which register, and which part of its learners."""


class RegisterSchema(PartSchema):
    """The register of one day."""

    cohort = fields.String(required=True)
    stage = fields.String(required=True)
    day = fields.Integer(required=True)
    register = fields.String(required=True)
    days = fields.Integer(required=True)
    on = fields.Date(allow_none=True, required=True)
    rows = fields.List(fields.Nested(RegisterRowSchema), required=True)
    seen = fields.Integer(required=True)


class PresentSchema(Schema):
    """What is said of one learner; a half left out stays as it is recorded."""

    person = fields.String(required=True)
    am = fields.Boolean(load_default=None, allow_none=True)
    pm = fields.Boolean(load_default=None, allow_none=True)


class TakenSchema(DayQuery):
    """A day's register to record, as one act."""

    on = fields.Date(required=True)
    rows = fields.List(fields.Nested(PresentSchema), required=True)
    seen = fields.Integer(load_default=None, allow_none=True, metadata=SEEN)


class WrittenSchema(Schema):
    """How many facts were written; 0 where nothing had changed."""

    written = fields.Integer(required=True)


@teaching.route("/cohorts/<cohort>/register")
class Registers(MethodView):
    """The register of one day of a cohort."""

    @permission("take-register")
    @teaching.doc(operationId="read-register")
    @teaching.arguments(RegisterQuery, **ARGUMENTS)
    @teaching.response(200, RegisterSchema)
    def get(self, query: dict[str, Any], cohort: str) -> dict[str, Any]:
        """Read the register of a day."""
        part = asked(query)
        return _register(see_register(site(), actor(), Day(cohort, **_day(query)), part))

    @permission("take-register")
    @teaching.doc(operationId="take-register", parameters=[IDEMPOTENCY_KEY])
    @teaching.arguments(TakenSchema, **BODY)
    @teaching.response(201, WrittenSchema)
    def post(self, given: dict[str, Any], cohort: str) -> dict[str, int]:
        """Record who was there on a day; all of it or nothing."""
        day = Day(cohort, **_day(given))
        said = [Present(**row) for row in given["rows"]]
        written = take_register(
            site(), actor(), day, given["on"], said, given["seen"], idempotency_key()
        )
        return {"written": written}


def _day(given: dict[str, Any]) -> dict[str, Any]:
    return {"stage": given["stage"], "number": given["day"], "register": given["register"]}


def _register(shown: RegisterPage) -> dict[str, Any]:
    return {
        **asdict(shown.day),
        "day": shown.day.number,
        "days": shown.days,
        "on": shown.on,
        "rows": list(shown.rows),
        "next_cursor": after(shown.rows),
        "seen": shown.seen,
    }


class TaughtSchema(Schema):
    """A learner of a cohort on the present stage; ``open`` are the ids of what is still needed."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    enrolment = fields.String(required=True)
    stage = fields.String(allow_none=True, required=True)
    verdict = fields.String(allow_none=True, required=True)
    paused = fields.Boolean(required=True)
    settled = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    open = fields.List(fields.String(), required=True)


class TaughtQuery(AsOfQuery, PageQuery):
    """The day asked about, and which part of the list."""


@teaching.route("/cohorts/<cohort>/learners")
class CohortLearners(MethodView):
    """The learners of a cohort."""

    @permission("see-cohort")
    @teaching.doc(operationId="list-learners-of-cohort")
    @teaching.arguments(TaughtQuery, **ARGUMENTS)
    @teaching.response(200, page_schema(TaughtSchema))
    def get(self, query: dict[str, Any], cohort: str) -> dict[str, Any]:
        """List a cohort's learners with the verdict on each one's present stage."""
        found = teach_cohort(site(), actor(), cohort, query["as_of"], query["known_at"])
        rows = [_taught(taught) for taught in found.learners]
        return page(rows, lambda r: str(r["enrolment"]), query["limit"], query["cursor"])


def _taught(taught: Taught) -> dict[str, Any]:
    stage = taught.stage
    return {
        "person": taught.line.person,
        "name": taught.line.name,
        "enrolment": taught.line.enrolment.id,
        "stage": stage.stage if stage else None,
        "verdict": stage.outcome if stage else None,
        "paused": taught.line.paused,
        "settled": taught.settled,
        "needed": taught.needed,
        "open": [v["id"] for v in stage.open] if stage else [],
    }


class WaitsSchema(Schema):
    """A signature that counts once a tutor countersigns it, and the entry that it is on."""

    signature = fields.String(required=True)
    signer = fields.String(required=True)
    role = fields.String(required=True)
    signed = fields.Date(required=True)
    entry = fields.String(required=True)
    on = fields.Date(required=True)


class TaughtConsentSchema(Schema):
    """A consent to recording; without a last day its end is not known."""

    record = fields.String(attribute="id", required=True)
    enrolment = fields.String(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True, allow_none=True)


class TaughtLearnerSchema(Schema):
    """A learner's stages on the programmes that one teaches."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    as_of = fields.Date(required=True)
    known_at = fields.AwareDateTime(allow_none=True, required=True)
    stages = fields.List(fields.Nested(StageProgressSchema), required=True)
    to_countersign = fields.List(fields.Nested(WaitsSchema), required=True)
    consents = fields.List(fields.Nested(TaughtConsentSchema), required=True)


@teaching.route("/teaching/learners/<person>")
class TaughtLearners(MethodView):
    """A learner as a tutor sees one."""

    @permission("read-progress")
    @teaching.doc(operationId="read-taught-learner")
    @teaching.arguments(AsOfQuery, **ARGUMENTS)
    @teaching.response(200, TaughtLearnerSchema)
    def get(self, query: dict[str, Any], person: str) -> dict[str, Any]:
        """Read every verdict of a learner on the programmes that one teaches, with its basis."""
        known_at = query["known_at"]
        shown = teach_learner(site(), actor(), person, query["as_of"], known_at)
        stages = [stage.progress for taught in shown.enrolments for stage in taught.stages]
        return {
            "person": shown.person,
            "name": shown.name,
            "as_of": shown.as_of,
            "known_at": known_at,
            "stages": [progress_tree(p, known_at) for p in stages],
            "to_countersign": [w for taught in shown.enrolments for w in taught.to_countersign],
            "consents": [c for taught in shown.enrolments for c in taught.consents],
        }
