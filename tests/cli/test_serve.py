"""The production server, started as an operator starts it: it goes on, whatever one page does."""

from __future__ import annotations

import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from lms.config import Settings, read_keys
from lms.services.site import Site
from lms.store.ledger import Ledger
from lms.store.verification import verify
from tests.cli.conftest import Shell
from tests.cli.served import has_ended, serve, until

SECONDS = {"LMS_REQUEST_SECONDS": "2"}


@pytest.fixture
def ledger(site: Site, environment: dict[str, str]) -> Ledger:
    """The ledger as the served site writes it."""
    return replace(site.ledger, keys=read_keys(environment["LMS_LEDGER_KEYS"]))


def records_of(ledger: Ledger) -> set[str]:
    with Session(ledger.engine) as session:
        assert verify(ledger, session).sound
        return {record.id for record in ledger.after(session, 0)}


def test_a_page_that_never_ends_is_ended_and_the_site_goes_on(
    environment: dict[str, str], tmp_path: Path, ledger: Ledger
) -> None:
    with (
        serve({**environment, **SECONDS}, tmp_path, "--threads", "4") as served,
        ThreadPoolExecutor() as browsers,
    ):
        pages = ("/endless/secret-key", "/stuck_writing/secret-key", "/stream/secret-key")
        asked = [browsers.submit(served.get, page) for page in pages]
        stuck = {served.process_that(did) for did in ("endless", "stuck-writing", "stream")}
        assert served.get("/health")
        assert [answer.result() for answer in asked] == [None] * 3
        for did in ("endless", "stuck-writing"):
            until(lambda did=did: served.get("/health") and has_ended(served.process_that(did)))  # type: ignore[misc]
        answered = until(lambda: served.get("/written"))
        assert int(answered.split()[0]) not in stuck
    assert records_of(ledger) == {answered.split()[1]}
    log = served.log.read_text()
    for page in ("endless", "stuck_writing", "stream"):
        assert f"GET /{page}/<name> took longer than 2 seconds" in log
    assert "<name> goes on; this process is replaced" in log
    assert "secret-key" not in log


def test_a_killed_process_is_started_again_and_what_it_acknowledged_is_there(
    environment: dict[str, str], tmp_path: Path, ledger: Ledger
) -> None:
    acknowledged: list[str] = []
    processes: list[int] = []

    def write() -> int | None:
        if answer := served.get("/written"):
            process, identity = answer.split()
            acknowledged.append(identity)
            processes.append(int(process))
            return int(process)
        return None

    with serve(environment, tmp_path) as served, ThreadPoolExecutor() as browsers:
        for _ in range(3):
            killed = until(write)
            writing = [browsers.submit(write) for _ in range(8)]
            os.kill(killed, signal.SIGKILL)
            for each in writing:
                each.result()
        until(write)
        assert processes[-1] != killed
    assert set(acknowledged) <= records_of(ledger)


def test_it_says_what_serves_keeps_keys_out_of_its_log_and_ends_with_ctrl_c(
    environment: dict[str, str], tmp_path: Path, settings: Settings
) -> None:
    with serve(environment, tmp_path, stop=signal.SIGINT) as served:
        host, port = served.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as sent:
            sent.sendall(b"GET /sign/secret key HTTP/1.1\r\n\r\n")
            assert b"400" in sent.recv(100)
    one = "SQLite: one process with 8 threads, whose writers queue"
    assert (one if settings.on_sqlite else "processes with 8 threads each") in served.said
    assert "more than 60 seconds is ended" in served.said
    assert "no request was sent" in served.log.read_text()
    assert "secret" not in served.log.read_text()
    assert served.parent.returncode == 0


def test_several_processes_on_sqlite_are_refused(lms: Shell, settings: Settings) -> None:
    if not settings.on_sqlite:
        lms.environment["LMS_DATABASE_URL"] = "sqlite:///elsewhere.sqlite"
    result = lms("serve", "--processes", 2)
    assert result.exit_code == 2
    assert "PostgreSQL" in result.output
