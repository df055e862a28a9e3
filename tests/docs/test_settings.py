"""The table of settings says what config.py says."""

from pathlib import Path

import pytest

from lms.config import read_settings
from tests.docs.settings_table import PAGE, written


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert PAGE.read_text() == written(), "run: .venv/bin/python -m tests.docs.settings_table"


def test_the_defaults_that_depend_on_others_are_as_the_table_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("LMS_INSTANCE", "LMS_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LMS_SECRET_KEY", "s" * 32)
    monkeypatch.setenv("LMS_LEDGER_KEYS", f"2026:{'ab' * 32}")
    settings = read_settings()
    assert settings.instance == tmp_path / "instance"
    assert settings.database_url == f"sqlite:///{tmp_path / 'instance' / 'cadre.sqlite'}"
