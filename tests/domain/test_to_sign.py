"""An entry waits for exactly those who may sign it, in the roles that an accepted form gives them."""

from __future__ import annotations

from datetime import date

import pytest

from lms.domain.programme import Requirement
from lms.domain.to_sign import signers, unsigned, waiting_for
from tests.domain.small import BEGAN, Story, programme, requirement

DAY = date(2026, 2, 2)
AGENCY = requirement(
    "agency", "hours", category="agency", at_least=60, signed_by=("agency-supervisor",)
)
BOTH = requirement(
    "group",
    "sessions",
    category="supervision-given",
    form="group",
    at_least=10,
    signed_by=("line-manager", "supervisor-of-supervision"),
    all_sign=True,
)
EITHER = requirement(
    "either",
    "hours",
    category="agency",
    at_least=1,
    signed_by=("agency-supervisor", "line-manager"),
)


@pytest.fixture
def story() -> Story:
    return Story()


def waiting(
    story: Story, signer: str, *requirements: Requirement
) -> list[tuple[str, tuple[str, ...]]]:
    found = waiting_for(signer, story.own, programme(*requirements).stages)
    return [(w.entry.id, w.roles) for w in found]


def form(
    story: Story, signer: str, *roles: str, first: date = BEGAN, last: date | None = None
) -> None:
    story.tell("agency-form", first, until=last, employer="medway", supervisor=signer, roles=roles)


def test_an_entry_waits_for_the_supervisor_named_on_the_form(story: Story) -> None:
    form(story, "jo", "agency-supervisor")
    entry = story.tell("hours", DAY, category="agency", minutes=60)
    assert waiting(story, "jo", AGENCY) == [(entry.id, ("agency-supervisor",))]


def test_nothing_waits_for_somebody_on_no_form_or_in_another_role(story: Story) -> None:
    form(story, "jo", "line-manager")
    story.tell("hours", DAY, category="agency", minutes=60)
    assert waiting(story, "jo", AGENCY) == waiting(story, "kim", AGENCY) == []


def test_a_former_supervisor_may_sign_what_he_or_she_saw_and_nothing_later(story: Story) -> None:
    form(story, "jo", "agency-supervisor", last=DAY)
    seen = story.tell("hours", DAY, category="agency", minutes=60)
    story.tell("hours", date(2026, 2, 3), category="agency", minutes=60)
    assert [entry for entry, _ in waiting(story, "jo", AGENCY)] == [seen.id]


@pytest.mark.parametrize("decision", ["signed", "declined"])
def test_an_answered_entry_waits_no_longer_for_whoever_answered(
    story: Story, decision: str
) -> None:
    form(story, "jo", "agency-supervisor")
    entry = story.tell("hours", DAY, category="agency", minutes=60)
    role = {"entry": entry.id, "signer": "jo", "role": "agency-supervisor", "decision": decision}
    story.tell("signature", DAY, **role)
    assert waiting(story, "jo", AGENCY) == []


def test_an_entry_that_one_has_declined_still_waits_for_another(story: Story) -> None:
    form(story, "jo", "agency-supervisor")
    form(story, "kim", "agency-supervisor")
    entry = story.tell("hours", DAY, category="agency", minutes=60)
    story.tell(
        "signature", DAY, entry=entry.id, signer="jo", role="agency-supervisor", decision="declined"
    )
    assert waiting(story, "kim", AGENCY) == [(entry.id, ("agency-supervisor",))]


def test_one_of_several_roles_is_enough_where_any_may_sign(story: Story) -> None:
    form(story, "jo", "agency-supervisor")
    form(story, "kim", "line-manager")
    entry = story.tell("hours", DAY, category="agency", minutes=60)
    assert waiting(story, "kim", EITHER) == [(entry.id, ("line-manager",))]
    story.tell("signature", DAY, entry=entry.id, signer="jo", role="agency-supervisor")
    assert waiting(story, "kim", EITHER) == []


def test_each_role_is_asked_where_all_must_sign(story: Story) -> None:
    form(story, "jo", "line-manager")
    form(story, "kim", "supervisor-of-supervision")
    entry = story.tell("hours", DAY, category="supervision-given", form="group", minutes=60)
    story.tell("signature", DAY, entry=entry.id, signer="jo", role="line-manager")
    assert waiting(story, "jo", BOTH) == []
    assert waiting(story, "kim", BOTH) == [(entry.id, ("supervisor-of-supervision",))]


def test_an_entry_of_another_form_or_category_is_not_asked_about(story: Story) -> None:
    form(story, "jo", "line-manager", "agency-supervisor")
    story.tell("hours", DAY, category="supervision-given", form="individual", minutes=60)
    story.tell("hours", DAY, category="study", minutes=60)
    assert waiting(story, "jo", BOTH, AGENCY) == []
    assert unsigned(story.own, programme(BOTH, AGENCY).stages) == ()


def test_what_waits_is_shown_oldest_session_first(story: Story) -> None:
    form(story, "jo", "agency-supervisor")
    late = story.tell("hours", DAY, category="agency", start="15:00", end="16:00", minutes=60)
    early = story.tell("hours", DAY, category="agency", start="09:00", end="10:00", minutes=60)
    first = story.tell("hours", BEGAN, category="agency", start="18:00", end="19:00", minutes=60)
    assert [e for e, _ in waiting(story, "jo", AGENCY)] == [first.id, early.id, late.id]


def test_the_signers_are_all_whom_a_form_names_with_all_their_roles(story: Story) -> None:
    form(story, "jo", "agency-supervisor", last=DAY)
    form(story, "jo", "line-manager", "agency-supervisor", first=DAY)
    assert signers(story.own) == {"jo": ("agency-supervisor", "line-manager")}
