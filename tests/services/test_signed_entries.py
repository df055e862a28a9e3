"""A signed entry is corrected, added to or objected to, and never changed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from lms.domain.policy import Actor
from lms.errors import BadInput, NotFound, NotPermitted, Refused
from lms.services import jobs
from lms.services.add_addendum import add_addendum
from lms.services.answer_correction import CorrectionAnswer, answer_correction
from lms.services.ask_for_correction import (
    Wanted,
    ask_for_correction,
    ask_to_take_back,
    take_back_correction,
)
from lms.services.ask_for_signature import ask_for_signature
from lms.services.check_writing import NotConfirmed
from lms.services.decide_objection import decide_objection, read_objection
from lms.services.end_signing_links import end_signing_links
from lms.services.evaluation import progress_of
from lms.services.list_corrections import list_corrections
from lms.services.list_hours import list_hours
from lms.services.list_waiting import OBJECTION, list_waiting
from lms.services.log_hours import log_hours, take_back_hours
from lms.services.object_to_signature import object_to, see_signed
from lms.services.practice_entry import PracticeEntry
from lms.services.sign_entries import DECLINED, SIGNED, Answer, answer_entries
from lms.services.signing_links import LinkClosed
from lms.services.signing_page import see_signing_page
from lms.testing import Clock
from lms.testing_world import Sent
from tests.fixtures.learning import Course

pytestmark = pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
DAY = date(2026, 2, 20)
AGENCY = "agency-supervisor"


def token(course: Course, sent: Sent) -> str:
    """Ask Jo to sign what waits; gives the token of the link."""
    course.site.session().rollback()
    ask_for_signature(course.site, course.amara, course.enrolment, "jo")
    return mailed(course, sent, "/sign/")


def mailed(course: Course, sent: Sent, path: str) -> str:
    """What follows a path in the newest mail that has it."""
    jobs.work(course.site)
    course.site.session().rollback()
    found = [m[1] for mail in sent if (m := re.search(rf"{path}(\S+)", mail.body))]
    return found[-1]


def signed_entry(course: Course, sent: Sent, **fields: object) -> tuple[str, str]:
    """An entry of 10:00 to 11:00 that Jo has signed, and Jo's link."""
    entry = course.entry(DAY, **fields)
    link = token(course, sent)
    answer_entries(course.site, link, Answer((entry.id,), AGENCY, declared=True))
    course.site.session().rollback()
    return entry.id, link


def wanted(end: str = "12:00", reason: str = "It ran on to noon.", **more: object) -> Wanted:
    given = {"on": DAY, "category": "", "start": "10:00", "end": end, **more}
    return Wanted(PracticeEntry(**given), reason)  # type: ignore[arg-type]


def correct(course: Course, entry: str, meant: Wanted | None = None) -> str:
    course.site.session().rollback()
    site, amara = course.site, course.amara
    return ask_for_correction(site, amara, course.enrolment, entry, meant or wanted())


def answer(
    course: Course, link: str, correction: str, decision: str = SIGNED, **more: object
) -> bool:
    course.site.session().rollback()
    given = CorrectionAnswer(correction, AGENCY, decision, declared=True, **more)  # type: ignore[arg-type]
    return answer_correction(course.site, link, given)


def hours_count(
    course: Course, as_of: date | None = None, known_at: datetime | None = None
) -> tuple[Fraction | None, str]:
    """What counts of the practice asked for, and its verdict's reason."""
    course.site.session().rollback()
    day = as_of or course.site.today()
    (progress,) = progress_of(course.site, "amara", day, known_at)
    verdict = progress.verdict("pat.practice")
    assert verdict is not None
    return verdict.finding.amount, verdict.reason


def test_the_entry_counts_as_signed_until_the_correction_is_signed_and_then_as_corrected(
    course: Course, sent: Sent, clock: Clock
) -> None:
    entry, link = signed_entry(course, sent)
    before = course.site.now()
    clock.forward(days=10)
    correction = correct(course, entry)
    assert hours_count(course)[0] == 1
    assert [r.id for r in course.records("hours")] == [entry]
    link = mailed(course, sent, "/sign/")
    clock.forward(days=2)
    assert answer(course, link, correction) is True
    assert hours_count(course)[0] == 2
    yesterday = course.site.today() - timedelta(days=1)
    assert hours_count(course, as_of=yesterday)[0] == 1
    assert hours_count(course, known_at=before)[0] == 1
    (reversal,) = course.records("reversal")
    assert (reversal.get("entry"), reversal.get("correction")) == (entry, correction)
    old, new = course.records("hours")
    assert (old.id, new.get("corrects"), new.get("minutes")) == (entry, entry, 120)


def test_the_new_entry_needs_the_signer_and_takes_no_countersignature_along(
    course: Course, sent: Sent
) -> None:
    entry, link = signed_entry(course, sent)
    (first,) = course.records("signature")
    course.world.record(
        "amara", "countersignature", DAY, enrolment=course.enrolment, signature=first.id
    )
    answer(course, link, correct(course, entry))
    again = course.records("signature")[-1]
    assert (again.id != first.id, again.get("signer"), again.get("role")) == (True, "jo", AGENCY)
    assert [c.get("signature") for c in course.records("countersignature")] == [first.id]


def test_a_declined_correction_leaves_the_entry_as_it_was_signed(
    course: Course, sent: Sent
) -> None:
    entry, link = signed_entry(course, sent)
    correction = correct(course, entry)
    with pytest.raises(BadInput, match="Nothing has been signed"):
        answer(course, link, correction, DECLINED)
    assert answer(course, link, correction, DECLINED, reason="It ended at eleven.") is False
    assert hours_count(course)[0] == 1
    (shown,) = list_corrections(course.site, course.amara, course.enrolment).corrections
    assert (shown.state, shown.answers[0].reason) == ("declined", "It ended at eleven.")
    with pytest.raises(Refused, match="no longer waits"):
        answer(course, link, correction)
    assert correct(course, entry)


def test_the_signer_sees_what_was_what_it_becomes_and_why(course: Course, sent: Sent) -> None:
    entry, link = signed_entry(course, sent, note="A visit.")
    correct(course, entry)
    (asked,) = see_signing_page(course.site, link).corrections
    assert (asked.was.times, asked.becomes.times) == ("10:00 to 11:00", "10:00 to 12:00")
    assert (asked.was.note, asked.reason) == ("A visit.", "It ran on to noon.")
    assert (asked.was.minutes, asked.becomes.minutes) == (60, 120)


def take_out(course: Course, entry: str, reason: str = "It was cancelled.") -> str:
    course.site.session().rollback()
    return ask_to_take_back(course.site, course.amara, course.enrolment, entry, reason)


def test_an_entry_that_should_not_be_there_is_taken_back_once_its_signer_has_signed_that(
    course: Course, sent: Sent, clock: Clock
) -> None:
    entry, link = signed_entry(course, sent)
    correction = take_out(course, entry)
    assert hours_count(course)[0] == 1, "until it is signed it counts"
    (asked,) = see_signing_page(course.site, link).corrections
    assert (asked.was.minutes, asked.becomes, asked.reason) == (60, None, "It was cancelled.")
    clock.forward(days=2)
    assert answer(course, link, correction) is True
    assert hours_count(course)[0] in (None, 0)
    assert hours_count(course, as_of=course.site.today() - timedelta(days=1))[0] == 1
    assert [len(course.records(kind)) for kind in ("hours", "reversal", "signature")] == [1, 1, 1]
    (shown,) = list_corrections(course.site, course.amara, course.enrolment).corrections
    assert (shown.state, shown.becomes) == ("signed", "")
    jobs.work(course.site)
    mails = {mail.subject: mail.body for mail in sent}
    assert "20 February 2026" in mails["You signed that a practice entry is taken back"]
    assert any("The entry is taken back." in body for body in mails.values())
    assert course.entry(DAY), "its time is free again"
    with pytest.raises((Refused, NotFound)):
        take_out(course, entry)


def test_nothing_is_taken_back_that_its_signer_declines(course: Course, sent: Sent) -> None:
    entry, link = signed_entry(course, sent)
    correction = take_out(course, entry)
    assert answer(course, link, correction, DECLINED, reason="It was held.") is False
    assert hours_count(course)[0] == 1


def test_an_entry_of_the_wrong_kind_becomes_another_signed_by_whoever_signed_it(
    course: Course, sent: Sent
) -> None:
    entry, link = signed_entry(course, sent)
    with pytest.raises(BadInput) as refused:
        correct(course, entry, wanted("11:00", category="live-supervision"))
    assert "kind of practice" in str(refused.value.problems)
    correction = correct(course, entry, wanted("11:00", category="clinic"))
    (asked,) = see_signing_page(course.site, link).corrections
    assert asked.becomes
    assert (asked.was.category, asked.becomes.category) == ("agency", "clinic")
    assert answer(course, link, correction) is True
    assert hours_count(course)[0] in (None, 0)
    new = course.records("hours")[-1]
    assert (new.get("category"), new.get("corrects")) == ("clinic", entry)


def test_only_one_correction_of_an_entry_waits_at_a_time(course: Course, sent: Sent) -> None:
    entry, _ = signed_entry(course, sent)
    first = correct(course, entry)
    with pytest.raises(Refused, match="waits already"):
        correct(course, entry, wanted("12:30"))
    take_back_correction(course.site, course.amara, course.enrolment, first)
    assert correct(course, entry, wanted("12:30"))


def test_a_correction_overlaps_what_it_corrects_and_nothing_else(
    course: Course, sent: Sent
) -> None:
    entry, link = signed_entry(course, sent)
    other = course.entry(DAY, start="12:00", end="13:00")
    with pytest.raises(Refused) as refused:
        correct(course, entry, wanted("12:30"))
    assert refused.value.refusal.records == (other.id,)
    correction = correct(course, entry)
    with pytest.raises(Refused, match="overlaps"):
        course.entry(DAY, start="11:00", end="12:00", category="clinic")
    answer(course, link, correction)
    with pytest.raises(Refused, match="overlaps"):
        course.entry(DAY, start="11:00", end="12:00", category="clinic")


def test_what_a_correction_gives_up_is_free_again(course: Course, sent: Sent) -> None:
    entry, link = signed_entry(course, sent)
    answer(course, link, correct(course, entry, wanted("10:30")))
    assert hours_count(course)[0] == Fraction(1, 2)
    assert course.entry(DAY, start="10:30", end="11:00")


def test_a_corrected_entry_is_corrected_again_and_never_changed(course: Course, sent: Sent) -> None:
    entry, link = signed_entry(course, sent)
    answer(course, link, correct(course, entry))
    new = course.records("hours")[-1].id
    answer(course, link, correct(course, new, wanted("11:30")))
    assert hours_count(course)[0] == Fraction(3, 2)
    last = course.records("hours")[-1].id
    for gone in (entry, new, last):
        with pytest.raises((Refused, NotFound)):
            take_back_hours(course.site, course.amara, course.enrolment, gone)
    log = list_hours(course.site, course.amara, course.enrolment)
    shown = [e.record.id for t in log.totals if t.category.id == "agency" for e in t.entries]
    assert shown == [last]


@pytest.mark.parametrize(
    ("meant", "says"),
    [
        (wanted(reason=" "), "reason"),
        (wanted("09:00"), "next-day"),
        (wanted(on=date(2026, 3, 5)), "on"),
    ],
)
def test_a_correction_must_be_one_that_could_be_logged(
    course: Course, sent: Sent, meant: Wanted, says: str
) -> None:
    entry, _ = signed_entry(course, sent)
    with pytest.raises(BadInput) as wrong:
        correct(course, entry, meant)
    assert [p.field for p in wrong.value.problems] == [says]  # type: ignore[attr-defined]


def test_an_unsigned_entry_is_changed_itself(course: Course) -> None:
    entry = course.entry(DAY)
    with pytest.raises(Refused, match="can be changed itself"):
        correct(course, entry.id)
    with pytest.raises(Refused, match="can be changed itself"):
        add_addendum(course.site, course.amara, course.enrolment, entry.id, "More.")


def test_only_the_learner_asks_for_a_correction(course: Course, sent: Sent) -> None:
    entry, _ = signed_entry(course, sent)
    tess = course.site.actor(course.world.person("tess", role="tutor"))
    with pytest.raises(NotPermitted):
        ask_for_correction(course.site, tess, course.enrolment, entry, wanted())


def test_an_addendum_changes_no_amount_and_is_shown_to_the_signer(
    course: Course, sent: Sent
) -> None:
    entry, link = signed_entry(course, sent)
    with pytest.raises(NotConfirmed):
        add_addendum(course.site, course.amara, course.enrolment, entry, "It was at ME4 4TR.")
    add_addendum(course.site, course.amara, course.enrolment, entry, "We spoke of loss.")
    assert hours_count(course)[0] == 1
    (answered,) = see_signing_page(course.site, link).answered
    assert answered.addenda == ("We spoke of loss.",)
    tess = course.site.actor(course.world.person("tess", role="tutor"))
    course.site.session().rollback()
    assert list_corrections(course.site, tess, course.enrolment).addenda == {}


def test_the_signer_gets_a_copy_of_what_was_signed_without_the_learners_words(
    course: Course, sent: Sent
) -> None:
    signed_entry(course, sent, note="A visit.", family="F1")
    assert mailed(course, sent, "/signed/")
    copy = sent[-1]
    assert (copy.to, copy.subject) == (["jo@example.org"], "You signed 1 practice entry")
    assert "for Amara" in copy.body
    assert "20 February 2026, 10:00 to 11:00: Agency, 1 hour" in copy.body
    assert "visit" not in copy.body


def objected(course: Course, sent: Sent) -> tuple[str, str]:
    """A signed entry to which Jo objected by the link in the copy; and the objection."""
    entry, _ = signed_entry(course, sent)
    link = mailed(course, sent, "/signed/")
    (one,) = see_signed(course.site, link).signed
    assert object_to(course.site, link, (one.signature,), "I was away that day.") == 1
    return entry, course.records("objection")[0].id


def tutor(course: Course) -> Actor:
    course.site.session().rollback()
    tess = course.site.actor(course.world.person("tess", role="tutor"))
    course.site.session().rollback()
    return tess


def test_an_objection_holds_the_hours_until_a_tutor_decides(
    course: Course, sent: Sent, clock: Clock
) -> None:
    entry, objection = objected(course, sent)
    amount, reason = hours_count(course)
    assert amount == 0
    assert "1 is held until a tutor decides." in reason
    tess = tutor(course)
    (item,) = list_waiting(course.site, tess, OBJECTION).items
    assert (item.record, item.name) == (objection, "Amara")
    assert read_objection(course.site, tess, objection).text == "I was away that day."
    with pytest.raises(Refused, match="objected to"):
        correct(course, entry)
    clock.forward(days=3)
    decide_objection(course.site, tess, objection, "dismissed", "The rota shows Jo there.")
    assert hours_count(course)[0] == 1
    assert hours_count(course, as_of=course.site.today() - timedelta(days=1))[0] == 0
    assert list_waiting(course.site, tess, OBJECTION).items == ()
    with pytest.raises(Refused, match="already"):
        decide_objection(course.site, tess, objection, "upheld", "Once more.")


def test_an_upheld_objection_leaves_the_entry_unsigned(course: Course, sent: Sent) -> None:
    entry, objection = objected(course, sent)
    decide_objection(course.site, tutor(course), objection, "upheld", "Jo was away.")
    amount, _ = hours_count(course)
    assert amount == 0
    course.site.session().rollback()
    log_hours(
        course.site,
        course.amara,
        course.enrolment,
        PracticeEntry(DAY, "agency", "10:00", "10:30"),
        replaces=entry,
    )


def test_nobody_objects_twice_or_to_what_is_not_in_his_or_her_name(
    course: Course, sent: Sent
) -> None:
    objected(course, sent)
    link = mailed(course, sent, "/signed/")
    signature = course.records("signature")[0].id
    with pytest.raises(Refused, match="already"):
        object_to(course.site, link, (signature,), "Again.")
    with pytest.raises(Refused, match="not signed in your name"):
        object_to(course.site, link, ("other",), "Not mine.")
    with pytest.raises(BadInput):
        object_to(course.site, link, (), " ")
    with pytest.raises(LinkClosed):
        see_signed(course.site, f"{link}x")


def test_a_learner_and_the_signer_decide_no_objection(course: Course, sent: Sent) -> None:
    _, objection = objected(course, sent)
    with pytest.raises(NotPermitted):
        decide_objection(course.site, course.amara, objection, "dismissed", "No.")


def test_who_must_act_and_whose_hours_they_are_hear_of_objections_and_corrections(
    course: Course, sent: Sent
) -> None:
    tess = tutor(course)
    entry, objection = objected(course, sent)
    to = {(mail.to[0].partition("@")[0], mail.subject) for mail in sent}
    assert {("tess", "An objection to decide"), ("amara", "A signature is held")} <= to
    decide_objection(course.site, tess, objection, "dismissed", "The rota shows Jo there.")
    assert (sent[-1].to, sent[-1].subject) == (["amara@example.org"], "An objection was decided")
    correction = correct(course, entry)
    answer(course, mailed(course, sent, "/sign/"), correction)
    told = [m for m in sent if m.subject == "A correction was signed"]
    assert [m.to for m in told] == [["amara@example.org"]]
    assert "rota" not in "".join(m.body for m in sent)


def test_a_tutor_ends_every_link_of_a_signer_and_the_next_one_works(
    course: Course, sent: Sent, clock: Clock
) -> None:
    entry, link = signed_entry(course, sent)
    copy = mailed(course, sent, "/signed/")
    course.world.person("tess", "tutor", programme="pattern")
    tess = course.site.actor("tess")
    with pytest.raises(NotFound, match="signs for this learner"):
        end_signing_links(course.site, tess, course.enrolment, "tess")
    with pytest.raises(NotPermitted):
        end_signing_links(course.site, course.amara, course.enrolment, "jo")
    end_signing_links(course.site, tess, course.enrolment, "jo")
    course.site.session().rollback()
    with pytest.raises(LinkClosed):
        see_signing_page(course.site, link)
    with pytest.raises(LinkClosed):
        see_signed(course.site, copy)
    assert hours_count(course)[0] == 1, "what was signed stays"
    clock.forward(minutes=20)
    correct(course, entry)
    again = mailed(course, sent, "/sign/")
    assert see_signing_page(course.site, again).corrections
    answer(course, again, course.records("correction")[0].id)
    assert see_signed(course.site, mailed(course, sent, "/signed/")).signed


def test_a_correction_asked_for_on_the_last_day_is_answered_after_it(
    course: Course, sent: Sent, clock: Clock
) -> None:
    entry, _ = signed_entry(course, sent)
    course.world.record("amara", "withdrawal", date(2026, 3, 5), enrolment=course.enrolment)
    clock.set(date(2026, 3, 4))
    correction = correct(course, entry)
    link = mailed(course, sent, "/sign/")
    clock.set(date(2026, 3, 6))
    assert answer(course, link, correction) is True
    assert hours_count(course)[0] == 2
    with pytest.raises(Refused, match="You have left"):
        take_out(course, course.records("hours")[-1].id)


def test_another_kind_is_given_as_that_kind_asks(course: Course, sent: Sent) -> None:
    entry, link = signed_entry(course, sent)
    with pytest.raises(BadInput) as refused:
        correct(course, entry, wanted("11:00", category="supervision-given"))
    assert "group or one" in str(refused.value.problems)
    led = wanted("11:00", category="supervision-given", form="group", with_whom="G1")
    assert answer(course, link, correct(course, entry, led))
    new = course.records("hours")[-1]
    assert (new.get("form"), new.get("with")) == ("group", "G1")
    study = Wanted(PracticeEntry(on=DAY, category="study", minutes=60), "I read.")
    assert answer(course, link, correct(course, new.id, study))
    new = course.records("hours")[-1]
    assert (new.get("category"), new.get("form"), new.get("start")) == ("study", None, None)
