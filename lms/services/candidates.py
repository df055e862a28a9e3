"""Candidates' codes for the pages, lists and answers of those who are not told whose work it is."""

from __future__ import annotations

from collections.abc import Iterable

from lms.domain.assessment.anonymity import Candidates, Enrolling, codes
from lms.services.site import Site
from lms.store.candidates import Joined, joined, shown_codes


def candidates(
    site: Site, programmes: Iterable[str], submissions: Iterable[str] = ()
) -> Candidates:
    """The codes on some programmes, in two statements however many learners there are.

    The ledger's key of the day on which somebody was enrolled makes the code, so a newer key changes
    none. Where the operator has thrown an old key away, the newest one stands in for it.
    """
    session, wanted = site.session(), set(programmes)
    found: dict[str, str] = {}
    every = joined(session, wanted)
    for programme in sorted(wanted):
        found |= codes(_enrolling(site, one) for one in every if one.programme == programme)
    return Candidates(found, shown_codes(session, submissions))


def _enrolling(site: Site, one: Joined) -> Enrolling:
    keys = site.ledger.keys
    secret = keys.secrets.get(one.key) or keys.secrets[keys.current]
    return Enrolling(one.enrolment, one.cohort, secret)
