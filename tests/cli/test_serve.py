"""The production server, started as an operator starts it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

COMMAND = [sys.executable, "-c", "from lms.cli import main; main()"]


@pytest.fixture
def served(environment: dict[str, str], unused_port: int) -> Iterator[str]:
    """The address of a served site."""
    command = [*COMMAND, "serve", "--port", str(unused_port)]
    settings = {**os.environ, **environment, "LMS_JOBS_IN_PROCESS": "true"}
    process = subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        said = process.stdout.readline()
        address = re.search(r"http://\S+(?=;)", said)
        assert address, said
        yield address[0]
    finally:
        process.terminate()
        process.wait(timeout=120)
        assert process.stdout
        process.stdout.close()


@pytest.fixture
def unused_port() -> int:
    """A port that nobody listens on."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_the_site_is_served(served: str) -> None:
    for _ in range(3000):
        try:
            with urlopen(f"{served}/health") as answer:
                assert answer.read() == b'{"status":"ok"}\n'
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the site does not answer")
