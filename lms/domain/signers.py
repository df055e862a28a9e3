"""Whether a signature counts: the signer's standing on the day and on signing (decision 8a.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms.domain.as_of import AsOf
from lms.domain.calendar import in_words
from lms.domain.employment import employers_on
from lms.domain.evidence import Evidence
from lms.domain.latest import credited_stages
from lms.domain.records import Record, Records, person
from lms.domain.registers import Holding, entry_on
from lms.domain.wording import parted

BY_REGISTER = frozenset({"live-supervisor"})
BY_AGENCY_FORM = frozenset({"agency-supervisor", "line-manager"})
BY_NAME = frozenset({"coach", "mentor", "peer", "provider"})
NO_SANCTIONS = frozenset({"live-supervisor", "supervisor-of-supervision"})
"""Roles whose holder must be on neither systemic list with sanctions (8a.1, the default)."""

NEVER_COUNTS = frozenset({"no-agency-form", "signer-not-qualified"})
"""Why a signature never counts, and why nobody else may make it good (8a.1)."""

SYSTEMIC_LISTS = ("ukcp", "aft-supervisors")


class Standing(StrEnum):
    """Whether somebody held what a role asks, on one day."""

    HELD = "held"
    UNCONFIRMED = "unconfirmed"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one signature comes to: it counts, it is held, or it does not, and why."""

    counts: bool
    held: bool = False
    code: str = ""
    reason: str = ""


COUNTS = Judgement(True)


def judge(
    signature: Record, entry: Record, evidence: Evidence, systemic: bool = False
) -> Judgement:
    """Judge one signature on one entry."""
    if signature.get("decision") == "declined":
        return Judgement(False, code="declined", reason="The signer declined to sign this entry.")
    then = _standing(signature, entry.on, evidence, systemic, at_session=True)
    if then is Standing.ABSENT:
        return _not_able(signature, entry, systemic, evidence)
    if then is Standing.UNCONFIRMED:
        return _unconfirmed(entry.on)
    now = _standing(signature, signature.on, evidence, systemic, at_session=False)
    if now is Standing.HELD or _countersigned(signature, evidence):
        return COUNTS
    if now is Standing.UNCONFIRMED:
        return _unconfirmed(signature.on)
    return Judgement(
        False,
        code="needs-countersignature",
        reason=(
            f"The signer could sign on the day of the session but no longer on "
            f"{in_words(signature.on)}; it counts once a tutor countersigns."
        ),
    )


def _unconfirmed(day: date) -> Judgement:
    return Judgement(
        False,
        held=True,
        code="signer-unconfirmed",
        reason=(
            f"Nobody has yet confirmed that the signer was on the register on {in_words(day)}; "
            f"the hours are kept and wait for that check."
        ),
    )


def _not_able(signature: Record, entry: Record, systemic: bool, evidence: Evidence) -> Judgement:
    role = signature.get("role")
    day = in_words(entry.on)
    if role in BY_AGENCY_FORM and not _form(signature, entry.on, evidence, at_session=True):
        return Judgement(
            False,
            code="no-agency-form",
            reason=(
                f"On {day} no accepted agency form with the employer of that day named this "
                f"signer as {parted(role)}; only a signature by somebody so named counts."
            ),
        )
    asked = "systemically qualified" if systemic else f"able to sign as {parted(role)}"
    return Judgement(
        False,
        code="signer-not-qualified",
        reason=(
            f"The signer was not {asked} on {day}, so this never counts; "
            f"nobody who was not there may make it good."
        ),
    )


def _countersigned(signature: Record, evidence: Evidence) -> bool:
    return bool(evidence.so_far(evidence.own.of("countersignature", signature=signature.id)))


def _standing(
    signature: Record, day: date, evidence: Evidence, systemic: bool, *, at_session: bool
) -> Standing:
    role = signature.get("role")
    signer = signature.get("signer") or ""
    records = evidence.about(person(signer))
    if role in BY_NAME:
        held = Standing.HELD
    elif role in BY_REGISTER:
        held = on_systemic_register(records, day)
    elif role in BY_AGENCY_FORM:
        named = _form(signature, day, evidence, at_session=at_session)
        held = Standing.HELD if named else Standing.ABSENT
    else:
        held = _has_role(records, role, day, evidence)
    if role in NO_SANCTIONS and _sanctioned(records, day):
        return Standing.ABSENT
    if systemic and held is Standing.HELD:
        return systemically_qualified(records, day, evidence)
    return held


def _form(signature: Record, day: date, evidence: Evidence, *, at_session: bool) -> bool:
    """Whether an accepted agency form names the signer in the role on a day.

    On the day of a session the form must also be with the employer of that day, for forms do not
    travel (8a.6). A former supervisor may still sign afterwards what he or she saw.
    """
    return any(
        form.covers(day)
        and signature.get("role") in (form.get("roles") or ())
        and (not at_session or form.get("employer") in employers_on(evidence.records, day))
        for form in evidence.own.of("agency-form", supervisor=signature.get("signer"))
    )


def on_systemic_register(records: Records, day: date) -> Standing:
    """Held by a UKCP entry under the systemic title, or AFT's list of approved supervisors."""
    entries = [entry_on(records, register, AsOf(day)) for register in SYSTEMIC_LISTS]
    if any(e.held for e in entries):
        return Standing.HELD
    if any(e.holding is Holding.UNCONFIRMED for e in entries):
        return Standing.UNCONFIRMED
    return Standing.ABSENT


def _sanctioned(records: Records, day: date) -> bool:
    entries = [entry_on(records, register, AsOf(day)) for register in SYSTEMIC_LISTS]
    return any(e.held and e.sanctions for e in entries)


def _has_role(records: Records, role: str, day: date, evidence: Evidence) -> Standing:
    """A dated role, on this programme or on all."""
    programmes = (None, evidence.programme.id)
    found = [r for r in records.of("role", role=role) if r.get("programme") in programmes]
    return Standing.HELD if any(r.covers(day) for r in found) else Standing.ABSENT


def systemically_qualified(records: Records, day: date, evidence: Evidence) -> Standing:
    """On the systemic register, or through intermediate level; a supervision course never is."""
    registered = on_systemic_register(records, day)
    if registered is Standing.HELD:
        return registered
    completed = [
        *records.of("board-outcome", outcome="complete"),
        *records.of("award"),
        *credited_stages(r for r in records.of("credit") if r.get("stage") and r.on <= day),
    ]
    levels = [(r.on, evidence.level_of(r.get("stage") or "")) for r in completed]
    levels += [(r.on, r.get("level")) for r in records.of("certificate") if r.get("accredited")]
    at_level = any(on <= day and level in ("intermediate", "qualifying") for on, level in levels)
    return Standing.HELD if at_level else registered
