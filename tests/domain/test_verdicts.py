"""What a verdict says."""

from fractions import Fraction

import pytest

from lms.domain.verdicts import Finding, NotCounted, Outcome, Verdict, number


def verdict(outcome: Outcome, code: str = "", *children: Verdict, **more: object) -> Verdict:
    finding = Finding(outcome, "because", code, children=children, **more)
    return Verdict("v", "v", "kind", finding)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_met_waived_and_credited_settle(outcome: Outcome) -> None:
    assert outcome.settles == (outcome.value in ("met", "waived", "credited"))


def test_codes_are_its_own_its_records_and_its_parts() -> None:
    part = verdict(Outcome.NOT_YET, "short")
    records = (NotCounted("r", "unsigned", "Not signed."),)
    whole = verdict(Outcome.NOT_YET, "parts-open", part, not_counted=records)
    assert whole.codes == {"parts-open", "unsigned", "short"}
    assert verdict(Outcome.MET).codes == frozenset()


def test_what_is_met_for_now_is_not_settled_nor_is_what_it_is_part_of() -> None:
    part = verdict(Outcome.MET, "conditional", stays_open=True)
    assert not part.settled
    assert not verdict(Outcome.MET, "", part).settled
    assert verdict(Outcome.MET, "", verdict(Outcome.MET)).settled
    assert not verdict(Outcome.HELD).settled


def test_trying_another_outcome_leaves_the_verdict_as_it_was() -> None:
    held = verdict(Outcome.HELD)
    assert held.with_outcome(Outcome.MET).outcome is Outcome.MET
    assert held.outcome is Outcome.HELD


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Fraction(69, 2), "34.5"),
        (Fraction(60), "60"),
        (Fraction(0), "0"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(150), "150"),
        (None, ""),
    ],
)
def test_amounts_are_said_as_people_write_them(amount: Fraction | None, said: str) -> None:
    assert number(amount) == said
