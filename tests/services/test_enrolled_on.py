"""What is asked about a day gone by is answered with who was where on that day, at every list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from types import ModuleType

import pytest

from lms.domain.policy import SYSTEM, Actor
from lms.domain.records import cohort, person
from lms.plugin import Report, ReportContext, hookimpl
from lms.registry import Registry
from lms.services.board_papers import board_papers
from lms.services.cohort_work import learners_of
from lms.services.draw_report import draw_report
from lms.services.list_decisions import list_decisions, read_decision
from lms.services.publish import publish
from lms.services.see_cohort import see_cohort
from lms.services.see_enrolled import see_enrolled
from lms.services.see_programme import see_programme
from lms.services.teach_cohort import teach_cohort
from lms.testing import Clock
from tests.fixtures.teaching import School, course_files

BEFORE, MOVED, LEFT = date(2026, 2, 15), date(2026, 2, 16), date(2026, 2, 25)
TODAY = date(2026, 3, 2)


@pytest.fixture
def lead(school: School) -> Actor:
    """Lena, who leads the course."""
    school.world.person("lena", "programme-lead", programme="course")
    return school.actor("lena")


@pytest.fixture
def moved(school: School, lead: Actor, clock: Clock) -> datetime:
    """Amara has gone to autumn, Ben has come, Cara left; gives the moment before all of it."""
    cara = school.enrol("cara")
    school.enrol("dan", "autumn")
    school.world.person("ben")
    before = clock()
    clock.forward(minutes=1)
    school.world.enrolment("ben", "course", "spring", date(2026, 2, 20))
    record = school.world.record
    record("amara", "cohort-move", MOVED, enrolment=school.enrolment, cohort="autumn")
    record("cara", "withdrawal", LEFT, enrolment=cara)
    school.site.session().rollback()
    return before


def in_spring(school: School, lead: Actor, **asked: object) -> list[tuple[str, bool]]:
    """Who is on the page of the spring cohort, and whether they have left."""
    page = see_cohort(school.site, lead, "course", "spring", **asked)  # type: ignore[arg-type]
    return [(line.name, line.enrolment.withdrawn is not None) for line in page.learners]


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (None, [("Ben", False), ("Cara", True)]),
        (TODAY, [("Ben", False), ("Cara", True)]),
        (LEFT, [("Ben", False), ("Cara", True)]),
        (date(2026, 2, 24), [("Ben", False), ("Cara", False)]),
        (MOVED, [("Ben", False), ("Cara", False)]),
        (BEFORE, [("Amara", False), ("Ben", False), ("Cara", False)]),
    ],
)
def test_a_cohort_is_those_who_were_in_it_on_the_day(
    school: School,
    lead: Actor,
    moved: datetime,
    day: date | None,
    there: list[tuple[str, bool]],
) -> None:
    assert in_spring(school, lead, as_of=day) == there
    taught = teach_cohort(school.site, lead, "spring", day)
    assert [(t.line.name, False) for t in taught.learners] == [t for t in there if not t[1]]
    if day is not None and day < TODAY:
        found = learners_of(school.site, school.site.session(), "spring", day)
        names = sorted(of.enrolment.person.title() for of in found)
        assert names == [name for name, left in there if not left]


def test_a_cohort_as_known_earlier_is_those_of_whom_it_was_known(
    school: School, lead: Actor, moved: datetime
) -> None:
    assert in_spring(school, lead, known_at=moved) == [("Amara", False), ("Cara", False)]
    assert in_spring(school, lead, as_of=LEFT, known_at=moved) == [
        ("Amara", False),
        ("Cara", False),
    ]


def test_a_learners_page_of_a_day_tells_neither_of_a_later_move_nor_of_a_later_withdrawal(
    school: School, lead: Actor, moved: datetime
) -> None:
    site = school.site
    assert see_enrolled(site, lead, school.enrolment, BEFORE).cohort == "Spring"
    assert see_enrolled(site, lead, school.enrolment, MOVED).cohort == "Autumn"
    kinds = [line.title for line in see_enrolled(site, lead, school.enrolment, BEFORE).decided]
    assert "Move to another cohort" not in kinds
    (cara,) = site.about_me("cara").of("enrolment")
    own = site.actor("cara")
    assert see_programme(site, own, cara.id, date(2026, 2, 24)).of.enrolment.withdrawn is None
    assert see_programme(site, own, cara.id, LEFT).of.enrolment.withdrawn == LEFT
    changes = see_programme(site, own, cara.id, date(2026, 2, 24)).changes
    assert "withdrawal" not in {change.kind for change in changes}


def test_a_board_that_met_before_has_before_it_who_was_there(
    school: School, lead: Actor, moved: datetime
) -> None:
    def before(day: date) -> list[str]:
        papers = board_papers(school.site, lead, "course", "spring", "year", day)
        return [candidate.name for candidate in papers.candidates]

    assert before(BEFORE) == ["Amara", "Ben", "Cara"]
    assert before(MOVED) == ["Ben", "Cara"]
    assert before(TODAY) == ["Ben"]


def test_a_board_is_given_the_comments_that_there_were(school: School, lead: Actor) -> None:
    with school.site.ledger.write("lena") as writer:
        text = writer.document(cohort("spring"), {"text": "Well marked."})
    fields = {"stage": "course/year", "comment": text}
    school.world.record(cohort("spring"), "external-comment", LEFT, **fields)
    school.site.session().rollback()

    def said(day: date) -> list[str]:
        papers = board_papers(school.site, lead, "course", "spring", "year", day)
        return [comment.text for comment in papers.comments]

    assert (said(date(2026, 2, 24)), said(LEFT)) == ([], ["Well marked."])


def test_decisions_are_listed_with_the_cohort_whose_board_decided_and_with_the_learners_own(
    school: School, lead: Actor, moved: datetime
) -> None:
    meeting = school.world.record(
        cohort("spring"), "board-meeting", BEFORE, stage="course/year", chair="lena"
    )
    outcome = school.world.record(
        "amara",
        "board-outcome",
        BEFORE,
        enrolment=school.enrolment,
        stage="course/year",
        outcome="deferred",
        meeting=meeting.id,
    )
    school.site.session().rollback()

    def listed(where: str, day: date | None = None) -> list[str]:
        found = list_decisions(school.site, lead, "course", where, day)
        return [line.record for line in found]

    assert listed("spring") == listed("spring", BEFORE) == listed("spring", MOVED) == [outcome.id]
    assert listed("autumn") == listed("autumn", MOVED) == [outcome.id]
    assert listed("autumn", BEFORE) == listed("spring", date(2026, 2, 14)) == []
    assert read_decision(school.site, lead, "course", "spring", outcome.id).line.name == "Amara"


def test_a_report_of_a_day_has_the_learners_and_the_records_of_that_day(
    school: School, lead: Actor, moved: datetime
) -> None:
    def rows(context: ReportContext) -> Iterable[tuple[str, ...]]:
        return ((r.name, str(len(r.records.of("withdrawal")))) for r in context.learners)

    plugin = ModuleType("reporting")

    @hookimpl
    def lms_register_reports(context: object) -> tuple[Report, ...]:
        return (Report("left", "Left", ("Learner", "Left"), rows),)

    plugin.lms_register_reports = lms_register_reports  # type: ignore[attr-defined]
    files = course_files("2026.2")
    files["programme.md"] = files["programme.md"].replace("plugins: []", "plugins: [reporting]")
    site = replace(school.site, registry=Registry({"reporting": plugin}))
    publish(site, SYSTEM, files, base_version="2026.1")
    school.world.person("eve")
    school.world.enrolment("eve", "course", "spring", date(2026, 1, 5))
    (eve,) = site.about_me("eve").of("enrolment")
    school.world.record(person("eve"), "withdrawal", LEFT, enrolment=eve.id)
    site.session().rollback()

    def drawn(day: date) -> tuple[tuple[str, ...], ...]:
        return draw_report(site, lead, "course", "left", "2026.2", day).rows

    assert drawn(date(2026, 2, 24)) == (("Eve", "0"),)
    assert drawn(LEFT) == (("Eve", "1"),)
