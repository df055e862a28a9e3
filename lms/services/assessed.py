"""A piece of work of one enrolment as its marks are derived: policy, working days, cohort."""

from __future__ import annotations

from datetime import date

from lms.domain.as_of import AsOf
from lms.domain.assessment.outcome import Result
from lms.domain.assessment.results import results
from lms.domain.assessment.work import Work
from lms.domain.evidence import work_in
from lms.domain.programme import Assessment
from lms.domain.records import Records, Refusal
from lms.domain.records import cohort as cohort_subject
from lms.errors import Refused
from lms.services.enrolments import Learning, cohort_records
from lms.services.site import Site
from lms.store.writer import Writer

NO_POLICY = (
    "The marking policy of this programme comes from a plugin that is not loaded, so nothing about "
    "this work can be decided. Ask the operator of this site."
)


def work_of(
    site: Site,
    of: Learning,
    assessment: Assessment,
    writer: Writer | None = None,
    as_of: date | None = None,
) -> Work:
    """The work as of a day, today if none is given; within an act, as that sees it.

    Refused where the policy that decides it is not on this site.
    """
    found = find_work_of(site, of, assessment, writer, as_of)
    if found is None:
        raise Refused(Refusal("no-policy", NO_POLICY))
    return found


def find_work_of(
    site: Site,
    of: Learning,
    assessment: Assessment,
    writer: Writer | None = None,
    as_of: date | None = None,
) -> Work | None:
    """The same; None where the policy that decides it is not on this site."""
    cohorts = _cohorts(site, of, writer)
    stage = next(s for s in of.stages if s.assessment(assessment.id))
    ref, day = f"{of.programme.id}/{stage.id}", AsOf(as_of or site.today())
    return work_in(of.enrolment, of.programme, ref, assessment, site.marking, of.own, cohorts, day)


def _cohorts(site: Site, of: Learning, writer: Writer | None) -> Records:
    """The records about every cohort that the enrolment was ever in."""
    if writer is None:
        return cohort_records(site, of)
    names = sorted(of.enrolment.cohorts)
    return Records.together(writer.about(cohort_subject(name)) for name in names)


def results_of(site: Site, of: Learning, assessment: Assessment) -> tuple[Result, ...]:
    """Every attempt at a piece of work as of today."""
    return results(work_of(site, of, assessment))
