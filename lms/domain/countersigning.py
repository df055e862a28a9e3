"""Which signatures wait for a tutor, who confirms the standing of a signer who has lost it since (8a.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.domain.progress import Progress
from lms.domain.records import Record, Records, Refusal
from lms.domain.signed_entries import is_upheld

NEEDS = "needs-countersignature"


@dataclass(frozen=True, slots=True)
class ToCountersign:
    """A signature that counts once a tutor countersigns it, and the entry that it is on."""

    signature: Record
    entry: Record


def signatures_to_countersign(
    progresses: Iterable[Progress], own: Records
) -> tuple[ToCountersign, ...]:
    """The signatures of one enrolment whose entries wait for a tutor's countersignature.

    Of an entry that waits although each of its signatures is countersigned, something came out
    since: all of them are to be decided again.
    """
    entries = {
        n.record
        for progress in progresses
        for top in progress.verdicts
        for verdict in top.walk()
        for n in verdict.finding.not_counted
        if n.code == NEEDS
    }
    done = {r.get("signature") for r in own.of("countersignature")}
    given = [s for s in own.of("signature") if s.get("decision") != "declined"]
    signed = [s for s in given if not is_upheld(s, own)]
    undone = {s.get("entry") for s in signed if s.id not in done}
    return tuple(
        ToCountersign(signature, entry)
        for signature in signed
        if signature.get("entry") in entries
        and (signature.id not in done or signature.get("entry") not in undone)
        and (entry := own.by_id(signature.get("entry")))
    )


def why_not_countersigned(
    signature: Record, progresses: Iterable[Progress], own: Records
) -> Refusal | None:
    """Why a signature is not countersigned: it counts without, or would not count with it."""
    waiting = signatures_to_countersign(progresses, own)
    if signature.id in {w.signature.id for w in waiting}:
        return None
    reason = "This signature needs no countersignature; look at the learner's page."
    return Refusal("not-needed", reason, (signature.id,))
