"""The fingerprint of loaded code changes with what the code does, and with nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from subprocess import run

import pytest

from lms import fingerprint
from lms.domain.assessment.policies import LEVEL_7
from lms.fingerprint import THIS_PROCESS, description_of, modules_of, source_of

RULE = "def rule():\n    return {}\n"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Write the package ``ruled``, load it afresh, and take its fingerprint."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def load(**files: str) -> str:
        folder = tmp_path / "ruled"
        folder.mkdir(exist_ok=True)
        for name, text in {"__init__": "", **files}.items():
            (folder / f"{name}.py").write_text(text)
        for name in [m for m in sys.modules if m.partition(".")[0] == "ruled"]:
            del sys.modules[name]
        import_module("ruled")
        for cached in (source_of, fingerprint._folder_source):
            cached.cache_clear()
        return source_of("ruled.rules")

    yield load
    for cached in (source_of, fingerprint._folder_source):
        cached.cache_clear()


def test_a_changed_file_anywhere_in_a_package_changes_its_fingerprint(
    write: Callable[..., str],
) -> None:
    first = write(rules=RULE.format(1))
    assert write(rules=RULE.format(1)) == first
    assert write(rules=RULE.format(2)) != first
    assert write(rules=RULE.format(1), tables="LIMIT = 3") != first


def test_source_that_cannot_be_found_is_taken_for_changed_in_another_process() -> None:
    assert source_of("typed_by_hand") == THIS_PROCESS
    ask = "from lms.fingerprint import source_of; print(source_of('typed_by_hand'))"
    other = run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert other.stdout.strip() != THIS_PROCESS


def limit(least: int) -> Callable[[int], bool]:
    return lambda amount: amount >= least


def test_a_function_is_described_by_what_it_does_and_what_it_is_given() -> None:
    assert description_of(limit(3)) == description_of(limit(3))
    assert description_of(limit(3)) != description_of(limit(4))
    assert description_of(partial(limit, 3)) != description_of(partial(limit, 4))
    assert description_of(limit) != description_of(description_of)


def test_a_policy_is_described_alike_in_every_process() -> None:
    ask = (
        "from lms.domain.assessment.policies import LEVEL_7;"
        "from lms.fingerprint import core_source, description_of;"
        "print(core_source(), description_of(LEVEL_7))"
    )
    other = run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == f"{fingerprint.core_source()} {description_of(LEVEL_7)}"
    assert "lms.domain.assessment.penalties" in modules_of(LEVEL_7)
