"""Where one person stands on the way to dual qualification, on a day (decisions 8a.12, 8a.18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms.domain.as_of import AsOf
from lms.domain.evidence import Enrolment, enrolments_of
from lms.domain.latest import credited_stages, latest_by_day
from lms.domain.programme import Programme
from lms.domain.records import Record, Records
from lms.domain.registers import Entry, Holding, entry_on
from lms.domain.renewal import notes_on

OTHER_NATIONS = ("scw", "sssc", "niscc")
"""Social Care Wales, Scottish Social Services Council, Northern Ireland Social Care Council."""


class PipelineStage(StrEnum):
    """One per person per date: the first that fits, in this order (8a.18)."""

    DUAL_QUALIFIED = "dual-qualified"
    UNCONFIRMED = "unconfirmed"
    REGISTERED_ELSEWHERE = "registered-elsewhere"
    CLINICIAN = "clinician"
    LAPSED_SW = "lapsed-sw"
    LAPSED_UKCP = "lapsed-ukcp"
    LAPSED_BOTH = "lapsed-both"
    UKCP_PENDING = "ukcp-pending"
    QUALIFYING_ENROLLED = "qualifying-enrolled"
    INTERMEDIATE_COMPLETE = "intermediate-complete"
    YEAR_2_ENROLLED = "year-2-enrolled"
    FOUNDATION_COMPLETE = "foundation-complete"
    FOUNDATION_ENROLLED = "foundation-enrolled"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What the pipeline needs to know of a published stage.

    ``last`` says that completing it completes its admission's level: of Years 3 and 4, Year 4.
    """

    admission: str
    level: str
    award: bool = False
    last: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The published stages, by ``programme/stage``."""

    stages: Mapping[str, StageFacts]

    def level_of(self, stage: str) -> str:
        """The level that completing a stage gives; empty for one not known."""
        facts = self.stages.get(stage)
        return facts.level if facts else ""

    def is_award(self, stage: str) -> bool:
        """Whether the stage's award makes a person eligible for the register."""
        facts = self.stages.get(stage)
        return bool(facts and facts.award)

    def completes(self, stage: str) -> str:
        """The level that is complete once a board or prior learning says so of the stage.

        Empty for a stage that another follows, and for one that ends in an award: the award alone
        completes it.
        """
        facts = self.stages.get(stage)
        return facts.level if facts and facts.last and not facts.award else ""

    def admission_level(self, programme: str, admission: str) -> str:
        """The level that an admission works towards."""
        levels = (
            facts.level
            for stage, facts in self.stages.items()
            if stage.partition("/")[0] == programme and facts.admission == admission
        )
        return next(levels, "")


def catalogue_of(programmes: tuple[Programme, ...]) -> Catalogue:
    """The catalogue of some programmes; of two versions of one, the later given wins."""
    return Catalogue(
        {
            f"{programme.id}/{stage.id}": StageFacts(
                stage.enrolment,
                stage.level,
                stage.award,
                stage.order == max(s.order for s in programme.stages_of(stage.enrolment)),
            )
            for programme in programmes
            for stage in programme.stages
        }
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's place, and since when, with what a planner must see beside it.

    ``in_pipeline`` says whether pipeline counts include the person: they need a Social Work
    England registration, past or present. ``paused`` is an approved break in force.
    """

    person: str
    stage: PipelineStage
    since: date | None
    swe: Entry
    ukcp: Entry
    in_pipeline: bool
    paused: bool
    award_confirmed: date | None
    good_until: date | None
    notes: tuple[str, ...] = ()

    @property
    def dual_qualified(self) -> bool:
        return self.stage is PipelineStage.DUAL_QUALIFIED

    @property
    def conditions(self) -> bool:
        """Whether either entry carries conditions: held all the same, with a flag."""
        return self.swe.conditions or self.ukcp.conditions

    @property
    def recheck_due(self) -> bool:
        """Whether a check that this rests on is older than ninety days."""
        return self.swe.recheck_due or self.ukcp.recheck_due


def standing_of(person: str, records: Records, as_of: date, catalogue: Catalogue) -> Standing:
    """Where a person stands on a day, over the records known."""
    day = AsOf(as_of)
    swe, ukcp = entry_on(records, "swe", day), entry_on(records, "ukcp", day)
    training = _training(records, day, catalogue)
    stage, since = _registered(swe, ukcp, records, day) or training.place
    notes = notes_on(records, day)
    return Standing(
        person=person,
        stage=stage,
        since=since,
        swe=swe,
        ukcp=ukcp,
        in_pipeline=swe.ever or swe.holding is Holding.HELD,
        paused=training.paused,
        award_confirmed=training.awarded,
        good_until=day.good_until,
        notes=notes,
    )


Place = tuple[PipelineStage, date | None]


def _registered(swe: Entry, ukcp: Entry, records: Records, day: AsOf) -> Place | None:
    """The places that the two registers alone decide."""
    known_absent = [e for e in (swe, ukcp) if e.holding in (Holding.ABSENT, Holding.NEVER)]
    if swe.held and ukcp.held:
        return PipelineStage.DUAL_QUALIFIED, max(d for d in (swe.since, ukcp.since) if d)
    if not known_absent:
        return PipelineStage.UNCONFIRMED, max(
            e.since for e in (swe, ukcp) if e.since and not e.held
        )
    if not ukcp.ever:
        return None
    return _once_registered(swe, ukcp, records, day)


def _once_registered(swe: Entry, ukcp: Entry, records: Records, day: AsOf) -> Place:
    swe_absent = swe.holding in (Holding.ABSENT, Holding.NEVER)
    elsewhere = any(entry_on(records, register, day).held for register in OTHER_NATIONS)
    if swe_absent and elsewhere:
        return PipelineStage.REGISTERED_ELSEWHERE, None
    if not swe.ever:
        return PipelineStage.CLINICIAN, ukcp.since
    if not swe_absent:
        return PipelineStage.LAPSED_UKCP, ukcp.since
    if ukcp.holding is Holding.ABSENT:
        return PipelineStage.LAPSED_BOTH, max(d for d in (swe.since, ukcp.since) if d)
    return PipelineStage.LAPSED_SW, swe.since


@dataclass(frozen=True, slots=True)
class _Training:
    place: Place
    paused: bool
    awarded: date | None


ENROLLED_AT = {
    PipelineStage.QUALIFYING_ENROLLED: "qualifying",
    PipelineStage.YEAR_2_ENROLLED: "intermediate",
    PipelineStage.FOUNDATION_ENROLLED: "foundation",
}


def _training(records: Records, day: AsOf, catalogue: Catalogue) -> _Training:
    """The places that training decides: the furthest that fits."""
    awarded = _awarded(records, day, catalogue)
    completed = _completed(records, day, catalogue)
    enrolled = _enrolled(records, day, catalogue, completed)
    order: tuple[tuple[PipelineStage, date | None], ...] = (
        (PipelineStage.UKCP_PENDING, awarded),
        (PipelineStage.QUALIFYING_ENROLLED, _started(enrolled, "qualifying")),
        (PipelineStage.INTERMEDIATE_COMPLETE, completed.get("intermediate")),
        (PipelineStage.YEAR_2_ENROLLED, _started(enrolled, "intermediate")),
        (PipelineStage.FOUNDATION_COMPLETE, completed.get("foundation")),
        (PipelineStage.FOUNDATION_ENROLLED, _started(enrolled, "foundation")),
    )
    place = next(((s, since) for s, since in order if since), (PipelineStage.NONE, None))
    enrolment = enrolled.get(ENROLLED_AT.get(place[0], ""))
    breaks = enrolment.interruptions if enrolment else ()
    return _Training(place, any(day.within(b.first, b.last) for b in breaks), awarded)


def _awarded(records: Records, day: AsOf, catalogue: Catalogue) -> date | None:
    """The first qualifying award: confirmed by a board here, or certified as accredited elsewhere."""
    awards = [
        *(r for r in records.of("award") if catalogue.is_award(r.get("stage") or "")),
        *(r for r in records.of("certificate", level="qualifying") if r.get("accredited")),
    ]
    return min((r.on for r in awards if day.reached(r.on)), default=None)


def _completed(records: Records, day: AsOf, catalogue: Catalogue) -> dict[str, date]:
    """The first day on which each level was complete, by board, credit or accredited certificate."""
    found: dict[str, date] = {}
    for record, level in _completions(records, day, catalogue):
        if day.reached(record.on) and (level not in found or record.on < found[level]):
            found[level] = record.on
    return found


def _completions(records: Records, day: AsOf, catalogue: Catalogue) -> list[tuple[Record, str]]:
    credits = [r for r in records.of("credit") if r.get("stage") and day.reached(r.on)]
    by_stage = [*records.of("board-outcome", outcome="complete"), *credited_stages(credits)]
    outside = [r for r in records.of("certificate") if r.get("accredited")]
    return [
        *((r, catalogue.completes(r.get("stage"))) for r in by_stage),
        *((r, catalogue.level_of(r.get("stage"))) for r in records.of("award")),
        *((r, r.get("level")) for r in outside),
    ]


def _enrolled(
    records: Records, day: AsOf, catalogue: Catalogue, completed: dict[str, date]
) -> dict[str, Enrolment]:
    """The open enrolment at each level: begun, not left, not failed for good, not completed."""
    found: dict[str, Enrolment] = {}
    for enrolment in enrolments_of(records):
        level = catalogue.admission_level(enrolment.programme, enrolment.admission)
        left = enrolment.withdrawn is not None and day.reached(enrolment.withdrawn)
        done = level in completed and completed[level] >= enrolment.started
        failed = _failed(records.in_enrolment(enrolment.id), day)
        if day.reached(enrolment.started) and not (left or failed or done):
            found[level] = enrolment
    return found


def _failed(own: Records, day: AsOf) -> bool:
    """Whether the board's latest word on an enrolment is a final failure."""
    latest = latest_by_day(r for r in own.of("board-outcome") if day.reached(r.on))
    return latest is not None and latest.get("outcome") == "failed"


def _started(enrolled: dict[str, Enrolment], level: str) -> date | None:
    return enrolled[level].started if level in enrolled else None
