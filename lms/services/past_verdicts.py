"""Verdicts of a named day: kept once they have been worked out, since time does not change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.domain.programme import Programme
from lms.services.evaluation import Evaluated
from lms.services.kept_verdicts import same_rules, unmoved, verdict_fields, without_faults
from lms.services.site import Site
from lms.store import views
from lms.store.base import session_beside
from lms.store.enrolments import Enrolled, past_rows
from lms.store.keeping import keeping
from lms.store.view_tables import PastView

KEPT = timedelta(days=7)
MOST = 20_000
"""Rows that are kept at most; one is about two thousand bytes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For which day verdicts are asked for, as known when, and whether as the learners see them."""

    as_of: date
    known_at: datetime | None = None
    shown: bool = False

    @property
    def known(self) -> str:
        """The moment as a row names it; empty where that is now."""
        return self.known_at.isoformat() if self.known_at else ""


def kept_rows(site: Site, enrolments: Sequence[Enrolled], asked: Asked) -> list[PastView]:
    """What is kept on some enrolments for a day, whether it still stands or not."""
    wanted = [e.id for e in enrolments]
    return past_rows(site.session(), wanted, asked.as_of, asked.known, asked.shown)


def keep_past(site: Site, evaluated: Iterable[Evaluated], asked: Asked, position: int) -> None:
    """Keep what was worked out for a day, over a ledger that had come as far as a position."""
    rows = [_row(site, e, asked, position) for e in without_faults(evaluated)]
    if not rows:
        return
    with keeping(site.ledger.engine) as session:
        held = views.hold(session, {row.enrolment for row in rows})
        views.replace_past(session, [row for row in rows if row.enrolment in held], held)


def _row(site: Site, evaluated: Evaluated, asked: Asked, position: int) -> PastView:
    fields = verdict_fields(site, evaluated, position)
    return PastView(**fields, known=asked.known, shown=asked.shown, kept=site.now())


def past_stands(
    row: PastView,
    heads: Mapping[str, int],
    site: Site,
    programme: Programme,
    level_of: Callable[[str], str],
    asked: Asked,
) -> bool:
    """Whether a verdict of a named day may be shown: nothing that it rested on has changed.

    What was known at a moment that had passed when it was worked out never changes.
    """
    is_past = asked.known_at is not None and asked.known_at < row.kept
    return (is_past or unmoved(row, heads)) and same_rules(row, site, programme, level_of)


def erase_old(site: Site) -> None:
    """Remove what was worked out a week ago, and what is too much to keep."""
    with session_beside(site.ledger.engine) as session, session.begin():
        views.erase_past(session, site.now() - KEPT, MOST)
