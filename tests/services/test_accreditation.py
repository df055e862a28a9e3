"""A cohort's accreditation can be decided when it is over; checks follow, and nobody is enrolled."""

from __future__ import annotations

from datetime import date

import pytest

from lms.errors import NotFound, NotPermitted
from lms.services.decide_accreditation import AccreditationDecision, decide_accreditation
from lms.services.evaluation import progress_of
from lms.services.see_accreditation import see_accreditation
from lms.services.see_cohort import see_cohort
from lms.services.site import Site
from tests.fixtures.training import Training

TODAY = date(2026, 3, 2)
NOT_YET = AccreditationDecision("first", "not-yet", date(2026, 2, 2), "Applied for in January.")
LATER = AccreditationDecision("first", "accredited", TODAY, "Letter of 2 March.")


def second_year(training: Training) -> str:
    """Ben, whom the board let go on to the second year; gives his enrolment."""
    enrolment = training.learner("ben")
    training.finish_first("ben", enrolment)
    outcome = {"stage": "craft/first", "outcome": "progress"}
    training.world.record("ben", "board-outcome", date(2026, 2, 1), enrolment=enrolment, **outcome)
    return enrolment


def entry(site: Site) -> tuple[str, str]:
    verdict = progress_of(site, "ben", TODAY)[1].verdict("c2.entry")
    assert verdict is not None
    return verdict.outcome.value, verdict.finding.code


def test_checks_follow_an_accreditation_and_are_shown_before_and_now(
    site: Site, training: Training
) -> None:
    enrolment = second_year(training)
    assert entry(site) == ("met", "")
    decide_accreditation(site, training.lead, "craft", training.cohort, NOT_YET)
    assert entry(site) == ("held", "not-accredited")
    decide_accreditation(site, training.lead, "craft", training.cohort, LATER)
    assert entry(site) == ("met", "")
    page = see_accreditation(site, training.lead, "craft", training.cohort)
    assert [d.outcome for d in page.decisions] == ["accredited", "not-yet"]
    assert page.decisions[0].reason == "Letter of 2 March."
    (check,) = page.checks
    assert (check.enrolment, check.before, check.now) == (enrolment, "held", "met")
    assert "(retrospective)" in check.reason
    assert len(site.about_me("ben").of("enrolment")) == 1


def test_a_refused_check_is_shown_beside_what_it_has_become(site: Site, training: Training) -> None:
    enrolment = second_year(training)
    fields = {"requirement": "c2.entry", "outcome": "refused"}
    training.world.record("ben", "entry-check", date(2026, 2, 3), enrolment=enrolment, **fields)
    assert entry(site) == ("not-met", "refused")
    decide_accreditation(site, training.lead, "craft", training.cohort, LATER)
    (check,) = see_accreditation(site, training.lead, "craft", training.cohort).checks
    assert (check.before, check.now) == ("not-met", "met")
    assert check.reason_before == "Refused on 3 February 2026."
    assert "had been refused on 3 February 2026" in check.reason


def test_the_cohorts_page_says_what_was_decided(site: Site, training: Training) -> None:
    decide_accreditation(site, training.lead, "craft", training.cohort, LATER)
    said = {
        s.id: s.accreditation
        for s in see_cohort(site, training.lead, "craft", training.cohort).stages
    }
    assert said["first"].startswith("accredited")
    assert said["second"] == ""


def test_only_who_leads_the_programme_decides_it(site: Site, training: Training) -> None:
    tutor = site.actor(training.world.person("tess", role="tutor", programme="craft"))
    with pytest.raises(NotPermitted):
        decide_accreditation(site, tutor, "craft", training.cohort, LATER)
    with pytest.raises(NotPermitted):
        see_accreditation(site, tutor, "craft", training.cohort)
    with pytest.raises(NotFound):
        decide_accreditation(site, training.lead, "craft", "nowhere", LATER)
