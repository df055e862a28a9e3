"""``lms serve`` in processes of its own, on a site that also has pages which no site should have."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

# A plugin's code runs in the site's processes; so does this.
PROGRAM = """
import os, sys, time
from datetime import date
from pathlib import Path
from lms import web
from lms.cli import main
from lms.domain.records import person
from lms.services.site import fact
from lms.web.guard import OPEN, permission, site

def note(name):
    Path(os.environ["NOTES"], name).write_text(str(os.getpid()))

def write(writer):
    new = fact(person("amara"), "declaration", date(2026, 1, 1), declaration="ethics")
    return writer.append(new).id

def endless(name):
    note("endless")
    while True:
        pass

def stuck_writing(name):
    with site().ledger.write("amara") as writer:
        write(writer)
        note("stuck-writing")
        time.sleep(10_000)

def stream(name):
    note("stream")
    def parts():
        while True:
            time.sleep(0.1)
            yield b"more"
    return parts()

def written():
    with site().ledger.write("amara") as writer:
        identity = write(writer)
    return f"{os.getpid()} {identity}"

add_pages = web.init_app
def init_app(app, settings):
    add_pages(app, settings)
    for view in (endless, stuck_writing, stream):
        app.add_url_rule(f"/{view.__name__}/<name>", view_func=permission(OPEN)(view))
    app.add_url_rule("/written", view_func=permission(OPEN)(written))
web.init_app = init_app
main()
"""
ENOUGH = 300.0
"""Seconds in which everything has happened on the slowest machine."""


T = TypeVar("T")


def until(ask: Callable[[], T | None]) -> T:
    """What is told at last; a failure where nothing ever is."""
    end = time.monotonic() + ENOUGH
    while time.monotonic() < end:
        if (told := ask()) is not None:
            return told
        time.sleep(0.1)
    raise AssertionError("it never came to that")


@dataclass(frozen=True)
class Served:
    """A site that is served: its address, its parent, what it says, and the notes of its odd pages."""

    address: str
    parent: subprocess.Popen[str]
    notes: Path
    said: str
    log: Path

    def get(self, path: str) -> str | None:
        """The page; None where the connection is ended without one."""
        try:
            with urlopen(f"{self.address}{path}", timeout=ENOUGH) as answer:
                return str(answer.read().decode())
        except (HTTPException, OSError):
            return None

    def process_that(self, did: str) -> int:
        """The process that noted something."""
        note = self.notes / did
        return int(until(lambda: (note.exists() and note.read_text()) or None))


def has_ended(process: int) -> bool | None:
    """True once there is no such process any more."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return None


@contextmanager
def serve(
    environment: dict[str, str], folder: Path, *words: str, stop: int = signal.SIGTERM
) -> Iterator[Served]:
    """Serve until the block ends; by then no process of it is left."""
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", str(unused_port()), *words]
    log = folder / "log"
    settings = {**os.environ, **environment, "NOTES": str(folder)}
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, env=settings, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as parent,
    ):
        assert parent.stdout
        first, second = parent.stdout.readline(), parent.stdout.readline()
        address = re.search(r"http://\S+(?=;)", first)
        assert address, log.read_text()
        served = Served(address[0], parent, folder, second, log)
        try:
            until(lambda: served.get("/health"))
            yield served
        finally:
            children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
            parent.send_signal(stop)
            parent.wait(ENOUGH)
            for child in children:
                until(lambda child=child: has_ended(int(child)))  # type: ignore[misc]


def unused_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
