"""Whose signature each practice entry of an enrolment waits for, by name, for those who read hours."""

from __future__ import annotations

from collections.abc import Mapping

from lms.domain.policy import Actor, may
from lms.domain.record_state import State, signatures_awaited, state_of
from lms.domain.to_sign import demands, signers, unsigned, waiting_for
from lms.domain.verdicts import NotCounted
from lms.services.enrolments import Learning, target_of
from lms.services.people import people
from lms.services.site import Site


def awaited_signatures(site: Site, actor: Actor, of: Learning) -> dict[str, str]:
    """A sentence for each entry that somebody on an accepted agency form can sign, by its id.

    Nothing for whoever may not read the hours, where signers' names stand.
    """
    if not may(actor, "read-hours", target_of(site, of.enrolment, actor), site.today()):
        return {}
    named = signers(of.own)
    known = people(site.session(), named)
    found: dict[str, dict[str, list[str]]] = {}
    for identity in sorted(named, key=lambda i: known[i].name if i in known else i):
        name = known[identity].name if identity in known else identity
        for waiting in waiting_for(identity, of.own, of.stages):
            by_role = found.setdefault(waiting.entry.id, {})
            for role in waiting.roles:
                by_role.setdefault(role, []).append(name)
    every = {w.entry.id: w.entry for w in unsigned(of.own, of.stages)}
    return {
        entry: signatures_awaited(
            by_role, all_sign=any(d.all_sign for d in demands(of.stages, every[entry]))
        )
        for entry, by_role in found.items()
    }


def reason_with_names(reason: NotCounted, awaited: Mapping[str, str]) -> str:
    """Why a record does not count yet; of one that waits to be signed, by whom where that is known."""
    if state_of(reason) is State.WAITS:
        return awaited.get(reason.record, reason.reason)
    return reason.reason
