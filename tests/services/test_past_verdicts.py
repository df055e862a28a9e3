"""What held on a named day is worked out once, and again only where what it rested on has changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from lms.services import past_verdicts, stage_lines
from lms.services.stage_lines import StageLine
from lms.store.enrolments import of_cohort
from lms.store.view_tables import PastView, ProgressView
from lms.testing import Clock
from tests.fixtures.teaching import School

DAY = date(2026, 2, 20)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every time that verdicts were worked out."""
    times: list[object] = []
    live = stage_lines.progress_of_people

    def noted(*given: object, **named: object) -> object:
        times.append(given)
        return live(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(stage_lines, "progress_of_people", noted)
    return times


def line(
    school: School, on: date | None = DAY, known_at: datetime | None = None, shown: bool = False
) -> StageLine:
    school.site.session().rollback()
    everybody = of_cohort(school.site.session(), "spring")
    lines = stage_lines.stage_lines(school.site, everybody, on, known_at, shown)
    return lines[school.enrolment][0]


def kept(school: School) -> int:
    return school.site.session().scalar(select(func.count()).select_from(PastView)) or 0


def test_a_day_is_worked_out_once(school: School, asked: list[object]) -> None:
    first = line(school)
    assert (line(school), len(asked)) == (first, 1)


def test_each_day_and_each_way_of_asking_is_its_own(
    school: School, asked: list[object], clock: Clock
) -> None:
    known = clock.now
    clock.forward(minutes=1)
    ways = [
        {},
        {"on": DAY - timedelta(days=1)},
        {"known_at": known},
        {"shown": True},
        {"on": school.site.today(), "shown": True},
    ]
    for way in ways * 2:
        line(school, **way)  # type: ignore[arg-type]
    assert len(asked) == len(ways)


def test_today_is_kept_as_today_however_it_is_asked_for(
    school: School, asked: list[object]
) -> None:
    assert line(school, None) == line(school, school.site.today())
    assert (len(asked), kept(school)) == (1, 0)
    assert school.site.session().scalar(select(func.count()).select_from(ProgressView))


def test_what_is_recorded_later_about_the_day_changes_what_is_known_now(
    school: School, asked: list[object], clock: Clock
) -> None:
    before = clock.now
    clock.forward(minutes=1)
    first, then = line(school), line(school, known_at=before)
    school.log()
    assert line(school, known_at=before) == then
    assert len(asked) == 2
    line(school)
    assert len(asked) == 3
    assert first.stage == then.stage


def test_other_rules_work_it_out_anew(school: School, asked: list[object]) -> None:
    line(school)
    with school.site.ledger.write("system") as writer:
        writer.session.execute(update(PastView).values(relay="of other rules"))
    line(school)
    line(school)
    assert len(asked) == 2


def test_old_days_are_forgotten_and_no_more_than_so_many_are_kept(
    school: School, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    for days in range(4):
        line(school, DAY - timedelta(days=days))
        clock.forward(minutes=1)
    each = kept(school) // 4
    monkeypatch.setattr(past_verdicts, "MOST", 2 * each)
    past_verdicts.erase_old(school.site)
    school.site.session().rollback()
    assert kept(school) == 2 * each
    clock.now += past_verdicts.KEPT
    past_verdicts.erase_old(school.site)
    school.site.session().rollback()
    assert kept(school) == 0
