"""The administrator's pages: people, accounts and roles, places, plugins, and who read what."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.kinds import STAFF_ROLES
from lms.domain.policy import Actor, may_somewhere
from lms.domain.wording import parted
from lms.services.accounts import close_account, reopen_account
from lms.services.add_person import NewPerson, add_person, change_person
from lms.services.add_place import add_place
from lms.services.administer import see_person, see_plugins, see_readings
from lms.services.decide_intake import list_intakes
from lms.services.find_people import SHORTEST, find_people
from lms.services.grant_role import NewRole, end_role, grant_role
from lms.services.invite import invite
from lms.services.people import Person, cohorts, places
from lms.services.programmes import all_versions
from lms.services.sessions import end_sessions_of
from lms.services.site import Site
from lms.web.act_form import (
    DAY,
    LINE,
    SELECT,
    ActForm,
    Input,
    Option,
    act_page,
    show,
    the_key,
    typed,
    typed_day,
    typed_day_if_any,
)
from lms.web.attempt import attempt, form_key
from lms.web.guard import actor, permission, site
from lms.web.number_input import read_number

administration = Blueprint("administration", __name__, url_prefix="/administration")
ANYWHERE = Option("", "Everywhere")


@administration.get("/")
@permission("manage-people")
def index() -> str:
    """Find somebody, and what else there is to look after."""
    return _index()


def _index(people: list[Person] | None = None, problems: list[dict[str, str]] | None = None) -> str:
    return render_template(
        "administration/index.html",
        people=people,
        who=typed("who"),
        problems=problems or [],
        reads=may_somewhere(actor(), "see-read-audit", site().today()),
        intakes=list_intakes(site(), actor()),
    )


@administration.post("/")
@permission("manage-people")
def find() -> str | tuple[str, int]:
    """The people found; what was typed stays out of the address."""
    who = typed("who")
    if len(who) < SHORTEST:
        says = f"Give at least {SHORTEST} letters of the name, or the whole e-mail address."
        return _index(problems=[{"text": says, "href": "#who"}]), 422
    return _index(find_people(site(), actor(), who))


def _who(title: str, button: str, known: Person | None, do: object, then: str) -> ActForm:
    return ActForm(
        title=title,
        caption=known.name if known else "",
        back=("Administration", url_for("administration.index")),
        inputs=[
            Input(LINE, "name", "Name", begins=known.name if known else ""),
            Input(
                LINE,
                "email",
                "E-mail address",
                "For mails and, once there is an account, for signing in.",
                begins=(known.email or "") if known else "",
            ),
        ],
        button=button,
        do=do,  # type: ignore[arg-type]
        done="Saved.",
        then=then,
    )


@administration.get("/people/new")
@permission("manage-people")
def new_person() -> str:
    """The form for somebody new."""
    return show(_who("Add a person", "Add", None, None, ""))


@administration.post("/people/new")
@permission("manage-people")
def make_person() -> Response | tuple[str, int]:
    """Add somebody."""
    new = NewPerson(typed("name"), typed("email"))
    tried = attempt(lambda: add_person(site(), actor(), new, the_key()))
    if not tried.done:
        return show(_who("Add a person", "Add", None, None, ""), tried), tried.status
    flash(f"{new.name} is added.", "success")
    return redirect(url_for("administration.person", person=tried.result))


@administration.get("/people/<person>")
@permission("manage-people")
def person(person: str) -> str:
    """One person: the account and the roles."""
    shown = see_person(site(), actor(), person)
    return render_template(
        "administration/person.html",
        shown=shown,
        today=site().today(),
        key=form_key(),
        places=places(site().session()),
        cohorts={c.id: c.name for c in cohorts(site().session())},
    )


@act_page(administration, "/people/<person>/change", "manage-people")
def change(person: str) -> ActForm:
    """A name or an address changed."""
    known = see_person(site(), actor(), person).person
    home = url_for("administration.person", person=person)
    new = NewPerson(typed("name"), typed("email"))
    return _who(
        "Change a name or address",
        "Save",
        known,
        lambda: change_person(site(), actor(), person, new),
        home,
    )


ACCOUNT_ACTS: dict[str, tuple[Callable[[Site, Actor, str], None], str]] = {
    "invite": (
        lambda site, actor, person: invite(site, actor, person, the_key()),
        "A mail with a link to set a password is on its way.",
    ),
    "sign-out": (end_sessions_of, "The person is signed out everywhere. Tokens still work."),
    "close": (close_account, "The account is closed; open sessions and tokens have ended."),
    "reopen": (reopen_account, "The account is open again."),
}


@administration.post("/people/<person>/account/<act>")
@permission("manage-people")
def account(person: str, act: str) -> Response:
    """Invite somebody to sign in, sign somebody out everywhere, close the account, or open it again."""
    if act in ACCOUNT_ACTS:
        do, done = ACCOUNT_ACTS[act]
        tried = attempt(lambda: do(site(), actor(), person))
        if tried.done:
            flash(done, "success")
        for problem in tried.problems:
            flash(problem["text"], "error")
    return redirect(url_for("administration.person", person=person))


@act_page(administration, "/people/<person>/roles/new", "grant-roles")
def role(person: str) -> ActForm:
    """A role granted."""
    who = see_person(site(), actor(), person).person
    home = url_for("administration.person", person=person)
    return ActForm(
        title="Grant a role",
        caption=who.name,
        back=(who.name, home),
        inputs=_role_inputs(),
        button="Grant the role",
        do=lambda: grant_role(site(), actor(), person, _typed_role(), the_key()),
        done="The role is granted.",
        then=home,
    )


def _role_inputs() -> list[Input]:
    session = site().session()
    programmes = sorted({v.programme for v in all_versions(site())})
    authorities = [p for p in places(session).values() if p.within is None]
    limits = {
        "programme": [Option(p, p) for p in programmes],
        "cohort": [Option(c.id, c.name) for c in cohorts(session)],
        "authority": [Option(p.id, p.name) for p in authorities],
    }
    roles = [Option("", "Choose"), *(Option(r, parted(r)) for r in STAFF_ROLES)]
    return [
        Input(SELECT, "role", "Role", options=roles),
        *(
            Input(SELECT, name, f"For one {name}", options=[ANYWHERE, *options])
            for name, options in limits.items()
        ),
        Input(DAY, "first", "First day", day=site().today()),
        Input(DAY, "last", "Last day", "Leave it empty for a role without an end."),
    ]


def _typed_role() -> NewRole:
    return NewRole(
        typed("role"),
        typed_day("first"),
        typed_day_if_any("last"),
        typed("programme"),
        typed("cohort"),
        typed("authority"),
    )


@act_page(administration, "/people/<person>/roles/<record>/end", "grant-roles")
def ending(person: str, record: str) -> ActForm:
    """The end of a role."""
    who = see_person(site(), actor(), person)
    line = next((g for g in who.grants if g.record == record), None)
    home = url_for("administration.person", person=person)
    says = parted(line.grant.role) if line else "A role that is not in force"
    return ActForm(
        title="End a role",
        caption=who.person.name,
        back=(who.person.name, home),
        inputs=[Input(DAY, "last", "Last day", day=site().today())],
        button="End the role",
        do=lambda: end_role(site(), actor(), person, record, typed_day("last"), the_key()),
        done="The role ends then.",
        then=home,
        facts=[("Role", says)],
    )


@act_page(administration, "/places/new", "manage-people")
def new_place() -> ActForm:
    """An authority or a team added."""
    known = places(site().session())
    authorities = [Option(p.id, p.name) for p in known.values() if p.within is None]
    return ActForm(
        title="Add an authority or a team",
        caption="",
        back=("Places", url_for("administration.list_places")),
        inputs=[
            Input(LINE, "name", "Name"),
            Input(
                SELECT,
                "within",
                "Team of",
                options=[Option("", "None: it is an authority"), *authorities],
            ),
        ],
        button="Add",
        do=lambda: add_place(site(), actor(), typed("name"), typed("within"), the_key()),
        done="Added.",
        then=url_for("administration.list_places"),
    )


@administration.get("/places")
@permission("manage-people")
def list_places() -> str:
    """The authorities and their teams."""
    known = places(site().session()).values()
    authorities = [p for p in known if p.within is None]
    teams = {a.id: [p for p in known if p.within == a.id] for a in authorities}
    return render_template("administration/places.html", authorities=authorities, teams=teams)


@administration.get("/plugins")
@permission("see-plugins")
def plugins() -> str:
    """What is loaded, what is left out and why, and which versions are closed by that."""
    return render_template("administration/plugins.html", shown=see_plugins(site(), actor()))


@administration.get("/readings")
@permission("see-read-audit")
def readings() -> str:
    """Who read which record, when and what for; never what it said."""
    before = request.args.get("before", "")
    reader, about = request.args.get("reader", ""), request.args.get("about", "")
    shown = see_readings(site(), actor(), reader, about, read_number(before))
    return render_template("administration/readings.html", shown=shown, reader=reader, about=about)
