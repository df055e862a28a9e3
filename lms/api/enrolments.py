"""An enrolment as its learner sees it: next steps, requirements, modules, declarations, own facts."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields

from lms.api.people import RequirementSchema, StageProgressSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    AsOfQuery,
    PageQuery,
    idempotency_key,
    page,
    page_schema,
)
from lms.domain.evidence import Enrolment
from lms.domain.programme import Module
from lms.errors import NotFound
from lms.services.enrolments import own_enrolments, read_curriculum
from lms.services.enter_record import NewFact, enter_record
from lms.services.explain_requirement import explain_requirement
from lms.services.see_programme import see_programme
from lms.services.sign_declaration import sign_declaration
from lms.services.verdict_tree import progress_tree, verdict_tree
from lms.web.guard import actor, permission, site

enrolments = Blueprint(
    "enrolments", __name__, description="Enrolments, as their learners see them."
)
BODY: dict[str, Any] = {"location": "json", "unknown": RAISE}
"""For ``@blueprint.arguments(…, **BODY)``: a misspelt field must not be overlooked."""


class EnrolmentSchema(Schema):
    """One admission to a programme, on the version that it is pinned to."""

    id = fields.String(required=True)
    person = fields.String(required=True)
    programme = fields.String(required=True)
    version = fields.String(required=True)
    admission = fields.String(required=True)
    cohort = fields.String()
    started = fields.Date(required=True)
    withdrawn = fields.Date(
        allow_none=True, metadata={"description": "The first day gone, after the last day here."}
    )


class StepSchema(Schema):
    """One thing to do, or to wait for.

    ``due`` is the day of a deadline that binds; without one, ``planned`` ends the month for which
    the curriculum plans it, and nobody is late by that.
    """

    kind = fields.String(required=True)
    says = fields.String(required=True)
    requirement = fields.String(required=True)
    item = fields.String()
    hint = fields.String()
    status = fields.String(required=True)
    due = fields.Date(allow_none=True)
    planned = fields.Date(allow_none=True)
    due_words = fields.String()
    mine = fields.Boolean(required=True)


class ChangeSchema(Schema):
    """Something that somebody else recorded lately."""

    at = fields.AwareDateTime(required=True)
    says = fields.String(required=True)
    record = fields.String(required=True)
    kind = fields.String(required=True)


class OneEnrolmentSchema(Schema):
    """An enrolment with its stages, what to do next and what changed."""

    enrolment = fields.Nested(EnrolmentSchema, required=True)
    title = fields.String(required=True)
    as_of = fields.Date(required=True)
    known_at = fields.AwareDateTime(allow_none=True)
    closed = fields.String(metadata={"description": "Why nothing is decided on the version now."})
    paused = fields.Boolean(required=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
    stages = fields.List(fields.Nested(StageProgressSchema), required=True)


class ModuleLineSchema(Schema):
    """A module without its text."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    days = fields.List(fields.Integer(), required=True)
    hours = fields.Float(required=True)
    outcomes = fields.List(fields.String())


class ModuleSchema(ModuleLineSchema):
    """A module with its text, in Markdown."""

    body = fields.String(required=True)


class NewFactSchema(Schema):
    """A fact of a kind that learners enter themselves."""

    on = fields.Date(required=True)
    until = fields.Date(load_default=None, allow_none=True)
    fields_ = fields.Dict(keys=fields.String(), data_key="fields", load_default=dict)
    confirmed = fields.List(fields.String(), load_default=list)


class RecordSchema(Schema):
    """The record that was written."""

    record = fields.String(required=True)


@enrolments.route("/enrolments")
class Enrolments(MethodView):
    """One's own enrolments."""

    @permission("read-receipt")
    @enrolments.doc(operationId="list-own-enrolments")
    @enrolments.arguments(PageQuery, **ARGUMENTS)
    @enrolments.response(200, page_schema(EnrolmentSchema))
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List one's own enrolments."""
        own = own_enrolments(site(), actor())
        return page(own, _key, query["limit"], query["cursor"])


def _key(enrolment: Enrolment) -> str:
    return f"{enrolment.started.isoformat()} {enrolment.id}"


@enrolments.route("/enrolments/<enrolment>")
class OneEnrolment(MethodView):
    """One enrolment."""

    @permission("read-progress")
    @enrolments.doc(operationId="read-enrolment")
    @enrolments.arguments(AsOfQuery, **ARGUMENTS)
    @enrolments.response(200, OneEnrolmentSchema)
    def get(self, query: dict[str, Any], enrolment: str) -> dict[str, Any]:
        """Give an enrolment with its stages, the next steps and what changed."""
        known_at = query["known_at"]
        shown = see_programme(site(), actor(), enrolment, query["as_of"], known_at)
        return {
            "enrolment": shown.of.enrolment,
            "title": shown.of.programme.title,
            "as_of": shown.as_of,
            "known_at": known_at,
            "closed": shown.closed,
            "paused": shown.pause is not None,
            "steps": shown.steps,
            "changes": shown.changes,
            "stages": [progress_tree(p, known_at) for p in shown.stages],
        }


@enrolments.route("/enrolments/<enrolment>/requirements")
class Requirements(MethodView):
    """The requirements of an enrolment."""

    @permission("read-progress")
    @enrolments.doc(operationId="list-requirements")
    @enrolments.arguments(AsOfQuery, **ARGUMENTS)
    @enrolments.response(200, RequirementSchema(many=True))
    def get(self, query: dict[str, Any], enrolment: str) -> list[dict[str, Any]]:
        """List every requirement of every stage with its verdict."""
        shown = see_programme(site(), actor(), enrolment, query["as_of"], query["known_at"])
        return [verdict_tree(v) for progress in shown.stages for v in progress.verdicts]


@enrolments.route("/enrolments/<enrolment>/requirements/<requirement>")
class OneRequirement(MethodView):
    """One requirement."""

    @permission("read-progress")
    @enrolments.doc(operationId="read-requirement")
    @enrolments.arguments(AsOfQuery, **ARGUMENTS)
    @enrolments.response(200, RequirementSchema)
    def get(self, query: dict[str, Any], enrolment: str, requirement: str) -> dict[str, Any]:
        """Give what a requirement needs, what counted, what did not, and why."""
        as_of, known_at = query["as_of"], query["known_at"]
        shown = explain_requirement(site(), actor(), enrolment, requirement, as_of, known_at)
        return verdict_tree(shown.verdict)


@enrolments.route("/enrolments/<enrolment>/modules")
class Modules(MethodView):
    """The modules of an enrolment's stages."""

    @permission("read-modules")
    @enrolments.doc(operationId="list-modules")
    @enrolments.response(200, ModuleLineSchema(many=True))
    def get(self, enrolment: str) -> list[Module]:
        """List the modules of the version that the enrolment is on, in order."""
        of = read_curriculum(site(), actor(), enrolment)
        return [module for stage in of.stages for module in stage.modules]


@enrolments.route("/enrolments/<enrolment>/modules/<module>")
class OneModule(MethodView):
    """One module."""

    @permission("read-modules")
    @enrolments.doc(operationId="read-module")
    @enrolments.response(200, ModuleSchema)
    def get(self, enrolment: str, module: str) -> Module:
        """Give a module with its text."""
        found = read_curriculum(site(), actor(), enrolment).module(module)
        if found is None:
            raise NotFound("This version of the programme has no such module.")
        return found[1]


@enrolments.route("/enrolments/<enrolment>/declarations/<declaration>")
class SignedDeclaration(MethodView):
    """A text that the learner signs."""

    @permission("sign-declaration")
    @enrolments.doc(operationId="sign-declaration")
    @enrolments.response(204)
    def put(self, enrolment: str, declaration: str) -> None:
        """Sign a declaration; signing it again changes nothing."""
        sign_declaration(site(), actor(), enrolment, declaration)


@enrolments.route("/enrolments/<enrolment>/records/<kind>")
class OwnRecords(MethodView):
    """Facts that a learner enters alone."""

    @permission("enter-own-record")
    @enrolments.doc(operationId="enter-own-record", parameters=[IDEMPOTENCY_KEY])
    @enrolments.arguments(NewFactSchema, **BODY)
    @enrolments.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str, kind: str) -> dict[str, str]:
        """Enter a fact of a kind that learners enter themselves."""
        new = NewFact(given["on"], given["fields_"], given["until"], given["confirmed"])
        record = enter_record(site(), actor(), enrolment, kind, new, idempotency_key())
        return {"record": record}
