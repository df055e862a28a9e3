"""External examining for programs: cohorts, marked scripts by pseudonym, and comments to the board."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from lms.api.enrolments import BODY, RecordSchema
from lms.api.moderation import WHY, PastDecisionSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    AsOfQuery,
    PageQuery,
    PartSchema,
    after,
    asked,
    idempotency_key,
    paged,
)
from lms.domain.part import part_of
from lms.services.ask_for_script import ask_for_script
from lms.services.comment_for_board import comment_for_board
from lms.services.examined import (
    external_comments,
    list_examined,
    see_examined,
    see_examined_work,
)
from lms.web.guard import actor, permission, site

examining = Blueprint("examining_api", __name__, description="External examining.")
COHORT = "/programmes/<programme>/cohorts/<cohort>"


class ExaminedLineSchema(Schema):
    """A cohort that one examines, and the last day on which it is open."""

    programme = fields.String(required=True)
    title = fields.String(required=True)
    cohort = fields.String(required=True)
    cohort_name = fields.String(required=True)
    last = fields.Date(allow_none=True, required=True)


class ExaminedSchema(PartSchema):
    """The cohorts that one examines."""

    items = fields.List(fields.Nested(ExaminedLineSchema), required=True)


class WorkLineSchema(Schema):
    """An assessment of a cohort with marked scripts."""

    stage = fields.String(required=True)
    assessment = fields.String(required=True)
    title = fields.String(required=True)
    markers = fields.String(required=True)
    scripts = fields.Integer(required=True)
    in_sample = fields.Integer(required=True)
    state = fields.String(required=True)


class WorksSchema(Schema):
    """The marked work of a cohort."""

    items = fields.List(fields.Nested(WorkLineSchema), required=True)


class ExaminedScriptSchema(Schema):
    """A script by pseudonym; `layers` has what each layer gave, in the order of the work's."""

    submission = fields.String(required=True)
    name = fields.String(required=True)
    attempt = fields.Integer(required=True)
    layers = fields.List(fields.String(), required=True)
    recorded = fields.String(required=True)
    why = fields.List(fields.String(), required=True, metadata=WHY)
    asked_for = fields.Boolean(required=True)
    read = fields.Boolean(required=True)
    open = fields.Boolean(required=True)


class ExaminedWorkSchema(PartSchema):
    """One assessment of a cohort for its external examiner."""

    title = fields.String(required=True)
    state = fields.String(required=True)
    layers = fields.List(fields.String(), required=True)
    scripts = fields.List(fields.Nested(ExaminedScriptSchema), required=True)
    decided = fields.List(fields.Nested(PastDecisionSchema), required=True)


class AskedSchema(Schema):
    """Why a further script is asked for."""

    reason = fields.String(required=True)


class NewCommentSchema(Schema):
    """A comment to the board on a stage, or on one piece of its work."""

    stage = fields.String(required=True)
    assessment = fields.String(load_default="")
    comment = fields.String(required=True)


class CommentSchema(Schema):
    """A comment made."""

    record = fields.String(required=True)
    stage = fields.String(required=True)
    about = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    text = fields.String(required=True)


class CommentsSchema(Schema):
    """The comments on a cohort, newest first."""

    items = fields.List(fields.Nested(CommentSchema), required=True)


@examining.route("/examining")
class Examined(MethodView):
    """What one examines."""

    @permission("ask-for-script")
    @examining.doc(operationId="list-cohorts-to-examine")
    @examining.arguments(PageQuery, **ARGUMENTS)
    @examining.response(200, ExaminedSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List the cohorts that one may examine today."""
        return paged(part_of(list_examined(site(), actor()), asked(query)))


@examining.route(f"{COHORT}/examining")
class ExaminedWorks(MethodView):
    """The marked work of a cohort."""

    @permission("ask-for-script")
    @examining.doc(operationId="list-work-to-examine")
    @examining.response(200, WorksSchema)
    def get(self, programme: str, cohort: str) -> dict[str, Any]:
        """List each assessment with how many scripts are marked and sampled."""
        return {"items": see_examined(site(), actor(), programme, cohort, handed=False).works}


@examining.route(f"{COHORT}/examining/<assessment>")
class ExaminedScripts(MethodView):
    """The scripts of one assessment."""

    @permission("ask-for-script")
    @examining.doc(operationId="read-work-to-examine")
    @examining.arguments(PageQuery, **ARGUMENTS)
    @examining.response(200, ExaminedWorkSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str, assessment: str) -> Any:
        """Give every marked script by pseudonym with each layer's mark."""
        found = see_examined_work(site(), actor(), programme, cohort, assessment)
        part = part_of(found.scripts, asked(query))
        return {
            "title": found.title,
            "state": found.state,
            "layers": found.layers,
            "scripts": list(part),
            "decided": found.decided,
            "next_cursor": after(part),
        }


@examining.route(f"{COHORT}/examining/<assessment>/scripts/<submission>")
class AskedFor(MethodView):
    """A script that is not in the sample."""

    @permission("ask-for-script")
    @examining.doc(operationId="ask-for-script", parameters=[IDEMPOTENCY_KEY])
    @examining.arguments(AskedSchema, **BODY)
    @examining.response(201, RecordSchema)
    def post(
        self, given: dict[str, Any], programme: str, cohort: str, assessment: str, submission: str
    ) -> dict[str, str]:
        """Ask for a further script; it can be read at once."""
        where, key = (programme, cohort, assessment), idempotency_key()
        return {"record": ask_for_script(site(), actor(), *where, submission, given["reason"], key)}


@examining.route(f"{COHORT}/external-comments")
class Comments(MethodView):
    """What external examiners say to the board."""

    @permission("read-external-comments")
    @examining.doc(operationId="list-external-comments")
    @examining.arguments(AsOfQuery, **ARGUMENTS)
    @examining.response(200, CommentsSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str) -> dict[str, Any]:
        """List what external examiners said to the board."""
        return {"items": external_comments(site(), actor(), programme, cohort, **query)}

    @permission("comment-for-board")
    @examining.doc(operationId="comment-for-board", parameters=[IDEMPOTENCY_KEY])
    @examining.arguments(NewCommentSchema, **BODY)
    @examining.response(201, RecordSchema)
    def post(self, given: dict[str, Any], programme: str, cohort: str) -> dict[str, str]:
        """Say something to the board; it stands on its papers."""
        key = idempotency_key()
        record = comment_for_board(
            site(),
            actor(),
            programme,
            cohort,
            given["stage"],
            given["comment"],
            given["assessment"],
            key,
        )
        return {"record": record}
