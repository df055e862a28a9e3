"""Whether a signature counts: standing on the day of the session and on the day of signing."""

from typing import Any

import pytest

from lms.domain.verdicts import Verdict
from tests.domain.facts import Facts, enrolled, entry, requirement, verdict

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
