"""One person's progress and standing, as of a day and as known at a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from lms.api.schemas import ARGUMENTS, AsOfQuery
from lms.services.read_progress import read_progress, read_standing
from lms.services.verdict_tree import progress_tree
from lms.web.guard import actor, permission, site

people = Blueprint("people", __name__, description="People's progress and standing.")


class ProgressQuery(AsOfQuery):
    """Which progress."""

    programme = fields.String(load_default=None, metadata={"description": "One programme only."})


class CountedSchema(Schema):
    """A record that counted."""

    record = fields.String(required=True)
    amount = fields.Float(allow_none=True)


class NotCountedSchema(Schema):
    """A record that did not count, and why."""

    record = fields.String(required=True)
    amount = fields.Float(allow_none=True)
    code = fields.String(required=True)
    reason = fields.String(required=True)


class BasisSchema(Schema):
    """Where a threshold comes from, and how sure that is."""

    sure = fields.String()
    says = fields.String()


class RequirementSchema(Schema):
    """A requirement with its verdict; one made of others holds theirs."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True)
    part = fields.String()
    optional = fields.Boolean()
    verdict = fields.String(required=True)
    amount = fields.Float(allow_none=True)
    threshold = fields.Float(allow_none=True)
    unit = fields.String()
    reason = fields.String(required=True)
    code = fields.String()
    warning = fields.String()
    counted = fields.List(fields.Nested(CountedSchema))
    not_counted = fields.List(fields.Nested(NotCountedSchema))
    basis = fields.Nested(BasisSchema)
    requirements = fields.List(fields.Nested(lambda: RequirementSchema()))


class NextSchema(Schema):
    """Something still needed."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    help = fields.String()


class StageProgressSchema(Schema):
    """One stage of one enrolment."""

    person = fields.String(required=True)
    programme = fields.String(required=True)
    stage = fields.String(required=True)
    version = fields.String(required=True)
    enrolment = fields.String(required=True)
    as_of = fields.String(required=True)
    known_at = fields.String(allow_none=True)
    verdict = fields.String(required=True)
    paused = fields.Boolean()
    requirements = fields.List(fields.Nested(RequirementSchema), required=True)
    next = fields.List(fields.Nested(NextSchema), required=True)


class ProgressSchema(Schema):
    """A person's progress."""

    person = fields.String(required=True)
    as_of = fields.Date(required=True)
    known_at = fields.AwareDateTime(allow_none=True, required=True)
    stages = fields.List(fields.Nested(StageProgressSchema), required=True)


class StandingSchema(Schema):
    """Where a person stands on the way to dual qualification."""

    person = fields.String(required=True)
    as_of = fields.Date(required=True)
    known_at = fields.AwareDateTime(allow_none=True, required=True)
    standing = fields.String(required=True)
    since = fields.Date(allow_none=True, required=True)
    dual_qualified = fields.Boolean(required=True)
    in_pipeline = fields.Boolean(required=True)
    paused = fields.Boolean(required=True)
    award_confirmed = fields.Date(allow_none=True)
    conditions = fields.Boolean(required=True)
    recheck_due = fields.Boolean(required=True)
    good_until = fields.Date(allow_none=True)


@people.route("/people/<person>/progress")
class ProgressOfPerson(MethodView):
    """A person's progress."""

    @permission("read-progress")
    @people.doc(operationId="read-progress")
    @people.arguments(ProgressQuery, **ARGUMENTS)
    @people.response(200, ProgressSchema)
    def get(self, query: dict[str, Any], person: str) -> dict[str, Any]:
        """Give every stage of a person's enrolments, with what counted, what did not, and why."""
        as_of, known_at = _asked(query)
        found = read_progress(site(), actor(), person, as_of, known_at, query["programme"])
        stages = [progress_tree(progress, known_at) for progress in found]
        return {"person": person, "as_of": as_of, "known_at": known_at, "stages": stages}


@people.route("/people/<person>/standing")
class StandingOfPerson(MethodView):
    """A person's standing."""

    @permission("read-standing")
    @people.doc(operationId="read-standing")
    @people.arguments(AsOfQuery, **ARGUMENTS)
    @people.response(200, StandingSchema)
    def get(self, query: dict[str, Any], person: str) -> dict[str, Any]:
        """Give where a person stands on the way to dual qualification, and since when."""
        as_of, known_at = _asked(query)
        found = read_standing(site(), actor(), person, as_of, known_at)
        return {
            "person": person,
            "as_of": as_of,
            "known_at": known_at,
            "standing": found.stage.value,
            "since": found.since,
            "dual_qualified": found.dual_qualified,
            "in_pipeline": found.in_pipeline,
            "paused": found.paused,
            "award_confirmed": found.award_confirmed,
            "conditions": found.conditions,
            "recheck_due": found.recheck_due,
            "good_until": found.good_until,
        }


def _asked(query: dict[str, Any]) -> tuple[date, datetime | None]:
    return query["as_of"] or site().today(), query["known_at"]
