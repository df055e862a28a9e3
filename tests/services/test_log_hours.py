"""Practice is logged once for each stretch of time, and stays once it is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lms.domain.payloads import FieldProblem
from lms.domain.policy import Actor
from lms.domain.records import person
from lms.domain.verdicts import number
from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services.check_writing import NotConfirmed
from lms.services.list_hours import list_hours
from lms.services.log_hours import log_hours, take_back_hours
from lms.services.practice_entry import PracticeEntry
from lms.services.site import Site, fact
from lms.store.documents import content_of
from tests.fixtures.learning import Course
from tests.fixtures.training import Training

DAY = date(2026, 2, 20)


def entry(**fields: object) -> PracticeEntry:
    given = {"on": DAY, "category": "agency", "start": "10:00", "end": "11:30", **fields}
    return PracticeEntry(**given)  # type: ignore[arg-type]


def log(course: Course, new: PracticeEntry, **more: object) -> str:
    return log_hours(course.site, course.amara, course.enrolment, new, **more)  # type: ignore[arg-type]


def fields_wrong(course: Course, new: PracticeEntry) -> list[str]:
    with pytest.raises(BadInput) as fault:
        log(course, new)
    assert all(isinstance(p, FieldProblem) for p in fault.value.problems)
    return [p.field for p in fault.value.problems]  # type: ignore[attr-defined]


def test_an_entry_holds_what_was_given_and_its_note_is_a_document(course: Course) -> None:
    log(course, entry(family="F2", online=True, note="A visit."))
    (record,) = course.records("hours")
    fields = dict(record.payload)
    note = fields.pop("note")
    assert fields == {
        "category": "agency",
        "start": "10:00",
        "end": "11:30",
        "minutes": 90,
        "family": "F2",
        "online": True,
    }
    assert content_of(course.site.session(), note) == "A visit."


def test_study_may_be_logged_by_its_length_alone(course: Course) -> None:
    log(course, entry(category="study", start="", end="", minutes=150))
    assert course.records("hours")[0].get("minutes") == 150


def test_time_past_midnight_is_said_to_end_on_the_next_day(course: Course) -> None:
    assert fields_wrong(course, entry(start="23:30", end="00:30")) == ["next-day"]
    log(course, entry(start="23:30", end="00:30", next_day=True))
    (record,) = course.records("hours")
    assert (record.get("minutes"), record.get("next-day")) == (60, True)


@pytest.mark.parametrize("category", ["agency", "clinic", "study"])
def test_times_the_wrong_way_round_are_no_23_hours(course: Course, category: str) -> None:
    wrong = entry(category=category, start="14:00", end="13:00")
    assert fields_wrong(course, wrong) == ["next-day"]
    assert fields_wrong(course, replace(wrong, next_day=True)) == ["end"]


def test_a_time_has_no_offset_that_it_does_not_need(course: Course) -> None:
    log(course, entry(start="10:00+00:00"))
    assert course.records("hours")[0].get("start") == "10:00"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"on": date(2026, 3, 3)}, ["on"]),
        ({"on": date(2025, 12, 1)}, ["on"]),
        ({"category": "coaching"}, ["category"]),
        ({"start": "25:00"}, ["start"]),
        ({"start": "ten"}, ["start"]),
        ({"end": ""}, ["end"]),
        ({"start": "", "end": "", "minutes": 60}, ["start"]),
        ({"category": "study", "start": "", "end": ""}, ["minutes"]),
        ({"category": "study", "start": "", "end": "", "minutes": 1441}, ["minutes"]),
        ({"category": "study", "start": "", "end": "", "minutes": -5}, ["minutes"]),
        ({"minutes": -5}, ["minutes"]),
        ({"minutes": 60}, ["minutes"]),
        ({"start": "10:00:30"}, ["start"]),
        ({"category": "clinic", "direct": 91}, ["direct"]),
        ({"category": "clinic", "direct": -1}, ["direct"]),
        ({"family": "SMITH"}, ["family"]),
        ({"category": "supervision-given"}, ["form"]),
        ({"category": "supervision-given", "form": "group", "with_whom": "JANE DOE"}, ["with"]),
        ({"note": "a" * 2001}, ["note"]),
    ],
)
def test_what_cannot_be_meant_names_its_field(
    course: Course, fields: dict[str, object], wrong: list[str]
) -> None:
    assert fields_wrong(course, entry(**fields)) == wrong
    assert course.records("hours") == []


def test_an_overlap_names_the_entry_that_has_the_time(course: Course) -> None:
    first = log(course, entry())
    with pytest.raises(Refused) as refused:
        log(course, entry(category="clinic", start="11:00", end="12:00"))
    assert (refused.value.refusal.code, refused.value.refusal.records) == ("overlap", (first,))
    log(course, entry(category="clinic", start="11:30", end="12:00"))


def test_two_clicks_are_one_entry(course: Course) -> None:
    assert log(course, entry(), key="key") == log(course, entry(), key="key")
    assert len(course.records("hours")) == 1


def test_a_note_that_could_name_somebody_is_held_until_confirmed(course: Course) -> None:
    with pytest.raises(NotConfirmed) as held:
        log(course, entry(note="Saw them at ME4 4TR."))
    log(course, entry(note="Saw them at ME4 4TR."), confirmed=[held.value.warnings[0].mark])
    assert len(course.records("hours")) == 1


def test_a_note_with_what_may_be_a_name_is_asked_about_at_its_place(course: Course) -> None:
    with pytest.raises(NotConfirmed) as held:
        log(course, entry(note="Saw them with Tola Balogun."))
    (asked,) = held.value.warnings
    assert (asked.kind, asked.passage, asked.place) == ("possible-names", "Tola Balogun", "note")


def test_an_unsigned_entry_can_be_put_right_in_place(course: Course) -> None:
    first = log(course, entry())
    second = log(course, entry(end="12:00"), replaces=first)
    assert [r.id for r in course.records("hours")] == [second]


def test_a_signed_entry_stays_as_it_is(course: Course) -> None:
    record = course.entry(DAY)
    fields = {"entry": record.id, "signer": "jo", "role": "agency-supervisor"}
    course.world.record("amara", "signature", DAY, enrolment=course.enrolment, **fields)
    course.site.session().rollback()
    with pytest.raises(Refused, match="signed"):
        log(course, entry(end="12:00"), replaces=record.id)
    with pytest.raises(Refused, match="signed"):
        take_back_hours(course.site, course.amara, course.enrolment, record.id)


def test_an_entry_that_is_taken_back_frees_its_time(course: Course) -> None:
    record = course.entry(DAY)
    take_back_hours(course.site, course.amara, course.enrolment, record.id)
    with pytest.raises(NotFound):
        take_back_hours(course.site, course.amara, course.enrolment, record.id)
    course.site.session().rollback()
    log(course, entry())


def test_only_the_learner_logs_practice(course: Course) -> None:
    tutor = course.site.actor(course.world.person("tess", role="tutor"))
    with pytest.raises(NotPermitted):
        log_hours(course.site, tutor, course.enrolment, entry())


def test_the_log_adds_up_by_category_and_says_what_counts(course: Course) -> None:
    signed = course.entry(DAY)
    course.entry(DAY + timedelta(days=1))
    course.entry(DAY, category="clinic", start="14:00", end="16:00", direct=30)
    course.entry(DAY, category="study", start="", end="", minutes=60)
    fields = {"entry": signed.id, "signer": "jo", "role": "agency-supervisor"}
    course.world.record("amara", "signature", DAY, enrolment=course.enrolment, **fields)
    course.site.session().rollback()
    totals = {
        t.category.id: t for t in list_hours(course.site, course.amara, course.enrolment).totals
    }
    assert [(t, totals[t].minutes, totals[t].direct) for t in ("agency", "clinic", "study")] == [
        ("agency", 120, 0),
        ("clinic", 120, 30),
        ("study", 60, 0),
    ]
    states = {t: [e.state for e in totals[t].entries] for t in totals}
    assert states["agency"] == ["waits", "counts"]
    assert totals["agency"].entries[0].why == "Waits for Jo’s signature."
    assert states["study"] == ["counts"]
    assert totals["agency"].entries[1].signings[0].name == "Jo"
    assert [e.may_change for e in totals["agency"].entries] == [True, False]


def test_what_two_stages_count_is_told_by_stage_and_an_entry_counts_where_either_does(
    site: Site, training: Training
) -> None:
    enrolment = training.learner("ben")
    training.hours("ben", enrolment, 60)
    training.hours("ben", enrolment, 60, on=date(2026, 9, 1))
    site.session().rollback()
    log = list_hours(site, Actor("ben"), enrolment, as_of=date(2026, 9, 2))
    clinic = next(t for t in log.totals if t.category.id == "clinic")
    assert [(a.stage, number(a.verdict.finding.amount)) for a in clinic.asked] == [
        ("The first year", "1"),
        ("The second year", "2"),
    ]
    assert [e.state for e in clinic.entries] == ["counts", "counts"]


def test_the_log_can_be_read_as_of_an_earlier_day(course: Course) -> None:
    course.entry(DAY)
    course.entry(DAY + timedelta(days=2))
    log = list_hours(course.site, course.amara, course.enrolment, as_of=DAY)
    assert [len(t.entries) for t in log.totals if t.category.id == "agency"] == [1]


def test_why_a_signer_declined_is_for_the_learner_alone(course: Course) -> None:
    record = course.entry(DAY)
    with course.site.ledger.write("signer:jo") as writer:
        fields = {"entry": record.id, "signer": "jo", "role": "agency-supervisor"}
        reason = writer.document(person("amara"), "It ended early.")
        writer.append(
            fact(
                record.subject,
                "signature",
                DAY,
                enrolment=course.enrolment,
                decision="declined",
                reason=reason,
                **fields,
            )
        )
    tutor = course.world.person("tess", role="tutor")
    course.site.session().rollback()

    def reasons(reader: str) -> list[str]:
        log = list_hours(course.site, course.site.actor(reader), course.enrolment)
        return [s.reason for t in log.totals for e in t.entries for s in e.signings]

    assert reasons("amara") == ["It ended early."]
    assert reasons(tutor) == [""]
