"""The application starts without loading what only few requests need."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAVY = {
    "alembic",
    "holidays",
    "numpy",
    "openpyxl",
    "pandas",
    "pygal",
    "pygments",
    "rich",
    "scipy",
    "typst",
    "waitress",
    "xlsxwriter",
}
SETTINGS = {"LMS_SECRET_KEY": "s" * 40, "LMS_LEDGER_KEYS": f"test:{'ab' * 32}"}
SAY_WHAT_IS_LOADED = "import sys, wsgi; print(*sys.modules)"


def test_starting_loads_no_heavy_module(tmp_path: Path) -> None:
    environment = {**SETTINGS, "LMS_INSTANCE": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", SAY_WHAT_IS_LOADED],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    assert sorted(HEAVY & set(result.stdout.split())) == []


def test_without_its_settings_it_does_not_start_and_says_which_are_missing(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"LMS_INSTANCE": str(tmp_path)},  # a demo made here has kept its keys beside it
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    assert "LMS_SECRET_KEY (Environment variable not set)" in result.stderr
    assert "LMS_LEDGER_KEYS (Environment variable not set)" in result.stderr
