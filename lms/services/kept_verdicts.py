"""Stored verdicts: kept once they have been worked out, and shown while all that they rest on is as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lms.domain.programme import Programme
from lms.domain.verdicts import Verdict
from lms.services.evaluation import Evaluated
from lms.services.relay_digest import relay_digest
from lms.services.site import Site
from lms.store import views
from lms.store.keeping import keeping
from lms.store.view_tables import PastView, ProgressView


def keep_verdicts(site: Site, evaluated: Iterable[Evaluated], position: int) -> None:
    """Keep what was worked out today, over a ledger that had come as far as a position."""
    rows = [_row(site, e, position) for e in without_faults(evaluated)]
    if not rows:
        return
    with keeping(site.ledger.engine) as session:
        held = views.hold(session, {row.enrolment for row in rows})
        views.replace_progress(session, [row for row in rows if row.enrolment in held], held)


def without_faults(evaluated: Iterable[Evaluated]) -> list[Evaluated]:
    """What may be kept: of an enrolment of which one verdict rests on a fault, or on a plugin out of
    use, the whole list is worked out anew each time.
    """
    every = list(evaluated)
    faulty = {e.progress.enrolment.id for e in every if e.progress.fault}
    return [e for e in every if e.progress.enrolment.id not in faulty]


def _row(site: Site, evaluated: Evaluated, position: int) -> ProgressView:
    good_until = evaluated.progress.good_until
    fields = verdict_fields(site, evaluated, position)
    return ProgressView(**fields, good_until=good_until, position=position)


def verdict_fields(site: Site, evaluated: Evaluated, position: int) -> dict[str, Any]:
    """What every row of a kept verdict says: the verdict, and what it rested on at a position."""
    progress = evaluated.progress
    return {
        "enrolment": progress.enrolment.id,
        "stage": progress.stage.id,
        "person": progress.enrolment.person,
        "outcome": progress.outcome.value,
        "paused": progress.paused,
        "verdicts": [verdict_summary(v) for v in progress.verdicts],
        "as_of": progress.as_of,
        "reads": dict.fromkeys(evaluated.reads, position),
        "curriculum": progress.programme.digest,
        "relay": relay_digest(site, progress.programme),
        "levels": evaluated.levels,
    }


def verdict_summary(verdict: Verdict) -> dict[str, Any]:
    """A verdict in a row: enough for a table of many people, without the records behind it."""
    finding = verdict.finding
    return {
        "id": verdict.id,
        "title": verdict.title,
        "part": verdict.part,
        "optional": verdict.optional,
        "offered": verdict.offered,
        "outcome": verdict.outcome.value,
        "amount": None if finding.amount is None else float(finding.amount),
        "threshold": None if finding.threshold is None else float(finding.threshold),
        "unit": finding.unit,
        "reason": finding.reason,
        "warning": finding.warning,
    }


def still_stands(
    row: ProgressView,
    heads: Mapping[str, int],
    site: Site,
    programme: Programme,
    level_of: Callable[[str], str],
) -> bool:
    """Whether a stored verdict may be shown: all that it rested on is as it was, and so is the day."""
    today = site.today()
    in_time = row.as_of <= today and (row.good_until is None or today < row.good_until)
    return in_time and unmoved(row, heads) and same_rules(row, site, programme, level_of)


def unmoved(row: ProgressView | PastView, heads: Mapping[str, int]) -> bool:
    """Whether nothing has been recorded since about whatever a verdict read."""
    return all(heads.get(subject, 0) <= position for subject, position in row.reads.items())


def same_rules(
    row: ProgressView | PastView,
    site: Site,
    programme: Programme,
    level_of: Callable[[str], str],
) -> bool:
    """Whether the curriculum, the code and the levels are those by which a verdict was given."""
    same_levels = all(level_of(stage) == level for stage, level in row.levels.items())
    same_code = row.curriculum == programme.digest and row.relay == relay_digest(site, programme)
    return same_levels and same_code
