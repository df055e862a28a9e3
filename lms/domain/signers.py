"""Whether a signature counts: the signer's standing on the day and on signing (decision 8a.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lms.domain.calendar import in_words
from lms.domain.employment import employers_on
from lms.domain.evidence import Evidence
from lms.domain.latest import credited_stages
from lms.domain.records import Record, Records, moment, person
from lms.domain.registers import TOUCHING, Holding, ever_restricted, restricted_on, span_on
from lms.domain.wording import parted

BY_REGISTER = frozenset({"live-supervisor"})
BY_AGENCY_FORM = frozenset({"agency-supervisor", "line-manager"})
BY_NAME = frozenset({"coach", "mentor", "peer", "provider"})
NO_SANCTIONS = frozenset({"live-supervisor", "supervisor-of-supervision"})
"""Roles whose holder must be under no sanctions, unless the rule says otherwise (8a.1, 8a.27)."""

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule asks of whoever signs, beside the role.

    ``no_sanctions`` None leaves it to the role; ``sorts`` are the restrictions that matter.
    """

    systemic: bool = False
    no_sanctions: bool | None = None
    sorts: tuple[str, ...] = TOUCHING

    def clean(self, role: str) -> bool:
        """Whether the signer must be under no sanctions in a role."""
        return role in NO_SANCTIONS if self.no_sanctions is None else self.no_sanctions


def judge(
    signature: Record, entry: Record, evidence: Evidence, asked: Asked | None = None
) -> Judgement:
    """Judge one signature on one entry.

    Where no sanctions may stand against the signer, what was known by the day of signing decides;
    what was found out later holds the entry for a tutor and voids nothing (8a.27). The reasons say
    that the signer could not sign on a day, and no more.
    """
    asked = asked or Asked()
    if signature.get("decision") == "declined":
        return Judgement(False, code="declined", reason="The signer declined to sign this entry.")
    then = _standing(signature, entry.on, evidence, asked, at_session=True)
    restricted = _may_be_barred(signature, evidence, asked)
    barred = _barred_on(signature, evidence, asked, moment(signature.on)) if restricted else _never
    if then is Standing.ABSENT or barred(entry.on):
        return _not_able(signature, entry, asked, evidence)
    if then is Standing.UNCONFIRMED:
        return _unconfirmed(entry.on)
    decided = _countersigned(signature, evidence)
    signed_then = signature.on == entry.on and signature.get("role") not in BY_AGENCY_FORM
    now = then if signed_then else _standing(signature, signature.on, evidence, asked)
    if not decided and (now is Standing.ABSENT or barred(signature.on)):
        return _needs_a_tutor(signature.on)
    if not decided and now is Standing.UNCONFIRMED:
        return _unconfirmed(signature.on)
    if not restricted:
        return COUNTS
    return _found_out_later(signature, entry, evidence, asked, decided) or COUNTS


def _needs_a_tutor(day: date) -> Judgement:
    return Judgement(
        False,
        code="needs-countersignature",
        reason=(
            f"The signer could sign on the day of the session but no longer on "
            f"{in_words(day)}; it counts once a tutor countersigns."
        ),
    )


def _found_out_later(
    signature: Record, entry: Record, evidence: Evidence, asked: Asked, decided: Record | None
) -> Judgement | None:
    """Held where it came out that the signer was barred, until a tutor who could know it decides."""
    barred = _barred_on(signature, evidence, asked)
    known = _barred_on(signature, evidence, asked, decided.recorded if decided else None)
    for day in (entry.on, signature.on):
        if barred(day) and not (decided and known(day)):
            return Judgement(
                False,
                held=True,
                code="needs-countersignature",
                reason=(
                    f"The signer could not sign on {in_words(day)}; the entry is kept, "
                    f"and counts once a tutor countersigns."
                ),
            )
    return None


def _barred_on(
    signature: Record, evidence: Evidence, asked: Asked, known_at: datetime | None = None
) -> Callable[[date], bool]:
    """Whether the signer was suspended, or restricted in a way that matters, as known at a moment."""
    known = _about_signer(signature, evidence).as_known(known_at)
    return lambda day: restricted_on(known, day, asked.sorts)


def _may_be_barred(signature: Record, evidence: Evidence, asked: Asked) -> bool:
    """Whether restrictions matter and the signer ever was under one: of nearly nobody so."""
    clean = asked.clean(signature.get("role"))
    return clean and ever_restricted(_about_signer(signature, evidence))


def _never(_: date) -> bool:
    return False


def _about_signer(signature: Record, evidence: Evidence) -> Records:
    return evidence.about(person(signature.get("signer") or ""))


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


def _not_able(signature: Record, entry: Record, asked: Asked, evidence: Evidence) -> Judgement:
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
    systemic = asked.systemic and not asked.clean(role)
    lacked = "systemically qualified" if systemic else f"able to sign as {parted(role)}"
    return Judgement(
        False,
        code="signer-not-qualified",
        reason=(
            f"The signer was not {lacked} on {day}, so this never counts; "
            f"nobody who was not there may make it good."
        ),
    )


def _countersigned(signature: Record, evidence: Evidence) -> Record | None:
    """A tutor's countersignature, the one recorded last; any one of them decides."""
    given = evidence.so_far(evidence.own.of("countersignature", signature=signature.id))
    return max(given, key=lambda c: c.position, default=None)


def _standing(
    signature: Record, day: date, evidence: Evidence, asked: Asked, *, at_session: bool = False
) -> Standing:
    """Whether the role was held. A suspension is left to the question of sanctions, where asked."""
    role = signature.get("role")
    records = _about_signer(signature, evidence)
    suspended = asked.clean(role)
    if role in BY_NAME:
        held = Standing.HELD
    elif role in BY_REGISTER:
        held = on_systemic_register(records, day, suspended)
    elif role in BY_AGENCY_FORM:
        named = _form(signature, day, evidence, at_session=at_session)
        held = Standing.HELD if named else Standing.ABSENT
    else:
        held = _has_role(records, role, day, evidence)
    if asked.systemic and held is Standing.HELD:
        return systemically_qualified(records, day, evidence, suspended)
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


def on_systemic_register(records: Records, day: date, suspended: bool = False) -> Standing:
    """Held by a UKCP entry under the systemic title, or AFT's list of approved supervisors.

    With ``suspended`` a suspended entry is one all the same.
    """
    spans = [span_on(records, register, day) for register in SYSTEMIC_LISTS]
    if any(s and (s.holding is Holding.HELD or (suspended and s.suspended)) for s in spans):
        return Standing.HELD
    if any(s and s.holding is Holding.UNCONFIRMED for s in spans):
        return Standing.UNCONFIRMED
    return Standing.ABSENT


def _has_role(records: Records, role: str, day: date, evidence: Evidence) -> Standing:
    """A dated role, on this programme or on all."""
    programmes = (None, evidence.programme.id)
    found = [r for r in records.of("role", role=role) if r.get("programme") in programmes]
    return Standing.HELD if any(r.covers(day) for r in found) else Standing.ABSENT


def systemically_qualified(
    records: Records, day: date, evidence: Evidence, suspended: bool = False
) -> Standing:
    """On the systemic register, or through intermediate level; a supervision course never is."""
    registered = on_systemic_register(records, day, suspended)
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
