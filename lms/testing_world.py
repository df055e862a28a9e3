"""The example world of a test: people, roles, enrolments and programmes in a line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_mailman import EmailMessage

from lms.curriculum.files import read_files
from lms.domain.policy import SYSTEM, Actor
from lms.domain.programme import Programme
from lms.domain.records import Record, Subject
from lms.domain.records import person as person_subject
from lms.errors import BadInput, NotFound
from lms.registry import find_plugins
from lms.services.cases import run_cases
from lms.services.jobs import work
from lms.services.programmes import load, newest
from lms.services.publish import publish
from lms.services.recording import changing, recording
from lms.services.sessions import (
    NOTED,
    WAS_LONG,
    SessionOver,
    begin_session,
    moment_of,
    open_session,
)
from lms.services.site import Site, fact
from lms.store import people
from lms.store.accounts import Account, account_of
from lms.store.base import db
from lms.testing_programme import small_files

NAMES = ("Amara", "Ben", "Chloe", "Daniyal", "Esther", "Femi", "Grace", "Hari", "Iris", "Jo")
LONG_AGO = date(2020, 1, 1)


class Client(FlaskClient):
    """A client whose requests share nothing with the test: no session, no ``g``.

    Somebody whom ``World.client`` signed in stays so however far the test's clock goes, as whoever
    signs in again each morning; ``stays = False`` lets the session end as it does for people.
    """

    stays = True
    _signed_in: tuple[str, datetime] | None = None

    def sign_in(self, identity: str) -> None:
        """Sign somebody in, without the time that a password takes."""
        site: Site = self.application.extensions["cadre"]
        account = account_of(site.session(), identity)
        if account is None:
            raise NotFound(f"{identity} has no account: add people with person()")
        key = begin_session(site, account, "A test")
        with self.session_transaction() as session:
            session["_user_id"], session["_fresh"] = account.fs_uniquifier, True
            session["key"], session["seen"] = key, site.now().timestamp()
        self._signed_in = identity, site.now()

    def is_signed_in(self) -> bool:
        """Whether the site would take this client for somebody who is signed in."""
        with self.session_transaction() as session:
            key, uniquifier = session.get("key", ""), session.get("_user_id", "")
            seen = moment_of(session.get("seen"))
        try:
            open_session(self.application.extensions["cadre"], key, uniquifier, seen)
        except SessionOver:
            return False
        return True

    def _signs_in_again(self) -> None:
        """Sign in anew where time has passed and nobody has signed out or ended the session."""
        if not (self.stays and self._signed_in and has_app_context()):
            return
        site: Site = self.application.extensions["cadre"]
        identity, since = self._signed_in
        if abs(site.now() - since) < NOTED:
            return
        with self.session_transaction() as session:
            key, uniquifier = session.get("key", ""), session.get("_user_id", "")
        try:
            open_session(site, key, uniquifier, site.now())
        except SessionOver as over:
            if str(over) != WAS_LONG:
                return
        self.sign_in(identity)

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Ask for a page; afterwards the test reads what the page wrote."""
        self._signs_in_again()
        response = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
        return response


class Sent(Sequence[EmailMessage]):
    """The mails of a test; each look first does the work that is due."""

    def __init__(self, app: Flask, site: Site):
        self._app, self._site = app, site

    def _now(self) -> list[EmailMessage]:
        work(self._site)
        outbox: list[EmailMessage] = self._app.extensions["mailman"].outbox
        return outbox

    def __len__(self) -> int:
        return len(self._now())

    def __getitem__(self, index: Any) -> Any:
        return self._now()[index]


def without_plugin(site: Site, name: str) -> Site:
    """The same site as it would start without one plugin."""
    registry = find_plugins({name})
    kinds = registry.record_kinds
    return replace(
        site, registry=registry, ledger=replace(site.ledger, kinds=lambda: kinds), parsed={}
    )


@dataclass
class World:
    """Adds to a site what a test is about; everybody in it is invented."""

    site: Site
    added: list[str] = field(default_factory=list)

    def person(self, identity: str = "", role: str | None = None, **limits: Any) -> str:
        """Add somebody with an account, and with a role where one is named; gives the id."""
        name = NAMES[len(self.added) % len(NAMES)]
        identity = identity or f"{name.lower()}-{len(self.added) + 1}"
        self.added.append(identity)
        email = f"{identity}@example.org"
        with changing(self.site, SYSTEM) as writer:
            who = people.Person(identity, identity.replace("-", " ").title(), email, invented=True)
            people.save_person(writer.session, who)
            writer.session.add(Account(person=identity, email=email, fs_uniquifier=uuid4().hex))
        if role:
            self.role(identity, role, **limits)
        return identity

    def role(self, identity: str, role: str, since: date = LONG_AGO, **limits: Any) -> Record:
        """Grant a role, everywhere or only for a ``programme``, ``cohort`` or ``authority``."""
        return self.record(identity, "role", since, role=role, **limits)

    def employment(
        self, identity: str, employer: str, team: str | None = None, since: date = LONG_AGO
    ) -> Record:
        """Let somebody work for an authority."""
        with changing(self.site, SYSTEM) as writer:
            people.save_place(writer.session, people.Place(employer, employer.title()))
            if team:
                people.save_place(writer.session, people.Place(team, team.title(), employer))
        return self.record(identity, "employment", since, employer=employer, team=team)

    def enrolment(
        self,
        identity: str,
        programme: str,
        cohort: str | None = None,
        on: date | None = None,
        admission: str | None = None,
    ) -> str:
        """Enrol somebody on the newest version, from a month ago; gives the enrolment's id."""
        version = newest(self.site, programme)
        admission = admission or load(self.site, programme, version.version).stages[0].enrolment
        on = on or self.site.today() - timedelta(days=30)
        if cohort:
            with changing(self.site, SYSTEM) as writer:
                row = people.Cohort(cohort, cohort.replace("-", " ").title(), programme)
                people.save_cohort(writer.session, row)
        return self.record(
            identity,
            "enrolment",
            on,
            programme=programme,
            version=version.version,
            admission=admission,
            cohort=cohort,
        ).id

    def record(
        self,
        about: str | Subject,
        kind: str,
        on: date,
        *,
        until: date | None = None,
        enrolment: str | None = None,
        by: Actor = SYSTEM,
        **fields: Any,
    ) -> Record:
        """Write one fact about a person (or another subject) as the services write it."""
        subject = about if isinstance(about, Subject) else person_subject(about)
        self.site.session().rollback()  # as in a request of its own
        with recording(self.site, by) as writer:
            return writer.append(
                fact(subject, kind, on, until=until, enrolment=enrolment, **fields)
            )

    def client(self, app: Flask, identity: str) -> FlaskClient:
        """A browser in which somebody is signed in, without the time that a password takes."""
        client = app.test_client()
        if identity and isinstance(client, Client):
            client.sign_in(identity)
        return client

    def programme(
        self,
        text: str | Mapping[str, str],
        plugins: Iterable[str] = (),
        identity: str = "small",
        version: str = "1",
    ) -> Programme:
        """Publish a small programme: the YAML list of its stage's requirements, or whole files."""
        files = small_files(text, plugins, identity, version) if isinstance(text, str) else text
        return self.publish(files)

    def curriculum(self, identity: str) -> Programme:
        """Publish a curriculum that core or a plugin offers."""
        found = next(p for p in self.site.registry.curricula if p.name == identity)
        return self.publish(read_files(found))

    def publish(self, files: Mapping[str, str]) -> Programme:
        """Publish a programme from its files."""
        try:
            version = publish(self.site, SYSTEM, dict(files))
        except BadInput as fault:
            fault.add_note("\n".join(map(str, fault.problems)))
            raise
        return load(self.site, version.programme, version.version)


def check_cases(site: Site, path: Path) -> None:
    """Run the cases of a file or folder; AssertionError tells which expectation failed and why."""
    failed = [result for result in run_cases(site, path) if not result.passed]
    if failed:
        raise AssertionError("\n\n".join(str(result) for result in failed))
