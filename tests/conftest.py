"""What every test can ask for."""

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""How long an example takes says how busy the machine is: no test fails of that."""

pytest_plugins = [
    "tests.fixtures.garbage",
    "tests.fixtures.routing",
    "tests.fixtures.pages",
    "tests.fixtures.browser",
    "tests.fixtures.made_once",
    "tests.fixtures.databases",
    "tests.fixtures.snapshots",
    "tests.fixtures.world",
    "tests.fixtures.programs",
    "tests.fixtures.sign_in",
    "tests.fixtures.training",
    "tests.fixtures.workforce",
    "tests.fixtures.teaching",
    "tests.fixtures.kinds_of_work",
    "tests.fixtures.learning",
    "tests.fixtures.marking",
    "tests.fixtures.moderating",
    "tests.fixtures.boards",
    "tests.fixtures.crowd",
]


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Stop pytest-flask from sharing one request, and so one session, among all requests of a test."""
