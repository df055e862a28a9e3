"""How one record stands over all the requirements that judge it: the kindest that is true of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.domain.verdicts import NotCounted, Verdict
from lms.domain.wording import listed


class State(StrEnum):
    """What can be said of a record, the kindest first."""

    COUNTS = "counts"
    HELD = "held"  # it is good once something about the signer is confirmed or decided
    WAITS = "waits"  # for a signature
    TUTOR = "tutor"  # for a tutor: a countersignature, or an answer
    DECLINED = "declined"  # it came back, and its writer can put it right
    NOT = "not"  # it does not count


ORDER = tuple(State)
BY_CODE = {
    "signer-unconfirmed": State.HELD,
    "objected": State.HELD,
    "unsigned": State.WAITS,
    "objection-upheld": State.WAITS,
    "wrong-role": State.WAITS,
    "needs-countersignature": State.TUTOR,
    "unread": State.TUTOR,
    "declined": State.DECLINED,
    "returned": State.DECLINED,
}
"""Why a record has not counted yet; every other reason is that it does not."""
UNSIGNED = ("unsigned", "objection-upheld")
"""A signature that an objection undid is as if it had not been given: the record waits for one."""
NOT_THIS_ONES = ("after-stage", "other-enrolment", "another")
"""Reasons that say only that this requirement is not the one for it: any other says more."""
NOTHING_ASKS = "No requirement asks for this entry."


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a record stands, and why in a sentence; a record that counts needs none.

    ``code`` is the reason's, for those who can say more of it: whom it waits for.
    """

    state: State
    why: str = ""
    code: str = ""


def state_of(reason: NotCounted) -> State:
    """What a reason for not counting comes to."""
    return BY_CODE.get(reason.code, State.NOT)


def is_unsigned(reason: NotCounted) -> bool:
    """Whether nobody's signature is on the record, or none that still holds."""
    return reason.code in UNSIGNED


def unkindness(code: str) -> int:
    """How far a reason is from counting: 1 and more, the less kind the larger."""
    return ORDER.index(BY_CODE.get(code, State.NOT))


def may_still_count(reason: NotCounted) -> bool:
    """Whether the record waits for somebody else, and may count then."""
    return state_of(reason) in (State.HELD, State.WAITS, State.TUTOR)


def stands(record: str, verdicts: Iterable[Verdict]) -> Stands:
    """How a record stands over some verdicts, nested ones not looked for.

    It counts if it counts anywhere. Else the kindest reason that any of them gives is the one; of
    two as kind, the first that says more than that another requirement is meant.
    """
    every = tuple(verdicts)
    if any(c.record == record for v in every for c in v.finding.counted):
        return Stands(State.COUNTS)
    said = [n for v in every for n in v.finding.not_counted if n.record == record]
    if not said:
        return Stands(State.NOT, NOTHING_ASKS)
    best = min(said, key=_kindness)
    return Stands(state_of(best), best.reason, best.code)


def signatures_awaited(by_role: Mapping[str, Sequence[str]], all_sign: bool) -> str:
    """Whose signature an entry waits for, in a sentence; ``by_role`` names who may sign in each.

    Anybody's of several will do, unless every role must sign.
    """
    names = {role: tuple(dict.fromkeys(found)) for role, found in by_role.items() if found}
    if all_sign and len(names) > 1:
        each = [listed([f"{n}’s" for n in found], "or") for found in names.values()]
        return f"Waits for {listed(list(dict.fromkeys(each)))} signatures."
    anybody = dict.fromkeys(name for found in names.values() for name in found)
    return f"Waits for {listed([f'{name}’s' for name in anybody], 'or')} signature."


def _kindness(reason: NotCounted) -> tuple[int, bool]:
    return unkindness(reason.code), reason.code in NOT_THIS_ONES
