"""A cohort's marks: one screen, deadlines, release, and changes after release."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    AsOfQuery,
    PageQuery,
    PartSchema,
    after,
    asked,
    idempotency_key,
)
from lms.domain.assessment.marks_sheet import FLAGS, Line
from lms.services.allow_further_attempt import allow_further_attempt
from lms.services.board_mark import Change, give_board_mark
from lms.services.export_marks import export_marks
from lms.services.release_marks import Wanted, release_marks
from lms.services.see_marks import MarksPage, see_marks
from lms.services.set_deadline import set_deadline
from lms.web.guard import actor, permission, site
from lms.web.reports import csv_response

marks = Blueprint(
    "marks_api", __name__, description="Marks of a cohort, and what is decided on them."
)
COHORT = "/programmes/<programme>/cohorts/<cohort>"
WRITES = {"parameters": [IDEMPOTENCY_KEY]}
RELEASED = ("provisional", "ratified")


class MarksQuery(PageQuery, AsOfQuery):
    """Which day is meant, which lines, and which part of the learners."""

    flag = fields.String(load_default="", validate=validate.OneOf(("", *FLAGS)))
    assessment = fields.String(load_default="")


class LineSchema(Schema):
    """One attempt; ``raw`` is the markers' mark, ``recorded`` the one that counts."""

    assessment = fields.String(required=True)
    attempt = fields.Integer(required=True)
    stand = fields.String(required=True)
    status = fields.String(required=True)
    raw = fields.Integer(required=True, allow_none=True)
    recorded = fields.Integer(required=True, allow_none=True)
    result = fields.String(required=True, allow_none=True)
    passed = fields.Boolean(required=True, allow_none=True)
    flags = fields.List(fields.String(), required=True)
    because = fields.String(required=True)
    moderation = fields.String(required=True)
    shown = fields.Date(required=True, allow_none=True)
    feedback_due = fields.Date(required=True, allow_none=True)


class RowSchema(Schema):
    """A learner's attempts, and the board's last outcome, empty where there is none."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    enrolment = fields.String(required=True)
    version = fields.String(required=True)
    outcome = fields.String(required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True)


class InTimeSchema(Schema):
    """How many scripts went back within the policy's working days, of those that were due."""

    in_time = fields.Integer(required=True)
    of = fields.Integer(required=True)
    within = fields.Integer(required=True)


class MarksSchema(PartSchema):
    """A stage's marks; ``counts`` says how many lines each flag is on."""

    stage = fields.String(required=True)
    policy = fields.String(required=True)
    learners = fields.List(fields.Nested(RowSchema), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    turnaround = fields.Nested(InTimeSchema, required=True)


@marks.route(f"{COHORT}/marks/<stage>")
class Marks(MethodView):
    """One screen of marks."""

    @permission("see-marks")
    @marks.doc(operationId="read-marks")
    @marks.arguments(MarksQuery, **ARGUMENTS)
    @marks.response(200, MarksSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str, stage: str) -> dict[str, Any]:
        """Give every attempt of every learner on a stage."""
        part = asked(query)
        return _marks(see_marks(site(), actor(), programme, cohort, stage, **query, asked=part))


def _marks(page: MarksPage) -> dict[str, Any]:
    return {
        "stage": page.work.stage_ref,
        "policy": page.work.policy.key,
        "learners": [
            {
                "person": row.person,
                "name": row.name,
                "enrolment": row.enrolment,
                "version": row.version,
                "outcome": row.outcome,
                "lines": [_line(line) for line in row.lines],
            }
            for row in page.rows
        ],
        "next_cursor": after(page.rows),
        "counts": page.counts,
        "turnaround": {
            "in_time": page.turnaround.in_time,
            "of": page.turnaround.of,
            "within": page.work.policy.feedback_within,
        },
    }


def _line(line: Line) -> dict[str, Any]:
    result, private = line.result, line.assessment.private
    return {
        "assessment": line.assessment.id,
        "attempt": result.attempt,
        "stand": result.stand.value,
        "status": line.status,
        "raw": None if private else result.raw,
        "recorded": None if private else result.recorded,
        "result": result.result,
        "passed": result.passed,
        "flags": line.flags,
        "because": result.because,
        "moderation": line.moderation,
        "shown": line.shown,
        "feedback_due": line.turnaround.due if line.turnaround else None,
    }


@marks.route(f"{COHORT}/marks/<stage>/export")
class Export(MethodView):
    """The table for the student record system."""

    @permission("export-marks")
    @marks.doc(operationId="export-marks")
    @marks.arguments(AsOfQuery, **ARGUMENTS)
    @marks.response(200, content_type="text/csv")
    def get(self, query: dict[str, Any], programme: str, cohort: str, stage: str) -> Response:
        """Give the marks as CSV."""
        text = export_marks(site(), actor(), programme, cohort, stage, **query)
        return csv_response(text, f"{cohort}-{stage}-marks.csv")


class DeadlineGivenSchema(Schema):
    """A deadline; ``at`` is a London clock time, the policy's hour where it is left out."""

    assessment = fields.String(required=True)
    attempt = fields.Integer(load_default=1)
    on = fields.Date(required=True)
    at = fields.String(load_default="")


@marks.route(f"{COHORT}/deadlines")
class Deadlines(MethodView):
    """The deadlines of a cohort."""

    @permission("set-deadline")
    @marks.doc(operationId="set-deadline", **WRITES)
    @marks.arguments(DeadlineGivenSchema, **BODY)
    @marks.response(201, RecordSchema)
    def post(self, given: dict[str, Any], programme: str, cohort: str) -> dict[str, str]:
        """Set a deadline, or move the one there is; it lies ahead."""
        key = idempotency_key()
        return {"record": set_deadline(site(), actor(), programme, cohort, key=key, **given)}


class ReleaseGivenSchema(Schema):
    """What to release: all work of the stage where no assessment is named."""

    marks = fields.String(required=True, validate=validate.OneOf(RELEASED))
    assessment = fields.String(load_default="")
    reason = fields.String(load_default="")


@marks.route(f"{COHORT}/marks/<stage>/releases")
class Releases(MethodView):
    """Releases of a stage's marks."""

    @permission("release-marks")
    @marks.doc(operationId="release-marks", **WRITES)
    @marks.arguments(ReleaseGivenSchema, **BODY)
    @marks.response(201, RecordSchema)
    def post(
        self, given: dict[str, Any], programme: str, cohort: str, stage: str
    ) -> dict[str, str]:
        """Release marks to learners; refused with all that is still open."""
        wanted = Wanted(programme, cohort, stage, **given)
        return {"record": release_marks(site(), actor(), wanted, idempotency_key())}


class ChangeGivenSchema(Schema):
    """The board's mark or result, with its reason."""

    assessment = fields.String(required=True)
    attempt = fields.Integer(load_default=1)
    mark = fields.Integer(load_default=None, allow_none=True)
    result = fields.String(load_default="", validate=validate.OneOf(("", "pass", "fail")))
    reason = fields.String(required=True)


@marks.route("/enrolments/<enrolment>/board-marks")
class BoardMarks(MethodView):
    """Marks changed after their release."""

    @permission("change-mark")
    @marks.doc(operationId="give-board-mark", **WRITES)
    @marks.arguments(ChangeGivenSchema, **BODY)
    @marks.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Record the board's mark; it counts as it is, and the learner sees it at once."""
        key = idempotency_key()
        return {"record": give_board_mark(site(), actor(), enrolment, Change(**given), key)}


class FurtherGivenSchema(Schema):
    """The work, and why the board allows another attempt."""

    assessment = fields.String(required=True)
    reason = fields.String(required=True)


@marks.route("/enrolments/<enrolment>/further-attempts")
class FurtherAttempts(MethodView):
    """The board's leave for another attempt."""

    @permission("allow-further-attempt")
    @marks.doc(operationId="allow-further-attempt", **WRITES)
    @marks.arguments(FurtherGivenSchema, **BODY)
    @marks.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Allow one more attempt, where every other has failed and a board has referred."""
        key = idempotency_key()
        return {"record": allow_further_attempt(site(), actor(), enrolment, key=key, **given)}
