"""A site, built once, then looked at with and without a plugin, each time in a process of its own.

Run with a folder to keep compiled templates in, it reads a line of JSON for each process: what to
do, in which folder, and where the plugins are. It prints a line for each: what there is, or null.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from lms.app import create_app
from lms.config import Settings
from lms.domain.board import Decision
from lms.errors import CadreError
from lms.registry import find_plugins
from lms.services.administer import see_plugins
from lms.services.evaluation import progress_of
from lms.services.ratify import Meeting, ratify
from lms.services.site import Site
from lms.store import migrate
from lms.store.chain import Keys
from lms.store.verification import verify
from lms.testing_world import Client, World

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
BOARD = ("chair", "second", "third")
OTHERS = """
- id: other.fit
  title: Fit
  kind: judgement
  settings: {outcomes: [fit, unfit], by: tutor}
"""


def site_in(folder: Path) -> Flask:
    """The site whose database lies in a folder, with whatever plugins are installed now."""
    settings = Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / 'cadre.sqlite'}",
        secret_key="only-for-tests-" * 3,
        ledger_keys=Keys("test", {"test": b"only for tests, never elsewhere"}),
        base_url="http://localhost",
        mail_url="memory:",
    )
    return create_app(settings, find_plugins(), lambda: NOW)


def build(app: Flask, site: Site) -> dict[str, Any]:
    """A learner on the plugin's course who notes a visit, and one on a course that needs nothing."""
    world = World(site)
    world.curriculum("joint-practice")
    world.programme(OTHERS, identity="other")
    world.person("amara")
    enrolment = world.enrolment("amara", "joint-practice", cohort="spring", on=date(2026, 2, 2))
    world.person("ben")
    world.enrolment("ben", "other", on=date(2026, 2, 2))
    world.person("lead", role="programme-lead")
    for member in BOARD:
        world.person(member, role="board")
    world.person("operator", role="operator")
    world.record("amara", "joint-visit", date(2026, 3, 3), enrolment=enrolment, agency="school")
    return {"entered": enter_a_visit(app, world, enrolment)}


def enter_a_visit(app: Flask, world: World, enrolment: str) -> int:
    """Note a visit on the form that is derived from the plugin's record kind."""
    client = world.client(app, "amara")
    path = f"/learning/{enrolment}/record/joint-visit"
    page = client.get(path).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    fields = {"csrf_token": token, "field-agency": "housing"}
    day = {"on-day": "7", "on-month": "4", "on-year": "2026"}
    return client.post(path, data={**fields, **day}).status_code


def look(app: Flask, site: Site) -> dict[str, Any]:
    """Everything that a test asks about the site as it runs now."""
    world = World(site)
    (amara,) = progress_of(site, "amara", site.today())
    (ben,) = progress_of(site, "ben", site.today())
    visits = amara.verdict("jv.visits")
    plugins = see_plugins(site, site.actor("operator"))
    return {
        "loaded": [p.name for p in plugins.loaded],
        "left_out": {p.name: p.reason for p in plugins.left_out},
        "closed": {v.key: v.why for v in plugins.closed},
        "visits": [visits.outcome.value, visits.reason] if visits else None,
        "whole": amara.outcome.value,
        "other": ben.outcome.value,
        "records": [dict(r.payload) for r in site.about_me("amara").of("joint-visit")],
        "board": board(site),
        "sound": verify(site.ledger, site.session()).sound,
        "pages": pages(app, world, amara.enrolment.id),
    }


def board(site: Site) -> str:
    """What comes of a board that would complete the plugin's course."""
    decisions = (Decision("amara", "complete"),)
    meeting = Meeting(
        "joint-practice",
        "spring",
        "course",
        site.today(),
        "chair",
        "Held.",
        decisions,
        members=BOARD,
    )
    try:
        ratify(site, site.actor("lead"), meeting)
    except CadreError as fault:
        return (
            f"{type(fault).__name__}: {' '.join(map(str, getattr(fault, 'problems', ())))}{fault}"
        )
    return "recorded"


def pages(app: Flask, world: World, enrolment: str) -> dict[str, list[Any]]:
    """Status and text of the pages on which the plugin shows itself, and of some others."""
    asked = {
        "learner": ("amara", f"/learning/{enrolment}/"),
        "page": ("amara", "/programmes/joint-practice/pages/agencies"),
        "report": ("lead", "/programmes/joint-practice/reports/joint-visits"),
        "csv": ("lead", "/programmes/joint-practice/reports/joint-visits.csv"),
        "programme": ("lead", "/programmes/joint-practice"),
        "cohort": ("lead", "/programmes/joint-practice/cohorts/spring"),
        "board": ("lead", "/programmes/joint-practice/cohorts/spring/board/course"),
        "plugins": ("operator", "/administration/plugins"),
        "other": ("lead", "/programmes/other"),
    }
    answers = {name: world.client(app, who).get(path) for name, (who, path) in asked.items()}
    return {name: [answer.status_code, answer.text] for name, answer in answers.items()}


def do(act: str, folder: Path, templates: str) -> dict[str, Any]:
    """Build or look at the site in a folder; gives what there is."""
    logging.disable(logging.CRITICAL)
    if act == "build":
        migrate.upgrade(f"sqlite:///{folder / 'cadre.sqlite'}")
    app = site_in(folder)
    app.test_client_class = Client
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(templates)
    with app.app_context():
        site = app.extensions["cadre"]
        return build(app, site) if act == "build" else look(app, site)


def do_in_a_process_of_its_own(asked: str, templates: str) -> bool:
    """Do what a line asks; all of Cadre is read by then, and nothing of any plugin."""
    process = os.fork()
    if process:
        return os.waitpid(process, 0)[1] == 0
    try:
        act, folder, plugins = json.loads(asked)
        # As if PYTHONPATH had named them: before whatever is installed.
        sys.path[1:1] = plugins
        print(json.dumps(do(act, Path(folder), templates)), flush=True)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def main(templates: str) -> None:
    """Do what each line asks, until there are no more."""
    for asked in sys.stdin:
        if not do_in_a_process_of_its_own(asked, templates):
            print("null", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
