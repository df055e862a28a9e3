"""What one transaction has read: a picture of the ledger that does not change, and what rests on it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy.orm import Session, SessionTransaction

from lms.domain.kinds_read import KindsRead
from lms.domain.records import RETRACTION, Record, Records, Subject


@dataclass(slots=True)
class Picture:
    """Everything that a transaction has asked the ledger so far.

    ``read`` holds answers that need not be asked for again.
    """

    transaction: SessionTransaction
    read: dict[Hashable, Records] = field(default_factory=dict)
    _subjects: dict[Subject, set[KindsRead]] = field(default_factory=dict)
    _kinds: set[str] = field(default_factory=set)

    def note_subjects(self, subjects: Iterable[Subject], kinds: KindsRead) -> None:
        """Something of these kinds was asked about these subjects."""
        for subject in subjects:
            self._subjects.setdefault(subject, set()).add(kinds)

    def note_kinds(self, kinds: Iterable[str]) -> None:
        """These kinds were asked for, whomever they are about."""
        self._kinds.update(kinds)

    def note_record(self, record: Record) -> None:
        """One record was looked for; another may take its place."""
        self.note_subjects([record.subject], KindsRead(frozenset({record.kind})))

    def rests_on(self, subject: Subject, kind: str) -> bool:
        """Whether a record of a kind about a subject could have changed what was read."""
        asked = self._subjects.get(subject, ())
        return kind in self._kinds or (
            bool(asked) and (kind == RETRACTION or any(k.includes(kind) for k in asked))
        )


def picture_of(session: Session) -> Picture:
    """The picture that a session's present transaction has taken so far; a new one has none."""
    transaction = session.get_transaction() or session.begin()
    held = session.info.get("picture")
    if held is None or held.transaction is not transaction:
        held = session.info["picture"] = Picture(transaction)
    return cast(Picture, held)
