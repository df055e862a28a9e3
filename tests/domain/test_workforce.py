"""Counting people, not posts, by where they stand and by who employs them."""

from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.employment import Post
from lms.domain.registers import Entry, Holding
from lms.domain.standing import PipelineStage, Standing
from lms.domain.workforce import (
    APART,
    AWAITING,
    CONFIRMED,
    PIPELINE,
    Member,
    Tally,
    by_authority,
    by_team,
    count,
    to_nearest,
)

DUAL, PENDING = PipelineStage.DUAL_QUALIFIED, PipelineStage.UKCP_PENDING
CLINICIAN, NONE = PipelineStage.CLINICIAN, PipelineStage.NONE


def member(
    stage: PipelineStage, *posts: tuple[str, str | None, str], counted: bool = True, **flags: bool
) -> Member:
    """Somebody at a stage, with posts as (employer, team, fte)."""
    entry = Entry(
        Holding.HELD,
        conditions=flags.get("conditions", False),
        recheck_due=flags.get("recheck_due", False),
    )
    standing = Standing(
        person="x",
        stage=stage,
        since=None,
        swe=entry,
        ukcp=Entry(Holding.NEVER),
        in_pipeline=counted,
        paused=flags.get("paused", False),
        award_confirmed=None,
        good_until=None,
    )
    return Member(standing, tuple(Post(e, t, Fraction(f)) for e, t, f in posts))


PIA = member(DUAL, ("westminster", "hub", "0.5"), ("hammersmith", "pod-7", "0.4"))
ROSA = member(DUAL, ("westminster", "pod-1", "1"))


def people(members: Iterable[Member], authority: str = "", team: str = "") -> tuple[int, Fraction]:
    tally = count(members, authority, team).confirmed
    return tally.people, tally.fte


def test_somebody_in_two_councils_counts_once_in_each_and_once_in_all() -> None:
    members = [PIA, ROSA]
    assert people(members) == (2, Fraction("1.9"))
    assert people(members, "westminster") == (2, Fraction("1.5"))
    assert people(members, "hammersmith") == (1, Fraction("0.4"))
    assert people(members, "westminster", "hub") == (1, Fraction("0.5"))


def test_two_posts_in_one_council_are_one_person() -> None:
    two_posts = member(DUAL, ("kent", "a", "0.5"), ("kent", "b", "0.5"))
    assert people([two_posts], "kent") == (1, Fraction(1))
    assert people([two_posts], "kent", "a") == (1, Fraction("0.5"))


def test_somebody_employed_nowhere_is_in_no_count() -> None:
    assert people([member(DUAL)]) == (0, 0)


def test_confirmed_stands_beside_awaiting_a_recheck() -> None:
    waiting = member(PipelineStage.UNCONFIRMED, ("kent", None, "1"))
    found = count([ROSA, waiting])
    assert (found.confirmed.people, found.awaiting.people) == (1, 1)
    assert sum(t.people for t in found.pipeline.values()) == 0


def test_who_never_had_a_swe_entry_is_in_no_pipeline() -> None:
    early_help = member(PipelineStage.FOUNDATION_COMPLETE, ("kent", None, "1"), counted=False)
    assert count([early_help]).stages == {}


def test_clinicians_and_those_registered_elsewhere_are_shown_apart() -> None:
    members = [member(stage, ("kent", None, "1"), counted=False) for stage in APART]
    found = count(members)
    assert [found.at(stage).people for stage in APART] == [1, 1]
    assert not set(APART) & set(found.pipeline)


def test_every_stage_is_in_one_place_on_the_screen() -> None:
    assert {CONFIRMED, AWAITING, *APART, *PIPELINE, NONE} == set(PipelineStage)
    assert len(PIPELINE) + len(APART) + 3 == len(PipelineStage)


def test_flags_are_counted_beside_the_people() -> None:
    members = [
        member(PENDING, ("kent", None, "1"), paused=True),
        member(PENDING, ("kent", None, "1"), conditions=True, recheck_due=True),
    ]
    tally = count(members).at(PENDING)
    assert (tally.people, tally.paused, tally.conditions, tally.recheck_due) == (2, 1, 1, 1)


def test_authorities_and_teams_come_by_name() -> None:
    assert [c.authority for c in by_authority([PIA, ROSA])] == ["hammersmith", "westminster"]
    assert [c.team for c in by_team([PIA, ROSA], "westminster")] == ["hub", "pod-1"]


posts = st.tuples(
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from([None, "x", "y"]),
    st.sampled_from(["0.5", "1"]),
)
members = st.lists(
    st.builds(
        lambda stage, jobs, counted: member(stage, *jobs, counted=counted),
        st.sampled_from(list(PipelineStage)),
        st.lists(posts, max_size=3),
        st.booleans(),
    ),
    max_size=12,
)


@given(members)
def test_posts_add_up_over_authorities_and_people_never_add_up_to_fewer(
    drawn: list[Member],
) -> None:
    whole, parts = count(drawn), by_authority(drawn)
    for stage in PipelineStage:
        tallies = [part.at(stage) for part in parts]
        assert sum((t.fte for t in tallies), Fraction(0)) == whole.at(stage).fte
        assert sum(t.people for t in tallies) >= whole.at(stage).people


@given(members)
def test_nobody_is_at_two_stages(drawn: list[Member]) -> None:
    counted = sum(t.people for t in count(drawn).stages.values())
    assert counted <= sum(bool(m.posts) for m in drawn)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [(0, 0), (2, 0), (Fraction("2.4"), 0), (Fraction("2.5"), 5), (3, 5), (7, 5), (8, 10)],
)
def test_to_the_nearest_five_half_goes_up(exact: int | Fraction, rounded: int) -> None:
    assert to_nearest(exact) == rounded


def test_rounded_counts_give_no_figure_away() -> None:
    few = [member(PENDING, ("kent", None, "1.5"), conditions=True)] * 2
    some = [member(DUAL, ("kent", None, "0.5"), paused=True, recheck_due=True)] * 3
    exact = count([*few, *some])
    found = exact.rounded()
    assert (exact.rounded_to, found.rounded_to) == (None, 5)
    assert found.stages == {DUAL: Tally(5, None, 5, 0, 5)}
    assert exact.on_the_way.people == 2
    assert found.on_the_way == Tally()


def test_rounded_people_never_stand_beside_no_full_time_equivalent() -> None:
    """ "5 people, 0 full-time equivalent" contradicts itself: a figure that rounds away is left out."""
    some = [member(DUAL, ("kent", None, "0.5"))] * 4
    more = [member(PENDING, ("kent", None, "0.8"))] * 4
    found = count([*some, *more]).rounded()
    assert (found.at(DUAL).people, found.at(DUAL).fte) == (5, None)
    assert (found.on_the_way.people, found.on_the_way.fte) == (5, 5)


@given(members)
def test_one_person_more_or_less_within_the_rounding_changes_no_figure(drawn: list[Member]) -> None:
    found = count(drawn).rounded()
    for tally in (*found.stages.values(), found.on_the_way):
        figures = (tally.people, tally.fte or 0, tally.paused, tally.conditions, tally.recheck_due)
        assert all(figure % 5 == 0 for figure in figures)
    assert all(tally.people for tally in found.stages.values())
