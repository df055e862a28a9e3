"""Writing is handed in once, by its author alone, after the check, and its receipt can be checked."""

from __future__ import annotations

from threading import Thread

import pytest
from flask import Flask

from lms.domain.policy import Actor
from lms.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from lms.services.check_writing import LARGEST, NotConfirmed
from lms.services.drafts import read_draft, save_draft
from lms.services.hand_in import NO_STATEMENT, HandedIn, hand_in
from lms.services.pieces import LOG, WORK, Written
from lms.services.receipts import Receipt, check_receipt, read_receipt
from lms.services.withdraw_writing import withdraw_writing
from lms.store.documents import content_of
from lms.store.tables import DocumentRow, RequestRow
from tests.fixtures.learning import Course, log_text

SAFE = log_text()
NAMED = log_text("We met at ME4 4TR in spring.")


def draft(course: Course, written: Written = SAFE, kind: str = LOG, item: str = "pat.log") -> int:
    of = course.piece(kind, item)
    kept = save_draft(course.site, course.amara, of, written, 0)
    course.site.session().rollback()
    return kept.revision


def log(course: Course, handed: HandedIn, key: str | None = None) -> Receipt:
    return hand_in(course.site, course.amara, course.enrolment, LOG, "pat.log", handed, key)


def work(course: Course, written: Written, **more: object) -> Receipt:
    handed = HandedIn(written=written, **{"statement": True, **more})  # type: ignore[arg-type]
    return hand_in(course.site, course.amara, course.enrolment, WORK, "pat.case", handed)


def case(text: str = "They came, one after the other. " * 4, family: str = "F1") -> Written:
    return Written({"text": text}, family)


def test_a_draft_becomes_a_log_with_a_receipt_and_is_gone(course: Course) -> None:
    receipt = log(course, HandedIn(revision=draft(course)))
    (record,) = course.records("log")
    assert (receipt.record, receipt.words, receipt.title) == (record.id, 8, "A moment that stayed")
    assert receipt.intact is True
    assert len(receipt.code.replace(" ", "")) == 32
    assert record.curriculum == "pattern@1"
    kept = content_of(course.site.session(), record.get("document"))
    assert kept == dict(SAFE.texts)
    assert read_draft(course.site, course.amara, course.enrolment, LOG, "pat.log").revision == 0


def test_two_clicks_are_one_log_and_one_receipt(course: Course) -> None:
    handed = HandedIn(revision=draft(course))
    first, second = log(course, handed, "key"), log(course, handed, "key")
    assert first.record == second.record
    assert len(course.records("log")) == 1


def test_two_clicks_at_the_same_moment_are_one_log(course: Course, app: Flask) -> None:
    handed = HandedIn(revision=draft(course))
    found: list[Receipt] = []

    def click() -> None:
        with app.app_context():
            found.append(log(course, handed, "key"))

    threads = [Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({receipt.record for receipt in found}) == 1
    assert len(found) == 4
    assert len(course.records("log")) == 1


def test_a_draft_that_changed_since_it_was_looked_at_is_not_handed_in(course: Course) -> None:
    seen = draft(course)
    save_draft(course.site, course.amara, course.piece(), log_text("Newer."), seen)
    with pytest.raises(Conflict, match="saved from another window"):
        log(course, HandedIn(revision=seen))
    assert course.records("log") == []


def test_a_draft_that_was_handed_in_in_another_window_is_said_to_be_gone(course: Course) -> None:
    seen = draft(course)
    log(course, HandedIn(revision=seen), "one window")
    with pytest.raises(Conflict, match="gone"):
        log(course, HandedIn(revision=seen), "another window")


def test_what_could_name_somebody_is_held_until_its_author_has_looked(course: Course) -> None:
    seen = draft(course, NAMED)
    with pytest.raises(NotConfirmed) as held:
        log(course, HandedIn(revision=seen))
    (warning,) = held.value.warnings
    assert (warning.kind, warning.passage, warning.place) == (
        "postcode",
        "ME4 4TR",
        "what-happened",
    )
    assert course.records("log") == []
    log(course, HandedIn(revision=seen, confirmed=[warning.mark]))
    (record,) = course.records("log")
    kept = content_of(course.site.session(), record.get("document"))
    assert kept["what-happened"] == "We met at ME4 4TR in spring."


def test_the_error_repeats_no_identifier(course: Course) -> None:
    with pytest.raises(NotConfirmed) as held:
        log(course, HandedIn(revision=draft(course, NAMED)))
    said = f"{held.value} {held.value.problems} {held.value.args}"
    assert "ME4" not in said


def test_names_known_to_the_site_are_warned_of_and_the_authors_own_is_not(course: Course) -> None:
    course.world.person("tess-tutor")
    course.world.person("amara-two")
    text = log_text("Tess Tutor was there, and Amara as well, on that day.")
    with pytest.raises(NotConfirmed) as held:
        log(course, HandedIn(revision=draft(course, text)))
    assert [w.passage for w in held.value.warnings] == ["Tess Tutor"]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (log_text("", " "), "nothing to hand in"),
        (log_text("word " * 61), "at most 60"),
        (log_text("a" * (LARGEST + 1), ""), "longer than can be handed in"),
    ],
)
def test_too_little_or_too_much_keeps_the_draft_and_says_so(
    course: Course, written: Written, says: str
) -> None:
    seen = draft(course, written)
    with pytest.raises(BadInput) as fault:
        log(course, HandedIn(revision=seen))
    assert says in " ".join(map(str, fault.value.problems))
    kept = read_draft(course.site, course.amara, course.enrolment, LOG, "pat.log")
    assert kept.written == written
    assert course.records("log") == []


def test_a_text_longer_than_the_limit_by_its_bytes_is_too_long(course: Course) -> None:
    with pytest.raises(BadInput):
        work(course, case("é" * (LARGEST // 2 + 1)))
    with pytest.raises(NotFound):
        hand_in(course.site, course.amara, course.enrolment, "report", "x", HandedIn())


def test_only_the_learner_hands_in(course: Course) -> None:
    tutor = course.site.actor(course.world.person("tess", role="tutor"))
    with pytest.raises(NotPermitted):
        hand_in(course.site, tutor, course.enrolment, LOG, "pat.log", HandedIn(written=SAFE))


def test_somebody_who_has_left_hands_nothing_in(course: Course) -> None:
    course.world.record("amara", "withdrawal", course.site.today(), enrolment=course.enrolment)
    with pytest.raises(Refused, match="left this programme"):
        log(course, HandedIn(written=SAFE))


def test_assessed_work_counts_its_attempt_and_names_its_family(course: Course) -> None:
    receipt = work(course, case())
    (record,) = course.records("submission")
    assert (record.get("attempt"), record.get("family"), record.get("words")) == (1, "F1", 24)
    assert isinstance(content_of(course.site.session(), record.get("document")), str)
    assert receipt.attempt == 1
    with pytest.raises(Refused, match="waits to be read"):
        work(course, case())
    fields = {"assessment": "pat.case", "attempt": 1, "mark": 40}
    course.world.record("amara", "mark", course.site.today(), enrolment=course.enrolment, **fields)
    assert work(course, case()).attempt == 2


def test_assessed_work_needs_a_family_code_and_the_statement(course: Course) -> None:
    with pytest.raises(BadInput) as fault:
        work(course, case(family="THE SMITHS"))
    assert "such as F1" in str(fault.value.problems)
    with pytest.raises(BadInput) as fault:
        work(course, case(), statement=False)
    assert [str(p) for p in fault.value.problems] == [NO_STATEMENT]


def test_a_receipt_can_be_checked_by_whoever_holds_it(course: Course) -> None:
    receipt = log(course, HandedIn(revision=draft(course)))
    course.site.session().rollback()
    other = Actor(course.world.person("anybody"))
    assert check_receipt(course.site, other, receipt.record, receipt.code.upper())
    assert not check_receipt(course.site, other, receipt.record, "0000 " * 8)
    assert not check_receipt(course.site, other, "no such record", receipt.code)


def test_a_receipt_says_when_the_text_kept_is_no_longer_the_one_handed_in(course: Course) -> None:
    receipt = log(course, HandedIn(revision=draft(course)))
    document = course.records("log")[0].get("document").partition(".")[0]

    def read() -> Receipt:
        course.site.session().rollback()
        return read_receipt(course.site, course.amara, course.enrolment, receipt.record)

    with course.site.ledger.write("somebody") as writer:
        writer.session.get_one(DocumentRow, document).content = {"what-happened": "Something else"}
    assert read().intact is False
    assert not check_receipt(course.site, course.amara, receipt.record, receipt.code)
    with course.site.ledger.write("somebody") as writer:
        writer.session.delete(writer.session.get_one(DocumentRow, document))
    assert read().intact is None


def test_what_nobody_has_answered_can_be_taken_back_and_is_a_draft_again(course: Course) -> None:
    receipt = log(course, HandedIn(revision=draft(course)))
    args = (course.site, course.amara, course.enrolment, LOG, "pat.log")
    withdraw_writing(*args, receipt.record)
    assert course.records("log") == []
    assert read_draft(*args).written == SAFE
    with pytest.raises(NotFound):
        withdraw_writing(*args, receipt.record)


def test_work_that_is_taken_back_frees_its_attempt(course: Course) -> None:
    receipt = work(course, case())
    args = (course.site, course.amara, course.enrolment, WORK, "pat.case")
    withdraw_writing(*args, receipt.record)
    course.site.session().rollback()
    kept = read_draft(*args).written
    assert (kept.texts["text"], kept.family) == (case().texts["text"], "F1")
    assert work(course, case()).attempt == 1


def test_an_answered_log_stays(course: Course) -> None:
    receipt = log(course, HandedIn(revision=draft(course)))
    fields = {"log": receipt.record, "decision": "returned"}
    course.world.record(
        "amara", "log-response", course.site.today(), enrolment=course.enrolment, **fields
    )
    with pytest.raises(Refused, match="answered"):
        withdraw_writing(
            course.site, course.amara, course.enrolment, LOG, "pat.log", receipt.record
        )


def test_no_private_text_is_kept_with_the_request(course: Course) -> None:
    log(course, HandedIn(written=SAFE), "key")
    course.site.session().rollback()
    row = course.site.session().get(RequestRow, ("key", "amara"))
    assert row is not None
    assert "mother" not in f"{row.answer} {row.digest}"


def test_all_that_may_be_names_is_asked_about_in_one_question(course: Course) -> None:
    text = log_text("Then Gordon Brook came.", "Jane Smith left, and Gordon Brook too.")
    with pytest.raises(NotConfirmed) as held:
        log(course, HandedIn(revision=draft(course, text)))
    (warning,) = held.value.warnings
    assert (warning.kind, warning.passage) == ("possible-names", "Gordon Brook; Jane Smith")
    assert "Brook" not in f"{held.value} {held.value.problems}"
    log(course, HandedIn(written=text, confirmed=[warning.mark]))
    assert len(course.records("log")) == 1
