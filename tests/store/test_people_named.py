"""A field that holds a person takes somebody known here, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.payloads import FieldProblem
from lms.domain.records import cohort, person
from lms.errors import BadInput
from lms.services.recording import recording
from lms.services.site import Site, fact
from lms.testing_world import World

DAY = date(2026, 3, 2)


def fields_refused(fault: BadInput) -> list[str]:
    return [p.field for p in fault.problems if isinstance(p, FieldProblem)]


def test_a_field_that_holds_a_person_takes_a_person(site: Site, world: World) -> None:
    ada = world.person("ada")
    with pytest.raises(BadInput) as refused:
        world.record(ada, "interest", DAY, **{"with": "any text at all"})
    assert fields_refused(refused.value) == ["with"]
    assert world.record(ada, "interest", DAY, **{"with": world.person("ben")}).get("with") == "ben"


def test_a_field_that_holds_people_takes_people(site: Site, world: World) -> None:
    chair = world.person("chair")
    held = {"stage": "course/year", "chair": chair}
    with pytest.raises(BadInput) as refused:
        world.record(cohort("spring"), "board-meeting", DAY, members=(chair, "whoever"), **held)
    assert fields_refused(refused.value) == ["members"]


def test_what_was_named_before_may_be_corrected(site: Site, world: World) -> None:
    ada, named = world.person("ada"), {"with": "somebody of long ago"}
    with recording(site, site.actor(ada)) as writer:
        writer._known.add(named["with"])
        earlier = writer.append(fact(person(ada), "interest", DAY, **named)).id
    with recording(site, site.actor(ada)) as writer:
        again = writer.append(fact(person(ada), "interest", DAY, replaces=earlier, **named))
    assert again.get("with") == named["with"]
