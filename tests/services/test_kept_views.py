"""What follows from records is worked out when it is read, by whoever reads first, and then kept."""

from datetime import date

import pytest
from sqlalchemy import select, update

from lms.domain.evidence import enrolments_of
from lms.domain.records import cohort, person
from lms.services import evaluation, waiting_items, waiting_rows
from lms.services.list_waiting import list_waiting
from lms.services.programmes import programme_of
from lms.services.stage_lines import stage_lines
from lms.services.views import bring_up_to_date, rebuild
from lms.store import views
from lms.store.enrolments import of_cohort
from lms.store.view_tables import EnrolmentView, ProgressView, SubjectHead, WaitingView
from tests.fixtures.statements import counted
from tests.fixtures.teaching import School


def waits(school: School) -> set[str]:
    school.site.session().rollback()
    return {item.record for item in list_waiting(school.site, school.tutor).items}


def kept(school: School) -> set[str]:
    school.site.session().rollback()
    return set(school.site.session().scalars(select(WaitingView.record)))


def test_no_rule_is_asked_while_something_is_written(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("a rule was asked under the lock")

    with monkeypatch.context() as patch:
        patch.setattr(evaluation, "evaluate_stage", asked)
        patch.setattr(waiting_rows, "work_in", asked)
        log, work = school.log(), school.work()
        cara = school.enrol("cara")
        school.work(person="cara", enrolment=cara)
    assert {log, work} <= waits(school)


def test_what_the_first_reader_worked_out_the_next_one_reads(school: School) -> None:
    log = school.log()
    assert (kept(school), waits(school), kept(school)) == (set(), {log}, {log})
    with counted(school.site) as asked:
        assert waits(school) == {log}
    assert not any("FROM record" in s and "subject_type, " in s for s in asked)


def test_the_worker_works_out_what_was_written_before_anybody_reads_it(school: School) -> None:
    position = bring_up_to_date(school.site)
    log = school.log()
    assert bring_up_to_date(school.site, position) > position
    assert kept(school) == {log}
    session = school.site.session()
    stored = session.scalars(select(ProgressView).where(ProgressView.person == "amara")).all()
    assert {row.position for row in stored} == {school.site.ledger.head(session)[0]}


def test_the_worker_does_nothing_where_nothing_was_written(school: School) -> None:
    position = bring_up_to_date(school.site)
    with counted(school.site) as asked:
        assert bring_up_to_date(school.site, position) == position
    assert len(asked) == 1


def test_rows_that_come_late_never_hide_what_was_recorded_meanwhile(school: School) -> None:
    site, first = school.site, school.log()
    records = site.ledger.about(site.session(), [person("amara")])
    (enrolment,) = enrolments_of(records)
    position, _ = site.ledger.head(site.session())
    cohorts = waiting_rows.cohorts_of(site, site.session(), records)
    programme = programme_of(site, enrolment)
    late = waiting_rows.waiting_rows(site, enrolment, records, programme, cohorts)
    second = school.log()
    assert waits(school) == {first, second}
    waiting_items._keep(site, {enrolment: late}, position)
    assert kept(school) == {first}
    assert waits(school) == {first, second} == kept(school)


def test_a_reader_waits_for_no_writer(school: School) -> None:
    log = school.log()
    school.site.session().rollback()
    with school.site.ledger.write("system") as writer:
        views.hold(writer.session, [school.enrolment])
        assert waits(school) == {log}
    assert kept(school) == set()
    assert (waits(school), kept(school)) == ({log}, {log})


def test_a_change_of_the_cohort_makes_its_learners_rows_old(school: School) -> None:
    school.work()
    (before,) = list_waiting(school.site, school.tutor).items
    with counted(school.site) as fresh:
        waits(school)
    spring = cohort("spring")
    school.world.record(spring, "cohort-stage", date(2026, 3, 2), stage="course/year")
    with counted(school.site) as old:
        waits(school)
    assert len(old) > len(fresh)
    assert before.record in waits(school)


def test_views_that_are_wrong_are_right_after_a_rebuild(school: School) -> None:
    log, site = school.log(), school.site
    assert waits(school) == {log}
    with site.ledger.write("system") as writer:
        session = writer.session
        session.execute(update(SubjectHead).values(position=10**6))
        session.execute(update(EnrolmentView).values(cohort="elsewhere"))
        session.add(SubjectHead(subject="person:nobody", position=1))
        session.add(
            EnrolmentView(
                id="none",
                person="nobody",
                programme="course",
                version="2026.1",
                admission="course",
                cohort="spring",
                started=date(2026, 1, 1),
                made=0,
            )
        )
    rebuild(site)
    assert waits(school) == {log} == kept(school)
    (amara,) = of_cohort(site.session(), "spring")
    assert amara.person == "amara"
    assert views.heads_of(site.session(), ["person:nobody"]) == {}
    assert stage_lines(site, [amara])[amara.id]
