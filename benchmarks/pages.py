"""Requests per second of three pages of the example world, beside a bare Flask page with one query."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import date
from itertools import count
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from lms.cli import demo_site
from lms.config import read_settings
from lms.services.demo.sign_in import PASSWORD

LEARNER = "rhona.tindall@example.org"
LOG = "fnd.log.gibbs"
TODAY = date(2026, 11, 1)
SENTENCE = "I noticed that I had asked the mother twice and the boy not at all. "


def bare_flask(folder: Path) -> Callable[[], int]:
    """One page of plain Flask that asks the database one thing."""
    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'bare.sqlite'}"
    database = SQLAlchemy(app)

    @app.get("/")
    def page() -> str:
        return str(database.session.scalar(text("SELECT 1")))

    client = app.test_client()
    return lambda: Context().run(client.get, "/").status_code


@contextmanager
def example_site(folder: Path) -> Iterator[Flask]:
    """The example world, loaded into a folder that goes away."""
    os.environ |= {
        "LMS_INSTANCE": str(folder),
        "LMS_SECRET_KEY": "0" * 64,
        "LMS_LEDGER_KEYS": f"benchmark:{'0' * 64}",
    }
    settings = read_settings()
    demo_site.migrate(settings)
    with demo_site.open_site(settings) as (app, clock):
        with app.app_context():
            demo_site.publish(app, clock, TODAY)
            demo_site.load(app, clock, TODAY, given=True)
        yield app


def signed_in(app: Flask) -> FlaskClient:
    """A client with a learner of the example world signed in."""
    client = app.test_client()
    page = Context().run(client.get, "/sign-in").text
    form = {"email": LEARNER, "password": PASSWORD, "csrf_token": _hidden(page, "csrf_token")}
    Context().run(client.post, "/sign-in", data=form)
    return client


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if found is None:
        raise SystemExit(f"the page has no hidden {name}; the benchmark is out of date")
    return found.group(1)


def log_submission(client: FlaskClient, home: str) -> Callable[[], int]:
    """Write a log, have it checked, and hand it in: the three requests of one submission."""
    address = f"{home}logs/{LOG}/"
    prompts = re.findall(
        r'<textarea[^>]*name="(text-[^"]+)"', Context().run(client.get, address).text
    )
    numbers = count()

    def submit() -> int:
        page = Context().run(client.get, address).text
        revision, token = _hidden(page, "revision"), _hidden(page, "csrf_token")
        words = f"{SENTENCE * 8} This is attempt {next(numbers)}."
        typed = dict.fromkeys(prompts, words)
        form = typed | {"revision": revision, "csrf_token": token, "action": "check"}
        check = Context().run(client.post, address, data=form, follow_redirects=True).text
        hidden = {n: _hidden(check, n) for n in ("revision", "csrf_token", "idempotency")}
        return Context().run(client.post, f"{address}check", data=hidden).status_code

    return submit


def rate(act: Callable[[], int], expected: int, seconds: float) -> float:
    """How often a second an act succeeds, one after another; SystemExit where it does not."""
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        if (status := act()) != expected:
            raise SystemExit(f"a benchmarked page answered {status}, not {expected}")
        done += 1
    return done / (time.perf_counter() - began)


def measure(seconds: float = 5.0) -> dict[str, float]:
    """Rates of the bare page and of ours, in one process and one run."""
    with tempfile.TemporaryDirectory() as name, example_site(Path(name)) as app:
        client = signed_in(app)
        found = re.search(
            r'href="(/learning/[^/"]+/)', Context().run(client.get, "/learning/").text
        )
        if found is None:
            raise SystemExit("the example learner has no programme")
        home = found[1]

        def get(path: str) -> Callable[[], int]:
            return lambda: Context().run(client.get, path).status_code

        return {
            "a bare Flask page with one query": rate(bare_flask(Path(name)), 200, seconds),
            "the learner's start page": rate(get("/"), 200, seconds),
            "the learner's programme page": rate(get("/learning/"), 200, seconds),
            "a module page": rate(get(f"{home}modules/fnd.m04"), 200, seconds),
            "a log, written, checked and handed in": rate(
                log_submission(client, home), 302, seconds
            ),
        }
