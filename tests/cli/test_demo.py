"""The example site: made by one command, kept by the next, and never over anybody real."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from lms.cli import main
from lms.kept_keys import kept_keys
from lms.services.demo.sign_in import PASSWORD, SIGN_INS
from tests.fixtures.made_once import MadeOnce

AUTUMN = "2025-11-01"
FROM_OUTSIDE = (
    "LMS_SECRET_KEY",
    "LMS_LEDGER_KEYS",
    "LMS_DATABASE_URL",
    "LMS_BASE_URL",
    "LMS_MAIL_URL",
    "LMS_PLUGINS_BLOCK",
)
Command = Callable[..., Result]


def command_in(instance: Path) -> Command:
    """``command("demo", "--no-serve")`` runs `lms` with nothing set but its folder."""
    bare = dict.fromkeys(FROM_OUTSIDE, None) | {"LMS_INSTANCE": str(instance)}

    def run(*words: object, **environment: str) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], env=bare | environment)

    return run


@pytest.fixture(scope="module")
def instance(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an example site that was made once, by the command itself."""

    def make(folder: Path) -> None:
        made = command_in(folder)("demo", "--no-serve", "--today", AUTUMN)
        assert made.exit_code == 0, made.output
        (folder / "said").write_text(made.output)

    copy = tmp_path_factory.mktemp("site") / "instance"
    return copytree(made_once("demo", make), copy)


@pytest.fixture
def lms(instance: Path) -> Command:
    return command_in(instance)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Command:
    """The command in a folder in which there is nothing yet."""
    return command_in(tmp_path / "instance")


def test_it_says_what_it_did_step_by_step(instance: Path) -> None:
    said = (instance / "said").read_text().splitlines()
    assert [line.split(" ")[0] for line in said[:4]] == ["Keys", "Tables", "Curricula", "People"]
    assert "invented people" in said[3]
    assert "1 November 2025" in said[3]


def test_it_says_how_to_sign_in_as_everybody(instance: Path) -> None:
    said = (instance / "said").read_text()
    assert PASSWORD in said
    assert "All of them are invented" in said
    assert [who for who in SIGN_INS if f"{who.email} " not in said] == []


def test_it_keeps_its_keys_where_only_their_owner_reads_them(instance: Path) -> None:
    path = instance / "keys.env"
    assert path.stat().st_mode & 0o077 == 0
    assert set(kept_keys(instance)) == {"LMS_SECRET_KEY", "LMS_LEDGER_KEYS"}
    assert (instance / "cadre.sqlite").stat().st_mode & 0o077 == 0


def test_other_commands_find_its_keys_and_its_ledger_sound(lms: Command) -> None:
    result = lms("verify")
    assert result.exit_code == 0, result.output


def test_a_second_time_it_makes_nothing(lms: Command, instance: Path) -> None:
    before = (instance / "cadre.sqlite").read_bytes()
    result = lms("demo", "--no-serve")
    assert result.exit_code == 0, result.output
    assert "the invented people are there already" in result.output
    assert (instance / "cadre.sqlite").read_bytes() == before


def test_another_day_needs_a_fresh_start(lms: Command) -> None:
    result = lms("demo", "--no-serve", "--today", "2025-06-01")
    assert "add --fresh" in result.output


def test_a_day_to_come_is_refused(elsewhere: Command) -> None:
    tomorrow = date.today() + timedelta(days=2)  # noqa: DTZ011 - later than today anywhere
    result = elsewhere("demo", "--no-serve", "--today", tomorrow)
    assert result.exit_code == 2
    assert "has not come yet" in result.output


def test_a_fresh_start_touches_no_database_but_its_own(elsewhere: Command, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.sqlite"
    theirs.write_text("precious")
    result = elsewhere("demo", "--fresh", "--no-serve", LMS_DATABASE_URL=f"sqlite:///{theirs}")
    assert result.exit_code == 2
    assert "--fresh only ever removes" in result.output
    assert theirs.read_text() == "precious"


@pytest.mark.parametrize("words", [("demo", "--no-serve"), ("demo", "--fresh", "--no-serve")])
def test_a_site_with_somebody_real_on_it_is_left_alone(
    elsewhere: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    keys = {"LMS_SECRET_KEY": "0123456789abcdef" * 4, "LMS_LEDGER_KEYS": f"first:{'ab' * 32}"}
    assert elsewhere("migrate", **keys).exit_code == 0
    opened = elsewhere(
        "account",
        "open",
        "somebody@example.net",
        "--name",
        "Somebody",
        CADRE_PASSWORD="seven grey herons on a weir",
        **keys,
    )
    assert opened.exit_code == 0, opened.output
    result = elsewhere(*words, **keys)
    assert result.exit_code == 2
    assert "not invented" in result.output
    assert (tmp_path / "instance" / "cadre.sqlite").exists()


def test_it_serves_pages_and_stops_when_asked(instance: Path) -> None:
    port = free_port()
    environment = {n: v for n, v in os.environ.items() if n not in FROM_OUTSIDE}
    served = subprocess.Popen(
        [sys.executable, "-c", "from lms.cli import main; main()", "demo", "--port", str(port)],
        env=environment | {"LMS_INSTANCE": str(instance)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert "Password" in page(f"http://127.0.0.1:{port}/sign-in", served)
    finally:
        served.terminate()
        said, _ = served.communicate(timeout=120)
    assert f"Serving on http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert served.returncode == 0


def test_a_port_that_is_taken_is_said_so(lms: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = lms("demo", "--port", taken.getsockname()[1])
    assert result.exit_code == 2
    assert "choose another" in result.output


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def page(url: str, served: subprocess.Popen[str]) -> str:
    """The page, once the server is up."""
    for _ in range(3000):
        try:
            with urlopen(url) as answer:
                return str(answer.read().decode())
        except URLError:
            assert served.poll() is None, served.communicate()[0]
            time.sleep(0.1)
    raise AssertionError("the server did not start within five minutes")
