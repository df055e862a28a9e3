"""Facts about a learner that others enter: forms, countersignatures, catch-up, reports, judgements."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.deciding import ReasonedSchema
from lms.api.enrolments import BODY, RecordSchema
from lms.api.schemas import IDEMPOTENCY_KEY, idempotency_key
from lms.domain.kinds import LEVELS
from lms.services.accept_agency_form import ROLES, AgencyForm, accept_agency_form
from lms.services.countersign import countersign
from lms.services.end_signing_links import end_signing_links
from lms.services.grant_catch_up import grant_catch_up
from lms.services.named_person import Named
from lms.services.read_reason import Reason, read_reason
from lms.services.record_certificate import (
    Certificate,
    record_certificate,
    take_back_certificate,
)
from lms.services.record_judgement import Judgement, record_judgement
from lms.services.record_report import OUTCOMES, Report, record_report
from lms.services.record_watched import Watched, record_watched
from lms.services.see_written_about import WrittenLine, see_written_about
from lms.services.take_back_entry import take_back_entry
from lms.web.guard import actor, permission, site

facts = Blueprint("facts_api", __name__, description="Facts about a learner that others enter.")
WRITES = {"parameters": [IDEMPOTENCY_KEY]}


class NamedSchema(Schema):
    """Somebody: the id of a person known here, or a name and an address of somebody to be added."""

    person = fields.String(load_default="")
    name = fields.String(load_default="")
    email = fields.String(load_default="")


class AgencyFormSchema(Schema):
    """A form that says who may sign; without a last day it is open-ended."""

    supervisor = fields.Nested(NamedSchema, required=True)
    employer = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), required=True)
    first = fields.Date(required=True)
    last = fields.Date(load_default=None, allow_none=True)


class WhySchema(Schema):
    """The reason, which is kept as a private text."""

    reason = fields.String(required=True)


class CatchUpSchema(WhySchema):
    """Attendance that was made good, and how."""

    requirement = fields.String(required=True)


class ReportGivenSchema(Schema):
    """A report for a requirement that asks for one; its text is private."""

    requirement = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    by = fields.Nested(NamedSchema, required=True)
    on = fields.Date(required=True)
    text = fields.String(required=True)


class WatchedSchema(Schema):
    """The consent under which a session was recorded, and the day on which it was watched."""

    consent = fields.String(required=True)
    on = fields.Date(required=True)


class JudgementGivenSchema(ReasonedSchema):
    """A judgement; ``outcome`` is one of those that the requirement lists."""

    requirement = fields.String(required=True)
    outcome = fields.String(required=True)


class CertificateSchema(Schema):
    """An outside certificate, and what it shows; ``cohort`` is needed by a role limited to one."""

    person = fields.String(required=True)
    cohort = fields.String(load_default="")
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    on = fields.Date(required=True)
    accredited = fields.Boolean(required=True)
    hours_shown = fields.Boolean(required=True)
    provider = fields.String(load_default="")


@facts.route("/enrolments/<enrolment>/agency-forms")
class AgencyForms(MethodView):
    """Who may sign a learner's hours."""

    @permission("accept-agency-form")
    @facts.doc(operationId="accept-agency-form", **WRITES)
    @facts.arguments(AgencyFormSchema, **BODY)
    @facts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Accept a form that names a supervisor; somebody not known here is added."""
        roles, supervisor = tuple(given.pop("roles")), Named(**given.pop("supervisor"))
        form = AgencyForm(supervisor=supervisor, roles=roles, **given)
        return {"record": accept_agency_form(site(), actor(), enrolment, form, idempotency_key())}


@facts.route("/signatures/<signature>/countersignature")
class Countersignatures(MethodView):
    """A signature given after the signer's standing had ended."""

    @permission("countersign")
    @facts.doc(operationId="countersign-signature", **WRITES)
    @facts.arguments(WhySchema, **BODY)
    @facts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], signature: str) -> dict[str, str]:
        """Countersign a signature, saying how the signer's standing was confirmed."""
        reason = given["reason"]
        return {"record": countersign(site(), actor(), signature, reason, idempotency_key())}


@facts.route("/enrolments/<enrolment>/signers/<signer>/ended-links")
class EndedLinks(MethodView):
    """The links that somebody who signs was sent."""

    @permission("end-signing-links")
    @facts.doc(operationId="end-signing-links", **WRITES)
    @facts.response(201, RecordSchema)
    def post(self, enrolment: str, signer: str) -> dict[str, str]:
        """End every link of a signer about a learner, to sign and to object; what was signed stays."""
        key = idempotency_key()
        return {"record": end_signing_links(site(), actor(), enrolment, signer, key)}


@facts.route("/enrolments/<enrolment>/catch-up")
class CatchUp(MethodView):
    """Missed days made good."""

    @permission("grant-catch-up")
    @facts.doc(operationId="grant-catch-up", **WRITES)
    @facts.arguments(CatchUpSchema, **BODY)
    @facts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Grant catch-up; the register itself stays as it is."""
        key = idempotency_key()
        return {"record": grant_catch_up(site(), actor(), enrolment, key=key, **given)}


@facts.route("/enrolments/<enrolment>/reports")
class SupervisorsReports(MethodView):
    """Reports about a learner."""

    @permission("record-report")
    @facts.doc(operationId="record-report", **WRITES)
    @facts.arguments(ReportGivenSchema, **BODY)
    @facts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Record a report by a named person."""
        requirement, by = given.pop("requirement"), Named(**given.pop("by"))
        report = Report(by=by, **given)
        key = idempotency_key()
        return {"record": record_report(site(), actor(), enrolment, requirement, report, key)}


@facts.route("/enrolments/<enrolment>/recordings-watched")
class RecordingsWatched(MethodView):
    """Sessions recorded with consent and watched."""

    @permission("record-watched")
    @facts.doc(operationId="record-recording-watched", **WRITES)
    @facts.arguments(WatchedSchema, **BODY)
    @facts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Record that a session was watched; the recording itself is never kept here."""
        watched = Watched(**given)
        return {"record": record_watched(site(), actor(), enrolment, watched, idempotency_key())}


@facts.route("/entries/<record>/taking-back")
class EntriesTakenBack(MethodView):
    """Recordings watched, reports and catch-up entered by mistake."""

    @permission("take-back-entry")
    @facts.doc(operationId="take-back-entry", **WRITES)
    @facts.arguments(WhySchema, **BODY)
    @facts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], record: str) -> dict[str, str]:
        """Take an entry back; it counts nowhere, and what was decided on it stays."""
        return {
            "record": take_back_entry(site(), actor(), record, given["reason"], idempotency_key())
        }


class ReasonReadSchema(Schema):
    """A report, or the reason for a decision; ``by`` recorded it or, of a report, wrote it."""

    record = fields.String(required=True)
    kind = fields.String(required=True)
    person = fields.String(required=True)
    name = fields.String(required=True)
    on = fields.Date(required=True)
    by = fields.String(required=True)
    outcome = fields.String(required=True)
    text = fields.String(required=True)
    erased = fields.Boolean(required=True)


class WrittenLineSchema(Schema):
    """A text about a learner: what it is, of which day, by whom, and what it came to."""

    record = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    says = fields.String(required=True)
    on = fields.Date(required=True)
    by = fields.String(required=True)
    outcome = fields.String(required=True)


@facts.route("/entries/<record>/reason")
class Reasons(MethodView):
    """What was written about a learner: reports, and the reasons for decisions."""

    @permission("read-reason")
    @facts.doc(operationId="read-reason")
    @facts.response(200, ReasonReadSchema)
    def get(self, record: str) -> Reason:
        """Read the text of a report, of catch-up, of a countersignature, of a judgement, or of a
        decision on prior learning, an entry check or a waiver; the reading is noted first. Its
        learner reads it too, a countersignature's apart."""
        return read_reason(site(), actor(), record)


@facts.route("/enrolments/<enrolment>/reasons")
class WrittenAbout(MethodView):
    """What is written about a learner in one enrolment."""

    @permission("read-reason")
    @facts.doc(operationId="list-reasons")
    @facts.response(200, WrittenLineSchema(many=True))
    def get(self, enrolment: str) -> list[WrittenLine]:
        """List the reports on a learner and the decisions with a reason, newest first, without
        their texts."""
        return list(see_written_about(site(), actor(), enrolment).lines)


@facts.route("/enrolments/<enrolment>/judgements")
class Judgements(MethodView):
    """A panel's judgements."""

    @permission("record-judgement")
    @facts.doc(operationId="record-judgement", **WRITES)
    @facts.arguments(JudgementGivenSchema, **BODY)
    @facts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str) -> dict[str, str]:
        """Record a judgement with its reason, which the learner reads."""
        requirement, judgement = given.pop("requirement"), Judgement(**given)
        key = idempotency_key()
        return {"record": record_judgement(site(), actor(), enrolment, requirement, judgement, key)}


@facts.route("/programmes/<programme>/certificates")
class Certificates(MethodView):
    """Outside certificates."""

    @permission("record-certificate")
    @facts.doc(operationId="record-certificate", **WRITES)
    @facts.arguments(CertificateSchema, **BODY)
    @facts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], programme: str) -> dict[str, str]:
        """Record a certificate seen for an admission; it belongs to the person, enrolled or not."""
        person, cohort = given.pop("person"), given.pop("cohort")
        certificate, key = Certificate(**given), idempotency_key()
        record = record_certificate(site(), actor(), person, certificate, programme, cohort, key)
        return {"record": record}


@facts.route("/enrolments/<enrolment>/certificates/<record>/taking-back")
class CertificatesTakenBack(MethodView):
    """Certificates entered by mistake."""

    @permission("record-certificate")
    @facts.doc(operationId="take-back-certificate", **WRITES)
    @facts.arguments(WhySchema, **BODY)
    @facts.response(201, RecordSchema)
    def post(self, given: dict[str, Any], enrolment: str, record: str) -> dict[str, str]:
        """Take back a certificate of the learner, or of a supervisor whom an agency form names."""
        key, why = idempotency_key(), given["reason"]
        return {"record": take_back_certificate(site(), actor(), enrolment, record, why, key)}
