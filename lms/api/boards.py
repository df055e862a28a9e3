"""Boards: their papers, a meeting with one outcome per learner, and the decisions made."""

from __future__ import annotations

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
    PageQuery,
    PartSchema,
    after,
    asked,
    can_be_meant,
    idempotency_key,
    paged,
)
from lms.domain.board import CONDITIONAL, ENDINGS, WITHOUT_ENDING, Decision
from lms.services.board_meeting import CHAIRS_ACTION, MEETING
from lms.services.board_papers import BoardPapers, board_papers
from lms.services.correct_outcome import Correction, correct_outcome
from lms.services.list_decisions import list_decisions, read_decision
from lms.services.ratify import Meeting, ratify
from lms.services.verdict_tree import progress_tree
from lms.web.guard import actor, permission, site

boards = Blueprint("boards_api", __name__, description="Boards and their decisions.")
COHORT = "/programmes/<programme>/cohorts/<cohort>"


class PapersQuery(PageQuery):
    """The day of the meeting, today if not given, and which part of the learners."""

    on = fields.Date(load_default=None, validate=can_be_meant)


class CarriedSchema(Schema):
    """A condition of an earlier decision that is not met."""

    stage = fields.String(required=True)
    title = fields.String(required=True)
    by = fields.Date(required=True, allow_none=True)


class CandidateSchema(Schema):
    """A learner before the board; ``open`` are the ids of what is still needed.

    ``blocked`` says why no outcome can be recorded yet, ``reconsider`` what came to light after a
    board had decided.
    """

    person = fields.String(required=True)
    name = fields.String(required=True)
    outcomes = fields.List(fields.String(), required=True)
    open = fields.List(fields.String(), required=True)
    decided = fields.Boolean(required=True)
    blocked = fields.List(fields.String(), required=True)
    carried = fields.List(fields.Nested(CarriedSchema), required=True)
    reconsider = fields.List(fields.String(), required=True)
    progress = fields.Nested(StageProgressSchema, required=True)


class ChairSchema(Schema):
    """Somebody who may chair."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class InterestSchema(Schema):
    """A member who has declared an interest in a learner before the board."""

    member = fields.String(required=True)
    learner = fields.String(required=True)


class EarlierSchema(Schema):
    """An earlier meeting about the stage."""

    record = fields.String(required=True)
    on = fields.Date(required=True)
    by = fields.String(required=True)


class CommentSchema(Schema):
    """An external examiner's comment, about one piece of work or all."""

    name = fields.String(required=True)
    on = fields.Date(required=True)
    assessment = fields.String(required=True)
    text = fields.String(required=True)


class PapersSchema(PartSchema):
    """The papers; hand ``seen`` back with the meeting, so that nothing newer is overlooked."""

    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    stage = fields.String(required=True)
    on = fields.Date(required=True)
    seen = fields.Integer(required=True)
    closed = fields.String(required=True)
    chairs = fields.List(fields.Nested(ChairSchema), required=True)
    quorum = fields.Integer(required=True)
    interests = fields.List(fields.Nested(InterestSchema), required=True)
    meetings = fields.List(fields.Nested(EarlierSchema), required=True)
    comments = fields.List(fields.Nested(CommentSchema), required=True)
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
    reassess_by = fields.Date(load_default=None, allow_none=True)


class MeetingGivenSchema(Schema):
    """A meeting, recorded whole or not at all.

    ``members`` are those present, the chair counted once; with ``by`` a chair's action the chair
    decides alone after the meeting ``earlier``, and the minutes say why.
    """

    on = fields.Date(required=True)
    chair = fields.String(required=True)
    minutes = fields.String(required=True)
    seen = fields.Integer(required=True, metadata={"description": "The `seen` of the papers."})
    decisions = fields.List(fields.Nested(DecisionGivenSchema), required=True)
    members = fields.List(fields.String(), load_default=list)
    interests = fields.String(load_default="")
    by = fields.String(load_default=MEETING, validate=validate.OneOf((MEETING, CHAIRS_ACTION)))
    earlier = fields.String(load_default="")
    release = fields.Boolean(
        load_default=True,
        metadata={"description": "Show outcomes and ratified marks to the learners at once."},
    )


class CorrectionGivenSchema(DecisionGivenSchema):
    """What an outcome should have been; ``mistake`` is kept as the minutes of a chair's action."""

    class Meta:
        """Whose outcome it is, the address says."""

        exclude = ("person",)

    chair = fields.String(required=True)
    mistake = fields.String(required=True)


@boards.route(f"{COHORT}/boards/<stage>")
class Boards(MethodView):
    """One stage of one cohort before the board."""

    @permission("read-board")
    @boards.doc(operationId="read-board-papers")
    @boards.arguments(PapersQuery, **ARGUMENTS)
    @boards.response(200, PapersSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str, stage: str) -> dict[str, Any]:
        """Give every learner's verdict on the stage as of the meeting, and what is open."""
        where = (programme, cohort, stage)
        return _papers(board_papers(site(), actor(), *where, query["on"], asked(query)))

    @permission("record-board")
    @boards.doc(operationId="record-board-meeting", parameters=[IDEMPOTENCY_KEY])
    @boards.arguments(MeetingGivenSchema, **BODY)
    @boards.response(201, RecordSchema)
    def post(
        self, given: dict[str, Any], programme: str, cohort: str, stage: str
    ) -> dict[str, str]:
        """Record a meeting; refused while anything is open, or newer than the papers."""
        decisions = tuple(Decision(**d) for d in given.pop("decisions"))
        given["members"] = tuple(given["members"])
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
        "quorum": papers.quorum,
        "interests": papers.interests,
        "meetings": [
            {"record": r.id, "on": r.on, "by": r.get("by") or MEETING} for r in papers.meetings
        ],
        "comments": papers.comments,
        "candidates": [
            {
                "person": c.person,
                "name": c.name,
                "outcomes": c.outcomes,
                "open": [v.id for v in c.open],
                "decided": c.decided,
                "blocked": c.blocked,
                "carried": c.carried,
                "reconsider": c.reconsider,
                "progress": progress_tree(c.progress),
            }
            for c in papers.candidates
        ],
        "next_cursor": after(papers.candidates),
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
    reassess_by = fields.Date(allow_none=True, required=True)
    kept = fields.Boolean(required=True)
    verdict = fields.String(required=True)
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)


class DecisionsQuery(PageQuery, AsOfQuery):
    """Which part of a list, as of which day."""


class DecisionsSchema(PartSchema):
    """The decisions about a cohort, newest meeting first."""

    items = fields.List(fields.Nested(DecisionSchema), required=True)


class OneDecisionSchema(Schema):
    """A decision with its texts and the verdict it rests on; that it was read is noted."""

    decision = fields.Nested(DecisionSchema, required=True)
    by = fields.String(required=True)
    chair = fields.String(required=True)
    members = fields.List(fields.String(), required=True)
    interests = fields.String(required=True)
    minutes = fields.String(required=True)
    reason = fields.String(required=True)
    verdict = fields.Dict(required=True)


@boards.route(f"{COHORT}/decisions")
class Decisions(MethodView):
    """What boards decided about a cohort."""

    @permission("read-board")
    @boards.doc(operationId="list-board-decisions")
    @boards.arguments(DecisionsQuery, **ARGUMENTS)
    @boards.response(200, DecisionsSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str) -> dict[str, Any]:
        """List every outcome that boards gave a cohort."""
        part = asked(query)
        return paged(list_decisions(site(), actor(), programme, cohort, **query, asked=part))


@boards.route(f"{COHORT}/decisions/<record>")
class OneDecision(MethodView):
    """One decision."""

    @permission("read-board")
    @boards.doc(operationId="read-board-decision")
    @boards.response(200, OneDecisionSchema)
    def get(self, programme: str, cohort: str, record: str) -> dict[str, Any]:
        """Read one decision with its reason, minutes and verdict."""
        page = read_decision(site(), actor(), programme, cohort, record)
        return {
            "decision": page.line,
            "by": page.by,
            "members": page.members,
            "interests": page.interests,
            "chair": page.chair,
            "minutes": page.minutes,
            "reason": page.reason,
            "verdict": dict(page.tree),
        }


@boards.route("/board-outcomes/<record>/correction")
class Corrections(MethodView):
    """An outcome given by mistake."""

    @permission("correct-board-outcome")
    @boards.doc(operationId="correct-board-outcome", parameters=[IDEMPOTENCY_KEY])
    @boards.arguments(CorrectionGivenSchema, **BODY)
    @boards.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Put another outcome in its place; the old one stays on record."""
        chair, mistake = given.pop("chair"), given.pop("mistake")
        correction = Correction(Decision("", **given), chair, mistake)
        return {"record": correct_outcome(site(), actor(), record, correction, idempotency_key())}
