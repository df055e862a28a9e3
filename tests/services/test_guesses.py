"""Guesses at the very same moment, from several threads and processes, are no more than one by one."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from flask import Flask

from lms.app import close, open_site
from lms.config import Settings
from lms.domain.guessing import PASSWORD
from lms.errors import TooManyTries
from lms.registry import Registry
from lms.services import guesses
from lms.services.site import Site

GUESSERS = 6


def guess(site: Site, times: int) -> int:
    """Try as often as that; how often one was let."""
    let = 0
    for _ in range(times):
        try:
            guesses.take(site, [guesses.counter(PASSWORD, "amara", "192.0.2.1")])
        except TooManyTries:
            continue
        let += 1
    return let


def test_threads_that_guess_at_once_get_no_more_tries(app: Flask, site: Site) -> None:
    together = Barrier(GUESSERS)

    def run(_: int) -> int:
        with app.app_context():
            together.wait(timeout=60)
            return guess(site, 4)

    with ThreadPoolExecutor(GUESSERS) as pool:
        assert sum(pool.map(run, range(GUESSERS))) == PASSWORD.free


def _process(settings: Settings, answers: multiprocessing.Queue[int]) -> None:
    app = open_site(settings, Registry({}))
    with app.app_context():
        answers.put(guess(app.extensions["cadre"], 8))
    close(app)


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
def test_processes_share_one_count(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    processes = [context.Process(target=_process, args=(settings, answers)) for _ in range(2)]
    for process in processes:
        process.start()
    assert sum(answers.get(timeout=120) for _ in processes) == PASSWORD.free
    for process in processes:
        process.join()


@pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)
def test_guesses_are_counted_while_somebody_writes_for_long(app: Flask, site: Site) -> None:
    """On SQLite a file has one writer, so there a count waits for the end of a write."""
    counted = Event()

    def run() -> None:
        with app.app_context():
            guess(site, 1)
        counted.set()

    with site.ledger.write("system"), ThreadPoolExecutor(1) as pool:
        pool.submit(run)
        assert counted.wait(timeout=30)


def test_a_right_try_undoes_its_own_count_and_no_more(site: Site) -> None:
    others = [guesses.counter(PASSWORD, "ben", "192.0.2.1")]
    guess(site, PASSWORD.free - 1)
    ticket = guesses.take(site, others)
    guesses.right(site, ticket)
    site.session().rollback()
    assert guess(site, 2) == 1
