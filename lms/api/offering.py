"""What is decided about a programme's cohorts and its intake, as programs do it."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.deciding import ReasonedSchema
from lms.api.enrolments import BODY, RecordSchema
from lms.api.leading import COHORT
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.services.decide_accreditation import (
    ACT,
    OUTCOMES,
    AccreditationDecision,
    decide_accreditation,
)
from lms.services.decide_intake import ACT as INTAKE
from lms.services.decide_intake import OUTCOMES as INTAKE_OUTCOMES
from lms.services.decide_intake import IntakeDecision, decide_intake, see_intake
from lms.services.see_accreditation import see_accreditation
from lms.web.guard import actor, permission, site

offering = Blueprint(
    "offering_api", __name__, description="Accreditation of cohorts, and intake of programmes."
)
WRITES = {"parameters": [IDEMPOTENCY_KEY]}


class AccreditationGivenSchema(ReasonedSchema):
    """What was decided about one stage of a cohort; the reason says who decided it."""

    stage = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))


class AccreditationLineSchema(Schema):
    """One decision; ``says`` is what it comes to, in words."""

    record = fields.String(required=True)
    stage = fields.String(required=True)
    outcome = fields.String(required=True)
    says = fields.String(required=True)
    on = fields.Date(required=True)
    by = fields.String(required=True)
    reason = fields.String(required=True)


class CheckAgainSchema(Schema):
    """An entry check that turns on it: what it came to before the last decision, and now."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    enrolment = fields.String(required=True)
    requirement = fields.String(required=True)
    title = fields.String(required=True)
    before = fields.String(required=True)
    reason_before = fields.String(required=True)
    now = fields.String(required=True)
    reason = fields.String(required=True)


class AccreditationSchema(Schema):
    """What is on record of a cohort's accreditation, newest decision first."""

    decisions = fields.List(fields.Nested(AccreditationLineSchema), required=True)
    checks = fields.List(fields.Nested(CheckAgainSchema), required=True)


@offering.route(f"{COHORT}/accreditation")
class Accreditation(MethodView):
    """The accreditation of a cohort."""

    @permission(ACT)
    @offering.doc(operationId="read-accreditation")
    @offering.response(200, AccreditationSchema)
    def get(self, programme: str, cohort: str) -> Any:
        """Give the decisions, and the entry checks that turn on them; nobody is enrolled by any."""
        return see_accreditation(site(), actor(), programme, cohort)

    @permission(ACT)
    @offering.doc(operationId="decide-accreditation", **WRITES)
    @offering.arguments(AccreditationGivenSchema, **BODY)
    @offering.response(201, RecordSchema)
    def post(self, given: dict[str, Any], programme: str, cohort: str) -> dict[str, str]:
        """Record what was decided about one stage, also after the cohort is complete."""
        decision, key = AccreditationDecision(**given), idempotency_key()
        return {"record": decide_accreditation(site(), actor(), programme, cohort, decision, key)}


class IntakeGivenSchema(ReasonedSchema):
    """Closed to new enrolments, or open, from a day on; today at the earliest."""

    outcome = fields.String(required=True, validate=validate.OneOf(INTAKE_OUTCOMES))


class IntakeLineSchema(Schema):
    """A decision about the intake, with its reason."""

    record = fields.String(required=True)
    outcome = fields.String(required=True)
    on = fields.Date(required=True)
    by = fields.String(required=True)
    reason = fields.String(required=True)


class IntakeSchema(Schema):
    """How it stands with new enrolments today; ``says`` is empty where it is simply open."""

    programme = fields.String(required=True)
    title = fields.String(required=True)
    closed = fields.Boolean(required=True)
    says = fields.String(required=True)
    decisions = fields.List(fields.Nested(IntakeLineSchema), required=True)


@offering.route("/programmes/<programme>/intake")
class IntakeOfProgramme(MethodView):
    """Whether a programme takes new enrolments."""

    @permission(INTAKE)
    @offering.doc(operationId="read-intake")
    @offering.response(200, IntakeSchema)
    def get(self, programme: str) -> Any:
        """Give how it stands today, and every decision, newest first."""
        return see_intake(site(), actor(), programme)

    @permission(INTAKE)
    @offering.doc(operationId="decide-intake", **WRITES)
    @offering.arguments(IntakeGivenSchema, **BODY)
    @offering.response(201, RecordSchema)
    def post(self, given: dict[str, Any], programme: str) -> dict[str, str]:
        """Close a programme to new enrolments from a day, or open it again; learners finish."""
        decision, key = IntakeDecision(**given), idempotency_key()
        return {"record": decide_intake(site(), actor(), programme, decision, key)}
