"""The command as a whole: settings, exit codes and errors in a sentence."""

from lms.cli import COMMANDS
from tests.cli.conftest import Shell


def test_help_names_every_command_that_there_is(lms: Shell) -> None:
    result = lms("--help")
    assert result.exit_code == 0
    for command in ("account", "curriculum", "doctor", "migrate", "plugins", "serve", "verify"):
        assert command in COMMANDS
        assert f"\n  {command} " in result.output


def test_each_command_says_how_it_is_used(lms: Shell) -> None:
    for command in lms("--help").output.split("Commands:")[1].split("\n"):
        if command.strip() and not command.startswith("    "):
            assert lms(command.split()[0], "--help").exit_code == 0


def test_missing_settings_are_named_in_a_sentence(environment: dict[str, str]) -> None:
    names = ("LMS_SECRET_KEY", "LMS_LEDGER_KEYS")
    result = Shell({**environment, **dict.fromkeys(names, None)})("verify")  # type: ignore[dict-item]
    assert result.exit_code == 2
    assert "LMS_SECRET_KEY (Environment variable not set)" in result.stderr
    assert "Traceback" not in result.output


def test_a_short_secret_is_refused(environment: dict[str, str]) -> None:
    result = Shell({**environment, "LMS_SECRET_KEY": "short"})("verify")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "at least 32 random characters" in result.stderr


def test_a_ledger_key_that_is_no_key_is_refused(environment: dict[str, str]) -> None:
    for wrong in ("2026:not-hex", "2026:abcd", ""):
        result = Shell({**environment, "LMS_LEDGER_KEYS": wrong})("verify")
        assert result.exit_code == 2
        assert "LMS_LEDGER_KEYS" in result.stderr


def test_a_number_that_is_no_number_is_refused(environment: dict[str, str]) -> None:
    result = Shell({**environment, "LMS_PROXIES": "two"})("verify")
    assert result.exit_code == 2
    assert "LMS_PROXIES (Not a valid integer)" in result.stderr


def test_a_mail_address_that_cannot_be_understood_is_refused(environment: dict[str, str]) -> None:
    result = Shell({**environment, "LMS_MAIL_URL": "mail.example.org"})("verify")
    assert result.exit_code == 2
    assert "LMS_MAIL_URL must be" in result.stderr


def test_a_database_that_does_not_answer_is_said_without_its_password(
    environment: dict[str, str],
) -> None:
    url = "postgresql+psycopg://cadre:hunter2@127.0.0.1:1/cadre"
    result = Shell({**environment, "LMS_DATABASE_URL": url})("verify")
    assert result.exit_code == 2
    assert "cannot be used" in result.stderr
    assert "hunter2" not in result.output


def test_an_address_that_is_no_database_is_said(environment: dict[str, str]) -> None:
    result = Shell({**environment, "LMS_DATABASE_URL": "cadre.sqlite"})("verify")
    assert result.exit_code == 2
    assert "LMS_DATABASE_URL" in result.stderr
