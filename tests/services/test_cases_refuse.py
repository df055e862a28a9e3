"""The same wrong fact is refused on a site and in a case, by the same name.

The case is told the very records that the site has by then; a case leaves out who did something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from lms.domain.case import Case, Told
from lms.domain.case_facts import CaseLedger
from lms.domain.records import LONDON, Record
from lms.errors import BadInput, NotFound, Refused
from lms.services.agree_mark import agree_mark
from lms.services.allow_further_attempt import allow_further_attempt
from lms.services.appeal import Appeal, appeal
from lms.services.decide_circumstances import Decided, decide_circumstances
from lms.services.declare_circumstances import Claimed, declare_circumstances
from lms.services.draw_sample import draw_sample
from lms.services.employ import end_employment
from lms.services.entry_checks import record_entry_check
from lms.services.grant_catch_up import grant_catch_up
from lms.services.hand_in import HandedIn, hand_in
from lms.services.interrupt import interrupt
from lms.services.leave import withdraw
from lms.services.log_hours import log_hours, take_back_hours
from lms.services.move_cohort import move_cohort
from lms.services.pieces import WORK, Written
from lms.services.practice_entry import PracticeEntry
from lms.services.prior_learning import decide_prior_learning, waive
from lms.services.record_certificate import Certificate, record_certificate
from lms.services.record_judgement import Judgement, record_judgement
from lms.services.record_watched import Watched, record_watched
from lms.services.release_marks import Wanted, release_marks
from lms.services.report_misconduct import report_misconduct
from lms.services.see_register import Day
from lms.services.set_deadline import set_deadline
from lms.services.sign_declaration import sign_declaration
from lms.services.site import Site
from lms.services.take_register import Present, take_register
from tests.fixtures.boards import TODAY, Judged
from tests.fixtures.training import FIRST_DAY, Training

NOT_THERE = "not-there"
"""A door answers that there is no such thing, where a case says which thing there is not."""
WHY = "It was looked at closely."


@dataclass(frozen=True)
class Row:
    """A wrong fact: what leads up to it, the act on the site, the record in the case, and its name."""

    says: str
    act: Callable[[Any], object]
    record: Mapping[str, Any]
    code: str
    before: Callable[[Any], object] = lambda _: None
    there: str = field(default="")
    """What the site's door answers, where it is not the same name."""


def code_of(act: Callable[[], object]) -> str:
    """By what name a door refuses an act; nothing where it lets it pass."""
    try:
        act()
    except Refused as refused:
        return refused.refusal.code
    except BadInput as bad:
        return next((getattr(p, "code", "") for p in bad.problems), "")
    except NotFound:
        return NOT_THERE
    return ""


def told(record: Record) -> dict[str, Any]:
    """A record of the site as a case tells it."""
    whole = {"from": record.first, "until": record.last}
    days = whole if record.last != record.first else {"on": record.first}
    subject = "who" if record.subject.type == "person" else record.subject.type
    known = record.recorded.astimezone(LONDON).date()
    own = {"kind": record.kind, "id": record.id, subject: record.subject.id, "known": known}
    linked = {"enrolment": record.enrolment, "replaces": record.replaces}
    fields = {k: list(v) if isinstance(v, tuple) else v for k, v in record.payload.items()}
    return {**fields, **{k: v for k, v in linked.items() if v}, **days, **own}


def in_a_case(site: Site, programme: Any, who: str, record: Mapping[str, Any]) -> str:
    """By what name a case refuses a record, told all that the site has on record."""
    site.session().rollback()
    kept = ("publication", "role", "read")
    every = [r for r in site.ledger.after(site.session(), 0) if r.kind not in kept]
    facts = tuple(Told(r.position, told(r)) for r in every)
    people = frozenset({r.subject.id for r in every} | {"lead", "ruth"})
    case = Case("case.md", "A case", programme.id, "", people, who, facts, (), {})
    kinds = site.registry.relay(programme.plugins).requirement_kinds
    known = {programme.id: programme, programme.key: programme}
    ledger = CaseLedger(
        case,
        known,
        site.registry.record_kinds,
        marking=site.marking,
        requirement_kinds=lambda _: kinds,
    )
    ledger.write_all()
    assert ledger.problems == []
    refusal = ledger.try_writing(Told(1, {"on": site.today(), **record}))
    return refusal.code if refusal else ""


def fail_twice(judged: Judged) -> None:
    for attempt in (1, 2):
        judged.essay("ada", 40, attempt)
    judged.cohort_tell("release", stage="course/year", marks="provisional")


def passed(judged: Judged) -> None:
    judged.essay("ada", 61)
    judged.cohort_tell("release", stage="course/year", marks="provisional")


def decided(judged: Judged) -> None:
    judged.essay("ada", 61)
    judged.tell("ada", "board-outcome", stage="course/year", outcome="failed")
    judged.site.session().rollback()


def claimed(judged: Judged) -> None:
    judged.cohort_tell("deadline", date(2026, 4, 1), assessment="crs.essay")
    judged.claim("ada")


def text(judged: Judged) -> object:
    handed = HandedIn(written=Written({"text": "A pattern repeats. " * 33}), statement=True)
    ada = judged.site.actor("ada")
    return hand_in(judged.site, ada, judged.enrolments["ada"], WORK, "crs.essay", handed)


def claim(judged: Judged, work: str = "crs.essay", **more: Any) -> object:
    ada = judged.site.actor("ada")
    asked = Claimed(**{"asks": "lateness", "statement": "My mother was ill.", **more})
    return declare_circumstances(judged.site, ada, judged.enrolments["ada"], work, asked)


def decide(judged: Judged, *given: Any) -> object:
    (open_,) = judged.own("ada", "circumstances")
    return decide_circumstances(judged.site, judged.lead, open_.id, Decided(*given))


def submission(judged: Judged, work: str) -> str:
    return judged.own("ada", "submission", assessment=work)[-1].id


ESSAY = {"assessment": "crs.essay"}
CLAIM = {"kind": "circumstances", "asks": "lateness", **ESSAY}
DECISION = {"kind": "circumstances-decision", "decision": "accepted", **ESSAY}
SAMPLE = {
    "kind": "sample",
    "cohort": "spring",
    "seed": "1",
    "whole-set": (),
    "scripts": (),
    **ESSAY,
}
OF_WORK = (
    Row(
        "a third attempt",
        text,
        {"kind": "submission", "attempt": 3, **ESSAY},
        "no-attempt-left",
        fail_twice,
    ),
    Row("an attempt after a pass", text, {"kind": "submission", "attempt": 2, **ESSAY}, "passed", passed),
    Row(
        "a text while one is waiting",
        text,
        {"kind": "submission", **ESSAY},
        "handed-in",
        lambda j: j.hand_in("ada"),
    ),
    Row("circumstances after the board", claim, CLAIM, "board-decided", decided),
    Row("circumstances of what passed", claim, CLAIM, "passed", passed),
    Row("circumstances twice", claim, CLAIM, "open-claim", claimed),
    Row(
        "more time until a day that is over",
        lambda j: claim(j, asks="extension", until=date(2026, 3, 1)),
        {**CLAIM, "asks": "extension", "asked-until": date(2026, 3, 1)},
        "not-later",
    ),
    Row(
        "a deferral without a day",
        lambda j: decide(j, "accepted", WHY, "deferral"),
        {**DECISION, "effect": "deferral"},
        "no-day",
        claimed,
    ),
    Row(
        "an extension without a day",
        lambda j: decide(j, "accepted", WHY, "extension"),
        {**DECISION, "effect": "extension"},
        "no-day",
        claimed,
    ),
    Row(
        "an extension to before the deadline",
        lambda j: decide(j, "accepted", WHY, "extension", date(2026, 4, 1)),
        {**DECISION, "effect": "extension", "extended-to": date(2026, 4, 1)},
        "not-later",
        claimed,
    ),
    Row(
        "acceptance without an effect",
        lambda j: decide(j, "accepted", WHY, ""),
        DECISION,
        "no-effect",
        claimed,
    ),
    Row(
        "leave for a third attempt while one is left",
        lambda j: allow_further_attempt(j.site, j.lead, j.enrolments["ada"], "crs.essay", WHY),
        {"kind": "further-attempt", **ESSAY},
        "attempt-left",
    ),
    Row(
        "leave for a third attempt without a board",
        lambda j: allow_further_attempt(j.site, j.lead, j.enrolments["ada"], "crs.essay", WHY),
        {"kind": "further-attempt", **ESSAY},
        "no-board",
        fail_twice,
    ),
    Row(
        "an agreed mark where nothing is to agree",
        lambda j: agree_mark(j.site, j.lead, submission(j, "crs.project"), 62, WHY),
        {"kind": "mark", "layer": "agreed", "mark": 62, "reason": WHY, "assessment": "crs.project"},
        "nothing-to-agree",
        lambda j: j.project("ada", 62, 64),
    ),
    Row(
        "an agreed mark outside the two",
        lambda j: agree_mark(j.site, j.lead, submission(j, "crs.project"), 70, WHY),
        {"kind": "mark", "layer": "agreed", "mark": 70, "reason": WHY, "assessment": "crs.project"},
        "not-between",
        lambda j: j.project("ada", 48, 52),
    ),
    Row(
        "suspicion after the board",
        lambda j: report_misconduct(j.site, j.site.actor("mark"), submission(j, "crs.essay"), WHY),
        {"kind": "misconduct", **ESSAY},
        "board-decided",
        decided,
    ),
    Row(
        "suspicion twice",
        lambda j: report_misconduct(j.site, j.site.actor("mark"), submission(j, "crs.essay"), WHY),
        {"kind": "misconduct", **ESSAY},
        "held",
        lambda j: (j.hand_in("ada"), j.tell("ada", "misconduct", assessment="crs.essay")),
    ),
    Row(
        "an appeal before the board",
        lambda j: appeal(
            j.site,
            j.site.actor("ada"),
            j.enrolments["ada"],
            "crs.essay",
            1,
            Appeal("procedure", WHY, not_judgement=True),
        ),
        {"kind": "appeal", "grounds": "procedure", **ESSAY},
        "not-ratified",
        passed,
    ),
    Row(
        "a deadline that is over",
        lambda j: set_deadline(j.site, j.lead, "course", "spring", "crs.essay", date(2026, 3, 1)),
        {"kind": "deadline", "cohort": "spring", "on": date(2026, 3, 1), "known": TODAY, **ESSAY},
        "over",
    ),
    Row(
        "a deadline of other work",
        lambda j: set_deadline(j.site, j.lead, "course", "spring", "crs.none", date(2026, 4, 1)),
        {"kind": "deadline", "cohort": "spring", "assessment": "crs.none"},
        "no-assessment",
    ),
    Row(
        "a sample of nothing",
        lambda j: draw_sample(j.site, j.lead, "course", "spring", "crs.essay"),
        SAMPLE,
        "nothing-to-draw",
    ),
    Row(
        "a sample of what is confirmed",
        lambda j: draw_sample(j.site, j.lead, "course", "spring", "crs.essay"),
        SAMPLE,
        "confirmed",
        lambda j: (j.essay("ada", 61), j.moderate()),
    ),
    Row(
        "a release of nothing",
        lambda j: release_marks(j.site, j.lead, Wanted("course", "spring", "year", "provisional")),
        {"kind": "release", "cohort": "spring", "stage": "course/year", "marks": "provisional"},
        "nothing-to-release",
    ),
    Row(
        "work that the version does not have",
        lambda j: claim(j, "crs.none"),
        {**CLAIM, "assessment": "crs.none"},
        "no-assessment",
        there=NOT_THERE,
    ),
)  # fmt: skip


@pytest.mark.parametrize("row", OF_WORK, ids=lambda row: row.says)
def test_a_case_refuses_what_a_site_refuses_of_work(judged: Judged, row: Row) -> None:
    row.before(judged)
    judged.site.session().rollback()
    assert in_a_case(judged.site, judged.programme, "ada", row.record) == row.code
    assert code_of(lambda: row.act(judged)) == (row.there or row.code)


def enrolled(training: Training) -> str:
    found = training.world.site.about_me("ben").of("enrolment")
    return str(found[0].id)


def signed(training: Training) -> str:
    """An entry of Ben's that somebody has signed."""
    entry = training.hours("ben", enrolled(training), 120)
    if "ruth" not in training.world.added:
        training.world.person("ruth")
    given = {"entry": entry.id, "signer": "ruth", "role": "agency-supervisor"}
    training.world.record("ben", "signature", FIRST_DAY, enrolment=enrolled(training), **given)
    return entry.id


def gone(training: Training) -> None:
    training.world.record("ben", "withdrawal", date(2026, 2, 2), enrolment=enrolled(training))


def of_ben(act: Callable[..., object], *given: Any) -> Callable[[Training], object]:
    """An act of the lead's about Ben."""
    return lambda t: act(t.world.site, t.lead, enrolled(t), *given)


def log(training: Training, on: date) -> object:
    entry = PracticeEntry(on, "study", minutes=60)
    return log_hours(
        training.world.site, training.world.site.actor("ben"), enrolled(training), entry
    )


def took_back(training: Training) -> object:
    (entry,) = training.world.site.about_me("ben").of("hours")
    ben = training.world.site.actor("ben")
    return take_back_hours(training.world.site, ben, enrolled(training), entry.id)


def sign(training: Training, text: str) -> object:
    ben = training.world.site.actor("ben")
    return sign_declaration(training.world.site, ben, enrolled(training), text)


def register(training: Training, number: int) -> object:
    world = training.world
    world.person("tess", "tutor", programme="craft")
    day = Day(training.cohort, "first", number)
    here = [Present("ben", True, True)]
    return take_register(world.site, world.site.actor("tess"), day, date(2026, 3, 2), here)


STUDY = {"kind": "hours", "category": "study", "minutes": 60}
OF_PEOPLE = (
    Row(
        "a break that is back-dated",
        of_ben(interrupt, date(2026, 2, 27), date(2026, 5, 1), WHY),
        {"kind": "interruption", "from": date(2026, 2, 27), "until": date(2026, 5, 1)},
        "back-dated",
    ),
    Row(
        "a withdrawal before the enrolment",
        of_ben(withdraw, date(2025, 8, 30), WHY),
        {"kind": "withdrawal", "on": date(2025, 8, 31), "known": TODAY},
        "before-enrolment",
    ),
    Row("a second withdrawal", of_ben(withdraw, TODAY, WHY), {"kind": "withdrawal"}, "withdrawn", gone),
    Row(
        "a move to the same cohort",
        of_ben(move_cohort, "craft-2025", TODAY, WHY),
        {"kind": "cohort-move", "cohort": "craft-2025"},
        "same-cohort",
    ),
    Row("hours after leaving", lambda t: log(t, TODAY), STUDY, "withdrawn", gone),
    Row("a signed entry taken back", took_back, {"kind": "retraction", "replaces": "{hours}"}, "signed", signed),
    Row(
        "clinical work waived",
        of_ben(waive, "c1.clinic", TODAY, WHY),
        {"kind": "waiver", "requirement": "c1.clinic"},
        "clinical",
    ),
    Row(
        "a board waived",
        of_ben(waive, "c1.board", TODAY, WHY),
        {"kind": "waiver", "requirement": "c1.board"},
        "board",
    ),
    Row(
        "a waiver of what the version does not have",
        of_ben(waive, "c1.none", TODAY, WHY),
        {"kind": "waiver", "requirement": "c1.none"},
        "no-such-requirement",
        there=NOT_THERE,
    ),
    Row(
        "a credit of a stage that nobody published",
        of_ben(decide_prior_learning, "credited", TODAY, WHY, "", "craft/third"),
        {"kind": "credit", "stage": "craft/third", "outcome": "credited"},
        "no-such-stage",
    ),
    Row(
        "a credit of nothing",
        of_ben(decide_prior_learning, "credited", TODAY, WHY),
        {"kind": "credit", "outcome": "credited"},
        "about-one",
    ),
    Row(
        "an entry check of something else",
        of_ben(record_entry_check, "c1.study", "accepted", TODAY, WHY),
        {"kind": "entry-check", "requirement": "c1.study", "outcome": "accepted"},
        "no-entry-check",
    ),
    Row(
        "catch-up of something else",
        of_ben(grant_catch_up, "c1.study", WHY),
        {"kind": "catch-up", "requirement": "c1.study"},
        "no-attendance",
        lambda t: t.world.role("lead", "tutor"),
    ),
    Row(
        "a judgement on something else",
        of_ben(record_judgement, "c1.study", Judgement("suitable", TODAY, WHY)),
        {"kind": "judgement", "requirement": "c1.study", "outcome": "suitable"},
        "no-judgement",
        lambda t: t.world.role("lead", "tutor"),
        there=NOT_THERE,
    ),
    Row(
        "a recording watched under no consent",
        of_ben(record_watched, Watched("none", TODAY)),
        {"kind": "recording-watched", "consent": "{hours}"},
        "no-consent",
        lambda t: t.world.role("lead", "tutor") and signed(t),
        there=NOT_THERE,
    ),
    Row(
        "a certificate of a day to come",
        lambda t: record_certificate(
            t.world.site,
            t.lead,
            "ben",
            Certificate("foundation", date(2026, 3, 9), True, True),
            "craft",
        ),
        {"kind": "certificate", "on": date(2026, 3, 9), "known": TODAY, "level": "foundation"},
        "ahead",
    ),
    Row(
        "a declaration that the version does not have",
        lambda t: sign(t, "c1.none"),
        {"kind": "declaration", "declaration": "c1.none"},
        "no-such-declaration",
        there=NOT_THERE,
    ),
    Row(
        "a day that the register does not have",
        lambda t: register(t, 16),
        {"kind": "attendance", "register": "taught", "day": 16, "present": True},
        "no-such-day",
        there=NOT_THERE,
    ),
    Row(
        "the end of a post that nobody holds",
        lambda t: end_employment(t.world.site, t.lead, "ben", "kent", TODAY),
        {"kind": "employment-end", "employer": "kent"},
        "not-employed",
        lambda t: t.world.role("lead", "planner"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("row", OF_PEOPLE, ids=lambda row: row.says)
def test_a_case_refuses_what_a_site_refuses_of_people(training: Training, row: Row) -> None:
    training.learner("ben")
    row.before(training)
    site = training.world.site
    site.session().rollback()
    hours = [r.id for r in site.about_me("ben").of("hours")]
    record = {k: hours[0] if v == "{hours}" else v for k, v in row.record.items()}
    assert in_a_case(site, training.programme, "ben", record) == row.code
    acting = Training(
        training.world, training.programme, training.cohort, site.actor("lead"), "chair", ()
    )
    assert code_of(lambda: row.act(acting)) == (row.there or row.code)
