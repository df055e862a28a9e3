"""What a move to another cohort must name, and when one can no longer be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from lms.domain.assessment.moves import Move
from lms.domain.assessment.moving import Piece, pieces_after
from lms.domain.assessment.moving_words import title_of
from lms.domain.calendar import in_words
from lms.domain.clock import on_london_clock
from lms.domain.evidence import Enrolment, enrolments_of
from lms.domain.records import NewRecord, Record, Records, Refusal, cohort, moment
from lms.domain.refusals.setting import Setting

STAYS = "Move the learner to the other cohort instead; nothing done here changes by that."
KEEPS = Refusal("keeps-its-day", "This work keeps its deadline; no day is named for it.")


def why_day_wrong(piece: Piece, day: date | None, now: datetime) -> Refusal | None:
    """What is wrong with the day that a move names for a piece of work; None is no day."""
    title = title_of(piece)
    if day is None:
        reason = f"Name the last day for “{title}”: every day for it had passed."
        return Refusal("no-day-named", reason)
    if on_london_clock(datetime.combine(day, piece.clock)) <= now:
        reason = f"Name a day ahead for “{title}”: nobody is late for the past."
        return Refusal("not-ahead", reason)
    return None


def check_days_named(new: NewRecord, at: Setting) -> Refusal | None:
    """A move names a day for each piece of work whose days had all passed, and for no other."""
    if new.replaces or at.enrolment is None:
        return None
    move = Move(new.on, "", 0, None, tuple(new.get("due") or ()))
    wanted = [piece for piece in _pieces(new, at) if piece.must_name]
    known = {(piece.assessment.id, piece.attempt) for piece in wanted}
    if any((d.get("assessment"), d.get("attempt") or 1) not in known for d in move.due):
        return KEEPS
    found = (
        why_day_wrong(piece, move.day_named(piece.assessment.id, piece.attempt), moment(at.today))
        for piece in wanted
    )
    return next((refusal for refusal in found if refusal), None)


def _pieces(new: NewRecord, at: Setting) -> Iterator[Piece]:
    """Every piece of work of the enrolment as it would be after the move."""
    moved = _as_if_moved(new, at)
    for stage in at.stages:
        for assessment in stage.assessments:
            before, after = at.work(assessment.id), moved.work(assessment.id)
            if before and after:
                yield from pieces_after(before, after)


def _as_if_moved(new: NewRecord, at: Setting) -> Setting:
    """The same if the move, with no day named, were the next thing on record."""
    every = [*at.records, *at.others]
    move = Record(
        position=max((r.position for r in every), default=0) + 1,
        id="",
        subject=new.subject,
        kind=new.kind,
        version=1,
        first=new.on,
        last=new.on,
        recorded=moment(at.today),
        recorded_by="",
        payload={"cohort": new.get("cohort")},
        enrolment=new.enrolment,
    )
    records = at.records.adding(move)
    enrolment = next(e for e in enrolments_of(records) if e.id == new.enrolment)
    return replace(at, records=records, enrolment=enrolment)


def check_taken_back(new: NewRecord, at: Setting) -> Refusal | None:
    """A move is taken back while nothing rests on it."""
    move = at.records.by_id(new.replaces) if new.replaces else None
    if move is None or move.kind != "cohort-move":
        return None
    enrolment = next(e for e in enrolments_of(at.records) if e.id == move.enrolment)
    found = resting_on(enrolment, at.records.in_enrolment(enrolment.id), move, at.others)
    return Refusal("rests-on-it", " ".join(found), (move.id,)) if found else None


def resting_on(enrolment: Enrolment, own: Records, move: Record, cohorts: Records) -> list[str]:
    """What stands against taking a move back, in sentences; none where nothing does."""
    later = [m for m in enrolment.moves if m.position > move.position]
    if later:
        return [f"A later move, on {in_words(later[-1].on)}, is taken back first."]
    into = cohorts.about(cohort(str(move.get("cohort"))))
    tests = (
        ("A board has decided since", _since(own, move, "board-outcome", "award")),
        ("Work was handed in in the new cohort", _since(own, move, "submission")),
        ("A register was taken in the new cohort", _since(own, move, "attendance")),
        ("Marks were released to the new cohort", _released(enrolment, own, move, into)),
        ("A sample with this learner's work was drawn there", _drawn(own, move, into)),
    )
    found = [f"{what}, on {in_words(some[0].on)}." for what, some in tests if some]
    return [*found, STAYS] if found else []


def _since(records: Records, move: Record, *kinds: str) -> list[Record]:
    return [r for kind in kinds for r in records.of(kind) if r.position > move.position]


def _released(enrolment: Enrolment, own: Records, move: Record, into: Records) -> list[Record]:
    """The releases since that showed this learner something."""
    mine = _since(into, move, "release")
    named = [r for r in mine if enrolment.id in (r.get("enrolments") or (enrolment.id,))]
    marked = bool(own.of("mark") or own.of("board-outcome"))
    return named if marked else []


def _drawn(own: Records, move: Record, into: Records) -> list[Record]:
    texts = {r.id for r in own.of("submission")}
    return [s for s in _since(into, move, "sample") if texts & set(s.get("whole-set"))]
