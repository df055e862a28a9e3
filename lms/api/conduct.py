"""Conduct for programs: slips of confidentiality, suspected misconduct, and copies that are closed."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    AsOfQuery,
    PageQuery,
    asked,
    idempotency_key,
    page_schema,
    paged,
)
from lms.domain.assessment.slips import MAJOR, MINOR, WHAT
from lms.domain.part import part_of
from lms.services.decide_misconduct import OUTCOMES, decide_misconduct
from lms.services.list_slips import list_slips
from lms.services.misconduct_cases import list_cases, read_case
from lms.services.read_quarantined import list_quarantined, read_quarantined
from lms.services.report_misconduct import report_misconduct
from lms.services.return_for_slip import Slip, return_for_slip, take_back_slip
from lms.web.guard import actor, permission, site

conduct = Blueprint("conduct_api", __name__, description="Confidentiality slips and misconduct.")
WRITES = {"parameters": [IDEMPOTENCY_KEY]}


class SlipGivenSchema(Schema):
    """What was found, its grade, and a reason that repeats nothing of it."""

    what = fields.String(required=True, validate=validate.OneOf(WHAT))
    grade = fields.String(required=True, validate=validate.OneOf((MINOR, MAJOR)))
    reason = fields.String(required=True)


class SlipLineSchema(Schema):
    """A slip in force; ``own`` says that you may take it back."""

    slip = fields.String(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    attempt = fields.Integer(required=True)
    grade = fields.String(required=True)
    on = fields.Date(required=True)
    own = fields.Boolean(required=True)


class ReasonGivenSchema(Schema):
    """A reason, which is kept as a private text."""

    reason = fields.String(required=True)


class DecisionGivenSchema(ReasonGivenSchema):
    """What is decided on a case; ``seen`` is the last position that was read."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    seen = fields.Integer(load_default=None, allow_none=True)


class ReportedSchema(Schema):
    """A case: about whose attempt, at what, and when it was reported."""

    case = fields.String(required=True)
    name = fields.String(required=True)
    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    cohort_name = fields.String(required=True)
    title = fields.String(required=True)
    attempt = fields.Integer(required=True)
    on = fields.Date(required=True)


class CaseLineSchema(ReportedSchema):
    """A case in the list; ``outcome`` is empty while it is open."""

    days = fields.Integer(required=True)
    outcome = fields.String(required=True)


class DecisionSchema(Schema):
    """What was decided."""

    record = fields.String(required=True)
    outcome = fields.String(required=True)
    by = fields.String(required=True)
    on = fields.Date(required=True)
    reason = fields.String(required=True)


class CaseSchema(ReportedSchema):
    """A case with what was reported and the work; that it was read is on record."""

    person = fields.String(required=True)
    by = fields.String(required=True)
    reason = fields.String(required=True)
    text = fields.String(required=True)
    private = fields.Boolean(required=True)
    closed = fields.Boolean(required=True)
    decision = fields.Nested(DecisionSchema, allow_none=True, required=True)
    barred = fields.String(required=True, metadata={"description": "Why you do not decide it."})
    settled = fields.Boolean(required=True)
    seen = fields.Integer(required=True)


class CopySchema(Schema):
    """A copy of work that only the data-protection officer opens."""

    record = fields.String(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    attempt = fields.Integer(required=True)


class ClosedSchema(CopySchema):
    """A copy under quarantine."""

    since = fields.Date(required=True)


class ClosedTextSchema(CopySchema):
    """The text of such a copy; that it was read is on record."""

    reason = fields.String(required=True)
    text = fields.String(required=True)
    erased = fields.Boolean(required=True)


class ListQuery(PageQuery, AsOfQuery):
    """Which part of a list, as of which day."""


@conduct.route("/submissions/<record>/slips")
class Slips(MethodView):
    """Slips of confidentiality in a submission."""

    @permission("return-for-slip")
    @conduct.doc(operationId="return-for-slip", **WRITES)
    @conduct.arguments(SlipGivenSchema, **BODY)
    @conduct.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Return work for a minor slip, or fail it and close its copy for a major one."""
        slip = return_for_slip(site(), actor(), record, Slip(**given), idempotency_key())
        return {"record": slip}


@conduct.route("/slips")
class SlipList(MethodView):
    """Slips of confidentiality."""

    @permission("return-for-slip")
    @conduct.doc(operationId="list-slips")
    @conduct.arguments(ListQuery, **ARGUMENTS)
    @conduct.response(200, page_schema(SlipLineSchema))
    def get(self, query: dict[str, Any]) -> Any:
        """The slips about work of your programmes, newest first."""
        part = asked(query)
        return paged(part_of(list_slips(site(), actor(), **query), part))


@conduct.route("/slips/<slip>/retraction")
class SlipRetractions(MethodView):
    """A slip that was wrong."""

    @permission("return-for-slip")
    @conduct.doc(operationId="take-back-slip", **WRITES)
    @conduct.arguments(ReasonGivenSchema, **BODY)
    @conduct.response(204)
    def post(self, given: dict[str, Any], slip: str) -> None:
        """Take a slip back, while nothing has followed from it."""
        take_back_slip(site(), actor(), slip, given["reason"], idempotency_key())


@conduct.route("/submissions/<record>/misconduct")
class Reports(MethodView):
    """Suspected misconduct in a submission."""

    @permission("report-misconduct")
    @conduct.doc(operationId="report-misconduct", **WRITES)
    @conduct.arguments(ReasonGivenSchema, **BODY)
    @conduct.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Report a suspicion; the mark is held until it is decided."""
        case = report_misconduct(site(), actor(), record, given["reason"], idempotency_key())
        return {"record": case}


@conduct.route("/misconduct")
class Cases(MethodView):
    """Cases of suspected misconduct."""

    @permission("read-misconduct")
    @conduct.doc(operationId="list-misconduct")
    @conduct.arguments(ListQuery, **ARGUMENTS)
    @conduct.response(200, page_schema(CaseLineSchema))
    def get(self, query: dict[str, Any]) -> Any:
        """The cases of your programmes, open ones first."""
        part = asked(query)
        return paged(part_of(list_cases(site(), actor(), **query), part))


@conduct.route("/misconduct/<case>")
class OneCase(MethodView):
    """One case."""

    @permission("read-misconduct")
    @conduct.doc(operationId="read-misconduct")
    @conduct.response(200, CaseSchema)
    def get(self, case: str) -> Any:
        """A case with its reason and the work; the reading is noted first."""
        return read_case(site(), actor(), case)


@conduct.route("/misconduct/<case>/decision")
class Decisions(MethodView):
    """The decision on a case."""

    @permission("decide-misconduct")
    @conduct.doc(operationId="decide-on-misconduct", **WRITES)
    @conduct.arguments(DecisionGivenSchema, **BODY)
    @conduct.response(201, RecordSchema)
    def post(self, given: dict[str, Any], case: str) -> dict[str, str]:
        """Decide on a case; deciding again corrects, until a board has decided the stage."""
        return {"record": decide_misconduct(site(), actor(), case, key=idempotency_key(), **given)}


@conduct.route("/quarantine")
class Quarantine(MethodView):
    """Copies that only the data-protection officer opens."""

    @permission("read-quarantined")
    @conduct.doc(operationId="list-quarantine")
    @conduct.arguments(PageQuery, **ARGUMENTS)
    @conduct.response(200, page_schema(ClosedSchema))
    def get(self, query: dict[str, Any]) -> Any:
        """Every copy under quarantine, newest first."""
        return paged(part_of(list_quarantined(site(), actor()), asked(query)))


@conduct.route("/quarantine/<record>")
class QuarantinedCopies(MethodView):
    """One such copy."""

    @permission("read-quarantined")
    @conduct.doc(operationId="read-quarantined")
    @conduct.response(200, ClosedTextSchema)
    def get(self, record: str) -> Any:
        """The text of a copy; the reading is noted first."""
        return read_quarantined(site(), actor(), record)
