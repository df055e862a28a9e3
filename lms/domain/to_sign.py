"""Which practice entries wait for whose signature, and in which role (domain decisions 8a.1, 8a.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lms.domain.programme import Requirement, Stage
from lms.domain.records import Record, Records
from lms.domain.signed_entries import entries_of, is_upheld, signatures_on


@dataclass(frozen=True, slots=True)
class Demand:
    """What one requirement asks of an entry: any one of the roles, or each of them."""

    roles: tuple[str, ...]
    all_sign: bool = False

    def open_roles(self, given: Iterable[Record]) -> tuple[str, ...]:
        """The roles whose signature would still help, given the answers so far."""
        signed = {s.get("role") for s in given if s.get("decision") != "declined"}
        if not self.all_sign and signed & set(self.roles):
            return ()
        return tuple(r for r in self.roles if r not in signed)


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """An entry, and the roles in which somebody may still sign it."""

    entry: Record
    roles: tuple[str, ...]


def demands(stages: Iterable[Stage], entry: Record) -> tuple[Demand, ...]:
    """What the requirements of some stages ask of an entry, each different demand once."""
    found = [
        Demand(tuple(r.settings["signed-by"]), bool(r.settings.get("all-sign")))
        for stage in stages
        for top in stage.requirements
        for r in top.walk()
        if _asks_about(r, entry)
    ]
    return tuple(dict.fromkeys(found))


def _asks_about(requirement: Requirement, entry: Record) -> bool:
    settings = requirement.settings
    return (
        bool(settings.get("signed-by"))
        and settings.get("category") == entry.get("category")
        and settings.get("form") in (None, entry.get("form"))
    )


def unsigned(own: Records, stages: Iterable[Stage]) -> tuple[WaitingEntry, ...]:
    """The entries of an enrolment that somebody has yet to sign, oldest session first."""
    stages, given = tuple(stages), _answers(own)
    found = [WaitingEntry(e, _open_roles(e, given[e.id], stages)) for e in entries_of(own)]
    return tuple(sorted((w for w in found if w.roles), key=_oldest_first))


def _answers(own: Records) -> dict[str, list[Record]]:
    """The signatures of an enrolment by the entry that they answer."""
    given: dict[str, list[Record]] = defaultdict(list)
    for signature in own.of("signature"):
        if is_upheld(signature, own):
            continue  # an objection was upheld: it is as if it had not been given
        given[signature.get("entry")].append(signature)
    return given


def _open_roles(entry: Record, given: list[Record], stages: tuple[Stage, ...]) -> tuple[str, ...]:
    roles = [role for demand in demands(stages, entry) for role in demand.open_roles(given)]
    return tuple(dict.fromkeys(roles))


def _oldest_first(waiting: WaitingEntry) -> tuple[object, ...]:
    return waiting.entry.on, waiting.entry.get("start") or "", waiting.entry.position


def waiting_for(signer: str, own: Records, stages: Iterable[Stage]) -> tuple[WaitingEntry, ...]:
    """The entries that wait for one person, each with the roles in which that person may sign it.

    Only the roles that an accepted agency form gives the signer on the day of the session count;
    a former supervisor may still sign what he or she saw.
    """
    forms, given = own.of("agency-form", supervisor=signer), _answers(own)
    found = []
    for waiting in unsigned(own, stages):
        mine = (s for s in given[waiting.entry.id] if s.get("signer") == signer)
        answered = {s.get("role") for s in mine}
        named = {role for f in forms if f.covers(waiting.entry.on) for role in f.get("roles")}
        roles = tuple(r for r in waiting.roles if r in named and r not in answered)
        if roles:
            found.append(WaitingEntry(waiting.entry, roles))
    return tuple(found)


def signers(own: Records) -> dict[str, tuple[str, ...]]:
    """Everybody whom an accepted agency form of the enrolment names, with all roles so named."""
    found: dict[str, list[str]] = {}
    for form in own.of("agency-form"):
        roles = found.setdefault(form.get("supervisor"), [])
        roles += [role for role in form.get("roles") if role not in roles]
    return {person: tuple(roles) for person, roles in found.items()}


def is_answered(entry: Record, own: Records) -> bool:
    """Whether somebody has signed an entry: it then stays as it is."""
    return bool(signatures_on(entry.id, own))
