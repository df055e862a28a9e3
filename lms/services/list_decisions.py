"""A board's decisions, each beside what an evaluation would say today about the same day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lms.domain.part import EVERYTHING, Asked, Part, part_of
from lms.domain.policy import Actor, Target
from lms.domain.progress import Progress
from lms.domain.records import Record, Records
from lms.domain.records import cohort as cohort_subject
from lms.domain.verdicts import Outcome
from lms.errors import NotFound
from lms.services.enrolled_on import of_cohort_on
from lms.services.evaluation import progress_of_people
from lms.services.read_audit import record_reading, record_reading_of_others
from lms.services.see_cohort import cohort_named
from lms.services.site import Site, require
from lms.services.verdict_tree import progress_tree, walk
from lms.store import people
from lms.store.documents import content_of, contents_of, text_in

GONE = "gone"
"""Said of a requirement that the kept verdict has and the curriculum no longer has."""
MEETING = "board-meeting"


@dataclass(frozen=True, slots=True)
class Difference:
    """One requirement on which a later evaluation disagrees with the verdict that was kept."""

    title: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One outcome for one learner; ``kept`` is False where the verdict it rested on was erased."""

    record: str
    person: str
    name: str
    stage: str
    outcome: str
    awarded: bool
    on: date
    recorded: datetime
    meeting: str
    condition: str
    condition_by: date | None
    reassess_by: date | None
    kept: bool
    verdict: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision in full: its reason, the meeting's minutes, and the verdict it rests on.

    ``stage`` is ``programme/stage``, ``by`` a meeting or a chair's action, ``corrects`` whether
    it stands in the place of an outcome given by mistake.
    """

    line: DecisionLine
    stage: str
    by: str
    chair: str
    members: tuple[str, ...]
    interests: str
    corrects: bool
    minutes: str
    reason: str
    tree: Mapping[str, Any]


def list_decisions(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
    asked: Asked = EVERYTHING,
) -> Part[DecisionLine]:
    """The outcomes that boards gave by a day, newest meeting first; only what is asked for is evaluated.

    Those about whoever was in the cohort that day, and those of the cohort's own meetings, also
    about learners who have gone to another since.
    """
    decided = _decided(site, actor, programme, cohort, as_of, known_at)
    return _lines(site, programme, part_of(decided.outcomes, asked), decided)


@dataclass(frozen=True, slots=True)
class _Decided:
    """The outcomes of a cohort in their order, the awards among them, and whom they are about."""

    outcomes: Sequence[Record]
    records: Records
    names: Mapping[str, people.Person]


def _decided(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> _Decided:
    require(site, actor, "read-board", Target(programme=programme, cohort=cohort))
    cohort_named(site, programme, cohort)
    session = site.session()
    enrolments = {e.id for e in of_cohort_on(site, cohort, as_of, known_at)}
    meetings = {r.id for r in site.about(cohort_subject(cohort), known_at=known_at).of(MEETING)}
    records = site.ledger.of_kinds(session, ("board-outcome", "award"), known_at)
    day = as_of or site.today()
    decided = [r for r in records.of("board-outcome") if r.on <= day]
    outcomes = [r for r in decided if r.enrolment in enrolments or r.get("meeting") in meetings]
    names = people.people(session, {r.subject.id for r in outcomes})
    outcomes.sort(key=lambda r: (-r.on.toordinal(), _name(r, names).casefold()))
    return _Decided(outcomes, records, names)


def _name(outcome: Record, names: Mapping[str, people.Person]) -> str:
    identity = outcome.subject.id
    return names[identity].name if identity in names else identity


def _lines(
    site: Site, programme: str, outcomes: Part[Record], among: _Decided
) -> Part[DecisionLine]:
    kept = contents_of(site.session(), [r.get("verdict") for r in outcomes])
    now = _evaluated(site, outcomes, programme)
    return outcomes.made(lambda r: _line(r, among, kept.get(r.get("verdict")), now.get(r.id)))


def _evaluated(site: Site, outcomes: Sequence[Record], programme: str) -> dict[str, Progress]:
    """What each decision's stage comes to as of its day, by what is known now."""
    found: dict[str, Progress] = {}
    for day in {r.on for r in outcomes}:
        then = [r for r in outcomes if r.on == day]
        evaluated = progress_of_people(
            site, sorted({r.subject.id for r in then}), day, programme=programme
        )
        for record in then:
            stage = record.get("stage").partition("/")[2]
            for e in evaluated[record.subject.id]:
                if (e.progress.enrolment.id, e.progress.stage.id) == (record.enrolment, stage):
                    found[record.id] = e.progress
    return found


def _line(
    record: Record, among: _Decided, tree: Mapping[str, Any] | None, now: Progress | None
) -> DecisionLine:
    own = among.records.about(record.subject).in_enrolment(record.enrolment or "")
    awards = own.of("award", meeting=record.get("meeting"))
    return DecisionLine(
        record=record.id,
        person=record.subject.id,
        name=_name(record, among.names),
        stage=now.stage.title if now else record.get("stage"),
        outcome=record.get("outcome"),
        awarded=bool(awards),
        on=record.on,
        recorded=record.recorded,
        meeting=record.get("meeting") or "",
        condition=_title(now, record.get("condition")),
        condition_by=record.get("condition-by"),
        reassess_by=record.get("reassess-by"),
        kept=tree is not None,
        verdict=str(tree["verdict"]) if tree else "",
        differences=differences(tree, now) if tree and now else (),
    )


def _title(progress: Progress | None, requirement: str | None) -> str:
    found = progress.stage.requirement(requirement) if progress and requirement else None
    return found.title if found else requirement or ""


def differences(kept: Mapping[str, Any], now: Progress) -> tuple[Difference, ...]:
    """Where a later evaluation disagrees; what the board itself decided is left out.

    Whether something open is not yet met or can no longer be turns on the decision itself, which
    ends the stage, and is no disagreement.
    """
    later = {v["id"]: v["verdict"] for v in walk(progress_tree(now)["requirements"])}
    return tuple(
        Difference(v["title"], v["verdict"], later.get(v["id"], GONE))
        for v in _but_the_boards(kept["requirements"])
        if _weight(v["verdict"]) != _weight(later.get(v["id"], GONE))
    )


def _weight(verdict: str) -> str:
    if verdict in (GONE, Outcome.HELD):
        return verdict
    return "settled" if Outcome(verdict).settles else "open"


def _but_the_boards(requirements: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [v for v in walk(requirements) if v["kind"] != "board"]


def read_decision(
    site: Site, actor: Actor, programme: str, cohort: str, record: str
) -> DecisionPage:
    """One decision with its texts; that each was read is noted before they are shown.

    What was written of the meeting is a text of its own.
    """
    line, meeting = _line_of(site, actor, programme, cohort, record)
    record_reading(site, actor, line.person, record, "board-decision")
    if meeting and (meeting.get("minutes") or meeting.get("interests")):
        record_reading_of_others(site, actor, line.person, [meeting], "board-decision")
    return _page(site, line, meeting, handed=True)


def see_decision(
    site: Site, actor: Actor, programme: str, cohort: str, record: str
) -> DecisionPage:
    """One decision without its texts, for the form that corrects it: nothing is read."""
    line, meeting = _line_of(site, actor, programme, cohort, record)
    return _page(site, line, meeting, handed=False)


def _line_of(
    site: Site, actor: Actor, programme: str, cohort: str, record: str
) -> tuple[DecisionLine, Record | None]:
    decided = _decided(site, actor, programme, cohort)
    found = [r for r in decided.outcomes if r.id == record]
    if not found:
        raise NotFound("There is no such decision in this cohort.")
    (line,) = _lines(site, programme, part_of(found), decided)
    return line, site.ledger.find(site.session(), line.meeting)


def _page(site: Site, line: DecisionLine, meeting: Record | None, *, handed: bool) -> DecisionPage:
    session = site.session()
    outcome = site.ledger.find(session, line.record)

    def text(record: Record | None, field: str) -> str:
        return text_in(content_of(session, record.get(field) if record and handed else None))

    chair = str(meeting.get("chair") or "") if meeting else ""
    members = meeting.get("members") or () if meeting else ()
    names = people.people(session, members)
    return DecisionPage(
        line=line,
        stage=outcome.get("stage") if outcome else "",
        by=meeting.get("by") or "meeting" if meeting else "meeting",
        chair=people.name_of(session, chair) if chair else "",
        members=tuple(names[m].name if m in names else m for m in members),
        interests=text(meeting, "interests"),
        corrects=bool(outcome and outcome.replaces),
        minutes=text(meeting, "minutes"),
        reason=text(outcome, "reason"),
        tree=content_of(session, outcome.get("verdict") if outcome else None) or {},
    )
