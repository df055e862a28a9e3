"""Candidates' codes on a site: the same after a restart, a newer key and a move; old ones stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from alembic import command
from sqlalchemy import select

from lms.domain.assessment.moderation import CONFIRMED, SENT_BACK
from lms.domain.records import cohort
from lms.services.candidates import candidates
from lms.services.draw_sample import draw_sample
from lms.services.examined import see_examined_work
from lms.services.list_sets import list_back_again
from lms.services.moderate import Decided, moderate
from lms.services.recording import changing
from lms.services.see_sample import see_set
from lms.services.site import Site
from lms.store import migrate
from lms.store.chain import Keys
from lms.store.tables import ShownCodeRow
from lms.testing_world import World
from tests.fixtures.moderating import BEGAN, SPRING, Seminar


def with_keys(site: Site, keys: Keys) -> Site:
    return replace(site, ledger=replace(site.ledger, keys=keys))


def test_a_newer_key_changes_no_code_and_makes_those_of_later_enrolments(seminar: Seminar) -> None:
    site, old = seminar.site, seminar.site.ledger.keys
    before = seminar.learner("l01")
    code = candidates(site, ["course"]).name(before)
    newer = with_keys(site, Keys("next", {"next": b"n" * 32, **old.secrets}))
    world = World(newer)
    later = world.enrolment(world.person("l02"), "course", "autumn", BEGAN)
    site.session().rollback()
    assert candidates(newer, ["course"]).name(before) == code
    only_new = with_keys(site, Keys("next", {"next": b"n" * 32}))
    assert candidates(newer, ["course"]).name(later) == candidates(only_new, ["course"]).name(later)


def test_a_code_goes_along_in_a_move(seminar: Seminar) -> None:
    enrolment = seminar.learner("l01")
    code = candidates(seminar.site, ["course"]).name(enrolment)
    seminar.learner("l02", "autumn")
    moved = date(2026, 2, 1)
    seminar.world.record("l01", "cohort-move", moved, enrolment=enrolment, cohort="autumn")
    seminar.site.session().rollback()
    assert candidates(seminar.site, ["course"]).name(enrolment) == code


def test_work_keeps_the_code_under_which_it_was_shown_before(seminar: Seminar) -> None:
    first, second = seminar.scripts(55, 65)
    with changing(seminar.site, seminar.actor("lead")) as writer:
        writer.session.add(ShownCodeRow(submission=first, code="4F2A1C"))
    page = see_examined_work(seminar.site, seminar.actor("ext"), *SPRING)
    names = {script.submission: script.name for script in page.scripts}
    assert names[first] == "Candidate 4F2A1C"
    assert len(names[second]) == len("Candidate K7M4X")


def test_scripts_to_be_marked_again_stand_in_the_order_of_their_codes(seminar: Seminar) -> None:
    policy = {"programme": "course", "policy": "level-7-anonymous@1"}
    seminar.world.record(cohort("spring"), "cohort-policy", BEGAN, **policy)
    seminar.scripts(*[65] * 12)
    sample = draw_sample(seminar.site, seminar.actor("mo"), *SPRING)
    decided = Decided(sample, SENT_BACK, "Seen and compared.")
    moderate(seminar.site, seminar.actor("mo"), *SPRING, decided)
    seminar.site.session().rollback()
    page = see_set(seminar.site, seminar.actor("mo"), *SPRING)
    back = list_back_again(seminar.site, seminar.actor("mark"))
    for names in ([s.name for s in page.to_mark_again], [s.name for s in back]):
        assert len(names) == 12
        assert names == sorted(names)


def upgraded(site: Site) -> dict[str, str]:
    """The codes that the migration keeps of what is on record."""
    site.session().rollback()
    address = site.ledger.engine.url.render_as_string(hide_password=False)
    command.downgrade(migrate.configuration(address), "0004")
    command.upgrade(migrate.configuration(address), "head")
    return {row.submission: row.code for row in site.session().scalars(select(ShownCodeRow))}


def test_an_upgrade_keeps_the_codes_of_what_was_released_and_of_nothing_else(
    seminar: Seminar,
) -> None:
    released, _ = seminar.scripts(55, 65)
    (kept,) = seminar.site.about_me("l01").of("enrolment")
    fields = {"stage": "course/year", "marks": "provisional", "enrolments": (kept.id,)}
    seminar.world.record(cohort("spring"), "release", date(2026, 3, 2), **fields)
    assert upgraded(seminar.site) == {released: kept.id[-6:].upper()}


def test_an_upgrade_keeps_the_codes_of_a_set_that_a_moderator_confirmed(seminar: Seminar) -> None:
    scripts = seminar.scripts(55, 65)
    sample = draw_sample(seminar.site, seminar.actor("mo"), *SPRING)
    assert upgraded(seminar.site) == {}
    decided = Decided(sample, CONFIRMED, "Seen and compared.")
    moderate(seminar.site, seminar.actor("mo"), *SPRING, decided)
    assert upgraded(seminar.site).keys() == set(scripts)
