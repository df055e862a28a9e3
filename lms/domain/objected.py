"""What an objection makes of a signature: held until a tutor decides, then as it was or nothing."""

from __future__ import annotations

from lms.domain.evidence import Evidence
from lms.domain.records import Record
from lms.domain.signed_entries import UPHELD, decision_on
from lms.domain.signers import Judgement

HELD = Judgement(
    False,
    held=True,
    code="objected",
    reason="The signer objected to this signature; it is held until a tutor decides.",
)
NO_MORE = Judgement(
    False,
    code="objection-upheld",
    reason="The signer objected to this signature and a tutor agreed, so it does not count.",
)


def after_objections(judgement: Judgement, signature: Record, evidence: Evidence) -> Judgement:
    """What a signature comes to once its signer's objection is taken into account.

    One that would not count anyway keeps its own reason while no tutor has decided.
    """
    objections = evidence.so_far(evidence.own.of("objection", signature=signature.id))
    if not objections:
        return judgement
    decisions = evidence.so_far(evidence.own.of("objection-decision"))
    decided = [decision_on(o, decisions) for o in objections]
    if any(d is not None and d.get("outcome") == UPHELD for d in decided):
        return NO_MORE
    waits = any(d is None for d in decided)
    return HELD if waits and (judgement.counts or judgement.held) else judgement
