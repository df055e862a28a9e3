"""Nobody is enrolled without somebody having looked at the entry checks."""

from __future__ import annotations

from datetime import date

import pytest

from lms.errors import BadInput, NotPermitted, Refused
from lms.services.add_person import NewPerson
from lms.services.enrol import Application, enrol
from lms.services.entry_checks import admissions, entry_verdicts, record_entry_check
from lms.services.evaluation import enrolment_of, progress_of
from lms.services.people import people, person
from lms.services.site import Site
from lms.store.documents import content_of
from tests.fixtures.training import Training

START = date(2026, 3, 9)


def application(training: Training, **more: object) -> Application:
    fields = {"programme": "craft", "cohort": training.cohort, "admission": "craft", "start": START}
    return Application(**{**fields, **more})  # type: ignore[arg-type]


def test_the_checks_are_shown_before_anybody_is_enrolled(site: Site, training: Training) -> None:
    ben = training.world.person("ben")
    (admission,) = admissions(site, "craft")
    (letter,) = entry_verdicts(site, ben, admission, training.cohort, START)
    assert (letter.id, letter.outcome) == ("c1.letter", "not-yet")
    assert site.about_me(ben).of("enrolment") == []


def test_an_outstanding_check_asks_for_a_reason(site: Site, training: Training) -> None:
    ben = training.world.person("ben")
    with pytest.raises(BadInput) as refused:
        enrol(site, training.lead, application(training, person=ben))
    assert "A manager's letter" in str(refused.value.problems)
    assert site.about_me(ben).of("enrolment") == []
    reasoned = application(training, person=ben, reason="The letter is promised for Friday.")
    enrolment = site.ledger.find(site.session(), enrol(site, training.lead, reasoned))
    assert enrolment is not None
    assert enrolment.get("version") == "1"
    kept = content_of(site.session(), enrolment.get("reason"))
    assert kept == {"text": "The letter is promised for Friday."}


def test_a_check_accepted_on_the_way_in_is_a_record_of_the_enrolment(
    site: Site, training: Training
) -> None:
    ben = training.world.person("ben")
    accepted = {"c1.letter": "Letter of 2 March seen."}
    identity = enrol(site, training.lead, application(training, person=ben, accepted=accepted))
    found = enrolment_of(site, identity)
    assert found is not None
    (check,) = found[1].of("entry-check")
    assert (check.enrolment, check.get("outcome")) == (identity, "accepted")
    first = progress_of(site, ben, START)[0]
    letter = first.verdict("c1.letter")
    assert letter is not None
    assert letter.outcome == "met"


def test_an_accepted_check_says_what_was_looked_at(site: Site, training: Training) -> None:
    ben = training.world.person("ben")
    bare = application(training, person=ben, accepted={"c1.letter": " "})
    with pytest.raises(BadInput, match="cannot be enrolled"):
        enrol(site, training.lead, bare)


def test_somebody_new_is_added_and_enrolled_at_once(site: Site, training: Training) -> None:
    new = NewPerson("Nia Invented", "Nia@Example.org")
    wanted = application(training, new=new, reason="Interviewed in January.")
    opening = site.ledger.find(site.session(), enrol(site, training.lead, wanted, key="one"))
    assert opening is not None
    nia = person(site.session(), opening.subject.id)
    assert nia is not None
    assert (nia.name, nia.email) == ("Nia Invented", "nia@example.org")
    assert "nia" not in nia.id


def test_two_clicks_enrol_once(site: Site, training: Training) -> None:
    wanted = application(training, new=NewPerson("Nia Invented"), reason="Known to us.")
    first = enrol(site, training.lead, wanted, key="k1")
    assert enrol(site, training.lead, wanted, key="k1") == first


def test_a_refused_enrolment_adds_nobody(site: Site, training: Training) -> None:
    with pytest.raises(BadInput):
        enrol(site, training.lead, application(training, new=NewPerson("Nia Invented")))
    rows = people(site.session(), training.world.added)
    assert len(rows) == len(training.world.added)


def test_nobody_is_enrolled_twice(site: Site, training: Training) -> None:
    wanted = application(training, person="starter", reason="Again.")
    with pytest.raises(Refused, match="already has an open enrolment"):
        enrol(site, training.lead, wanted)


def test_only_who_leads_the_programme_enrols(site: Site, training: Training) -> None:
    other = site.actor(training.world.person("other", role="programme-lead", programme="another"))
    ben = training.world.person("ben")
    with pytest.raises(NotPermitted):
        enrol(site, other, application(training, person=ben, reason="Mine now."))


def test_a_day_that_cannot_be_meant_is_said_to_be_so(site: Site, training: Training) -> None:
    ben = training.world.person("ben")
    wanted = application(training, person=ben, reason="Known.", start=date(1026, 3, 9))
    with pytest.raises(BadInput) as refused:
        enrol(site, training.lead, wanted)
    assert "check the year" in str(refused.value.problems)


def test_a_check_can_be_recorded_later_and_changes_the_verdict(
    site: Site, training: Training
) -> None:
    enrolment = training.learner("ben")
    today = site.today()
    check = ("c1.letter", "refused", today, "The manager cannot release her.")
    record_entry_check(site, training.lead, enrolment, *check)
    letter = progress_of(site, "ben", today)[0].verdict("c1.letter")
    assert letter is not None
    assert letter.outcome == "not-met"
    check = ("c1.letter", "accepted", today, "A new letter came.")
    record_entry_check(site, training.lead, enrolment, *check)
    letter = progress_of(site, "ben", today)[0].verdict("c1.letter")
    assert letter is not None
    assert letter.outcome == "met"


@pytest.mark.parametrize(
    ("requirement", "outcome", "reason", "says"),
    [
        ("c1.clinic", "accepted", "Seen.", "no entry check"),
        ("c1.letter", "perhaps", "Seen.", "accepted or refused"),
        ("c1.letter", "accepted", "", "what was looked at"),
    ],
)
def test_a_check_that_says_nothing_is_not_recorded(
    site: Site, training: Training, requirement: str, outcome: str, reason: str, says: str
) -> None:
    enrolment = training.learner("ben")
    with pytest.raises(BadInput) as refused:
        record_entry_check(
            site, training.lead, enrolment, requirement, outcome, site.today(), reason
        )
    assert says in str(refused.value.problems)


def test_a_person_without_the_role_records_no_check(site: Site, training: Training) -> None:
    enrolment = training.learner("ben")
    ben = site.actor("ben")
    with pytest.raises(NotPermitted):
        record_entry_check(site, ben, enrolment, "c1.letter", "accepted", site.today(), "Mine.")
