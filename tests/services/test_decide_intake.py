"""Whoever leads or administers closes a programme to new enrolments; learners on it finish."""

from __future__ import annotations

from datetime import date

import pytest

from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services.decide_intake import IntakeDecision, decide_intake, list_intakes, see_intake
from lms.services.enrol import enrol
from lms.services.evaluation import progress_of
from lms.services.list_programmes import programme_line
from lms.services.site import Site
from tests.fixtures.training import Training
from tests.services.test_enrol import application

TODAY = date(2026, 3, 2)
CLOSED = IntakeDecision("closed", TODAY, "The last cohort of this course.")


def test_nobody_new_is_enrolled_and_who_is_on_it_goes_on(site: Site, training: Training) -> None:
    ann, ben = training.learner("ann"), training.world.person("ben")
    decide_intake(site, training.lead, "craft", CLOSED)
    with pytest.raises(Refused) as refused:
        enrol(site, training.lead, application(training, person=ben, reason="Late."))
    assert refused.value.refusal.code == "closed-to-new"
    assert "A craft in two years is closed to new enrolments from 2 March 2026" in str(
        refused.value
    )
    assert site.about_me(ben).of("enrolment") == []
    training.finish_first("ann", ann)
    assert progress_of(site, "ann", TODAY)[0].verdict("c1.study").outcome == "met"  # type: ignore[union-attr]


def test_it_can_be_opened_again_and_every_decision_stays(site: Site, training: Training) -> None:
    ben = training.world.person("ben")
    decide_intake(site, training.lead, "craft", CLOSED)
    decide_intake(site, training.lead, "craft", IntakeDecision("open", TODAY, "Money was found."))
    assert enrol(site, training.lead, application(training, person=ben, reason="Late."))
    page = see_intake(site, training.lead, "craft")
    assert (page.closed, page.says) == (False, "")
    assert [(d.outcome, d.reason) for d in page.decisions] == [
        ("open", "Money was found."),
        ("closed", CLOSED.reason),
    ]


def test_the_programmes_page_says_so_from_the_decision_on(site: Site, training: Training) -> None:
    decide_intake(site, training.lead, "craft", IntakeDecision("closed", date(2026, 9, 1), "Last."))
    line = programme_line(site, training.lead, "craft")
    assert line.intake == "It closes to new enrolments on 1 September 2026."


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (IntakeDecision("closed", date(2026, 3, 1), "Why."), "today at the earliest"),
        (IntakeDecision("shut", TODAY, "Why."), "Choose whether"),
        (IntakeDecision("closed", TODAY, " "), "Write why"),
        (IntakeDecision("open", TODAY, "Why."), "It is open to new enrolments on that day already"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(
    site: Site, training: Training, decision: IntakeDecision, says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        decide_intake(site, training.lead, "craft", decision)
    assert says in str(refused.value.problems)


def test_an_operator_decides_too_and_nobody_else(site: Site, training: Training) -> None:
    op = site.actor(training.world.person("op", role="operator"))
    assert "craft" in [i.programme for i in list_intakes(site, op)]
    decide_intake(site, op, "craft", CLOSED)
    tutor = site.actor(training.world.person("tess", role="tutor", programme="craft"))
    assert list_intakes(site, tutor) == []
    with pytest.raises(NotPermitted):
        decide_intake(site, tutor, "craft", CLOSED)
    with pytest.raises(NotFound):
        decide_intake(site, op, "nowhere", CLOSED)
