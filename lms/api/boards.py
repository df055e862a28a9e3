"""Boards: their papers, a meeting with one outcome per learner, and the decisions made."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.people import StageProgressSchema
from lms.api.schemas import ARGUMENTS, IDEMPOTENCY_KEY, idempotency_key
from lms.domain.board import CONDITIONAL, ENDINGS, WITHOUT_ENDING, Decision
from lms.services.board_papers import BoardPapers, board_papers
from lms.services.list_decisions import list_decisions, read_decision
from lms.services.ratify import Meeting, ratify
from lms.services.site import LONDON
from lms.services.verdict_tree import progress_tree
from lms.web.guard import actor, permission, site

boards = Blueprint("boards_api", __name__, description="Boards and their decisions.")
COHORT = "/programmes/<programme>/cohorts/<cohort>"


class PapersQuery(Schema):
    """The day of the meeting; today if not given."""

    on = fields.Date(load_default=None)


class CandidateSchema(Schema):
    """A learner before the board; ``open`` are the ids of what is still needed."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    outcomes = fields.List(fields.String(), required=True)
    open = fields.List(fields.String(), required=True)
    decided = fields.Boolean(required=True)
    progress = fields.Nested(StageProgressSchema, required=True)


class ChairSchema(Schema):
    """Somebody who may chair."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class PapersSchema(Schema):
    """The papers; hand ``seen`` back with the meeting, so that nothing newer is overlooked."""

    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    stage = fields.String(required=True)
    on = fields.Date(required=True)
    seen = fields.Integer(required=True)
    closed = fields.String(required=True)
    chairs = fields.List(fields.Nested(ChairSchema), required=True)
    candidates = fields.List(fields.Nested(CandidateSchema), required=True)


class DecisionGivenSchema(Schema):
    """One learner's outcome; every outcome but the first of a stage needs a reason."""

    person = fields.String(required=True)
    outcome = fields.String(
        required=True, validate=validate.OneOf((*ENDINGS, CONDITIONAL, *WITHOUT_ENDING))
    )
    reason = fields.String(load_default="")
    condition = fields.String(load_default="")
    condition_by = fields.Date(load_default=None, allow_none=True)


class MeetingGivenSchema(Schema):
    """A meeting, recorded whole or not at all."""

    on = fields.Date(required=True)
    chair = fields.String(required=True)
    minutes = fields.String(required=True)
    seen = fields.Integer(required=True, metadata={"description": "The `seen` of the papers."})
    decisions = fields.List(fields.Nested(DecisionGivenSchema), required=True)


@boards.route(f"{COHORT}/boards/<stage>")
class Boards(MethodView):
    """One stage of one cohort before the board."""

    @permission("read-board")
    @boards.arguments(PapersQuery, **ARGUMENTS)
    @boards.response(200, PapersSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str, stage: str) -> dict[str, Any]:
        """Give every learner's verdict on the stage as of the meeting, and what is open."""
        return _papers(board_papers(site(), actor(), programme, cohort, stage, query["on"]))

    @permission("record-board")
    @boards.doc(parameters=[IDEMPOTENCY_KEY])
    @boards.arguments(MeetingGivenSchema, **BODY)
    @boards.response(201, RecordSchema)
    def post(
        self, given: dict[str, Any], programme: str, cohort: str, stage: str
    ) -> dict[str, str]:
        """Record a meeting; refused while anything is open, or newer than the papers."""
        decisions = tuple(Decision(**d) for d in given.pop("decisions"))
        meeting = Meeting(programme, cohort, stage, decisions=decisions, **given)
        return {"record": ratify(site(), actor(), meeting, idempotency_key())}


def _papers(papers: BoardPapers) -> dict[str, Any]:
    return {
        "programme": papers.programme.id,
        "cohort": papers.cohort,
        "stage": papers.stage.id,
        "on": papers.on,
        "seen": papers.seen,
        "closed": papers.closed,
        "chairs": papers.chairs,
        "candidates": [
            {
                "person": c.person,
                "name": c.name,
                "outcomes": c.outcomes,
                "open": [v.id for v in c.open],
                "decided": c.decided,
                "progress": progress_tree(c.progress),
            }
            for c in papers.candidates
        ],
    }


class DifferenceSchema(Schema):
    """A requirement on which an evaluation by what is known now disagrees."""

    title = fields.String(required=True)
    then = fields.String(required=True)
    now = fields.String(required=True)


class DecisionSchema(Schema):
    """One outcome, and where a later evaluation disagrees with what it rested on."""

    record = fields.String(required=True)
    person = fields.String(required=True)
    name = fields.String(required=True)
    stage = fields.String(required=True)
    outcome = fields.String(required=True)
    awarded = fields.Boolean(required=True)
    on = fields.Date(required=True)
    recorded = fields.AwareDateTime(required=True)
    meeting = fields.String(required=True)
    condition = fields.String(required=True)
    condition_by = fields.Date(allow_none=True, required=True)
    kept = fields.Boolean(required=True)
    verdict = fields.String(required=True)
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)


class KnownQuery(Schema):
    """Use only what had been recorded by then."""

    known_at = fields.AwareDateTime(load_default=None, default_timezone=LONDON)


class DecisionsSchema(Schema):
    """The decisions about a cohort, newest meeting first."""

    items = fields.List(fields.Nested(DecisionSchema), required=True)


class OneDecisionSchema(Schema):
    """A decision with its texts and the verdict it rests on; that it was read is noted."""

    decision = fields.Nested(DecisionSchema, required=True)
    chair = fields.String(required=True)
    minutes = fields.String(required=True)
    reason = fields.String(required=True)
    verdict = fields.Dict(required=True)


@boards.route(f"{COHORT}/decisions")
class Decisions(MethodView):
    """What boards decided about a cohort."""

    @permission("read-board")
    @boards.arguments(KnownQuery, **ARGUMENTS)
    @boards.response(200, DecisionsSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str) -> dict[str, Any]:
        """List every outcome."""
        return {"items": list_decisions(site(), actor(), programme, cohort, query["known_at"])}


@boards.route(f"{COHORT}/decisions/<record>")
class OneDecision(MethodView):
    """One decision."""

    @permission("read-board")
    @boards.response(200, OneDecisionSchema)
    def get(self, programme: str, cohort: str, record: str) -> dict[str, Any]:
        """Read one decision with its reason, minutes and verdict."""
        page = read_decision(site(), actor(), programme, cohort, record)
        return {
            "decision": page.line,
            "chair": page.chair,
            "minutes": page.minutes,
            "reason": page.reason,
            "verdict": dict(page.tree),
        }
