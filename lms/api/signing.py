"""Signing practice entries by the link that a supervisor was sent: the token is the key, no account."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.services.answer_correction import CorrectionAnswer, answer_correction
from lms.services.object_to_signature import SignedPage, object_to, see_signed
from lms.services.sign_entries import DECLINED, SIGNED, Answer, answer_entries
from lms.services.signing_page import PROGRAM, SigningPage, see_signing_page
from lms.web.guard import OPEN, permission, site
from lms.web.security import csrf

signing = Blueprint("signing_api", __name__, description="Signing by a supervisor's own link.")
csrf.exempt(signing)
"""As on the pages: the token in the address is the key here, and no cookie counts."""


class EntryToSignSchema(Schema):
    """An entry that waits for the supervisor, and the roles in which it may be signed."""

    record = fields.String(required=True)
    on = fields.Date(required=True)
    start = fields.String(required=True)
    end = fields.String(required=True)
    category = fields.String(required=True)
    minutes = fields.Integer(required=True)
    direct = fields.Integer(allow_none=True, required=True)
    form = fields.String(required=True)
    with_ = fields.String(attribute="with_whom", data_key="with", required=True)
    family = fields.String(required=True)
    online = fields.Boolean(required=True)
    note = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)


class CorrectionToSignSchema(Schema):
    """A correction that waits for the supervisor: the entry as signed, what it becomes, and why.

    ``becomes`` is null where the entry is to be taken back altogether.
    """

    record = fields.String(required=True)
    role = fields.String(required=True)
    was = fields.Nested(EntryToSignSchema, required=True)
    becomes = fields.Nested(EntryToSignSchema, required=True, allow_none=True)
    reason = fields.String(required=True)


class ToSignSchema(Schema):
    """Whose entries wait for whom, and until when the link works; that notes are read is on record."""

    signer = fields.String(required=True)
    learner = fields.String(required=True)
    expires = fields.AwareDateTime(required=True)
    waiting = fields.List(fields.Nested(EntryToSignSchema), required=True)
    corrections = fields.List(fields.Nested(CorrectionToSignSchema), required=True)


class AnswersSchema(Schema):
    """An answer to some entries in one role; ``declared`` confirms that the role is held and what is
    signed is true, and declining needs a reason.
    """

    entries = fields.List(fields.String(), required=True)
    role = fields.String(required=True)
    decision = fields.String(load_default=SIGNED, validate=validate.OneOf((SIGNED, DECLINED)))
    reason = fields.String(load_default="")
    declared = fields.Boolean(load_default=False)


class CorrectionAnswerSchema(Schema):
    """An answer to a correction in one role; ``declared`` and the reason as for entries."""

    role = fields.String(required=True)
    decision = fields.String(load_default=SIGNED, validate=validate.OneOf((SIGNED, DECLINED)))
    reason = fields.String(load_default="")
    declared = fields.Boolean(load_default=False)


class InForceSchema(Schema):
    """Whether the correction counts from now on: all who signed the entry have signed it."""

    in_force = fields.Boolean(required=True)


class SignedSchema(Schema):
    """A signature in somebody's name; ``objection`` is empty, or says where one stands."""

    signature = fields.String(required=True)
    entry = fields.String(required=True)
    role = fields.String(required=True)
    on = fields.Date(required=True)
    objection = fields.String(required=True)


class SignedPageSchema(Schema):
    """What was signed in one person's name for one learner."""

    signer = fields.String(required=True)
    learner = fields.String(required=True)
    expires = fields.AwareDateTime(required=True)
    signed = fields.List(fields.Nested(SignedSchema), required=True)


class ObjectedSchema(Schema):
    """The signatures objected to, and why."""

    signatures = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)


class ObjectedToSchema(Schema):
    """How many signatures were objected to."""

    objected = fields.Integer(required=True)


class AnsweredSchema(Schema):
    """How many entries were answered."""

    answered = fields.Integer(required=True)


@signing.route("/signing/<token>")
class Signing(MethodView):
    """The entries of one learner that wait for one supervisor."""

    @permission(OPEN)
    @signing.doc(operationId="read-entries-to-sign")
    @signing.response(200, ToSignSchema)
    def get(self, token: str) -> SigningPage:
        """Give what waits for the supervisor whose link it is."""
        return see_signing_page(site(), token, PROGRAM)

    @permission(OPEN)
    @signing.doc(operationId="sign-entries", parameters=[IDEMPOTENCY_KEY])
    @signing.arguments(AnswersSchema, **BODY)
    @signing.response(201, AnsweredSchema)
    def post(self, given: dict[str, Any], token: str) -> dict[str, int]:
        """Sign or decline entries, all of them or none."""
        answer = Answer(entries=tuple(given.pop("entries")), **given)
        return {"answered": answer_entries(site(), token, answer, idempotency_key())}


@signing.route("/signing/<token>/corrections/<correction>")
class SigningCorrections(MethodView):
    """A correction of an entry that the supervisor signed."""

    @permission(OPEN)
    @signing.doc(operationId="answer-correction", parameters=[IDEMPOTENCY_KEY])
    @signing.arguments(CorrectionAnswerSchema, **BODY)
    @signing.response(201, InForceSchema)
    def post(self, given: dict[str, Any], token: str, correction: str) -> dict[str, bool]:
        """Sign a correction or decline it."""
        answer = CorrectionAnswer(correction=correction, **given)
        return {"in_force": answer_correction(site(), token, answer, idempotency_key())}


@signing.route("/signed/<token>")
class SignedInMyName(MethodView):
    """What was signed in the name of whoever was sent the copy that the token came with."""

    @permission(OPEN)
    @signing.doc(operationId="read-signed")
    @signing.response(200, SignedPageSchema)
    def get(self, token: str) -> SignedPage:
        """Give what was signed in one's name."""
        return see_signed(site(), token)

    @permission(OPEN)
    @signing.doc(operationId="object-to-signatures", parameters=[IDEMPOTENCY_KEY])
    @signing.arguments(ObjectedSchema, **BODY)
    @signing.response(201, ObjectedToSchema)
    def post(self, given: dict[str, Any], token: str) -> dict[str, int]:
        """Object to signatures in one's name, to all of them or none."""
        wanted = tuple(given["signatures"])
        return {"objected": object_to(site(), token, wanted, given["reason"], idempotency_key())}
