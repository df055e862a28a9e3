"""How many claims, appeals and slips to reconsider wait, cohort by cohort, for who decides them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.domain.assessment.slips import changes_the_attempt, to_reconsider
from lms.domain.policy import Actor, Target, may
from lms.domain.records import Record, Records
from lms.services.programmes import load
from lms.services.site import Site
from lms.store import people
from lms.store.enrolments import Enrolled, some

KINDS = ("circumstances", "circumstances-decision", "appeal", "appeal-decision", "slip")


@dataclass(frozen=True, slots=True)
class OpenDecisions:
    """A cohort with what waits in it; a count is 0 where the actor may not decide it.

    ``slips`` are counted by stage: those that came to light after its board had decided.
    """

    programme: str
    cohort: str
    name: str
    claims: int
    appeals: int
    slips: Mapping[str, int]


def open_decisions(site: Site, actor: Actor) -> list[OpenDecisions]:
    """What waits in each cohort, in a fixed number of statements; cohorts without any are left out."""
    session = site.session()
    records = site.ledger.of_kinds(session, KINDS)
    claims = _open(records, "circumstances", "circumstances-decision", "claim")
    appeals = _open(records, "appeal", "appeal-decision", "appeal")
    late = [s for s in records.of("slip") if s.enrolment and not changes_the_attempt(s)]
    if not claims and not appeals and not late:
        return []
    enrolled = some(session, {*claims, *appeals, *(s.enrolment or "" for s in late)})
    cohorts = {e.id: e.cohort for e in enrolled.values() if not e.gone_by(site.today())}
    waiting = Counter(cohorts.get(e, "") for e in claims)
    appealed = Counter(cohorts.get(e, "") for e in appeals)
    slips = _slips(site, late, enrolled)
    found = [
        OpenDecisions(
            c.programme,
            c.id,
            c.name,
            waiting[c.id] if _may(site, actor, "decide-circumstances", c) else 0,
            appealed[c.id] if _may(site, actor, "decide-appeal", c) else 0,
            slips.get(c.id, {}) if _may(site, actor, "read-board", c) else {},
        )
        for c in people.cohorts(session)
    ]
    return [one for one in found if one.claims or one.appeals or one.slips]


def _slips(
    site: Site, late: Iterable[Record], enrolled: Mapping[str, Enrolled]
) -> dict[str, Counter[str]]:
    """How many slips to reconsider each stage of each cohort has, by learners who have not left."""
    found: dict[str, Counter[str]] = {}
    records = site.about(*{slip.subject for slip in late})
    for slip in late:
        one = enrolled.get(slip.enrolment or "")
        if one is None or one.gone_by(site.today()):
            continue
        stage = _stage(site, one, str(slip.get("assessment")))
        if stage:
            own = records.in_enrolment(one.id)
            if to_reconsider(own, f"{one.programme}/{stage}", [slip]):
                found.setdefault(one.cohort, Counter())[stage] += 1
    return found


def _stage(site: Site, one: Enrolled, assessment: str) -> str:
    stages = load(site, one.programme, one.version).stages
    return next((s.id for s in stages if s.assessment(assessment)), "")


def _may(site: Site, actor: Actor, act: str, cohort: people.Cohort) -> bool:
    target = Target(programme=cohort.programme, cohort=cohort.id)
    return may(actor, act, target, site.today())


def _open(records: Records, kind: str, decision: str, field: str) -> list[str]:
    """The enrolments of what is open, one entry for each."""
    decided = {r.get(field) for r in records.of(decision)}
    return [r.enrolment for r in records.of(kind) if r.id not in decided and r.enrolment]
