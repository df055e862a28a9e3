"""Counting the cadre on a site: as of a day, as known at a moment, by authority and team."""

from datetime import date

import pytest

from lms.domain.policy import SYSTEM, Actor
from lms.domain.records import moment
from lms.domain.standing import PipelineStage
from lms.errors import NotFound, NotPermitted
from lms.services.cadre import count_cadre
from lms.services.site import Site
from lms.testing import Clock
from tests.fixtures.workforce import Workforce


def test_the_partnership_counts_each_person_once_and_each_authority_its_own(
    site: Site, workforce: Workforce
) -> None:
    workforce.world.employment("cara", "medway", team="pod-2")
    found = count_cadre(site, SYSTEM)
    assert found.whole.confirmed.people == 2
    assert found.whole.confirmed.fte == 3
    assert {p.authority: p.confirmed.people for p in found.parts} == {"kent": 1, "medway": 2}


def test_an_authority_is_counted_with_its_teams(site: Site, workforce: Workforce) -> None:
    workforce.world.employment("cara", "medway", team="pod-2")
    found = count_cadre(site, SYSTEM, authority="medway")
    assert (found.whole.authority, found.whole.confirmed.people) == ("medway", 2)
    assert {p.team: p.confirmed.people for p in found.parts} == {"pod-1": 1, "pod-2": 1}


def test_a_team_is_counted_by_itself(site: Site, workforce: Workforce) -> None:
    found = count_cadre(site, SYSTEM, authority="medway", team="pod-1")
    assert (found.whole.team, found.whole.confirmed.people, found.parts) == ("pod-1", 1, ())


def test_after_the_last_known_day_people_await_a_recheck(site: Site, workforce: Workforce) -> None:
    found = count_cadre(site, SYSTEM, as_of=date(2026, 12, 1)).whole
    assert (found.confirmed.people, found.awaiting.people) == (0, 2)
    assert not any(t.people for t in found.pipeline.values())


def test_a_count_can_be_given_again_as_it_was_known(
    site: Site, workforce: Workforce, clock: Clock
) -> None:
    clock.set(date(2026, 3, 9))
    registered = workforce.registered
    registered("ben", "ukcp", date(2026, 3, 1), date(2026, 9, 30), date(2026, 3, 9))
    today = date(2026, 3, 9)
    assert count_cadre(site, SYSTEM, as_of=today).whole.confirmed.people == 3
    before = count_cadre(site, SYSTEM, as_of=today, known_at=moment(date(2026, 3, 8)))
    assert before.whole.confirmed.people == 2


def test_somebody_on_the_way_is_at_one_stage(site: Site, workforce: Workforce) -> None:
    workforce.world.curriculum("foundation")
    workforce.world.enrolment("ben", "foundation")
    found = count_cadre(site, SYSTEM, authority="medway").whole
    assert found.at(PipelineStage.FOUNDATION_ENROLLED).people == 1


def test_nobody_counts_before_the_first_day_in_post(site: Site, workforce: Workforce) -> None:
    assert count_cadre(site, SYSTEM, as_of=date(2019, 12, 31)).parts == ()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"authority": "medwey"}, 'no authority "medwey". Did you mean "medway"?'),
        ({"authority": "medway", "team": "pod-9"}, 'no team "pod-9". Did you mean "pod-1"?'),
        ({"authority": "kent", "team": "pod-1"}, 'no team "pod-1"'),
    ],
)
def test_a_place_nobody_knows_is_not_counted_as_empty(
    site: Site, workforce: Workforce, place: dict[str, str], said: str
) -> None:
    with pytest.raises(NotFound, match=said.replace("?", r"\?")):
        count_cadre(site, SYSTEM, **place)


def test_whoever_plans_for_nobody_sees_no_counts(site: Site, workforce: Workforce) -> None:
    tutor = workforce.world.person("tess", role="tutor")
    for actor in (site.actor(tutor), Actor("")):
        with pytest.raises(NotPermitted):
            count_cadre(site, actor)
