"""A built wheel carries everything we wrote, and puts nothing of ours under a stranger's name."""

import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
BUILT_FROM = ("lms", "plugins", "curricula", "migrations")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info")


def test_the_packages_listed_are_the_folders_that_are_packages() -> None:
    modules = {
        path.parent for top in BUILT_FROM for path in ROOT.joinpath(top).rglob("__init__.py")
    }
    listed = option("packages").split()
    assert listed == sorted(listed)
    assert set(listed) == {installed_as(folder).replace("/", ".") for folder in modules}


def test_a_wheel_holds_our_packages_and_nothing_else(wheel: set[str]) -> None:
    top_level = {name.split("/")[0] for name in wheel}
    assert {name for name in top_level if not name.endswith(".dist-info")} == {
        "lms",
        *(folder.name for folder in ROOT.joinpath("plugins").iterdir()),
    }


def test_a_wheel_holds_every_file_that_we_wrote(wheel: set[str], source: Path) -> None:
    files = [path for top in BUILT_FROM for path in source.joinpath(top).rglob("*")]
    ours = {installed_as(path, source) for path in files if path.is_file()}
    assert sorted(ours - wheel) == []
    assert "lms/web/static/govuk/manifest.json" in wheel


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, for a build leaves files behind."""
    copy = tmp_path_factory.mktemp("source")
    for name in BUILT_FROM:
        shutil.copytree(ROOT / name, copy / name, ignore=LEFT_OUT)
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path) -> set[str]:
    """The names of the files in a wheel."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist"]
    result = subprocess.run(build, cwd=source, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    (built,) = source.glob("dist/*.whl")
    return set(ZipFile(built).namelist())


def installed_as(path: Path, root: Path = ROOT) -> str:
    """Where setup.cfg's package_dir puts a file or folder of the project."""
    top, _, rest = path.relative_to(root).as_posix().partition("/")
    if top == "plugins":
        return rest
    prefix = "" if top == "lms" else "lms/"
    return f"{prefix}{top}/{rest}".rstrip("/")


def option(name: str) -> str:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    return setup["options"][name]
