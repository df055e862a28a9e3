"""Checking the ledger, the plugins and the site, opening accounts, doing promised work."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from lms.domain.policy import SYSTEM
from lms.services.notify import notify
from lms.services.recording import recording
from lms.services.site import Site
from lms.testing_world import World
from tests.cli.conftest import Shell

PASSWORD = {"CADRE_PASSWORD": "three quiet otters"}


def test_a_sound_ledger_is_said_with_its_head(lms: Shell) -> None:
    lms("account", "open", "jo@example.org", "--name", "Jo", "--operator", typed=twice(PASSWORD))
    result = lms("verify")
    assert result.exit_code == 0
    first, compared, rest = result.output.splitlines()
    assert re.fullmatch(r"1 record, all in order\. Head: 1:[0-9a-f]{64}", first)
    assert compared == "Compared with it: 0 texts, 0 uploaded files and 0 published versions."
    assert "Not covered: the read audit" in rest
    assert "views" in rest
    head = json.loads(lms("verify", "--format", "json").output)["head"]
    assert lms("verify", "--head", head).exit_code == 0


def twice(password: dict[str, str]) -> str:
    return f"{password['CADRE_PASSWORD']}\n" * 2


def test_a_tail_that_was_cut_off_is_found_with_the_exported_head(lms: Shell) -> None:
    result = lms("verify", "--head", f"7:{'a' * 64}")
    assert result.exit_code == 1
    assert "record 7, is not in the ledger" in result.output


def test_a_head_that_is_none_is_wrong_usage(lms: Shell) -> None:
    result = lms("verify", "--head", "yesterday")
    assert result.exit_code == 2
    assert "neither POSITION:HASH nor a file" in result.stderr


def test_the_plugins_are_listed_with_their_origin(lms: Shell) -> None:
    found = json.loads(lms("plugins", "list", "--format", "json").output)
    assert {"name": "lms_leadership", "origin": "lms_leadership"} in found["loaded"]


def test_a_blocked_plugin_is_listed_with_the_reason(environment: dict[str, str]) -> None:
    blocked = Shell({**environment, "LMS_PLUGINS_BLOCK": "lms_leadership, lms_foundation"})
    found = json.loads(blocked("plugins", "list", "--format", "json").output)
    reason = "blocked by LMS_PLUGINS_BLOCK"
    assert {"name": "lms_leadership", "reason": reason} in found["left_out"]
    assert {"name": "lms_foundation", "reason": reason} in found["left_out"]


def test_the_bundled_plugins_keep_the_rules(lms: Shell) -> None:
    result = lms("plugins", "check")
    assert result.exit_code == 0, result.output


def test_a_plugin_that_is_none_is_wrong_usage(lms: Shell) -> None:
    result = lms("plugins", "check", "lms_chess")
    assert result.exit_code == 2
    assert 'There is no plugin "lms_chess"' in result.stderr


def test_the_first_operator_gets_in_from_the_machine_itself(lms: Shell) -> None:
    before = lms("doctor").output
    assert "Nobody who can sign in is an operator." in before
    shell = Shell({**lms.environment, **PASSWORD})
    result = shell("account", "open", "jo@example.org", "--name", "Jo Bloggs", "--operator")
    assert result.output == "jo@example.org can sign in.\n"
    assert "operator" not in lms("doctor").output
    assert shell("account", "close", "JO@example.org").exit_code == 0
    assert "Nobody who can sign in is an operator." in lms("doctor").output
    assert shell("account", "reopen", "jo@example.org").exit_code == 0
    assert shell("account", "password", "jo@example.org").exit_code == 0
    signed_out = shell("account", "sign-out", "jo@example.org")
    assert signed_out.output == "jo@example.org is signed out everywhere.\n"
    assert "operator" not in lms("doctor").output


def test_a_password_that_cannot_be_used_opens_nothing(lms: Shell) -> None:
    result = lms("account", "open", "jo@example.org", "--name", "Jo", typed="short\nshort\n")
    assert result.exit_code == 2
    assert "at least 12 characters" in result.stderr
    assert (
        "Nobody signs in with jo@example.org." in lms("account", "close", "jo@example.org").stderr
    )


def test_the_doctor_finds_nothing_wrong_with_a_sound_site(lms: Shell) -> None:
    shell = Shell({**lms.environment, **PASSWORD})
    shell("account", "open", "jo@example.org", "--name", "Jo Bloggs", "--operator")
    result = lms("doctor")
    assert (result.exit_code, result.output) == (0, "All is well.\n")


@pytest.mark.parametrize(
    ("setting", "value", "finding"),
    [
        ("LMS_SECRET_KEY", "a" * 40, "LMS_SECRET_KEY can be guessed"),
        ("LMS_LEDGER_KEYS", f"old:{'ab' * 32}", 'The ledger key "old" is short or can be guessed'),
        ("LMS_BASE_URL", "http://cadre.example.org", "without encryption"),
        ("LMS_BASE_URL", "https://cadre.example.org", "LMS_PROXIES is 0"),
        ("LMS_BASE_URL", "https://cadre.example.org", "No mail leaves the site"),
        ("LMS_DATABSE_URL", "sqlite:///x", "LMS_DATABSE_URL is not a setting"),
        ("LMS_PLUGINS_BLOCK", "lms_leadership", "The plugin lms_leadership is left out"),
    ],
)
def test_the_doctor_finds_an_unsafe_or_odd_setting(
    environment: dict[str, str], setting: str, value: str, finding: str
) -> None:
    result = Shell({**environment, setting: value})("doctor")
    assert result.exit_code == 1
    assert finding in result.output


def test_the_doctor_speaks_json_too(lms: Shell) -> None:
    found = json.loads(lms("doctor", "--format", "json").stdout)
    assert all(set(finding) == {"what", "remedy"} for finding in found)


def test_views_are_built_again(lms: Shell, app: Flask, site: Site) -> None:
    assert lms("views", "rebuild").output == "Views of 0 people built again.\n"


def test_a_worker_sends_what_was_promised_and_stops(lms: Shell, site: Site, world: World) -> None:
    amara = world.person("amara")
    with recording(site, SYSTEM) as writer:
        notify(site, writer, amara, "Your log was read", "Your tutor answered.", "/learning/")
    assert lms("worker", "--once").output == "1 done.\n"
    (mail,) = (Path(lms.environment["LMS_INSTANCE"]) / "mail").iterdir()
    assert "To: amara@example.org" in mail.read_text()
    assert lms("worker", "--once").output == "0 done.\n"
