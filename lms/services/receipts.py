"""Receipts: when something was handed in, and a code by which the text can be checked for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lms.domain.policy import ANYTHING, Actor
from lms.domain.records import Record
from lms.errors import NotFound
from lms.services.enrolments import Learning, learning
from lms.services.pieces import ACTS, LOG, WORK
from lms.services.site import Site, require
from lms.store.chain import seal
from lms.store.documents import sealed_content

ITEM = {LOG: "template", WORK: "assessment"}
"""The field of each kind of record that names what was written."""
CODE_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the writer keeps: the record, the moment it was written, its words and its code.

    ``intact`` says whether the text kept now is the one handed in; None where it was erased.
    """

    record: str
    kind: str
    item: str
    title: str
    on: date
    recorded: datetime
    words: int
    code: str
    intact: bool | None
    attempt: int = 1


def read_receipt(site: Site, actor: Actor, enrolment: str, record: str) -> Receipt:
    """The receipt of something one handed in, with its text checked again just now."""
    own = learning(site, actor, enrolment, "read-receipt")
    found = own.own.by_id(record)
    if found is None or found.kind not in ACTS:
        raise NotFound("There is no such receipt; what it was for may have been taken back.")
    return receipt_of(site.session(), own, found)


def receipt_of(session: Session, own: Learning, record: Record) -> Receipt:
    """The receipt of a log or a submission."""
    item = str(record.get(ITEM[record.kind]) or "")
    found = own.log(item) if record.kind == LOG else own.assessment(item)
    return Receipt(
        record=record.id,
        kind=record.kind,
        item=item,
        title=found[1].title if found else item,
        on=record.on,
        recorded=record.recorded,
        words=int(record.get("words") or 0),
        code=code_of(record),
        intact=_intact(session, record),
        attempt=int(record.get("attempt") or 1),
    )


def code_of(record: Record) -> str:
    """The code on a receipt: the seal that the record keeps of its text, in groups of four."""
    seal_kept = str(record.get("document") or "").partition(".")[2][:CODE_LENGTH]
    return " ".join(seal_kept[i : i + 4] for i in range(0, len(seal_kept), 4))


def _intact(session: Session, record: Record) -> bool | None:
    kept = sealed_content(session, record.get("document"))
    if kept is None:
        return None
    content, nonce = kept
    return seal(content, nonce) == str(record.get("document")).partition(".")[2]


def check_receipt(site: Site, actor: Actor, record: str, code: str) -> bool:
    """Whether a receipt is genuine: the record exists, carries that code, and its text is whole.

    Whoever shows number and code was given the receipt, so the answer tells nobody anything new.
    """
    require(site, actor, "check-receipt", ANYTHING)
    session = site.session()
    found = site.ledger.find(session, record.strip())
    given = "".join(code.split()).lower()
    if found is None or found.kind not in ACTS or len(given) != CODE_LENGTH:
        return False
    return given == code_of(found).replace(" ", "") and _intact(session, found) is not False
