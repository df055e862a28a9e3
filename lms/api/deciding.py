"""Decisions about one learner: entry checks, prior learning, waivers, breaks, withdrawal."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError, fields, post_load, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.domain.as_of import ONE_DAY
from lms.services.entry_checks import OUTCOMES, record_entry_check
from lms.services.interrupt import come_back, interrupt
from lms.services.leave import withdraw
from lms.services.prior_learning import OUTCOMES as PRIOR_OUTCOMES
from lms.services.prior_learning import decide_prior_learning, waive
from lms.web.guard import actor, permission, site

deciding = Blueprint("deciding_api", __name__, description="Decisions about one learner.")
WRITES = {"parameters": [IDEMPOTENCY_KEY]}


class ReasonedSchema(Schema):
    """A decision with its day and its reason, which is kept as a private text."""

    on = fields.Date(required=True)
    reason = fields.String(required=True)


class CheckGivenSchema(ReasonedSchema):
    """What an entry check comes to."""

    requirement = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))


class PriorGivenSchema(ReasonedSchema):
    """A prior-learning decision about a requirement or a whole ``programme/stage``."""

    requirement = fields.String(load_default="")
    stage = fields.String(load_default="")
    outcome = fields.String(required=True, validate=validate.OneOf(PRIOR_OUTCOMES))


class WaiverGivenSchema(ReasonedSchema):
    """A waiver of one requirement."""

    requirement = fields.String(required=True)


class BreakGivenSchema(Schema):
    """A break; it begins today at the earliest."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)
    reason = fields.String(required=True)


class ReturnGivenSchema(Schema):
    """The first day back."""

    back = fields.Date(required=True)


class WithdrawalGivenSchema(Schema):
    """A withdrawal: ``last`` is the last day here; ``on``, the first day gone, is read in its place."""

    last = fields.Date(load_default=None, allow_none=True)
    on = fields.Date(load_default=None, allow_none=True)
    reason = fields.String(required=True)

    @post_load
    def _last(self, given: dict[str, Any], **_: Any) -> dict[str, Any]:
        last, gone = given["last"], given.pop("on")
        if gone is not None and last not in (None, gone - ONE_DAY):
            raise ValidationError("Give the last day only.", "on")
        if last is None and gone is None:
            raise ValidationError("Give the last day.", "last")
        return {**given, "last": last or gone - ONE_DAY}


@deciding.route("/enrolments/<enrolment>/entry-checks")
class LearnerChecks(MethodView):
    """Entry checks of somebody enrolled."""

    @permission("record-entry-check")
    @deciding.doc(operationId="decide-on-entry-check", **WRITES)
    @deciding.arguments(CheckGivenSchema, **BODY)
    @deciding.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Accept or refuse an entry check."""
        key = idempotency_key()
        return {"record": record_entry_check(site(), actor(), enrolment, key=key, **given)}


@deciding.route("/enrolments/<enrolment>/prior-learning")
class PriorLearning(MethodView):
    """Prior learning."""

    @permission("decide-prior-learning")
    @deciding.doc(operationId="decide-on-prior-learning", **WRITES)
    @deciding.arguments(PriorGivenSchema, **BODY)
    @deciding.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Credit, or refuse to credit, prior learning."""
        key = idempotency_key()
        return {"record": decide_prior_learning(site(), actor(), enrolment, key=key, **given)}


@deciding.route("/enrolments/<enrolment>/waivers")
class Waivers(MethodView):
    """Waivers."""

    @permission("waive")
    @deciding.doc(operationId="waive-requirement", **WRITES)
    @deciding.arguments(WaiverGivenSchema, **BODY)
    @deciding.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Waive a requirement; clinical work is never waived."""
        return {"record": waive(site(), actor(), enrolment, key=idempotency_key(), **given)}


@deciding.route("/enrolments/<enrolment>/interruptions")
class Interruptions(MethodView):
    """Breaks."""

    @permission("interrupt")
    @deciding.doc(operationId="interrupt-enrolment", **WRITES)
    @deciding.arguments(BreakGivenSchema, **BODY)
    @deciding.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Record a break in an enrolment; it may not be back-dated."""
        return {"record": interrupt(site(), actor(), enrolment, key=idempotency_key(), **given)}


@deciding.route("/enrolments/<enrolment>/return")
class Returns(MethodView):
    """The return from a break."""

    @permission("interrupt")
    @deciding.doc(operationId="end-interruption", **WRITES)
    @deciding.arguments(ReturnGivenSchema, **BODY)
    @deciding.response(204)
    def post(self, given: dict[str, Any], enrolment: str) -> None:
        """End the break in force, or the next to come, the day before."""
        come_back(site(), actor(), enrolment, given["back"], idempotency_key())


@deciding.route("/enrolments/<enrolment>/withdrawal")
class Withdrawals(MethodView):
    """Withdrawal."""

    @permission("withdraw")
    @deciding.doc(operationId="withdraw-learner", **WRITES)
    @deciding.arguments(WithdrawalGivenSchema, **BODY)
    @deciding.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """End an enrolment after a last day; what was done stays on record."""
        return {"record": withdraw(site(), actor(), enrolment, key=idempotency_key(), **given)}
