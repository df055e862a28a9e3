"""A slip goes back with a clock, a major one fails and closes the copy, and neither repeats it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from flask_mailman import EmailMessage
from sqlalchemy import select

from lms.domain.policy import SYSTEM
from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services.assessed import results_of
from lms.services.check_writing import check_writing
from lms.services.enrolments import learning
from lms.services.files import open_file
from lms.services.hand_in import HandedIn, hand_in
from lms.services.jobs import work as do_jobs
from lms.services.list_slips import list_slips
from lms.services.mark_work import mark_work
from lms.services.own_conduct import own_conduct
from lms.services.pieces import WORK, Written, piece
from lms.services.quarantine import Quarantined, is_quarantined, readable_content
from lms.services.read_own import read_own
from lms.services.read_quarantined import list_quarantined, read_quarantined
from lms.services.read_work import read_work
from lms.services.recording import changing
from lms.services.return_for_slip import (
    Slip,
    return_for_slip,
    see_to_return,
    slip_behind,
    take_back_slip,
)
from lms.services.teach_learner import teach_learner
from lms.store import people
from lms.store.tables import DocumentRow, ReadAuditRow
from lms.testing import Clock
from tests.fixtures.teaching import School
from tests.services.test_mark_work import marking

SECRET = "They live at 12 Elm Road, near ME4 4TR, with a boy called Ann."
ONE = Slip("one", "minor", "In the last line of page 2, say less, as planned.")
NAMED = Slip("named", "major", "A client can be recognised on page 1.")


def work_of(school: School, text: str = SECRET, person: str = "amara", enrolment: str = "") -> str:
    """Hand in a text whose writer says of each warning that it is nothing."""
    actor, enrolment = school.actor(person), enrolment or school.enrolment
    of, written = piece(school.site, actor, enrolment, WORK, "crs.essay"), Written({"text": text})
    marks = [warning.mark for warning in check_writing(school.site, of, written).warnings]
    handed = HandedIn(written=written, confirmed=marks, statement=True)
    return hand_in(school.site, actor, enrolment, WORK, "crs.essay", handed).record


def result(school: School) -> tuple[str, int | None, bool | None]:
    """Where Amara's last attempt stands, with its mark."""
    school.site.session().rollback()
    of = learning(school.site, school.tutor, school.enrolment, "read-progress")
    found = of.assessment("crs.essay")
    assert found
    last = results_of(school.site, of, found[1])[-1]
    return last.stand.value, last.recorded, last.passed


def test_a_minor_slip_returns_the_work_and_its_clock_begins_now(school: School) -> None:
    before = school.site.now()
    slip = return_for_slip(school.site, school.marker, work_of(school), ONE)
    assert result(school) == ("returned", None, None)
    (record,) = school.own("slip")
    assert (record.id, record.get("grade"), record.get("what")) == (slip, "minor", "one")
    assert datetime.fromisoformat(record.get("at")) >= before
    assert record.recorded_by == "mark"


def test_the_learner_reads_the_reason_and_the_time_and_the_mail_tells_neither(
    school: School, sent: Sequence[EmailMessage]
) -> None:
    work = work_of(school)
    return_for_slip(school.site, school.marker, work, ONE)
    do_jobs(school.site)
    (mail,) = sent
    assert mail.to == ["amara@example.org"]
    assert "page 2" not in mail.subject + mail.body
    school.site.session().rollback()
    of = learning(school.site, school.actor("amara"), school.enrolment, "read-receipt")
    record = of.own.by_id(work)
    assert record
    (told,) = own_conduct(school.site, of, record)
    assert (told.what, told.reason, told.talk_to) == ("returned", ONE.reason, ("Tess",))
    assert told.ends
    assert told.ends > school.site.now()


def test_a_corrected_text_is_the_same_attempt_and_can_be_marked(school: School) -> None:
    return_for_slip(school.site, school.marker, work_of(school), ONE)
    again = work_of(school, "They live in a town.")
    assert result(school)[0] == "handed-in"
    (first, second) = school.own("submission")
    assert (first.get("attempt"), second.get("attempt")) == (1, 1)
    mark_work(school.site, school.marker, again, marking(school))
    assert result(school) == ("settled", 62, True)


def test_a_slip_not_corrected_in_time_fails(school: School, clock: Clock) -> None:
    return_for_slip(school.site, school.marker, work_of(school), ONE)
    clock.forward(days=5)
    assert result(school) == ("settled", 0, False)


def test_a_returned_text_is_not_returned_twice(school: School) -> None:
    work = work_of(school)
    return_for_slip(school.site, school.marker, work, ONE)
    assert "returned already" in see_to_return(school.site, school.marker, work).no_minor
    with pytest.raises(Refused) as refusal:
        return_for_slip(school.site, school.tutor, work, ONE)
    assert refusal.value.refusal.code == "returned"


def test_a_client_found_in_a_returned_text_closes_its_copy(school: School) -> None:
    work = work_of(school)
    return_for_slip(school.site, school.marker, work, ONE)
    return_for_slip(school.site, school.tutor, work, NAMED)
    assert result(school) == ("settled", 0, False)
    assert see_to_return(school.site, school.marker, work).closed


def test_two_clicks_are_one_slip(school: School) -> None:
    work = work_of(school)
    slips = {return_for_slip(school.site, school.marker, work, ONE, key="click") for _ in range(2)}
    assert slips == {school.own("slip")[0].id}


SAID_AGAIN = (
    "Take ME4 4TR out.",
    "Take me44tr out.",
    "Take ann out.",
    "Not 12 Elm Road, please.",
    "Do not write that Mr Smith came.",
    "Do not write that Mary Ann Tutor came.",
    " ",
    "x" * 5001,
)


def test_a_reason_that_says_it_again_is_held_and_nothing_repeats_it(school: School) -> None:
    school.world.person("mary-ann-tutor")
    work = work_of(school)
    for reason in SAID_AGAIN:
        with pytest.raises(BadInput) as fault:
            return_for_slip(school.site, school.marker, work, Slip("one", "minor", reason))
        said = str(fault.value) + "".join(map(str, fault.value.problems))
        assert {getattr(p, "field", "") for p in fault.value.problems} == {"reason"}
        for secret in ("ME4 4TR", "Elm", "Smith", "Mary"):
            assert secret not in said
    assert school.own("slip") == []


@pytest.mark.parametrize("name", ["Amara Sesay", "Ben Farrow"])
def test_no_name_passes_in_a_reason_of_somebody_who_is_not_told_whose_work_it_is(
    school: School, name: str
) -> None:
    work = work_of(school)
    with changing(school.site, SYSTEM) as writer:
        for identity, known in (("amara", "Amara Sesay"), ("ben", "Ben Farrow")):
            people.save_person(writer.session, people.Person(identity, known, None, invented=True))
    slip = Slip("one", "minor", f"{name} left the school's name in.")
    with pytest.raises(BadInput):
        return_for_slip(school.site, school.marker, work, slip)


def test_a_client_named_is_never_minor_and_one_small_slip_never_major(school: School) -> None:
    work = work_of(school)
    for what, grade in (("named", "minor"), ("one", "major"), ("", "minor")):
        with pytest.raises(BadInput) as fault:
            return_for_slip(school.site, school.tutor, work, Slip(what, grade, "On page 1."))
        assert [getattr(p, "field", "") for p in fault.value.problems] == ["what"]


def test_of_several_slips_the_tutor_decides(school: School) -> None:
    work, several = work_of(school), Slip("several", "minor", "On pages 1 and 2.")
    with pytest.raises(NotPermitted):
        return_for_slip(school.site, school.marker, work, several)
    return_for_slip(school.site, school.tutor, work, several)
    assert school.own("slip")[0].get("grade") == "minor"


def test_a_major_slip_fails_and_nobody_opens_the_copy_but_the_protection_officer(
    school: School,
) -> None:
    school.world.person("dpo", "data-protection-officer")
    work = work_of(school)
    return_for_slip(school.site, school.marker, work, NAMED)
    assert result(school) == ("settled", 0, False)
    of = learning(school.site, school.tutor, school.enrolment, "read-progress")
    record = of.own.by_id(work)
    assert record
    assert is_quarantined(of, record)
    for reader in (school.tutor, school.marker, school.actor("amara")):
        with pytest.raises(Quarantined):
            readable_content(school.site, reader, of, record)
        with pytest.raises(NotPermitted):
            read_quarantined(school.site, reader, work)
    dpo = school.actor("dpo")
    assert [c.record for c in list_quarantined(school.site, dpo)] == [work]
    shown = read_quarantined(school.site, dpo, work)
    assert (shown.text, shown.reason) == (SECRET, NAMED.reason)
    school.site.session().rollback()
    read = school.site.session().scalars(select(ReadAuditRow).where(ReadAuditRow.reader == "dpo"))
    assert [(r.record, r.purpose) for r in read] == [(work, "read-quarantined")]


def test_the_pages_that_show_work_do_not_show_a_closed_copy(school: School) -> None:
    work = work_of(school)
    return_for_slip(school.site, school.tutor, work, NAMED)
    school.site.session().rollback()
    shown = read_own(school.site, school.actor("amara"), school.enrolment, work)
    assert "Elm Road" not in repr(shown)
    for reader in (school.tutor, school.marker):
        with pytest.raises(Quarantined):
            read_work(school.site, reader, work)
        with pytest.raises(Quarantined):
            mark_work(school.site, reader, work, marking(school))
        with pytest.raises(Quarantined):
            open_file(school.site, reader, work, "any")


def test_a_next_attempt_can_be_handed_in_and_read(school: School) -> None:
    first = work_of(school)
    return_for_slip(school.site, school.tutor, first, NAMED)
    second = work_of(school, "They live in a town.")
    assert school.own("submission")[-1].get("attempt") == 2
    of = learning(school.site, school.tutor, school.enrolment, "read-progress")
    assert [is_quarantined(of, r) for r in of.own.of("submission")] == [True, False]
    assert read_work(school.site, school.marker, second).text == "They live in a town."


def test_what_the_slip_was_about_stands_nowhere_but_in_the_work(school: School) -> None:
    return_for_slip(school.site, school.tutor, work_of(school), NAMED)
    (slip,) = school.own("slip")
    assert "Elm" not in repr(slip)
    holding = [
        row.about
        for row in school.site.session().scalars(select(DocumentRow))
        if "Elm" in repr(row.content)
    ]
    assert len(holding) == 1


def test_a_wrong_slip_is_taken_back_and_the_copy_opens_again(school: School) -> None:
    work = work_of(school)
    slip = return_for_slip(school.site, school.tutor, work, NAMED)
    with pytest.raises(NotPermitted):
        take_back_slip(school.site, school.marker, slip, "It was the name of a town.")
    take_back_slip(school.site, school.tutor, slip, "It was the name of a town.")
    assert result(school)[0] == "handed-in"
    assert read_work(school.site, school.marker, work).text == SECRET
    with pytest.raises(NotFound):
        take_back_slip(school.site, school.tutor, slip, "Again.")


def test_a_slip_from_which_something_followed_stays(school: School) -> None:
    slip = return_for_slip(school.site, school.marker, work_of(school), ONE)
    work_of(school, "They live in a town.")
    with pytest.raises(Refused) as refusal:
        take_back_slip(school.site, school.marker, slip, "It was nothing.")
    assert refusal.value.refusal.code == "followed"


def test_a_slip_can_be_found_after_marking(school: School) -> None:
    other = school.enrol("ben")
    marked = work_of(school, person="ben", enrolment=other)
    mark_work(school.site, school.marker, marked, marking(school))
    slip = return_for_slip(school.site, school.marker, marked, NAMED)
    of = learning(school.site, school.tutor, other, "read-progress")
    record = of.own.by_id(marked)
    assert record
    behind = slip_behind(of, record)
    assert behind
    assert behind.id == slip
    assert of.own.of("mark")


def test_nobody_returns_his_or_her_own_work_or_that_of_another_cohort(school: School) -> None:
    school.world.role("amara", "marker", programme="course")
    work = work_of(school)
    for person in ("amara", "otto"):
        with pytest.raises(NotPermitted):
            return_for_slip(school.site, school.actor(person), work, ONE)


def test_the_hours_of_a_weekend_do_not_count(school: School, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 6, 15, tzinfo=UTC)  # a Friday
    work = work_of(school)
    assert see_to_return(school.site, school.marker, work).ends == clock.now + timedelta(days=4)


def told(school: School, kind: str, day: int, **fields: object) -> str:
    """Record something about Amara's essay on a day of February."""
    enrolment, on = school.enrolment, date(2026, 2, day)
    about = {"assessment": "crs.essay", **fields}
    return school.world.record("amara", kind, on, enrolment=enrolment, **about).id


def test_the_lists_name_the_attempt_that_a_slip_counts_for_once_another_is_deferred(
    school: School,
) -> None:
    tell = partial(told, school)
    tell("submission", 2, attempt=1)
    tell("mark", 3, attempt=1, mark=30)
    tell("submission", 9, attempt=2)
    tell("slip", 10, attempt=2, grade="major")
    claim = tell("circumstances", 11, attempt=1, asks="deferral")
    tell(
        "circumstances-decision", 12, attempt=1, claim=claim, decision="accepted", effect="deferral"
    )
    school.site.session().rollback()
    (slip,) = list_slips(school.site, school.tutor)
    assert slip.attempt == 1
    (then,) = list_slips(school.site, school.tutor, date(2026, 2, 11))
    assert then.attempt == 2
    assert {closed.attempt for closed in list_quarantined(school.site, SYSTEM)} == {1}


def test_a_marker_reads_of_the_attempt_that_a_mark_counts_for_once_another_is_deferred(
    school: School,
) -> None:
    tell = partial(told, school)
    tell("submission", 2, attempt=1)
    tell("mark", 3, attempt=1, mark=30)
    again = tell("submission", 9, attempt=2)
    claim = tell("circumstances", 11, attempt=1, asks="deferral")
    tell("mark", 11, attempt=2, mark=64)
    tell(
        "circumstances-decision", 12, attempt=1, claim=claim, decision="accepted", effect="deferral"
    )
    school.site.session().rollback()
    shown = read_work(school.site, school.marker, again)
    assert shown.given
    assert (shown.attempt, shown.given.attempt) == (1, 1)
    (taught,) = teach_learner(school.site, school.tutor, "amara").enrolments
    assert [h.says for h in taught.handed_in if h.record == again] == ["Handed in: The essay"]
