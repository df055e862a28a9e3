"""Practice entries: hours by category, and sessions counted one by one."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.programme import Programme, Requirement
from lms.domain.records import person
from lms.domain.requirements import practice
from lms.domain.requirements.practice import HOURS, reads_signers
from lms.domain.verdicts import Verdict
from tests.domain.facts import (
    Facts,
    enrolled,
    entry,
    programme,
    progress,
    requirement,
    stage,
    verdict,
)


def learner() -> Facts:
    facts = Facts()
    enrolled(facts)
    return facts


def log(facts: Facts, on: str = "2024-10-01", minutes: int = 60, **more: Any) -> str:
    return facts.add("hours", on, minutes=minutes, **{"category": "study", **more}).id


def judged(facts: Facts, wanted: Requirement, as_of: str = "2025-01-01") -> Verdict:
    return verdict(facts, wanted, as_of)


STUDY = requirement("hours", category="study", at_least=3)


@pytest.mark.parametrize(
    ("minutes", "outcome", "amount"),
    [
        ([], "not-yet", 0),
        ([60, 90], "not-yet", Fraction(5, 2)),
        ([60, 120], "met", 3),
        ([200], "met", Fraction(10, 3)),
    ],
)
def test_hours_are_added_up_exactly(minutes: list[int], outcome: str, amount: Fraction) -> None:
    facts = learner()
    for length in minutes:
        log(facts, minutes=length)
    found = judged(facts, STUDY)
    assert (found.outcome.value, found.finding.amount, found.finding.unit) == (
        outcome,
        amount,
        "hours",
    )


def test_another_category_is_another_account() -> None:
    facts = learner()
    log(facts, minutes=600, category="agency")
    assert judged(facts, STUDY).finding.amount == 0


def test_an_entry_counts_from_its_day() -> None:
    facts = learner()
    log(facts, "2024-10-10", 180)
    assert judged(facts, STUDY, "2024-10-09").finding.amount == 0
    assert judged(facts, STUDY, "2024-10-10").outcome.value == "met"


def test_the_part_in_the_room_lies_within_and_is_never_added() -> None:
    facts = learner()
    log(facts, minutes=300, category="clinic", direct=60)
    log(facts, "2024-10-08", minutes=300, category="clinic")
    clinic = judged(facts, requirement("hours", category="clinic", at_least=10))
    direct = judged(facts, requirement("hours", category="clinic", within="direct", at_least=1))
    assert (clinic.finding.amount, direct.finding.amount) == (10, 1)
    assert len(direct.finding.counted) == 1


def test_hours_of_another_enrolment_are_shown_with_the_reason_and_never_counted() -> None:
    facts = learner()
    log(facts, "2023-10-01", 600, enrolment="f", id="old")
    log(facts, minutes=60, id="new")
    found = judged(facts, STUDY)
    assert found.finding.amount == 1
    assert [(n.record, n.code, n.amount) for n in found.finding.not_counted] == [
        ("old", "other-enrolment", 10)
    ]


def test_another_enrolments_entry_of_a_day_to_come_is_not_shown_yet() -> None:
    facts = learner()
    log(facts, "2024-12-01", 600, enrolment="f")
    assert judged(facts, STUDY, "2024-11-30").finding.not_counted == ()


def test_a_session_after_the_stages_end_does_not_count_for_it() -> None:
    facts = learner()
    log(facts, "2025-08-31", 60)
    log(facts, "2025-09-01", 600, id="late")
    found = judged(facts, STUDY, "2025-10-01")
    assert (found.outcome.value, found.finding.amount) == ("not-met", 1)
    assert found.codes == {"short", "after-stage"}


def test_short_at_the_end_is_not_met_and_before_that_not_yet() -> None:
    facts = learner()
    log(facts)
    assert judged(facts, STUDY, "2025-08-31").outcome.value == "not-yet"
    assert judged(facts, STUDY, "2025-09-01").outcome.value == "not-met"


def test_a_referral_keeps_the_account_open() -> None:
    facts = learner()
    log(facts, minutes=120)
    facts.add("board-outcome", "2025-09-10", stage="course/year", outcome="referred")
    assert judged(facts, STUDY, "2025-09-09").outcome.value == "not-met"
    assert judged(facts, STUDY, "2025-09-10").outcome.value == "not-yet"
    log(facts, "2025-10-01", 60)
    assert judged(facts, STUDY, "2025-10-01").outcome.value == "met"
    facts.add("board-outcome", "2025-11-01", stage="course/year", outcome="complete")
    assert judged(facts, STUDY, "2025-12-01").outcome.value == "met"


SIGNED = requirement("hours", category="clinic", at_least=2, signed_by=("live-supervisor",))


def test_hours_that_would_decide_it_and_are_unconfirmed_hold_it() -> None:
    facts = learner()
    entry(facts, "ukcp", "2015-10-01", "2024-09-30", who="sue", checked="2024-09-01")
    for on in ("2024-10-01", "2024-10-08"):
        signed = log(facts, on, category="clinic")
        facts.add("signature", on, entry=signed, signer="sue", role="live-supervisor")
    found = judged(facts, SIGNED)
    assert (found.outcome.value, found.finding.amount) == ("held", 0)
    assert "2 are held" in found.reason


def test_hours_held_that_would_not_be_enough_do_not_hold_it() -> None:
    facts = learner()
    entry(facts, "ukcp", "2015-10-01", "2024-09-30", who="sue", checked="2024-09-01")
    signed = log(facts, category="clinic")
    facts.add("signature", "2024-10-02", entry=signed, signer="sue", role="live-supervisor")
    assert judged(facts, SIGNED).outcome.value == "not-yet"
    assert judged(facts, SIGNED, "2025-09-01").outcome.value == "not-met"


def test_what_waits_for_a_signature_is_told() -> None:
    facts = learner()
    log(facts, minutes=90, category="clinic")
    assert "1.5 wait for a signature" in judged(facts, SIGNED).reason


def test_one_that_waits_is_told_as_one() -> None:
    facts = learner()
    log(facts, minutes=60, category="clinic")
    assert " 1 waits for a signature." in judged(facts, SIGNED).reason


EITHER = requirement("hours", category="ppd", at_least=1, signed_by=("coach", "mentor"))
BOTH = requirement(
    "hours", category="ppd", at_least=1, signed_by=("coach", "mentor"), all_sign=True
)


@pytest.mark.parametrize(
    ("roles", "either", "both"),
    [
        ((), "not-yet", "not-yet"),
        (("coach",), "met", "not-yet"),
        (("mentor",), "met", "not-yet"),
        (("coach", "mentor"), "met", "met"),
        (("peer",), "not-yet", "not-yet"),
    ],
)
def test_any_one_role_or_every_role_signs(roles: tuple[str, ...], either: str, both: str) -> None:
    facts = learner()
    logged = log(facts, category="ppd")
    for role in roles:
        facts.add("signature", "2024-10-02", entry=logged, signer=f"{role}-1", role=role)
    assert judged(facts, EITHER).outcome.value == either
    assert judged(facts, BOTH).outcome.value == both


@pytest.mark.parametrize("roles", [("coach", "line-manager"), ("line-manager", "coach")])
def test_where_all_must_sign_what_never_counts_is_told_before_what_is_still_missing(
    roles: tuple[str, str],
) -> None:
    facts = learner()
    logged = log(facts, category="ppd")
    fields = {"entry": logged, "signer": "max", "role": "line-manager"}
    facts.add("signature", "2024-10-02", **fields)
    wanted = requirement("hours", category="ppd", at_least=1, signed_by=roles, all_sign=True)
    assert [n.code for n in judged(facts, wanted).finding.not_counted] == ["no-agency-form"]


@pytest.mark.parametrize("roles", [("live-supervisor", "coach"), ("coach", "live-supervisor")])
def test_hours_that_lack_a_signature_are_not_held_for_another_one(roles: tuple[str, str]) -> None:
    facts = learner()
    entry(facts, "ukcp", "2015-10-01", "2024-09-30", who="sue", checked="2024-09-01")
    logged = log(facts, category="ppd")
    fields = {"entry": logged, "signer": "sue", "role": "live-supervisor"}
    facts.add("signature", "2024-10-01", **fields)
    wanted = requirement("hours", category="ppd", at_least=1, signed_by=roles, all_sign=True)
    found = judged(facts, wanted)
    assert (found.outcome.value, found.finding.not_counted[0].code) == ("not-yet", "unsigned")


GROUP = requirement(
    "sessions",
    category="supervision-given",
    form="group",
    at_least=2,
    same=True,
    signed_by=("peer",),
)


def lead(facts: Facts, group: str | None, sign: bool = True, form: str = "group") -> None:
    more = {"with": group} if group else {}
    logged = facts.add(
        "hours", "2024-10-01", category="supervision-given", form=form, minutes=60, **more
    )
    if sign:
        facts.add("signature", "2024-10-02", entry=logged.id, signer="pat", role="peer")


def test_sessions_with_one_group_count_together_and_the_others_are_shown() -> None:
    facts = learner()
    lead(facts, "pod-1")
    lead(facts, "pod-2")
    found = judged(facts, GROUP)
    assert (found.finding.amount, found.finding.unit) == (1, "sessions")
    assert "another" in found.codes
    lead(facts, "pod-2")
    assert judged(facts, GROUP).outcome.value == "met"


def test_the_group_is_the_one_with_most_sessions_that_count() -> None:
    facts = learner()
    for _ in range(3):
        lead(facts, "pod-1", sign=False)
    for _ in range(2):
        lead(facts, "pod-2")
    assert judged(facts, GROUP).outcome.value == "met"


def test_where_none_count_yet_the_group_is_the_one_whose_sessions_could() -> None:
    facts = learner()
    entry(facts, "ukcp", "2015-10-01", "2024-09-30", who="sue", checked="2024-09-01")
    for group, role in (("pod-1", "peer"), ("pod-2", "live-supervisor")):
        logged = facts.add(
            "hours",
            "2024-10-01",
            category="supervision-given",
            form="group",
            minutes=60,
            **{"with": group},
        )
        if role == "live-supervisor":
            facts.add("signature", "2024-10-02", entry=logged.id, signer="sue", role=role)
    wanted = requirement(
        "sessions",
        category="supervision-given",
        at_least=1,
        same=True,
        signed_by=("live-supervisor",),
    )
    assert judged(facts, wanted).outcome.value == "held"


def test_a_session_that_names_nobody_is_with_nobody_in_particular() -> None:
    facts = learner()
    lead(facts, None)
    lead(facts, None)
    found = judged(facts, GROUP)
    assert (found.finding.amount, "not-named" in found.codes) == (0, True)


def test_the_other_form_of_session_is_left_out() -> None:
    facts = learner()
    lead(facts, "pod-1", form="individual")
    found = judged(facts, GROUP)
    assert (found.finding.amount, found.finding.not_counted) == (0, ())


def two_years() -> Programme:
    def agency(identity: str, hours: int, *roles: str) -> Requirement:
        return requirement("hours", identity, category="agency", at_least=hours, signed_by=roles)

    first = requirement("hours", "s3", category="study", at_least=1)
    return programme(
        stage(first, agency("a3", 2, "peer", "coach"), identity="year-3", order=1),
        stage(agency("a4", 4, "peer"), identity="year-4", order=2),
    )


def in_year(facts: Facts, identity: str, as_of: str) -> Verdict:
    stage_ = "year-3" if identity == "a3" else "year-4"
    found = progress(facts, two_years(), as_of, stage=stage_).verdict(identity)
    assert found
    return found


def practise(facts: Facts, on: str, role: str) -> None:
    logged = log(facts, on, 120, category="agency")
    facts.add("signature", on, entry=logged, signer="pat", role=role)


def test_the_second_stage_of_an_enrolment_counts_both() -> None:
    facts = learner()
    practise(facts, "2024-10-01", "peer")
    practise(facts, "2025-10-01", "peer")
    assert in_year(facts, "a3", "2026-01-01").finding.amount == 2
    assert in_year(facts, "a4", "2026-01-01").finding.amount == 4


def test_what_the_first_stage_accepted_under_its_own_rule_stays_accepted() -> None:
    facts = learner()
    practise(facts, "2024-10-01", "coach")
    practise(facts, "2025-08-31", "coach")
    practise(facts, "2025-09-01", "coach")
    found = in_year(facts, "a4", "2026-01-01")
    assert found.finding.amount == 4
    assert [n.code for n in found.finding.not_counted] == ["wrong-role"]


def test_hours_beyond_the_first_stages_end_count_in_the_second_only() -> None:
    facts = learner()
    practise(facts, "2025-08-31", "peer")
    practise(facts, "2025-09-01", "peer")
    assert in_year(facts, "a3", "2026-01-01").finding.amount == 2
    assert in_year(facts, "a4", "2026-01-01").finding.amount == 4


@given(st.lists(st.tuples(st.integers(1, 600), st.booleans(), st.booleans()), max_size=12))
def test_every_entry_is_either_counted_or_told_why_not(
    entries: list[tuple[int, bool, bool]],
) -> None:
    facts = learner()
    for minutes, own, sign in entries:
        enrolment = "e" if own else "f"
        logged = log(facts, minutes=minutes, category="ppd", enrolment=enrolment)
        if sign:
            facts.add(
                "signature",
                "2024-10-02",
                entry=logged,
                signer="pat",
                role="coach",
                enrolment=enrolment,
            )
    found = judged(facts, EITHER).finding
    told = {c.record for c in found.counted} | {n.record for n in found.not_counted}
    assert told == {r.id for r in facts.told if r.kind == "hours"}
    assert found.amount == sum(Fraction(m, 60) for m, own, sign in entries if own and sign)
    assert all(n.code and n.reason for n in found.not_counted)


def test_the_rule_reads_everybody_who_signed() -> None:
    facts = learner()
    practise(facts, "2024-10-01", "peer")
    assert reads_signers(STUDY, facts.every()) == {person("pat")}


def test_only_the_clinic_has_a_part_in_the_room() -> None:
    year = stage()
    wrong = requirement("hours", category="agency", within="direct", at_least=1)
    assert list(HOURS.check(wrong, year, programme(year))) == [
        'only "clinic" hours have a part that is direct; leave out "within"'
    ]
    right = requirement("hours", category="clinic", within="direct", at_least=1)
    assert list(HOURS.check(right, year, programme(year))) == []


def test_an_entry_is_judged_once_however_many_requirements_ask_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts, asked = learner(), []
    entry(facts, "ukcp", "2020-10-01", None, who="sue")
    for on in ("2024-10-01", "2024-10-02", "2024-10-03"):
        session = log(facts, on, category="clinic", direct=30)
        facts.add(
            "signature", on, entry=session, signer="sue", role="live-supervisor", decision="signed"
        )
    judge = practice.judge
    monkeypatch.setattr(practice, "judge", lambda s, *rest: asked.append(s.id) or judge(s, *rest))
    signed = {"category": "clinic", "at_least": 3, "signed_by": ("live-supervisor",)}
    every = requirement("hours", "every", **signed)
    direct = requirement("hours", "direct", **signed, within="direct")
    found = progress(facts, programme(stage(every, direct)), "2025-01-01")
    amounts = [v.finding.amount for v in found.verdicts]
    assert (amounts, len(asked)) == ([3, Fraction(3, 2)], 3)
    strict = requirement("hours", "strict", **signed, systemic=True)
    progress(facts, programme(stage(every, strict)), "2025-01-01")
    assert len(asked) == 3 + 6
