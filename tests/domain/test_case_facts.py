"""The facts of a case, written as records like anybody's."""

from typing import Any

import pytest

from lms.domain.case import Case, Told
from lms.domain.case_facts import CaseLedger, Unclear
from lms.domain.records import Record
from tests.domain.facts import RECORD_KINDS, day, programme, requirement, stage, template

COURSE = programme(
    stage(
        requirement("hours", "study", category="study"),
        logs=(template("kolb"),),
    )
)
TWO = programme(
    stage(identity="one", enrolment="a"),
    stage(identity="two", enrolment="b", logs=(template("kolb"),)),
    identity="double",
)
ENROL = {"on": day("2025-01-13"), "kind": "enrolment", "id": "e"}


def ledger(*facts: dict[str, Any], about: str = "course", who: str | None = "ana") -> CaseLedger:
    told = tuple(Told(n, fields) for n, fields in enumerate(facts, 1))
    people = frozenset({"ana", "ben", "sue"})
    case = Case("case.md", "A case", about, "", people, who, told, (), {})
    found = CaseLedger(case, {"course": COURSE, "double": TWO}, RECORD_KINDS)
    found.write_all()
    return found


def written(*facts: dict[str, Any], **more: Any) -> list[Record]:
    found = ledger(*facts, **more)
    assert found.problems == []
    return found.written


def problem(*facts: dict[str, Any], **more: Any) -> str:
    (found,) = ledger(*facts, **more).problems
    return f"{found.line}: {found.what}"


def log(on: str, **more: Any) -> dict[str, Any]:
    return {"on": day(on), "kind": "log", "template": "kolb", **more}


def test_records_come_in_the_order_in_which_they_became_known() -> None:
    found = written(
        ENROL,
        log("2025-03-01", id="c", known=day("2025-05-01")),
        log("2025-04-01", id="b"),
        log("2025-04-01", id="b2"),
    )
    assert [r.id for r in found] == ["e", "b", "b2", "c"]
    assert [r.position for r in found] == [1, 2, 3, 4]
    assert found[-1].on == day("2025-03-01")


def test_a_period_runs_from_its_first_to_its_last_day() -> None:
    (open_, closed) = written(
        {"from": day("2025-01-01"), "kind": "role", "role": "tutor"},
        {"from": day("2025-01-01"), "until": day("2025-02-01"), "kind": "role", "role": "tutor"},
    )
    assert (open_.first, open_.last) == (day("2025-01-01"), None)
    assert closed.last == day("2025-02-01")


def test_a_check_was_made_on_the_day_it_is_told_of() -> None:
    check = {
        "on": day("2025-12-03"),
        "kind": "registration",
        "register": "swe",
        "from": day("2016-10-01"),
        "until": day("2026-11-30"),
    }
    (found,) = written(check)
    assert (found.first, found.get("checked")) == (day("2016-10-01"), day("2025-12-03"))
    assert found.recorded.date() == day("2025-12-03")


def test_a_break_was_approved_on_the_day_it_is_told_of() -> None:
    late = {
        "on": day("2025-03-10"),
        "from": day("2025-03-01"),
        "kind": "interruption",
    }
    assert problem(ENROL, late).startswith("2: refused (back-dated)")


def test_a_stage_may_be_written_short_and_another_programmes_in_full() -> None:
    decided = {"on": day("2025-12-01"), "kind": "board-outcome", "outcome": "complete"}
    found = written(ENROL, {**decided, "stage": "year"}, {**decided, "stage": "other/year"})
    assert [r.get("stage") for r in found[1:]] == ["course/year", "other/year"]


def test_an_enrolment_is_on_the_cases_programme_and_its_only_admission() -> None:
    (found,) = written(ENROL)
    assert (found.get("programme"), found.get("version"), found.get("admission")) == (
        "course",
        "1",
        "training",
    )


def test_where_there_are_several_admissions_one_must_be_named() -> None:
    assert "admission: is needed" in problem(ENROL, about="double")


def test_a_fact_belongs_to_the_only_open_enrolment() -> None:
    found = written(ENROL, log("2025-03-01", id="l"))
    assert found[-1].enrolment == "e"


def test_a_fact_belongs_to_the_enrolment_still_open() -> None:
    first = {**ENROL, "id": "first", "admission": "a"}
    second = {**ENROL, "id": "second", "admission": "b"}
    gone = {"on": day("2025-02-01"), "kind": "withdrawal", "enrolment": "first"}
    found = written(first, second, gone, log("2025-03-01"), about="double")
    assert found[-1].enrolment == "second"
    said = problem(first, second, log("2025-03-01"), about="double")
    assert 'write "enrolment: …"' in said
    assert "first, second" in said


def test_what_happens_after_the_end_still_belongs_to_the_only_enrolment() -> None:
    gone = {"on": day("2025-02-01"), "kind": "withdrawal"}
    waived = {"on": day("2025-03-01"), "kind": "waiver", "requirement": "study"}
    assert written(ENROL, gone, waived)[-1].enrolment == "e"


def test_who_has_left_adds_nothing() -> None:
    gone = {"on": day("2025-02-01"), "kind": "withdrawal"}
    assert "refused (withdrawn)" in problem(ENROL, gone, log("2025-03-01"))


LEAVES = {"on": day("2025-03-10"), "kind": "withdrawal", "id": "w", "known": day("2025-02-01")}


def test_who_will_leave_adds_until_the_last_day_is_over() -> None:
    assert written(ENROL, LEAVES, log("2025-03-09"))
    assert "refused (withdrawn)" in problem(ENROL, LEAVES, log("2025-03-10"))
    again = {"on": day("2025-03-01"), "kind": "withdrawal", "known": day("2025-02-10")}
    assert "refused (withdrawn)" in problem(ENROL, LEAVES, again)
    later = {**again, "on": day("2025-04-10"), "replaces": "w"}
    assert written(ENROL, LEAVES, later, log("2025-03-12"))
    back = {"on": day("2025-03-11"), "kind": "retraction", "replaces": "w"}
    assert written(ENROL, LEAVES, back, log("2025-03-12"))


@pytest.mark.parametrize(("first", "refused"), [("2025-03-09", False), ("2025-03-10", True)])
def test_no_break_begins_after_the_last_day(first: str, refused: bool) -> None:
    known = {"approved": day("2025-02-10"), "known": day("2025-02-10")}
    away = {"from": day(first), "until": day("2025-03-20"), "kind": "interruption", **known}
    assert bool(ledger(ENROL, LEAVES, away).problems) is refused


def test_a_correction_that_its_signer_signs_after_the_learner_left_takes_effect() -> None:
    times = {"start": "10:00", "end": "12:00", "minutes": 120}
    session, signed = day("2025-02-20"), day("2025-03-12")
    hours = {"on": session, "kind": "hours", "category": "study"}
    who = {"signer": "sue", "role": "agency-supervisor"}
    assert written(
        ENROL,
        LEAVES,
        {**hours, "id": "h", "start": "10:00", "end": "11:00", "minutes": 60},
        {"on": day("2025-02-25"), "kind": "signature", "entry": "h", **who},
        {
            "on": day("2025-03-09"),
            "kind": "correction",
            "id": "c",
            "entry": "h",
            "day": session,
            **times,
        },
        {"on": signed, "kind": "correction-answer", "correction": "c", "decision": "signed", **who},
        {"on": signed, "kind": "reversal", "entry": "h", "correction": "c"},
        {**hours, "known": signed, "corrects": "h", **times},
    )


def test_somebody_never_enrolled_may_have_an_award_and_nothing_before_an_enrolment() -> None:
    award = {"on": day("2025-01-01"), "kind": "award", "stage": "year"}
    assert written(award)[0].enrolment is None
    assert "is not enrolled on course by then" in problem(award, ENROL)


def test_an_enrolment_is_named_by_its_id() -> None:
    assert "is the id of no enrolment of ana" in problem(ENROL, log("2025-03-01", enrolment="x"))


def test_a_fact_told_of_nobody_is_about_the_one_whom_the_case_is_about() -> None:
    role = {"from": day("2025-01-01"), "kind": "role", "role": "tutor"}
    assert written(role)[0].subject.id == "ana"
    assert written({**role, "who": "ben"})[0].subject.id == "ben"
    assert "it does not say who" in problem(role, who=None)
    assert 'did you mean "ben"' in problem({**role, "who": "bem"})


def test_a_cohorts_facts_are_about_the_cohort() -> None:
    dates = {
        "from": day("2025-01-01"),
        "kind": "cohort-stage",
        "cohort": "spring",
        "stage": "year",
    }
    (found,) = written(dates)
    assert str(found.subject) == "cohort:spring"


def test_a_repeated_fact_is_told_as_often_as_it_says() -> None:
    attended = {
        "on": day("2025-02-01"),
        "kind": "attendance",
        "register": "taught",
        "present": True,
        "id": "d",
        "repeat": {"times": 3, "every": 14, "count": "day"},
    }
    found = written(ENROL, attended)[1:]
    assert [r.on.isoformat() for r in found] == ["2025-02-01", "2025-02-15", "2025-03-01"]
    assert [r.get("day") for r in found] == [1, 2, 3]
    assert [r.id for r in found] == ["d.1", "d.2", "d.3"]


def test_copies_name_the_copy_of_the_same_number() -> None:
    logs = log("2025-02-01", id="l", repeat={"times": 2, "every": 7})
    answer = {"on": day("2025-03-01"), "kind": "log-response", "log": "l", "decision": "accepted"}
    found = written(ENROL, logs, {**answer, "repeat": {"times": 2, "every": 0}})
    assert [r.get("log") for r in found[3:]] == ["l.1", "l.2"]
    assert written(ENROL, logs, {**answer, "log": "l.2"})[-1].get("log") == "l.2"
    assert 'write "l.1" for the first' in problem(ENROL, logs, answer)


def test_a_correction_names_what_it_replaces() -> None:
    first = log("2025-02-01", id="l")
    assert len(written(ENROL, first, log("2025-02-02", replaces="l"))) == 3
    again = (ENROL, first, log("2025-02-02", replaces="l"), log("2025-02-03", replaces="l"))
    assert "no longer in force" in problem(*again)
    other = {"on": day("2025-02-02"), "kind": "declaration", "declaration": "a", "replaces": "l"}
    assert "can only be replaced by another log" in problem(ENROL, first, other)
    taken_back = {"on": day("2025-02-02"), "kind": "retraction", "replaces": "l"}
    assert len(written(ENROL, first, taken_back)) == 3


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        ({"on": day("2025-01-01"), "kind": "regstration"}, 'did you mean "registration"?'),
        ({"kind": "log", "template": "kolb"}, "it has no day"),
        ({"on": "soon", "kind": "log", "template": "kolb"}, "write a day such as 2026-03-01"),
        ({"from": day("2025-03-01"), "kind": "log", "template": "kolb"}, 'write "on"'),
        (log("2025-03-01", tempate="x"), 'did you mean "template"'),
        (log("2025-03-01", repeat={"times": 3}), '"repeat" needs "every"'),
        (log("2025-03-01", repeat=3), '"repeat" needs "times"'),
        (log("2025-03-01", id="e"), 'the id "e" is used already'),
        (
            {"on": day("2025-03-01"), "kind": "log-response", "log": "x", "decision": "accepted"},
            'no record known by then has the id "x"',
        ),
        (
            {
                "on": day("2025-03-01"),
                "kind": "report",
                "report": "r",
                "outcome": "satisfactory",
                "by": "zed",
            },
            '"zed" is not among the people',
        ),
        (
            {"on": day("2025-03-01"), "kind": "enrolment", "programme": "cours"},
            'no programme "cours" is known; did you mean "course"?',
        ),
        (
            {"on": day("2025-03-01"), "kind": "enrolment"},
            "refused (already-enrolled)",
        ),
    ],
)
def test_what_cannot_be_understood_says_what_to_write(fact: dict[str, Any], says: str) -> None:
    assert says in problem(ENROL, fact)


def test_a_mistake_does_not_hide_the_next() -> None:
    found = ledger(ENROL, log("2025-03-01", x=1), log("2025-03-02", y=1))
    assert [p.line for p in found.problems] == [2, 3]


def test_a_fact_can_be_tried_by_what_was_known_on_its_day() -> None:
    hours = {"kind": "hours", "category": "study", "minutes": 60, "start": "14:00", "end": "15:00"}
    found = ledger(ENROL, {**hours, "on": day("2025-02-01"), "known": day("2025-03-01")})
    tried = {**hours, "on": day("2025-02-01")}
    assert found.try_writing(Told(9, {**tried, "known": day("2025-02-28")})) is None
    refusal = found.try_writing(Told(9, {**tried, "known": day("2025-03-01")}))
    assert refusal is not None
    assert refusal.code == "overlap"
    assert len(found.written) == 2


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        ({"on": day("2025-01-01"), "kind": "x"}, "no kind of fact"),
        (log("2025-03-01", repeat={"times": 2, "every": 1}), 'leave out "repeat"'),
    ],
)
def test_what_cannot_be_tried_says_why(fact: dict[str, Any], says: str) -> None:
    with pytest.raises(Unclear, match=says):
        ledger(ENROL).try_writing(Told(9, fact))


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("attendance", {"register": "taught", "day": 0, "present": True}),
        ("attendance", {"register": "taught", "day": -3, "present": True}),
        ("submission", {"assessment": "essay", "attempt": 0}),
        ("submission", {"assessment": "essay", "words": -1}),
        ("log", {"template": "kolb", "words": -1}),
    ],
)
def test_a_count_below_its_least_is_refused_like_any_other_fact(
    kind: str, more: dict[str, Any]
) -> None:
    told = {"on": day("2025-03-01"), "kind": kind, **more}
    assert "refused (below-least)" in problem(ENROL, told)
    refusal = ledger(ENROL).try_writing(Told(9, told))
    assert refusal is not None
    assert refusal.code == "below-least"
