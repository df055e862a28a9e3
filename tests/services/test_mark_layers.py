"""Two markers: each gives a layer, sees nothing too early, and they agree or a third one decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lms.domain.records import cohort
from lms.errors import BadInput, Conflict, NotPermitted, Refused
from lms.services.agree_mark import agree_mark
from lms.services.assessed import results_of
from lms.services.decide_misconduct import decide_misconduct
from lms.services.enrolments import learning
from lms.services.feedback import Anchored
from lms.services.misconduct_cases import read_case
from lms.services.report_misconduct import report_misconduct
from tests.fixtures.marking import Marked

Hand = Callable[..., Marked]


def outcome(marked: Marked) -> tuple[str, int | None]:
    """Where Ben's essay stands, and its mark."""
    marked.school.site.session().rollback()
    site = marked.school.site
    of = learning(site, marked.actor("tess"), marked.enrolment, "read-progress")
    found = of.assessment("crs.essay")
    assert found is not None
    (result,) = results_of(site, of, found[1])
    return result.stand.value, result.recorded


def release(marked: Marked) -> None:
    marked.school.world.record(
        cohort("spring"), "release", date(2026, 3, 2), stage="course/year", marks="provisional"
    )


def test_whoever_marks_first_gives_the_first_mark_and_another_the_second(marked: Hand) -> None:
    essay = marked("double")
    essay.mark("mark", 64)
    assert outcome(essay)[0] == "marking"
    essay.mark("mina", 67)
    assert essay.layers() == {"first": ("mark", 64), "second": ("mina", 67)}
    assert outcome(essay) == ("settled", 66)


def test_marking_again_corrects_ones_own_mark_and_never_gives_the_second(marked: Hand) -> None:
    essay = marked("double")
    essay.mark("mark", 64)
    essay.mark("mark", 66)
    assert essay.layers() == {"first": ("mark", 66)}


def test_a_blind_second_marker_sees_nothing_until_both_marks_are_in(marked: Hand) -> None:
    essay = marked("blind-double")
    comments = {"seeing": "You see it."}
    essay.mark("mark", 64, comments=comments, anchored=(Anchored("It repeats", "Where?"),))
    shown = essay.read("mina")
    assert (shown.layers, shown.comments, shown.given, shown.anchored) == ((), (), None, ())
    assert "By mark." not in repr(shown)
    assert "Where?" not in repr(shown)
    assert [g.mark for g in essay.read("mark").layers] == [64]
    essay.mark("mina", 67)
    for person in ("mark", "mina"):
        assert [g.mark for g in essay.read(person).layers] == [64, 67]


def test_the_second_marker_sees_the_first_ones_comments_and_no_judgement(marked: Hand) -> None:
    essay = marked("double")
    essay.mark("mark", 64, anchored=(Anchored("It repeats", "Where?", 2),))
    shown = essay.read("mina")
    (comments,) = shown.comments
    assert comments.feedback.anchored[0].says == "Where?"
    assert (comments.mark, comments.result, dict(comments.bands)) == (None, None, {})
    assert comments.feedback.overall == ""
    assert shown.layers == ()


def test_marks_on_two_sides_of_a_boundary_are_agreed_between_them(marked: Hand) -> None:
    essay = marked("blind-double")
    essay.mark("mark", 58)
    site = essay.school.site
    with pytest.raises(Refused):
        agree_mark(site, essay.actor("mark"), essay.work, 59, "We talked.")
    essay.mark("mina", 62)
    turn = essay.read("mina").turn
    assert (turn.agree, turn.lowest, turn.highest) == (True, 58, 62)
    for wrong in (57, 63, None):
        with pytest.raises(BadInput):
            agree_mark(site, essay.actor("mina"), essay.work, wrong, "We talked.")
    with pytest.raises(BadInput):
        agree_mark(site, essay.actor("mina"), essay.work, 61, " ")
    with pytest.raises(NotPermitted):
        agree_mark(site, essay.actor("theo"), essay.work, 61, "I think so.")
    agree_mark(site, essay.actor("mina"), essay.work, 61, "We talked.")
    assert outcome(essay) == ("settled", 61)
    assert essay.records()[-1].get("reason")


def test_work_that_a_board_referred_is_marked_again_like_any_other(marked: Hand) -> None:
    essay = marked("blind-double")
    school = essay.school
    for person, mark in (("mark", 41), ("mina", 43)):
        essay.mark(person, mark)
    referred = {"stage": "course/year", "outcome": "referred"}
    school.world.record(
        "ben", "board-outcome", date(2026, 3, 2), enrolment=essay.enrolment, **referred
    )
    released = {"stage": "course/year", "marks": "ratified"}
    school.world.record(cohort("spring"), "release", date(2026, 3, 2), **released)
    assert "The board has decided" in essay.read("mark").turn.because
    text = "A pattern repeats in another way. " * 17
    essay.work = school.work(text, person="ben", enrolment=essay.enrolment)
    essay.mark("mark", 57)
    essay.mark("mark", 58)
    essay.mark("mina", 62)
    turn = essay.read("mark").turn
    assert (turn.agree, turn.because) == (True, "")
    agree_mark(school.site, essay.actor("mina"), essay.work, 60, "We read it together.")
    case = report_misconduct(school.site, school.tutor, essay.work, "Part of it stands elsewhere.")
    officer = essay.actor(school.world.person("olive", "conduct-officer"))
    assert not read_case(school.site, officer, case).settled
    decide_misconduct(school.site, officer, case, "no-case", "It is quoted as it should be.")


def test_the_programme_lead_can_record_what_they_agreed(marked: Hand) -> None:
    essay = marked("double")
    essay.school.world.person("lea", "programme-lead", programme="course")
    essay.mark("mark", 58)
    essay.mark("mina", 62)
    agree_mark(essay.school.site, essay.actor("lea"), essay.work, 60, "They told me.")
    assert outcome(essay) == ("settled", 60)


def test_a_third_marker_is_somebody_else_and_decides_without_seeing_the_two(marked: Hand) -> None:
    essay = marked("double")
    essay.mark("mark", 52)
    essay.mark("mina", 68)
    assert outcome(essay)[0] == "third-marker"
    assert essay.read("theo").layers == ()
    assert essay.read("theo").turn.layer == "third"
    turn = essay.read("mark").turn
    assert turn.layer == "first"
    assert "somebody else gives a third mark" in turn.because
    essay.mark("theo", 61)
    assert essay.layers()["third"] == ("theo", 61)
    assert outcome(essay) == ("settled", 61)
    assert [g.mark for g in essay.read("theo").layers] == [52, 68, 61]


def test_a_third_mark_ends_what_the_two_can_change(marked: Hand) -> None:
    essay = marked("double")
    essay.mark("mark", 52)
    essay.mark("mina", 68)
    essay.mark("theo", 61)
    with pytest.raises(Refused):
        essay.mark("mark", 60, reason="I was too strict.")


def test_a_mark_that_the_other_has_seen_is_corrected_with_a_reason(marked: Hand) -> None:
    essay = marked("double")
    essay.mark("mark", 64)
    essay.mark("mina", 67)
    with pytest.raises(BadInput) as fault:
        essay.mark("mark", 66)
    assert [getattr(p, "field", "") for p in fault.value.problems] == ["reason"]
    essay.mark("mark", 66, reason="I had overlooked a page.")
    assert essay.layers()["first"] == ("mark", 66)


def test_nobody_marks_a_fourth_time(marked: Hand) -> None:
    essay = marked("double")
    essay.mark("mark", 64)
    essay.mark("mina", 67)
    with pytest.raises(Refused):
        essay.mark("theo", 70)


def test_after_the_release_no_marker_changes_a_mark(marked: Hand) -> None:
    essay = marked("double")
    essay.mark("mark", 64)
    essay.mark("mina", 67)
    release(essay)
    with pytest.raises(Refused) as refusal:
        essay.mark("mark", 66, reason="I had overlooked a page.")
    assert refusal.value.refusal.code == "released"


def test_another_marker_corrects_a_single_mark_only_with_a_reason(marked: Hand) -> None:
    essay = marked("single")
    essay.mark("mark", 64)
    seen = essay.read("mina").seen
    with pytest.raises(Conflict):
        essay.mark("mina", 50)
    with pytest.raises(BadInput):
        essay.mark("mina", 50, seen)
    essay.mark("mina", 50, seen, reason="The second half is missing.")
    assert essay.layers() == {"first": ("mina", 50)}


def test_held_work_cannot_be_marked(marked: Hand) -> None:
    essay = marked("single")
    essay.school.world.record(
        "ben", "misconduct", date(2026, 3, 2), enrolment=essay.enrolment, assessment="crs.essay"
    )
    with pytest.raises(Refused):
        essay.mark("mark")
    assert "held" in essay.read("mark").turn.because


@pytest.mark.parametrize(
    ("quote", "at", "right"),
    [
        ("It repeats", 1, True),
        ("It\nrepeats", 16, True),
        ("It repeats", 17, False),
        ("It never repeats", 1, False),
        ("", 1, False),
        ("A pattern repeats. " * 30, 1, False),
    ],
)
def test_a_comment_beside_the_text_quotes_what_stands_there(
    marked: Hand, quote: str, at: int, right: bool
) -> None:
    essay = marked("single")
    if right:
        essay.mark("mark", anchored=(Anchored(quote, "Here.", at),))
        assert any(run.comments == (1,) for run in essay.read("mark").passages)
        return
    with pytest.raises(BadInput) as fault:
        essay.mark("mark", anchored=(Anchored(quote, "Here.", at),))
    assert [getattr(p, "field", "") for p in fault.value.problems] == ["quote-0"]


def test_the_passages_are_the_text_cut_where_comments_begin_and_end(marked: Hand) -> None:
    essay = marked("single")
    both = (Anchored("A pattern repeats.", "One."), Anchored("repeats. It repeats", "Two."))
    essay.mark("mark", anchored=both)
    shown = essay.read("mark")
    assert "".join(run.text for run in shown.passages) == shown.text
    assert [run.text for run in shown.passages if 2 in run.comments] == ["repeats.", " It repeats"]
    assert [run.text for run in shown.passages if 1 in run.comments] == ["A pattern ", "repeats."]
