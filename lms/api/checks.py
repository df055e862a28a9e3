"""Register checks: whom to look up, what looks showed, and register numbers."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    PageQuery,
    PartSchema,
    asked,
    can_be_meant,
    idempotency_key,
    paged,
)
from lms.domain.as_of import ONE_DAY
from lms.domain.kinds import REGISTERS
from lms.domain.part import part_of
from lms.domain.registers import RESTRICTIONS
from lms.services.due_checks import REGISTERS as CHECKED
from lms.services.due_checks import due_checks
from lms.services.record_checks import RESULTS, RegisterCheck, record_checks, save_number
from lms.services.retract_absence import retract_absence
from lms.web.guard import actor, permission, site

checks = Blueprint("checks_api", __name__, description="Checks of the registers.")
WRITES = {"parameters": [IDEMPOTENCY_KEY]}


class DueQuery(PageQuery):
    """Which register, as of when, and which part of the list."""

    register = fields.String(load_default="swe", validate=validate.OneOf(CHECKED))
    as_of = fields.Date(load_default=None, validate=can_be_meant)


class DueSchema(Schema):
    """Somebody to look up, and why."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    register = fields.String(required=True)
    number = fields.String(required=True)
    why = fields.String(required=True)
    last_seen = fields.Date(allow_none=True, required=True)


class DueListSchema(PartSchema):
    """Everybody to look up."""

    items = fields.List(fields.Nested(DueSchema), required=True)


class CheckSchema(Schema):
    """What one look at a register showed."""

    person = fields.String(required=True)
    register = fields.String(required=True, validate=validate.OneOf(REGISTERS))
    result = fields.String(required=True, validate=validate.OneOf(RESULTS))
    checked = fields.Date(required=True)
    first = fields.Date(load_default=None, allow_none=True)
    last = fields.Date(load_default=None, allow_none=True)
    title = fields.String(load_default="")
    conditions = fields.Boolean(load_default=False)
    suspended = fields.Boolean(load_default=False)
    sanctions = fields.Boolean(load_default=False)
    touches = fields.List(fields.String(validate=validate.OneOf(RESTRICTIONS)), load_default=list)
    ended = fields.Date(load_default=None, allow_none=True, validate=can_be_meant)

    @validates_schema
    def _one_end(self, given: dict[str, Any], **_: Any) -> None:
        """The first day off the register, as it was once asked for, agrees with the last day on it."""
        ended, last = given.get("ended"), given.get("last")
        if given["result"] == "absent" and ended and last not in (None, ended - ONE_DAY):
            raise ValidationError("Give the last day on the register only.", "ended")

    @post_load
    def _check(self, given: dict[str, Any], **_: Any) -> RegisterCheck:
        ended = given.pop("ended")
        if given["result"] == "absent" and ended:
            given["last"] = ended - ONE_DAY
        return RegisterCheck(**{**given, "touches": tuple(given["touches"])})


class ChecksSchema(Schema):
    """Looks at registers, recorded all or none."""

    checks = fields.List(fields.Nested(CheckSchema), required=True)


class RecordedSchema(Schema):
    """How many were recorded."""

    recorded = fields.Integer(required=True)


@checks.route("/cadre/checks")
class Checks(MethodView):
    """Register checks."""

    @permission("record-register-check")
    @checks.doc(operationId="list-register-checks")
    @checks.arguments(DueQuery, **ARGUMENTS)
    @checks.response(200, DueListSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List whom to look up: unconfirmed, seen over ninety days ago, or never."""
        part = asked(query)
        return paged(part_of(due_checks(site(), actor(), **query), part))

    @permission("record-register-check")
    @checks.doc(operationId="record-register-checks", **WRITES)
    @checks.arguments(ChecksSchema, **BODY)
    @checks.response(201, RecordedSchema)
    def post(self, given: dict[str, Any]) -> dict[str, int]:
        """Record what looks at registers showed."""
        return {"recorded": record_checks(site(), actor(), given["checks"], idempotency_key())}


class MistakeSchema(Schema):
    """Why a look that found nothing was a mistake."""

    reason = fields.String(required=True)


@checks.route("/cadre/checks/<record>/retraction")
class Mistake(MethodView):
    """A look that found no entry, by mistake."""

    @permission("record-register-check")
    @checks.doc(operationId="retract-register-absence", **WRITES)
    @checks.arguments(MistakeSchema, **BODY)
    @checks.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Take it back, with the reason; the days that it made absent are no longer so."""
        taken = retract_absence(site(), actor(), record, given["reason"], idempotency_key())
        return {"record": taken}


class NumberSchema(Schema):
    """A register number."""

    number = fields.String(required=True)


@checks.route("/cadre/people/<person>/numbers/<register>")
class Numbers(MethodView):
    """Register numbers."""

    @permission("record-register-check")
    @checks.doc(operationId="keep-register-number")
    @checks.arguments(NumberSchema, **BODY)
    @checks.response(204)
    def put(self, given: dict[str, Any], person: str, register: str) -> None:
        """Keep somebody's number on a register."""
        save_number(site(), actor(), person, register, given["number"])
