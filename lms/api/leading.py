"""What programme leads do: cohorts, and enrolling people into them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from lms.api.enrolments import BODY
from lms.api.people import RequirementSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    AsOfQuery,
    LearnersQuery,
    PartSchema,
    after,
    asked,
    idempotency_key,
)
from lms.domain.evidence import Period
from lms.domain.policy import Target
from lms.domain.records import Records
from lms.services.add_person import NewPerson
from lms.services.brought_evidence import brought_evidence
from lms.services.create_cohort import create_cohort, set_stage_dates
from lms.services.enrol import Application, admission_named, enrol
from lms.services.entry_checks import entry_verdicts
from lms.services.list_programmes import programme_line
from lms.services.see_cohort import CohortPage, LearnerLine, cohort_named, see_cohort
from lms.services.site import require
from lms.services.verdict_tree import verdict_tree
from lms.web.guard import actor, permission, site

leading = Blueprint("leading_api", __name__, description="What programme leads do.")
COHORT = "/programmes/<programme>/cohorts/<cohort>"
WRITES = {"parameters": [IDEMPOTENCY_KEY]}


class CohortLineSchema(Schema):
    """A cohort, and how many learners have not left it."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    learners = fields.Integer(required=True)


class CohortsSchema(Schema):
    """A programme's newest version and its cohorts."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.String(required=True)
    versions = fields.List(fields.String(), required=True)
    published = fields.AwareDateTime(required=True)
    closed = fields.String(required=True)
    intake = fields.String(
        required=True,
        metadata={"description": "Whether it is closed to new enrolments; empty where it is open."},
    )
    cohorts = fields.List(fields.Nested(CohortLineSchema), required=True)


class PeriodSchema(Schema):
    """When a stage runs."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)


class NewCohortSchema(Schema):
    """A cohort to make; ``stages`` maps stage ids to their dates."""

    name = fields.String(required=True)
    stages = fields.Dict(keys=fields.String(), values=fields.Nested(PeriodSchema), required=True)


class CohortMadeSchema(Schema):
    """The cohort that was made."""

    cohort = fields.String(required=True)


class StageLineSchema(Schema):
    """One stage of a learner; ``open`` are the ids of what is still needed."""

    stage = fields.String(required=True)
    title = fields.String(required=True)
    verdict = fields.String(required=True)
    paused = fields.Boolean(required=True)
    open = fields.List(fields.String(), required=True)


class LearnerLineSchema(Schema):
    """A learner of a cohort."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    enrolment = fields.String(required=True)
    version = fields.String(required=True)
    started = fields.Date(required=True)
    withdrawn = fields.Date(
        allow_none=True,
        required=True,
        metadata={"description": "The first day gone, after the last day here."},
    )
    entry_outstanding = fields.List(fields.String(), required=True)
    stages = fields.List(fields.Nested(StageLineSchema), required=True)


class StageDatesSchema(Schema):
    """The dates of a stage for the cohort; null where none are set."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    first = fields.Date(allow_none=True, required=True)
    last = fields.Date(allow_none=True, required=True)
    accreditation = fields.String(
        required=True,
        metadata={"description": "What was decided about it, in words; empty where nothing was."},
    )


class CohortSchema(PartSchema):
    """A cohort with its learners."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    programme = fields.String(required=True)
    version = fields.String(required=True)
    closed = fields.String(required=True)
    intake = fields.String(
        required=True,
        metadata={"description": "Whether it is closed to new enrolments; empty where it is open."},
    )
    stages = fields.List(fields.Nested(StageDatesSchema), required=True)
    learners = fields.List(fields.Nested(LearnerLineSchema), required=True)


@leading.route("/programmes/<programme>/cohorts")
class Cohorts(MethodView):
    """The cohorts of a programme."""

    @permission("see-cohort")
    @leading.doc(operationId="list-cohorts")
    @leading.response(200, CohortsSchema)
    def get(self, programme: str) -> Any:
        """List the cohorts that one may see."""
        return programme_line(site(), actor(), programme)

    @permission("manage-cohort")
    @leading.doc(operationId="make-cohort", **WRITES)
    @leading.arguments(NewCohortSchema, **BODY)
    @leading.response(201, CohortMadeSchema)
    def post(self, given: dict[str, Any], programme: str) -> dict[str, str]:
        """Make a cohort with the dates of at least one stage."""
        stages, key = _periods(given["stages"]), idempotency_key()
        return {"cohort": create_cohort(site(), actor(), programme, given["name"], stages, key)}


def _periods(stages: dict[str, dict[str, date]]) -> dict[str, Period]:
    return {stage: Period(days["first"], days["last"]) for stage, days in stages.items()}


class CohortQuery(LearnersQuery, AsOfQuery):
    """The day asked about, and which part of the learners."""


@leading.route(COHORT)
class Cohort(MethodView):
    """One cohort."""

    @permission("see-cohort")
    @leading.doc(operationId="read-cohort")
    @leading.arguments(CohortQuery, **ARGUMENTS)
    @leading.response(200, CohortSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str) -> dict[str, Any]:
        """Give every learner of a cohort with the verdict on each stage."""
        part = asked(query)
        return _cohort(see_cohort(site(), actor(), programme, cohort, **query, asked=part))


def _cohort(page: CohortPage) -> dict[str, Any]:
    return {
        "id": page.id,
        "name": page.name,
        "programme": page.programme.id,
        "version": page.programme.version,
        "closed": page.closed,
        "intake": page.intake,
        "stages": [
            {
                "id": s.id,
                "title": s.title,
                "first": s.dates.first if s.dates else None,
                "last": s.dates.last if s.dates else None,
                "accreditation": s.accreditation,
            }
            for s in page.stages
        ],
        "learners": [_learner(line) for line in page.learners],
        "next_cursor": after(page.learners),
    }


def _learner(line: LearnerLine) -> dict[str, Any]:
    return {
        "person": line.person,
        "name": line.name,
        "enrolment": line.enrolment.id,
        "version": line.enrolment.version,
        "started": line.enrolment.started,
        "withdrawn": line.enrolment.withdrawn,
        "entry_outstanding": [
            v["id"] for stage in line.stages[:1] for v in stage.entry_outstanding
        ],
        "stages": [
            {
                "stage": s.stage,
                "title": s.title,
                "verdict": s.outcome,
                "paused": s.paused,
                "open": [v["id"] for v in s.open],
            }
            for s in line.stages
        ],
    }


class StageDatesGivenSchema(Schema):
    """The dates of some stages, by stage id."""

    stages = fields.Dict(keys=fields.String(), values=fields.Nested(PeriodSchema), required=True)


@leading.route(f"{COHORT}/dates")
class CohortDates(MethodView):
    """The dates of a cohort's stages."""

    @permission("manage-cohort")
    @leading.doc(operationId="set-cohort-dates")
    @leading.arguments(StageDatesGivenSchema, **BODY)
    @leading.response(204)
    def put(self, given: dict[str, Any], programme: str, cohort: str) -> None:
        """Set or change a stage's dates; doing so twice changes nothing the second time."""
        set_stage_dates(site(), actor(), programme, cohort, _periods(given["stages"]))


class EntryQuery(Schema):
    """For whom the entry checks are worked out, on what and from when."""

    person = fields.String(load_default="")
    admission = fields.String(required=True)
    start = fields.Date(required=True)


class BroughtSchema(Schema):
    """A certificate, or a judgement made on the programme, that is on record."""

    record = fields.String(required=True)
    kind = fields.String(required=True)
    on = fields.Date(required=True)
    says = fields.String(required=True)


class EntryChecksSchema(Schema):
    """The entry checks as they would stand, and what is on record that they look at."""

    requirements = fields.List(fields.Nested(RequirementSchema), required=True)
    on_record = fields.List(fields.Nested(BroughtSchema), required=True)


@leading.route(f"{COHORT}/entry-checks")
class EntryChecks(MethodView):
    """Entry checks, before anybody is enrolled."""

    @permission("enrol")
    @leading.doc(operationId="preview-entry-checks")
    @leading.arguments(EntryQuery, **ARGUMENTS)
    @leading.response(200, EntryChecksSchema)
    def get(self, query: dict[str, Any], programme: str, cohort: str) -> dict[str, Any]:
        """Work out what the entry checks would come to, were the person enrolled that day."""
        require(site(), actor(), "enrol", Target(query["person"], programme, cohort))
        cohort_named(site(), programme, cohort)
        admission = admission_named(site(), programme, query["admission"])
        verdicts = entry_verdicts(site(), query["person"], admission, cohort, query["start"])
        records = site().about_me(query["person"]) if query["person"] else Records(())
        return {
            "requirements": [verdict_tree(v) for v in verdicts],
            "on_record": brought_evidence(site(), records, programme),
        }


class NewPersonSchema(Schema):
    """Somebody not known here yet."""

    name = fields.String(required=True)
    email = fields.String(load_default="")


class ApplicationSchema(Schema):
    """Whom to enrol: a person known here, or somebody new."""

    person = fields.String(load_default="")
    new = fields.Nested(NewPersonSchema, load_default=None, allow_none=True)
    admission = fields.String(required=True)
    start = fields.Date(required=True)
    accepted = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata={"description": "Entry checks accepted now, each with what was looked at."},
    )
    reason = fields.String(
        load_default="", metadata={"description": "Needed while any entry check is outstanding."}
    )


class EnrolledSchema(Schema):
    """The enrolment that was made."""

    enrolment = fields.String(required=True)


@leading.route(f"{COHORT}/enrolments")
class Enrolments(MethodView):
    """Enrolling into a cohort."""

    @permission("enrol")
    @leading.doc(operationId="enrol-person", **WRITES)
    @leading.arguments(ApplicationSchema, **BODY)
    @leading.response(201, EnrolledSchema)
    def post(self, given: dict[str, Any], programme: str, cohort: str) -> dict[str, str]:
        """Enrol somebody on the newest version, with the entry checks accepted now."""
        new = given.pop("new")
        application = Application(
            programme=programme,
            cohort=cohort,
            new=NewPerson(**new) if new else None,
            **given,
        )
        return {"enrolment": enrol(site(), actor(), application, idempotency_key())}
