"""Prior learning and waivers are decided by somebody, with reasons, and never for clinical work."""

from __future__ import annotations

from datetime import date

import pytest

from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services.evaluation import progress_of
from lms.services.prior_learning import decide_prior_learning, waive
from lms.services.site import Site
from lms.store.documents import content_of
from tests.fixtures.training import Training

TODAY = date(2026, 3, 2)
WHY = "Certificate of 2024 with sixty hours; a case was discussed to show currency."


def outcome(site: Site, requirement: str) -> str:
    verdict = progress_of(site, "ben", TODAY)[0].verdict(requirement)
    assert verdict is not None
    return verdict.outcome.value


def test_a_credited_requirement_is_settled(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    record = decide_prior_learning(
        site, training.lead, enrolment, "credited", TODAY, WHY, requirement="c1.study"
    )
    assert outcome(site, "c1.study") == "credited"
    kept = site.ledger.find(site.session(), record)
    assert kept is not None
    assert content_of(site.session(), kept.get("reason")) == {"text": WHY}


def test_a_refusal_settles_nothing(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    decide_prior_learning(
        site, training.lead, enrolment, "refused", TODAY, WHY, requirement="c1.study"
    )
    assert outcome(site, "c1.study") == "not-yet"


def test_a_whole_stage_can_be_credited(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    decide_prior_learning(
        site, training.lead, enrolment, "credited", TODAY, WHY, stage="craft/first"
    )
    entry = progress_of(site, "ben", TODAY)[1].verdict("c2.entry")
    assert entry is not None
    assert entry.outcome == "met"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"requirement": "c1.study", "outcome": "passed"}, "Choose what was decided"),
        ({"requirement": "c1.study", "reason": ""}, "what evidence"),
        ({"requirement": "c1.study", "on": date(2026, 3, 3)}, "cannot lie ahead"),
        ({"requirement": "c1.study", "stage": "craft/first"}, "one thing"),
        ({"stage": "craft/third"}, "not a published stage"),
        ({}, "one thing"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(
    site: Site, training: Training, fields: dict[str, object], says: str
) -> None:
    enrolment = training.learner("ben")
    whole = {"outcome": "credited", "on": TODAY, "reason": WHY, **fields}
    with pytest.raises(BadInput) as refused:
        decide_prior_learning(site, training.lead, enrolment, **whole)  # type: ignore[arg-type]
    assert says in str(refused.value.problems)


def test_a_requirement_of_another_programme_is_not_found(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    with pytest.raises(NotFound):
        waive(site, training.lead, enrolment, "y2.practice", TODAY, WHY)


def test_study_can_be_waived_with_a_reason(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    waive(site, training.lead, enrolment, "c1.study", TODAY, "Teaches the subject.")
    assert outcome(site, "c1.study") == "waived"
    with pytest.raises(BadInput):
        waive(site, training.lead, enrolment, "c1.study", TODAY, "")


def test_clinical_work_is_never_waived(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    with pytest.raises(Refused, match="clinical work"):
        waive(site, training.lead, enrolment, "c1.clinic", TODAY, "Long experience.")
    assert outcome(site, "c1.clinic") == "not-yet"


def test_a_boards_decision_is_not_waived(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    with pytest.raises(Refused, match="cannot be waived"):
        waive(site, training.lead, enrolment, "c1.board", TODAY, "No board met.")


def test_nobody_decides_about_his_or_her_own_learning(site: Site, training: Training) -> None:
    enrolment = training.world.enrolment("lead", "craft", cohort=training.cohort)
    with pytest.raises(NotPermitted, match="own"):
        waive(site, training.lead, enrolment, "c1.study", TODAY, "I know it.")
