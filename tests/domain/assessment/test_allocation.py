"""Sharing work out: the same every time, as even as can be, and never to somebody barred."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment.allocation import distribute

SCRIPTS = st.sets(st.sampled_from([f"s{n:02}" for n in range(25)]), max_size=25)
MARKERS = st.sets(st.sampled_from("abcdef"), min_size=1)
BARRED = st.dictionaries(
    st.sampled_from([f"s{n:02}" for n in range(25)]), st.sets(st.sampled_from("abcdef"))
)


@given(SCRIPTS, MARKERS, BARRED)
def test_nobody_gets_what_he_is_barred_from_and_nothing_that_can_be_marked_is_left(
    scripts: set[str], markers: set[str], barred: dict[str, set[str]]
) -> None:
    shares = distribute(scripts, markers, barred)
    assert all(m in markers and m not in barred.get(s, ()) for s, m in shares.items())
    assert set(shares) == {s for s in scripts if markers - barred.get(s, set())}


@given(SCRIPTS, MARKERS, BARRED, st.randoms(use_true_random=False))
def test_the_order_in_which_work_and_markers_are_given_does_not_matter(
    scripts: set[str], markers: set[str], barred: dict[str, set[str]], random: object
) -> None:
    shuffled = sorted(scripts, key=lambda _: random.random())  # type: ignore[attr-defined]
    others = sorted(markers, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert distribute(shuffled, others, barred) == distribute(sorted(scripts), markers, barred)


@given(SCRIPTS, MARKERS)
def test_where_nobody_is_barred_no_two_differ_by_more_than_one(
    scripts: set[str], markers: set[str]
) -> None:
    counts = [list(distribute(scripts, markers, {}).values()).count(m) for m in markers]
    assert max(counts) - min(counts) <= 1


@given(
    st.sets(st.sampled_from([f"s{n:02}" for n in range(5)])),
    st.dictionaries(
        st.sampled_from([f"s{n:02}" for n in range(5)]), st.sets(st.sampled_from("abc"))
    ),
)
def test_whoever_is_barred_from_what_no_other_sharing_is_more_even(
    scripts: set[str], barred: dict[str, set[str]]
) -> None:
    shares = distribute(scripts, "abc", barred)
    able = [sorted({*"abc"} - barred.get(s, set())) for s in sorted(shares)]
    best = min((cost(choice) for choice in product(*able)), default=0)
    assert cost(tuple(shares[s] for s in sorted(shares))) == best


def cost(choice: tuple[str, ...]) -> int:
    return sum(choice.count(m) ** 2 for m in "abc")


def test_what_somebody_has_already_is_counted_in() -> None:
    assert distribute(["s1", "s2"], ["a", "b"], {}, {"a": 2}) == {"s1": "b", "s2": "b"}
