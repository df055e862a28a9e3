"""Cases of suspected misconduct as those few see them who may: a list, and each case by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.results import result_of
from lms.domain.board import has_decided
from lms.domain.policy import SYSTEM, Actor, Target, may
from lms.domain.records import Record, Records
from lms.errors import NotPermitted
from lms.services.assessed import find_work_of
from lms.services.enrolments import Learning, target_of
from lms.services.handed_content import readable_text
from lms.services.learner_record import learner_record, who_marked
from lms.services.people import cohorts, name_of, name_of_cohort, people
from lms.services.programmes import load
from lms.services.quarantine import may_open, readable_content
from lms.services.read_audit import record_reading, record_reading_of_others
from lms.services.site import Site
from lms.store.documents import content_of
from lms.store.enrolments import Enrolled, employers_on, some
from lms.store.writer import Writer

ACT = "read-misconduct"
OPEN, DECIDED = "open", "decided"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in the list; ``state`` is open or decided, ``outcome`` empty while it is open."""

    case: str
    name: str
    programme: str
    cohort: str
    cohort_name: str
    title: str
    attempt: int
    on: date
    days: int
    outcome: str

    @property
    def state(self) -> str:
        return DECIDED if self.outcome else OPEN


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a case."""

    record: str
    outcome: str
    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case with its reason and the work it is about.

    ``text`` is empty where the work is about the learner's own family (``private``), where its copy
    is under quarantine (``closed``) or where it was erased. ``barred`` says why the reader does not
    decide it; empty where the reader may. ``seen`` is the last position read.
    """

    case: str
    person: str
    name: str
    programme: str
    cohort: str
    cohort_name: str
    title: str
    attempt: int
    on: date
    by: str
    reason: str
    text: str
    private: bool
    closed: bool
    decision: Decision | None
    barred: str
    settled: bool
    seen: int


def list_cases(
    site: Site, actor: Actor, as_of: date | None = None, known_at: datetime | None = None
) -> list[CaseLine]:
    """The cases of the actor's programmes, open ones first, oldest first among them.

    The number of statements does not depend on how many there are.
    """
    day, kinds = as_of or site.today(), ("misconduct", "misconduct-decision")
    known = site.ledger.of_kinds(site.session(), kinds, known_at)
    records = known.only(lambda r: r.on <= day)
    outcomes = {r.get("case"): str(r.get("outcome")) for r in records.of("misconduct-decision")}
    cases = records.of("misconduct")
    enrolled = some(site.session(), {c.enrolment or "" for c in cases})
    seen = _permitted(site, actor, cases, enrolled)
    names = people(site.session(), {c.subject.id for c in seen})
    groups = {c.id: c.name for c in cohorts(site.session())}
    about = site.ledger.about(site.session(), {c.subject for c in seen}, known_at)
    so_far = about.only(lambda r: r.on <= day)
    lines = [
        _line(
            site, c, one, names[c.subject.id].name, groups.get(one.cohort, ""), outcomes, day, own
        )
        for c in seen
        if c.subject.id in names and (one := enrolled[c.enrolment or ""])
        for own in [so_far.in_enrolment(one.id)]
    ]
    return sorted(lines, key=lambda line: (line.state != OPEN, line.on, line.case))


def _permitted(
    site: Site, actor: Actor, cases: Iterable[Record], enrolled: Mapping[str, Enrolled]
) -> list[Record]:
    found = [c for c in cases if c.enrolment in enrolled and c.subject.id != actor.person]
    limited = actor is not SYSTEM and any(g.authority for g in actor.grants)
    today = site.today()
    employed = employers_on(site.session(), {c.subject.id for c in found}, today) if limited else {}

    def target(case: Record) -> Target:
        one = enrolled[case.enrolment or ""]
        employers = employed.get(one.person, frozenset())
        return Target(one.person, one.programme, one.cohort, employers)

    return [c for c in found if may(actor, ACT, target(c), today)]


def _line(
    site: Site,
    case: Record,
    enrolled: Enrolled,
    name: str,
    group: str,
    outcomes: Mapping[object, str],
    day: date,
    own: Records,
) -> CaseLine:
    stages = load(site, enrolled.programme, enrolled.version).stages
    titles = {a.id: a.title for stage in stages for a in stage.assessments}
    item = str(case.get("assessment"))
    return CaseLine(
        case=case.id,
        name=name,
        programme=enrolled.programme,
        cohort=enrolled.cohort,
        cohort_name=group,
        title=titles.get(item, item),
        attempt=attempt_in(own, case),
        on=case.on,
        days=(day - case.on).days,
        outcome=outcomes.get(case.id, ""),
    )


def read_case(site: Site, actor: Actor, identity: str) -> Case:
    """A case with its reason, the work and the decision; that each of them is read is noted first."""
    return _case(site, actor, identity, handed=True)


def see_case(site: Site, actor: Actor, identity: str) -> Case:
    """A case without its texts, for the form that decides it: nothing is read."""
    return _case(site, actor, identity, handed=False)


def _case(site: Site, actor: Actor, identity: str, handed: bool) -> Case:
    case, of = learner_record(site, actor, identity, ACT, "misconduct")
    if of.is_own(actor):
        raise NotPermitted("Your own page says what you are told about your own work.")
    found = of.assessment(str(case.get("assessment")))
    private = bool(found and found[1].private)
    submission = submission_of(of, case)
    closed = submission is not None and not may_open(site, actor, of, submission)
    hidden = private or closed or submission is None or not handed
    for read in (case, None if hidden else submission) if handed else ():
        if read is not None:
            record_reading(site, actor, of.enrolment.person, read.id, ACT)
    return Case(
        case=case.id,
        person=of.enrolment.person,
        name=name_of(site.session(), of.enrolment.person),
        programme=of.programme.id,
        cohort=of.enrolment.cohort,
        cohort_name=name_of_cohort(site.session(), of.enrolment.cohort),
        title=found[1].title if found else str(case.get("assessment")),
        attempt=attempt_in(of.own, case),
        on=case.on,
        by=name_of(site.session(), case.recorded_by),
        reason=str(content_of(site.session(), case.get("reason")) or "") if handed else "",
        text="" if hidden or submission is None else _text(site, actor, of, submission),
        private=private,
        closed=closed,
        decision=_decision(site, actor, of, case, handed),
        barred=why_barred(site, actor, of, case),
        settled=is_decided(site, of, case),
        seen=max(r.position for r in of.records),
    )


def _text(site: Site, actor: Actor, of: Learning, submission: Record) -> str:
    return readable_text(readable_content(site, actor, of, submission))


def is_decided(site: Site, of: Learning, case: Record, writer: Writer | None = None) -> bool:
    """Whether a board has decided about the attempt that a case is about."""
    found = of.assessment(str(case.get("assessment")))
    work = find_work_of(site, of, found[1], writer) if found else None
    return bool(work and has_decided(work, result_of(work, attempt_in(of.own, case))))


def submission_of(of: Learning, case: Record) -> Record | None:
    """The text that was in force when the case was reported."""
    named = of.own.of("submission", assessment=case.get("assessment"))
    wanted = attempt_in(of.own, case)
    same = [s for s in named if attempt_in(of.own, s) == wanted and s.position < case.position]
    return same[-1] if same else None


def why_barred(site: Site, actor: Actor, of: Learning, case: Record) -> str:
    """Why somebody does not decide a case, whatever the roles; empty where nothing stands against it."""
    if of.is_own(actor):
        return "Nobody decides on his or her own work."
    target = target_of(site, of.enrolment, actor)
    if not may(actor, "decide-misconduct", target, site.today()):
        return "A conduct officer of the programme decides."
    if case.recorded_by == actor.person:
        return "You reported it, so another conduct officer decides."
    if actor.person in who_marked(site, site.session(), of, str(case.get("assessment"))):
        return "You have marked this work, so another conduct officer decides."
    return ""


def _decision(
    site: Site, actor: Actor, of: Learning, case: Record, handed: bool
) -> Decision | None:
    found = of.own.of("misconduct-decision", case=case.id)
    if not found:
        return None
    last = found[-1]
    if handed:
        record_reading_of_others(site, actor, of.enrolment.person, [last], ACT)
    return Decision(
        record=last.id,
        outcome=str(last.get("outcome")),
        by=name_of(site.session(), last.recorded_by),
        on=last.on,
        reason=str(content_of(site.session(), last.get("reason")) or "") if handed else "",
    )
