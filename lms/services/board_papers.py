"""A board's papers: every learner's verdict and marks on a stage as of the meeting, and what is open."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lms.domain.assessment.marks_sheet import Line, slips_to_reconsider, why_unsettled
from lms.domain.assessment.moderation import moderations
from lms.domain.assessment.results import results
from lms.domain.board import FINAL, outcomes_of, unsettled
from lms.domain.calendar import in_words
from lms.domain.kinds_read import some_kinds
from lms.domain.latest import by_day, latest_by_day
from lms.domain.part import EVERYTHING, Asked, Part, part_with
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Programme, Stage
from lms.domain.progress import Progress
from lms.domain.records import Record, Records, person
from lms.domain.records import cohort as cohort_subject
from lms.domain.verdicts import Verdict
from lms.errors import NotFound, Refused
from lms.services.board_meeting import Interest, interests_of, members_on
from lms.services.closing import closed_because
from lms.services.cohort_work import CohortWork, cohort_work
from lms.services.enrolled_on import of_cohort_on
from lms.services.evaluation import Evaluated, progress_of_people
from lms.services.programmes import load, newest
from lms.services.read_audit import record_reading_of_others
from lms.services.see_cohort import cohort_named
from lms.services.see_marks import rows_of
from lms.services.site import Site, require
from lms.store import people
from lms.store.documents import contents_of
from lms.store.enrolments import Enrolled


@dataclass(frozen=True, slots=True)
class Carried:
    """A condition with which a learner went on, still to be met: its stage, its day, if it has one."""

    stage: str
    title: str
    by: date | None


@dataclass(frozen=True, slots=True)
class Comment:
    """What an external examiner says to the board, about one piece of work or all."""

    name: str
    on: date
    assessment: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One learner before the board: the verdict, and an outcome the board gave earlier.

    ``marks`` are every attempt, raw and recorded; ``blocked`` says why no outcome can be recorded
    yet; ``carried`` are conditions of earlier decisions that are not met; ``reconsider`` says what
    came to light after a board had decided.
    """

    person: str
    name: str
    progress: Progress
    earlier: Record | None
    marks: tuple[Line, ...] = ()
    blocked: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()
    reconsider: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[Verdict, ...]:
        """What still keeps the stage open, the board's own requirement apart."""
        return unsettled(self.progress)

    @property
    def decided(self) -> bool:
        """Whether an earlier board has decided for good."""
        return self.earlier is not None and self.earlier.get("outcome") in FINAL

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What the board may choose from on the version this learner is on."""
        return outcomes_of(self.progress.stage)


@dataclass(frozen=True, slots=True)
class Before:
    """One learner before the board, by name, and whether a board has decided for good."""

    enrolled: Enrolled
    name: str
    decided: bool


@dataclass(frozen=True, slots=True)
class BoardPapers:
    """One stage of one cohort; ``seen`` is the last position that the papers show.

    ``candidates`` are a part of those before the board, whom no board has decided about for good
    first; ``before`` is everybody in that order. ``chairs`` are those who may chair or sit on that day,
    ``meetings`` the earlier ones that a chair's action can follow, ``quorum`` how many a board
    needs; 0 where its policy is not here. ``comments`` of external examiners are handed over unless
    a form shows none.
    """

    programme: Programme
    cohort: str
    cohort_name: str
    stage: Stage
    on: date
    seen: int
    candidates: Part[Candidate]
    before: tuple[Before, ...]
    chairs: tuple[people.Person, ...]
    closed: str
    quorum: int
    interests: tuple[Interest, ...]
    meetings: tuple[Record, ...]
    comments: tuple[Comment, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """The name of everybody before the board."""
        return names_of(self.before)

    @property
    def undecided(self) -> frozenset[str]:
        """Everybody about whom no board has decided for good."""
        return frozenset(one.enrolled.person for one in self.before if not one.decided)


def names_of(before: Iterable[Before]) -> Mapping[str, str]:
    """The names of some learners before the board, by person."""
    return {one.enrolled.person: one.name for one in before}


def board_papers(
    site: Site,
    actor: Actor,
    programme: str,
    cohort: str,
    stage: str,
    on: date | None = None,
    asked: Asked = EVERYTHING,
    *,
    about: Container[str] = (),
    handed: bool = True,
) -> BoardPapers:
    """The papers for a meeting on a day, today where none is named.

    Of the part of the learners asked for, or the one with the first of those they are ``about``.
    """
    require(site, actor, "read-board", Target(programme=programme, cohort=cohort))
    session, day = site.session(), on or site.today()
    version = load(site, programme, newest(site, programme).version)
    found = stage_of(version, stage)
    work = _work(site, programme, cohort, stage, day)
    before = before_board(site, version, cohort, found, day)
    able = members_on(site, session, programme, cohort, day)
    records = site.about(cohort_subject(cohort))
    return BoardPapers(
        programme=version,
        cohort=cohort,
        cohort_name=cohort_named(site, programme, cohort).name,
        stage=found,
        on=day,
        seen=site.ledger.head(session)[0],
        candidates=_candidates(site, _part(before, asked, about), found, day, work),
        before=before,
        chairs=able,
        closed=closed_because(site, version),
        quorum=work.policy.quorum if work else 0,
        interests=interests_of(site, session, able, names_of(before)),
        meetings=_meetings(records, f"{programme}/{stage}"),
        comments=_comments(site, actor, programme, cohort, found, records, day) if handed else (),
    )


def _part(before: Sequence[Before], asked: Asked, about: Container[str]) -> Part[Before]:
    return part_with(before, asked, lambda one: one.enrolled.person in about)


def _meetings(records: Records, reference: str) -> tuple[Record, ...]:
    """The meetings about a stage, the latest first."""
    return tuple(reversed(by_day(records.of("board-meeting", stage=reference))))


def _work(site: Site, programme: str, cohort: str, stage: str, on: date) -> CohortWork | None:
    """The cohort's work; None where its marking policy is not on this site: papers stay readable."""
    try:
        return cohort_work(site, programme, cohort, stage, on)
    except Refused:
        return None


def _comments(
    site: Site, actor: Actor, programme: str, cohort: str, stage: Stage, records: Records, on: date
) -> tuple[Comment, ...]:
    """What external examiners had said by the day of the meeting."""
    target = Target(programme=programme, cohort=cohort)
    if not may(actor, "read-external-comments", target, site.today()):
        return ()
    every = records.of("external-comment", stage=f"{programme}/{stage.id}")
    found = [r for r in every if r.on <= on]
    record_reading_of_others(site, actor, cohort, found, "read-external-comments")
    texts = contents_of(site.session(), [r.get("comment") for r in found])
    names = people.people(site.session(), [r.recorded_by for r in found])
    return tuple(
        Comment(
            name=names[r.recorded_by].name if r.recorded_by in names else "",
            on=r.on,
            assessment=a.title if (a := stage.assessment(r.get("assessment") or "")) else "",
            text=_said(texts.get(r.get("comment"))),
        )
        for r in found
    )


def _said(content: object) -> str:
    return (
        str(content.get("text", ""))
        if isinstance(content, Mapping)
        else "Missing: tell whoever runs Cadre"
    )


def stage_of(programme: Programme, stage: str) -> Stage:
    """A stage of a programme; NotFound where there is none."""
    found = programme.stage(stage)
    if found is None:
        raise NotFound(f'"{stage}" is not a stage of {programme.title}.')
    return found


def evaluated_on(
    site: Site,
    session: Session,
    programme: str,
    cohort: str,
    stage: str,
    on: date,
    people: Collection[str],
) -> list[Evaluated]:
    """The verdict on a stage of those of some people who are on it on a day, and have not left."""
    everybody = of_cohort_on(site, cohort, on, session=session)
    enrolled = [e for e in everybody if e.person in people and not e.gone_by(on)]
    found = _every_stage(site, session, programme, enrolled, on)
    return [e for e in found if e.progress.stage.id == stage]


def _every_stage(
    site: Site, session: Session, programme: str, enrolled: Iterable[Enrolled], on: date
) -> list[Evaluated]:
    """The verdict on every stage of some enrolments."""
    wanted = {e.id: e.person for e in enrolled}
    found = progress_of_people(
        site, sorted(set(wanted.values())), on, programme=programme, session=session
    )
    every = (e for evaluated in found.values() for e in evaluated)
    return [e for e in every if e.progress.enrolment.id in wanted]


OUTCOMES = some_kinds("board-outcome")


def before_board(
    site: Site, version: Programme, cohort: str, stage: Stage, on: date
) -> tuple[Before, ...]:
    """Everybody of a cohort on a day who is on the stage and has not left; nothing is evaluated.

    By name, whom a board has decided about for good at the end.
    """
    session = site.session()
    enrolled = [
        e
        for e in of_cohort_on(site, cohort, on)
        if not e.gone_by(on) and stage.id in {s.id for s in _stages(site, e)}
    ]
    names = people.people(session, [e.person for e in enrolled])
    records = site.ledger.about(session, [person(e.person) for e in enrolled], kinds=OUTCOMES)
    reference = f"{version.id}/{stage.id}"
    found = [
        Before(
            e,
            names[e.person].name if e.person in names else e.person,
            _is_final(_latest_outcome(records.about(person(e.person)), e.id, reference)),
        )
        for e in enrolled
    ]
    return tuple(sorted(found, key=lambda one: (one.decided, one.name.casefold())))


def _stages(site: Site, enrolled: Enrolled) -> tuple[Stage, ...]:
    return load(site, enrolled.programme, enrolled.version).stages_of(enrolled.admission)


def _is_final(outcome: Record | None) -> bool:
    return outcome is not None and outcome.get("outcome") in FINAL


def _candidates(
    site: Site, part: Part[Before], stage: Stage, on: date, work: CohortWork | None
) -> Part[Candidate]:
    """The papers of some learners."""
    session, enrolled = site.session(), [one.enrolled for one in part]
    programme = enrolled[0].programme if enrolled else ""
    every = _every_stage(site, session, programme, enrolled, on)
    records = site.ledger.about(session, [person(e.person) for e in enrolled], kinds=OUTCOMES)
    wanted = {e.id for e in enrolled}
    marks = {row.enrolment: row.lines for row in rows_of(site, work, wanted)} if work else {}
    blocked = open_marks(work, wanted) if work else {}
    names = {one.enrolled.id: one.name for one in part}
    found = {e.progress.enrolment.id: e for e in every if e.progress.stage.id == stage.id}
    rows = tuple(
        Candidate(
            person=e.progress.person,
            name=names[identity],
            progress=e.progress,
            earlier=latest_outcome(records, e.progress, f"{programme}/{stage.id}"),
            marks=marks.get(identity, ()),
            blocked=blocked.get(identity, ()),
            carried=_carried(e, every, records),
            reconsider=_to_reconsider(work, identity),
        )
        for identity in names
        if (e := found.get(identity))
    )
    return Part(rows, part.start, part.total, part.size)


def _to_reconsider(work: CohortWork | None, enrolment: str) -> tuple[str, ...]:
    """What came to light about a learner's work after a board, and waits for one, in sentences."""
    return tuple(
        f"{each.assessment.title}, attempt {result.attempt}: a major slip of confidentiality was "
        f"recorded on {in_words(slip.on)}, after the board. The copy is closed; the result stays "
        f"unless the board changes it."
        for each in (work.of(enrolment) if work else ())
        for result in results(each)
        for slip in slips_to_reconsider(each, result.attempt)
    )


def open_marks(
    work: CohortWork, enrolments: Container[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Why a board can decide nothing yet about some learners, by enrolment.

    Their marks are held, not agreed, or in a set that no moderator has confirmed.
    """
    sets = [
        (m.says, {s.submission for s in m.scripts}) for m in moderations(w for _, w in work.works)
    ]
    found: dict[str, tuple[str, ...]] = {}
    for of, each in work.works:
        if enrolments is not None and of.enrolment.id not in enrolments:
            continue
        attempts = results(each)
        own = {r.submission.id for r in attempts if r.submission}
        says = [s for r in attempts if (s := why_unsettled(each.assessment.title, r))]
        says += [says for says, scripts in sets if own & scripts]
        if says:
            found[of.enrolment.id] = (*found.get(of.enrolment.id, ()), *says)
    return found


def _carried(
    candidate: Evaluated, every: Sequence[Evaluated], records: Records
) -> tuple[Carried, ...]:
    """The conditions that stand of the learner's decisions and are not met as of the meeting.

    Those of the latest board on each stage: a later one has lifted what an earlier one asked.
    """
    enrolment = candidate.progress.enrolment
    found = []
    for progress in (e.progress for e in every if e.progress.enrolment.id == enrolment.id):
        reference = f"{progress.programme.id}/{progress.stage.id}"
        outcome = latest_outcome(records, progress, reference)
        verdict = progress.verdict(outcome.get("condition") or "") if outcome else None
        if outcome is not None and verdict is not None and not verdict.outcome.settles:
            by = outcome.get("condition-by")
            found.append(Carried(progress.stage.title, verdict.title, by))
    return tuple(found)


def latest_outcome(records: Records, progress: Progress, reference: str) -> Record | None:
    """The outcome of the latest board within this enrolment on a stage."""
    return _latest_outcome(records, progress.enrolment.id, reference)


def _latest_outcome(records: Records, enrolment: str, reference: str) -> Record | None:
    own = records.in_enrolment(enrolment).of("board-outcome", stage=reference)
    return latest_by_day(own)
