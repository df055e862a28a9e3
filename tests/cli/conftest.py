"""Running `lms` as an operator does, on each engine."""

from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import make_url

from lms.cli import main
from lms.config import Settings
from tests.fixtures.pages import lend


class Shell:
    """Runs `lms` commands with the settings of one site."""

    def __init__(self, environment: dict[str, str]):
        self.environment = environment

    def __call__(self, *words: object, typed: str = "") -> Result:
        """The result of one command."""
        command = [str(word) for word in words]
        return CliRunner().invoke(main, command, env=self.environment, input=typed)


@pytest.fixture(autouse=True)
def lent_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command opens a site of its own; making the pages anew for it would take most of its time.

    A process that a test starts makes its own.
    """

    def add(app: Flask, settings: Settings) -> None:
        lend(request.getfixturevalue("pages_like")(settings), app)

    monkeypatch.setattr("lms.app.add_pages", add)


@pytest.fixture
def environment(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of a site whose tables are in order."""
    file = Path(make_url(database_url).database or "")
    if file.is_file():
        file.chmod(0o600)
    return {
        "LMS_INSTANCE": str(tmp_path_factory.mktemp("instance")),
        "LMS_DATABASE_URL": database_url,
        "LMS_SECRET_KEY": sha256(b"only for tests").hexdigest(),
        "LMS_LEDGER_KEYS": f"2026:{sha256(b'never elsewhere').hexdigest()}",
    }


@pytest.fixture
def lms(environment: dict[str, str]) -> Shell:
    """``lms("verify", "--format", "json")`` runs that command."""
    return Shell(environment)
