"""A count that its writer says is wrong waits for whoever marks, who decides with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask_mailman import EmailMessage

from lms.domain.records import cohort
from lms.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from lms.services.assessed import results_of
from lms.services.check_writing import check_writing
from lms.services.contest_word_count import contest_word_count, see_own_count
from lms.services.decide_word_count import CountDecision, decide_word_count, see_word_count
from lms.services.draft_files import add_files, state_words
from lms.services.drafts import draft_of
from lms.services.enrolments import learning
from lms.services.files import Upload
from lms.services.hand_in import HandedIn, hand_in
from lms.services.handed_content import HandedFile
from lms.services.jobs import work as do_jobs
from lms.services.mark_work import mark_work
from lms.services.marking_queue import marking_queue
from lms.services.pieces import WORK, Written, piece
from lms.services.read_own import read_own
from lms.services.read_work import read_work
from lms.services.withdraw_writing import may_withdraw
from lms.store.tables import ReadAuditRow
from tests.fixtures.teaching import School
from tests.services.test_mark_work import marking

LONG = "pattern " * 115
HEADINGS = "The table of figures is no text of mine."
TAKEN = CountDecision("stated", "The table is left out, as the brief says.")
KEPT = CountDecision("counted", "The brief counts tables.")


@pytest.fixture
def strict(school: School) -> School:
    """The course under a policy by which over-long work loses marks; 100 words are asked for."""
    policy = {"programme": "course", "policy": "level-7-late-c@1"}
    school.world.record(cohort("spring"), "cohort-policy", date(2026, 1, 5), **policy)
    return school


def with_file(school: School, stated: str = "100") -> str:
    """Amara's essay of 115 words in a file, with the number that she states; gives the record."""
    site, amara = school.site, school.actor("amara")
    of = piece(site, amara, school.enrolment, WORK, "crs.essay")
    (file,) = add_files(site, amara, of, [Upload("a.txt", LONG.encode())]).written.files
    said = state_words(site, amara, of, {file.id: stated}, {file.id: HEADINGS if stated else ""})
    site.session().rollback()
    handed = HandedIn(revision=said.revision, statement=True)
    return hand_in(site, amara, school.enrolment, WORK, "crs.essay", handed).record


def contest(school: School, work: str, words: int | None = 100, **more: Any) -> str:
    reason = more.pop("reason", HEADINGS)
    amara = school.actor("amara")
    return contest_word_count(school.site, amara, school.enrolment, work, words, reason, **more)


def decide(school: School, work: str, decided: CountDecision = TAKEN, **more: Any) -> str:
    return decide_word_count(school.site, school.marker, work, decided, **more)


def outcome(school: School) -> tuple[str, int | None]:
    school.site.session().rollback()
    of = learning(school.site, school.tutor, school.enrolment, "read-progress")
    found = of.assessment("crs.essay")
    assert found
    last = results_of(school.site, of, found[1])[-1]
    return last.stand.value, last.recorded


def test_the_writer_s_number_stands_beside_the_count_on_record_and_on_the_check(
    strict: School,
) -> None:
    with_file(strict)
    (record,) = strict.own("submission")
    assert (record.get("words"), record.get("stated-words")) == (115, 100)
    of = piece(strict.site, strict.actor("amara"), strict.enrolment, WORK, "crs.essay")
    file = HandedFile("f", "a.txt", "text/plain", 1, "s", 115, stated_words=100, reason=HEADINGS)
    checked = check_writing(strict.site, of, Written({"text": ""}, files=(file,)))
    assert any("115, by your own count 100" in one for one in checked.advice)


def test_who_states_nothing_else_has_no_second_number_on_record(strict: School) -> None:
    with_file(strict, stated="")
    (record,) = strict.own("submission")
    assert "stated-words" not in record.payload
    mark_work(strict.site, strict.marker, record.id, marking(strict))
    assert outcome(strict) == ("settled", 52)


def test_no_mark_is_given_before_it_is_decided_which_number_holds(strict: School) -> None:
    work = with_file(strict)
    shown = read_work(strict.site, strict.marker, work).count
    assert shown
    assert (shown.counted, shown.stated, shown.words) == (115, 100, 115)
    assert (shown.reason, shown.waits, shown.penalty) == (HEADINGS, True, True)
    with pytest.raises(Refused) as refused:
        mark_work(strict.site, strict.marker, work, marking(strict))
    assert refused.value.refusal.code == "word-count"
    decide(strict, work)
    mark_work(strict.site, strict.marker, work, marking(strict))
    assert outcome(strict) == ("settled", 62)
    now = read_work(strict.site, strict.marker, work)
    assert now.count
    assert now.count.decision
    assert (now.count.words, now.count.waits, now.count.decision.by) == (100, False, "Mark")
    assert now.word_rule
    assert now.word_rule.words == 100


def test_where_nothing_is_taken_off_the_mark_is_given_at_once(school: School) -> None:
    work = with_file(school)
    mark_work(school.site, school.marker, work, marking(school))
    assert outcome(school) == ("settled", 62)
    shown = read_work(school.site, school.marker, work).count
    assert shown
    assert (shown.waits, shown.penalty) == (True, False)


@pytest.mark.parametrize(
    ("decided", "recorded"),
    [(TAKEN, 62), (KEPT, 52), (CountDecision("another", "By eye.", 130), 0)],
)
def test_the_number_decided_takes_the_penalty(
    strict: School, decided: CountDecision, recorded: int
) -> None:
    work = with_file(strict)
    decide(strict, work, decided)
    mark_work(strict.site, strict.marker, work, marking(strict))
    assert outcome(strict) == ("settled", recorded)


def test_the_learner_reads_the_decision_and_is_told_where_it_is_another_number(
    strict: School, sent: Sequence[EmailMessage]
) -> None:
    work = with_file(strict)
    decide(strict, work, KEPT)
    do_jobs(strict.site)
    (mail,) = sent
    assert mail.to == ["amara@example.org"]
    assert "115" not in mail.subject + mail.body
    count = read_own(strict.site, strict.actor("amara"), strict.enrolment, work).count
    assert count
    assert count.decision
    assert (count.words, count.decision.reason, count.decision.by) == (115, KEPT.reason, "")


def test_who_gets_the_number_that_was_stated_is_not_written_to(
    strict: School, sent: Sequence[EmailMessage]
) -> None:
    decide(strict, with_file(strict))
    do_jobs(strict.site)
    assert list(sent) == []


def test_a_count_is_contested_after_the_mark_and_the_marker_is_asked(
    strict: School, sent: Sequence[EmailMessage]
) -> None:
    work = strict.work(LONG)
    mark_work(strict.site, strict.marker, work, marking(strict))
    assert outcome(strict) == ("settled", 52)
    contest(strict, work)
    assert outcome(strict) == ("word-count", None)
    assert strict.verdict("crs.essay-passed") == "not-yet"
    (waiting,) = marking_queue(strict.site, strict.marker)
    assert (waiting.record, waiting.waits_for) == (work, "word-count")
    do_jobs(strict.site)
    assert [mail.to for mail in sent if "word count" in mail.subject] == [["mark@example.org"]]
    decide(strict, work)
    assert outcome(strict) == ("settled", 62)
    assert marking_queue(strict.site, strict.marker) == ()
    do_jobs(strict.site)
    assert any(mail.to == ["amara@example.org"] and "how many" in mail.body for mail in sent)


def test_what_was_said_is_corrected_until_it_is_decided_and_then_stays(strict: School) -> None:
    work = strict.work(LONG)
    contest(strict, work)
    contest(strict, work, 105)
    (claim,) = strict.own("word-count-claim")
    assert claim.get("words") == 105
    decide(strict, work, KEPT)
    with pytest.raises(Refused) as refused:
        contest(strict, work, 101)
    assert refused.value.refusal.code == "decided"
    own = see_own_count(strict.site, strict.actor("amara"), strict.enrolment, work)
    assert "appealed" in own.closed


def test_a_decision_is_corrected_and_one_that_answers_a_claim_stands_beside_the_first(
    strict: School,
) -> None:
    work = strict.work(LONG)
    first = decide(strict, work, KEPT)
    second = decide(strict, work, CountDecision("another", "Counted again.", 114))
    (record,) = strict.own("word-count-decision")
    assert (record.id, record.replaces) == (second, first)
    contest(strict, work)
    decide(strict, work)
    assert [r.get("words") for r in strict.own("word-count-decision")] == [114, 100]


def test_the_reason_names_nobody_and_every_fault_is_named(strict: School) -> None:
    work = strict.work(LONG)
    for words, reason, fields in (
        (None, "Mr Smith is in it.", ["words", "reason"]),
        (0, " ", ["words", "reason"]),
        (500_001, HEADINGS, ["words"]),
    ):
        with pytest.raises(BadInput) as wrong:
            contest(strict, work, words, reason=reason)
        assert [p.field for p in wrong.value.problems] == fields
    for decided, fields in (
        (CountDecision("", ""), ["holds", "reason"]),
        (CountDecision("another", "So."), ["words"]),
        (CountDecision("another", "So.", 0), ["words"]),
        (CountDecision("stated", "So."), ["holds"]),
    ):
        with pytest.raises(BadInput) as wrong:
            decide(strict, work, decided)
        assert [p.field for p in wrong.value.problems] == fields
    assert strict.own("word-count-claim") == strict.own("word-count-decision") == []


def test_nobody_decides_over_what_was_said_since(strict: School) -> None:
    work = strict.work(LONG)
    seen = see_word_count(strict.site, strict.marker, work).seen
    contest(strict, work)
    with pytest.raises(Conflict):
        decide(strict, work, KEPT, seen=seen)


def test_two_clicks_are_one_act(strict: School) -> None:
    work = strict.work(LONG)
    assert len({contest(strict, work, key="one") for _ in range(2)}) == 1
    assert len({decide(strict, work, key="two") for _ in range(2)}) == 1
    assert len(strict.own("word-count-decision")) == 1


def test_only_the_writer_contests_and_only_who_may_mark_decides(strict: School) -> None:
    work = strict.work(LONG)
    strict.world.person("lena", "programme-lead", programme="course")
    ben = strict.enrol("ben")
    site = strict.site
    with pytest.raises(NotFound):
        contest_word_count(site, strict.actor("ben"), ben, work, 100, HEADINGS)
    for who in ("tess", "lena"):
        with pytest.raises(NotPermitted):
            contest_word_count(site, strict.actor(who), strict.enrolment, work, 100, HEADINGS)
    with pytest.raises(NotPermitted):
        decide_word_count(site, strict.actor("amara"), work, TAKEN)
    decide_word_count(site, strict.actor("lena"), work, KEPT)


def test_that_the_writer_s_reason_was_read_is_on_record_and_the_work_then_stays(
    strict: School,
) -> None:
    work = with_file(strict)
    see_word_count(strict.site, strict.marker, work)
    rows = strict.site.session().query(ReadAuditRow).all()
    assert [(row.reader, row.record, row.purpose) for row in rows] == [
        ("mark", work, "decide-word-count")
    ]
    of = learning(strict.site, strict.actor("amara"), strict.enrolment, "read-receipt")
    record = of.own.by_id(work)
    assert record
    assert not may_withdraw(strict.site, of, record)


def test_a_number_that_another_draft_states_goes_with_its_files(strict: School) -> None:
    site, amara = strict.site, strict.actor("amara")
    of = piece(site, amara, strict.enrolment, WORK, "crs.essay")
    (file,) = add_files(site, amara, of, [Upload("a.txt", LONG.encode())]).written.files
    written = draft_of(site, of).written
    assert written.stated_words is None
    stated = replace(file, stated_words=100, reason=HEADINGS)
    assert written.with_files((stated, replace(file, id="b"))).stated_words == 215
    assert written.with_files((replace(file, stated_words=115),)).stated_words is None
