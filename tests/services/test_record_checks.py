"""What a look at a register showed is entered for one person or many, all or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lms.domain.records import NewRecord, person
from lms.domain.standing import PipelineStage
from lms.errors import BadInput, NotPermitted, Refused
from lms.services.due_checks import due_checks
from lms.services.evaluation import standings
from lms.services.record_checks import RegisterCheck, record_checks, save_number
from lms.services.retract_absence import retract_absence
from lms.services.see_in_cadre import see_in_cadre
from lms.services.site import Site
from lms.testing import Clock
from tests.fixtures.workforce import SYSTEMIC, Workforce

WINTER = date(2026, 12, 9)
RENEWED = RegisterCheck("ben", "swe", "entry", WINTER, date(2026, 12, 1), date(2027, 11, 30))


@pytest.fixture
def winter(clock: Clock, workforce: Workforce) -> Workforce:
    clock.set(WINTER)
    return workforce


def test_a_renewed_entry_was_held_all_along(site: Site, winter: Workforce) -> None:
    assert record_checks(site, winter.medway, [RENEWED]) == 1
    entry = standings(site, ["ben"], WINTER)["ben"].swe
    assert (entry.holding, entry.since) == ("held", date(2018, 1, 1))
    assert [d.person for d in due_checks(site, winter.medway)] == ["amara"]


def test_an_entry_that_is_gone_was_held_to_the_last_day_that_the_register_gives(
    site: Site, winter: Workforce
) -> None:
    gone = RegisterCheck("ben", "swe", "absent", WINTER, last=date(2026, 11, 30))
    record_checks(site, winter.medway, [gone])
    assert standings(site, ["ben"], WINTER)["ben"].swe.holding == "absent"
    assert standings(site, ["ben"], date(2026, 11, 30))["ben"].swe.holding == "held"
    (seen, *_) = see_in_cadre(site, winter.medway, "ben").observations
    assert (seen.result, seen.first, seen.last) == ("absent", None, date(2026, 11, 30))


def test_looks_recorded_before_the_last_day_was_asked_for_answer_as_they_did(
    site: Site, winter: Workforce
) -> None:
    newest = site.registry.record_kinds["registration"]
    oldest = replace(newest, version=1, fields=(*newest.fields, *newest.former), former=())
    kinds = {**site.registry.record_kinds, "registration": oldest}
    before = replace(site.ledger, kinds=lambda: kinds)
    gone = {"register": "swe", "result": "absent", "checked": WINTER, "ended": date(2026, 11, 20)}
    with before.write("planner") as writer:
        written = writer.append(NewRecord(person("ben"), "registration", WINTER, None, gone))
    assert (written.version, written.get("ended")) == (1, date(2026, 11, 20))
    site.session().rollback()
    (read,) = [r for r in site.about_me("ben").of("registration") if r.id == written.id]
    assert (read.version, read.get("last"), "ended" in read.payload) == (
        1,
        date(2026, 11, 19),
        False,
    )
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(60)]
    held = [d for d in days if standings(site, ["ben"], d)["ben"].swe.held]
    assert held == [d for d in days if d < date(2026, 11, 20)]


def test_many_are_recorded_together_or_not_at_all(site: Site, winter: Workforce) -> None:
    amara = replace(RENEWED, person="amara")
    bad = replace(RENEWED, last=date(2025, 1, 1))
    with pytest.raises(BadInput) as refused:
        record_checks(site, winter.medway, [amara, bad])
    (problem,) = refused.value.problems
    assert str(problem) == "The last day of the entry is before its first."
    assert getattr(problem, "field", "") == "last-ben"
    assert standings(site, ["amara"], WINTER)["amara"].swe.holding == "unconfirmed"
    assert record_checks(site, winter.medway, [amara, RENEWED], key="k") == 2
    assert record_checks(site, winter.medway, [amara, RENEWED], key="k") == 2
    assert len(site.about_me("ben").of("registration", register="swe")) == 2


def test_conditions_hold_and_suspension_does_not(site: Site, winter: Workforce) -> None:
    record_checks(site, winter.medway, [replace(RENEWED, conditions=True)])
    entry = standings(site, ["ben"], WINTER)["ben"].swe
    assert (entry.holding, entry.conditions) == ("held", True)
    suspended = replace(RENEWED, suspended=True, checked=WINTER)
    record_checks(site, winter.medway, [suspended])
    assert standings(site, ["ben"], WINTER)["ben"].swe.holding == "absent"


def test_a_systemic_entry_makes_dual_qualified_and_another_title_does_not(
    site: Site, winter: Workforce
) -> None:
    entry = replace(RENEWED, register="ukcp", title="other")
    record_checks(site, winter.medway, [RENEWED, entry])
    assert standings(site, ["ben"], WINTER)["ben"].stage is PipelineStage.NONE
    record_checks(site, winter.medway, [replace(entry, title=SYSTEMIC)])
    assert standings(site, ["ben"], WINTER)["ben"].stage is PipelineStage.DUAL_QUALIFIED


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"result": "perhaps"}, "Choose whether"),
        ({"checked": date(2026, 12, 10)}, "cannot lie ahead"),
        ({"first": None}, "Give the first day of the entry"),
        ({"last": None}, "Give the last day of the entry"),
        ({"register": "bacp"}, "no register"),
        ({"register": "ukcp"}, "under which title"),
        ({"conditions": True, "touches": ("driving",)}, "Choose among practice"),
        ({"result": "absent", "last": date(2027, 1, 1)}, "cannot lie ahead"),
    ],
)
def test_a_check_that_says_nothing_is_refused(
    site: Site, winter: Workforce, change: dict[str, object], says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        record_checks(site, winter.medway, [replace(RENEWED, **change)])  # type: ignore[arg-type]
    assert says in " ".join(map(str, refused.value.problems))


def test_nothing_entered_is_said_to_be_nothing(site: Site, winter: Workforce) -> None:
    with pytest.raises(BadInput, match="Nothing was entered"):
        record_checks(site, winter.medway, [])


def test_a_planner_checks_the_own_authority_only(site: Site, winter: Workforce) -> None:
    with pytest.raises(NotPermitted):
        record_checks(site, winter.medway, [RENEWED, replace(RENEWED, person="cara")])
    assert len(site.about_me("ben").of("registration", register="swe")) == 1


def test_a_number_is_kept_and_is_one_persons(site: Site, winter: Workforce) -> None:
    save_number(site, winter.medway, "ben", "swe", " sw12345 ")
    assert see_in_cadre(site, winter.medway, "ben").numbers == {"swe": "SW12345"}
    with pytest.raises(BadInput) as refused:
        save_number(site, winter.medway, "amara", "swe", "SW12345")
    assert "Somebody else" in str(refused.value.problems[0])
    for wrong in ("", "SW 1; DROP", "S" * 21):
        with pytest.raises(BadInput):
            save_number(site, winter.medway, "amara", "swe", wrong)


def test_a_number_without_a_check_is_due(site: Site, winter: Workforce) -> None:
    dan = winter.world.person("dan")
    winter.world.employment(dan, "medway")
    save_number(site, winter.medway, dan, "swe", "SW777")
    due = {d.person: d.why for d in due_checks(site, winter.medway)}
    assert due["dan"] == "never"


def test_whoever_checks_registers_takes_back_an_absence_that_was_a_mistake(
    site: Site, winter: Workforce
) -> None:
    record_checks(site, winter.medway, [RENEWED, replace(RENEWED, result="absent", last=None)])
    assert standings(site, ["ben"], WINTER)["ben"].swe.holding == "absent"
    (look, *_) = see_in_cadre(site, winter.medway, "ben").observations
    with pytest.raises(BadInput):
        retract_absence(site, winter.medway, look.record, " ")
    retract_absence(site, winter.medway, look.record, "Another Ben.")
    entry = standings(site, ["ben"], WINTER)["ben"].swe
    assert (entry.holding, entry.since) == ("held", date(2018, 1, 1))
    assert look.record not in {
        o.record for o in see_in_cadre(site, winter.medway, "ben").observations
    }
    with pytest.raises(Refused, match="already"):
        retract_absence(site, winter.medway, look.record, "Another Ben.")


def test_only_an_absence_of_ones_own_authority_is_taken_back(site: Site, winter: Workforce) -> None:
    record_checks(
        site, winter.everywhere, [replace(RENEWED, person="cara", result="absent", last=None)]
    )
    (cara, *_) = see_in_cadre(site, winter.everywhere, "cara").observations
    with pytest.raises(NotPermitted):
        retract_absence(site, winter.medway, cara.record, "A mistake.")
    (found, *_) = see_in_cadre(site, winter.medway, "ben").observations
    with pytest.raises(Refused, match="found an entry"):
        retract_absence(site, winter.medway, found.record, "A mistake.")
