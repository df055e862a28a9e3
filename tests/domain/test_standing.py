"""Where one person stands on the way to dual qualification: one place a day, the first that fits."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.records import person
from lms.domain.standing import Catalogue, StageFacts, Standing, catalogue_of, standing_of
from tests.domain.facts import ANA, Facts, day, entry, programme, stage

CATALOGUE = Catalogue(
    {
        "foundation/foundation": StageFacts("foundation", "foundation"),
        "training/year-2": StageFacts("intermediate", "intermediate"),
        "training/year-3": StageFacts("qualifying", "qualifying", last=False),
        "training/year-4": StageFacts("qualifying", "qualifying", award=True),
        "supervision/supervision": StageFacts("supervision", "none"),
    }
)


def on(facts: Facts, when: str = "2026-01-15") -> Standing:
    return standing_of(ANA, facts.every().about(person(ANA)), day(when), CATALOGUE)


def place(facts: Facts, when: str = "2026-01-15") -> str:
    return on(facts, when).stage.value


HELD = ("2012-10-01", "2026-11-30", "2025-12-20")
LAPSED = ("2012-10-01", "2025-09-30", "2025-03-01")


def registered(swe: str, ukcp: str) -> Facts:
    """Somebody whose two entries are held, unconfirmed, absent or never, in January 2026."""
    facts = Facts()
    for register, state in (("swe", swe), ("ukcp", ukcp)):
        if state == "held":
            entry(facts, register, HELD[0], HELD[1], checked=HELD[2])
        if state in ("unconfirmed", "absent"):
            entry(facts, register, LAPSED[0], LAPSED[1], checked=LAPSED[2])
        if state == "absent":
            facts.add(
                "registration",
                "2025-12-01",
                register=register,
                result="absent",
                checked=day("2025-12-01"),
            )
    return facts


@pytest.mark.parametrize(
    ("swe", "ukcp", "expected"),
    [
        ("held", "held", "dual-qualified"),
        ("held", "unconfirmed", "unconfirmed"),
        ("unconfirmed", "held", "unconfirmed"),
        ("unconfirmed", "unconfirmed", "unconfirmed"),
        ("never", "held", "clinician"),
        ("never", "unconfirmed", "clinician"),
        ("never", "absent", "clinician"),
        ("absent", "held", "lapsed-sw"),
        ("absent", "unconfirmed", "lapsed-sw"),
        ("held", "absent", "lapsed-ukcp"),
        ("unconfirmed", "absent", "lapsed-ukcp"),
        ("absent", "absent", "lapsed-both"),
        ("held", "never", "none"),
        ("unconfirmed", "never", "none"),
        ("absent", "never", "none"),
        ("never", "never", "none"),
    ],
)
def test_the_two_registers_decide_before_any_training(swe: str, ukcp: str, expected: str) -> None:
    facts = registered(swe, ukcp)
    assert place(facts) == expected
    enrol(facts, "qualifying", "2025-09-09")
    assert place(facts) == ("qualifying-enrolled" if ukcp == "never" else expected)


@pytest.mark.parametrize("swe", ["absent", "never"])
@pytest.mark.parametrize("ukcp", ["held", "unconfirmed", "absent"])
@pytest.mark.parametrize("register", ["scw", "sssc", "niscc"])
def test_another_nations_entry_comes_before_clinician_and_lapsed(
    swe: str, ukcp: str, register: str
) -> None:
    facts = registered(swe, ukcp)
    entry(facts, register, "2020-01-01", "2026-12-31")
    assert place(facts) == "registered-elsewhere"


def test_another_nations_entry_is_not_england() -> None:
    facts = registered("never", "never")
    entry(facts, "scw", "2020-01-01", "2026-12-31")
    assert place(facts) == "none"
    assert not on(facts).in_pipeline


def test_dual_qualified_since_the_later_of_the_two() -> None:
    facts = Facts()
    entry(facts, "swe", "2012-10-01", "2026-11-30", checked="2025-12-20")
    entry(facts, "ukcp", "2021-03-01", "2026-09-30", checked="2025-12-20")
    assert on(facts).since == day("2021-03-01")
    assert on(facts).dual_qualified


def test_no_training_record_and_no_order_of_registration_is_needed() -> None:
    facts = Facts()
    entry(facts, "ukcp", "2012-10-01", "2026-09-30", checked="2025-12-20")
    entry(facts, "swe", "2021-03-01", "2026-11-30", checked="2025-12-20")
    assert on(facts).since == day("2021-03-01")
    assert place(facts) == "dual-qualified"


def test_lapsed_both_since_the_second_was_lost() -> None:
    facts = registered("absent", "held")
    facts.add(
        "registration",
        "2026-01-10",
        register="ukcp",
        result="absent",
        checked="2026-01-10",
        ended="2026-01-05",
    )
    assert on(facts).since == day("2026-01-05")


def test_pipeline_counts_need_a_swe_entry_past_or_present() -> None:
    assert on(registered("held", "never")).in_pipeline
    assert on(registered("absent", "never")).in_pipeline
    assert not on(registered("never", "held")).in_pipeline


def test_an_entry_still_to_come_is_not_past_or_present() -> None:
    facts = Facts()
    entry(facts, "swe", "2026-02-01", "2026-11-30", checked="2026-01-10")
    assert not on(facts).in_pipeline
    assert on(facts).good_until == day("2026-02-01")


def test_conditions_and_a_due_recheck_are_flags_of_either_entry() -> None:
    facts = registered("held", "held")
    assert not on(facts).conditions
    assert not on(facts).recheck_due
    assert on(facts, "2026-03-21").recheck_due
    entry(facts, "ukcp", *HELD[:2], checked="2026-01-10", conditions=True)
    assert on(facts).conditions


def enrol(facts: Facts, admission: str, on: str, **more: Any) -> None:
    programmes = {"foundation": "foundation", "supervision": "supervision"}
    facts.add(
        "enrolment",
        on,
        id=more.pop("id", admission),
        programme=programmes.get(admission, "training"),
        version="1",
        admission=admission,
        **more,
    )


def decided(facts: Facts, on: str, stage: str, outcome: str, enrolment: str) -> None:
    facts.add("board-outcome", on, stage=stage, outcome=outcome, enrolment=enrolment)


def test_the_road_from_foundation_to_the_award_one_place_at_a_time() -> None:
    facts = registered("held", "never")
    enrol(facts, "foundation", "2020-09-08")
    decided(facts, "2021-09-17", "foundation/foundation", "complete", "foundation")
    enrol(facts, "intermediate", "2022-09-13")
    decided(facts, "2023-09-15", "training/year-2", "complete", "intermediate")
    enrol(facts, "qualifying", "2023-10-03")
    decided(facts, "2024-07-19", "training/year-3", "progress", "qualifying")
    decided(facts, "2025-11-21", "training/year-4", "complete", "qualifying")
    facts.add("award", "2025-11-21", stage="training/year-4", enrolment="qualifying")
    road = [
        ("2020-09-07", "none", None),
        ("2020-09-08", "foundation-enrolled", "2020-09-08"),
        ("2021-09-16", "foundation-enrolled", "2020-09-08"),
        ("2021-09-17", "foundation-complete", "2021-09-17"),
        ("2022-09-13", "year-2-enrolled", "2022-09-13"),
        ("2023-09-15", "intermediate-complete", "2023-09-15"),
        ("2023-10-03", "qualifying-enrolled", "2023-10-03"),
        ("2024-07-19", "qualifying-enrolled", "2023-10-03"),
        ("2025-11-20", "qualifying-enrolled", "2023-10-03"),
        ("2025-11-21", "ukcp-pending", "2025-11-21"),
        ("2026-06-30", "ukcp-pending", "2025-11-21"),
    ]
    for when, expected, since in road:
        found = on(facts, when)
        assert (found.stage.value, found.since) == (expected, since and day(since)), when
    assert on(facts, "2026-01-01").award_confirmed == day("2025-11-21")


def test_completing_year_4_without_the_award_is_not_pending() -> None:
    facts = registered("held", "never")
    enrol(facts, "qualifying", "2023-10-03")
    decided(facts, "2025-11-21", "training/year-4", "complete", "qualifying")
    assert place(facts) == "qualifying-enrolled"


def test_an_accredited_qualifying_certificate_from_elsewhere_awaits_ukcp_too() -> None:
    facts = registered("held", "never")
    facts.add("certificate", "2025-07-18", level="qualifying", accredited=True)
    assert on(facts).since == day("2025-07-18")
    assert place(facts) == "ukcp-pending"


def test_a_certificate_that_is_not_accredited_completes_nothing() -> None:
    facts = registered("held", "never")
    facts.add("certificate", "2021-07-18", level="intermediate", accredited=False)
    facts.add("certificate", "2023-07-18", level="other", accredited=True)
    assert place(facts) == "none"


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("credited", "intermediate-complete"),
        ("credited-with-condition", "intermediate-complete"),
        ("refused", "none"),
    ],
)
def test_a_credited_stage_is_complete_and_a_refused_one_is_not(outcome: str, expected: str) -> None:
    facts = registered("held", "never")
    facts.add("credit", "2024-09-01", stage="training/year-2", outcome=outcome)
    assert place(facts) == expected


def test_a_later_refusal_takes_a_credited_stage_back_and_an_earlier_one_does_not() -> None:
    facts = registered("held", "never")
    facts.add("credit", "2024-09-01", stage="training/year-2", outcome="credited")
    facts.add("credit", "2024-03-01", stage="training/year-2", outcome="refused")
    assert place(facts) == "intermediate-complete"
    facts.add("credit", "2025-03-01", stage="training/year-2", outcome="refused")
    assert place(facts, "2025-02-28") == "intermediate-complete"
    assert place(facts, "2025-03-01") == "none"


def test_a_level_credited_on_the_day_of_enrolment_is_complete() -> None:
    facts = registered("held", "never")
    enrol(facts, "intermediate", "2025-09-09")
    facts.add("credit", "2025-09-09", stage="training/year-2", outcome="credited")
    assert place(facts) == "intermediate-complete"
    facts = registered("held", "never")
    facts.add("credit", "2025-09-08", stage="foundation/foundation", outcome="credited")
    enrol(facts, "foundation", "2025-09-09")
    assert place(facts) == "foundation-complete"


def test_credit_for_year_3_alone_is_no_completed_level() -> None:
    facts = registered("held", "never")
    enrol(facts, "qualifying", "2025-09-09")
    facts.add("credit", "2025-09-09", stage="training/year-3", outcome="credited")
    assert place(facts) == "qualifying-enrolled"


@pytest.mark.parametrize("how", ["withdrawal", "failed"])
def test_leaving_or_failing_for_good_goes_back_to_the_last_completed_stage(how: str) -> None:
    facts = registered("held", "never")
    facts.add("certificate", "2021-07-18", level="foundation", accredited=True)
    enrol(facts, "intermediate", "2024-09-10")
    if how == "withdrawal":
        facts.add("withdrawal", "2025-02-14", enrolment="intermediate")
    else:
        decided(facts, "2025-02-14", "training/year-2", "failed", "intermediate")
    assert place(facts, "2025-02-13") == "year-2-enrolled"
    assert (place(facts, "2025-02-14"), on(facts).since) == (
        "foundation-complete",
        day("2021-07-18"),
    )


def test_a_failure_that_the_board_took_up_again_is_not_final() -> None:
    facts = registered("held", "never")
    enrol(facts, "intermediate", "2024-09-10")
    decided(facts, "2025-07-18", "training/year-2", "failed", "intermediate")
    decided(facts, "2025-09-19", "training/year-2", "referred", "intermediate")
    assert place(facts, "2025-08-01") == "none"
    assert place(facts, "2025-09-19") == "year-2-enrolled"


def test_being_referred_is_still_being_enrolled() -> None:
    facts = registered("held", "never")
    enrol(facts, "intermediate", "2024-09-10")
    decided(facts, "2025-07-18", "training/year-2", "referred", "intermediate")
    assert place(facts) == "year-2-enrolled"


def test_somebody_who_comes_back_after_leaving_is_enrolled_again() -> None:
    facts = registered("held", "never")
    enrol(facts, "intermediate", "2023-09-12", id="first")
    facts.add("withdrawal", "2024-01-10", enrolment="first")
    enrol(facts, "intermediate", "2025-09-09", id="second")
    assert on(facts).since == day("2025-09-09")


def test_supervision_never_moves_anybody() -> None:
    facts = registered("held", "never")
    enrol(facts, "supervision", "2024-09-10")
    decided(facts, "2025-09-10", "supervision/supervision", "complete", "supervision")
    assert place(facts) == "none"


def test_a_break_flags_the_place_that_is_paused() -> None:
    facts = registered("held", "never")
    enrol(facts, "intermediate", "2025-09-09")
    facts.add("interruption", "2026-01-10", "2026-03-31", enrolment="intermediate")
    assert not on(facts, "2026-01-09").paused
    assert on(facts, "2026-01-10").paused
    assert on(facts, "2026-03-31").paused
    assert not on(facts, "2026-04-01").paused
    assert place(facts, "2026-02-01") == "year-2-enrolled"


def test_a_break_from_another_course_is_not_a_break_on_the_way() -> None:
    facts = registered("held", "never")
    enrol(facts, "intermediate", "2025-09-09")
    enrol(facts, "supervision", "2025-09-09")
    facts.add("interruption", "2026-01-10", "2026-03-31", enrolment="supervision")
    assert not on(facts, "2026-02-01").paused


def test_a_programme_nobody_knows_any_more_moves_nobody() -> None:
    facts = registered("held", "never")
    facts.add("enrolment", "2025-09-09", id="x", programme="gone", version="1", admission="gone")
    facts.add("award", "2025-12-01", stage="gone/last", enrolment="x")
    assert place(facts) == "none"


def test_the_catalogue_tells_which_stage_completes_a_level() -> None:
    known = catalogue_of(
        (
            programme(
                stage(identity="year-3", order=2, enrolment="q", level="qualifying"),
                stage(identity="year-4", order=3, enrolment="q", level="qualifying", award=True),
                stage(identity="year-2", order=1, enrolment="i", level="intermediate"),
                identity="ft",
            ),
        )
    )
    assert [known.completes(f"ft/year-{n}") for n in (2, 3, 4)] == ["intermediate", "", ""]
    assert known.level_of("ft/year-3") == "qualifying"
    assert known.is_award("ft/year-4")
    assert not known.is_award("ft/year-3")
    assert known.admission_level("ft", "q") == "qualifying"
    assert known.completes("ft/year-9") == ""


START = date(2024, 1, 1)
offsets = st.integers(0, 500).map(lambda n: (START + timedelta(days=n)).isoformat())
events = st.lists(
    st.tuples(
        st.sampled_from(
            ["swe", "ukcp", "no-swe", "no-ukcp", "enrol", "break", "leave", "complete", "award"]
        ),
        offsets,
        st.integers(0, 400),
    ),
    max_size=8,
)


def live(facts: Facts, what: str, when: str, end: str) -> None:
    """One event of a life."""
    match what:
        case "swe" | "ukcp":
            entry(facts, what, when, end, known="2026-01-01")
        case "no-swe" | "no-ukcp":
            register = what.removeprefix("no-")
            facts.add("registration", when, register=register, result="absent", checked=when)
        case "enrol":
            enrol(facts, "intermediate", when, id=f"i{len(facts.told)}")
        case "break":
            facts.add("interruption", when, end, enrolment="qualifying")
        case "leave":
            facts.add("withdrawal", when, enrolment="qualifying")
        case "complete":
            decided(facts, when, "training/year-2", "complete", "qualifying")


def life(drawn: list[tuple[str, str, int]]) -> Facts:
    facts = Facts()
    enrol(facts, "qualifying", "2024-03-01")
    for what, when, length in drawn:
        if what == "award":
            facts.add("award", when, stage="training/year-4", enrolment="qualifying")
        else:
            live(facts, what, when, (day(when) + timedelta(days=length)).isoformat())
    return facts


@given(events, st.integers(-10, 700), st.integers(1, 200))
def test_until_it_turns_every_later_day_gives_the_same_standing(
    drawn: list[tuple[str, str, int]], today: int, later: int
) -> None:
    records = life(drawn).every()
    now = START + timedelta(days=today)
    found = standing_of(ANA, records, now, CATALOGUE)
    then = now + timedelta(days=later)
    if found.good_until is None or then < found.good_until:
        at = standing_of(ANA, records, then, CATALOGUE)
        assert (at.stage, at.since, at.paused, at.in_pipeline, at.recheck_due) == (
            found.stage,
            found.since,
            found.paused,
            found.in_pipeline,
            found.recheck_due,
        )


@given(events, st.integers(-10, 700))
def test_everybody_has_a_place_every_day_and_since_no_later_than_that(
    drawn: list[tuple[str, str, int]], today: int
) -> None:
    now = START + timedelta(days=today)
    found = standing_of(ANA, life(drawn).every(), now, CATALOGUE)
    assert found.since is None or found.since <= now
