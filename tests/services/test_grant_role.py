"""Roles are granted and ended on dated days, and somebody always remains who can grant them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lms.domain.policy import ANYTHING, Actor, Target, may
from lms.errors import BadInput, NotFound, NotPermitted
from lms.services import grant_role as module
from lms.services.administer import see_person
from lms.services.grant_role import NewRole, end_role, grant_role
from lms.services.kept_facts import follow
from lms.services.problem_at import NO_DAY
from lms.services.site import Site, fact
from lms.testing import Clock
from tests.fixtures.workforce import Workforce

TODAY = date(2026, 3, 2)


@pytest.fixture
def operator(site: Site, workforce: Workforce) -> Actor:
    return site.actor(workforce.world.person("operator", role="operator"))


def test_a_role_holds_where_and_while_it_was_granted(site: Site, operator: Actor) -> None:
    role = NewRole("planner", TODAY, date(2026, 12, 31), authority="kent")
    grant_role(site, operator, "ben", role, key="k")
    grant_role(site, operator, "ben", role, key="k")
    ben = site.actor("ben")
    assert len(ben.grants) == 1
    kent, medway = (Target(authorities=frozenset({a})) for a in ("kent", "medway"))
    assert may(ben, "see-cadre-names", kent, TODAY)
    assert not may(ben, "see-cadre-names", medway, TODAY)
    assert not may(ben, "see-cadre-names", kent, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"role": "king"}, "Choose the role"),
        ({"role": "external-examiner"}, "Choose the programme that is examined"),
        ({"role": "external-examiner"}, "has a last day"),
        ({"first": NO_DAY}, "the first day"),
        ({"last": date(2026, 1, 1)}, "before the first"),
        ({"programme": "alchemy"}, "no such programme"),
        ({"cohort": "nowhere"}, "no such cohort"),
        ({"authority": "atlantis"}, "no such authority"),
        ({"authority": "pod-1"}, "no such authority"),
    ],
)
def test_a_role_that_cannot_be_is_refused(
    site: Site, operator: Actor, change: dict[str, object], says: str
) -> None:
    role = replace(NewRole("tutor", TODAY), **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput) as refused:
        grant_role(site, operator, "ben", role)
    assert says in " ".join(map(str, refused.value.problems))


def test_a_role_is_ended_and_stays_on_record(site: Site, operator: Actor, clock: Clock) -> None:
    record = grant_role(site, operator, "ben", NewRole("tutor", TODAY))
    clock.set(date(2026, 5, 1))
    end_role(site, operator, "ben", record, date(2026, 5, 1))
    (line,) = see_person(site, operator, "ben").grants
    assert line.grant.last == date(2026, 5, 1)
    with pytest.raises(NotFound):
        end_role(site, operator, "ben", record, date(2026, 5, 1))
    with pytest.raises(BadInput):
        end_role(site, operator, "ben", line.record, date(2026, 6, 1))


def test_a_role_that_never_began_is_taken_back(site: Site, operator: Actor) -> None:
    record = grant_role(site, operator, "ben", NewRole("tutor", date(2026, 9, 1)))
    end_role(site, operator, "ben", record, TODAY)
    assert see_person(site, operator, "ben").grants == ()


def test_the_last_operator_stays(site: Site, operator: Actor) -> None:
    (mine,) = see_person(site, operator, "operator").grants
    with pytest.raises(BadInput) as refused:
        end_role(site, operator, "operator", mine.record, TODAY)
    assert "last operator" in str(refused.value.problems[0])
    grant_role(site, operator, "ben", NewRole("operator", TODAY))
    end_role(site, operator, "operator", mine.record, TODAY)


def test_only_an_operator_grants(site: Site, workforce: Workforce, operator: Actor) -> None:
    with pytest.raises(NotPermitted):
        grant_role(site, workforce.everywhere, "ben", NewRole("tutor", TODAY))
    with pytest.raises(NotFound):
        grant_role(site, operator, "nobody", NewRole("tutor", TODAY))
    assert not may(site.actor("ben"), "grant-roles", ANYTHING, TODAY)


def test_two_operators_cannot_end_each_others_role_at_one_moment(
    site: Site, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the second rests on was read before the first was written."""
    theirs = grant_role(site, operator, "ben", NewRole("operator", TODAY))
    (mine,) = site.about_me(operator.person).of("role")
    looked = module._another_operator

    def meanwhile(*given: Any) -> bool:
        monkeypatch.setattr(module, "_another_operator", looked)
        said = looked(*given)
        with site.ledger.write("ben") as writer:
            ended = fact(mine.subject, "retraction", TODAY, replaces=mine.id)
            writer.append(ended)
            follow(site, writer, writer.session)
        return said

    monkeypatch.setattr(module, "_another_operator", meanwhile)
    site.session().rollback()
    with pytest.raises((BadInput, NotPermitted)):
        end_role(site, operator, "ben", theirs, TODAY)
    site.session().rollback()
    assert [r.id for r in site.about_me("ben").of("role")] == [theirs]
