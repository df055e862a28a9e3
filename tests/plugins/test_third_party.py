"""A stranger's plugin: installed it works, removed or broken it costs no more than the hooks say."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "joint-visits"
SCRIPT = Path(__file__).parent / "third_party_site.py"
CLI = "from lms.cli import main; main()"
VERSION = "joint-practice@1.0"
Run = Callable[[str, Path, Path | None], dict[str, Any]]
Look = Callable[[dict[str, str]], dict[str, Any]]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, installed by pip from its own folder, without a network."""
    folder = tmp_path_factory.mktemp("third-party")
    shutil.copytree(EXAMPLE, folder / "source")
    flags = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    target = ["--target", str(folder / "site"), str(folder / "source")]
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    subprocess.run([*command, *flags, *target], check=True, capture_output=True)
    return folder / "site"


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """``run("look", folder, plugins)`` looks in a new process, with some plugins on its path or none.

    The processes come from one that has read all of Cadre, which takes longer than what they do.
    """
    folder = tmp_path_factory.mktemp("processes")
    command = [sys.executable, str(SCRIPT), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    faults = folder / "faults.txt"
    with (
        faults.open("w") as stderr,
        Popen(command, env=environment, stdin=PIPE, stdout=PIPE, stderr=stderr, text=True) as one,
    ):
        assert one.stdin
        assert one.stdout

        def ask(act: str, folder: Path, plugins: Path | None) -> dict[str, Any]:
            asked = [act, str(folder), [str(plugins)] if plugins else []]
            print(json.dumps(asked), file=one.stdin, flush=True)
            answer: dict[str, Any] | None = json.loads(one.stdout.readline() or "null")
            assert answer is not None, faults.read_text()
            return answer

        yield ask


@pytest.fixture(scope="session")
def built(installed: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on which the plugin's course is published and a learner has noted two visits."""
    folder = tmp_path_factory.mktemp("built")
    assert run("build", folder, installed) == {"entered": 302}
    return folder


@pytest.fixture
def look(built: Path, installed: Path, run: Run, tmp_path: Path) -> Look:
    """``look(changes)`` opens a copy of the site with the plugin's files added to."""

    def open_site(changes: dict[str, str]) -> dict[str, Any]:
        site, plugins = tmp_path / "site", tmp_path / "plugins"
        shutil.copytree(built, site)
        shutil.copytree(installed, plugins)
        for name, text in changes.items():
            with (plugins / "joint_visits" / name).open("a") as file:
                file.write(text)
        return run("look", site, plugins)

    return open_site


def test_installed_its_requirement_page_panel_and_report_work(look: Look) -> None:
    seen = look({})
    assert "joint_visits" in seen["loaded"]
    assert seen["visits"] == ["met", "2 of 2 different agencies visited."]
    assert [r["agency"] for r in seen["records"]] == ["school", "housing"]
    pages = seen["pages"]
    assert "Next joint visit" in pages["learner"][1]
    assert pages["page"][0] == 200
    assert "you visit with colleagues from" in pages["page"][1]
    assert "housing, school" in pages["report"][1]
    assert 'Amara,The course,2,"housing, school"' in pages["csv"][1]
    assert (seen["closed"], seen["board"]) == ({}, "recorded")


@pytest.fixture(scope="module")
def removed(built: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The same site without the plugin."""
    site = tmp_path_factory.mktemp("removed") / "site"
    shutil.copytree(built, site)
    return run("look", site, None)


def test_removed_the_version_closes_and_everything_stays_readable(removed: dict[str, Any]) -> None:
    seen = removed
    assert "joint_visits" not in seen["loaded"]
    assert "joint_visits, which is not loaded" in seen["closed"][VERSION]
    assert seen["visits"][0] == "held"
    assert "is not loaded; a person must look" in seen["visits"][1]
    assert seen["whole"] == "held"
    assert [r["agency"] for r in seen["records"]] == ["school", "housing"]
    assert seen["sound"]
    assert seen["board"].startswith("Refused")
    assert "joint_visits, which is not loaded" in seen["board"]
    pages = seen["pages"]
    assert [pages[p][0] for p in ("learner", "programme", "cohort", "board")] == [200] * 4
    assert "joint_visits, which is not loaded" in pages["cohort"][1]
    assert "joint_visits, which is not loaded" in pages["plugins"][1]
    assert (pages["page"][0], pages["report"][0]) == (404, 404)


def test_removed_it_costs_no_other_programme_anything(removed: dict[str, Any]) -> None:
    seen = removed
    assert seen["other"] == "not-yet"
    assert seen["pages"]["other"][0] == 200
    assert set(seen["closed"]) == {VERSION}
    assert len(seen["loaded"]) == 4


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("raise ImportError('a library is missing')\n", "ImportError: a library is missing"),
        ("import sys\nsys.exit('bye')\n", "SystemExit: bye"),
        ("JOINT_VISIT = 'not a kind'\n", "it must give RecordKind objects"),
        ("@hookimpl\ndef lms_register_repots(context):\n    return ()\n", "lms_register_repots"),
        (
            "@hookimpl\ndef lms_register_pages(context):\n    raise OSError('no pages')\n",
            "OSError: no pages",
        ),
        (
            "@hookimpl\ndef lms_register_pages(context):\n    raise SystemExit('enough')\n",
            "SystemExit: enough",
        ),
    ],
    ids=["import", "exit", "wrong type", "misspelt hook", "hook raises", "hook exits"],
)
def test_broken_at_the_start_it_is_left_out_whole_and_named(
    look: Look, change: str, reason: str
) -> None:
    seen = look({"__init__.py": f"\n\n{change}"})
    assert reason in seen["left_out"]["joint_visits"]
    assert "joint_visits, which is not loaded" in seen["closed"][VERSION]
    assert seen["visits"][0] == "held"
    kind, _, words = reason.partition(": ")
    page = seen["pages"]["plugins"][1]
    assert kind in page
    assert not words or words not in page, "what a fault says is for the log"
    assert seen["other"] == "not-yet"


RAISES = "\n\ndef {name}(*_):\n    raise ZeroDivisionError('of its own')\n"


def test_a_rule_that_raises_holds_and_never_passes(look: Look) -> None:
    rule = RAISES.format(name="broken") + "\n\nDIFFERENT_AGENCIES = RequirementKind(\n"
    rule += "    name='different-agencies', title='Broken', evaluate=broken,\n"
    rule += "    settings=DIFFERENT_AGENCIES.settings,\n)\n"
    seen = look({"counting.py": rule})
    assert seen["visits"][0] == "held"
    assert "could not be worked out; a person must look (reference " in seen["visits"][1]
    assert "of its own" not in seen["visits"][1]
    assert seen["whole"] == "held"
    assert "needs everything settled" in seen["board"]
    assert seen["closed"] == {}


def test_a_page_a_panel_and_a_report_that_raise_cost_themselves_only(look: Look) -> None:
    names = ("agencies", "next_visit", "visits")
    broken = "".join(RAISES.format(name=name) for name in names)
    broken += "\n\nAGENCIES = Page('agencies', 'Whom to visit with', agencies)\n"
    broken += "VISITS = Report('joint-visits', 'Joint visits', ('Learner',), visits)\n"
    seen = look({"showing.py": broken})
    pages = seen["pages"]
    assert pages["learner"][0] == 200
    assert "Next joint visit" not in pages["learner"][1]
    assert "The plugin that draws this page could not do so" in pages["page"][1]
    assert pages["report"][0] == 500
    assert "could not be drawn" in pages["report"][1]
    assert [pages[p][0] for p in ("programme", "cohort", "board", "other")] == [200] * 4
    assert seen["visits"][0] == "met"
    assert seen["board"] == "recorded"


def test_its_own_tests_pass_with_the_test_kit_alone(installed: Path, tmp_path: Path) -> None:
    tests = tmp_path / "tests"
    shutil.copytree(EXAMPLE / "tests", tests)
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_it_imports_the_public_door_alone(installed: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", CLI, "plugins", "check", "joint_visits"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "joint_visits: fine\n"), done.stderr
