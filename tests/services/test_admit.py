"""Whoever is enrolled is let in and told, and so is whoever must act next, by one act."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lms.services.accounts import create_account, set_password
from lms.services.add_person import NewPerson, add_person
from lms.services.admit import reached
from lms.services.enrol import Application, enrol
from lms.services.invite import accept_invite
from lms.services.site import Site
from lms.store.accounts import account_of
from lms.testing_world import Sent
from tests.fixtures.training import Training

pytestmark = pytest.mark.usefixtures("app")  # passwords are hashed by what signs people in

NEW = NewPerson("Nia Invented", "nia@example.org")
ACCEPTED = {"c1.letter": "Letter of 2 March seen."}


def application(training: Training, **more: object) -> Application:
    fields = {
        "programme": "craft",
        "cohort": training.cohort,
        "admission": "craft",
        "start": date(2026, 3, 9),
        "accepted": ACCEPTED,
    }
    return Application(**{**fields, **more})  # type: ignore[arg-type]


def told(sent: Sent) -> list[tuple[str, str]]:
    """Whom each mail went to and what it is about."""
    return sorted((mail.to[0], mail.subject) for mail in sent)


def test_somebody_new_is_enrolled_invited_and_signs_in_by_one_act(
    site: Site, training: Training, sent: Sent
) -> None:
    enrolment = enrol(site, training.lead, application(training, new=NEW), key="k")
    enrol(site, training.lead, application(training, new=NEW), key="k")
    (mail,) = sent
    assert mail.to == ["nia@example.org"]
    assert "enrolled on A craft in two years, from 9 March 2026" in mail.body
    assert reached(site, enrolment) == "invited"
    token = re.search(r"/set-password/(\S+)", mail.body)
    assert token
    accept_invite(site, token[1], "three quiet otters")
    opening = site.ledger.find(site.session(), enrolment)
    assert opening is not None
    account = account_of(site.session(), opening.subject.id)
    assert account is not None
    assert account.password
    assert reached(site, enrolment) == "told"


def test_whoever_can_sign_in_already_is_told_and_not_invited(
    site: Site, training: Training, sent: Sent
) -> None:
    ben = training.world.person("ben")
    operator = site.actor(training.world.person("operator", role="operator"))
    set_password(site, operator, ben, "three quiet otters")
    enrol(site, training.lead, application(training, person=ben))
    assert told(sent) == [
        ("ben@example.org", "You have been enrolled"),
        ("ben@example.org", "Your password for Cadre was set"),
    ]
    assert not any("/set-password/" in mail.body for mail in sent)


def test_tutors_and_whoever_decides_an_open_check_are_told(
    site: Site, training: Training, sent: Sent
) -> None:
    training.world.person("tess", role="tutor", programme="craft")
    training.world.person("elsewhere", role="tutor", programme="another")
    training.world.person("ada", role="admissions-tutor", programme="craft")
    enrol(site, training.lead, application(training, new=NEW, accepted={}, reason="Promised."))
    assert told(sent) == [
        ("ada@example.org", "Entry checks to decide"),
        ("nia@example.org", "You have been enrolled on A craft in two years"),
        ("tess@example.org", "A new learner"),
    ]
    says = next(mail.body for mail in sent if mail.to == ["ada@example.org"])
    assert "1 entry check is still to be decided" in says
    assert "Nia" not in says


def test_the_lead_decides_where_a_programme_has_no_admissions_tutor_and_is_not_told_of_own_acts(
    site: Site, training: Training, sent: Sent
) -> None:
    training.world.person("second", role="programme-lead", programme="craft")
    enrol(site, training.lead, application(training, new=NEW, accepted={}, reason="Promised."))
    assert [to for to, about in told(sent) if "checks" in about] == ["second@example.org"]


@pytest.mark.parametrize(
    ("new", "state"), [(NewPerson("Nia Invented"), "no-address"), (NEW, "taken")]
)
def test_who_cannot_be_reached_is_enrolled_all_the_same_and_the_operator_told(
    site: Site, training: Training, sent: Sent, new: NewPerson, state: str
) -> None:
    operator = site.actor(training.world.person("operator", role="operator"))
    other = add_person(site, operator, NewPerson("Nell Invented", "nell@example.org"))
    create_account(site, operator, other, "nia@example.org")
    enrolment = enrol(site, training.lead, application(training, new=new))
    assert reached(site, enrolment) == state
    assert [about for _, about in told(sent)] == ["Somebody enrolled cannot sign in"]
