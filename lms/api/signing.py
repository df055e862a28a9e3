"""Signing practice entries by the link that a supervisor was sent: the token is the key, no account."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.services.sign_entries import DECLINED, SIGNED, Answer, answer_entries
from lms.services.signing_page import SigningPage, see_signing_page
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


class ToSignSchema(Schema):
    """Whose entries wait for whom, and until when the link works; that notes are read is on record."""

    signer = fields.String(required=True)
    learner = fields.String(required=True)
    expires = fields.AwareDateTime(required=True)
    waiting = fields.List(fields.Nested(EntryToSignSchema), required=True)


class AnswersSchema(Schema):
    """An answer to some entries in one role; ``declared`` confirms that the role is held and what is
    signed is true, and declining needs a reason.
    """

    entries = fields.List(fields.String(), required=True)
    role = fields.String(required=True)
    decision = fields.String(load_default=SIGNED, validate=validate.OneOf((SIGNED, DECLINED)))
    reason = fields.String(load_default="")
    declared = fields.Boolean(load_default=False)


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
        return see_signing_page(site(), token)

    @permission(OPEN)
    @signing.doc(operationId="sign-entries", parameters=[IDEMPOTENCY_KEY])
    @signing.arguments(AnswersSchema, **BODY)
    @signing.response(201, AnsweredSchema)
    def post(self, given: dict[str, Any], token: str) -> dict[str, int]:
        """Sign or decline entries, all of them or none."""
        answer = Answer(entries=tuple(given.pop("entries")), **given)
        return {"answered": answer_entries(site(), token, answer, idempotency_key())}
