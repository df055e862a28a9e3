"""What others have recorded about a learner lately, in sentences: what changed since last time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.domain.calendar import in_words
from lms.domain.programme import Programme
from lms.domain.records import Record, Records
from lms.domain.wording import agreed, listed, many, parted


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a learner's record; ``record`` is the one to look at."""

    at: datetime
    says: str
    record: str
    kind: str


def news(own: Records, programme: Programme, since: datetime) -> tuple[Change, ...]:
    """What was recorded in one enrolment since a moment, other than by the learner, newest first.

    Signatures given on one day in one role are one piece of news, and so is a day's register.
    """
    recent = [r for r in own if r.recorded >= since and r.recorded_by != r.subject.id]
    found = [
        Change(r.recorded, say(r, own, programme), r.id, r.kind)
        for r in recent
        if (say := SENTENCES.get(r.kind))
    ]
    found += _signatures(r for r in recent if r.kind == "signature")
    found += _registers(r for r in recent if r.kind == "attendance")
    return tuple(sorted(found, key=lambda change: change.at, reverse=True))


def _signatures(signatures: Iterable[Record]) -> list[Change]:
    groups: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for s in signatures:
        groups[s.recorded.date(), s.get("role"), s.get("decision")].append(s)
    return [
        Change(given[-1].recorded, _signed(role, decision, len(given)), given[-1].id, "signature")
        for (_, role, decision), given in groups.items()
    ]


def _signed(role: object, decision: object, entries: int) -> str:
    who = parted(str(role))
    what = many(entries, "entry", "entries")
    verb = "declined to sign" if decision == "declined" else "signed"
    return f"Your {who} {verb} {what}."


def _registers(marks: Iterable[Record]) -> list[Change]:
    groups: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for mark in marks:
        groups[mark.recorded.date(), bool(mark.get("present"))].append(mark)
    return [
        Change(given[-1].recorded, _attended(present, given), given[-1].id, "attendance")
        for (_, present), given in groups.items()
    ]


def _attended(present: object, marks: list[Record]) -> str:
    days = [str(day) for day in sorted({int(m.get("day")) for m in marks})]
    named = f"{agreed(len(days), 'day')} {listed(days)}"
    return f"You were marked {'present' if present else 'absent'} on {named}."


Say = Callable[[Record, Records, Programme], str]


def _answered(r: Record, own: Records, programme: Programme) -> str:
    log = own.by_id(r.get("log"))
    title = _title(programme, log.get("template") if log else None) or "your log"
    verb = "accepted" if r.get("decision") == "accepted" else "returned, with an answer,"
    return f"Your tutor {verb} {title}."


def _marked(r: Record, _: Records, programme: Programme) -> str:
    title = _title(programme, r.get("assessment")) or "your work"
    what = "There is feedback" if r.get("result") == "feedback" else "There is a mark"
    return f"{what} on {title}."


def _decided(r: Record, _: Records, __: Programme) -> str:
    return f"The board decided: {parted(str(r.get('outcome')))}."


def _checked(r: Record, _: Records, programme: Programme) -> str:
    title = _requirement(programme, r.get("requirement"))
    return f"{title}: {parted(str(r.get('outcome')))}."


def _prior(r: Record, _: Records, programme: Programme) -> str:
    stage = programme.stage(str(r.get("stage") or "").partition("/")[2])
    about = stage.title if stage else _requirement(programme, r.get("requirement"))
    what = "Prior learning" if r.get("stage") and not stage else f"Prior learning for {about}"
    return f"{what}: {parted(str(r.get('outcome')))}."


def _settled(what: str) -> Say:
    return lambda r, _, programme: f"{_requirement(programme, r.get('requirement'))}: {what}."


def _form(r: Record, _: Records, __: Programme) -> str:
    roles = " and ".join(parted(role) for role in r.get("roles"))
    return f"An agency form was accepted: somebody can sign as your {roles}."


def _break(r: Record, _: Records, __: Programme) -> str:
    until = f" to {in_words(r.last)}" if r.last else ""
    return f"A break was approved from {in_words(r.first)}{until}."


def _plain(text: str) -> Say:
    return lambda _, __, ___: text


SENTENCES: Mapping[str, Say] = {
    "enrolment": _plain("You were enrolled."),
    "log-response": _answered,
    "mark": _marked,
    "catch-up": _settled("catch-up was granted"),
    "waiver": _settled("waived"),
    "credit": _prior,
    "entry-check": _checked,
    "judgement": _checked,
    "countersignature": _plain("A tutor countersigned a signature."),
    "further-attempt": lambda r, _, p: (
        f"Another attempt at {_title(p, r.get('assessment'))} was allowed."
    ),
    "report": lambda r, _, __: f"A report came in: {parted(str(r.get('outcome')))}.",
    "board-outcome": _decided,
    "award": _plain("The award was confirmed."),
    "agency-form": _form,
    "interruption": _break,
    "cohort-move": _plain("You were moved to another cohort."),
    "withdrawal": _plain("Your withdrawal was recorded."),
    "recording-watched": _plain("A recorded session was watched."),
}


def _title(programme: Programme, identity: object) -> str:
    titles = {
        **{t.id: t.title for stage in programme.stages for t in stage.logs},
        **{a.id: a.title for stage in programme.stages for a in stage.assessments},
    }
    return f"“{titles[str(identity)]}”" if identity in titles else ""


def _requirement(programme: Programme, identity: object) -> str:
    found = (r for s in programme.stages if (r := s.requirement(str(identity))))
    return next((r.title for r in found), "A requirement")
