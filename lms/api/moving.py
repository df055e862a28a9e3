"""Moves to another cohort: looked at before, recorded with the days they name, and taken back."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from lms.api.deciding import ReasonedSchema
from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import ARGUMENTS, IDEMPOTENCY_KEY, can_be_meant, idempotency_key
from lms.domain.assessment.moving_words import says_of
from lms.services.move_cohort import move_cohort
from lms.services.preview_move import MovePage, preview_move
from lms.services.see_own_move import items_of, see_recorded_move
from lms.services.take_back_move import take_back_move
from lms.web.guard import actor, permission, site

moving = Blueprint("moving_api", __name__, description="Moves to another cohort.")
WRITES = {"parameters": [IDEMPOTENCY_KEY]}
MOVES = "/enrolments/<enrolment>/cohort-moves"


class MoveQuery(Schema):
    """Which move is looked at; today's where no day is given."""

    cohort = fields.String(required=True)
    on = fields.Date(load_default=None, validate=can_be_meant)


class PieceSchema(Schema):
    """One attempt after the move; ``after`` is judged, failed, due, to-name or open."""

    assessment = fields.String(required=True)
    title = fields.String(required=True)
    attempt = fields.Integer(required=True)
    after = fields.String(required=True)
    due = fields.Date(required=True, allow_none=True)
    until_now = fields.Date(required=True, allow_none=True)
    cohort = fields.String(required=True)
    says = fields.String(required=True)


class ItemSchema(Schema):
    """One thing that a move is about, and what becomes of it, in a sentence."""

    title = fields.String(required=True)
    says = fields.String(required=True)


class MovePreviewSchema(Schema):
    """What a move comes to: each piece of work, and everything in sentences."""

    cohort = fields.String(required=True)
    on = fields.Date(required=True)
    pieces = fields.List(fields.Nested(PieceSchema), required=True)
    items = fields.List(fields.Nested(ItemSchema), required=True)


class RecordedMoveSchema(Schema):
    """A move on record, with everything that it is about as it stands now."""

    into = fields.String(required=True)
    on = fields.Date(required=True)
    items = fields.List(fields.Nested(ItemSchema), required=True)


class MoveGivenSchema(ReasonedSchema):
    """The cohort to move to, and a day by assessment for each piece that the preview says to name."""

    cohort = fields.String(required=True)
    days = fields.Dict(keys=fields.String(), values=fields.Date(), load_default=dict)


class TakenBackSchema(Schema):
    """Why a move is taken back."""

    reason = fields.String(required=True)


@moving.route(MOVES)
class CohortMoves(MethodView):
    """Moves to another cohort."""

    @permission("move-learner")
    @moving.doc(operationId="move-learner", **WRITES)
    @moving.arguments(MoveGivenSchema, **BODY)
    @moving.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Move a learner; the version stays as it is, and so does all that was done before."""
        return {"record": move_cohort(site(), actor(), enrolment, key=idempotency_key(), **given)}


@moving.route(f"{MOVES}/preview")
class MovePreview(MethodView):
    """A move before it is recorded."""

    @permission("move-learner")
    @moving.doc(operationId="preview-move")
    @moving.arguments(MoveQuery, **ARGUMENTS)
    @moving.response(200, MovePreviewSchema)
    def get(self, query: dict[str, Any], enrolment: str) -> dict[str, Any]:
        """See what a move would change, and for which work it must name a day."""
        page = preview_move(site(), actor(), enrolment, query["cohort"], query["on"])
        items = items_of(page)
        return {"cohort": page.into.id, "on": page.on, "pieces": _pieces(page), "items": items}


def _pieces(page: MovePage) -> list[dict[str, Any]]:
    return [
        {
            "assessment": p.assessment.id,
            "title": p.assessment.title,
            "attempt": p.attempt,
            "after": p.after.value,
            "due": p.deadline.day if p.deadline else None,
            "until_now": p.before.day if p.before else None,
            "cohort": p.cohort,
            "says": says_of(p, page.cohorts),
        }
        for p in page.pieces
    ]


@moving.route(f"{MOVES}/<record>")
class OneMove(MethodView):
    """A move on record."""

    @permission("read-progress")
    @moving.doc(operationId="read-move")
    @moving.response(200, RecordedMoveSchema)
    def get(self, enrolment: str, record: str) -> Any:
        """Read what a move means: what stays and what is due when."""
        return see_recorded_move(site(), actor(), enrolment, record)


@moving.route(f"{MOVES}/<record>/taken-back")
class MoveTakenBack(MethodView):
    """A move that was a mistake."""

    @permission("move-learner")
    @moving.doc(operationId="take-back-move", **WRITES)
    @moving.arguments(TakenBackSchema, **BODY)
    @moving.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str, record: str) -> dict[str, str]:
        """Take a move back, so that everything is as it was before it."""
        key = idempotency_key()
        return {"record": take_back_move(site(), actor(), record, given["reason"], key)}
