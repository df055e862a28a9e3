"""Circumstances and appeals of a cohort's learners, for those who decide about them."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    AsOfQuery,
    PageQuery,
    PartSchema,
    asked,
    idempotency_key,
    paged,
)
from lms.domain.part import part_of
from lms.services.decide_appeal import OUTCOMES, decide_appeal, list_appeals, read_appeal
from lms.services.decide_circumstances import (
    ACCEPTED,
    EFFECTS,
    REFUSED,
    Decided,
    claim_evidence,
    decide_circumstances,
    list_circumstances,
    read_claim,
)
from lms.web.guard import actor, permission, site
from lms.web.uploads import give_out

claims = Blueprint("claims_api", __name__, description="Circumstances and appeals to decide.")
COHORT = "/programmes/<programme>/cohorts/<cohort>"
WRITES = {"parameters": [IDEMPOTENCY_KEY]}


class AskedSchema(Schema):
    """What a learner asked to have decided about an attempt, without the statement."""

    record = fields.String(required=True)
    person = fields.String(required=True)
    name = fields.String(required=True)
    enrolment = fields.String(required=True)
    assessment = fields.String(required=True)
    attempt = fields.Integer(required=True)


class ClaimSchema(AskedSchema):
    """A claim without its statement."""

    asks = fields.String(required=True)
    until = fields.Date(required=True, allow_none=True)
    declared = fields.Date(required=True)
    decision = fields.String(required=True)
    effect = fields.String(required=True)


class ListQuery(PageQuery, AsOfQuery):
    """Which part of a list, as of which day."""


class ClaimsSchema(PartSchema):
    """The claims of a cohort, open ones first."""

    items = fields.List(fields.Nested(ClaimSchema), required=True)


class ClaimReadSchema(Schema):
    """A claim with its statement; that it was read is noted."""

    claim = fields.Nested(ClaimSchema, required=True)
    statement = fields.Raw(required=True, allow_none=True)
    reason = fields.String(required=True)
    too_late = fields.Boolean(required=True)


class ClaimDecidedSchema(Schema):
    """The decision on a claim: with its effect, where it is accepted."""

    decision = fields.String(required=True, validate=validate.OneOf((ACCEPTED, REFUSED)))
    reason = fields.String(required=True)
    effect = fields.String(load_default="", validate=validate.OneOf(("", *EFFECTS)))
    until = fields.Date(load_default=None, allow_none=True)


@claims.route(f"{COHORT}/circumstances")
class Circumstances(MethodView):
    """What a cohort's learners declared."""

    @permission("decide-circumstances")
    @claims.doc(operationId="list-claims")
    @claims.arguments(ListQuery, **ARGUMENTS)
    @claims.response(200, ClaimsSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str) -> dict[str, Any]:
        """List the claims without their statements."""
        part = asked(query)
        return paged(part_of(list_circumstances(site(), actor(), programme, cohort, **query), part))


@claims.route("/circumstances/<claim>")
class OneClaim(MethodView):
    """One claim."""

    @permission("decide-circumstances")
    @claims.doc(operationId="read-claim")
    @claims.response(200, ClaimReadSchema)
    def get(self, claim: str) -> Any:
        """Read a claim with its statement."""
        return read_claim(site(), actor(), claim)


@claims.route("/circumstances/<claim>/files/<file>")
class ClaimFile(MethodView):
    """A file given as evidence."""

    @permission("decide-circumstances")
    @claims.doc(operationId="read-file-of-claim")
    def get(self, claim: str, file: str) -> Response:
        """Give the bytes of a file given as evidence; the reading is noted."""
        return give_out(claim_evidence(site(), actor(), claim, file))


@claims.route("/circumstances/<claim>/decision")
class ClaimDecision(MethodView):
    """The decision on a claim."""

    @permission("decide-circumstances")
    @claims.doc(operationId="decide-on-claim", **WRITES)
    @claims.arguments(ClaimDecidedSchema, **BODY)
    @claims.response(201, RecordSchema)
    def post(self, given: dict[str, Any], claim: str) -> dict[str, str]:
        """Accept or refuse a claim, until the board meets."""
        key = idempotency_key()
        return {"record": decide_circumstances(site(), actor(), claim, Decided(**given), key)}


class AppealSchema(AskedSchema):
    """An appeal without its statement."""

    grounds = fields.String(required=True)
    made = fields.Date(required=True)
    outcome = fields.String(required=True)


class AppealsSchema(PartSchema):
    """The appeals of a cohort, open ones first."""

    items = fields.List(fields.Nested(AppealSchema), required=True)


class AgainstSchema(Schema):
    """The attempt as it stands that an appeal is made against, and how its mark came about."""

    recorded = fields.Integer(required=True, allow_none=True)
    result = fields.String(required=True, allow_none=True)
    passed = fields.Boolean(required=True, allow_none=True)
    because = fields.String(required=True)


class AppealReadSchema(Schema):
    """An appeal with its statement; that it was read is noted."""

    line = fields.Nested(AppealSchema, required=True)
    against = fields.Nested(AgainstSchema, required=True, allow_none=True)
    statement = fields.Raw(required=True, allow_none=True)
    reason = fields.String(required=True)
    may_decide = fields.Boolean(required=True)


class AppealDecidedSchema(Schema):
    """The decision on an appeal."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    reason = fields.String(required=True)


@claims.route(f"{COHORT}/appeals")
class Appeals(MethodView):
    """Appeals of a cohort's learners."""

    @permission("decide-appeal")
    @claims.doc(operationId="list-appeals")
    @claims.arguments(ListQuery, **ARGUMENTS)
    @claims.response(200, AppealsSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str) -> dict[str, Any]:
        """List the appeals without their statements."""
        part = asked(query)
        return paged(part_of(list_appeals(site(), actor(), programme, cohort, **query), part))


@claims.route("/appeals/<appeal>/reading")
class AppealReading(MethodView):
    """One appeal for whoever decides it."""

    @permission("decide-appeal")
    @claims.doc(operationId="read-appeal")
    @claims.response(200, AppealReadSchema)
    def get(self, appeal: str) -> Any:
        """Read an appeal with its statement."""
        return read_appeal(site(), actor(), appeal)


@claims.route("/appeals/<appeal>/decision")
class AppealDecision(MethodView):
    """The decision on an appeal."""

    @permission("decide-appeal")
    @claims.doc(operationId="decide-on-appeal", **WRITES)
    @claims.arguments(AppealDecidedSchema, **BODY)
    @claims.response(201, RecordSchema)
    def post(self, given: dict[str, Any], appeal: str) -> dict[str, str]:
        """Uphold or dismiss an appeal; never by somebody who marked the work."""
        key = idempotency_key()
        wanted = (given["outcome"], given["reason"])
        return {"record": decide_appeal(site(), actor(), appeal, *wanted, key)}
