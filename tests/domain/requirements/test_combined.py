"""Requirements made of others, and what a held part does to the whole."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.programme import Module
from lms.domain.requirements.combined import ALL_OF, AT_LEAST_N, MOST_HELD, combine
from lms.domain.verdicts import Finding, Outcome, Verdict
from tests.domain.facts import Facts, enrolled, programme, requirement, stage, verdict

MET, NOT_YET, NOT_MET, HELD = Outcome.MET, Outcome.NOT_YET, Outcome.NOT_MET, Outcome.HELD


def parts(*outcomes: Outcome) -> list[Verdict]:
    return [Verdict(str(i), str(i), "k", Finding(o, "")) for i, o in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("outcomes", "needed", "expected"),
    [
        ((), 0, MET),
        ((MET, MET), 2, MET),
        ((MET, NOT_YET), 2, NOT_YET),
        ((MET, NOT_MET), 2, NOT_MET),
        ((NOT_YET, NOT_MET), 1, NOT_YET),
        ((NOT_MET, NOT_MET), 1, NOT_MET),
        ((Outcome.WAIVED, Outcome.CREDITED), 2, MET),
        ((HELD, MET), 2, HELD),
        ((HELD, NOT_MET), 2, NOT_MET),
        ((HELD, NOT_YET), 2, HELD),
        ((HELD, MET), 1, MET),
        ((HELD, NOT_YET), 1, HELD),
        ((HELD, HELD, MET), 2, HELD),
    ],
)
def test_all_any_and_some(outcomes: tuple[Outcome, ...], needed: int, expected: Outcome) -> None:
    assert combine(parts(*outcomes), needed) is expected


some = st.lists(st.sampled_from(list(Outcome)), max_size=7)


@given(some, st.integers(0, 7))
def test_the_whole_is_held_exactly_when_the_held_parts_would_decide_it(
    outcomes: list[Outcome], needed: int
) -> None:
    held = [i for i, o in enumerate(outcomes) if o is HELD]
    results = set()
    for choice in product((MET, NOT_MET), repeat=len(held)):
        tried = list(outcomes)
        for i, outcome in zip(held, choice, strict=True):
            tried[i] = outcome
        results.add(combine(parts(*tried), needed))
    found = combine(parts(*outcomes), needed)
    assert found is (results.pop() if len(results) == 1 else HELD)


@given(some, st.integers(0, 7))
def test_the_order_of_the_parts_changes_nothing(outcomes: list[Outcome], needed: int) -> None:
    assert combine(parts(*outcomes), needed) is combine(parts(*reversed(outcomes)), needed)


@given(some.filter(lambda o: HELD not in o), st.integers(0, 7))
def test_meeting_one_more_part_never_makes_it_worse(outcomes: list[Outcome], needed: int) -> None:
    order = [NOT_MET, NOT_YET, MET]
    before = combine(parts(*outcomes), needed)
    for i in range(len(outcomes)):
        better = [*outcomes[:i], MET, *outcomes[i + 1 :]]
        assert order.index(combine(parts(*better), needed)) >= order.index(before)


def test_so_many_held_parts_are_not_tried_one_by_one() -> None:
    assert combine(parts(*[HELD] * (MOST_HELD + 1), NOT_MET), MOST_HELD + 2) is HELD


def signed(*names: str) -> Facts:
    facts = Facts()
    enrolled(facts)
    for name in names:
        facts.add("declaration", "2024-10-01", declaration=name)
    return facts


PARTS = [requirement("declaration", name, declaration=name) for name in ("a", "b", "c")]


@pytest.mark.parametrize(
    ("kind", "settings", "names", "outcome"),
    [
        ("all-of", {}, "ab", "not-yet"),
        ("all-of", {}, "abc", "met"),
        ("any-of", {}, "", "not-yet"),
        ("any-of", {}, "b", "met"),
        ("at-least-n", {"n": 2}, "b", "not-yet"),
        ("at-least-n", {"n": 2}, "bc", "met"),
    ],
)
def test_a_combined_requirement_has_a_verdict_on_each_part(
    kind: str, settings: dict[str, int], names: str, outcome: str
) -> None:
    found = verdict(signed(*names), requirement(kind, of=PARTS, **settings), "2024-11-01")
    assert found.outcome.value == outcome
    assert [c.outcome.settles for c in found.finding.children] == [n in names for n in "abc"]
    assert found.finding.amount == len(names)


def test_what_is_missing_below_can_be_named_above() -> None:
    found = verdict(signed("a"), requirement("all-of", of=PARTS), "2024-11-01")
    assert found.codes == {"parts-open", "not-signed"}


def test_a_curriculum_gives_as_many_parts_as_it_asks_for() -> None:
    year = stage()
    of = programme(year)
    enough = requirement("at-least-n", n=3, of=PARTS)
    assert list(AT_LEAST_N.check(enough, year, of)) == []
    too_many = requirement("at-least-n", n=4, of=PARTS)
    assert list(AT_LEAST_N.check(too_many, year, of)) == ["only 3 parts are given, fewer than n"]
    assert '"of" needs at least one requirement' in list(
        ALL_OF.check(requirement("all-of"), year, of)
    )


def test_the_reason_names_the_parts_that_are_met_and_those_that_are_open() -> None:
    found = verdict(signed("b"), requirement("at-least-n", n=2, of=PARTS), "2024-11-01")
    a, b, c = (part.title for part in PARTS)
    assert found.reason == f"1 of 3 parts met, 2 needed. Met: {b}. Open: {a}; {c}."


TAUGHT = requirement("taught-hours", "taught", at_least=1)
TIMETABLE = (Module("m", "m", (1,), Fraction(5), (), ""),)


@pytest.mark.parametrize(
    ("kind", "settings", "names", "said"),
    [
        ("all-of", {}, "", ("not-yet", 0, 2)),
        ("all-of", {}, "a", ("not-yet", 1, 2)),
        ("all-of", {}, "ab", ("met", 2, 2)),
        ("at-least-n", {"n": 2}, "", ("not-yet", 0, 1)),
        ("any-of", {}, "", ("met", 0, 0)),
    ],
)
def test_what_the_version_offers_is_in_the_outcome_and_in_no_figure(
    kind: str, settings: dict[str, int], names: str, said: tuple[str, int, int]
) -> None:
    of = requirement(kind, of=[TAUGHT, *PARTS[:2]], **settings)
    found = verdict(signed(*names), of, "2024-11-01", modules=TIMETABLE)
    assert (found.outcome.value, found.finding.amount, found.finding.threshold) == said
    assert found.reason.endswith("Offered by the programme: taught.")
    assert not found.offered


def test_a_whole_of_nothing_but_what_is_offered_is_offered() -> None:
    of = requirement("all-of", of=[TAUGHT])
    found = verdict(signed(), of, "2024-11-01", modules=TIMETABLE)
    assert (found.offered, found.finding.amount) == (True, 1)
