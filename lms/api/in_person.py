"""Work shown in person and portfolios assembled from records, for programs that act for people."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    LearnersQuery,
    PageQuery,
    PartSchema,
    after,
    asked,
    idempotency_key,
)
from lms.domain.part import part_of
from lms.services.assemble_portfolio import assemble_portfolio
from lms.services.pieces import TEXT
from lms.services.portfolio_material import portfolio_material
from lms.services.record_in_person import Shown, Sitting, record_in_person
from lms.services.see_in_person import InPersonRow, list_in_person, see_in_person
from lms.services.take_back_in_person import take_back_in_person
from lms.web.guard import actor, permission, site

in_person = Blueprint(
    "in_person_api", __name__, description="Vivas, presentations and assembled portfolios."
)
COHORT = "/in-person/<programme>/<cohort>/<assessment>"


class ShownWorkSchema(Schema):
    """A piece of work that a cohort shows in person."""

    programme = fields.String(required=True)
    cohort = fields.String(required=True)
    stage = fields.String(required=True)
    assessment = fields.String(required=True)
    title = fields.String(required=True)


class ShownWorksSchema(PartSchema):
    """The work shown in person, by cohort."""

    items = fields.List(fields.Nested(ShownWorkSchema), required=True)


class ConsentSchema(Schema):
    """A consent on record; without a last day its end is not known."""

    record = fields.String(required=True)
    family = fields.String(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True, allow_none=True)


class InPersonRowSchema(Schema):
    """A learner: whether the work was shown, when, and why nothing can be recorded, if so."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    attempt = fields.Integer(required=True)
    stand = fields.String(required=True)
    on = fields.Date(required=True, allow_none=True)
    record = fields.String(required=True)
    consents = fields.List(fields.Nested(ConsentSchema), required=True)
    refusal = fields.String(required=True)


class InPersonSchema(PartSchema):
    """A cohort's list for one piece of work."""

    title = fields.String(required=True)
    asks_consent = fields.Boolean(required=True)
    asks_family = fields.Boolean(required=True)
    learners = fields.List(fields.Nested(InPersonRowSchema), required=True)


class ShownSchema(Schema):
    """One learner who showed the work."""

    person = fields.String(required=True)
    family = fields.String(load_default="")
    consent = fields.String(load_default="")


class SittingSchema(Schema):
    """Who showed it on a day; all are recorded or none."""

    on = fields.Date(required=True)
    shown = fields.List(
        fields.Nested(ShownSchema), required=True, validate=validate.Length(min=1, max=200)
    )


class SubmissionsSchema(Schema):
    """The records made, in the order in which the learners were named."""

    records = fields.List(fields.String(), required=True)


@in_person.route("/in-person")
class WorksInPerson(MethodView):
    """The work shown in person in the cohorts where one may record it."""

    @permission("record-in-person")
    @in_person.doc(operationId="list-work-in-person")
    @in_person.arguments(PageQuery, **ARGUMENTS)
    @in_person.response(200, ShownWorksSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List the work shown in person, by cohort."""
        works = part_of(list_in_person(site(), actor()), asked(query))
        return {
            "items": [
                {
                    "programme": one.programme,
                    "cohort": one.cohort.id,
                    "stage": one.stage.id,
                    "assessment": one.assessment.id,
                    "title": one.assessment.title,
                }
                for one in works
            ],
            "next_cursor": after(works),
        }


@in_person.route(COHORT)
class InPerson(MethodView):
    """One piece of work of one cohort."""

    @permission("record-in-person")
    @in_person.doc(operationId="list-shown-in-person")
    @in_person.arguments(LearnersQuery, **ARGUMENTS)
    @in_person.response(200, InPersonSchema)
    def get(
        self, query: dict[str, Any], programme: str, cohort: str, assessment: str
    ) -> dict[str, Any]:
        """List who has shown a piece of work and who has not."""
        page = see_in_person(site(), actor(), programme, cohort, assessment)
        part = part_of(page.rows, asked(query))
        return {
            "title": page.work.assessment.title,
            "asks_consent": page.work.assessment.consent,
            "asks_family": page.work.assessment.family_code,
            "learners": [_row(row) for row in part],
            "next_cursor": after(part),
        }

    @permission("record-in-person")
    @in_person.doc(operationId="record-in-person", parameters=[IDEMPOTENCY_KEY])
    @in_person.arguments(SittingSchema, **BODY)
    @in_person.response(201, SubmissionsSchema)
    def post(
        self, given: dict[str, Any], programme: str, cohort: str, assessment: str
    ) -> dict[str, Any]:
        """Record that learners showed it on a day: the day and the consent, never the content."""
        shown = tuple(Shown(**one) for one in given["shown"])
        sitting = Sitting(programme, cohort, assessment, given["on"], shown)
        return {"records": record_in_person(site(), actor(), sitting, idempotency_key())}


def _row(row: InPersonRow) -> dict[str, Any]:
    return {
        "person": row.person,
        "name": row.name,
        "attempt": row.attempt,
        "stand": row.stand.value,
        "on": row.on,
        "record": row.record,
        "consents": row.consents,
        "refusal": row.refusal,
    }


@in_person.route("/in-person/records/<record>")
class InPersonRecord(MethodView):
    """One learner's record of having shown a piece of work."""

    @permission("record-in-person")
    @in_person.doc(operationId="take-back-in-person")
    @in_person.response(204)
    def delete(self, record: str) -> None:
        """Take back that somebody showed it, while nobody has marked it."""
        take_back_in_person(site(), actor(), record)


class MaterialSchema(Schema):
    """One thing that may go into a portfolio."""

    id = fields.String(required=True)
    sort = fields.String(required=True)
    title = fields.String(required=True)


class MaterialsSchema(Schema):
    """All that may go in; nothing about the learner's own family ever does."""

    items = fields.List(fields.Nested(MaterialSchema), required=True)


class ChosenSchema(Schema):
    """What is set into the draft; ``revision`` is the one that was seen."""

    chosen = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    revision = fields.Integer(load_default=None, allow_none=True)


class AssembledSchema(Schema):
    """The draft after it; ``words`` are the writer's own."""

    text = fields.String(required=True)
    revision = fields.Integer(required=True)
    words = fields.Integer(required=True)


@in_person.route("/enrolments/<enrolment>/portfolios/<assessment>")
class Portfolio(MethodView):
    """A portfolio assembled from one's own records."""

    @permission("submit-work")
    @in_person.doc(operationId="list-portfolio-material")
    @in_person.response(200, MaterialsSchema)
    def get(self, enrolment: str, assessment: str) -> dict[str, Any]:
        """List what may go into a portfolio."""
        _, material = portfolio_material(site(), actor(), enrolment, assessment)
        items = [{"id": m.id, "sort": m.sort, "title": m.extract.title} for m in material]
        return {"items": items}

    @permission("submit-work")
    @in_person.doc(operationId="assemble-portfolio")
    @in_person.arguments(ChosenSchema, **BODY)
    @in_person.response(200, AssembledSchema)
    def post(self, given: dict[str, Any], enrolment: str, assessment: str) -> dict[str, Any]:
        """Set what is chosen into the portfolio's draft; asked again it changes nothing."""
        draft = assemble_portfolio(
            site(), actor(), enrolment, assessment, given["chosen"], given["revision"]
        )
        words = draft.written.words
        return {"text": draft.written.texts[TEXT], "revision": draft.revision, "words": words}
