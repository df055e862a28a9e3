"""An engine of the ledger's own, on each kind of database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from lms.store.base import prepare


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    prepare(engine)
    yield engine
    engine.dispose()
