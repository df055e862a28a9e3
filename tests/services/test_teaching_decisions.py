"""What a tutor decides about a learner: catch-up, agency forms, countersignatures, reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.errors import BadInput, NotFound, NotKnown, NotPermitted, Refused
from lms.services.accept_agency_form import AgencyForm, accept_agency_form
from lms.services.countersign import countersign
from lms.services.grant_catch_up import grant_catch_up
from lms.services.named_person import Named
from lms.services.problem_at import NO_DAY
from lms.services.read_reason import read_reason
from lms.services.record_report import Report, record_report
from lms.services.see_register import Day
from lms.services.take_back_entry import take_back_entry
from lms.services.take_register import Present, take_register
from lms.services.teach_learner import teach_learner
from lms.store.documents import content_of
from lms.store.people import by_email
from lms.store.tables import PersonRow, ReadAuditRow
from tests.fixtures.programs import Call
from tests.fixtures.teaching import School

JO = Named(name="Jo Marsh", email="jo@example.org")
FORM = AgencyForm(JO, "medway", ("agency-supervisor",), date(2026, 1, 1))


def fields(fault: pytest.ExceptionInfo[BadInput]) -> list[str]:
    return [getattr(p, "field", "") for p in fault.value.problems]


def miss_a_day(school: School) -> None:
    absent = [Present("amara", False, False)]
    take_register(school.site, school.tutor, Day("spring", "year", 1), date(2026, 2, 2), absent)


def test_catch_up_makes_attendance_met_and_leaves_the_register_alone(school: School) -> None:
    miss_a_day(school)
    assert school.verdict("crs.attend") == "not-met"
    grant_catch_up(school.site, school.tutor, school.enrolment, "crs.attend", "Came to a repeat.")
    assert school.verdict("crs.attend") == "met"
    (attendance,) = school.own("attendance")
    assert attendance.get("present") is False


def test_catch_up_needs_a_reason_which_is_kept_as_a_document(school: School) -> None:
    miss_a_day(school)
    with pytest.raises(BadInput) as fault:
        grant_catch_up(school.site, school.tutor, school.enrolment, "crs.attend", " ")
    assert fields(fault) == ["reason"]
    grant_catch_up(school.site, school.tutor, school.enrolment, "crs.attend", "Came to a repeat.")
    (granted,) = school.own("catch-up")
    kept = content_of(school.site.session(), granted.get("reason"))
    assert kept == {"text": "Came to a repeat."}


def test_catch_up_is_for_attendance_only(school: School) -> None:
    with pytest.raises(BadInput):
        grant_catch_up(school.site, school.tutor, school.enrolment, "crs.logs", "Never mind.")


def test_an_accepted_form_adds_a_supervisor_whose_signature_counts(school: School) -> None:
    accept_agency_form(school.site, school.tutor, school.enrolment, FORM)
    jo = by_email(school.site.session(), "jo@example.org")
    assert jo is not None
    for day in (10, 11):
        entry = school.world.record(
            "amara",
            "hours",
            date(2026, 2, day),
            enrolment=school.enrolment,
            category="agency",
            minutes=60,
        )
        school.world.record(
            "amara",
            "signature",
            date(2026, 2, 12),
            enrolment=school.enrolment,
            entry=entry.id,
            signer=jo.id,
            role="agency-supervisor",
        )
    assert school.verdict("crs.agency") == "met"


def test_an_address_known_here_means_the_person_it_belongs_to(school: School) -> None:
    school.world.person("known")
    named = Named(name="Somebody else's name", email="KNOWN@example.org")
    accept_agency_form(school.site, school.tutor, school.enrolment, replace(FORM, supervisor=named))
    (form,) = school.own("agency-form")
    assert form.get("supervisor") == "known"
    assert school.site.session().get_one(PersonRow, "known").name == "Known"


def test_everything_wrong_with_a_form_is_told_at_once(school: School) -> None:
    form = AgencyForm(Named(), "nowhere", (), NO_DAY, NO_DAY)
    with pytest.raises(BadInput) as fault:
        accept_agency_form(school.site, school.tutor, school.enrolment, form)
    assert fields(fault) == ["name", "email", "employer", "roles", "first-day", "last-day"]


@pytest.mark.parametrize("named", [Named("amara"), Named(name="Amara", email="amara@example.org")])
def test_nobody_supervises_herself(school: School, named: Named) -> None:
    with pytest.raises(BadInput):
        accept_agency_form(
            school.site, school.tutor, school.enrolment, replace(FORM, supervisor=named)
        )
    assert school.own("agency-form") == []


def test_a_form_ends_after_it_begins(school: School) -> None:
    with pytest.raises(BadInput) as fault:
        accept_agency_form(
            school.site, school.tutor, school.enrolment, replace(FORM, last=date(2025, 12, 31))
        )
    assert fields(fault) == ["last-day"]


def test_a_late_signature_counts_once_a_tutor_countersigns(school: School) -> None:
    signature = school.late_signature()
    assert school.verdict("crs.agency") == "not-yet"
    (taught,) = teach_learner(school.site, school.tutor, "amara").enrolments
    (waits,) = taught.to_countersign
    assert (waits.signature, waits.signer, waits.on) == (signature, "Jo", date(2026, 2, 10))
    countersign(school.site, school.tutor, signature, "I rang her manager.", "click")
    assert school.verdict("crs.agency") == "met"
    countersign(school.site, school.tutor, signature, "I rang her manager.", "click")
    assert len(school.own("countersignature")) == 1
    assert teach_learner(school.site, school.tutor, "amara").enrolments[0].to_countersign == ()


def test_a_signature_that_counts_needs_no_countersignature(school: School) -> None:
    signature = school.late_signature()
    countersign(school.site, school.tutor, signature, "I rang her manager.")
    with pytest.raises(Refused) as refusal:
        countersign(school.site, school.tutor, signature, "I rang again.")
    assert refusal.value.refusal.code == "not-needed"


def test_nobody_countersigns_her_own_signature(school: School) -> None:
    signature = school.late_signature()
    school.world.role("jo", "tutor", programme="course")
    with pytest.raises(NotPermitted):
        countersign(school.site, school.actor("jo"), signature, "I know I was there.")


def test_a_satisfactory_report_by_a_named_person_meets_the_requirement(school: School) -> None:
    report = Report("satisfactory", JO, date(2026, 2, 27), "Amara listens.")
    record_report(school.site, school.tutor, school.enrolment, "crs.report", report)
    assert school.verdict("crs.report") == "met"
    (kept,) = school.own("report")
    jo = by_email(school.site.session(), "jo@example.org")
    assert jo is not None
    assert (kept.get("by"), kept.get("report")) == (jo.id, "live-supervision")
    assert "listens" not in repr(kept.payload)


def test_a_report_of_tomorrow_without_a_text_is_told_both(school: School) -> None:
    report = Report("", JO, date(2026, 3, 3), "")
    with pytest.raises(BadInput) as fault:
        record_report(school.site, school.tutor, school.enrolment, "crs.report", report)
    assert fields(fault) == ["outcome", "text", "on-day"]


@pytest.mark.parametrize("who", ["otto", "mark", "amara"])
def test_only_a_tutor_of_the_cohort_decides(school: School, who: str) -> None:
    actor, signature = school.actor(who), school.late_signature()
    report = Report("satisfactory", JO, date(2026, 2, 27), "Fine.")
    for act in (
        lambda: grant_catch_up(school.site, actor, school.enrolment, "crs.attend", "Because."),
        lambda: accept_agency_form(school.site, actor, school.enrolment, FORM),
        lambda: record_report(school.site, actor, school.enrolment, "crs.report", report),
        lambda: countersign(school.site, actor, signature, "Because."),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_tutor_sees_reasons_and_basis_and_never_a_logs_text(school: School) -> None:
    school.log("The family's own words.")
    page = teach_learner(school.site, school.tutor, "amara")
    (taught,) = page.enrolments
    (logs,) = [r for r in taught.stages[0].requirements if r.verdict.id == "crs.logs"]
    assert logs.verdict.basis.sure == "decided"
    assert [(f.says, f.reason) for f in logs.not_counted] == [
        ("Log: A day's log", "The tutor has not answered it yet.")
    ]
    assert "own words" not in repr(page)
    with pytest.raises(NotPermitted):
        teach_learner(school.site, school.other_tutor, "amara")


@pytest.mark.parametrize("who", ["otto", "mark"])
def test_a_report_is_read_by_those_who_teach_and_the_reading_is_noted(
    school: School, who: str
) -> None:
    report = Report("satisfactory", JO, date(2026, 2, 27), "Amara listens.")
    record = record_report(school.site, school.tutor, school.enrolment, "crs.report", report)
    with pytest.raises(NotPermitted):
        read_reason(school.site, school.actor(who), record)
    read = read_reason(school.site, school.tutor, record)
    assert (read.text, read.by, read.outcome) == ("Amara listens.", "Jo Marsh", "satisfactory")
    row = school.site.session().scalars(select(ReadAuditRow)).one()
    assert (row.reader, row.about, row.record) == ("tess", "amara", record)


def test_a_learner_reads_what_is_written_about_them_and_sees_who_else_has(
    school: School, call: Call, client_for: Callable[[str], FlaskClient]
) -> None:
    miss_a_day(school)
    granted = grant_catch_up(school.site, school.tutor, school.enrolment, "crs.attend", "A repeat.")
    report = Report("satisfactory", JO, date(2026, 2, 27), "Amara listens.")
    record = record_report(school.site, school.tutor, school.enrolment, "crs.report", report)
    late = countersign(school.site, school.tutor, school.late_signature(), "I rang the manager.")
    school.site.session().rollback()
    amara = school.actor("amara")
    for identity, text in ((record, "Amara listens."), (granted, "A repeat.")):
        assert read_reason(school.site, amara, identity).text == text
    assert school.site.session().scalars(select(ReadAuditRow)).all() == []
    with pytest.raises(NotKnown):
        read_reason(school.site, amara, late)
    read_reason(school.site, school.tutor, record)
    page = f"/learning/{school.enrolment}/about-me/"
    own = client_for("amara")
    assert (f"{page}{record}" in own.get(page).text, late in own.get(page).text) == (True, False)
    shown = own.get(f"{page}{record}").text
    assert all(said in shown for said in ("Amara listens.", "Jo Marsh", "Tess, 2 March 2026"))
    assert client_for("otto").get(f"{page}{record}").status_code in (403, 404)
    listed = call("amara", "GET", f"/enrolments/{school.enrolment}/reasons").get_json()
    assert [(one["record"], one["kind"]) for one in listed] == [
        (granted, "catch-up"),
        (record, "report"),
    ]


def test_the_reason_for_catch_up_can_be_read_again(school: School) -> None:
    miss_a_day(school)
    record = grant_catch_up(school.site, school.tutor, school.enrolment, "crs.attend", "A repeat.")
    assert read_reason(school.site, school.tutor, record).text == "A repeat."
    (taught,) = teach_learner(school.site, school.tutor, "amara").enrolments
    assert [(w.kind, w.record) for w in taught.written] == [("catch-up", record)]


def test_what_was_entered_by_mistake_is_taken_back_and_decides_nothing_any_more(
    school: School,
) -> None:
    miss_a_day(school)
    granted = grant_catch_up(school.site, school.tutor, school.enrolment, "crs.attend", "A repeat.")
    report = Report("satisfactory", JO, date(2026, 2, 27), "Amara listens.")
    record = record_report(school.site, school.tutor, school.enrolment, "crs.report", report)
    for one, requirement, before, after in (
        (granted, "crs.attend", "met", "not-met"),
        (record, "crs.report", "met", "not-yet"),
    ):
        assert school.verdict(requirement) == before
        with pytest.raises(BadInput):
            take_back_entry(school.site, school.tutor, one, " ")
        taken = take_back_entry(school.site, school.tutor, one, "Another learner.", "k" + one)
        assert take_back_entry(school.site, school.tutor, one, "Another learner.", "k" + one) == (
            taken
        )
        assert school.verdict(requirement) == after
        with pytest.raises(NotFound):
            take_back_entry(school.site, school.tutor, one, "Again.")


def test_only_whoever_may_grant_catch_up_takes_it_back(school: School) -> None:
    record = grant_catch_up(school.site, school.tutor, school.enrolment, "crs.attend", "A repeat.")
    for who in ("otto", "mark", "amara"):
        with pytest.raises(NotPermitted):
            take_back_entry(school.site, school.actor(who), record, "A mistake.")
    assert read_reason(school.site, school.tutor, record).may_take_back
