"""Marking for programs that act for a marker: work read, and marked against its criteria."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.services.mark_work import Marking, mark_work
from lms.services.read_work import Given, ReadWork, read_work
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


class MarkSchema(Schema):
    """The mark in force of one attempt; provisional until the board has met."""

    record = fields.String(required=True)
    attempt = fields.Integer(required=True)
    mark = fields.Integer(allow_none=True, required=True)
    result = fields.String(allow_none=True, required=True)
    bands = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    comments = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    overall = fields.String(required=True)
    on = fields.Date(required=True)


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
    word_rule = fields.String(allow_none=True, required=True)
    settled = fields.Boolean(required=True)
    given = fields.Nested(MarkSchema, allow_none=True, required=True)
    earlier = fields.List(fields.Nested(MarkSchema), required=True)
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
    seen = fields.Integer(load_default=None, allow_none=True)


@marking.route("/submissions/<record>")
class Submissions(MethodView):
    """Work that was handed in."""

    @permission("mark-work")
    @marking.response(200, ReadWorkSchema)
    def get(self, record: str) -> dict[str, Any]:
        """Read a submission; the reading is noted before the text is given."""
        return _work(read_work(site(), actor(), record))


@marking.route("/submissions/<record>/mark")
class Marks(MethodView):
    """The mark of a submission."""

    @permission("mark-work")
    @marking.doc(parameters=[IDEMPOTENCY_KEY])
    @marking.arguments(NewMarkSchema, **BODY)
    @marking.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Mark a submission; marking again corrects, until a board has decided the stage."""
        seen = given.pop("seen")
        mark = mark_work(site(), actor(), record, Marking(**given), seen, idempotency_key())
        return {"record": mark}


SAME = (
    *("record", "person", "name", "programme", "cohort", "attempt", "family", "on", "recorded"),
    *("text", "erased", "words", "settled", "seen"),
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
        "given": _given(shown.given) if shown.given else None,
        "earlier": [_given(given) for given in shown.earlier],
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
        "on": given.on,
    }
