"""The marking policy that a cohort keeps: the one it began with, whatever is published later."""

from __future__ import annotations

from datetime import date

from lms.domain.assessment.bands import may_be_marked_by
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.assessment.work import policy_key
from lms.domain.programme import Programme
from lms.domain.records import Records, Refusal
from lms.domain.records import cohort as cohort_subject
from lms.errors import Refused
from lms.services.assessed import NO_POLICY
from lms.services.site import Site, fact
from lms.store.writer import Writer


def policy_of_cohort(
    site: Site, version: Programme, records: Records, cohort: str
) -> MarkingPolicy:
    """The policy of a cohort, from the records about it; Refused where it is not on this site."""
    policy = site.marking.find(policy_key(version, cohort, records))
    if policy is None:
        raise Refused(Refusal("no-policy", NO_POLICY))
    return policy


def require_described(site: Site, version: Programme) -> None:
    """Refused where work of the version does not describe the bands of its policy (8a.33).

    A version that was published before this was asked stays as it is, for those who are on it.
    """
    policy = site.marking.find(version.marking_policy)
    kinds = site.registry.relay(version.plugins).requirement_kinds
    refusal = may_be_marked_by(version, policy, kinds) if policy else None
    if refusal is not None:
        raise Refused(refusal)


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
