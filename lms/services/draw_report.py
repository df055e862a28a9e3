"""Reports of plugins: a table about the learners of a programme version, drawn when asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.domain.contributions import LearnerRow, Report, ReportContext
from lms.domain.faults import noted
from lms.domain.policy import Actor, Target, may
from lms.domain.programme import Programme
from lms.domain.records import Records, person
from lms.errors import NotFound
from lms.services.enrolled_on import enrolled_on
from lms.services.evaluation import progress_of_people
from lms.services.list_programmes import programme_line
from lms.services.programmes import load
from lms.services.site import Site
from lms.services.whose_work import marks_cohort_blindly
from lms.store import people
from lms.store.enrolments import Enrolled, of_programme

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report's table; ``fault`` says why there is none."""

    report: Report
    programme: Programme
    as_of: date
    rows: tuple[tuple[str, ...], ...] = ()
    fault: str = ""


def list_reports(
    site: Site, actor: Actor, programme: str, version: str = ""
) -> tuple[Programme, tuple[Report, ...]]:
    """The reports that the plugins of a version offer, by title; the newest version by default."""
    line = programme_line(site, actor, programme)
    found = load(site, programme, version or line.version)
    reports = site.registry.relay(found.plugins).reports.values()
    return found, tuple(sorted(reports, key=lambda report: report.title))


def draw_report(
    site: Site,
    actor: Actor,
    programme: str,
    report: str,
    version: str = "",
    as_of: date | None = None,
) -> Drawn:
    """A report about the learners on a version whom the actor may report on.

    A report that raises, or gives something else than rows of text, has a fault and no rows: it
    costs its own page and nothing more.
    """
    found, reports = list_reports(site, actor, programme, version)
    wanted = next((r for r in reports if r.id == report), None)
    if wanted is None:
        raise NotFound(f'No plugin of this version offers a report "{report}".')
    day = as_of or site.today()
    context = ReportContext(found, _learners(site, actor, found, day), day)
    try:
        rows = tuple(_checked(wanted, wanted.rows(context)))
    except (Exception, SystemExit) as fault:  # somebody else's code
        reference = noted(log, f"The report {wanted.id}", fault)
        return Drawn(wanted, found, day, fault=f"reference {reference} in the log")
    return Drawn(wanted, found, day, rows)


def _checked(report: Report, rows: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    for row in rows:
        if len(row) != len(report.columns) or not all(isinstance(cell, str) for cell in row):
            raise TypeError(f"each row must be {len(report.columns)} texts")
        yield tuple(row)


def _learners(
    site: Site, actor: Actor, programme: Programme, as_of: date
) -> tuple[LearnerRow, ...]:
    session = site.session()
    own = {e.id for e in of_programme(session, programme.id) if _may_see(site, actor, e)}
    then = (e for e in enrolled_on(site, as_of, session=session) if e.id in own)
    enrolled = [e for e in then if e.version == programme.version]
    mine = {e.id for e in enrolled}
    identities = sorted({e.person for e in enrolled})
    names = people.people(session, identities)
    records = site.ledger.about(session, [person(p) for p in identities])
    blind = _marked_blindly(site, actor, programme, enrolled)
    found = {
        **progress_of_people(
            site, [p for p in identities if p not in blind], as_of, None, programme.id
        ),
        **progress_of_people(site, sorted(blind), as_of, None, programme.id, shown=True),
    }
    rows = [
        LearnerRow(
            p,
            names[p].name if p in names else p,
            e.progress,
            Records(
                r
                for r in records.about(person(p)).in_enrolment(e.progress.enrolment.id)
                if r.on <= as_of and not (p in blind and r.kind == "mark")
            ),
        )
        for p in identities
        for e in found[p]
        if e.progress.enrolment.id in mine
    ]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.progress.stage.order)))


def _marked_blindly(
    site: Site, actor: Actor, programme: Programme, enrolled: Iterable[Enrolled]
) -> frozenset[str]:
    """Those whose work the reader marks without being told whose it is: marks would tell it."""
    of = list(enrolled)
    cohorts = {
        name
        for name in {e.cohort for e in of}
        if marks_cohort_blindly(site, actor, programme, name)
    }
    return frozenset(e.person for e in of if e.cohort in cohorts)


def _may_see(site: Site, actor: Actor, enrolled: Enrolled) -> bool:
    target = Target(enrolled.person, enrolled.programme, enrolled.cohort)
    return may(actor, "read-report", target, site.today())
