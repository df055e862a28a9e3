"""Receipts: when something was handed in, and a code by which the text can be checked for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lms.domain.assessment.late_words import late_words
from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.results import result_of
from lms.domain.policy import ANYTHING, Actor
from lms.domain.records import Record
from lms.errors import NotFound
from lms.services.assessed import find_work_of
from lms.services.enrolments import Learning, learning
from lms.services.handed_content import HandedFile, handed_content
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

    ``arrived`` is when it reached the site, ``late`` says how late that was and what it takes off.
    ``intact`` says whether the text and files kept now are those handed in; None where they were
    erased.
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
    arrived: datetime
    attempt: int = 1
    late: str = ""
    files: tuple[HandedFile, ...] = ()


def read_receipt(site: Site, actor: Actor, enrolment: str, record: str) -> Receipt:
    """The receipt of something one handed in, with its text checked again just now."""
    own = learning(site, actor, enrolment, "read-receipt")
    found = own.own.by_id(record)
    if found is None or found.kind not in ACTS:
        raise NotFound("There is no such receipt; what it was for may have been taken back.")
    return receipt_of(site, own, found)


def receipt_of(site: Site, own: Learning, record: Record) -> Receipt:
    """The receipt of a log or a submission."""
    kept = sealed_content(site.session(), record.get("document"))
    said = record.get("arrived")
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
        intact=_intact(site, kept, record),
        arrived=datetime.fromisoformat(said) if said else record.recorded,
        attempt=attempt_in(own.own, record),
        late=_late(site, own, record),
        files=handed_content(kept[0] if kept else None).files,
    )


def _late(site: Site, own: Learning, record: Record) -> str:
    found = own.assessment(str(record.get("assessment"))) if record.kind == WORK else None
    work = find_work_of(site, own, found[1]) if found else None
    if work is None:
        return ""
    attempt = attempt_in(own.own, record)
    return late_words(work, attempt, result_of(work, attempt).late)


def code_of(record: Record) -> str:
    """The code on a receipt: the seal that the record keeps of its text, in groups of four."""
    seal_kept = str(record.get("document") or "").partition(".")[2][:CODE_LENGTH]
    return " ".join(seal_kept[i : i + 4] for i in range(0, len(seal_kept), 4))


def _intact(site: Site, kept: tuple[Any, str] | None, record: Record) -> bool | None:
    """Whether the text and files that are kept are those under the record's seal; None once erased."""
    if kept is None:
        return None
    content, nonce = kept
    document, _, code = str(record.get("document")).partition(".")
    files = handed_content(content).files if record.kind == WORK else ()
    return seal(content, nonce) == code and all(_is_whole(site, document, f) for f in files)


def _is_whole(site: Site, document: str, file: HandedFile) -> bool:
    """Whether a file's bytes are those whose digest stands under the seal."""
    content = site.files.read(document, file.id)
    return content is not None and hashlib.sha256(content).hexdigest() == file.sha256


def check_receipt(site: Site, actor: Actor, record: str, code: str) -> bool:
    """Whether a receipt is genuine: the record exists, carries that code, and its text is whole.

    Whoever shows number and code was given the receipt, so the answer tells nobody anything new.
    """
    require(site, actor, "check-receipt", ANYTHING)
    found = site.ledger.find(site.session(), record.strip())
    given = "".join(code.split()).lower()
    if found is None or found.kind not in ACTS or len(given) != CODE_LENGTH:
        return False
    kept = sealed_content(site.session(), found.get("document"))
    return given == code_of(found).replace(" ", "") and _intact(site, kept, found) is not False
