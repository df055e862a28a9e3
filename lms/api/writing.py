"""Logs, assessed work and their drafts, for programs that act for a learner."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields
from werkzeug.wrappers import Response

from lms.api.enrolments import BODY
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    AsOfQuery,
    PageQuery,
    idempotency_key,
    page,
    page_schema,
)
from lms.api.word_counts import WordCountSchema
from lms.errors import Conflict
from lms.services.check_writing import NotConfirmed
from lms.services.drafts import OwnDraft, discard_draft, read_draft, save_draft
from lms.services.hand_in import HandedIn, hand_in
from lms.services.list_writing import LogLine, WorkLine, list_logs, list_work
from lms.services.pieces import LOG, TEXT, WORK, piece, read_written
from lms.services.read_own import OwnWriting, read_own
from lms.services.receipts import Receipt, read_receipt
from lms.services.withdraw_writing import withdraw_writing
from lms.web.errors import problem
from lms.web.guard import actor, permission, site

writing = Blueprint("writing_api", __name__, description="Logs, assessed work and drafts.")


class ListQuery(PageQuery, AsOfQuery):
    """Which part of a list, as of which day."""


class HandedFileSchema(Schema):
    """A file that was handed in."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    words = fields.Integer(allow_none=True)
    stated = fields.Boolean()
    stated_words = fields.Integer(allow_none=True)
    reason = fields.String()
    unread = fields.List(
        fields.String(),
        metadata={"description": "What of the file may hold words that nothing could read."},
    )


class ReceiptSchema(Schema):
    """When something was handed in, and the code by which it can be checked."""

    record = fields.String(required=True)
    kind = fields.String(required=True)
    item = fields.String(required=True)
    title = fields.String(required=True)
    on = fields.Date(required=True)
    recorded = fields.AwareDateTime(required=True)
    words = fields.Integer(required=True)
    attempt = fields.Integer(required=True)
    arrived = fields.AwareDateTime(
        required=True, metadata={"description": "When the request reached the site."}
    )
    late = fields.String(metadata={"description": "How late that was, and what it takes off."})
    files = fields.List(fields.Nested(HandedFileSchema))
    code = fields.String(required=True)
    intact = fields.Boolean(allow_none=True)


class LogSchema(Schema):
    """A log that was handed in; its text is read one by one."""

    record = fields.String(required=True)
    title = fields.String(required=True)
    on = fields.Date(required=True)
    words = fields.Integer(required=True)
    state = fields.String(required=True)


class PartSchema(Schema):
    """A prompt and what was written."""

    title = fields.String(required=True)
    text = fields.String(required=True)


class AnswerSchema(Schema):
    """What a tutor or marker answered."""

    says = fields.String(required=True)
    overall = fields.String(required=True)
    criteria = fields.List(fields.Nested(PartSchema))
    on = fields.Date(required=True)


class WritingSchema(Schema):
    """Something one handed in, with its text and the answers to it."""

    receipt = fields.Nested(ReceiptSchema, required=True)
    parts = fields.List(fields.Nested(PartSchema), required=True)
    erased = fields.Boolean(required=True)
    answers = fields.List(fields.Nested(AnswerSchema), required=True)
    may_withdraw = fields.Boolean(required=True)
    word_count = fields.Nested(WordCountSchema, allow_none=True, attribute="count")


class NewLogSchema(Schema):
    """A log: the text under each prompt of its template, by the prompt's id."""

    template = fields.String(required=True)
    texts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    confirmed = fields.List(fields.String(), load_default=list)


class NewSubmissionSchema(Schema):
    """Assessed work: its text, the family's code where asked, and the confidentiality statement.

    Instead of a text, the revision of a draft: that is how files are handed in.
    """

    assessment = fields.String(required=True)
    text = fields.String(load_default=None, allow_none=True)
    draft = fields.Integer(load_default=None, allow_none=True)
    answers = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={
            "description": "To points of earlier feedback: answer-overall, answer-criterion-…, "
            "answer-anchored-1 …"
        },
    )
    consent = fields.String(load_default="")
    family = fields.String(load_default="")
    statement = fields.Boolean(
        required=True, metadata={"description": "That nobody can be recognised in it."}
    )
    confirmed = fields.List(fields.String(), load_default=list)


class AttemptSchema(Schema):
    """One attempt as its learner is shown it; ``standing`` tells provisional from ratified."""

    attempt = fields.Integer(required=True)
    says = fields.String(required=True)
    record = fields.String(required=True)
    result = fields.String(required=True)
    standing = fields.String(required=True)
    due = fields.String(required=True)
    late = fields.String(required=True)
    passed = fields.Boolean(allow_none=True)


class DueSchema(Schema):
    """The deadline in words, what being late costs, and how late it is now."""

    says = fields.String(required=True)
    costs = fields.String(required=True)
    late = fields.String(required=True)


class WorkSchema(Schema):
    """A piece of assessed work, and how it stands.

    ``due`` is the day of a deadline that binds; without one, ``planned`` ends the month for which
    the curriculum plans it.
    """

    assessment = fields.String(required=True)
    title = fields.String(required=True)
    stage = fields.String(required=True)
    state = fields.String(required=True)
    due = fields.Date(allow_none=True)
    planned = fields.Date(allow_none=True)
    mark = fields.Integer(allow_none=True)
    attempt = fields.Integer(allow_none=True)
    refusal = fields.String()
    deadline = fields.Nested(DueSchema, allow_none=True)
    attempts = fields.List(fields.Nested(AttemptSchema), required=True)
    submissions = fields.List(fields.String(), required=True)


class DraftSchema(Schema):
    """A draft; ``revision`` is 0 where none was begun."""

    texts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    family = fields.String()
    revision = fields.Integer(required=True)
    saved = fields.AwareDateTime(allow_none=True)
    words = fields.Integer(required=True)


class SavedDraftSchema(Schema):
    """A draft to save over the revision that was seen."""

    texts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    family = fields.String(load_default="")
    revision = fields.Integer(required=True)


@writing.route("/enrolments/<enrolment>/logs")
class Logs(MethodView):
    """The logs of an enrolment."""

    @permission("write-log")
    @writing.doc(operationId="list-own-logs")
    @writing.arguments(ListQuery, **ARGUMENTS)
    @writing.response(200, page_schema(LogSchema))
    def get(self, query: dict[str, Any], enrolment: str) -> dict[str, Any]:
        """List one's own logs, without their texts."""
        found = list_logs(site(), actor(), enrolment, query["as_of"], query["known_at"])
        return page(found.handed_in, _log_key, query["limit"], query["cursor"])

    @permission("write-log")
    @writing.doc(operationId="hand-in-log", parameters=[IDEMPOTENCY_KEY])
    @writing.arguments(NewLogSchema, **BODY)
    @writing.response(201, ReceiptSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> Receipt | Response:
        """Hand a log in; 422 lists what could identify somebody, to be confirmed by its marks."""
        of = piece(site(), actor(), enrolment, LOG, given["template"])
        handed = HandedIn(written=read_written(of, given["texts"]), confirmed=given["confirmed"])
        return _hand_in(enrolment, LOG, of.id, handed)


def _log_key(line: LogLine) -> str:
    return line.record


def _hand_in(enrolment: str, kind: str, item: str, handed: HandedIn) -> Receipt | Response:
    try:
        return hand_in(site(), actor(), enrolment, kind, item, handed, idempotency_key())
    except NotConfirmed as fault:
        return not_confirmed(fault)


def not_confirmed(fault: NotConfirmed) -> Response:
    """The warnings as problem details: where each stands and its mark, never the passage."""
    warnings = [{"mark": w.mark, "place": w.place, "says": w.says} for w in fault.warnings]
    return problem(422, "Not confirmed", str(fault), code="not-confirmed", warnings=warnings)


@writing.route("/enrolments/<enrolment>/submissions/<record>")
class OneSubmission(MethodView):
    """Something one handed in."""

    @permission("read-receipt")
    @writing.doc(operationId="read-own-work")
    @writing.response(200, WritingSchema)
    def get(self, enrolment: str, record: str) -> OwnWriting:
        """Give one's own text with the answers to it."""
        return read_own(site(), actor(), enrolment, record)

    @permission("write-log")
    @writing.doc(operationId="take-back-work")
    @writing.response(204)
    def delete(self, enrolment: str, record: str) -> None:
        """Take back a log not answered, or work not opened; its text becomes a draft again."""
        receipt = read_receipt(site(), actor(), enrolment, record)
        withdraw_writing(site(), actor(), enrolment, receipt.kind, receipt.item, record)


@writing.route("/enrolments/<enrolment>/logs/<record>")
class OneLog(MethodView):
    """A log that one handed in: the same acts under names of their own."""

    get = writing.doc(operationId="read-own-log")(OneSubmission.get)
    delete = writing.doc(operationId="take-back-log")(OneSubmission.delete)


@writing.route("/enrolments/<enrolment>/submissions")
class Submissions(MethodView):
    """The assessed work of an enrolment."""

    @permission("submit-work")
    @writing.doc(operationId="list-own-work")
    @writing.arguments(AsOfQuery(only=["known_at"]), **ARGUMENTS)
    @writing.response(200, WorkSchema(many=True))
    def get(self, query: dict[str, Any], enrolment: str) -> list[dict[str, Any]]:
        """List one's assessed work and how each piece stands."""
        _, lines = list_work(site(), actor(), enrolment, query["known_at"])
        return [_work(line) for line in lines]

    @permission("submit-work")
    @writing.doc(operationId="hand-in-work", parameters=[IDEMPOTENCY_KEY])
    @writing.arguments(NewSubmissionSchema, **BODY)
    @writing.response(201, ReceiptSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> Receipt | Response:
        """Hand assessed work in; 422 lists what could identify somebody."""
        arrived = site().now()
        of = piece(site(), actor(), enrolment, WORK, given["assessment"])
        texts = {**given["answers"], TEXT: given["text"]}
        handed = HandedIn(
            revision=given["draft"],
            written=None if given["text"] is None else read_written(of, texts, given["family"]),
            arrived=arrived,
            consent=given["consent"],
            confirmed=given["confirmed"],
            statement=given["statement"],
        )
        return _hand_in(enrolment, WORK, of.id, handed)


def _work(line: WorkLine) -> dict[str, Any]:
    return {
        "assessment": line.assessment.id,
        "title": line.assessment.title,
        "stage": line.stage.id,
        "state": line.state,
        "due": line.due,
        "planned": line.planned,
        "mark": line.mark,
        "attempt": line.attempt,
        "refusal": line.refusal,
        "deadline": line.deadline,
        "attempts": line.attempts,
        "submissions": [record.id for record in line.submissions],
    }


@writing.route("/enrolments/<enrolment>/receipts/<record>")
class OneReceipt(MethodView):
    """The receipt of something one handed in."""

    @permission("read-receipt")
    @writing.doc(operationId="read-receipt")
    @writing.response(200, ReceiptSchema)
    def get(self, enrolment: str, record: str) -> Receipt:
        """Give a receipt, its text checked again just now."""
        return read_receipt(site(), actor(), enrolment, record)


@writing.route("/enrolments/<enrolment>/drafts/<kind>/<item>")
class OneDraft(MethodView):
    """One's own draft; ``kind`` is ``log`` or ``submission``."""

    @permission("write-log")
    @writing.doc(operationId="read-draft")
    @writing.response(200, DraftSchema)
    def get(self, enrolment: str, kind: str, item: str) -> dict[str, Any]:
        """Give a draft."""
        return _draft(read_draft(site(), actor(), enrolment, kind, item))

    @permission("write-log")
    @writing.doc(operationId="save-draft")
    @writing.arguments(SavedDraftSchema, **BODY)
    @writing.response(200, DraftSchema)
    def put(
        self, given: dict[str, Any], enrolment: str, kind: str, item: str
    ) -> dict[str, Any] | Response:
        """Save a draft over the revision seen; 409 gives the newer one."""
        of = piece(site(), actor(), enrolment, kind, item)
        written = read_written(of, given["texts"], given["family"])
        try:
            return _draft(save_draft(site(), actor(), of, written, given["revision"]))
        except Conflict as conflict:
            if not isinstance(conflict.newer, OwnDraft):
                raise
            newer = DraftSchema().dump(_draft(conflict.newer))
            return problem(409, "Conflict", str(conflict), code="newer-draft", newer=newer)

    @permission("write-log")
    @writing.doc(operationId="throw-draft-away")
    @writing.response(204)
    def delete(self, enrolment: str, kind: str, item: str) -> None:
        """Throw a draft away."""
        discard_draft(site(), actor(), enrolment, kind, item)


def _draft(draft: OwnDraft) -> dict[str, Any]:
    return {
        "revision": draft.revision,
        "saved": draft.saved,
        "texts": draft.written.boxes,
        "family": draft.written.family,
        "words": draft.written.words,
    }
