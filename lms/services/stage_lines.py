"""How the stages of many enrolments stand, from stored verdicts where they hold, else live."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from lms.domain.programme import Programme
from lms.domain.progress import Progress
from lms.domain.verdicts import Outcome
from lms.services.evaluation import Evaluated, progress_of_people
from lms.services.kept_verdicts import keep_verdicts, still_stands, verdict_summary
from lms.services.past_verdicts import Asked, keep_past, kept_rows, past_stands
from lms.services.programmes import catalogue, load
from lms.services.site import Site
from lms.store.enrolments import Enrolled, progress_rows
from lms.store.view_tables import PastView, ProgressView
from lms.store.views import heads_of

Row = TypeVar("Row", ProgressView, PastView)
Summaries = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of one enrolment in a row: the outcome, and a summary of each verdict."""

    stage: str
    title: str
    outcome: str
    paused: bool
    verdicts: Summaries

    @property
    def open(self) -> Summaries:
        """What completing the stage still needs."""
        return tuple(v for v in self.verdicts if _is_open(v) and v["part"] in ("entry", "stage"))

    @property
    def asked(self) -> Summaries:
        """What completing the stage asks of the learner, settled or not."""
        needed = (v for v in self.verdicts if not v["optional"] and v["part"] in ("entry", "stage"))
        return tuple(v for v in needed if not v.get("offered"))

    @property
    def settled(self) -> Summaries:
        """What of that needs nothing more."""
        return tuple(v for v in self.asked if not _is_open(v))

    @property
    def entry_outstanding(self) -> Summaries:
        """The entry checks that are not settled."""
        return tuple(v for v in self.verdicts if _is_open(v) and v["part"] == "entry")


def _is_open(verdict: Mapping[str, Any]) -> bool:
    return not verdict["optional"] and not Outcome(verdict["outcome"]).settles


def stage_lines(
    site: Site,
    enrolments: Sequence[Enrolled],
    as_of: date | None = None,
    known_at: datetime | None = None,
    shown: bool = False,
) -> dict[str, tuple[StageLine, ...]]:
    """The stages of each enrolment, by its id, in the order of the programme.

    With ``shown``, as the learners see them: without what has not been released. The number of
    statements does not depend on how many enrolments there are.
    """
    asked = Asked(as_of or site.today(), known_at, shown)
    kept = _kept(site, enrolments, asked)
    stale = [e for e in enrolments if e.id not in kept]
    return kept | (_worked_out(site, stale, asked) if stale else {})


def _kept(
    site: Site, enrolments: Sequence[Enrolled], asked: Asked
) -> dict[str, tuple[StageLine, ...]]:
    """What was worked out before and still stands."""
    level_of = catalogue(site).level_of
    if asked == Asked(site.today()):
        now = progress_rows(site.session(), [e.id for e in enrolments])
        return _fit(
            site, enrolments, now, lambda r, heads, p: still_stands(r, heads, site, p, level_of)
        )
    then = kept_rows(site, enrolments, asked)
    return _fit(
        site, enrolments, then, lambda r, heads, p: past_stands(r, heads, site, p, level_of, asked)
    )


def _fit(
    site: Site,
    enrolments: Sequence[Enrolled],
    rows: Sequence[Row],
    stands: Callable[[Row, Mapping[str, int], Programme], bool],
) -> dict[str, tuple[StageLine, ...]]:
    """The enrolments of which every stage has a row that stands."""
    heads = heads_of(site.session(), {subject for row in rows for subject in row.reads})
    by_enrolment: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_enrolment.setdefault(row.enrolment, {})[row.stage] = row
    found = {}
    for enrolment in enrolments:
        programme = load(site, enrolment.programme, enrolment.version)
        own = by_enrolment.get(enrolment.id, {})
        stages = programme.stages_of(enrolment.admission)
        fit = [s.id in own and stands(own[s.id], heads, programme) for s in stages]
        if stages and all(fit):
            found[enrolment.id] = tuple(_from_row(own[s.id], s.title) for s in stages)
    return found


def _from_row(row: ProgressView | PastView, title: str) -> StageLine:
    return StageLine(row.stage, title, row.outcome, row.paused, tuple(row.verdicts))


def _worked_out(
    site: Site, stale: Sequence[Enrolled], asked: Asked
) -> dict[str, tuple[StageLine, ...]]:
    """How they stand, kept for whoever asks the same next."""
    position, _ = site.ledger.head(site.session())
    people = sorted({e.person for e in stale})
    found = progress_of_people(site, people, asked.as_of, asked.known_at, shown=asked.shown)
    progresses = [evaluated for own in found.values() for evaluated in own]
    wanted = {e.id for e in stale}
    own = [e for e in progresses if e.progress.enrolment.id in wanted]
    if asked == Asked(site.today()):
        keep_verdicts(site, own, position)
    else:
        keep_past(site, own, asked, position)
    return _of_each(stale, progresses)


def _of_each(
    enrolments: Sequence[Enrolled], evaluated: Iterable[Evaluated]
) -> dict[str, tuple[StageLine, ...]]:
    stages: dict[str, list[Progress]] = {}
    for each in evaluated:
        stages.setdefault(each.progress.enrolment.id, []).append(each.progress)
    return {e.id: tuple(_lines(stages.get(e.id, ()))) for e in enrolments}


def _lines(progresses: Iterable[Progress]) -> Iterable[StageLine]:
    for progress in progresses:
        yield StageLine(
            progress.stage.id,
            progress.stage.title,
            progress.outcome.value,
            progress.paused,
            tuple(verdict_summary(v) for v in progress.verdicts),
        )
