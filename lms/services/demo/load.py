"""Loading the example world into an empty site, each fact recorded when it became known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from uuid import uuid4

from sqlalchemy.orm import Session

from lms.curriculum.files import read_files
from lms.domain.policy import SYSTEM
from lms.domain.programme import Programme
from lms.domain.records import NewRecord
from lms.services.demo.boards import rested_on
from lms.services.demo.cast import EVERYBODY
from lms.services.demo.clock import StoryClock
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.dates import Dates
from lms.services.demo.places import PLACES
from lms.services.demo.registers import numbers
from lms.services.demo.sign_in import PASSWORD, addresses
from lms.services.demo.story import Story, Told
from lms.services.demo.world import tell_world
from lms.services.kept_facts import follow
from lms.services.passwords import hash_of, is_demonstration
from lms.services.programmes import all_versions, check, load, newest
from lms.services.publish import publish
from lms.services.read_audit import note_reading
from lms.services.site import LONDON, Site
from lms.store import drafts, people
from lms.store.accounts import Account
from lms.store.writer import Writer

NOTE = "Published for the example site."


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was loaded."""

    people: int
    facts: int


def publish_bundled(site: Site, clock: StoryClock, today: date) -> list[str]:
    """Publish the curricula that plugins offer, each only where nothing of it is published yet.

    On a site without people it is done on the story's first day, so that what comes after can bear
    its own time. Gives the keys of the versions published.
    """
    known = {version.programme for version in all_versions(site)}
    if is_empty(site):
        clock.set(_at(Dates(today).opening, time(7)))
    try:
        unknown = [f for f in site.registry.curricula if f.name not in known]
        return [
            publish(site, SYSTEM, files, NOTE).key
            for files in map(read_files, unknown)
            if check(site.registry, files).id not in known
        ]
    finally:
        clock.release()


def is_empty(site: Site) -> bool:
    """Whether nobody is known to the site yet."""
    return not people.is_anybody(site.session())


def is_example(site: Site) -> bool:
    """Whether everybody on the site is invented."""
    return is_demonstration(site)


def load_world(
    site: Site, clock: StoryClock, today: date, step: Callable[[int], None] = lambda _: None
) -> Loaded:
    """Write the whole example world in one transaction; ``step`` is told the facts written so far.

    ``clock`` is the site's own clock. Everything is kept or nothing, so a load that was cut short
    leaves an empty site.
    """
    programmes = _programmes(site)
    story = tell_world(today, programmes, site.marking)
    password = hash_of(PASSWORD)
    try:
        with site.ledger.write(SYSTEM.person) as writer:
            _save_people(writer.session, story, password)
            with writer.session.no_autoflush:  # each fact is flushed once, when it is appended
                _tell(site, writer, clock, story, step)
            _save_drafts(writer.session, story)
            clock.set(_at(today, time(0, 10)))
            facts = len(writer.written)
            follow(site, writer, writer.session)
    finally:
        clock.release()
    return Loaded(len(EVERYBODY), facts)


def _programmes(site: Site) -> dict[str, Programme]:
    names = {version.programme for version in all_versions(site)}
    return {name: load(site, name, newest(site, name).version) for name in sorted(names)}


def _save_people(session: Session, story: Story, password: str) -> None:
    for place in PLACES:
        people.save_place(session, place)
    for member in EVERYBODY:
        people.save_person(session, member.person)
    for intake in INTAKES.values():
        cohort = people.Cohort(intake.id, intake.name(story), intake.programme)
        people.save_cohort(session, cohort)
    for person, register, number in numbers():
        people.save_number(session, person, register, number)
    for person, email in addresses():
        account = Account(person=person, email=email, password=password, fs_uniquifier=uuid4().hex)
        session.add(account)


def _tell(
    site: Site, writer: Writer, clock: StoryClock, story: Story, step: Callable[[int], None]
) -> None:
    for count, (moment, told) in enumerate(story.in_order(), start=1):
        clock.set(moment)
        writer.actor = told.by
        writer.append(_with_texts(site, writer, told))
        if told.fact.kind == "log-response":
            note_reading(writer, told.fact.subject.id, told.fact.get("log"), "read-log")
        step(count)
    writer.actor = SYSTEM.person


def _with_texts(site: Site, writer: Writer, told: Told) -> NewRecord:
    """The fact with its private texts kept as documents, a board's with the verdict it rests on."""
    texts = {
        name: writer.document(told.fact.subject, text) for name, text in told.texts.items() if text
    }
    if told.fact.kind in ("board-outcome", "award"):
        texts["verdict"] = rested_on(site, writer, told.fact)
    return replace(told.fact, payload=MappingProxyType({**told.fact.payload, **texts}))


def _save_drafts(session: Session, story: Story) -> None:
    for draft in story.drafts:
        at = _at(draft.saved, time(21, 40))
        drafts.save(session, draft.person, draft.place, draft.content, 0, at)


def _at(day: date, clock_time: time) -> datetime:
    return datetime.combine(day, clock_time, LONDON).astimezone(UTC)
