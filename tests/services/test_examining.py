"""An external examiner sees the samples of the programme, by pseudonym and until the role ends."""

from __future__ import annotations

from datetime import date

import pytest

from lms.errors import BadInput, NotFound, NotPermitted
from lms.services.ask_for_script import ask_for_script
from lms.services.candidates import candidates
from lms.services.comment_for_board import comment_for_board
from lms.services.draw_sample import draw_sample
from lms.services.examined import (
    external_comments,
    list_examined,
    see_examined,
    see_examined_work,
)
from lms.services.moderate import Decided, moderate
from lms.services.read_script import read_script
from lms.store.read_audits import all_readings
from lms.testing import Clock
from tests.fixtures.moderating import SPRING, Seminar
from tests.fixtures.statements import counted


@pytest.fixture
def left_out(seminar: Seminar) -> str:
    """A set of twelve of which ten are in a confirmed sample; gives a script that is not."""
    scripts = seminar.scripts(65, 66, by="mia")
    first = draw_sample(seminar.site, seminar.actor("mo"), *SPRING)
    confirm(seminar, first)
    scripts = seminar.scripts(*[64] * 11, by="mia")
    confirm(seminar, draw_sample(seminar.site, seminar.actor("mo"), *SPRING))
    drawn = {row["submission"] for row in seminar.told("sample")[-1].get("scripts")}
    (left,) = set(scripts) - drawn
    return left


def confirm(seminar: Seminar, sample: str) -> None:
    decided = Decided(sample, "confirmed", "The marks are right.")
    moderate(seminar.site, seminar.actor("mo"), *SPRING, decided)


def ask(seminar: Seminar, submission: str, reason: str = "To see the middle.") -> str:
    return ask_for_script(seminar.site, seminar.actor("ext"), *SPRING, submission, reason)


def test_samples_marks_and_decisions_are_seen_by_pseudonym(seminar: Seminar, left_out: str) -> None:
    page = see_examined_work(seminar.site, seminar.actor("ext"), *SPRING)
    assert (page.layers, len(page.scripts)) == (("first",), 13)
    assert sum(s.open for s in page.scripts) == 12
    assert all(s.name.startswith("Candidate ") for s in page.scripts)
    assert [d.reason for d in page.decided] == ["The marks are right."] * 2
    (line,) = see_examined(seminar.site, seminar.actor("ext"), "course", "spring").works
    assert (line.assessment, line.scripts, line.in_sample) == ("crs.essay", 13, 12)


def test_a_further_script_opens_once_it_is_asked_for_with_a_reason(
    seminar: Seminar, left_out: str
) -> None:
    with pytest.raises(NotPermitted, match="ask for it"):
        read_script(seminar.site, seminar.actor("ext"), left_out)
    with pytest.raises(BadInput):
        ask(seminar, left_out, " ")
    record = ask(seminar, left_out)
    shown = read_script(seminar.site, seminar.actor("ext"), left_out)
    assert shown.text.startswith("A pattern")
    assert shown.name.startswith("Candidate ")
    assert all_readings(seminar.site.session(), reader="ext")[0].record == left_out
    assert ask(seminar, left_out) == record
    with pytest.raises(NotPermitted):
        read_script(seminar.site, seminar.actor("mo"), left_out)


def test_the_pseudonym_is_the_one_that_markers_see(seminar: Seminar) -> None:
    (script,) = seminar.scripts(65)
    draw_sample(seminar.site, seminar.actor("mo"), *SPRING)
    (enrolment,) = seminar.site.about_me("l01").of("enrolment")
    shown = read_script(seminar.site, seminar.actor("ext"), script)
    assert shown.name == candidates(seminar.site, ["course"]).name(enrolment.id)


def test_own_family_work_and_work_that_is_not_marked_cannot_be_asked_for(
    seminar: Seminar,
) -> None:
    enrolment = seminar.learner("l01")
    waiting = seminar.hand_in("l01", enrolment)
    own = seminar.hand_in("l01", enrolment, item="crs.own")
    for script in (waiting, own):
        with pytest.raises(NotFound):
            ask(seminar, script)
    with pytest.raises(NotFound):
        ask_for_script(
            seminar.site, seminar.actor("ext"), "course", "spring", "crs.own", own, "Why not."
        )


def test_nothing_opens_after_the_last_day_of_the_role(seminar: Seminar, clock: Clock) -> None:
    (script,) = seminar.scripts(65)
    draw_sample(seminar.site, seminar.actor("mo"), *SPRING)
    clock.set(date(2026, 6, 30))
    (line,) = list_examined(seminar.site, seminar.actor("ext"))
    assert line.last == date(2026, 6, 30)
    read_script(seminar.site, seminar.actor("ext"), script)
    clock.set(date(2026, 7, 1))
    late = seminar.actor("ext")
    assert list_examined(seminar.site, late) == ()
    for look in (
        lambda: see_examined(seminar.site, late, "course", "spring"),
        lambda: see_examined_work(seminar.site, late, *SPRING),
        lambda: read_script(seminar.site, late, script),
        lambda: ask(seminar, script),
        lambda: external_comments(seminar.site, late, "course", "spring"),
    ):
        with pytest.raises(NotPermitted):
            look()


def test_another_programme_stays_closed(seminar: Seminar) -> None:
    seminar.world.person("other", "external-examiner", programme="elsewhere")
    (script,) = seminar.scripts(65)
    draw_sample(seminar.site, seminar.actor("mo"), *SPRING)
    other = seminar.actor("other")
    assert list_examined(seminar.site, other) == ()
    with pytest.raises(NotPermitted):
        read_script(seminar.site, other, script)


@pytest.mark.parametrize("who", ["mo", "mark", "l01"])
def test_only_an_examiner_examines(seminar: Seminar, who: str) -> None:
    (script,) = seminar.scripts(65)
    with pytest.raises(NotPermitted):
        see_examined_work(seminar.site, seminar.actor(who), *SPRING)
    with pytest.raises(NotPermitted):
        ask_for_script(seminar.site, seminar.actor(who), *SPRING, script, "Why not.")
    with pytest.raises(NotPermitted):
        comment_for_board(seminar.site, seminar.actor(who), "course", "spring", "year", "So.")


def test_a_comment_reaches_the_lead_with_what_it_is_about(seminar: Seminar) -> None:
    seminar.scripts(65)
    ext, lead = seminar.actor("ext"), seminar.actor("lead")
    comment_for_board(
        seminar.site, ext, "course", "spring", "year", " Fair marks. ", "crs.essay", "key"
    )
    comment_for_board(
        seminar.site, ext, "course", "spring", "year", " Fair marks. ", "crs.essay", "key"
    )
    seminar.site.session().rollback()
    (found,) = external_comments(seminar.site, lead, "course", "spring", "year")
    seminar.site.session().rollback()
    noted = [(r.reader, r.about, r.record) for r in all_readings(seminar.site.session())]
    assert noted == [(lead.person, "spring", found.record)]
    assert (found.text, found.about, found.by) == ("Fair marks.", "The essay", "Ext")


@pytest.mark.parametrize(
    ("stage", "assessment", "text"),
    [("nowhere", "", "So."), ("year", "crs.own", "So."), ("year", "", " ")],
)
def test_a_comment_that_says_nothing_or_is_about_nothing_is_refused(
    seminar: Seminar, stage: str, assessment: str, text: str
) -> None:
    seminar.learner("l01")
    with pytest.raises(BadInput):
        comment_for_board(
            seminar.site, seminar.actor("ext"), "course", "spring", stage, text, assessment
        )


def test_the_page_of_a_work_costs_the_same_for_many_scripts(seminar: Seminar) -> None:
    seminar.scripts(65, 66)
    site, ext = seminar.site, seminar.actor("ext")
    see_examined_work(site, ext, *SPRING)
    with counted(site) as few:
        see_examined_work(site, ext, *SPRING)
    seminar.scripts(*[60] * 6)
    ext = seminar.actor("ext")
    with counted(site) as many:
        see_examined_work(site, ext, *SPRING)
    assert len(many) <= len(few)
