"""The cadre: counts on a day, people by name, and posts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.enrolments import BODY, RecordSchema
from lms.api.leading import NewPersonSchema
from lms.api.schemas import (
    ARGUMENTS,
    IDEMPOTENCY_KEY,
    AsOfQuery,
    PageQuery,
    PartSchema,
    after,
    asked,
    idempotency_key,
)
from lms.domain.part import part_of
from lms.domain.standing import PipelineStage
from lms.domain.workforce import APART, NEAREST, PIPELINE, Count, Tally
from lms.services.add_person import NewPerson
from lms.services.cadre import count_cadre
from lms.services.cadre_people import NamedMember, cadre_people
from lms.services.employ import NewPost, employ, end_employment
from lms.services.see_in_cadre import InCadre, see_in_cadre
from lms.web.guard import actor, permission, site

cadre = Blueprint("cadre_api", __name__, description="The cadre and its pipeline.")
WRITES = {"parameters": [IDEMPOTENCY_KEY]}


class TallySchema(Schema):
    """So many people, and their posts in full-time equivalents."""

    people = fields.Integer(required=True)
    fte = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Null where it is rounded, and rounds to nothing."},
    )
    paused = fields.Integer(required=True)
    conditions = fields.Integer(required=True)
    recheck_due = fields.Integer(required=True)


class CountSchema(Schema):
    """The counts of the partnership, an authority or a team."""

    authority = fields.String(allow_none=True, required=True)
    team = fields.String(allow_none=True, required=True)
    dual_qualified = fields.Nested(TallySchema, required=True)
    awaiting_recheck = fields.Nested(TallySchema, required=True)
    rounded_to = fields.Integer(allow_none=True, required=True)
    on_the_way = fields.Nested(TallySchema, required=True)
    pipeline = fields.Dict(keys=fields.String(), values=fields.Nested(TallySchema))
    apart = fields.Dict(keys=fields.String(), values=fields.Nested(TallySchema))


class CadreSchema(CountSchema):
    """The counts of what was asked about, and of its parts."""

    as_of = fields.Date(required=True)
    known_at = fields.AwareDateTime(allow_none=True, required=True)
    parts = fields.List(fields.Nested(CountSchema), required=True)


class CadreQuery(AsOfQuery):
    """Where to count."""

    authority = fields.String(load_default="")
    team = fields.String(load_default="")


@cadre.route("/cadre")
class Cadre(MethodView):
    """The cadre."""

    @permission("see-cadre-counts")
    @cadre.doc(operationId="count-cadre")
    @cadre.arguments(CadreQuery, **ARGUMENTS)
    @cadre.response(200, CadreSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Count the dual qualified, confirmed beside awaiting a re-check, and the pipeline."""
        found = count_cadre(site(), actor(), **query)
        return {
            **_count(found.whole),
            "as_of": found.as_of,
            "known_at": found.known_at,
            "parts": [_count(part) for part in found.parts],
        }


def _count(count: Count) -> dict[str, Any]:
    return {
        "authority": count.authority or None,
        "team": count.team or None,
        "dual_qualified": _tally(count.confirmed),
        "awaiting_recheck": _tally(count.awaiting),
        "rounded_to": count.rounded_to,
        "on_the_way": _tally(count.on_the_way),
        "pipeline": {s.value: _tally(count.at(s)) for s in PIPELINE},
        "apart": {s.value: _tally(count.at(s)) for s in APART},
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {**asdict(tally), "fte": None if tally.fte is None else float(tally.fte)}


class NamedQuery(PageQuery, AsOfQuery):
    """Whom to name, and which part of the list."""

    authority = fields.String(load_default="")
    stage = fields.String(
        load_default=None, validate=validate.OneOf([s.value for s in PipelineStage])
    )


class PostSchema(Schema):
    """A post in force."""

    employer = fields.String(required=True)
    team = fields.String(allow_none=True, required=True)
    fte = fields.Float(required=True)


class NamedSchema(Schema):
    """One person by name."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    standing = fields.String(required=True)
    since = fields.Date(allow_none=True, required=True)
    paused = fields.Boolean(required=True)
    posts = fields.List(fields.Nested(PostSchema), required=True)


class NamesSchema(PartSchema):
    """The people whose names one may see, and how many there are elsewhere."""

    as_of = fields.Date(required=True)
    items = fields.List(fields.Nested(NamedSchema), required=True)
    others_rounded_to = fields.Integer(required=True)
    others = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class JoiningSchema(Schema):
    """Somebody new, with a post."""

    new = fields.Nested(NewPersonSchema, required=True)
    post = fields.Nested(lambda: PostGivenSchema(), required=True)


class PostGivenSchema(Schema):
    """A post to record."""

    employer = fields.String(required=True)
    team = fields.String(load_default="")
    post = fields.String(load_default="")
    fte = fields.String(load_default="1")
    first = fields.Date(required=True)
    last = fields.Date(load_default=None, allow_none=True)


class PersonSchema(Schema):
    """The person it is about."""

    person = fields.String(required=True)


@cadre.route("/cadre/people")
class CadrePeople(MethodView):
    """People of the cadre and on the way."""

    @permission("see-cadre-names")
    @cadre.doc(operationId="list-cadre-people")
    @cadre.arguments(NamedQuery, **ARGUMENTS)
    @cadre.response(200, NamesSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Name those whose authority one's role covers; count the others."""
        stage = PipelineStage(query["stage"]) if query["stage"] else None
        found = cadre_people(
            site(), actor(), query["as_of"], query["known_at"], query["authority"], stage
        )
        part = part_of(found.members, asked(query))
        return {
            "as_of": found.as_of,
            "items": [_named(m) for m in part],
            "next_cursor": after(part),
            "others_rounded_to": NEAREST,
            "others": dict(found.others),
        }

    @permission("record-employment")
    @cadre.doc(operationId="add-cadre-person", **WRITES)
    @cadre.arguments(JoiningSchema, **BODY)
    @cadre.response(201, PersonSchema)
    def post(self, given: dict[str, Any]) -> dict[str, str]:
        """Add somebody new with a post."""
        new, post = NewPerson(**given["new"]), NewPost(**given["post"])
        return {"person": employ(site(), actor(), "", post, new, idempotency_key())}


def _named(member: NamedMember) -> dict[str, Any]:
    return {
        "person": member.person,
        "name": member.name,
        "standing": member.standing.stage.value,
        "since": member.standing.since,
        "paused": member.standing.paused,
        "posts": [{**asdict(p), "fte": float(p.fte)} for p in member.posts],
    }


class ObservationSchema(Schema):
    """What a look at a register showed."""

    record = fields.String(required=True)
    register = fields.String(required=True)
    result = fields.String(required=True)
    title = fields.String(required=True)
    checked = fields.Date(required=True)
    first = fields.Date(allow_none=True, required=True)
    last = fields.Date(allow_none=True, required=True)
    flags = fields.List(fields.String(), required=True)
    touches = fields.List(fields.String(), required=True)


class JobSchema(Schema):
    """A post, from when to when."""

    employer = fields.String(required=True)
    team = fields.String(required=True)
    post = fields.String(required=True)
    fte = fields.String(required=True)
    first = fields.Date(required=True)
    last = fields.Date(allow_none=True, required=True)


class InCadreSchema(Schema):
    """One person: registers, posts, the place in the pipeline and why."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    as_of = fields.Date(required=True)
    standing = fields.String(required=True)
    since = fields.Date(allow_none=True, required=True)
    why = fields.List(fields.String(), required=True)
    numbers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    observations = fields.List(fields.Nested(ObservationSchema), required=True)
    jobs = fields.List(fields.Nested(JobSchema), required=True)


@cadre.route("/cadre/people/<person>")
class CadrePerson(MethodView):
    """One person of the cadre."""

    @permission("see-cadre-names")
    @cadre.doc(operationId="read-cadre-person")
    @cadre.arguments(AsOfQuery, **ARGUMENTS)
    @cadre.response(200, InCadreSchema)
    def get(self, query: dict[str, Any], person: str) -> dict[str, Any]:
        """Give somebody's registers, posts and standing; no text of any kind."""
        return _person(see_in_cadre(site(), actor(), person, query["as_of"], query["known_at"]))


def _person(shown: InCadre) -> dict[str, Any]:
    own = ("person", "name", "as_of", "why", "observations", "jobs")
    return {
        **{name: getattr(shown, name) for name in own},
        "numbers": dict(shown.numbers),
        "standing": shown.standing.stage.value,
        "since": shown.standing.since,
    }


@cadre.route("/cadre/people/<person>/employments")
class Employments(MethodView):
    """Posts of somebody known here."""

    @permission("record-employment")
    @cadre.doc(operationId="record-employment", **WRITES)
    @cadre.arguments(PostGivenSchema, **BODY)
    @cadre.response(201, PersonSchema)
    def post(self, given: dict[str, Any], person: str) -> dict[str, str]:
        """Record a post."""
        post = NewPost(**given)
        return {"person": employ(site(), actor(), person, post, key=idempotency_key())}


class EndSchema(Schema):
    """The last day in an authority."""

    employer = fields.String(required=True)
    last = fields.Date(required=True)


@cadre.route("/cadre/people/<person>/employment-ends")
class EmploymentEnds(MethodView):
    """Ends of posts."""

    @permission("record-employment")
    @cadre.doc(operationId="end-employment", **WRITES)
    @cadre.arguments(EndSchema, **BODY)
    @cadre.response(201, RecordSchema)
    def post(self, given: dict[str, Any], person: str) -> dict[str, str]:
        """Record the last day in an authority; the counts follow the day after."""
        ended = end_employment(
            site(), actor(), person, given["employer"], given["last"], idempotency_key()
        )
        return {"record": ended}
