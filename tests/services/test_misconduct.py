"""Suspected misconduct holds a mark, is seen by few, and is decided by somebody with clean hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from flask_mailman import EmailMessage
from sqlalchemy import select

from lms.domain.policy import Actor
from lms.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from lms.services.assessed import results_of
from lms.services.board_mark import Change, give_board_mark
from lms.services.decide_misconduct import decide_misconduct
from lms.services.enrolments import learning
from lms.services.jobs import work as do_jobs
from lms.services.mark_work import mark_work
from lms.services.misconduct_cases import list_cases, read_case
from lms.services.own_conduct import own_conduct
from lms.services.quarantine import is_quarantined
from lms.services.read_own import OwnWriting, read_own
from lms.services.report_misconduct import report_misconduct, see_to_report
from lms.services.return_for_slip import Slip, return_for_slip
from lms.store.tables import ReadAuditRow
from tests.fixtures.statements import counted
from tests.fixtures.teaching import School
from tests.services.test_mark_work import marking

REASON = "Page 2 is word for word from a book."


@pytest.fixture
def officer(school: School) -> Actor:
    """Olga, conduct officer of the course, and Lena, who leads it."""
    school.world.person("olga", "conduct-officer", programme="course")
    school.world.person("lena", "programme-lead", programme="course")
    return school.actor("olga")


def stand(school: School) -> tuple[str, int | None]:
    """Where Amara's attempt stands, with its mark."""
    school.site.session().rollback()
    of = learning(school.site, school.tutor, school.enrolment, "read-progress")
    found = of.assessment("crs.essay")
    assert found
    last = results_of(school.site, of, found[1])[-1]
    return last.stand.value, last.recorded


def told(school: School, work: str) -> list[tuple[str, str]]:
    """What Amara's page says of it."""
    school.site.session().rollback()
    of = learning(school.site, school.actor("amara"), school.enrolment, "read-receipt")
    record = of.own.by_id(work)
    assert record
    return [(one.what, one.reason) for one in own_conduct(school.site, of, record)]


def test_a_report_holds_the_mark_and_nobody_marks(school: School, officer: Actor) -> None:
    work = school.work()
    report_misconduct(school.site, school.marker, work, REASON)
    assert stand(school) == ("held", None)
    with pytest.raises(Refused, match="held"):
        mark_work(school.site, school.tutor, work, marking(school))
    assert school.verdict("crs.essay-passed") == "held"


def test_a_report_after_marking_holds_the_mark_that_there_is(
    school: School, officer: Actor
) -> None:
    work = school.work()
    mark_work(school.site, school.marker, work, marking(school))
    case = report_misconduct(school.site, school.tutor, work, REASON)
    assert stand(school) == ("held", None)
    decide_misconduct(school.site, officer, case, "no-case", "The book is cited.")
    assert stand(school) == ("settled", 62)


def test_the_learner_and_the_officer_are_told_and_no_mail_says_what(
    school: School, officer: Actor, sent: Sequence[EmailMessage]
) -> None:
    work = school.work()
    report_misconduct(school.site, school.marker, work, REASON)
    do_jobs(school.site)
    assert sorted(mail.to[0] for mail in sent) == ["amara@example.org", "olga@example.org"]
    for mail in sent:
        assert "isconduct" not in mail.subject + mail.body
        assert "book" not in mail.body
    assert told(school, work) == [("looked-at", "")]


def test_the_case_is_read_by_the_officer_and_the_lead_alone_and_that_is_on_record(
    school: School, officer: Actor
) -> None:
    work = school.work("Mine.")
    case = report_misconduct(school.site, school.marker, work, REASON)
    for person in ("tess", "otto", "mark", "amara"):
        with pytest.raises(NotPermitted):
            read_case(school.site, school.actor(person), case)
        assert list_cases(school.site, school.actor(person)) == []
    for person in ("olga", "lena"):
        shown = read_case(school.site, school.actor(person), case)
        assert (shown.name, shown.reason, shown.text, shown.by) == (
            "Amara",
            REASON,
            "Mine.",
            "Mark",
        )
    school.site.session().rollback()
    rows = school.site.session().scalars(select(ReadAuditRow)).all()
    assert [(r.reader, r.record, r.purpose) for r in rows] == [
        ("olga", case, "read-misconduct"),
        ("olga", work, "read-misconduct"),
        ("lena", case, "read-misconduct"),
        ("lena", work, "read-misconduct"),
    ]


def test_an_officer_of_another_programme_sees_nothing(school: School) -> None:
    school.world.person("otis", "conduct-officer", programme="elsewhere")
    case = report_misconduct(school.site, school.marker, school.work(), REASON)
    assert list_cases(school.site, school.actor("otis")) == []
    with pytest.raises(NotPermitted):
        read_case(school.site, school.actor("otis"), case)


def test_only_an_officer_with_clean_hands_decides(school: School, officer: Actor) -> None:
    school.world.role("mark", "conduct-officer", programme="course")
    school.world.role("tess", "conduct-officer", programme="course")
    school.world.role("amara", "conduct-officer", programme="course")
    work = school.work()
    mark_work(school.site, school.marker, work, marking(school, 50))
    mark_work(school.site, school.marker, work, marking(school, 52))
    case = report_misconduct(school.site, school.tutor, work, REASON)
    for person, why in {
        "mark": "marked",
        "tess": "reported",
        "lena": "allows",
        "amara": "own",
    }.items():
        with pytest.raises(NotPermitted, match=why):
            decide_misconduct(school.site, school.actor(person), case, "no-case", "Nothing.")
    decide_misconduct(school.site, officer, case, "no-case", "Nothing.")


def test_somebody_whose_mark_was_corrected_by_another_has_still_marked_it(
    school: School, officer: Actor
) -> None:
    work = school.work()
    mark_work(school.site, school.marker, work, marking(school, 50))
    (mark,) = school.own("mark")
    school.world.record(
        "amara",
        "mark",
        date(2026, 3, 2),
        enrolment=school.enrolment,
        by=school.tutor,
        replaces=mark.id,
        assessment="crs.essay",
        mark=55,
    )
    school.world.role("mark", "conduct-officer", programme="course")
    case = report_misconduct(school.site, school.tutor, work, REASON)
    assert "marked" in read_case(school.site, school.actor("mark"), case).barred


def test_no_mark_fails_the_attempt_and_the_learner_reads_why(
    school: School, officer: Actor
) -> None:
    work = school.work()
    case = report_misconduct(school.site, school.marker, work, REASON)
    decide_misconduct(school.site, officer, case, "zero", "It was copied.")
    assert stand(school) == ("settled", 0)
    assert told(school, work) == [("zero", "It was copied.")]


def test_a_decision_is_corrected_by_another_and_never_over_one_not_seen(
    school: School, officer: Actor
) -> None:
    case = report_misconduct(school.site, school.marker, school.work(), REASON)
    seen = read_case(school.site, officer, case).seen
    first = decide_misconduct(school.site, officer, case, "zero", "It was copied.", seen)
    with pytest.raises(Conflict):
        decide_misconduct(school.site, officer, case, "no-case", "It was cited.", seen)
    school.site.session().rollback()
    decide_misconduct(school.site, officer, case, "no-case", "It was cited after all.")
    (decision,) = school.own("misconduct-decision")
    assert (decision.get("outcome"), decision.replaces) == ("no-case", first)
    assert stand(school)[0] == "handed-in"


def test_work_that_is_held_is_neither_reported_again_nor_returned(
    school: School, officer: Actor
) -> None:
    work = school.work()
    report_misconduct(school.site, school.marker, work, REASON)
    assert see_to_report(school.site, school.tutor, work).closed
    with pytest.raises(Refused) as refusal:
        report_misconduct(school.site, school.tutor, work, REASON)
    assert refusal.value.refusal.code == "held"
    with pytest.raises(Refused) as refusal:
        return_for_slip(school.site, school.tutor, work, Slip("one", "minor", "On page 1."))
    assert refusal.value.refusal.code == "held"


def test_a_client_named_in_held_work_closes_its_copy_at_once_and_leaves_it_held(
    school: School, officer: Actor
) -> None:
    work = school.work()
    report_misconduct(school.site, school.marker, work, REASON)
    return_for_slip(school.site, school.tutor, work, Slip("named", "major", "On page 1."))
    of = learning(school.site, school.tutor, school.enrolment, "read-progress")
    assert is_quarantined(of, school.own("submission")[0])
    assert see_to_report(school.site, school.tutor, work).closed


@pytest.mark.parametrize(("outcome", "closed"), [("failed", True), ("deferred", False)])
def test_after_a_board_that_decided_the_work_nothing_is_reported_or_decided(
    school: School, officer: Actor, outcome: str, closed: bool
) -> None:
    work = school.work()
    case = report_misconduct(school.site, school.marker, work, REASON)
    where, day = {"enrolment": school.enrolment, "stage": "course/year"}, date(2026, 3, 2)
    school.world.record("amara", "board-outcome", day, outcome=outcome, **where)
    school.site.session().rollback()
    assert read_case(school.site, officer, case).settled is closed
    if not closed:
        decide_misconduct(school.site, officer, case, "no-case", "It is quoted as it should be.")
        return
    for act in (
        lambda: report_misconduct(school.site, school.tutor, work, REASON),
        lambda: decide_misconduct(school.site, officer, case, "zero", "Copied."),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.refusal.code == "board-decided"


def test_nobody_reports_or_decides_without_a_reason_and_no_work_is_a_case(
    school: School, officer: Actor
) -> None:
    work = school.work()
    with pytest.raises(BadInput):
        report_misconduct(school.site, school.marker, work, "  ")
    with pytest.raises(NotFound):
        read_case(school.site, officer, work)
    case = report_misconduct(school.site, school.marker, work, REASON)
    for outcome, reason in (("", "Because."), ("zero", " ")):
        with pytest.raises(BadInput):
            decide_misconduct(school.site, officer, case, outcome, reason)


def test_work_about_ones_own_family_is_not_shown_with_its_case(
    school: School, officer: Actor
) -> None:
    work = school.work("My own family.", "crs.own")
    case = report_misconduct(school.site, school.tutor, work, REASON)
    shown = read_case(school.site, officer, case)
    assert (shown.private, shown.text) == (True, "")


def test_the_list_takes_as_many_statements_for_five_cases_as_for_one(
    school: School, officer: Actor
) -> None:
    report_misconduct(school.site, school.marker, school.work(), REASON)
    list_cases(school.site, officer)
    school.site.session().rollback()
    with counted(school.site) as one:
        assert len(list_cases(school.site, officer)) == 1
    for person in ("ben", "cleo", "dan", "eve"):
        enrolment = school.enrol(person)
        work = school.work(person=person, enrolment=enrolment)
        report_misconduct(school.site, school.marker, work, REASON)
    school.site.session().rollback()
    with counted(school.site) as five:
        assert len(list_cases(school.site, officer)) == 5
    assert len(five) == len(one)


def shown(school: School, work: str) -> OwnWriting:
    """What Amara reads of her own work."""
    school.site.session().rollback()
    return read_own(school.site, school.actor("amara"), school.enrolment, work)


def said(own: OwnWriting) -> list[str]:
    """What the markers' points say on Amara's page."""
    assert own.attempt is not None
    return [point.says for point in own.attempt.points if point.says]


def test_what_was_said_of_held_work_is_not_shown_until_it_is_decided(
    school: School, officer: Actor
) -> None:
    work = school.work()
    mark_work(school.site, school.marker, work, marking(school))
    assert said(shown(school, work)) == ["It is shown."]
    case = report_misconduct(school.site, school.tutor, work, REASON)
    assert (said(shown(school, work)), shown(school, work).answers) == ([], ())
    decide_misconduct(school.site, officer, case, "no-case", "The book is cited.")
    assert said(shown(school, work)) == ["It is shown."]
    assert shown(school, work).answers


def test_held_work_is_no_news(school: School, officer: Actor) -> None:
    work = school.work()
    mark_work(school.site, school.marker, work, marking(school))
    report_misconduct(school.site, school.tutor, work, REASON)
    school.site.session().rollback()
    of = learning(school.site, school.actor("amara"), school.enrolment, "read-receipt")
    assert not of.own.of("mark")
    assert learning(school.site, school.tutor, school.enrolment, "read-progress").own.of("mark")


def test_work_returned_for_a_slip_shows_no_feedback_until_it_is_corrected(school: School) -> None:
    work = school.work()
    mark_work(school.site, school.marker, work, marking(school))
    return_for_slip(school.site, school.tutor, work, Slip("one", "minor", "On page 1."))
    own = shown(school, work)
    assert (said(own), own.answers) == ([], ())


def test_a_board_gives_no_mark_to_work_that_is_held(school: School, officer: Actor) -> None:
    work = school.work()
    mark_work(school.site, school.marker, work, marking(school))
    report_misconduct(school.site, school.tutor, work, REASON)
    change = Change("crs.essay", 1, "The board has looked again.", mark=65)
    with pytest.raises(Refused, match="held"):
        give_board_mark(school.site, school.actor("lena"), school.enrolment, change)
