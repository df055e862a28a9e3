"""A program of ours run in another process, so that a hostile file harms nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import BoundedSemaphore
from time import monotonic

from lms.services.unreadable import BUSY, DAMAGED, SLOW, Unreadable

READERS = BoundedSemaphore(2)
"""Files read at one time: however many come in, the site has threads left for everybody else."""
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGKILL)
TURN = 5
"""Seconds that a file waits until another one has been read."""
PASSED_ON = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "HOME", "LANG", "LC_ALL")
"""What the program that reads files is told of where it runs: none of the site's secrets."""


def run_apart(module: str, content: bytes, until: float) -> bytes:
    """What a module run as a program makes of a file by a moment of the clock that only goes on.

    Unreadable where too many wait, where it takes too long, or where the program ends in a fault.
    """
    if not READERS.acquire(timeout=TURN):
        raise Unreadable(BUSY)
    try:
        return _run(module, content, until - monotonic())
    finally:
        READERS.release()


def _run(module: str, content: bytes, seconds: float) -> bytes:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file comes through its input
            [sys.executable, "-m", module],
            input=content,
            capture_output=True,
            timeout=max(seconds, 0.1),
            env=environment,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(SLOW) from None
    except subprocess.CalledProcessError as ended:
        raise Unreadable(SLOW if -ended.returncode in OUT_OF_TIME else DAMAGED) from None
    except subprocess.SubprocessError:
        raise Unreadable(DAMAGED) from None
    return done.stdout
