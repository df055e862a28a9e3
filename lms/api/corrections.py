"""Signed entries for programs: corrections asked for, addenda, and objections decided."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from lms.api.enrolments import BODY, RecordSchema
from lms.api.practice import SigningSchema
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.api.writing import not_confirmed
from lms.services.add_addendum import add_addendum
from lms.services.ask_for_correction import (
    Wanted,
    ask_for_correction,
    ask_to_take_back,
    take_back_correction,
)
from lms.services.check_writing import NotConfirmed
from lms.services.decide_objection import OUTCOMES, decide_objection, read_objection
from lms.services.list_corrections import list_corrections
from lms.services.practice_entry import PracticeEntry
from lms.web.guard import actor, permission, site

corrections = Blueprint(
    "corrections_api",
    __name__,
    description="What becomes of practice entries once they are signed.",
)
WRITES = {"parameters": [IDEMPOTENCY_KEY]}


class CorrectionSchema(Schema):
    """A correction: what was signed, what it becomes, and who has still to answer.

    ``becomes`` is empty where the entry is to be taken back altogether.
    """

    record = fields.String(required=True)
    entry = fields.String(required=True)
    on = fields.Date(required=True)
    was = fields.String(required=True)
    becomes = fields.String(required=True)
    state = fields.String(required=True)
    waiting_for = fields.List(fields.String(), required=True)
    answers = fields.List(fields.Nested(SigningSchema), required=True)


class NewCorrectionSchema(Schema):
    """The whole entry as it should be, and why; without ``category`` its kind stays as signed."""

    category = fields.String(load_default="")
    form = fields.String(load_default="")
    on = fields.Date(required=True)
    start = fields.String(load_default="")
    end = fields.String(load_default="")
    next_day = fields.Boolean(load_default=False)
    minutes = fields.Integer(load_default=None, allow_none=True)
    direct = fields.Integer(load_default=None, allow_none=True)
    with_ = fields.String(load_default="", data_key="with")
    family = fields.String(load_default="")
    online = fields.Boolean(load_default=False)
    note = fields.String(load_default="")
    reason = fields.String(required=True)
    confirmed = fields.List(fields.String(), load_default=list)


class TakingBackSchema(Schema):
    """Why an entry should not be there at all."""

    reason = fields.String(required=True)
    confirmed = fields.List(fields.String(), load_default=list)


class AddendumSchema(Schema):
    """A text that changes no amount."""

    text = fields.String(required=True)
    confirmed = fields.List(fields.String(), load_default=list)


class ObjectionSchema(Schema):
    """A signer's objection; that it was read is on record."""

    record = fields.String(required=True)
    person = fields.String(required=True)
    name = fields.String(required=True)
    signer = fields.String(required=True)
    role = fields.String(required=True)
    entry = fields.String(required=True)
    signed = fields.Date(required=True)
    made = fields.Date(required=True)
    text = fields.String(required=True)
    decided = fields.String(required=True)


class ObjectionDecisionSchema(Schema):
    """What a tutor decides about an objection, and why."""

    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    reason = fields.String(required=True)


@corrections.route("/enrolments/<enrolment>/corrections")
class Corrections(MethodView):
    """The corrections of an enrolment."""

    @permission("read-hours")
    @corrections.doc(operationId="list-corrections")
    @corrections.response(200, CorrectionSchema(many=True))
    def get(self, enrolment: str) -> Any:
        """List the corrections of signed entries, newest first."""
        return list(list_corrections(site(), actor(), enrolment).corrections)


@corrections.route("/enrolments/<enrolment>/hours/<entry>/corrections")
class EntryCorrections(MethodView):
    """Asking for a correction of a signed entry."""

    @permission("ask-for-correction")
    @corrections.doc(operationId="ask-for-correction", **WRITES)
    @corrections.arguments(NewCorrectionSchema, **BODY)
    @corrections.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str, entry: str) -> dict[str, str] | Response:
        """Ask whoever signed an entry to sign what it should be."""
        confirmed, reason = given.pop("confirmed"), given.pop("reason")
        meant = PracticeEntry(with_whom=given.pop("with_"), **given)
        try:
            record = ask_for_correction(
                site(),
                actor(),
                enrolment,
                entry,
                Wanted(meant, reason),
                confirmed=confirmed,
                key=idempotency_key(),
            )
        except NotConfirmed as fault:
            return not_confirmed(fault)
        return {"record": record}


@corrections.route("/enrolments/<enrolment>/hours/<entry>/taking-back")
class EntryTakingBack(MethodView):
    """Asking that a signed entry is taken back."""

    @permission("ask-for-correction")
    @corrections.doc(operationId="ask-to-take-back-hours", **WRITES)
    @corrections.arguments(TakingBackSchema, **BODY)
    @corrections.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str, entry: str) -> dict[str, str] | Response:
        """Ask whoever signed an entry to sign that it is taken back altogether."""
        more = {"confirmed": given["confirmed"], "key": idempotency_key()}
        try:
            record = ask_to_take_back(site(), actor(), enrolment, entry, given["reason"], **more)
        except NotConfirmed as fault:
            return not_confirmed(fault)
        return {"record": record}


@corrections.route("/enrolments/<enrolment>/corrections/<correction>")
class OneCorrection(MethodView):
    """One correction."""

    @permission("ask-for-correction")
    @corrections.doc(operationId="take-back-correction")
    @corrections.response(204)
    def delete(self, enrolment: str, correction: str) -> None:
        """Take back a correction that waits."""
        take_back_correction(site(), actor(), enrolment, correction)


@corrections.route("/enrolments/<enrolment>/hours/<entry>/addenda")
class Addenda(MethodView):
    """Adding to a signed entry."""

    @permission("add-addendum")
    @corrections.doc(operationId="add-addendum", **WRITES)
    @corrections.arguments(AddendumSchema, **BODY)
    @corrections.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str, entry: str) -> dict[str, str] | Response:
        """Add a text to a signed entry; it changes no amount."""
        text, confirmed = given["text"], given["confirmed"]
        key = idempotency_key()
        try:
            record = add_addendum(
                site(), actor(), enrolment, entry, text, confirmed=confirmed, key=key
            )
        except NotConfirmed as fault:
            return not_confirmed(fault)
        return {"record": record}


@corrections.route("/objections/<objection>")
class Objections(MethodView):
    """A signer's objection."""

    @permission("decide-objection")
    @corrections.doc(operationId="read-objection")
    @corrections.response(200, ObjectionSchema)
    def get(self, objection: str) -> Any:
        """Read an objection; the reading is noted before the text is given."""
        return read_objection(site(), actor(), objection)


@corrections.route("/objections/<objection>/decision")
class ObjectionDecisions(MethodView):
    """A tutor's decision on an objection."""

    @permission("decide-objection")
    @corrections.doc(operationId="decide-objection", **WRITES)
    @corrections.arguments(ObjectionDecisionSchema, **BODY)
    @corrections.response(201, RecordSchema)
    def post(self, given: dict[str, Any], objection: str) -> dict[str, str]:
        """Uphold an objection, so that the signature no longer counts, or dismiss it."""
        return {
            "record": decide_objection(
                site(), actor(), objection, given["outcome"], given["reason"], idempotency_key()
            )
        }
