"""Practice hours for programs that act for a learner: logged, listed, taken back, sent to be signed."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields
from werkzeug.wrappers import Response

from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import ARGUMENTS, IDEMPOTENCY_KEY, idempotency_key, page, page_schema
from lms.api.writing import ListQuery, not_confirmed
from lms.services.ask_for_signature import Asked, ask_for_signature
from lms.services.check_writing import NotConfirmed
from lms.services.list_hours import LoggedEntry, list_hours
from lms.services.log_hours import log_hours, take_back_hours
from lms.services.practice_entry import PracticeEntry
from lms.web.guard import actor, permission, site

practice = Blueprint("practice_api", __name__, description="Practice hours and their signatures.")


class SigningSchema(Schema):
    """How somebody answered an entry."""

    name = fields.String(required=True)
    role = fields.String(required=True)
    decision = fields.String(required=True)
    on = fields.Date(required=True)


class EntrySchema(Schema):
    """A practice entry; its note is private and not among what is listed.

    ``state`` is the kindest that is true over all stages: ``counts``, ``held``, ``waits`` (for a
    signature), ``tutor`` (for a countersignature), ``declined`` or ``not``. ``why`` says why, and
    by name whose signature is waited for.
    """

    record = fields.String(required=True)
    on = fields.Date(required=True)
    category = fields.String(required=True)
    start = fields.String(allow_none=True)
    end = fields.String(allow_none=True)
    next_day = fields.Boolean(allow_none=True)
    minutes = fields.Integer(required=True)
    direct = fields.Integer(allow_none=True)
    form = fields.String(allow_none=True)
    with_ = fields.String(allow_none=True, data_key="with")
    family = fields.String(allow_none=True)
    online = fields.Boolean(allow_none=True)
    state = fields.String(required=True)
    why = fields.String()
    signings = fields.List(fields.Nested(SigningSchema))


class NewEntrySchema(Schema):
    """A practice entry to keep; give ``start`` and ``end``, or ``minutes`` where nobody signs.

    ``next_day`` says that it ended past midnight. A time that comes twice, when the clocks go back,
    has its offset: ``01:30+01:00`` before the change, ``01:30+00:00`` after it.
    """

    on = fields.Date(required=True)
    category = fields.String(required=True)
    start = fields.String(load_default="")
    end = fields.String(load_default="")
    next_day = fields.Boolean(load_default=False)
    minutes = fields.Integer(load_default=None, allow_none=True)
    direct = fields.Integer(load_default=None, allow_none=True)
    form = fields.String(load_default="")
    with_ = fields.String(load_default="", data_key="with")
    family = fields.String(load_default="")
    online = fields.Boolean(load_default=False)
    note = fields.String(load_default="")
    replaces = fields.String(load_default=None, allow_none=True)
    confirmed = fields.List(fields.String(), load_default=list)


class AskSchema(Schema):
    """Whom to ask: somebody on an accepted agency form."""

    signer = fields.String(required=True)


class AskedSchema(Schema):
    """Who was asked to sign how many entries, and until when the link works."""

    name = fields.String(required=True)
    entries = fields.Integer(required=True)
    expires = fields.AwareDateTime(required=True)


@practice.route("/enrolments/<enrolment>/hours")
class Hours(MethodView):
    """The practice entries of an enrolment."""

    @permission("read-hours")
    @practice.doc(operationId="list-hours")
    @practice.arguments(ListQuery, **ARGUMENTS)
    @practice.response(200, page_schema(EntrySchema))
    def get(self, query: dict[str, Any], enrolment: str) -> dict[str, Any]:
        """List the practice entries of an enrolment, and whether each counts."""
        log = list_hours(site(), actor(), enrolment, query["as_of"], query["known_at"])
        entries = [_entry(e) for total in log.totals for e in total.entries]
        return page(entries, lambda e: str(e["record"]), query["limit"], query["cursor"])

    @permission("log-hours")
    @practice.doc(operationId="log-hours", parameters=[IDEMPOTENCY_KEY])
    @practice.arguments(NewEntrySchema, **BODY)
    @practice.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str] | Response:
        """Log practice, or put right an entry that nobody has signed."""
        replaces, confirmed = given.pop("replaces"), given.pop("confirmed")
        entry = PracticeEntry(with_whom=given.pop("with_"), **given)
        try:
            record = log_hours(
                site(),
                actor(),
                enrolment,
                entry,
                replaces=replaces,
                confirmed=confirmed,
                key=idempotency_key(),
            )
        except NotConfirmed as fault:
            return not_confirmed(fault)
        return {"record": record}


def _entry(entry: LoggedEntry) -> dict[str, Any]:
    record = entry.record
    names = ("category", "start", "end", "minutes", "direct", "form", "family", "online")
    return {
        "record": record.id,
        "on": record.on,
        **{name: record.get(name) for name in names},
        "next_day": record.get("next-day"),
        "with_": record.get("with"),
        "state": entry.state,
        "why": entry.why,
        "signings": entry.signings,
    }


@practice.route("/enrolments/<enrolment>/hours/<entry>")
class OneEntry(MethodView):
    """One practice entry."""

    @permission("log-hours")
    @practice.doc(operationId="take-back-hours")
    @practice.response(204)
    def delete(self, enrolment: str, entry: str) -> None:
        """Take back an entry that nobody has signed."""
        take_back_hours(site(), actor(), enrolment, entry)


@practice.route("/enrolments/<enrolment>/signature-requests")
class SignatureRequests(MethodView):
    """Asking a supervisor to sign."""

    @permission("ask-for-signature")
    @practice.doc(operationId="ask-for-signature", parameters=[IDEMPOTENCY_KEY])
    @practice.arguments(AskSchema, **BODY)
    @practice.response(202, AskedSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> Asked:
        """Send a supervisor a link to everything that waits for that supervisor."""
        return ask_for_signature(site(), actor(), enrolment, given["signer"], idempotency_key())
