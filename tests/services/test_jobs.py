"""Promised work is done after its change, tried again when it fails, and never lost."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask_mailman import EmailMessage

from lms.domain.policy import SYSTEM
from lms.services import jobs
from lms.services.notify import notify
from lms.services.outbox import promise
from lms.services.recording import recording
from lms.services.site import Site
from lms.store import outbox
from lms.testing import Clock
from lms.testing_world import World


def tell(site: Site, person: str) -> None:
    """Promise a mail to somebody."""
    with recording(site, SYSTEM) as writer:
        notify(site, writer, person, "Your log was read", "Your tutor answered.", "/learning/")


def test_a_promised_mail_is_sent_once(
    site: Site, world: World, sent: Sequence[EmailMessage]
) -> None:
    amara = world.person("amara")
    tell(site, amara)
    (mail,) = sent
    assert mail.to == ["amara@example.org"]
    assert mail.subject == "Your log was read"
    assert mail.from_email == "cadre@localhost"
    assert mail.body == "Your tutor answered.\n\nSign in to read it: http://localhost/learning/\n"
    assert jobs.work(site) == 0


def test_what_is_promised_in_a_change_that_fails_is_not_done(site: Site, world: World) -> None:
    amara = world.person("amara")

    def fail() -> None:
        with recording(site, SYSTEM) as writer:
            notify(site, writer, amara, "Your log was read", "Your tutor answered.", "/learning/")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert jobs.work(site) == 0


def test_somebody_without_an_address_is_not_written_to(
    site: Site, sent: Sequence[EmailMessage]
) -> None:
    tell(site, "nobody")
    assert list(sent) == []


class Failing:
    """Work that fails so many times before it succeeds."""

    def __init__(self, times: int):
        self.left, self.done = times, 0

    def __call__(self, _: Site, __: Mapping[str, Any]) -> None:
        self.left -= 1
        if self.left >= 0:
            raise ConnectionError("the mail server does not answer")
        self.done += 1


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """A job called ``failing`` that fails twice."""
    job = Failing(2)
    monkeypatch.setitem(jobs.HANDLERS, "failing", job)
    return job


def promise_failing(site: Site) -> None:
    with recording(site, SYSTEM) as writer:
        promise(writer, "failing", day="2026-03-02")


def test_a_job_that_fails_is_tried_again_with_longer_and_longer_pauses(
    site: Site, clock: Clock, failing: Failing
) -> None:
    promise_failing(site)
    assert (jobs.work(site), failing.done) == (1, 0)
    assert jobs.work(site) == 0
    clock.forward(minutes=1)
    assert (jobs.work(site), failing.done) == (1, 0)
    clock.forward(minutes=1)
    assert jobs.work(site) == 0
    clock.forward(minutes=4)
    assert (jobs.work(site), failing.done) == (1, 1)
    assert outbox.failed(site.session()) == []


def test_a_job_that_always_fails_is_shown_to_a_person(
    site: Site, clock: Clock, failing: Failing, caplog: pytest.LogCaptureFixture
) -> None:
    failing.left = 100
    promise_failing(site)
    for _ in range(20):
        jobs.work(site)
        clock.forward(days=2)
    site.session().rollback()
    (given_up,) = outbox.failed(site.session())
    assert given_up.attempts == len(jobs.PAUSES) + 1
    assert re.fullmatch(
        r"ConnectionError in test_jobs\.py, line \d+ \(reference \w{8} in the log\)", given_up.fault
    )
    assert "was given up" in caplog.text
    assert "the mail server does not answer" in caplog.text


def test_the_job_of_a_worker_that_died_is_done_by_another(
    site: Site, clock: Clock, failing: Failing
) -> None:
    failing.left = 0
    promise_failing(site)
    with site.ledger.write("worker") as writer:
        assert outbox.claim(writer.session, clock(), jobs.LEASE)
    assert jobs.work(site) == 0
    clock.forward(minutes=6)
    assert (jobs.work(site), failing.done) == (1, 1)


def test_a_job_that_nobody_begins_is_found(site: Site, clock: Clock, failing: Failing) -> None:
    promise_failing(site)
    clock.forward(hours=2)
    late = outbox.overdue(site.session(), clock() - timedelta(hours=1))
    assert [job.name for job in late] == ["failing"]
