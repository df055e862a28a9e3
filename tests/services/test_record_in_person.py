"""Work shown in person: entered by those who saw it, several at once, under a consent, and marked."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.assessment.outcome import Stand
from lms.domain.policy import Actor
from lms.domain.records import person
from lms.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from lms.services.assessed import results_of
from lms.services.enrolments import learning
from lms.services.mark_work import Marking, mark_work
from lms.services.record_in_person import Shown, Sitting, record_in_person
from lms.services.see_in_person import InPersonRow, list_in_person, see_in_person
from lms.services.site import fact
from lms.services.take_back_in_person import take_back_in_person
from tests.fixtures.kinds_of_work import consent
from tests.fixtures.statements import counted
from tests.fixtures.teaching import School

DAY = date(2026, 3, 2)


def record(
    panel: School, *shown: Shown, on: date = DAY, actor: Actor | None = None, key: str | None = None
) -> tuple[str, ...]:
    sitting = Sitting("course", "spring", "crs.viva", on, shown or (amara(panel),))
    return record_in_person(panel.site, actor or panel.tutor, sitting, key)


def amara(panel: School, **more: str) -> Shown:
    given = {"consent": panel.own("consent")[0].id, **more}
    return Shown("amara", **given)


def fields(fault: pytest.ExceptionInfo[BadInput]) -> list[str]:
    return [getattr(p, "field", "") for p in fault.value.problems]


def row(panel: School, person: str = "amara") -> InPersonRow:
    panel.site.session().rollback()
    page = see_in_person(panel.site, panel.tutor, "course", "spring", "crs.viva")
    return next(r for r in page.rows if r.person == person)


def test_a_viva_is_on_record_with_its_day_and_consent_and_nothing_of_its_content(
    panel: School,
) -> None:
    (identity,) = record(panel)
    (kept,) = panel.own("submission")
    assert kept.id == identity
    assert (kept.on, kept.recorded_by, kept.get("in-person")) == (DAY, "tess", True)
    assert kept.get("consent") == panel.own("consent")[0].id
    assert kept.get("family") == "F2"
    assert kept.get("document") is None


def test_the_list_says_who_has_shown_it_and_who_has_not(panel: School) -> None:
    panel.enrol("ben")
    record(panel)
    assert (row(panel).stand, row(panel).on) == (Stand.HANDED_IN, DAY)
    assert row(panel).refusal
    assert (row(panel, "ben").stand, row(panel, "ben").refusal) == (Stand.DUE, "")


def test_both_of_the_panel_give_their_own_layers_and_it_is_settled(panel: School) -> None:
    (identity,) = record(panel)
    passed = Marking({"talking": "Pass"}, result="pass", overall="We talked.")
    mark_work(panel.site, panel.tutor, identity, passed)
    assert row(panel).stand is Stand.MARKING
    mark_work(panel.site, panel.marker, identity, passed)
    assert row(panel).stand is Stand.SETTLED
    assert {m.get("layer") for m in panel.own("mark")} == {"first", "second"}
    assert panel.verdict("crs.viva-passed") == "met"


def test_a_panel_that_differs_waits_for_a_third(panel: School) -> None:
    (identity,) = record(panel)
    said = {"overall": "Say more."}
    passed = Marking({"talking": "Pass"}, result="pass", **said)
    mark_work(panel.site, panel.tutor, identity, passed)
    failed = Marking({"talking": "Not yet"}, result="fail", **said)
    mark_work(panel.site, panel.marker, identity, failed)
    assert row(panel).stand is Stand.THIRD_MARKER
    assert panel.verdict("crs.viva-passed") == "not-yet"


def test_several_are_entered_at_once_or_nobody(panel: School) -> None:
    panel.enrol("ben")
    other = consent(panel, "ben", "F7")
    both = (amara(panel), Shown("ben", consent=other))
    assert len(record(panel, *both)) == 2
    panel.enrol("cy")
    with pytest.raises(BadInput) as fault:
        record(panel, amara(panel), Shown("cy"))
    assert fields(fault) == ["shown-amara", "family-cy", "consent-cy"]
    assert panel.own("submission", "cy") == []


def test_a_consent_must_be_in_date_on_that_very_day(panel: School) -> None:
    with pytest.raises(BadInput) as fault:
        record(panel, on=date(2026, 1, 31))
    assert fields(fault) == ["consent-amara"]
    record(panel, on=date(2026, 2, 1))


def test_somebody_elses_consent_does_not_do(panel: School) -> None:
    panel.enrol("ben")
    with pytest.raises(BadInput) as fault:
        record(panel, amara(panel, consent=consent(panel, "ben", "F2")))
    assert fields(fault) == ["family-amara", "consent-amara"]


@pytest.mark.parametrize("on", [date(2026, 3, 3), date.min])
def test_the_day_has_come_already(panel: School, on: date) -> None:
    with pytest.raises(BadInput) as fault:
        record(panel, on=on)
    assert fields(fault) == ["on"]


def test_the_day_is_not_before_enrolment_nor_in_a_break(panel: School) -> None:
    with pytest.raises(BadInput) as fault:
        record(panel, on=date(2026, 1, 4))
    assert "not enrolled yet" in str(fault.value.problems[0])
    panel.world.record(
        "amara",
        "interruption",
        date(2026, 2, 20),
        until=date(2026, 3, 31),
        enrolment=panel.enrolment,
        approved=date(2026, 2, 10),
    )
    with pytest.raises(BadInput) as fault:
        record(panel)
    assert "approved break" in str(fault.value.problems[0])
    record(panel, on=date(2026, 2, 19))


def test_who_left_is_not_on_the_list(panel: School) -> None:
    panel.world.record("amara", "withdrawal", DAY, enrolment=panel.enrolment)
    page = see_in_person(panel.site, panel.tutor, "course", "spring", "crs.viva")
    assert page.rows == ()
    with pytest.raises(BadInput):
        record(panel)


def test_it_is_recorded_once_however_often_one_clicks(panel: School) -> None:
    assert record(panel, key="k") == record(panel, key="k")
    assert len(panel.own("submission")) == 1
    with pytest.raises(BadInput):
        record(panel)
    with pytest.raises(Conflict):
        record(panel, on=date(2026, 2, 27), key="k")


def test_a_failed_viva_is_shown_again_as_the_second_attempt(panel: School) -> None:
    (identity,) = record(panel, on=date(2026, 2, 20))
    failed = Marking({"talking": "Not yet"}, result="fail", overall="Once more.")
    mark_work(panel.site, panel.tutor, identity, failed)
    mark_work(panel.site, panel.marker, identity, failed)
    record(panel)
    assert [s.get("attempt") for s in panel.own("submission")] == [1, 2]


def test_only_those_who_teach_or_mark_there_may_record_it_and_never_ones_own(
    panel: School,
) -> None:
    for stranger in (panel.other_tutor, panel.actor("amara")):
        with pytest.raises(NotPermitted):
            record(panel, actor=stranger)
    panel.world.role("amara", "tutor", programme="course", cohort="spring")
    panel.site.session().rollback()
    with pytest.raises(BadInput):
        record(panel, actor=panel.actor("amara"))
    assert record(panel, actor=panel.marker)


def test_work_that_is_handed_in_is_not_recorded_in_person(panel: School) -> None:
    sitting = Sitting("course", "spring", "crs.essay", DAY, (Shown("amara"),))
    with pytest.raises(BadInput):
        record_in_person(panel.site, panel.tutor, sitting)
    with pytest.raises(NotFound):
        see_in_person(panel.site, panel.tutor, "course", "spring", "crs.essay")


def test_a_mistake_is_taken_back_until_somebody_has_marked_it(panel: School) -> None:
    (identity,) = record(panel)
    assert row(panel).may_take_back
    take_back_in_person(panel.site, panel.tutor, identity, "The wrong day.")
    assert row(panel).stand is Stand.DUE
    (again,) = record(panel)
    passed = Marking({"talking": "Pass"}, result="pass", overall="Yes.")
    mark_work(panel.site, panel.tutor, again, passed)
    with pytest.raises(Refused):
        take_back_in_person(panel.site, panel.tutor, again)
    assert not row(panel).may_take_back


def test_what_was_handed_in_is_not_taken_back_here(panel: School) -> None:
    with pytest.raises(NotFound):
        take_back_in_person(panel.site, panel.tutor, panel.work())


def test_no_door_keeps_a_text_of_what_was_shown_in_person(panel: School) -> None:
    with panel.site.ledger.write("amara") as writer:
        text = writer.document(person("amara"), "What was said.")
        named = {"assessment": "crs.viva", "in_person": True, "document": text}
        new = fact(person("amara"), "submission", DAY, enrolment=panel.enrolment, **named)
        with pytest.raises(Refused):
            writer.append(new)
    assert panel.own("submission") == []


def test_the_works_of_ones_cohorts_are_listed(panel: School) -> None:
    (work,) = list_in_person(panel.site, panel.tutor)
    assert (work.cohort.id, work.assessment.id) == ("spring", "crs.viva")
    assert list_in_person(panel.site, panel.actor("amara")) == ()


def test_the_lists_statements_do_not_grow_with_the_cohort(panel: School) -> None:
    def look() -> int:
        panel.site.session().rollback()
        with counted(panel.site) as statements:
            see_in_person(panel.site, panel.tutor, "course", "spring", "crs.viva")
        return len(statements)

    look()
    few = look()
    for number in range(6):
        panel.enrol(f"learner-{number}")
        consent(panel, f"learner-{number}", "F1")
    assert look() == few


def test_in_time_is_what_was_shown_on_the_day_of_the_deadline(panel: School) -> None:
    of = learning(panel.site, panel.tutor, panel.enrolment, "read-progress")
    record(panel)
    work = of.assessment("crs.viva")
    assert work is not None
    panel.site.session().rollback()
    of = learning(panel.site, panel.tutor, panel.enrolment, "read-progress")
    (result,) = results_of(panel.site, of, work[1])
    assert not result.late.late
