"""A move to another cohort: looked at item by item, told, recorded with its days, and taken back."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.assessment.deadlines import deadline_of
from lms.domain.assessment.moving import After
from lms.domain.assessment.outcome import Result
from lms.domain.board import Decision
from lms.domain.evidence import Period
from lms.domain.records import cohort
from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services.assessed import results_of, work_of
from lms.services.create_cohort import create_cohort
from lms.services.enrolments import Learning, learning
from lms.services.move_cohort import move_cohort
from lms.services.preview_move import preview_move
from lms.services.release_marks import Wanted, release_marks
from lms.services.see_own_move import items_of, see_recorded_move
from lms.services.take_back_move import see_move_to_take_back, take_back_move
from tests.fixtures.boards import TODAY, Judged

WINTER = "course-winter"
AHEAD = date(2026, 4, 10)
WHY = "Chosen by mistake."


@pytest.fixture
def two(judged: Judged) -> Judged:
    """Ada is in spring; the essay of winter was due in January, its project is due in May."""
    year = {"year": Period(date(2025, 9, 1), date(2026, 8, 31))}
    create_cohort(judged.site, judged.lead, "course", "Winter", year)
    judged.cohort_tell("deadline", date(2026, 2, 27), assessment="crs.essay")
    judged.cohort_tell("deadline", date(2026, 3, 20), assessment="crs.project")
    for work, on in (("crs.essay", date(2026, 1, 16)), ("crs.project", date(2026, 5, 15))):
        judged.world.record(cohort(WINTER), "deadline", on, assessment=work)
    return judged


def ada(two: Judged) -> Learning:
    two.site.session().rollback()
    return learning(two.site, two.lead, two.enrolments["ada"], "see-cohort")


def move(two: Judged, days: dict[str, date] | None = None, to: str = WINTER, key: str = "") -> str:
    two.site.session().rollback()
    who = two.enrolments["ada"]
    return move_cohort(two.site, two.lead, who, to, TODAY, "Nearer to home.", key or None, days)


def due(two: Judged, work: str) -> tuple[date, str] | None:
    of = ada(two)
    found = of.assessment(work)
    assert found is not None
    deadline = deadline_of(work_of(two.site, of, found[1]), 1)
    return (deadline.day, deadline.why) if deadline else None


def test_a_move_is_looked_at_item_by_item_before_it_is_recorded(two: Judged) -> None:
    two.site.session().rollback()
    page = preview_move(two.site, two.lead, two.enrolments["ada"], WINTER)
    assert {p.assessment.id: p.after for p in page.pieces} == {
        "crs.essay": After.TO_NAME,
        "crs.project": After.DUE,
        "crs.own": After.OPEN,
    }
    assert [p.assessment.id for p in page.to_name] == ["crs.essay"]
    says = {item.title: item.says for item in items_of(page)}
    assert says["The project"] == (
        "Not handed in. Due by Friday 15 May 2026, 12:00; "
        "until now due by Friday 20 March 2026, 12:00."
    )
    assert "until now 5 January 2026" in says["The year"]
    assert two.own("ada", "cohort-move") == []


def test_work_that_was_handed_in_is_said_to_stay(two: Judged) -> None:
    two.essay("ada", 62)
    two.site.session().rollback()
    page = preview_move(two.site, two.lead, two.enrolments["ada"], WINTER)
    says = {item.title: item.says for item in items_of(page)}
    assert says["The essay"] == (
        "Handed in; it stays judged by the deadline and the marking policy of Spring, due Friday "
        "27 February 2026, 12:00."
    )
    assert page.to_name == ()


def test_a_move_names_a_day_for_each_piece_whose_days_had_passed(two: Judged) -> None:
    with pytest.raises(BadInput) as refused:
        move(two)
    assert [p.field for p in refused.value.problems] == ["day-crs.essay"]
    assert "“The essay”" in str(refused.value.problems[0])
    with pytest.raises(BadInput) as behind:
        move(two, {"crs.essay": date(2026, 3, 1)})
    assert "Name a day ahead" in str(behind.value.problems)
    with pytest.raises(BadInput) as unasked:
        move(two, {"crs.essay": AHEAD, "crs.project": AHEAD})
    assert [p.field for p in unasked.value.problems] == ["day-crs.project"]
    move(two, {"crs.essay": AHEAD})
    assert due(two, "crs.essay") == (AHEAD, "move")
    assert due(two, "crs.project") == (date(2026, 5, 15), "cohort")


def test_the_learner_is_told_of_a_move_and_reads_what_it_means(two: Judged) -> None:
    record = move(two, {"crs.essay": AHEAD})
    actor = two.site.actor("ada")
    page = see_recorded_move(two.site, actor, two.enrolments["ada"], record)
    assert (page.into, page.on) == ("Winter", TODAY)
    says = {item.title: item.says for item in page.items}
    assert "Due by Friday 10 April 2026, 12:00 (named when you came" in says["The essay"]
    with pytest.raises(NotFound):
        see_recorded_move(two.site, actor, "another", record)


def test_one_click_is_one_move(two: Judged) -> None:
    first = move(two, {"crs.essay": AHEAD}, key="k")
    assert move(two, {"crs.essay": AHEAD}, key="k") == first
    assert len(two.own("ada", "cohort-move")) == 1


def test_a_ratified_mark_stands_through_moves_there_and_back(two: Judged) -> None:
    two.essay("ada", 62)
    two.project("ada", 66, 66)
    two.moderate()
    two.meet(Decision("ada", "complete"))
    before = marks(two)
    move(two)
    move(two, to="spring")
    assert marks(two) == before
    assert [before[work][0].recorded for work in ("crs.essay", "crs.project")] == [62, 66]


def marks(two: Judged) -> dict[str, tuple[Result, ...]]:
    of = ada(two)
    return {a.id: results_of(two.site, of, a) for a in of.stages[0].assessments}


def test_a_move_that_was_taken_back_leaves_everything_as_before(two: Judged) -> None:
    before = due(two, "crs.essay"), due(two, "crs.project"), ada(two).enrolment
    record = move(two, {"crs.essay": AHEAD})
    two.site.session().rollback()
    page = see_move_to_take_back(two.site, two.lead, record)
    assert (page.left, page.into, page.stands) == ("Spring", "Winter", ())
    taken = take_back_move(two.site, two.lead, record, WHY, "k")
    assert (due(two, "crs.essay"), due(two, "crs.project"), ada(two).enrolment) == before
    assert take_back_move(two.site, two.lead, record, WHY, "k") == taken
    with pytest.raises(NotFound):
        take_back_move(two.site, two.lead, record, WHY)


def test_taking_a_move_back_needs_a_reason_and_the_right(two: Judged) -> None:
    record = move(two, {"crs.essay": AHEAD})
    two.site.session().rollback()
    with pytest.raises(BadInput):
        take_back_move(two.site, two.lead, record, " ")
    with pytest.raises(NotPermitted):
        take_back_move(two.site, two.site.actor("mark"), record, WHY)


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        ("submission", {"assessment": "crs.project"}, "Work was handed in in the new cohort"),
        (
            "attendance",
            {"register": "taught", "stage": "course/year", "day": 1, "present": True},
            "A register was taken in the new cohort",
        ),
        ("board-outcome", {"stage": "course/year", "outcome": "referred"}, "A board has decided"),
    ],
)
def test_a_move_on_which_something_rests_is_not_taken_back(
    two: Judged, kind: str, fields: dict[str, object], says: str
) -> None:
    record = move(two, {"crs.essay": AHEAD})
    two.tell("ada", kind, **fields)
    two.site.session().rollback()
    assert says in see_move_to_take_back(two.site, two.lead, record).stands[0]
    with pytest.raises(Refused) as refused:
        take_back_move(two.site, two.lead, record, WHY)
    assert f"{says}" in refused.value.refusal.reason
    assert "2 March 2026" in refused.value.refusal.reason


def test_a_later_move_is_taken_back_first(two: Judged) -> None:
    first = move(two, {"crs.essay": AHEAD})
    second = move(two, {"crs.essay": AHEAD}, to="spring")
    two.site.session().rollback()
    with pytest.raises(Refused) as refused:
        take_back_move(two.site, two.lead, first, WHY)
    assert "A later move" in refused.value.refusal.reason
    take_back_move(two.site, two.lead, second, WHY)
    two.site.session().rollback()
    take_back_move(two.site, two.lead, first, WHY)
    assert ada(two).enrolment.cohort == "spring"


def test_marks_that_were_shown_in_the_new_cohort_stay_shown(two: Judged) -> None:
    two.project("ada", 66, 66)
    record = move(two, {"crs.essay": AHEAD})
    two.site.session().rollback()
    wanted = Wanted("course", WINTER, "year", "provisional")
    release_marks(two.site, two.lead, wanted)
    two.site.session().rollback()
    with pytest.raises(Refused) as refused:
        take_back_move(two.site, two.lead, record, WHY)
    assert "Marks were released" in refused.value.refusal.reason


def test_a_move_comes_after_the_one_before_it(two: Judged) -> None:
    move(two, {"crs.essay": AHEAD})
    two.site.session().rollback()
    with pytest.raises(BadInput) as refused:
        move_cohort(
            two.site, two.lead, two.enrolments["ada"], "spring", date(2026, 2, 20), "Earlier."
        )
    assert "came to the present cohort on 2 March 2026" in str(refused.value.problems)
