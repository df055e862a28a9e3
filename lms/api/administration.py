"""Administration: people, accounts, roles, places, plugins, and who read what."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from lms.api.cadre import PersonSchema
from lms.api.enrolments import BODY, RecordSchema
from lms.api.leading import NewPersonSchema
from lms.api.schemas import ARGUMENTS, IDEMPOTENCY_KEY, idempotency_key
from lms.domain.kinds import STAFF_ROLES
from lms.domain.outside_text import LARGEST_NUMBER
from lms.services.accounts import close_account, reopen_account
from lms.services.add_person import NewPerson, add_person, change_person
from lms.services.add_place import add_place
from lms.services.administer import Administered, see_person, see_plugins, see_readings
from lms.services.find_people import find_people
from lms.services.grant_role import NewRole, end_role, grant_role
from lms.services.invite import invite
from lms.services.people import places
from lms.services.sessions import end_sessions_of
from lms.web.guard import actor, permission, site

administration = Blueprint(
    "administration_api", __name__, description="People, accounts, roles and plugins."
)
WRITES = {"parameters": [IDEMPOTENCY_KEY]}
PERSON = "/administration/people/<person>"


class KnownSchema(Schema):
    """A person."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    email = fields.String(allow_none=True, required=True)


class SearchSchema(Schema):
    """Part of a name, or a whole e-mail address; sent, so that no address of a page holds it."""

    text = fields.String(required=True)


class FoundSchema(Schema):
    """At most twenty people."""

    items = fields.List(fields.Nested(KnownSchema), required=True)


@administration.route("/administration/people/search")
class Search(MethodView):
    """Finding people."""

    @permission("manage-people")
    @administration.doc(operationId="find-people")
    @administration.arguments(SearchSchema, **BODY)
    @administration.response(200, FoundSchema)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Find people by name or address; fewer than three letters find nobody."""
        return {"items": find_people(site(), actor(), given["text"])}


@administration.route("/administration/people")
class People(MethodView):
    """People."""

    @permission("manage-people")
    @administration.doc(operationId="add-person", **WRITES)
    @administration.arguments(NewPersonSchema, **BODY)
    @administration.response(201, PersonSchema)
    def post(self, given: dict[str, Any]) -> dict[str, str]:
        """Add somebody."""
        return {"person": add_person(site(), actor(), NewPerson(**given), idempotency_key())}


class GrantSchema(Schema):
    """A role, where it holds and from when to when."""

    record = fields.String(required=True)
    role = fields.String(required=True)
    programme = fields.String(allow_none=True, required=True)
    cohort = fields.String(allow_none=True, required=True)
    authority = fields.String(allow_none=True, required=True)
    first = fields.Date(required=True)
    last = fields.Date(allow_none=True, required=True)


class AdministeredSchema(Schema):
    """A person with the account and the roles."""

    person = fields.Nested(KnownSchema, required=True)
    account = fields.String(required=True)
    signs_in_with = fields.String(required=True)
    roles = fields.List(fields.Nested(GrantSchema), required=True)


@administration.route(PERSON)
class OnePerson(MethodView):
    """One person."""

    @permission("manage-people")
    @administration.doc(operationId="read-person")
    @administration.response(200, AdministeredSchema)
    def get(self, person: str) -> dict[str, Any]:
        """Give a person's account and roles."""
        return _administered(see_person(site(), actor(), person))

    @permission("manage-people")
    @administration.doc(operationId="change-person")
    @administration.arguments(NewPersonSchema, **BODY)
    @administration.response(204)
    def put(self, given: dict[str, Any], person: str) -> None:
        """Change a name or an address."""
        change_person(site(), actor(), person, NewPerson(**given))


def _administered(shown: Administered) -> dict[str, Any]:
    return {
        "person": shown.person,
        "account": shown.account,
        "signs_in_with": shown.signs_in_with,
        "roles": [{"record": g.record, **asdict(g.grant)} for g in shown.grants],
    }


@administration.route(f"{PERSON}/sessions")
class Sessions(MethodView):
    """Where somebody is signed in."""

    @permission("manage-people")
    @administration.doc(operationId="end-sessions")
    @administration.response(204)
    def delete(self, person: str) -> None:
        """Sign somebody out everywhere; password and tokens stay."""
        end_sessions_of(site(), actor(), person)


@administration.route(f"{PERSON}/invitation")
class Invitation(MethodView):
    """The mail with which somebody sets a password."""

    @permission("manage-people")
    @administration.doc(operationId="invite-person", **WRITES)
    @administration.response(204)
    def post(self, person: str) -> None:
        """Open an account where there is none, and send a link that sets the password."""
        invite(site(), actor(), person, idempotency_key())


class AccountSchema(Schema):
    """Whether an account is open."""

    open = fields.Boolean(required=True)


@administration.route(f"{PERSON}/account")
class AccountOf(MethodView):
    """A person's account."""

    @permission("manage-people")
    @administration.doc(operationId="open-or-close-account")
    @administration.arguments(AccountSchema, **BODY)
    @administration.response(204)
    def put(self, given: dict[str, Any], person: str) -> None:
        """Close an account, which ends its sessions and tokens, or open it again."""
        (reopen_account if given["open"] else close_account)(site(), actor(), person)


class RoleGivenSchema(Schema):
    """A role to grant; what is left out means everywhere."""

    role = fields.String(required=True, validate=validate.OneOf(STAFF_ROLES))
    first = fields.Date(required=True)
    last = fields.Date(load_default=None, allow_none=True)
    programme = fields.String(load_default="")
    cohort = fields.String(load_default="")
    authority = fields.String(load_default="")


class LastDaySchema(Schema):
    """The last day of a role."""

    last = fields.Date(required=True)


@administration.route(f"{PERSON}/roles")
class Roles(MethodView):
    """A person's roles."""

    @permission("grant-roles")
    @administration.doc(operationId="grant-role", **WRITES)
    @administration.arguments(RoleGivenSchema, **BODY)
    @administration.response(201, RecordSchema)
    def post(self, given: dict[str, Any], person: str) -> dict[str, str]:
        """Grant a role."""
        role = NewRole(**given)
        return {"record": grant_role(site(), actor(), person, role, idempotency_key())}


@administration.route(f"{PERSON}/roles/<record>/end")
class RoleEnd(MethodView):
    """The end of a role."""

    @permission("grant-roles")
    @administration.doc(operationId="end-role", **WRITES)
    @administration.arguments(LastDaySchema, **BODY)
    @administration.response(204)
    def post(self, given: dict[str, Any], person: str, record: str) -> None:
        """End a role after its last day."""
        end_role(site(), actor(), person, record, given["last"], idempotency_key())


class PlaceSchema(Schema):
    """An authority, or a team within one."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    within = fields.String(allow_none=True, required=True)


class PlacesSchema(Schema):
    """Every authority and team."""

    items = fields.List(fields.Nested(PlaceSchema), required=True)


class PlaceGivenSchema(Schema):
    """A place to add."""

    name = fields.String(required=True)
    within = fields.String(load_default="")


class PlaceMadeSchema(Schema):
    """The place that was added."""

    place = fields.String(required=True)


@administration.route("/administration/places")
class Places(MethodView):
    """Authorities and teams."""

    @permission("manage-people")
    @administration.doc(operationId="list-places")
    @administration.response(200, PlacesSchema)
    def get(self) -> dict[str, Any]:
        """List every authority and team."""
        return {"items": list(places(site().session()).values())}

    @permission("manage-people")
    @administration.doc(operationId="add-place", **WRITES)
    @administration.arguments(PlaceGivenSchema, **BODY)
    @administration.response(201, PlaceMadeSchema)
    def post(self, given: dict[str, Any]) -> dict[str, str]:
        """Add an authority or a team."""
        return {"place": add_place(site(), actor(), key=idempotency_key(), **given)}


class LoadedSchema(Schema):
    """A plugin in use."""

    name = fields.String(required=True)
    origin = fields.String(required=True)


class LeftOutSchema(Schema):
    """A plugin that is not in use, and why."""

    name = fields.String(required=True)
    reason = fields.String(attribute="shown", required=True)


class ClosedSchema(Schema):
    """A version on which nothing is decided, and why."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    why = fields.String(required=True)


class PluginsSchema(Schema):
    """The plugins, and the versions closed by those that are missing."""

    loaded = fields.List(fields.Nested(LoadedSchema), required=True)
    left_out = fields.List(fields.Nested(LeftOutSchema), required=True)
    closed = fields.List(fields.Nested(ClosedSchema), required=True)


@administration.route("/administration/plugins")
class Plugins(MethodView):
    """Plugins."""

    @permission("see-plugins")
    @administration.doc(operationId="list-plugins")
    @administration.response(200, PluginsSchema)
    def get(self) -> Any:
        """Say what is loaded, what is left out and why, and which versions are closed."""
        return see_plugins(site(), actor())


class ReadingsQuery(Schema):
    """Whose readings, about whom, and before which."""

    reader = fields.String(load_default="")
    about = fields.String(load_default="")
    before = fields.Integer(load_default=None, validate=validate.Range(0, LARGEST_NUMBER))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ReadingSchema(Schema):
    """Who read which record about whom, when and what for; never what it said."""

    id = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    reader = fields.String(required=True)
    about = fields.String(required=True)
    record = fields.String(required=True)
    purpose = fields.String(required=True)


class ReadingsSchema(Schema):
    """Readings, newest first; hand ``next`` back as ``before``."""

    items = fields.List(fields.Nested(ReadingSchema), required=True)
    next = fields.Integer(allow_none=True, required=True)


@administration.route("/administration/readings")
class Readings(MethodView):
    """Who read what."""

    @permission("see-read-audit")
    @administration.doc(operationId="list-readings")
    @administration.arguments(ReadingsQuery, **ARGUMENTS)
    @administration.response(200, ReadingsSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List readings of other people's texts."""
        found = see_readings(site(), actor(), **query)
        return {"items": found.readings, "next": found.next}
