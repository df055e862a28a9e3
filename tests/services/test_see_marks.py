"""One screen of a cohort's marks says what is missing, late, referred, deferred and borderline."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from lms.errors import NotPermitted
from lms.services.export_marks import COLUMNS, export_marks
from lms.services.list_boards import list_boards
from lms.services.open_decisions import open_decisions
from lms.services.see_marks import MarksPage, see_marks
from lms.services.site import Site
from tests.fixtures.boards import Judged
from tests.fixtures.statements import counted

WHERE = ("course", "spring", "year")


def seen(site: Site, judged: Judged, **more: str) -> MarksPage:
    site.session().rollback()
    return see_marks(site, judged.lead, *WHERE, **more)


def flags(page: MarksPage, name: str, work: str = "crs.essay") -> tuple[str, ...]:
    row = next(r for r in page.rows if r.person == name)
    return row.of(work)[-1].flags


def test_what_is_odd_about_a_line_is_flagged(site: Site, judged: Judged) -> None:
    for name in ("ben", "cara", "dan", "eve"):
        judged.learner(name)
    judged.cohort_tell("deadline", date(2026, 1, 30), assessment="crs.essay")
    judged.essay("ada", 68)
    judged.essay("ben", 41)
    judged.hand_in("cara")
    judged.mark("cara", 55)
    judged.tell("cara", "misconduct", assessment="crs.essay")
    judged.defer("dan", date(2026, 5, 1))
    page = seen(site, judged)
    assert flags(page, "ada") == ("late",)
    assert flags(page, "ben") == ("late", "referred")
    assert "held" in flags(page, "cara")
    assert "deferred" in flags(page, "dan")
    assert flags(page, "eve") == ("missing", "referred")
    assert page.counts["held"] == 1


def test_marks_near_a_boundary_are_borderline(site: Site, judged: Judged) -> None:
    judged.essay("ada", 52)
    assert flags(seen(site, judged), "ada") == ("borderline",)


def test_late_policy_d_shows_the_real_mark_too(site: Site, judged: Judged) -> None:
    judged.cohort_tell("cohort-policy", programme="course", policy="level-7-late-d@1")
    judged.cohort_tell("deadline", date(2026, 1, 30), assessment="crs.essay")
    judged.essay("ada", 64)
    (line,) = seen(site, judged).rows[0].of("crs.essay")
    assert (line.result.recorded, line.result.raw) == (50, 64)
    accepted = {"assessment": "crs.essay", "decision": "accepted", "effect": "lateness"}
    judged.tell("ada", "circumstances-decision", **accepted)
    (line,) = seen(site, judged).rows[0].of("crs.essay")
    assert (line.result.recorded, line.flags) == (64, ())


def test_turnaround_counts_working_days_until_the_learner_sees_it(
    site: Site, judged: Judged
) -> None:
    judged.hand_in("ada", on=date(2026, 1, 28))
    judged.mark("ada", 64)
    page = seen(site, judged)
    (line,) = page.rows[0].of("crs.essay")
    assert line.turnaround is not None
    assert (line.turnaround.due, line.turnaround.late) == (date(2026, 2, 25), True)
    assert (page.turnaround.in_time, page.turnaround.of) == (0, 1)
    judged.cohort_tell("release", date(2026, 2, 20), stage="course/year", marks="provisional")
    page = seen(site, judged)
    assert (page.turnaround.in_time, page.turnaround.percent) == (1, 100)


def test_a_filter_picks_out_learners(site: Site, judged: Judged) -> None:
    judged.learner("ben")
    judged.essay("ada", 41)
    assert [r.person for r in seen(site, judged, flag="referred").rows] == ["ada"]
    assert list(seen(site, judged, flag="referred", assessment="crs.project").rows) == []


def test_the_statements_do_not_grow_with_the_cohort(site: Site, judged: Judged) -> None:
    judged.essay("ada", 64)
    site.session().rollback()
    with counted(site) as one:
        see_marks(site, judged.lead, *WHERE)
    for name in ("ben", "cara", "dan"):
        judged.learner(name)
        judged.essay(name, 55)
    site.session().rollback()
    with counted(site) as four:
        see_marks(site, judged.lead, *WHERE)
    assert len(four) == len(one)


def test_an_external_examiner_never_sees_names_here(site: Site, judged: Judged) -> None:
    judged.world.person("odile", role="external-examiner", programme="course")
    with pytest.raises(NotPermitted, match="names learners"):
        see_marks(site, site.actor("odile"), *WHERE)
    assert see_marks(site, site.actor("chair"), *WHERE).rows


def rows(site: Site, judged: Judged) -> list[dict[str, str]]:
    site.session().rollback()
    text = export_marks(site, judged.lead, *WHERE)
    return list(csv.DictReader(io.StringIO(text)))


def test_the_export_has_a_row_for_each_attempt(site: Site, judged: Judged) -> None:
    judged.cohort_tell("deadline", date(2026, 1, 30), assessment="crs.essay")
    judged.essay("ada", 64)
    row = next(r for r in rows(site, judged) if r["assessment"] == "crs.essay")
    assert tuple(row) == COLUMNS
    assert (row["raw"], row["recorded"], row["status"]) == ("64", "61", "provisional")
    assert (row["deadline"], row["handed_in"], row["marked"], row["released"]) == (
        "2026-01-30",
        "2026-02-02",
        "2026-02-16",
        "",
    )


def test_private_work_is_exported_by_its_result_alone(site: Site, judged: Judged) -> None:
    judged.hand_in("ada", "crs.own")
    judged.tell("ada", "mark", by="mark", assessment="crs.own", result="feedback")
    row = next(r for r in rows(site, judged) if r["assessment"] == "crs.own")
    assert (row["raw"], row["recorded"], row["result"]) == ("", "", "feedback")


def test_a_name_that_looks_like_a_formula_is_disarmed(site: Site, judged: Judged) -> None:
    judged.learner("=cmd")
    assert any(r["name"] == "'=Cmd" for r in rows(site, judged))


def test_a_board_member_finds_the_cohorts_of_the_programme(site: Site, judged: Judged) -> None:
    (one,) = list_boards(site, site.actor("chair"))
    assert (one.cohort, [s.stage for s in one.stages]) == ("spring", ["year"])
    judged.world.person("elsewhere", role="board", programme="another")
    assert list_boards(site, site.actor("elsewhere")) == []


def test_what_waits_for_a_decision_is_counted_for_those_who_decide(
    site: Site, judged: Judged
) -> None:
    judged.tell("ada", "circumstances", assessment="crs.essay", asks="deferral")
    judged.tell("ada", "appeal", assessment="crs.essay", grounds="bias")
    site.session().rollback()
    (lead,) = open_decisions(site, judged.lead)
    (chair,) = open_decisions(site, site.actor("chair"))
    assert (lead.claims, lead.appeals) == (1, 1)
    assert (chair.claims, chair.appeals) == (0, 1)
    assert open_decisions(site, site.actor("mark")) == []
