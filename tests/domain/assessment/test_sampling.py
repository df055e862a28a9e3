"""A sample is drawn by rule: of the right size, spread, repeatable, and every script in it has reasons."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment.policies import LEVEL_7
from lms.domain.assessment.sampling import (
    BOUNDARY,
    FAIL,
    NEW_MARKER,
    RANDOM,
    REASONS,
    Drawn,
    Script,
    band_of,
    draw,
)

MARKERS = ("jo", "kim", "lee")
SEEDS = st.text("0123456789abcdef", min_size=16, max_size=16)


def script(number: int, mark: int = 65, marker: str = "jo", **more: object) -> Script:
    usual = {"marked": number, "mark": mark, "passed": mark >= 50}
    return Script(f"s{number:03}", marker, **{**usual, **more})  # type: ignore[arg-type]


@st.composite
def sets(draws: st.DrawFn) -> list[Script]:
    """A set of up to 50 scripts by up to three markers, one of them perhaps new."""
    new = draws(st.sampled_from(("", *MARKERS)))
    rows = draws(
        st.lists(st.tuples(st.integers(0, 100), st.sampled_from(MARKERS)), min_size=1, max_size=50)
    )
    return [script(n, mark, by, new_marker=by == new) for n, (mark, by) in enumerate(rows)]


def why(sample: tuple[Drawn, ...], submission: str) -> tuple[str, ...]:
    return next((d.why for d in sample if d.submission == submission), ())


@given(sets(), SEEDS)
def test_the_random_draw_is_of_the_size_that_the_policy_asks_for(
    scripts: list[Script], seed: str
) -> None:
    sample = draw(scripts, LEVEL_7, seed)
    assert sum(RANDOM in d.why for d in sample) == LEVEL_7.sample_size(len(scripts))
    assert len({d.submission for d in sample}) == len(sample)


@given(sets(), SEEDS)
def test_every_band_and_every_marker_that_occurs_is_in_the_random_draw(
    scripts: list[Script], seed: str
) -> None:
    chosen = {d.submission for d in draw(scripts, LEVEL_7, seed) if RANDOM in d.why}
    drawn = [s for s in scripts if s.submission in chosen]
    assert {s.marker for s in drawn} == {s.marker for s in scripts}
    assert {band_of(s, LEVEL_7) for s in drawn} == {band_of(s, LEVEL_7) for s in scripts}


@given(SEEDS)
def test_the_one_script_of_a_band_and_the_one_of_a_marker_are_always_drawn(seed: str) -> None:
    scripts = [script(n) for n in range(80)]
    scripts[40], scripts[70] = script(40, 95), script(70, marker="kim")
    sample = draw(scripts, LEVEL_7, seed)
    assert why(sample, "s040") == (RANDOM,)
    assert why(sample, "s070") == (RANDOM,)


@given(sets(), SEEDS)
def test_all_fails_boundary_scripts_and_new_markers_scripts_are_in_it_each_with_its_reason(
    scripts: list[Script], seed: str
) -> None:
    sample = draw(scripts, LEVEL_7, seed)
    for one in scripts:
        mark = one.mark or 0
        near = any(abs(mark - boundary) <= 2 for boundary in (50, 60, 70))
        assert (FAIL in why(sample, one.submission)) == (not one.passed)
        assert (BOUNDARY in why(sample, one.submission)) == near
        assert (NEW_MARKER in why(sample, one.submission)) == one.new_marker
    assert all(d.why == tuple(r for r in REASONS if r in d.why) and d.why for d in sample)


@given(sets(), SEEDS, st.randoms())
def test_the_order_in_which_scripts_come_changes_nothing(
    scripts: list[Script], seed: str, random: object
) -> None:
    mixed = list(scripts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert draw(mixed, LEVEL_7, seed) == draw(scripts, LEVEL_7, seed)


def test_a_cohort_of_twenty_five_gives_ten_and_all_fails_and_boundary_scripts() -> None:
    """Worked case 13: the square root is 5, the policy's minimum 10."""
    marks = [45, 48, 52, 61] + [55, 65, 75] * 7
    scripts = [script(n, mark) for n, mark in enumerate(marks)]
    sample = draw(scripts, LEVEL_7, "0123456789abcdef")
    assert sum(RANDOM in d.why for d in sample) == 10
    assert why(sample, "s000")[-1:] == (FAIL,)
    assert FAIL in why(sample, "s001")
    assert BOUNDARY in why(sample, "s001")
    assert BOUNDARY in why(sample, "s002")
    assert BOUNDARY in why(sample, "s003")


def test_a_large_cohort_gives_the_square_root_rounded_up() -> None:
    scripts = [script(n) for n in range(122)]
    assert len(draw(scripts, LEVEL_7, "a")) == 12


def test_a_small_cohort_is_looked_at_whole() -> None:
    assert len(draw([script(n) for n in range(7)], LEVEL_7, "a")) == 7


def test_another_seed_gives_another_sample() -> None:
    scripts = [script(n) for n in range(100)]
    assert draw(scripts, LEVEL_7, "a") != draw(scripts, LEVEL_7, "b")


def test_every_script_has_the_same_chance_over_many_seeds() -> None:
    scripts = [script(n) for n in range(40)]
    counts = dict.fromkeys((s.submission for s in scripts), 0)
    for seed in range(400):
        for drawn in draw(scripts, LEVEL_7, str(seed)):
            counts[drawn.submission] += 1
    assert min(counts.values()) > 60
    assert max(counts.values()) < 145


def test_a_pass_fail_set_has_no_boundaries_and_all_its_fails() -> None:
    scripts = [
        Script(f"s{n:02}", "jo", n, result="fail" if n < 3 else "pass", passed=n >= 3)
        for n in range(30)
    ]
    sample = draw(scripts, LEVEL_7, "a")
    assert sum(RANDOM in d.why for d in sample) == 10
    assert {d.submission for d in sample if FAIL in d.why} == {"s00", "s01", "s02"}
    assert not any(BOUNDARY in d.why for d in sample)


def test_a_mark_that_only_lateness_made_a_fail_is_among_the_fails() -> None:
    scripts = [script(n) for n in range(30)]
    scripts[0] = replace(scripts[0], passed=False)
    assert FAIL in why(draw(scripts, LEVEL_7, "a"), "s000")
