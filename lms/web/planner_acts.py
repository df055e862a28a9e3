"""What a planner records about one person: a post, its end, a register number."""

from __future__ import annotations

from flask import Blueprint, render_template, session, url_for

from lms.domain.calendar import in_words
from lms.domain.policy import Target, may
from lms.domain.register_spans import checked_on
from lms.domain.standing_words import NAMES
from lms.errors import NotFound, NotKnown
from lms.services.add_person import NewPerson
from lms.services.employ import NewPost, employ, end_employment
from lms.services.find_people import SHORTEST, find_joiners
from lms.services.people import Place, name_of, places
from lms.services.people import person as find_person
from lms.services.record_checks import save_number
from lms.services.retract_absence import absence, retract_absence
from lms.services.see_in_cadre import NUMBERED, require_name, see_in_cadre
from lms.web.act_form import (
    DAY,
    LINE,
    SELECT,
    TEXT,
    ActForm,
    Input,
    Option,
    act_page,
    the_key,
    typed,
    typed_day,
    typed_day_if_any,
)
from lms.web.guard import actor, permission, site

planner_acts = Blueprint("planner_acts", __name__, url_prefix="/cadre")
NEW = "new"
FOUND = "joiners-found"
"""Whom the planner's last search found, kept in the signed cookie: these forms may be opened."""


def _mine() -> list[Place]:
    """The authorities for which the planner may record posts."""
    return [
        place
        for place in places(site().session()).values()
        if place.within is None and _covers(place.id)
    ]


def _covers(authority: str) -> bool:
    target = Target(authorities=frozenset({authority}))
    return may(actor(), "record-employment", target, site().today())


@planner_acts.get("/join")
@permission("record-employment")
def find() -> str:
    """Who joins? Somebody known here, from wherever, or somebody new."""
    return render_template("planner/find.html", people=[], searched=False, who="", problems=[])


@planner_acts.post("/join")
@permission("record-employment")
def found() -> str | tuple[str, int]:
    """The people found; what was typed stays out of the address."""
    who = typed("who")
    if len(who) < SHORTEST:
        says = f"Give at least {SHORTEST} letters of the name, or the whole e-mail address."
        problems = [{"text": says, "href": "#who"}]
        page = render_template(
            "planner/find.html", people=[], searched=False, who=who, problems=problems
        )
        return page, 422
    target = Target(authorities=frozenset(p.id for p in _mine()))
    people = find_joiners(site(), actor(), who, target)
    session[FOUND] = [one.id for one in people]
    return render_template("planner/find.html", people=people, searched=True, who=who, problems=[])


@act_page(planner_acts, "/people/<person>/employment", "record-employment")
def employment(person: str) -> ActForm:
    """A post recorded."""
    new = person == NEW
    name = "Somebody new" if new else _name_of_joiner(person)
    mine = _mine()
    teams = [p for p in places(site().session()).values() if p.within in {m.id for m in mine}]
    who = [
        Input(LINE, "name", "Name"),
        Input(LINE, "email", "E-mail address", "It can be added later."),
    ]
    post = [
        Input(
            SELECT,
            "employer",
            "Authority",
            options=[Option("", "Choose"), *(Option(p.id, p.name) for p in mine)],
        ),
        Input(
            SELECT,
            "team",
            "Team",
            options=[Option("", "None or not known"), *(Option(p.id, p.name) for p in teams)],
        ),
        Input(LINE, "post", "Post", "For example “social worker”; it can be left empty."),
        Input(LINE, "fte", "Share of full time", "1 is full time, 0.5 half.", begins="1"),
        Input(DAY, "first", "First day", day=site().today()),
        Input(DAY, "last", "Last day", "Leave it empty for a post without an end."),
    ]
    return ActForm(
        title="Record a post",
        caption=name,
        back=("Cadre", url_for("planner.index")),
        inputs=[*(who if new else ()), *post],
        button="Record the post",
        do=lambda: employ(site(), actor(), "" if new else person, _post(), _new(new), the_key()),
        done="The post is recorded. It counts from its first day.",
        then=url_for("planner.people"),
    )


def _name_of_joiner(person: str) -> str:
    """The name of somebody whom the planner found by it, or may see by name; else nobody is here."""
    if person not in session.get(FOUND, []):
        require_name(site(), actor(), person, "see-cadre-names", site().today())
    known = find_person(site().session(), person)
    if known is None:
        raise NotKnown
    return known.name


def _post() -> NewPost:
    return NewPost(
        typed("employer"),
        typed("team"),
        typed("post"),
        typed("fte"),
        typed_day("first"),
        typed_day_if_any("last"),
    )


def _new(new: bool) -> NewPerson | None:
    return NewPerson(typed("name"), typed("email")) if new else None


@act_page(planner_acts, "/people/<person>/end", "record-employment")
def end(person: str) -> ActForm:
    """The end of a post."""
    shown = see_in_cadre(site(), actor(), person)
    mine = [p for p in _mine() if p.id in shown.employers]
    home = url_for("planner.person", person=person)
    return ActForm(
        title="Record that a post ends",
        caption=shown.name,
        back=(shown.name, home),
        inputs=[
            Input(
                SELECT,
                "employer",
                "Authority",
                options=[Option(p.id, p.name) for p in mine] or [Option("", "None")],
            ),
            Input(DAY, "last", "Last day there", day=site().today()),
        ],
        button="Record the end",
        do=lambda: end_employment(
            site(), actor(), person, typed("employer"), typed_day("last"), the_key()
        ),
        done="The end is recorded. The person leaves the counts the day after.",
        then=url_for("planner.people"),
        says=["Signed hours and everything learned stay with the person."],
    )


@act_page(planner_acts, "/people/<person>/number/<register>", "record-register-check")
def number(person: str, register: str) -> ActForm:
    """A register number kept."""
    if register not in NUMBERED:
        raise NotFound("No numbers are kept of that register.")
    shown = see_in_cadre(site(), actor(), person)
    home = url_for("planner.person", person=person)
    return ActForm(
        title="Register number",
        caption=f"{shown.name}, {NAMES[register].partition(',')[0]}",
        back=(shown.name, home),
        inputs=[
            Input(
                LINE,
                "number",
                "Number",
                "As the public register shows it.",
                begins=shown.numbers.get(register, ""),
            )
        ],
        button="Keep the number",
        do=lambda: save_number(site(), actor(), person, register, typed("number")),
        done="The number is kept.",
        then=home,
    )


@act_page(planner_acts, "/people/<person>/looks/<record>/mistake", "record-register-check")
def mistake(person: str, record: str) -> ActForm:
    """A look that found no entry taken back."""
    found = absence(site(), actor(), record)
    if found.subject.id != person:
        raise NotFound("There is no such look at a register.")
    home = url_for("planner.person", person=person)
    name = NAMES.get(found.get("register"), found.get("register")).partition(",")[0]
    return ActForm(
        title="Take back a look that found no entry",
        caption=name_of(site().session(), person),
        back=("Back", home),
        inputs=[Input(TEXT, "reason", "Why was it a mistake?", "For example a mistyped number.")],
        button="Take it back",
        do=lambda: retract_absence(site(), actor(), record, typed("reason"), the_key()),
        done="The look is taken back. What other looks showed stands.",
        then=home,
        says=[f"{name}, looked up on {in_words(checked_on(found))}: no entry was found."],
    )
