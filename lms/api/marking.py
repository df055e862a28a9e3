"""Marking for programs that act for a marker: work read, and marked against its criteria."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.api.word_counts import WordCountSchema
from lms.errors import Conflict
from lms.services.agree_mark import agree_mark
from lms.services.feedback import Anchored
from lms.services.mark_work import Marking, mark_work
from lms.services.read_work import Given, ReadWork, read_work
from lms.web.errors import problem
from lms.web.guard import actor, permission, site

marking = Blueprint("marking_api", __name__, description="Assessed work, read and marked.")


class BandSchema(Schema):
    """A band of a criterion, and what work in it is like."""

    name = fields.String(required=True)
    says = fields.String(required=True)


class CriterionSchema(Schema):
    """A row of the marking criteria."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    weight = fields.Integer(allow_none=True, required=True)
    bands = fields.List(fields.Nested(BandSchema), required=True)


class AnchoredSchema(Schema):
    """A comment beside a passage: its words, which of their occurrences, and what is said."""

    quote = fields.String(required=True)
    says = fields.String(required=True)
    at = fields.Integer(load_default=1, validate=validate.Range(1))


class MarkSchema(Schema):
    """One layer of an attempt's marks; provisional until the board has met."""

    record = fields.String(required=True)
    attempt = fields.Integer(required=True)
    layer = fields.String(required=True)
    mark = fields.Integer(allow_none=True, required=True)
    result = fields.String(allow_none=True, required=True)
    bands = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    comments = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    overall = fields.String(required=True)
    anchored = fields.List(fields.Nested(AnchoredSchema), required=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)
    on = fields.Date(required=True)


class TurnSchema(Schema):
    """What one can do now: the layer to give or to correct, or why there is none."""

    layer = fields.String(required=True)
    correcting = fields.Boolean(required=True)
    needs_reason = fields.Boolean(required=True)
    because = fields.String(required=True)
    agree = fields.Boolean(required=True)
    lowest = fields.Integer(required=True)
    highest = fields.Integer(required=True)


class ReadWorkSchema(Schema):
    """A submission with its text and criteria; that it was read is on record."""

    record = fields.String(required=True)
    person = fields.String(required=True, metadata={"description": "Empty for whoever only marks."})
    name = fields.String(required=True)
    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    assessment = fields.String(required=True)
    title = fields.String(required=True)
    brief = fields.String(required=True, metadata={"description": "Markdown."})
    marking = fields.String(required=True)
    pass_mark = fields.Integer(required=True)
    criteria = fields.List(fields.Nested(CriterionSchema), required=True)
    attempt = fields.Integer(required=True)
    family = fields.String(required=True)
    on = fields.Date(required=True)
    recorded = fields.AwareDateTime(required=True)
    text = fields.String(required=True)
    erased = fields.Boolean(required=True)
    words = fields.Integer(required=True)
    word_count = fields.Nested(WordCountSchema, allow_none=True, required=True)
    word_rule = fields.String(allow_none=True, required=True)
    settled = fields.Boolean(required=True)
    given = fields.Nested(MarkSchema, allow_none=True, required=True)
    earlier = fields.List(fields.Nested(MarkSchema), required=True)
    layers = fields.List(fields.Nested(MarkSchema), required=True)
    comments = fields.List(
        fields.Nested(MarkSchema),
        required=True,
        metadata={"description": "Another marker's comments, without bands, mark or result."},
    )
    turn = fields.Nested(TurnSchema, required=True)
    adjusted = fields.Boolean(required=True)
    seen = fields.Integer(required=True)


class NewMarkSchema(Schema):
    """A marking: a band for every criterion, and the mark or the result that the work asks for."""

    bands = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    comments = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    mark = fields.Integer(load_default=None, allow_none=True)
    result = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(("pass", "fail"))
    )
    overall = fields.String(load_default="")
    anchored = fields.List(fields.Nested(AnchoredSchema), load_default=list)
    reason = fields.String(
        load_default="",
        metadata={"description": "Why another marker's mark, or one that was seen, is corrected."},
    )
    seen = fields.Integer(load_default=None, allow_none=True)


@marking.route("/submissions/<record>")
class Submissions(MethodView):
    """Work that was handed in."""

    @permission("mark-work")
    @marking.doc(operationId="read-submission")
    @marking.response(200, ReadWorkSchema)
    def get(self, record: str) -> dict[str, Any]:
        """Read a submission; the reading is noted before the text is given."""
        return _work(read_work(site(), actor(), record))


@marking.route("/submissions/<record>/mark")
class Marks(MethodView):
    """The mark of a submission."""

    @permission("mark-work")
    @marking.doc(operationId="mark-submission", parameters=[IDEMPOTENCY_KEY])
    @marking.arguments(NewMarkSchema, **BODY)
    @marking.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str] | Response:
        """Mark a submission as the layer whose turn it is; marking again corrects one's own.

        Where somebody else marked it meanwhile, the answer is 409 with both markings.
        """
        seen = given.pop("seen")
        anchored = tuple(Anchored(**one) for one in given.pop("anchored"))
        try:
            wanted = Marking(**given, anchored=anchored)
            mark = mark_work(site(), actor(), record, wanted, seen, idempotency_key())
        except Conflict as conflict:
            return _both(record, given, anchored, conflict)
        return {"record": mark}


def _both(
    record: str, given: dict[str, Any], anchored: tuple[Anchored, ...], conflict: Conflict
) -> Response:
    """A conflict as problem details, with what is on record beside what was sent."""
    shown = read_work(site(), actor(), record)
    yours = {**given, "anchored": [asdict(a) for a in anchored]}
    on_record = MarkSchema(many=True).dump([_given(one) for one in shown.layers])
    return problem(
        409, "Conflict", str(conflict), yours=yours, on_record=on_record, seen=shown.seen
    )


class AgreedSchema(Schema):
    """The mark that two markers agree on, between theirs, and how they came to it."""

    mark = fields.Integer(required=True)
    reason = fields.String(required=True)
    overall = fields.String(load_default="")
    seen = fields.Integer(load_default=None, allow_none=True)


@marking.route("/submissions/<record>/agreed-mark")
class AgreedMarks(MethodView):
    """The mark that two markers agree on."""

    @permission("mark-work")
    @marking.doc(operationId="agree-mark", parameters=[IDEMPOTENCY_KEY])
    @marking.arguments(AgreedSchema, **BODY)
    @marking.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Record the agreed mark, as either of the two."""
        key = idempotency_key()
        return {"record": agree_mark(site(), actor(), record, key=key, **given)}


SAME = (
    *("record", "person", "name", "programme", "cohort", "attempt", "family", "on", "recorded"),
    *("text", "erased", "words", "settled", "seen", "adjusted"),
)
"""What the answer calls as the service does."""


def _work(shown: ReadWork) -> dict[str, Any]:
    assessment = shown.assessment
    return {
        **{name: getattr(shown, name) for name in SAME},
        "assessment": assessment.id,
        "title": assessment.title,
        "brief": assessment.body,
        "marking": assessment.marking,
        "pass_mark": assessment.pass_mark,
        "criteria": [
            {
                "id": c.id,
                "title": c.title,
                "weight": c.weight,
                "bands": [{"name": name, "says": says} for name, says in c.bands],
            }
            for c in assessment.criteria
        ],
        "word_rule": shown.word_rule.says if shown.word_rule else None,
        "word_count": shown.count,
        "given": _given(shown.given) if shown.given else None,
        "earlier": [_given(given) for given in shown.earlier],
        "layers": [_given(given) for given in shown.layers],
        "comments": [_given(given) for given in shown.comments],
        "turn": asdict(shown.turn),
    }


def _given(given: Given) -> dict[str, Any]:
    return {
        "record": given.record,
        "attempt": given.attempt,
        "mark": given.mark,
        "result": given.result,
        "bands": given.bands,
        "comments": given.feedback.criteria or {},
        "overall": given.feedback.overall,
        "anchored": [asdict(a) for a in given.feedback.anchored],
        "layer": given.layer,
        "reason": given.reason,
        "by": given.by,
        "on": given.on,
    }
