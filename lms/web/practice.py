"""Practice hours: the log by category, one entry at a time, and asking a supervisor to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.domain.calendar import in_words
from lms.domain.clock import CAME_TWICE, ONE_DAY, twice
from lms.domain.identifiers import Identifier
from lms.domain.part import Asked
from lms.domain.practice_time import times_of
from lms.domain.records import Record
from lms.domain.signed_entries import standing_entry
from lms.domain.to_sign import is_answered
from lms.errors import BadInput, CadreError, NotFound, Refused
from lms.services.ask_for_signature import ask_for_signature
from lms.services.check_writing import NotConfirmed
from lms.services.enrolments import Learning, learning
from lms.services.list_corrections import list_corrections
from lms.services.list_hours import list_hours, own_note, supervisors
from lms.services.log_hours import log_hours, take_back_hours
from lms.services.practice_entry import PracticeEntry, categories
from lms.services.problem_at import NO_DAY
from lms.web.clock_input import read_chosen, read_length, read_minutes
from lms.web.date_input import (
    asked_day,
    asked_moment,
    date_boxes,
    day_wanted,
    first_wrong_box,
    read_date,
    typed_date,
)
from lms.web.guard import actor, permission, site
from lms.web.paging import asked_page, page_of
from lms.web.shell import in_words_with_time

practice = Blueprint("practice", __name__, url_prefix="/learning/<enrolment>/hours")
NEWEST = 12
"""So many entries of each category on the page of them all."""
FIELDS = ("category", "start", "end", "hours", "minutes", "direct", "form", "with", "family")
CHOSEN = ("start-twice", "end-twice")
"""Which of two was meant, of a time that came twice in the night when the clocks went back."""


@practice.get("")
@permission("read-hours")
def hours(enrolment: str) -> str:
    """Every entry by category, with its totals and who has yet to sign."""
    chosen = request.args.get("category", "")
    days = (asked_day(), asked_moment())
    log = list_hours(site(), actor(), enrolment, *days, lambda c: _entries_asked(c, chosen))
    signed = list_corrections(site(), actor(), enrolment)
    return render_template(
        "practice/hours.html",
        log=log,
        of=log.of,
        chosen=chosen,
        signed=signed,
        corrections=page_of(signed.corrections, name="correction"),
    )


def _entries_asked(category: str, chosen: str) -> Asked:
    """The page in the address of the category chosen there, the newest of the others."""
    return asked_page() if category == chosen else Asked(size=NEWEST)


@dataclass(frozen=True, slots=True)
class Typed:
    """What is in the boxes of the form, to be shown again whatever happens."""

    values: Mapping[str, str]
    day: Mapping[str, str]
    note: str = ""
    online: bool = False
    next_day: bool = False
    ask: str = ""
    confirmed: Sequence[str] = ()
    key: str = field(default_factory=lambda: uuid4().hex)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with it: by field, the passages to confirm, the entry whose time it takes."""

    fields: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Identifier, ...] = ()
    clash: Record | None = None
    reason: str = ""
    twice: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By box, the two times that a typed one could be."""

    @property
    def summary(self) -> list[dict[str, str]]:
        """The error summary, each line leading to its field."""
        lines = [{"text": t, "href": f"#{_anchor(name)}"} for name, t in self.fields.items()]
        if self.warnings:
            text = "Look at each passage of the note that could identify somebody, then confirm."
            lines.append({"text": text, "href": "#warnings"})
        return lines + ([{"text": self.reason, "href": "#start"}] if self.reason else [])


ANCHORS = {"minutes": "hours", "next-day": "next_day"}


def _anchor(name: str) -> str:
    """The box that a line of the summary leads to."""
    if name == "on":
        return f"on-{first_wrong_box(request.form, name)}"
    return ANCHORS.get(name, name)


OVER_MIDNIGHT = (
    "It ends before it begins. Tick that it ended on the next day if it went on past midnight; if "
    "not, put the times right."
)
WHICH = "That night the clocks went back, and this time came twice. Say which of the two it was."


@practice.get("/new")
@permission("log-hours")
def new(enrolment: str) -> str:
    """An empty form."""
    of = learning(site(), actor(), enrolment, "log-hours")
    chosen = request.args.get("category", "")
    return _form(of, Typed({"category": chosen}, {}), Wrong())


@practice.get("/<entry>/change")
@permission("log-hours")
def change(enrolment: str, entry: str) -> str | Response:
    """The form with an entry that is to be put right; a signed one is corrected instead."""
    of = learning(site(), actor(), enrolment, "log-hours")
    found = entry_of(of, entry)
    if is_answered(found, of.own):
        return redirect(url_for("corrections.correct", enrolment=enrolment, entry=entry))
    return _form(of, typed_of(of, found), Wrong(), entry)


def entry_of(of: Learning, identity: str) -> Record:
    """An entry that stands; NotFound where there is none."""
    found = standing_entry(of.own, identity)
    if found is None:
        raise NotFound("This entry is no longer on record; it may have been changed already.")
    return found


def typed_of(of: Learning, entry: Record) -> Typed:
    """The form filled with an entry as it is."""
    values = {name: str(entry.get(name) or "") for name in FIELDS}
    for name in ("start", "end"):
        values[name], values[f"{name}-twice"] = values[name][:5], values[name]
    if entry.get("direct") is not None:
        values["direct"] = str(entry.get("direct"))
    if not (entry.get("start") and entry.get("end")):
        values["hours"], values["minutes"] = map(str, divmod(int(entry.get("minutes")), 60))
    else:
        values["minutes"] = ""
    note = own_note(site(), of, entry)
    boxes = (bool(entry.get("online")), bool(entry.get("next-day")))
    return Typed(values, date_boxes(entry.on), note, *boxes)


def _form(of: Learning, typed: Typed, wrong: Wrong, replaces: str = "") -> str:
    return render_template(
        "practice/entry.html",
        of=of,
        categories=categories(of),
        supervisors=supervisors(site(), of),
        typed=typed,
        wrong=wrong,
        replaces=replaces,
        problems=wrong.summary,
    )


@practice.post("/new")
@practice.post("/<entry>/change")
@permission("log-hours")
def keep(enrolment: str, entry: str = "") -> Response | tuple[str, int]:
    """Keep an entry, and ask the chosen supervisor to sign."""
    of = learning(site(), actor(), enrolment, "log-hours")
    typed = typed_entry()
    given = as_meant(typed, read_date(request.form, "on") or NO_DAY)
    try:
        log_hours(
            site(),
            actor(),
            enrolment,
            given,
            replaces=entry or None,
            confirmed=typed.confirmed,
            key=typed.key,
        )
    except NotConfirmed as fault:
        return _form(of, typed, Wrong(warnings=fault.warnings), entry), 422
    except BadInput as fault:
        return _form(of, typed, what_is_wrong(given, fault), entry), 422
    except Refused as refused:
        return _form(of, typed, what_refuses(of, refused), entry), 409
    flash(_kept(of, enrolment, given, typed.ask), "success")
    return redirect(url_for("practice.hours", enrolment=enrolment))


def typed_entry() -> Typed:
    """What the form sent."""
    return Typed(
        values={name: request.form.get(name, "").strip() for name in (*FIELDS, *CHOSEN)},
        day=typed_date(request.form, "on"),
        note=request.form.get("note", "").replace("\r\n", "\n"),
        online=request.form.get("online") == "yes",
        next_day=request.form.get("next_day") == "yes",
        ask=request.form.get("ask", ""),
        confirmed=request.form.getlist("confirmed"),
        key=request.form.get("idempotency") or uuid4().hex,
    )


def as_meant(typed: Typed, day: date) -> PracticeEntry:
    """The entry that the boxes mean, on a day."""
    values = typed.values
    finished = _day_after(day) if typed.next_day else day
    return PracticeEntry(
        on=day,
        category=values["category"],
        start=read_chosen(day, values["start"], values["start-twice"]),
        end=read_chosen(finished, values["end"], values["end-twice"]),
        next_day=typed.next_day,
        minutes=read_length(values["hours"], values["minutes"]),
        direct=read_minutes(values["direct"]),
        form=values["form"],
        with_whom=values["with"].upper(),
        family=values["family"].upper(),
        online=typed.online,
        note=typed.note,
    )


def _day_after(day: date) -> date:
    return day + ONE_DAY if day < date.max else day


def what_is_wrong(entry: PracticeEntry, fault: BadInput) -> Wrong:
    """What is wrong, with the question that a night when clocks change or a midnight asks."""
    fields, both = _by_field(fault), {}
    codes = {getattr(p, "field", ""): getattr(p, "code", "") for p in fault.problems}
    finished = _day_after(entry.on) if entry.next_day else entry.on
    for name, day, clock in (("start", entry.on, entry.start), ("end", finished, entry.end)):
        if codes.get(name) == CAME_TWICE:
            both[name], fields[name] = twice(day, clock), WHICH
    if "next-day" in fields:
        fields["next-day"] = OVER_MIDNIGHT
    if "on" in fields:
        fields["on"] = day_wanted(request.form, "on", fields["on"])
    return Wrong(fields, twice=both)


def _by_field(fault: BadInput) -> dict[str, str]:
    found: dict[str, str] = {}
    for problem in fault.problems:
        name, what = getattr(problem, "field", "category"), getattr(problem, "what", str(problem))
        found.setdefault(name, what)
    return found or {"category": str(fault)}


def what_refuses(of: Learning, refused: Refused) -> Wrong:
    """Why an entry is refused, with the one that has its time."""
    taken = next(iter(refused.refusal.records), None)
    clash = of.records.by_id(taken)
    overlaps = refused.refusal.code in ("overlap", "other-enrolment")
    if clash is None or not clash.get("start") or not overlaps:
        return Wrong(reason=str(refused))
    reason = (
        f"This time is taken: you have logged {in_words(clash.on)}, {times_of(clash)} already. "
        f"One stretch of time is one entry."
    )
    return Wrong(clash=clash, reason=reason)


def _kept(of: Learning, enrolment: str, entry: PracticeEntry, ask: str) -> str:
    """What to say afterwards; an entry is kept even where the supervisor cannot be asked."""
    said = f"The entry of {in_words(entry.on)} is kept."
    if not ask:
        return said
    try:
        asked = ask_for_signature(site(), actor(), enrolment, ask)
    except CadreError as fault:
        return f"{said} {fault}"
    return f"{said} {asked.name} has been asked to sign."


@practice.get("/<entry>/take-back")
@permission("log-hours")
def confirm_take_back(enrolment: str, entry: str) -> str:
    """Ask before an entry is taken back."""
    of = learning(site(), actor(), enrolment, "log-hours")
    return render_template("practice/take_back.html", of=of, entry=entry_of(of, entry))


@practice.post("/<entry>/take-back")
@permission("log-hours")
def take_back(enrolment: str, entry: str) -> Response:
    """Take back an entry that nobody has signed."""
    take_back_hours(site(), actor(), enrolment, entry)
    flash("The entry is taken back; it counts nowhere.", "success")
    return redirect(url_for("practice.hours", enrolment=enrolment))


@practice.post("/ask")
@permission("ask-for-signature")
def ask(enrolment: str) -> Response:
    """Send a supervisor a link to everything that waits for that supervisor."""
    signer = request.form.get("signer", "")
    try:
        key = request.form.get("idempotency")
        asked = ask_for_signature(site(), actor(), enrolment, signer, key)
    except (BadInput, Refused) as fault:
        flash(str(fault))
    else:
        until = in_words_with_time(asked.expires)
        flash(f"{asked.name} has been sent a link, which works until {until}.", "success")
    return redirect(url_for("practice.hours", enrolment=enrolment))
