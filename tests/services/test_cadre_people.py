"""A planner counts everybody, and names those whose authority the grant covers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from lms.domain.policy import Actor
from lms.domain.records import moment
from lms.domain.standing import PipelineStage
from lms.errors import NotFound, NotPermitted
from lms.services.cadre import count_cadre
from lms.services.cadre_people import cadre_people
from lms.services.due_checks import batches, due_checks
from lms.services.see_in_cadre import see_in_cadre
from lms.services.site import Site
from lms.testing import Clock
from tests.fixtures.workforce import Workforce

TODAY = date(2026, 3, 2)


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    event.listen(site.ledger.engine, "before_cursor_execute", note)
    yield sent
    event.remove(site.ledger.engine, "before_cursor_execute", note)


def test_a_planner_of_one_authority_counts_all_and_names_its_own(
    site: Site, workforce: Workforce
) -> None:
    counts = count_cadre(site, workforce.medway)
    assert {p.authority: p.confirmed.people for p in counts.parts} == {"kent": 0, "medway": 1}
    named = cadre_people(site, workforce.medway, stage=PipelineStage.DUAL_QUALIFIED)
    assert [m.name for m in named.members] == ["Amara"]
    assert named.others == {"kent": 0}


def test_whoever_has_no_right_to_the_names_reads_rounded_counts(
    site: Site, workforce: Workforce
) -> None:
    for n in range(7):
        who = workforce.world.person(f"more-{n}")
        workforce.world.employment(who, "kent", team="pod-9")
        for register, last in (("swe", date(2026, 11, 30)), ("ukcp", date(2026, 9, 30))):
            workforce.registered(who, register, date(2023, 10, 1), last, date(2026, 1, 12))
    exact, rounded = workforce.everywhere, workforce.medway

    def seen(actor: Actor, **place: str) -> tuple[int, int | None]:
        for day in (TODAY, date(2026, 3, 1)):
            for known_at in (None, moment(TODAY)):
                found = count_cadre(site, actor, day, known_at, **place).whole
        return found.confirmed.people, found.rounded_to

    assert (seen(exact), seen(rounded)) == ((9, None), (10, 5))
    kent = {"authority": "kent"}
    assert (seen(exact, **kent), seen(rounded, **kent)) == ((8, None), (10, 5))
    team = {**kent, "team": "pod-9"}
    assert (seen(exact, **team), seen(rounded, **team)) == ((7, None), (5, 5))
    assert (seen(exact, team="pod-9"), seen(rounded, team="pod-9")) == ((7, None), (5, 5))
    assert seen(rounded, authority="medway") == (1, None)
    (part,) = count_cadre(site, rounded, authority="kent").parts
    assert (part.confirmed.people, part.confirmed.fte) == (5, 5)
    dual = PipelineStage.DUAL_QUALIFIED
    assert cadre_people(site, rounded, stage=dual).others == {"kent": 10}
    assert cadre_people(site, rounded, authority="medway").others == {}


def test_that_nobody_stands_there_reads_like_one_or_two(site: Site, workforce: Workforce) -> None:
    cleared = PipelineStage.CLINICIAN
    assert cadre_people(site, workforce.medway, stage=cleared).others == {"kent": 0}
    assert cadre_people(site, workforce.everywhere, stage=cleared).others == {}


def test_a_planner_of_all_names_all(site: Site, workforce: Workforce) -> None:
    named = cadre_people(site, workforce.everywhere)
    assert [m.name for m in named.members] == ["Amara", "Cara"]
    assert named.others == {}


def test_everybody_who_works_there_can_be_listed(site: Site, workforce: Workforce) -> None:
    named = cadre_people(site, workforce.medway, everybody=True)
    assert [m.name for m in named.members] == ["Amara", "Ben"]


def test_who_works_in_two_authorities_is_named_with_the_posts_covered(
    site: Site, workforce: Workforce
) -> None:
    workforce.world.employment("cara", "medway")
    named = cadre_people(site, workforce.medway, stage=PipelineStage.DUAL_QUALIFIED)
    cara = next(m for m in named.members if m.person == "cara")
    assert [p.employer for p in cara.posts] == ["medway"]
    assert cara.fte == 1


def test_nobody_else_counts_or_names(site: Site, workforce: Workforce) -> None:
    tutor = site.actor(workforce.world.person("tess", role="tutor"))
    for ask in (count_cadre, cadre_people, due_checks):
        with pytest.raises(NotPermitted):
            ask(site, tutor)  # type: ignore[operator]


def test_statements_do_not_grow_with_the_people(site: Site, workforce: Workforce) -> None:
    def ask() -> None:
        cadre_people(site, workforce.everywhere)
        due_checks(site, workforce.everywhere, as_of=date(2027, 1, 1))

    ask()
    site.session().rollback()
    with counted(site) as few:
        ask()
    for n in range(5):
        who = workforce.world.person(f"more-{n}")
        workforce.world.employment(who, "kent")
        workforce.registered(who, "swe", date(2018, 1, 1), date(2026, 11, 30), TODAY)
    site.session().rollback()
    with counted(site) as many:
        ask()
    assert len(many) == len(few)


def test_a_person_is_seen_with_the_reasons(site: Site, workforce: Workforce) -> None:
    amara = see_in_cadre(site, workforce.medway, "amara")
    assert amara.standing.stage is PipelineStage.DUAL_QUALIFIED
    assert amara.why == (
        "Social Work England: held since 1 January 2018, until 30 November 2026.",
        "UKCP, as a Family and Systemic Psychotherapist: held since 1 October 2023, until 30 September 2026.",
    )
    assert [(o.register, o.checked) for o in amara.observations] == [
        ("ukcp", date(2026, 1, 12)),
        ("swe", date(2026, 1, 12)),
    ]
    (job,) = amara.jobs
    assert (job.employer, job.team, job.last) == ("Medway", "Pod-1", None)


def test_the_second_of_december_shows_unconfirmed_and_not_lapsed(
    site: Site, workforce: Workforce, clock: Clock
) -> None:
    clock.set(date(2026, 12, 2))
    ben = see_in_cadre(site, workforce.medway, "ben")
    assert "unconfirmed since 1 December 2026" in ben.why[0]
    assert "that is not a lapse" in ben.why[0]
    counts = count_cadre(site, workforce.everywhere)
    assert counts.whole.confirmed.people == 0
    assert counts.whole.awaiting.people == 2


def test_somebody_elsewhere_is_not_shown(site: Site, workforce: Workforce) -> None:
    with pytest.raises(NotPermitted):
        see_in_cadre(site, workforce.medway, "cara")
    workforce.world.person("dan")
    with pytest.raises(NotPermitted):
        see_in_cadre(site, workforce.medway, "dan")
    assert see_in_cadre(site, workforce.everywhere, "dan").standing.stage is PipelineStage.NONE
    with pytest.raises(NotFound):
        see_in_cadre(site, workforce.everywhere, "nobody")


def test_a_post_that_ended_shows_its_last_day(site: Site, workforce: Workforce) -> None:
    workforce.world.record("amara", "employment-end", date(2026, 2, 27), employer="medway")
    amara = see_in_cadre(site, workforce.everywhere, "amara")
    assert amara.jobs[0].last == date(2026, 2, 27)
    with pytest.raises(NotPermitted):
        see_in_cadre(site, workforce.medway, "amara")
    assert see_in_cadre(site, workforce.medway, "amara", date(2026, 2, 27)).name == "Amara"


def test_who_is_unconfirmed_or_seen_long_ago_is_due(
    site: Site, workforce: Workforce, clock: Clock
) -> None:
    assert due_checks(site, workforce.everywhere) == []
    clock.set(date(2026, 5, 1))
    old = due_checks(site, workforce.everywhere)
    assert {(d.person, d.why) for d in old} == {("amara", "old"), ("ben", "old"), ("cara", "old")}
    clock.set(date(2026, 12, 2))
    (amara, ben) = due_checks(site, workforce.medway)
    assert (amara.why, amara.last_seen) == ("unconfirmed", date(2026, 11, 30))
    assert (amara.first, amara.last) == (date(2026, 12, 1), date(2027, 11, 30))
    assert ben.person == "ben"
    (amara,) = due_checks(site, workforce.medway, "ukcp")
    assert (amara.first, amara.last) == (date(2026, 10, 1), date(2027, 9, 30))


def test_a_register_that_is_not_checked_here_is_not_found(site: Site, workforce: Workforce) -> None:
    with pytest.raises(NotFound):
        due_checks(site, workforce.medway, "hcpc")


def test_numbers_go_out_a_hundred_at_a_time(site: Site, workforce: Workforce, clock: Clock) -> None:
    clock.set(date(2026, 12, 2))
    due = due_checks(site, workforce.everywhere)
    assert batches(due) == []
    many = [due[0].__class__(**{**_fields(due[0]), "number": f"SW{n}"}) for n in range(250)]
    assert [len(batch) for batch in batches(many)] == [100, 100, 50]


def _fields(due: object) -> dict[str, object]:
    return {name: getattr(due, name) for name in due.__slots__}  # type: ignore[attr-defined]


def test_a_person_on_an_earlier_day_is_seen_with_what_there_was_by_then(
    site: Site, workforce: Workforce
) -> None:
    workforce.world.record("amara", "employment-end", date(2026, 2, 20), employer="medway")
    workforce.world.record(
        "amara", "employment", date(2026, 2, 23), employer="kent", team=None, post="team-manager"
    )
    site.session().rollback()
    then = see_in_cadre(site, workforce.medway, "amara", date(2026, 2, 19))
    assert [(job.employer, job.last) for job in then.jobs] == [("Medway", None)]
    later = see_in_cadre(site, workforce.everywhere, "amara", date(2026, 2, 23))
    assert [job.employer.title() for job in later.jobs] == ["Kent", "Medway"]
    assert see_in_cadre(site, workforce.everywhere, "amara").jobs == later.jobs
