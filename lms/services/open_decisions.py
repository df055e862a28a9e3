"""How many claims and appeals wait for a decision, cohort by cohort, for those who decide them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lms.domain.policy import Actor, Target, may
from lms.domain.records import Records
from lms.services.site import Site
from lms.store import people
from lms.store.enrolments import some

KINDS = ("circumstances", "circumstances-decision", "appeal", "appeal-decision")


@dataclass(frozen=True, slots=True)
class OpenDecisions:
    """A cohort with what waits in it; a count is 0 where the actor may not decide it."""

    programme: str
    cohort: str
    name: str
    claims: int
    appeals: int


def open_decisions(site: Site, actor: Actor) -> list[OpenDecisions]:
    """What waits in each cohort, in a fixed number of statements; cohorts without any are left out."""
    session = site.session()
    records = site.ledger.of_kinds(session, KINDS)
    claims = _open(records, "circumstances", "circumstances-decision", "claim")
    appeals = _open(records, "appeal", "appeal-decision", "appeal")
    if not claims and not appeals:
        return []
    enrolled = some(session, {*claims, *appeals}).values()
    cohorts = {e.id: e.cohort for e in enrolled if e.withdrawn is None}
    waiting = Counter(cohorts.get(e, "") for e in claims)
    appealed = Counter(cohorts.get(e, "") for e in appeals)
    found = [
        OpenDecisions(
            c.programme,
            c.id,
            c.name,
            waiting[c.id] if _may(site, actor, "decide-circumstances", c) else 0,
            appealed[c.id] if _may(site, actor, "decide-appeal", c) else 0,
        )
        for c in people.cohorts(session)
    ]
    return [one for one in found if one.claims or one.appeals]


def _may(site: Site, actor: Actor, act: str, cohort: people.Cohort) -> bool:
    target = Target(programme=cohort.programme, cohort=cohort.id)
    return may(actor, act, target, site.today())


def _open(records: Records, kind: str, decision: str, field: str) -> list[str]:
    """The enrolments of what is open, one entry for each."""
    decided = {r.get(field) for r in records.of(decision)}
    return [r.enrolment for r in records.of(kind) if r.id not in decided and r.enrolment]
