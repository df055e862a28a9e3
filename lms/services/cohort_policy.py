"""The marking policy that a cohort keeps: the one it began with, whatever is published later."""

from __future__ import annotations

from datetime import date

from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.work import policy_key
from lms.domain.programme import Programme
from lms.domain.records import Records, Refusal
from lms.domain.records import cohort as cohort_subject
from lms.errors import Refused
from lms.services.assessed import NO_POLICY
from lms.services.site import Site, fact
from lms.store.ledger import Writer


def policy_of_cohort(
    site: Site, version: Programme, records: Records, cohort: str
) -> MarkingPolicy:
    """The policy of a cohort, from the records about it; Refused where it is not on this site."""
    policy = site.marking.find(policy_key(version, cohort, records))
    if policy is None:
        raise Refused(Refusal("no-policy", NO_POLICY))
    return policy


def keep_policy(writer: Writer, version: Programme, cohort: str, on: date) -> None:
    """Write down that a cohort keeps the policy that the version names today (8a.10)."""
    writer.append(
        fact(
            cohort_subject(cohort),
            "cohort-policy",
            on,
            programme=version.id,
            policy=version.marking_policy,
        )
    )
