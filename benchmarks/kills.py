"""Writers that are killed in the middle of what they do, again and again: what was acknowledged is there."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, wait
from typing import Any

from lms.app import close, open_site
from lms.config import Settings
from lms.errors import CadreError
from lms.services.see_register import Day
from lms.services.take_register import Present, take_register

AT_ONCE = 4
"""So many write the same register, and are killed one after the other."""
LATEST = 0.05
"""Seconds after an acknowledgement at which a writer is killed at the latest: an act takes less."""
SILENCE = 120.0


@dataclass(frozen=True, slots=True)
class Register:
    """What is written: the register of a day of a cohort, by its tutor."""

    tutor: str
    day: Day
    on: date
    learners: tuple[str, ...]


def kill_writers(settings: Settings, register: Register, kills: int) -> tuple[str, ...]:
    """Kill so many processes while they write; the keys of all acts that were acknowledged."""
    context = multiprocessing.get_context("spawn")
    told = context.SimpleQueue()
    nursery = context.Process(target=_nursery, args=(settings, register, kills, told))
    nursery.start()
    acknowledged: tuple[str, ...] = told.get()
    nursery.join()
    if nursery.exitcode:
        raise RuntimeError("not all could be killed; why is printed above")
    return acknowledged


def _nursery(settings: Settings, register: Register, kills: int, told: Any) -> None:
    """Make the site once; a writer begins as a copy of this process, which has no connection open."""
    app = open_site(settings)
    close(app)
    acknowledged: list[str] = []
    try:
        for first in range(0, kills, AT_ONCE):
            acknowledged += _kill_some(app, register, range(first, min(first + AT_ONCE, kills)))
    finally:
        told.put(tuple(acknowledged))


def _kill_some(app: Any, register: Register, numbers: Iterable[int]) -> list[str]:
    """Let some write at once, and kill them one after the other."""
    context = multiprocessing.get_context("fork")
    writers = []
    for number in numbers:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_write, args=(app, register, number, there), daemon=True)
        process.start()
        there.close()
        writers.append((process, here))
    acknowledged: list[str] = []
    for process, here in writers:
        acknowledged += _kill(process.pid or 0, here)
        process.join()
    return acknowledged


def _kill(process: int, told: Connection) -> Sequence[str]:
    """Kill a writer in the middle of an act; the keys that it had acknowledged."""
    if not wait([told], SILENCE):
        raise TimeoutError("a writer acknowledged nothing")
    time.sleep(random.uniform(0, LATEST))  # noqa: S311 - no secret
    os.kill(process, signal.SIGKILL)
    keys = []
    try:
        while True:
            keys.append(told.recv_bytes().decode())
    except (EOFError, OSError):
        return keys


def _write(app: Any, register: Register, number: int, told: Connection) -> None:
    """Take the register again and again, with other marks each time; tell each key afterwards."""
    site = app.extensions["cadre"]
    chance = random.Random(number)  # noqa: S311 - no secret
    turn = 0
    while True:
        turn += 1
        key = f"{number}-{turn}"
        said = [
            Present(person, chance.random() < 0.5, chance.random() < 0.5)
            for person in register.learners
        ]
        with app.app_context():
            try:
                tutor = site.actor(register.tutor)
                take_register(site, tutor, register.day, register.on, said, key=key)
            except CadreError:
                continue  # others were first too often; nothing was acknowledged
        told.send_bytes(key.encode())
