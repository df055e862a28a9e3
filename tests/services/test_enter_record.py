"""A learner enters facts of the kinds that the version offers, and takes back only his or her own."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.policy import Actor
from lms.domain.records import Records
from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services.check_writing import NotConfirmed
from lms.services.enter_record import NewFact, enter_record, record_form, take_back_record
from lms.services.site import Site
from lms.testing_world import World, small_files

DAY = date(2026, 2, 20)
FILES = small_files(
    """
- {id: lead.reading, title: Notes, kind: reading-notes, settings: {days: 2}, basis: {sure: decided, says: "For a test."}}
- {id: lead.recording, title: Recording, kind: consented-recording, settings: {at-least: 1}, basis: {sure: decided, says: "For a test."}}
""",
    ["lms_leadership"],
    "lead",
    "1",
)


@pytest.fixture
def enrolment(world: World) -> str:
    world.publish(FILES)
    return world.enrolment(world.person("amara"), "lead")


def enter(site: Site, enrolment: str, kind: str, new: NewFact, key: str | None = None) -> str:
    site.session().rollback()
    return enter_record(site, Actor("amara"), enrolment, kind, new, key)


def own(site: Site) -> Records:
    site.session().rollback()
    return site.about_me("amara")


def test_a_plugins_fact_is_entered_once_and_refused_by_the_kinds_own_rule(
    site: Site, enrolment: str
) -> None:
    note = NewFact(DAY, {"day": "1"})
    first = enter(site, enrolment, "reading-note", note, "key")
    assert enter(site, enrolment, "reading-note", note, "key") == first
    with pytest.raises(Refused, match="already noted"):
        enter(site, enrolment, "reading-note", note)
    (record,) = own(site).of("reading-note")
    assert (record.get("day"), record.recorded_by) == (1, "amara")


def test_a_consent_holds_over_its_days(site: Site, enrolment: str) -> None:
    given = NewFact(DAY, {"family": "F1", "purpose": "teaching"}, date(2026, 6, 1))
    enter(site, enrolment, "consent", given)
    (record,) = own(site).of("consent")
    assert (record.first, record.last, record.get("family")) == (DAY, date(2026, 6, 1), "F1")


@pytest.mark.parametrize(
    ("kind", "new", "field"),
    [
        ("reading-note", NewFact(DAY, {}), "day"),
        ("reading-note", NewFact(DAY, {"day": "one"}), "day"),
        ("reading-note", NewFact(DAY, {"day": "1", "dya": "2"}), "dya"),
        ("reading-note", NewFact(date(2026, 3, 3), {"day": "1"}), "on"),
        ("consent", NewFact(DAY, {"family": "Smith"}), "family"),
        ("consent", NewFact(DAY, {}, date(2026, 2, 19)), "until"),
    ],
)
def test_what_cannot_be_meant_names_its_field(
    site: Site, enrolment: str, kind: str, new: NewFact, field: str
) -> None:
    with pytest.raises(BadInput) as fault:
        enter(site, enrolment, kind, new)
    assert [p.field for p in fault.value.problems] == [field]  # type: ignore[attr-defined]


def test_what_could_name_somebody_is_held(site: Site, enrolment: str) -> None:
    consent = {"purpose": "for the session of 943 476 5870 with Tola Balogun"}
    with pytest.raises(NotConfirmed) as held:
        enter(site, enrolment, "consent", NewFact(DAY, consent))
    assert [w.kind for w in held.value.warnings] == ["nhs-number", "possible-names"]
    marks = [w.mark for w in held.value.warnings]
    enter(site, enrolment, "consent", NewFact(DAY, consent, confirmed=marks))


@pytest.mark.parametrize("kind", ["hours", "mark", "role", "none"])
def test_kinds_that_are_not_offered_cannot_be_entered(
    site: Site, enrolment: str, kind: str
) -> None:
    with pytest.raises(NotFound):
        record_form(site, Actor("amara"), enrolment, kind)


def test_consent_is_offered_only_where_a_requirement_asks_for_it(
    site: Site, world: World, enrolment: str
) -> None:
    world.publish(small_files("", [], "plain", "1"))
    plain = world.enrolment("amara", "plain")
    with pytest.raises(NotFound):
        record_form(site, Actor("amara"), plain, "consent")


def test_only_the_learner_enters_and_takes_back(site: Site, world: World, enrolment: str) -> None:
    record = enter(site, enrolment, "reading-note", NewFact(DAY, {"day": "1"}))
    site.session().rollback()
    tutor = site.actor(world.person("tess", role="tutor"))
    with pytest.raises(NotPermitted):
        take_back_record(site, tutor, enrolment, "reading-note", record)
    take_back_record(site, Actor("amara"), enrolment, "reading-note", record)
    assert own(site).of("reading-note") == []


def test_what_somebody_else_recorded_stays(site: Site, world: World, enrolment: str) -> None:
    theirs = world.record("amara", "consent", DAY, until=DAY, enrolment=enrolment)
    with pytest.raises(NotFound):
        take_back_record(site, Actor("amara"), enrolment, "consent", theirs.id)
