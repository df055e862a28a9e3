"""A script that a moderator confirmed stays confirmed when its learner goes to another cohort."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lms.domain.assessment.moderation import State
from lms.domain.evidence import Period
from lms.errors import Refused
from lms.services.ask_for_script import ask_for_script
from lms.services.cohort_work import cohort_work, moderation_by_script
from lms.services.create_cohort import create_cohort
from lms.services.draw_sample import draw_sample
from lms.services.examined import see_examined_work
from lms.services.list_sets import list_sets
from lms.services.mark_work import Marking, mark_work
from lms.services.moderate import Decided, moderate
from lms.services.moderation_sets import script_set
from lms.services.move_cohort import move_cohort
from lms.services.read_script import read_script
from lms.services.release_marks import Wanted, release_marks, see_release
from lms.services.see_marks import see_marks
from lms.testing import Clock
from tests.fixtures.moderating import SPRING, Seminar
from tests.fixtures.statements import counted

AUTUMN_COHORT = "course-autumn"
AUTUMN = ("course", AUTUMN_COHORT, "crs.essay")
SPRING_MARKS = Wanted("course", "spring", "year", "provisional")
AUTUMN_MARKS = Wanted("course", AUTUMN_COHORT, "year", "provisional")


@pytest.fixture
def two(seminar: Seminar) -> Seminar:
    """Two marked essays in spring, none yet in a second cohort of the same course."""
    seminar.scripts(65, 66)
    year = {"year": Period(date(2026, 1, 5), date(2026, 12, 18))}
    create_cohort(seminar.site, seminar.actor("lead"), "course", "Autumn", year)
    return seminar


def decide(seminar: Seminar, decision: str = "confirmed", where: tuple[str, ...] = SPRING) -> None:
    sample = draw_sample(seminar.site, seminar.actor("mo"), *where)  # type: ignore[call-arg]
    decided = Decided(sample, decision, "Seen and compared.")
    moderate(seminar.site, seminar.actor("mo"), *where, decided)  # type: ignore[call-arg,arg-type]


def move(seminar: Seminar, name: str = "l01") -> None:
    (enrolment,) = seminar.site.about_me(name).of("enrolment")
    day = seminar.site.today()
    move_cohort(
        seminar.site, seminar.actor("lead"), enrolment.id, AUTUMN_COHORT, day, "She asked to."
    )
    seminar.site.session().rollback()


def text_of(seminar: Seminar, name: str = "l01") -> str:
    (record,) = seminar.site.about_me(name).of("submission")
    return record.id


def state(seminar: Seminar) -> State:
    seminar.site.session().rollback()
    return script_set(seminar.site, *AUTUMN).moderation.state


def test_a_confirmed_script_is_confirmed_in_the_new_cohort_on_every_page(two: Seminar) -> None:
    decide(two)
    move(two)
    script = text_of(two)
    assert state(two) is State.CONFIRMED
    work = cohort_work(two.site, "course", AUTUMN_COHORT, "year")
    assert moderation_by_script(w for _, w in work.works) == {script: "confirmed"}
    lead = two.actor("lead")
    (row,) = see_marks(two.site, lead, "course", AUTUMN_COHORT, "year").rows
    assert [x.moderation for x in row.of("crs.essay")] == ["confirmed"]
    assert see_release(two.site, lead, AUTUMN_MARKS).open == ()
    lines = {x.cohort: (x.state, x.scripts) for x in list_sets(two.site, lead)}
    assert lines == {"spring": (State.CONFIRMED, 1), AUTUMN_COHORT: (State.CONFIRMED, 1)}
    with pytest.raises(Refused) as nothing:
        draw_sample(two.site, two.actor("mo"), *AUTUMN)
    assert nothing.value.refusal.code == "confirmed"


def test_a_script_marked_again_after_the_move_is_moderated_in_the_new_cohort(two: Seminar) -> None:
    decide(two)
    move(two)
    two.mark_again("l01", mark=70)
    assert state(two) is State.TO_DRAW
    decide(two, where=AUTUMN)
    assert state(two) is State.CONFIRMED


def test_a_set_sent_back_before_the_move_joins_the_next_set_of_the_new_cohort(two: Seminar) -> None:
    decide(two, "sent-back")
    move(two)
    assert state(two) is State.TO_DRAW
    assert see_release(two.site, two.actor("lead"), AUTUMN_MARKS).open == (
        "The essay: 1 script not yet moderated; a sample is to be drawn.",
    )


def test_a_sample_drawn_before_the_move_confirms_after_it(two: Seminar) -> None:
    sample = draw_sample(two.site, two.actor("mo"), *SPRING)
    move(two)
    assert state(two) is State.TO_DRAW
    confirmed = Decided(sample, "confirmed", "Seen and compared.")
    moderate(two.site, two.actor("mo"), *SPRING, confirmed)
    assert state(two) is State.CONFIRMED


def test_whoever_moderated_it_before_the_move_never_marks_it_after(two: Seminar) -> None:
    decide(two, "sent-back")
    move(two)
    two.world.role("mo", "marker", programme="course")
    criteria = two.programme.stages[0].assessments[0].criteria
    marking = Marking({c.id: "Merit" for c in criteria}, mark=62, overall="No.", reason="High.")
    with pytest.raises(Refused) as refused:
        mark_work(two.site, two.actor("mo"), text_of(two), marking, seen=10**6)
    assert refused.value.refusal.code == "moderates"


def test_an_examiner_opens_what_was_sampled_or_asked_for_before_the_move(two: Seminar) -> None:
    decide(two)
    move(two)
    (row,) = see_examined_work(two.site, two.actor("ext"), *AUTUMN).scripts
    assert (row.submission, row.open) == (text_of(two), True)
    assert read_script(two.site, two.actor("ext"), text_of(two)).why == row.why != ()


def test_a_script_asked_for_before_the_move_stays_open_to_its_examiner(two: Seminar) -> None:
    ask = (text_of(two), "To see the middle.")
    record = ask_for_script(two.site, two.actor("ext"), *SPRING, *ask)
    move(two)
    assert read_script(two.site, two.actor("ext"), text_of(two)).why == ()
    assert ask_for_script(two.site, two.actor("ext"), *AUTUMN, *ask) == record


def test_marks_released_before_the_move_are_not_released_again(two: Seminar) -> None:
    decide(two)
    release_marks(two.site, two.actor("lead"), SPRING_MARKS)
    move(two)
    lead = two.actor("lead")
    assert see_release(two.site, lead, AUTUMN_MARKS).shows == ()
    (row,) = see_marks(two.site, lead, "course", AUTUMN_COHORT, "year").rows
    assert [x.shown for x in row.of("crs.essay")] == [two.site.today()]


def test_the_statements_do_not_grow_with_those_who_moved(two: Seminar) -> None:
    decide(two)
    move(two)
    cohort_work(two.site, "course", AUTUMN_COHORT, "year")
    with counted(two.site) as few:
        cohort_work(two.site, "course", AUTUMN_COHORT, "year")
    move(two, "l02")
    with counted(two.site) as more:
        cohort_work(two.site, "course", AUTUMN_COHORT, "year")
    assert len(few) == len(more)


def test_a_list_of_an_earlier_day_has_those_who_were_there_then(two: Seminar, clock: Clock) -> None:
    decide(two)
    before, known = two.site.today(), clock.now
    clock.forward(days=7)
    move(two)
    lead = two.actor("lead")

    def learners(cohort: str, **when: Any) -> set[str]:
        page = see_marks(two.site, lead, "course", cohort, "year", **when)
        return {row.person for row in page.rows}

    assert learners("spring") == {"l02"}
    assert learners(AUTUMN_COHORT) == {"l01"}
    for when in ({"as_of": before}, {"as_of": before, "known_at": known}):
        assert learners("spring", **when) == {"l01", "l02"}
        assert learners(AUTUMN_COHORT, **when) == set()
