"""A recorded move to another cohort, as learner and lead read it: what stays and what is due when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from lms.domain.assessment.moving_words import says_of, title_of
from lms.domain.calendar import in_words
from lms.domain.evidence import Period, enrolments_of
from lms.domain.policy import Actor
from lms.domain.verdicts import Outcome
from lms.domain.wording import titled
from lms.errors import NotFound
from lms.services.enrolments import Learning
from lms.services.learner_record import learner_record
from lms.services.preview_move import MovePage, move_page
from lms.services.see_cohort import cohort_named
from lms.services.site import Site


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a move is about, and what becomes of it, in a sentence."""

    title: str
    says: str


@dataclass(frozen=True, slots=True)
class RecordedMove:
    """A move as it is on record; ``items`` are as they stand now."""

    of: Learning
    into: str
    on: date
    items: tuple[Item, ...]


def see_recorded_move(site: Site, actor: Actor, enrolment: str, record: str) -> RecordedMove:
    """A move that is in force; NotFound where it was taken back."""
    move, of = learner_record(site, actor, record, "read-progress", "cohort-move")
    if of.enrolment.id != enrolment:
        raise NotFound("There is nothing under this address.")
    records = of.records.known_by(move.position - 1)
    known = next(e for e in enrolments_of(records) if e.id == enrolment)
    into = cohort_named(site, of.programme.id, str(move.get("cohort")))
    page = move_page(site, replace(of, records=records, enrolment=known), of, into)
    return RecordedMove(of, into.name, move.on, items_of(page))


def items_of(page: MovePage) -> tuple[Item, ...]:
    """Everything that a move is about, work first, each with what becomes of it."""
    work = [Item(title_of(p), says_of(p, page.cohorts)) for p in page.pieces]
    dates = [Item(r.title, f"{_run(r.after)}; until now {_run(r.before)}.") for r in page.stages]
    amounts = {
        (k.stage, k.title): f"{k.amount} counted so far, and after the move." for k in page.kept
    }
    changed = [
        Item(
            c.title,
            f"“{_word(c.after)}” after the move, now “{_word(c.before)}”. {c.reason} "
            f"{amounts.pop((c.stage, c.title), '')}".strip(),
        )
        for c in page.changed
    ]
    kept = [Item(title, says) for (_, title), says in amounts.items()]
    return (*work, *dates, *changed, *kept)


def _run(dates: Period) -> str:
    last = f"to {in_words(dates.last)}" if dates.last else "with its end open"
    return f"{in_words(dates.first)} {last}"


def _word(outcome: Outcome) -> str:
    return titled(outcome.value)
