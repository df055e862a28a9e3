"""A marker's queue, interests and comments, and who marks what, for programs."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    PageQuery,
    PartSchema,
    after,
    asked,
    idempotency_key,
    page,
    page_schema,
)
from lms.domain.part import Part, part_of
from lms.services.allocate_marking import ROLES, allocate, distribute_marking
from lms.services.comment_bank import keep_comment, list_comments, throw_comment_away
from lms.services.declare_interest import declare_interest, list_interests, take_back_interest
from lms.services.marking_queue import marking_queue as queue_of
from lms.services.see_allocation import Allocated, Allocation, see_allocation
from lms.web.guard import actor, permission, site

marking_queue = Blueprint(
    "marking_queue_api", __name__, description="What waits for markers, and who marks what."
)
WRITES: dict[str, Any] = {"parameters": [IDEMPOTENCY_KEY]}


class ToMarkSchema(Schema):
    """Work that waits for one's mark, or is held."""

    record = fields.String(required=True)
    title = fields.String(required=True)
    person = fields.String(
        required=True, metadata={"description": "Empty where marking is without names."}
    )
    name = fields.String(required=True)
    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    since = fields.Date(required=True)
    due = fields.Date(allow_none=True, required=True)
    overdue = fields.Boolean(required=True)
    waits_for = fields.String(
        required=True, metadata={"description": "first, second, third, agree, word-count or held"}
    )
    own = fields.Boolean(required=True, metadata={"description": "Allocated to oneself."})


@marking_queue.route("/marking/queue")
class MarkingQueue(MethodView):
    """The work that waits for one's mark."""

    @permission("mark-work")
    @marking_queue.doc(operationId="list-marking-queue")
    @marking_queue.arguments(PageQuery, **ARGUMENTS)
    @marking_queue.response(200, page_schema(ToMarkSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List what waits to be marked: one's own allocations first, then by when feedback is due."""
        items = queue_of(site(), actor())
        place = {item.record: f"{number:09}" for number, item in enumerate(items)}
        return page(items, lambda item: place[item.record], query["limit"], query["cursor"])


class InterestSchema(Schema):
    """An interest that one has declared in a learner."""

    record = fields.String(required=True)
    learner = fields.String(required=True)
    name = fields.String(required=True)
    since = fields.Date(required=True)
    reason = fields.String(required=True)


class NewInterestSchema(Schema):
    """A learner of the cohorts that one marks, and what connects one with him or her."""

    learner = fields.String(required=True)
    reason = fields.String(required=True)


@marking_queue.route("/marking/interests")
class Interests(MethodView):
    """The learners whose work one does not mark."""

    @permission("declare-interest")
    @marking_queue.doc(operationId="list-own-interests")
    @marking_queue.response(200, InterestSchema(many=True))
    def get(self) -> list[Any]:
        """List the interests that one declared."""
        return list(list_interests(site(), actor()))

    @permission("declare-interest")
    @marking_queue.doc(operationId="declare-interest", **WRITES)
    @marking_queue.arguments(NewInterestSchema, **BODY)
    @marking_queue.response(201, RecordSchema)
    def post(self, given: dict[str, Any]) -> dict[str, str]:
        """Declare an interest in a learner, whose work leaves the queue."""
        return {"record": declare_interest(site(), actor(), key=idempotency_key(), **given)}


@marking_queue.route("/marking/interests/<record>")
class OneInterest(MethodView):
    """One interest."""

    @permission("declare-interest")
    @marking_queue.doc(operationId="take-back-interest")
    @marking_queue.response(204)
    def delete(self, record: str) -> None:
        """Take an interest back; that it was declared stays on record."""
        take_back_interest(site(), actor(), record)


class CommentSchema(Schema):
    """A comment that one keeps to use again."""

    id = fields.String(dump_only=True)
    text = fields.String(required=True)


@marking_queue.route("/marking/comments")
class Comments(MethodView):
    """One's own comments."""

    @permission("keep-comment-bank")
    @marking_queue.doc(operationId="list-comment-bank")
    @marking_queue.response(200, CommentSchema(many=True))
    def get(self) -> list[Any]:
        """List one's own comments for reuse, the newest first."""
        return list(list_comments(site(), actor()))

    @permission("keep-comment-bank")
    @marking_queue.doc(operationId="keep-comment", **WRITES)
    @marking_queue.arguments(CommentSchema, **BODY)
    @marking_queue.response(201, RecordSchema)
    def post(self, given: dict[str, Any]) -> dict[str, str]:
        """Keep a comment for reuse; the same text is kept once."""
        return {"record": keep_comment(site(), actor(), given["text"], idempotency_key())}


@marking_queue.route("/marking/comments/<comment>")
class OneComment(MethodView):
    """One comment."""

    @permission("keep-comment-bank")
    @marking_queue.doc(operationId="throw-comment-away")
    @marking_queue.response(204)
    def delete(self, comment: str) -> None:
        """Throw a kept comment away."""
        throw_comment_away(site(), actor(), comment)


class NewAllocationSchema(Schema):
    """Who is to give which mark, and why, where it changes hands."""

    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    marker = fields.String(required=True)
    reason = fields.String(load_default="")


@marking_queue.route("/submissions/<record>/allocation")
class OneAllocation(MethodView):
    """Who marks one piece of work."""

    @permission("allocate-marking")
    @marking_queue.doc(operationId="allocate-submission", **WRITES)
    @marking_queue.arguments(NewAllocationSchema, **BODY)
    @marking_queue.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Give a submission to a marker; refused for whoever must not mark it."""
        return {"record": allocate(site(), actor(), record, key=idempotency_key(), **given)}


class ScriptSchema(Schema):
    """One learner's work, with the names of its markers by role and of those who must not mark it."""

    record = fields.String(required=True)
    name = fields.String(required=True)
    attempt = fields.Integer(required=True)
    needs = fields.String(required=True)
    roles = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    given = fields.List(fields.String(), required=True)
    barred = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class MarkerSchema(Schema):
    """Somebody who marks the cohort by role."""

    person = fields.String(required=True)
    name = fields.String(required=True)


class AllocationSchema(PartSchema):
    """A cohort's set of one piece of work, and its markers."""

    assessment = fields.String(required=True)
    title = fields.String(required=True)
    markers = fields.List(fields.Nested(MarkerSchema), required=True)
    scripts = fields.List(fields.Nested(ScriptSchema), required=True)


class SharedOutSchema(Schema):
    """How many marks were shared out."""

    shared_out = fields.Integer(required=True)


class AmongSchema(Schema):
    """The markers among whom a set is shared out."""

    markers = fields.List(fields.String(), required=True)


@marking_queue.route("/programmes/<programme>/cohorts/<cohort>/marking/<assessment>")
class Allocations(MethodView):
    """Who marks what of a cohort's set."""

    @permission("allocate-marking")
    @marking_queue.doc(operationId="read-marking-set")
    @marking_queue.arguments(PageQuery, **ARGUMENTS)
    @marking_queue.response(200, AllocationSchema)
    def get(
        self, query: dict[str, Any], programme: str, cohort: str, assessment: str
    ) -> dict[str, Any]:
        """See a set of submissions with its markers."""
        found = see_allocation(site(), actor(), programme, cohort, assessment)
        return _allocation(found, part_of(found.scripts, asked(query)))

    @permission("allocate-marking")
    @marking_queue.doc(operationId="share-out-marking", **WRITES)
    @marking_queue.arguments(AmongSchema, **BODY)
    @marking_queue.response(201, SharedOutSchema)
    def post(
        self, given: dict[str, Any], programme: str, cohort: str, assessment: str
    ) -> dict[str, int]:
        """Share out evenly, by rule, what of a set is not allocated yet."""
        key = idempotency_key()
        markers = given["markers"]
        number = distribute_marking(site(), actor(), programme, cohort, assessment, markers, key)
        return {"shared_out": number}


def _allocation(found: Allocation, scripts: Part[Allocated]) -> dict[str, Any]:
    return {
        "assessment": found.assessment.id,
        "title": found.assessment.title,
        "markers": found.markers,
        "scripts": list(scripts),
        "next_cursor": after(scripts),
    }
