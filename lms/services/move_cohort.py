"""Moving a learner to another cohort, with a day for each piece of work that needs one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lms.domain.assessment.moving import Piece
from lms.domain.calendar import in_words
from lms.domain.policy import Actor, Target
from lms.domain.refusals.of_moves import KEEPS, why_day_wrong
from lms.domain.refusals.of_presence import why_left, why_same_cohort
from lms.errors import BadInput
from lms.services.decide import deciding, kept_reason, reason_problems
from lms.services.enrolments import Learning, as_it_stands, enrolled_fact
from lms.services.notify import notify
from lms.services.preview_move import as_if_moved, pieces_of
from lms.services.problem_at import NO_DAY, ProblemAt, past_day_problems, refuse_form, refused_at
from lms.services.recording import answered_before, recording, writes
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, require
from lms.store.writer import Writer

CANNOT = "The move cannot be recorded."
FIELD = "day-"
"""What the field for a piece's day begins with; the piece's id comes after it."""


@writes
def move_cohort(
    site: Site,
    actor: Actor,
    enrolment: str,
    cohort: str,
    on: date,
    reason: str,
    key: str | None = None,
    days: Mapping[str, date] | None = None,
) -> str:
    """Move an enrolment to another cohort of the same programme; the version stays as it is.

    ``days`` names, by assessment, the day for each piece of work that is not handed in and whose
    days had all passed (8a.24): all of those and no others. The learner is told by mail. Gives the
    record's id.
    """
    learner = deciding(site, actor, "move-learner", enrolment)
    programme = learner.enrolment.programme
    require(site, actor, "move-learner", Target(programme=programme, cohort=cohort))
    if not cohort:
        raise BadInput(CANNOT, [ProblemAt("cohort", "Choose a cohort.")])
    cohort_named(site, programme, cohort)
    named = days or {}
    asked = ["move-learner", enrolment, cohort, on, reason, sorted(named.items())]
    before = answered_before(site, actor, key, asked)
    if before:
        return str(before)
    problems = move_problems(site, learner, cohort, on)
    due: list[Mapping[str, str | int]] = []
    if not problems:
        pieces = pieces_of(site, learner, as_if_moved(site, learner, cohort, on))
        problems, due = _days(site, [p for p in pieces if p.must_name], named)
    problems += reason_problems(reason)
    with recording(site, actor) as writer:

        def act() -> str:
            refuse_form(problems, CANNOT)
            return _record(site, writer, learner, cohort, on, reason, due)

        return str(writer.answer_once(key, asked, act))


def move_problems(site: Site, learner: Learning, cohort: str, on: date) -> list[ProblemAt]:
    """What stands against a move on a day, before any day is named."""
    moves = learner.enrolment.moves
    problems = [
        *refused_at("on", why_left(learner.enrolment, site.today(), site.today())),
        *past_day_problems("on", on, site.today(), "the day of the move"),
    ]
    if on != NO_DAY and on < moves[-1].on:
        came = in_words(moves[-1].on)
        problems.append(ProblemAt("on", f"The learner came to the present cohort on {came}."))
    return [*problems, *refused_at("cohort", why_same_cohort(learner.enrolment, cohort))]


def _days(
    site: Site, pieces: Sequence[Piece], named: Mapping[str, date]
) -> tuple[list[ProblemAt], list[Mapping[str, str | int]]]:
    """What is wrong with the days named, and the days as the record keeps them."""
    wanted = {p.assessment.id: p for p in pieces}
    problems = [
        ProblemAt(FIELD + identity, KEEPS.reason, KEEPS.code)
        for identity in named
        if identity not in wanted
    ]
    due: list[Mapping[str, str | int]] = []
    for identity, piece in wanted.items():
        day = named.get(identity, NO_DAY)
        wrong = why_day_wrong(piece, None if day == NO_DAY else day, site.now())
        problems += refused_at(FIELD + identity, wrong)
        due.append({"assessment": identity, "attempt": piece.attempt, "day": day.isoformat()})
    return problems, due


def _record(
    site: Site,
    writer: Writer,
    before: Learning,
    cohort: str,
    on: date,
    reason: str,
    due: Sequence[Mapping[str, str | int]],
) -> str:
    of = as_it_stands(before, writer)
    named = kept_reason(writer, of.enrolment.person, reason)
    fields = {"cohort": cohort, "due": list(due) or None, "reason": named}
    record = writer.append(enrolled_fact(of, "cohort-move", on, **fields))
    notify(
        site,
        writer,
        of.enrolment.person,
        "You have moved to another cohort",
        "You were moved to another cohort. The page says what stays and what is due when.",
        f"/learning/{of.enrolment.id}/moves/{record.id}",
    )
    return record.id
