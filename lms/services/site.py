"""What every use case is handed: the ledger, the plugins, the clock, and a session to read with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.domain.assessment.policy import MarkingRules
from lms.domain.assessment.working_days import WorkingDays
from lms.domain.employment import EMPLOYMENT, employers_on
from lms.domain.kinds_read import EVERY_KIND, KindsRead, some_kinds
from lms.domain.policy import Actor, Grant, Target, may
from lms.domain.programme import Programme
from lms.domain.records import NewRecord, Records, Subject, person
from lms.errors import NotKnown, NotPermitted
from lms.registry import Registry
from lms.services.bank_holidays import bank_holidays
from lms.store.files import Files
from lms.store.ledger import Ledger

LONDON = ZoneInfo("Europe/London")
PLACE = some_kinds("role", "enrolment")
"""The kinds of records that say what somebody is here: what the menu and every permission ask."""


@dataclass(frozen=True)
class Site:
    """One running site. ``session()`` gives the read-only session of the present request."""

    ledger: Ledger
    registry: Registry
    session: Callable[[], Session]
    base_url: str = "http://127.0.0.1:5000"
    files: Files = field(default_factory=lambda: Files(Path("instance/files")))
    """Where uploaded files are kept."""
    parsed: dict[str, Programme] = field(default_factory=dict)
    """Published versions already read, by digest: they never change."""
    relay_digests: dict[tuple[str, ...], str] = field(init=False, default_factory=dict, repr=False)
    """The digest of what decides on a version, by the plugins that it names."""

    @cached_property
    def marking(self) -> MarkingRules:
        """The marking policies of core and plugins, and England's working days."""
        return MarkingRules(self.registry.marking_policies, WorkingDays(bank_holidays()))

    def now(self) -> datetime:
        """This instant, in UTC."""
        return self.ledger.clock()

    def today(self) -> date:
        """Today in London, where every date of a training year is meant."""
        return self.now().astimezone(LONDON).date()

    def about(
        self,
        *subjects: Subject,
        known_at: datetime | None = None,
        kinds: KindsRead = EVERY_KIND,
    ) -> Records:
        """The records in force about some subjects; asked twice in a request, they are read once.

        With ``kinds`` only those of some kinds need be there, and others may not be asked for.
        """
        return self.ledger.seen(self.session(), subjects, known_at, kinds)

    def about_me(self, identity: str) -> Records:
        """The records about one person."""
        return self.about(person(identity))

    def actor(self, identity: str) -> Actor:
        """A person with the roles granted by the ledger."""
        return actor_of(identity, self._place_of(identity)) if identity else Actor("")

    def is_enrolled(self, identity: str) -> bool:
        """Whether somebody ever became a learner here."""
        return bool(self._place_of(identity).of("enrolment"))

    def _place_of(self, identity: str) -> Records:
        # Every page asks this of whoever looks; most of what is recorded about a learner is hours.
        return self.about(person(identity), kinds=PLACE)


def actor_of(identity: str, records: Records) -> Actor:
    """A person with the roles that the records grant."""
    grants = tuple(
        Grant(
            role=r.get("role"),
            first=r.first,
            last=r.last,
            programme=r.get("programme"),
            cohort=r.get("cohort"),
            authority=r.get("authority"),
        )
        for r in records.of("role")
    )
    return Actor(identity, grants)


def require(site: Site, actor: Actor, act: str, target: Target) -> None:
    """Let the act go on, or raise NotPermitted; every service asks this first."""
    if not may(actor, act, target, site.today()):
        raise NotPermitted(f"You have no role that allows this ({act.replace('-', ' ')}).")


def require_known(site: Site, actor: Actor, act: str, target: Target) -> None:
    """As ``require``, of somebody found by an id that came from outside.

    NotKnown, as for an id that is nobody's, unless the actor may know of the person all the same:
    it is the actor, or a learner whose page the actor may open.
    """
    if may(actor, act, target, site.today()):
        return
    if actor.person != target.person and not may(actor, "read-progress", target, site.today()):
        raise NotKnown
    require(site, actor, act, target)


def target_person(site: Site, identity: str, programme: str = "", cohort: str = "") -> Target:
    """The target of an act about a person, with the authorities that employ the person today."""
    records = site.about(person(identity), kinds=EMPLOYMENT)
    return Target(identity, programme, cohort, employers_on(records, site.today()))


def fact(
    subject: Subject,
    kind: str,
    on: date,
    *,
    until: date | None = None,
    enrolment: str | None = None,
    curriculum: str | None = None,
    replaces: str | None = None,
    **fields: object,
) -> NewRecord:
    """A new fact; underscores in field names stand for hyphens, and None leaves a field out."""
    payload = {k.replace("_", "-"): v for k, v in fields.items() if v is not None}
    return NewRecord(
        subject=subject,
        kind=kind,
        first=on,
        last=until,
        payload=payload,
        enrolment=enrolment,
        curriculum=curriculum,
        replaces=replaces,
    )
