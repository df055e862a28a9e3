"""A cohort of any size on Year 3 of the bundled family therapy, told within the rules, built in one go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import uuid4

from flask import Flask

from benchmarks.bulk import Told, write_all
from benchmarks.databases import Databases
from benchmarks.facts import BEGAN, MARKERS, PIECES, TODAY, Learner, each_day
from lms.app import close, create_app
from lms.config import Settings
from lms.domain.records import Subject, cohort, person
from lms.domain.registers import SYSTEMIC_TITLE
from lms.services.site import Site, fact
from lms.services.views import rebuild
from lms.store import migrate
from lms.store.accounts import Account
from lms.store.base import writing_session
from lms.store.chain import Keys
from lms.store.people import Cohort, Person, Place, save_cohort, save_person, save_place
from lms.testing_world import Client, World

NOW = datetime.combine(TODAY, time(12), UTC)
OPENED = datetime.combine(BEGAN, time(8), UTC)
PROGRAMME, COHORT, YEAR = "family-therapy", "cohort", "year-3"
STAFF = {
    "tutor": ("tutor", {"programme": PROGRAMME, "cohort": COHORT}),
    "lead": ("programme-lead", {"programme": PROGRAMME}),
    "moderator": ("moderator", {"programme": PROGRAMME}),
    "examiner": ("external-examiner", {"programme": PROGRAMME}),
    "member": ("board", {"programme": PROGRAMME}),
    "officer": ("conduct-officer", {"programme": PROGRAMME}),
    "planner": ("planner", {}),
    "operator": ("operator", {}),
    "guardian": ("data-protection-officer", {}),
    **{f"marker-{n}": ("marker", {"programme": PROGRAMME}) for n in range(MARKERS)},
}
"""Who works with the cohort: the role of each, and where it holds."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many learners there are, and how many records about each."""

    learners: int
    records: int

    @property
    def name(self) -> str:
        """What a database of this size is called."""
        return f"world_{self.learners}_{self.records}"


def settings_of(url: str, folder: Path) -> Settings:
    """What the measured site is told: as in use, with keys that the next run knows."""
    return Settings(
        instance=folder / "instance",
        database_url=url,
        secret_key="0" * 64,
        ledger_keys=Keys("benchmark", {"benchmark": b"0" * 32}),
        mail_url="memory:",
    )


@contextmanager
def open_world(databases: Databases, folder: Path, size: Size) -> Iterator[Flask]:
    """A site with a world of a size, a copy that may be written to; the world itself is built once."""
    whole = folder / f"{size.name}-{databases.url('x').partition(':')[0]}.whole"
    if not whole.exists():
        _build_anew(databases, folder, size)
        whole.touch()
    copy = f"{size.name}_copy"
    app = create_app(settings_of(databases.make(copy, size.name), folder), clock=lambda: NOW)
    app.test_client_class = Client
    try:
        yield app
    finally:
        close(app)
        databases.drop(copy)


def _build_anew(databases: Databases, folder: Path, size: Size) -> None:
    url = databases.make(size.name)
    migrate.upgrade(url)
    app = create_app(settings_of(url, folder), clock=lambda: OPENED)
    with app.app_context():
        build(app.extensions["cadre"], size)
    close(app)


def build(site: Site, size: Size) -> None:
    """Fill a site that has its tables and nothing in them, and work out what its pages read."""
    version = World(site).publish(curriculum()).version
    learners = [Learner(number, size.records, version) for number in range(size.learners)]
    _name_everybody(site, learners)
    write_all(site.ledger, _everything(learners))
    rebuild(site)
    site.session().rollback()


def curriculum() -> dict[str, str]:
    """The bundled programme, with seven more essays in Year 3."""
    from lms.plugin import bundled

    files = {
        str(path.relative_to(bundled(PROGRAMME))): path.read_text("utf-8")
        for path in sorted(bundled(PROGRAMME).rglob("*.md"))
    }
    files = {path: text for path, text in files.items() if not path.startswith("cases/")}
    essay = files[f"{YEAR}/assessments/theory-essay.md"]
    for piece in (p for p in PIECES if p.startswith("y3.essay")):
        own = essay.replace("id: y3.theory", f"id: {piece}").replace("words: 4000", "words: 350")
        title = f"title: Essay {piece.rpartition('-')[2]}"
        files[f"{YEAR}/assessments/{piece}.md"] = own.replace("title: Theory essay", title)
    return files


def _name_everybody(site: Site, learners: list[Learner]) -> None:
    known = [*STAFF, *sorted({each.supervisor for each in learners}), *(e.id for e in learners)]
    everybody = [
        Person(each, each.replace("-", " ").title(), f"{each}@example.org", invented=True)
        for each in known
    ]
    with writing_session(site.ledger.engine) as session, session.begin():
        for who in everybody:
            save_person(session, who)
            session.add(Account(person=who.id, email=who.email, fs_uniquifier=uuid4().hex))
        for number in range(4):
            save_place(session, Place(f"authority-{number}", f"Authority {number}"))
        save_cohort(session, Cohort(COHORT, "The cohort", PROGRAMME))


def _everything(learners: list[Learner]) -> Iterator[Told]:
    for identity, (role, limits) in STAFF.items():
        yield _told(person(identity), "role", date(2020, 1, 1), role=role, **limits)
    for supervisor in sorted({each.supervisor for each in learners}):
        fields = {"register": "ukcp", "result": "entry", "title": SYSTEMIC_TITLE}
        until = date(2026, 9, 30)
        yield _told(person(supervisor), "registration", date(2020, 10, 1), until=until, **fields)
    stage = f"{PROGRAMME}/{YEAR}"
    yield _told(cohort(COHORT), "cohort-stage", BEGAN, until=date(2026, 8, 31), stage=stage)
    for day in each_day():
        for learner in learners:
            yield from learner.on(day)


def _told(subject: Subject, kind: str, on: date, **fields: object) -> Told:
    return Told(fact(subject, kind, on, **fields), "operator", OPENED)  # type: ignore[arg-type]
