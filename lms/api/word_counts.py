"""Word counts for programs: what is known of one, a count contested, and the decision."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.domain.assessment.word_counts import HOLDS
from lms.services.contest_word_count import contest_word_count
from lms.services.decide_word_count import CountDecision, decide_word_count
from lms.web.guard import actor, permission, site

word_counts = Blueprint("word_counts_api", __name__, description="Word counts and who decides.")


class CountDecidedSchema(Schema):
    """What was decided; ``by`` is empty for those who are not told."""

    record = fields.String(required=True)
    holds = fields.String(required=True, metadata={"description": ", ".join(HOLDS)})
    words = fields.Integer(required=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)
    on = fields.Date(required=True)


class WordCountSchema(Schema):
    """The words of a text: what was counted, what its writer states, and what holds."""

    counted = fields.Integer(required=True)
    stated = fields.Integer(
        allow_none=True, required=True, metadata={"description": "Null where it is no other one."}
    )
    reason = fields.String(required=True, metadata={"description": "The writer's, for its own."})
    contested = fields.Date(
        allow_none=True, required=True, metadata={"description": "If after handing in, when."}
    )
    unread = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "What of the files may hold words that nothing could read."},
    )
    words = fields.Integer(required=True, metadata={"description": "The number that holds."})
    waits = fields.Boolean(
        required=True, metadata={"description": "Nobody has decided about the writer's number."}
    )
    penalty = fields.Boolean(
        required=True, metadata={"description": "The mark waits: the penalty depends on it."}
    )
    decision = fields.Nested(CountDecidedSchema, allow_none=True, required=True)
    no_decision = fields.String(
        required=True, metadata={"description": "Why it cannot be decided any more."}
    )
    no_contest = fields.String(
        required=True, metadata={"description": "Why it cannot be contested any more."}
    )


class CountDecisionSchema(Schema):
    """Which number holds and why; ``words`` where it is another than the two there are."""

    holds = fields.String(required=True, validate=validate.OneOf(HOLDS))
    words = fields.Integer(load_default=None, allow_none=True)
    reason = fields.String(required=True)
    seen = fields.Integer(load_default=None, allow_none=True)


class CountClaimSchema(Schema):
    """The writer's number, and why the count is wrong."""

    words = fields.Integer(required=True)
    reason = fields.String(required=True)


@word_counts.route("/submissions/<record>/word-count")
class Decisions(MethodView):
    """The decision on the words of a submission."""

    @permission("decide-word-count")
    @word_counts.doc(operationId="decide-word-count", parameters=[IDEMPOTENCY_KEY])
    @word_counts.arguments(CountDecisionSchema, **BODY)
    @word_counts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Decide which number of words holds; deciding again corrects the decision."""
        seen = given.pop("seen")
        decided = CountDecision(**given)
        key = idempotency_key()
        return {"record": decide_word_count(site(), actor(), record, decided, seen, key)}


@word_counts.route("/enrolments/<enrolment>/submissions/<record>/word-count")
class Claims(MethodView):
    """The count of one's own submission, contested."""

    @permission("contest-word-count")
    @word_counts.doc(operationId="contest-word-count", parameters=[IDEMPOTENCY_KEY])
    @word_counts.arguments(CountClaimSchema, **BODY)
    @word_counts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str, record: str) -> dict[str, str]:
        """Say that a count is wrong, with one's own number and the reason."""
        key = idempotency_key()
        return {"record": contest_word_count(site(), actor(), enrolment, record, key=key, **given)}
