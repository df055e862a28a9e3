"""Whether a signature counts: standing on the day of the session and on the day of signing."""

from typing import Any

import pytest

from lms.domain.records import moment
from lms.domain.verdicts import Verdict
from tests.domain.facts import (
    Facts,
    day,
    enrolled,
    entry,
    programme,
    progress,
    requirement,
    stage,
    verdict,
)

LIVE, AGENCY = "live-supervisor", "agency-supervisor"


def one_session(category: str = "clinic") -> Facts:
    """An hour on 1 October 2024."""
    facts = Facts()
    enrolled(facts)
    facts.add("hours", "2024-10-01", id="h", category=category, minutes=60)
    return facts


def signed(facts: Facts, on: str = "2024-10-08", role: str = LIVE, **more: Any) -> str:
    usual = {"entry": "h", "signer": "sue", "role": role}
    return facts.add("signature", on, **{**usual, **more}).id


def hours(
    facts: Facts, as_of: str = "2025-01-01", role: str = LIVE, category: str = "clinic", **more: Any
) -> Verdict:
    wanted = requirement("hours", category=category, at_least=1, signed_by=(role,), **more)
    return verdict(facts, wanted, as_of)


def judged(facts: Facts, **more: Any) -> tuple[str, frozenset[str]]:
    found = hours(facts, **more)
    return found.outcome.value, found.codes - {"short"}


def on_register(
    facts: Facts, first: str = "2015-10-01", last: str = "2025-09-30", **more: Any
) -> None:
    entry(facts, "ukcp", first, last, who="sue", **{"checked": "2024-09-02", **more})


def test_a_live_supervisor_on_the_register_on_both_days_counts() -> None:
    facts = one_session()
    on_register(facts)
    signed(facts)
    assert judged(facts) == ("met", frozenset())


def test_afts_list_of_approved_supervisors_is_as_good() -> None:
    facts = one_session()
    entry(facts, "aft-supervisors", "2020-01-01", "2025-12-31", who="sue")
    signed(facts)
    assert judged(facts) == ("met", frozenset())


def test_an_unsigned_entry_waits() -> None:
    assert judged(one_session()) == ("not-yet", {"unsigned"})


def test_a_signature_counts_from_the_day_on_which_it_was_given() -> None:
    facts = one_session()
    on_register(facts)
    signed(facts, on="2024-12-01")
    assert judged(facts, as_of="2024-11-30") == ("not-yet", {"unsigned"})
    assert judged(facts, as_of="2024-12-01") == ("met", frozenset())


def test_somebody_not_on_the_register_on_the_day_of_the_session_never_counts() -> None:
    facts = one_session()
    on_register(facts, first="2024-10-02")
    signature = signed(facts)
    facts.add("countersignature", "2024-10-20", signature=signature)
    assert judged(facts) == ("not-yet", {"signer-not-qualified"})


def test_nobody_else_may_make_it_good_afterwards() -> None:
    facts = one_session()
    on_register(facts)
    signed(facts, on="2024-10-02", signer="mr-hale")
    signed(facts, on="2024-10-08")
    assert judged(facts) == ("not-yet", {"signer-not-qualified"})


def test_a_later_signature_by_somebody_unable_takes_nothing_away() -> None:
    facts = one_session()
    on_register(facts)
    signed(facts, on="2024-10-02")
    signed(facts, on="2024-10-08", signer="mr-hale")
    assert judged(facts) == ("met", frozenset())


def test_standing_lost_before_signing_needs_a_tutors_countersignature() -> None:
    facts = one_session()
    on_register(facts)
    facts.add(
        "registration",
        "2024-10-05",
        who="sue",
        register="ukcp",
        result="absent",
        checked="2024-10-05",
        ended="2024-10-04",
    )
    signature = signed(facts, on="2024-10-08")
    assert judged(facts, as_of="2024-10-19") == ("not-yet", {"needs-countersignature"})
    facts.add("countersignature", "2024-10-20", signature=signature)
    assert judged(facts, as_of="2024-10-19") == ("not-yet", {"needs-countersignature"})
    assert judged(facts, as_of="2024-10-20") == ("met", frozenset())


@pytest.mark.parametrize(
    ("last", "signed_on"),
    [("2024-09-30", "2024-10-08"), ("2024-10-04", "2024-10-08")],
)
def test_a_register_unconfirmed_on_a_day_that_matters_holds_the_hours(
    last: str, signed_on: str
) -> None:
    facts = one_session()
    on_register(facts, last=last)
    signed(facts, on=signed_on)
    assert judged(facts) == ("held", {"signer-unconfirmed"})


def test_held_hours_come_free_with_the_check_that_confirms() -> None:
    facts = one_session()
    on_register(facts, last="2024-09-30")
    signed(facts)
    on_register(facts, last="2025-09-30", checked="2024-11-04")
    assert judged(facts) == ("met", frozenset())


@pytest.mark.parametrize("register", ["ukcp", "aft-supervisors"])
def test_sanctions_on_either_list_take_the_standing_away(register: str) -> None:
    facts = one_session()
    on_register(facts)
    entry(facts, register, "2024-09-05", "2025-09-30", who="sue", sanctions=True)
    signed(facts)
    assert judged(facts) == ("not-yet", {"signer-not-qualified"})


def test_sanctions_seen_later_take_nothing_from_sessions_before() -> None:
    facts = one_session()
    on_register(facts)
    on_register(facts, checked="2024-11-15", sanctions=True)
    signed(facts)
    assert judged(facts) == ("met", frozenset())


WAITS = ("not-yet", {"needs-countersignature"})
HELD = ("held", {"needs-countersignature"})
NEVER = ("not-yet", {"signer-not-qualified"})


def restricted(facts: Facts, register: str, since: str, known: str, **more: Any) -> None:
    """A look that shows what stands against Sue since a day."""
    first = {"checked": known, "known": known, "who": "sue"}
    entry(facts, register, since, "2025-09-30", **{**first, **more})


@pytest.mark.parametrize("register", ["swe", "hcpc", "scw", "ukcp", "aft-supervisors"])
@pytest.mark.parametrize("what", ["sanctions", "conditions", "suspended"])
def test_what_stands_against_a_signer_on_any_register_on_the_day_never_counts(
    register: str, what: str
) -> None:
    facts = one_session()
    on_register(facts)
    restricted(facts, register, "2024-09-20", "2024-09-25", **{what: True})
    signature = signed(facts)
    facts.add("countersignature", "2024-10-20", signature=signature)
    assert judged(facts) == NEVER


@pytest.mark.parametrize("since", ["2024-09-20", "2024-10-01"])
def test_known_by_the_end_of_the_day_of_signing_is_known(since: str) -> None:
    facts = one_session()
    on_register(facts)
    restricted(facts, "swe", since, "2024-10-08", conditions=True)
    signed(facts)
    assert judged(facts) == NEVER


@pytest.mark.parametrize("what", ["sanctions", "conditions", "suspended"])
def test_what_stands_against_a_signer_on_the_day_of_signing_only_waits_for_a_tutor(
    what: str,
) -> None:
    facts = one_session()
    on_register(facts)
    restricted(facts, "swe", "2024-10-02", "2024-10-08", **{what: True})
    signature = signed(facts)
    assert judged(facts) == WAITS
    facts.add("countersignature", "2024-10-20", signature=signature)
    assert judged(facts) == ("met", frozenset())


@pytest.mark.parametrize("since", ["2024-09-20", "2024-10-01", "2024-10-02", "2024-10-08"])
@pytest.mark.parametrize(
    ("register", "what"),
    [("swe", "sanctions"), ("swe", "conditions"), ("swe", "suspended"), ("ukcp", "suspended")],
)
def test_what_is_found_out_later_holds_the_hours_for_a_tutor(
    since: str, register: str, what: str
) -> None:
    facts = one_session()
    on_register(facts)
    signature = signed(facts)
    restricted(facts, register, since, "2024-10-09", **{what: True})
    assert judged(facts) == HELD
    assert hours(facts).finding.reason.endswith("1 is held until a tutor decides.")
    facts.add("countersignature", "2024-10-20", signature=signature)
    assert judged(facts, as_of="2024-10-19") == HELD
    assert judged(facts) == ("met", frozenset())


def test_a_countersignature_from_before_it_came_out_decides_nothing_of_it() -> None:
    facts = one_session()
    on_register(facts)
    restricted(facts, "swe", "2024-10-02", "2024-10-08", conditions=True)
    signature = signed(facts)
    facts.add("countersignature", "2024-10-20", signature=signature)
    restricted(facts, "hcpc", "2024-09-20", "2024-11-01", suspended=True)
    assert judged(facts) == HELD
    facts.add("countersignature", "2024-11-03", signature=signature)
    assert judged(facts) == ("met", frozenset())


def test_before_it_was_known_the_hours_counted() -> None:
    facts = one_session()
    on_register(facts)
    signed(facts)
    restricted(facts, "swe", "2024-09-20", "2024-10-09", sanctions=True)
    wanted = requirement("hours", category="clinic", at_least=1, signed_by=(LIVE,))
    known_at = moment(day("2024-10-08"))
    found = progress(facts, programme(stage(wanted)), "2025-01-01", known_at=known_at)
    assert found.verdict("r").outcome.value == "met"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("touches", "rule", "expected"),
    [
        ([], {}, "not-yet"),
        (["supervision"], {}, "not-yet"),
        (["other"], {}, "met"),
        (["other", "practice"], {}, "not-yet"),
        (["other"], {"sanctions": ["other"]}, "not-yet"),
        (["practice"], {"sanctions": ["supervision"]}, "met"),
        (["practice"], {"no_sanctions": False}, "met"),
    ],
)
def test_a_rule_says_which_sorts_of_restriction_matter(
    touches: list[str], rule: dict[str, Any], expected: str
) -> None:
    facts = one_session()
    on_register(facts)
    restricted(facts, "swe", "2024-09-20", "2024-09-25", conditions=True, touches=touches)
    signed(facts)
    assert judged(facts, **rule)[0] == expected


def test_a_suspension_is_not_held_also_where_a_rule_asks_nothing_of_sanctions() -> None:
    facts = one_session()
    on_register(facts)
    restricted(facts, "ukcp", "2024-09-20", "2024-09-25", suspended=True)
    signed(facts)
    assert judged(facts, no_sanctions=False) == NEVER


def test_sanctions_on_an_entry_under_another_title_stand_against_a_signer() -> None:
    facts = one_session()
    on_register(facts)
    restricted(facts, "ukcp", "2024-09-20", "2024-09-25", sanctions=True, title="other")
    signed(facts)
    assert judged(facts) == NEVER


def test_a_rule_may_ask_for_no_sanctions_of_anybody() -> None:
    facts = one_session("agency")
    agency(facts)
    restricted(facts, "swe", "2024-09-20", "2024-09-25", conditions=True)
    signed(facts, role=AGENCY)
    assert agency_judged(facts) == ("met", frozenset())
    assert agency_judged(facts, no_sanctions=True) == NEVER


@pytest.mark.parametrize("known", ["2024-09-25", "2024-10-08", "2024-10-09"])
@pytest.mark.parametrize("since", ["2024-09-20", "2024-10-02"])
def test_the_learner_reads_that_the_signer_could_not_sign_and_no_more(
    known: str, since: str
) -> None:
    facts = one_session()
    on_register(facts)
    restricted(facts, "swe", since, max(known, since), suspended=True, sanctions=True)
    signed(facts)
    found = hours(facts)
    said = " ".join((found.finding.reason, *(n.reason for n in found.finding.not_counted)))
    assert not [w for w in ("sanction", "condition", "suspen", "register") if w in said.casefold()]
    assert "sign" in said


def test_a_declined_signature_says_so_and_another_may_sign() -> None:
    facts = one_session()
    on_register(facts)
    signed(facts, signer="someone", decision="declined")
    assert judged(facts) == ("not-yet", {"declined"})
    signed(facts)
    assert judged(facts) == ("met", frozenset())


def test_a_signature_in_another_role_says_which_is_needed() -> None:
    facts = one_session()
    on_register(facts)
    signed(facts, role=AGENCY)
    found = hours(facts)
    assert found.codes == {"short", "wrong-role"}
    assert "needs the live supervisor" in found.finding.not_counted[0].reason


def test_correcting_a_signed_entry_voids_its_signature() -> None:
    facts = one_session()
    on_register(facts)
    signed(facts)
    facts.add("hours", "2024-10-01", id="h2", category="clinic", minutes=90, replaces="h")
    assert judged(facts) == ("not-yet", {"unsigned"})


def agency(facts: Facts, first: str = "2024-09-01", last: str | None = None, **more: Any) -> None:
    usual = {"employer": "medway", "supervisor": "sue", "roles": [AGENCY]}
    facts.add("agency-form", first, last, **{**usual, **more})


def agency_judged(facts: Facts, **more: Any) -> tuple[str, frozenset[str]]:
    return judged(facts, role=AGENCY, category="agency", **more)


def test_an_agency_supervisor_is_whom_an_accepted_form_names() -> None:
    facts = one_session("agency")
    signed(facts, role=AGENCY)
    assert agency_judged(facts) == ("not-yet", {"no-agency-form"})
    agency(facts)
    assert agency_judged(facts) == ("met", frozenset())


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "2024-10-02"},
        {"last": "2024-09-30"},
        {"employer": "kent"},
        {"supervisor": "someone"},
        {"roles": ["line-manager"]},
    ],
)
def test_a_form_must_be_in_force_with_the_employer_of_the_day_for_the_signer_and_role(
    wrong: dict[str, Any],
) -> None:
    facts = one_session("agency")
    agency(facts, **wrong)
    signed(facts, role=AGENCY)
    assert agency_judged(facts) == ("not-yet", {"no-agency-form"})


def test_a_former_supervisor_may_still_sign_what_he_or_she_saw() -> None:
    facts = one_session("agency")
    agency(facts)
    facts.add("employment-end", "2024-10-04", employer="medway")
    signed(facts, role=AGENCY)
    assert agency_judged(facts) == ("met", frozenset())


def test_a_form_that_ended_before_the_signing_needs_a_countersignature() -> None:
    facts = one_session("agency")
    agency(facts, last="2024-10-04")
    signature = signed(facts, role=AGENCY)
    assert agency_judged(facts) == ("not-yet", {"needs-countersignature"})
    facts.add("countersignature", "2024-10-20", signature=signature)
    assert agency_judged(facts) == ("met", frozenset())


def systemic(facts: Facts) -> tuple[str, frozenset[str]]:
    return agency_judged(facts, systemic=True)


def test_systemically_qualified_needs_more_than_a_form() -> None:
    facts = one_session("agency")
    agency(facts)
    signed(facts, role=AGENCY)
    assert systemic(facts) == ("not-yet", {"signer-not-qualified"})
    assert (
        "systemically qualified"
        in hours(facts, role=AGENCY, category="agency", systemic=True).finding.not_counted[0].reason
    )


def test_systemically_qualified_by_the_register() -> None:
    facts = one_session("agency")
    agency(facts)
    on_register(facts)
    signed(facts, role=AGENCY)
    assert systemic(facts) == ("met", frozenset())


@pytest.mark.parametrize(
    ("level", "accredited", "on", "counts"),
    [
        ("intermediate", True, "2020-07-01", True),
        ("qualifying", True, "2020-07-01", True),
        ("foundation", True, "2020-07-01", False),
        ("intermediate", False, "2020-07-01", False),
        ("intermediate", True, "2024-10-02", False),
    ],
)
def test_systemically_qualified_by_intermediate_level_on_the_day(
    level: str, accredited: bool, on: str, counts: bool
) -> None:
    facts = one_session("agency")
    agency(facts)
    facts.add("certificate", on, who="sue", level=level, accredited=accredited)
    signed(facts, role=AGENCY)
    assert (systemic(facts)[0] == "met") is counts


def test_a_refused_credit_qualifies_nobody() -> None:
    facts = one_session("agency")
    agency(facts)
    facts.add("credit", "2020-07-01", who="sue", stage="course/year", outcome="refused")
    signed(facts, role=AGENCY)
    wanted = requirement("hours", category="agency", at_least=1, signed_by=(AGENCY,), systemic=True)
    assert verdict(facts, wanted, "2025-01-01", level="intermediate").outcome.value == "not-yet"
    facts.add("credit", "2020-07-02", who="sue", stage="course/year", outcome="credited")
    assert verdict(facts, wanted, "2025-01-01", level="intermediate").outcome.value == "met"


def test_a_supervision_course_alone_never_qualifies() -> None:
    facts = one_session("agency")
    agency(facts)
    facts.add("board-outcome", "2020-07-01", who="sue", stage="course/year", outcome="complete")
    signed(facts, role=AGENCY)
    assert systemic(facts) == ("not-yet", {"signer-not-qualified"})


@pytest.mark.parametrize("role", ["coach", "mentor", "peer", "provider"])
def test_for_some_roles_a_name_is_enough(role: str) -> None:
    facts = one_session("ppd")
    signed(facts, role=role)
    assert judged(facts, role=role, category="ppd") == ("met", frozenset())


SOS = "supervisor-of-supervision"


@pytest.mark.parametrize(
    ("first", "last", "programme", "expected"),
    [
        ("2024-09-01", None, None, "met"),
        ("2024-09-01", None, "course", "met"),
        ("2024-09-01", None, "other", "not-yet"),
        ("2024-10-02", None, None, "not-yet"),
        ("2024-09-01", "2024-09-30", None, "not-yet"),
    ],
)
def test_a_dated_role_on_the_programme_lets_somebody_sign(
    first: str, last: str | None, programme: str | None, expected: str
) -> None:
    facts = one_session("supervision-received")
    facts.add("role", first, last, who="sue", role=SOS, programme=programme)
    signed(facts, role=SOS)
    assert judged(facts, role=SOS, category="supervision-received")[0] == expected


def test_a_supervisor_of_supervision_with_sanctions_cannot_sign() -> None:
    facts = one_session("supervision-received")
    facts.add("role", "2024-09-01", who="sue", role=SOS)
    on_register(facts, sanctions=True)
    signed(facts, role=SOS)
    assert judged(facts, role=SOS, category="supervision-received")[1] == {"signer-not-qualified"}
