"""Some wrong tries are free, then pauses grow, and what is long ago is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.domain.guessing import ADDRESS, PASSWORD, Tally, after_failure, neighbourhood

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def failed(times: int, at: datetime = MORNING) -> Tally:
    tally = None
    for _ in range(times):
        tally = after_failure(PASSWORD, tally, at)
    assert tally
    return tally


def test_the_first_wrong_tries_cost_nothing() -> None:
    assert not failed(PASSWORD.free - 1).waits(MORNING)
    assert failed(PASSWORD.free).waits(MORNING)


def test_pauses_double_up_to_the_longest() -> None:
    pauses = [PASSWORD.pause(PASSWORD.free + n).total_seconds() for n in (0, 1, 2, 3, 50, 5000)]
    assert pauses == [30, 60, 120, 240, 3600, 3600]


def test_a_pause_is_over_when_its_moment_has_come() -> None:
    tally = failed(PASSWORD.free)
    assert tally.waits(MORNING + timedelta(seconds=29))
    assert not tally.waits(MORNING + timedelta(seconds=30))


def test_failures_are_forgotten_after_their_window() -> None:
    later = after_failure(PASSWORD, failed(PASSWORD.free - 1), MORNING + timedelta(days=1))
    assert later.failures == 1


def test_failures_are_not_forgotten_while_pauses_grow() -> None:
    tally = failed(PASSWORD.free)
    a_day_later = after_failure(PASSWORD, tally, MORNING + timedelta(days=1))
    assert a_day_later.failures == PASSWORD.free + 1


def test_an_address_may_fail_far_more_often_than_an_account() -> None:
    assert ADDRESS.free >= 10 * PASSWORD.free


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("a socket", "a socket"),
    ],
)
def test_what_one_caller_changes_at_will_counts_as_one(address: str, counts_as: str) -> None:
    assert neighbourhood(address) == counts_as
