"""Who has read one's own log, or what is written about one, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.domain.policy import Actor
from lms.errors import NotKnown
from lms.services.enrolments import Learning, learning
from lms.services.people import people
from lms.services.pieces import LOG
from lms.services.site import Site
from lms.store.read_audits import readings_of

ROLES = {"read-log": "tutor"}
"""In which role a log is read for each purpose. Work is not listed here: who marks or moderates it
is nobody's to know before its marks are released."""


@dataclass(frozen=True, slots=True)
class ReadBy:
    """One handing over: to whom, in which role, and when."""

    name: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Readers:
    """Everybody who was given the text of a log, the newest first."""

    of: Learning
    record: str
    read: tuple[ReadBy, ...]


def see_readers(site: Site, actor: Actor, enrolment: str, record: str) -> Readers:
    """Who read a log that the actor wrote; NotKnown where it is none of the actor's."""
    of = learning(site, actor, enrolment, "write-log")
    found = of.own.by_id(record)
    if found is None or found.kind != LOG:
        raise NotKnown
    return Readers(of, record, _read(site, record, ROLES))


def reason_readers(site: Site, record: str) -> tuple[ReadBy, ...]:
    """Who read a text about a learner, for whoever may read it too."""
    return _read(site, record, {"read-reason": "tutor or lead"})


def _read(site: Site, record: str, roles: Mapping[str, str]) -> tuple[ReadBy, ...]:
    noted = [r for r in readings_of(site.session(), record) if r.purpose in roles]
    names = people(site.session(), {r.reader for r in noted})
    return tuple(
        ReadBy(names[r.reader].name if r.reader in names else "", roles[r.purpose], r.at)
        for r in noted
    )
