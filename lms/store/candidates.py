"""What candidates' codes are made of: who joined which cohort in which order, and codes shown before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.store.tables import RecordRow, ShownCodeRow


@dataclass(frozen=True, slots=True)
class Joined:
    """An enrolment as it was recorded; ``key`` names the ledger's key of that time."""

    enrolment: str
    programme: str
    cohort: str
    key: str


def joined(session: Session, programmes: Iterable[str]) -> list[Joined]:
    """Every enrolment ever recorded on some programmes, in the ledger's order, in one statement."""
    programme = RecordRow.payload["programme"].as_string()
    query = (
        select(RecordRow.id, programme, RecordRow.payload["cohort"].as_string(), RecordRow.key)
        .where(RecordRow.kind == "enrolment", programme.in_(sorted(set(programmes))))
        .order_by(RecordRow.position)
    )
    return [Joined(one, of, cohort or "", key) for one, of, cohort, key in session.execute(query)]


def shown_codes(session: Session, submissions: Iterable[str]) -> dict[str, str]:
    """The codes under which some submissions were shown before codes were keyed."""
    wanted = sorted(set(submissions) - {""})
    query = select(ShownCodeRow).where(ShownCodeRow.submission.in_(wanted))
    return {row.submission: row.code for row in session.scalars(query)} if wanted else {}
