"""A panel's judgement reaches the learner with its reason, and whoever decides the next entry check."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from lms.domain.policy import Actor
from lms.errors import NotPermitted
from lms.services.brought_evidence import Brought, brought_evidence
from lms.services.explain_requirement import explain_requirement
from lms.services.read_reason import read_reason
from lms.services.record_judgement import Judgement, record_judgement
from lms.services.site import Site
from lms.store.tables import ReadAuditRow
from lms.testing_world import World

SUITED = """
- id: s.suited
  title: Suitability
  kind: judgement
  part: judgement
  settings: {outcomes: [suitable, not-yet], by: tutor}
  basis: {sure: decided, says: "For a test."}
"""
FEBRUARY, MARCH = date(2026, 2, 20), date(2026, 3, 1)


@pytest.fixture
def enrolment(world: World) -> str:
    """Amara's enrolment on a programme whose tutor, Tess, judges suitability."""
    world.programme(SUITED)
    world.person("amara")
    world.person("tess", "tutor", programme="small")
    world.person("lena", "programme-lead", programme="small")
    return world.enrolment("amara", "small", on=date(2026, 1, 5))


def judge(site: Site, enrolment: str, outcome: str, on: date, reason: str = "So.") -> str:
    given = Judgement(outcome, on, reason)
    return record_judgement(site, site.actor("tess"), enrolment, "s.suited", given)


def explained(site: Site, actor: Actor, enrolment: str) -> tuple[str, str]:
    site.session().rollback()
    shown = explain_requirement(site, actor, enrolment, "s.suited")
    return shown.verdict.outcome.value, shown.written


def test_the_learner_reads_what_was_judged_and_why(site: Site, enrolment: str) -> None:
    judge(site, enrolment, "not-yet", FEBRUARY, "Lead two sessions, then come back.")
    amara = site.actor("amara")
    assert explained(site, amara, enrolment) == ("not-yet", "Lead two sessions, then come back.")
    judge(site, enrolment, "suitable", MARCH, "You led four.")
    assert explained(site, amara, enrolment) == ("met", "You led four.")
    assert site.session().scalars(select(ReadAuditRow)).all() == []


def test_others_read_the_reason_only_where_that_is_noted(site: Site, enrolment: str) -> None:
    record = judge(site, enrolment, "suitable", FEBRUARY, "You led four.")
    assert explained(site, site.actor("tess"), enrolment) == ("met", "")
    assert read_reason(site, site.actor("tess"), record).text == "You led four."
    (row,) = site.session().scalars(select(ReadAuditRow)).all()
    assert (row.reader, row.about, row.record) == ("tess", "amara", record)


def test_only_the_role_that_the_curriculum_names_judges(site: Site, enrolment: str) -> None:
    given = Judgement("suitable", FEBRUARY, "So.")
    for who in ("lena", "amara"):
        with pytest.raises(NotPermitted):
            record_judgement(site, site.actor(who), enrolment, "s.suited", given)


def test_an_entry_check_shows_the_judgements_of_its_own_programme(
    site: Site, world: World, enrolment: str
) -> None:
    judge(site, enrolment, "not-yet", FEBRUARY)
    site.session().rollback()
    records = site.about_me("amara")
    (found,) = brought_evidence(site, records, "small")
    assert found == Brought(found.record, "judgement", FEBRUARY, "Suitability: not yet")
    assert brought_evidence(site, records, "other") == ()
    world.record("amara", "certificate", MARCH, level="foundation", accredited=True)
    site.session().rollback()
    (certificate,) = brought_evidence(site, site.about_me("amara"), "other")
    assert certificate.says == "Foundation certificate; it shows accreditation"
