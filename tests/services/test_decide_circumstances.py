"""Circumstances, appeals, deadlines, the board's marks and its leave for another attempt."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.assessment.deadlines import deadline_of
from lms.domain.assessment.results import attempts_allowed, results
from lms.domain.assessment.work import Work
from lms.domain.board import Decision
from lms.domain.evidence import Period
from lms.domain.records import cohort
from lms.errors import BadInput, NotPermitted, Refused
from lms.services.allow_further_attempt import allow_further_attempt
from lms.services.board_mark import Change, give_board_mark
from lms.services.cohort_work import cohort_work
from lms.services.create_cohort import create_cohort
from lms.services.decide_appeal import decide_appeal, list_appeals, read_appeal
from lms.services.decide_circumstances import (
    Decided,
    claim_evidence,
    decide_circumstances,
    list_circumstances,
    read_claim,
)
from lms.services.declare_circumstances import Claimed, declare_circumstances
from lms.services.files import Upload
from lms.services.handed_content import handed_content
from lms.services.see_cohort import see_cohort
from lms.services.set_deadline import set_deadline
from lms.services.site import Site
from lms.store.read_audits import all_readings
from lms.testing_world import Sent
from tests.fixtures.boards import Judged

DUE = date(2026, 3, 20)
REFERRED = Decision("ada", "referred", "Failed.", reassess_by=date(2026, 6, 1))


def work(site: Site, judged: Judged, item: str = "crs.essay", name: str = "ada") -> Work:
    site.session().rollback()
    found = cohort_work(site, "course", "spring", "year").of(judged.enrolments[name])
    return next(w for w in found if w.assessment.id == item)


def accept(effect: str, until: date | None = None) -> Decided:
    return Decided("accepted", "Seen in a letter.", effect, until)


def test_an_accepted_extension_moves_the_deadline(site: Site, judged: Judged, sent: Sent) -> None:
    judged.cohort_tell("deadline", DUE, assessment="crs.essay")
    claim = judged.claim("ada", "extension")
    decide_circumstances(site, judged.lead, claim, accept("extension", date(2026, 4, 1)))
    due = deadline_of(work(site, judged), 1)
    assert due is not None
    assert (due.day, due.why) == (date(2026, 4, 1), "extension")
    (mail,) = sent
    assert mail.to == ["ada@example.org"]
    (line,) = list_circumstances(site, judged.lead, "course", "spring")
    assert (line.decision, line.effect) == ("accepted", "extension")


def test_reading_a_statement_is_noted_and_the_list_shows_none(site: Site, judged: Judged) -> None:
    claim = judged.claim("ada")
    assert "hospital" not in str(list_circumstances(site, judged.lead, "course", "spring"))
    page = read_claim(site, judged.lead, claim)
    assert page.statement == {"text": "My mother was in hospital."}
    (reading,) = all_readings(site.session())
    assert (reading.reader, reading.about, reading.record) == ("lead", "ada", claim)


def test_why_a_claim_was_decided_so_is_a_text_of_its_own(site: Site, judged: Judged) -> None:
    claim = judged.claim("ada")
    decision = decide_circumstances(site, judged.lead, claim, Decided("refused", "Not shown."))
    judged.world.person("lena", "programme-lead", programme="course")
    for reader in (judged.lead, site.actor("lena")):
        site.session().rollback()
        assert read_claim(site, reader, claim).reason == "Not shown."
    site.session().rollback()
    found = [(r.reader, r.record) for r in reversed(all_readings(site.session()))]
    assert found == [("lead", claim), ("lena", claim), ("lena", decision)]


def test_evidence_is_opened_by_who_decides_and_that_is_noted(site: Site, judged: Judged) -> None:
    letter = Upload("letter.txt", b"She was with us from 2 to 9 March.")
    claimed = Claimed("lateness", "My mother was in hospital.")
    ada, enrolment = site.actor("ada"), judged.enrolments["ada"]
    claim = declare_circumstances(site, ada, enrolment, "crs.essay", claimed, [letter])
    (file,) = handed_content(read_claim(site, judged.lead, claim).statement).files
    assert claim_evidence(site, judged.lead, claim, file.id).content == letter.content
    site.session().rollback()
    assert [r.reader for r in all_readings(site.session())].count("lead") == 2
    with pytest.raises(NotPermitted):
        claim_evidence(site, site.actor("ada"), claim, file.id)


@pytest.mark.parametrize(
    ("decided", "says"),
    [
        (Decided("", "Why."), "accepted or refused"),
        (Decided("accepted", "Why."), "Say what follows"),
        (Decided("accepted", "Why.", "extension"), "new last day"),
        (Decided("accepted", "Why.", "deferral"), "new last day"),
        (Decided("accepted", "Why.", "extension", DUE), "after the deadline"),
        (Decided("refused", " "), "Write the reason"),
    ],
)
def test_a_decision_is_whole(site: Site, judged: Judged, decided: Decided, says: str) -> None:
    judged.cohort_tell("deadline", DUE, assessment="crs.essay")
    claim = judged.claim("ada")
    with pytest.raises(BadInput) as fault:
        decide_circumstances(site, judged.lead, claim, decided)
    assert says in str(fault.value.problems)


def test_a_claim_is_decided_once(site: Site, judged: Judged) -> None:
    claim = judged.claim("ada")
    refusal = Decided("refused", "Nothing was shown.")
    first = decide_circumstances(site, judged.lead, claim, refusal, key="k")
    assert decide_circumstances(site, judged.lead, claim, refusal, key="k") == first
    with pytest.raises(Refused, match="decided already"):
        decide_circumstances(site, judged.lead, claim, accept("lateness"))


def test_no_circumstances_are_accepted_after_the_board_has_met(site: Site, judged: Judged) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    claim = judged.claim("ada", "lateness")
    judged.meet(REFERRED)
    with pytest.raises(Refused, match="The board has met"):
        decide_circumstances(site, judged.lead, claim, accept("lateness"))


def test_what_comes_after_a_referral_has_circumstances_of_its_own(
    site: Site, judged: Judged
) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    judged.meet(REFERRED)
    fields = {"assessment": "crs.essay", "attempt": 2, "asks": "extension"}
    until = date(2026, 7, 1)
    claim = judged.tell("ada", "circumstances", by="ada", asked_until=until, **fields).id
    site.session().rollback()
    decide_circumstances(site, judged.lead, claim, accept("extension", date(2026, 7, 1)))
    due = deadline_of(work(site, judged), 2)
    assert due is not None
    assert due.day == date(2026, 7, 1)


def test_only_the_lead_reads_and_decides_circumstances(site: Site, judged: Judged) -> None:
    claim = judged.claim("ada")
    for name in ("chair", "mark"):
        with pytest.raises(NotPermitted):
            read_claim(site, site.actor(name), claim)
        with pytest.raises(NotPermitted):
            decide_circumstances(site, site.actor(name), claim, accept("lateness"))


def appeal(judged: Judged) -> str:
    judged.essay("ada", 41)
    judged.moderate()
    judged.meet(REFERRED)
    return judged.tell("ada", "appeal", by="ada", assessment="crs.essay", grounds="bias").id


def test_an_appeal_is_decided_by_somebody_who_has_not_marked(site: Site, judged: Judged) -> None:
    judged.world.role("mark", "board", programme="course")
    made = appeal(judged)
    assert not read_appeal(site, site.actor("mark"), made).may_decide
    with pytest.raises(Refused, match="You have marked this work"):
        decide_appeal(site, site.actor("mark"), made, "dismissed", "I was right.")
    decide_appeal(site, site.actor("chair"), made, "upheld", "The rule was not followed.")
    (line,) = list_appeals(site, judged.lead, "course", "spring")
    assert line.outcome == "upheld"


def test_who_marked_it_before_a_correction_has_marked_it(site: Site, judged: Judged) -> None:
    judged.world.role("mark", "board", programme="course")
    made = appeal(judged)
    (mark,) = judged.own("ada", "mark")
    fields = {"assessment": "crs.essay", "mark": 48, "after_release": True}
    judged.tell("ada", "mark", by="lead", replaces=mark.id, **fields)
    site.session().rollback()
    for name in ("mark", "lead"):
        with pytest.raises(Refused, match="You have marked this work"):
            decide_appeal(site, site.actor(name), made, "dismissed", "No.")


def test_nobody_decides_on_an_own_appeal(site: Site, judged: Judged) -> None:
    made = appeal(judged)
    judged.world.role("ada", "board", programme="course")
    site.session().rollback()
    with pytest.raises(NotPermitted):
        decide_appeal(site, site.actor("ada"), made, "upheld", "I am right.")


def test_the_boards_mark_counts_as_it_is_and_the_first_stays(site: Site, judged: Judged) -> None:
    judged.cohort_tell("deadline", date(2026, 1, 30), assessment="crs.essay")
    judged.essay("ada", 41)
    judged.moderate()
    judged.meet(REFERRED)
    change = Change("crs.essay", 1, "An appeal was upheld.", mark=56)
    give_board_mark(site, judged.lead, judged.enrolments["ada"], change)
    (result,) = results(work(site, judged))
    assert (result.recorded, result.passed) == (56, True)
    assert [m.get("mark") for m in judged.own("ada", "mark")] == [41, 56]
    again = Change("crs.essay", 1, "It was 58.", mark=58)
    give_board_mark(site, judged.lead, judged.enrolments["ada"], again)
    assert [m.get("mark") for m in judged.own("ada", "mark")] == [41, 58]


def test_a_mark_that_nobody_has_seen_is_its_markers_to_correct(site: Site, judged: Judged) -> None:
    judged.essay("ada", 41)
    with pytest.raises(Refused, match="Nobody has seen"):
        give_board_mark(
            site, judged.lead, judged.enrolments["ada"], Change("crs.essay", 1, "Why.", mark=56)
        )


@pytest.mark.parametrize(
    "change",
    [Change("crs.essay", 1, " ", mark=56), Change("crs.essay", 1, "Why.", mark=101)],
)
def test_a_changed_mark_is_a_mark_and_has_a_reason(
    site: Site, judged: Judged, change: Change
) -> None:
    judged.essay("ada", 41)
    judged.moderate()
    judged.meet(REFERRED)
    with pytest.raises(BadInput):
        give_board_mark(site, judged.lead, judged.enrolments["ada"], change)


def test_another_attempt_needs_a_board_that_referred(site: Site, judged: Judged) -> None:
    judged.essay("ada", 41)
    judged.essay("ada", 45, attempt=2)
    judged.moderate()
    enrolment = judged.enrolments["ada"]
    site.session().rollback()
    with pytest.raises(Refused, match="Only a board"):
        allow_further_attempt(site, judged.lead, enrolment, "crs.essay", "Why.")
    judged.meet(REFERRED)
    allow_further_attempt(site, judged.lead, enrolment, "crs.essay", "She was ill in both.")
    assert attempts_allowed(work(site, judged)) == 3
    with pytest.raises(Refused, match="attempt left"):
        allow_further_attempt(site, judged.lead, enrolment, "crs.essay", "Once more.")


def test_a_deadline_is_set_and_moved_as_a_correction(site: Site, judged: Judged) -> None:
    where = (site, judged.lead, "course", "spring", "crs.essay")
    first = set_deadline(*where, DUE)
    due = deadline_of(work(site, judged), 1)
    assert due is not None
    assert due.at.isoformat() == "2026-03-20T12:00:00+00:00"
    assert set_deadline(*where, DUE) == first
    set_deadline(*where, date(2026, 4, 10), "16:00")
    due = deadline_of(work(site, judged), 1)
    assert due is not None
    assert due.at.isoformat() == "2026-04-10T15:00:00+00:00"
    (held,) = site.about(cohort("spring")).of("deadline")
    assert held.replaces == first


def test_a_deadline_set_or_moved_is_told_to_those_whom_it_binds_and_who_have_not_handed_in(
    site: Site, judged: Judged, sent: Sent
) -> None:
    where = (site, judged.lead, "course", "spring", "crs.essay")
    judged.learner("ben")
    judged.learner("cal")
    set_deadline(*where, DUE)
    assert sorted(m.to[0].partition("@")[0] for m in sent) == ["ada", "ben", "cal"]
    assert "The deadline for “The essay” was set: it is due by Friday 20 March 2026" in sent[0].body
    judged.essay("ada", 55)
    before = len(sent)
    set_deadline(*where, DUE)
    assert len(sent) == before
    set_deadline(*where, date(2026, 4, 9))
    set_deadline(*where, date(2026, 4, 10), "16:00")
    told = sent[before:]
    assert sorted(m.to[0].partition("@")[0] for m in told) == ["ben", "cal"]
    assert {m.subject for m in told} == {"A deadline was moved"}
    assert all("10 April 2026, 16:00" in m.body for m in told)


@pytest.mark.parametrize(
    ("at", "instant"),
    [
        ("01:30+01:00", "2026-10-25T00:30:00+00:00"),
        ("01:30+00:00", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_a_deadline_in_the_hour_that_comes_twice_is_the_one_that_was_given(
    site: Site, judged: Judged, at: str, instant: str
) -> None:
    set_deadline(site, judged.lead, "course", "spring", "crs.essay", date(2026, 10, 25), at)
    due = deadline_of(work(site, judged), 1)
    assert due is not None
    assert due.at.isoformat() == instant


@pytest.mark.parametrize(
    ("item", "on", "at", "attempt", "says"),
    [
        ("crs.essay", date(2026, 3, 1), "", 1, "lies ahead"),
        ("crs.essay", date(2026, 3, 2), "09:00", 1, "has passed"),
        ("crs.essay", DUE, "noon", 1, "as 16:00"),
        ("crs.essay", date(2026, 3, 29), "01:30", 1, "no 01:30 in the night"),
        ("crs.essay", date(2026, 10, 25), "01:30", 1, "came twice"),
        ("crs.essay", DUE, "16:00+05:00", 1, "is not 16:00 here"),
        ("crs.other", DUE, "", 1, "piece of work"),
        ("crs.essay", DUE, "", 0, "number of the attempt"),
    ],
)
def test_nobody_is_late_for_what_has_passed(
    site: Site, judged: Judged, item: str, on: date, at: str, attempt: int, says: str
) -> None:
    with pytest.raises(BadInput) as fault:
        set_deadline(site, judged.lead, "course", "spring", item, on, at, attempt)
    assert says in str(fault.value.problems)


def test_a_cohort_keeps_the_policy_that_it_began_with(site: Site, judged: Judged) -> None:
    stages = {"year": Period(date(2026, 9, 1), date(2027, 8, 31))}
    made = create_cohort(site, judged.lead, "course", "Autumn 2026", stages)
    (kept,) = site.about(cohort(made)).of("cohort-policy")
    assert (kept.get("programme"), kept.get("policy")) == ("course", "level-7@1")
    page = see_cohort(site, judged.lead, "course", made)
    assert page.policy is not None
    assert page.policy.key == page.policy_key == "level-7@1"
