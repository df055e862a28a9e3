"""``python -m benchmarks.table``: what each page and each act costs in a cohort of a size."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, text

from benchmarks.acts import Acts, Prepare, asking
from benchmarks.databases import opened
from benchmarks.facts import WAITING, Learner
from benchmarks.measuring import Cost, cost_of
from benchmarks.places import pages_of
from benchmarks.world import PROGRAMME, Size, open_world
from lms.services.programmes import newest
from lms.services.site import Site
from lms.testing_world import World

TIMES = 7
"""Requests that a median is taken of."""
BARE = "a bare page"


def measured(
    app: Flask, size: Size, only: tuple[str, ...] = (), times: int = TIMES
) -> Iterator[tuple[str, Cost]]:
    """The cost of a bare page, then of each page and each act, or of those that are named."""
    site: Site = app.extensions["cadre"]
    with app.app_context():
        version = newest(site, PROGRAMME).version
        engine = site.ledger.engine
    yield BARE, cost_of(*bare_page(app), 7 * times)
    for name, prepare in everything(app, size, version).items():
        if not only or name in only:
            yield name, cost_of(engine, prepare, times)


def everything(app: Flask, size: Size, version: str) -> dict[str, Prepare]:
    """Each page and each act of a world, pages first: they change nothing."""
    learners = tuple(Learner(n, size.records, version) for n in range(size.learners))

    @cache
    def client(identity: str):  # type: ignore[no-untyped-def]
        with app.app_context():
            return World(app.extensions["cadre"]).client(app, identity)

    waiting = next(each for each in learners if not each.is_marked(WAITING))

    def page(who: str, path: str) -> Prepare:
        return lambda _: asking(client(who), path)

    pages = {name: page(*place) for name, place in pages_of(learners[1], waiting).items()}
    return {**pages, **Acts(client, learners).all()}


def bare_page(app: Flask) -> tuple[Engine, Prepare]:
    """A page of plain Flask that asks the same database for thirty rows."""
    bare = Flask("bare")
    bare.config["SQLALCHEMY_DATABASE_URI"] = app.config["SQLALCHEMY_DATABASE_URI"]
    database = SQLAlchemy(bare)

    @bare.get("/")
    def page() -> str:
        rows = database.session.execute(text("SELECT id, name, email FROM person LIMIT 30"))
        return "".join(f"<p>{row.name}</p>" for row in rows)

    client = bare.test_client()
    with bare.app_context():
        return database.engine, lambda _: asking(client, "/")


def line(name: str, cost: Cost, bare: float) -> str:
    """A row of the table that is printed."""
    return (
        f"{name:18} {cost.cpu:9.2f} {cost.cpu / bare:8.1f} {cost.statements:7} "
        f"{cost.rows:9} {cost.records:9} {cost.bytes:9}"
    )


HEADING = (
    f"{'':18} {'CPU ms':>9} {'× bare':>8} {'asked':>7} {'rows':>9} {'records':>9} {'bytes':>9}"
)


def print_table(size: Size, engine: str, folder: Path, only: tuple[str, ...] = ()) -> None:
    """Build the world where it is not there, measure and print."""
    with opened(engine, folder) as databases, open_world(databases, folder, size) as app:
        print(f"\n{size.learners} learners, {size.records} records each, {engine}\n{HEADING}")
        bare = 0.0
        for name, cost in measured(app, size, only):
            bare = bare or cost.cpu
            print(line(name, cost, bare), flush=True)


def main() -> None:
    """Read what is asked for, and print one table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--learners", type=int, default=200)
    asked.add_argument("--records", type=int, default=238)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--only", default="", help="pages and acts by name, with commas between")
    asked.add_argument("--keep", type=Path, help="a folder in which the world stays for next time")
    given = asked.parse_args()
    only = tuple(name for name in given.only.split(",") if name)
    with kept(given.keep) as folder:
        print_table(Size(given.learners, given.records), given.database, folder, only)


@contextmanager
def kept(folder: Path | None) -> Iterator[Path]:
    """The folder that is named, made where it is not there; or one that goes away."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="cadre-benchmark-") as name:
            yield Path(name)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()


if __name__ == "__main__":
    main()
