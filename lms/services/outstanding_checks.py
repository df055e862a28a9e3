"""How many learners of each cohort wait for an entry check, for those who record them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lms.domain.policy import Actor, Target, may
from lms.services.list_programmes import CohortLine, list_programmes
from lms.services.site import Site
from lms.services.stage_lines import stage_lines
from lms.store.enrolments import of_programme


@dataclass(frozen=True, slots=True)
class ChecksWaiting:
    """A cohort in which so many learners have entry checks outstanding."""

    programme: str
    cohort: CohortLine
    learners: int


def outstanding_checks(site: Site, actor: Actor) -> list[ChecksWaiting]:
    """The cohorts with entry checks outstanding, where the actor may record them.

    The number of statements grows with the programmes, not with cohorts or learners.
    """
    mine = [
        (programme.id, cohort)
        for programme in list_programmes(site, actor)
        for cohort in programme.cohorts
        if _may_record(site, actor, programme.id, cohort.id)
    ]
    cohorts = {cohort.id for _, cohort in mine}
    programmes = sorted({programme for programme, _ in mine})
    enrolled = [
        e
        for programme in programmes
        for e in of_programme(site.session(), programme)
        if e.cohort in cohorts and not e.gone_by(site.today())
    ]
    lines = stage_lines(site, enrolled)
    waiting = Counter(
        e.cohort for e in enrolled if lines[e.id] and lines[e.id][0].entry_outstanding
    )
    return [
        ChecksWaiting(programme, cohort, waiting[cohort.id])
        for programme, cohort in mine
        if waiting[cohort.id]
    ]


def _may_record(site: Site, actor: Actor, programme: str, cohort: str) -> bool:
    target = Target(programme=programme, cohort=cohort)
    return may(actor, "record-entry-check", target, site.today())
