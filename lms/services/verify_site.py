"""Comparing what the site keeps with what the ledger's chain says of it: texts, files, versions."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.curriculum.digest import digest
from lms.domain.records import Record
from lms.services.handed_content import HandedFile, handed_content
from lms.services.site import Site
from lms.store import programmes
from lms.store.programmes import Version
from lms.store.verification import SealedText, Verification, sealed_texts, walk_chain

NOT_COVERED = (
    "the read audit (who read which text)",
    "views, which lms views rebuild works out again from the ledger",
    "names, accounts, sign-ins and links",
    "drafts, and files that are not handed in",
    "jobs and mails that wait",
)
"""What no record seals: nothing here is vouched for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not what the chain says of it: where, and what."""

    place: str
    problem: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The chain, what was compared with it, and every fault that was found.

    Where the chain itself is broken it is no measure, and nothing is compared with it.
    """

    chain: Verification
    texts: int = 0
    files: int = 0
    versions: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def sound(self) -> bool:
        return self.chain.sound and not self.faults


def verify_site(site: Site, exported: tuple[int, str] | None = None) -> Verified:
    """Walk the chain, then compare every text, file and published version with its record."""
    session = site.session()
    chain = walk_chain(site.ledger, session, exported)
    if not chain.sound:
        return Verified(chain)
    texts = files = 0
    faults = []
    for text in sealed_texts(session, site.ledger):
        texts += 1
        if text.problem:
            faults.append(Fault(f"Record {text.record}", text.problem))
            continue
        named = handed_content(text.kept[0] if text.kept else None).files
        files += len(named)
        faults += [fault for file in named for fault in _file_faults(site, text, file)]
    versions = programmes.versions(session)
    faults += _version_faults(site, session, versions)
    return Verified(chain, texts, files, len(versions), tuple(faults))


def _file_faults(site: Site, text: SealedText, file: HandedFile) -> Iterator[Fault]:
    place = f"Record {text.record}"
    where = f"documents/{text.document}/{file.id}"
    try:
        content = site.files.read(text.document, file.id)
    except OSError as unreadable:
        yield Fault(place, f"Its file {where} cannot be read: {type(unreadable).__name__}.")
        return
    if content is None:
        yield Fault(place, f"Its file {where} is missing, and no erasure of it is on record.")
    elif hashlib.sha256(content).hexdigest() != file.sha256:
        yield Fault(place, f"Its file {where} is not the one that was handed in.")


def _version_faults(site: Site, session: Session, versions: list[Version]) -> Iterator[Fault]:
    kept = {(v.programme, v.version): v for v in versions}
    published = _published(site, session)
    for key, (number, record) in published.items():
        place = f"Version {'@'.join(key)}"
        if key not in kept:
            yield Fault(place, f"It is missing; record {record.id} says that it was published.")
            continue
        yield from (Fault(place, p) for p in _problems(session, kept[key], number, record))
    for key in kept.keys() - published.keys():
        yield Fault(f"Version {'@'.join(key)}", "No record says that it was published.")


def _published(site: Site, session: Session) -> Mapping[tuple[str, str], tuple[int, Record]]:
    """The record of each version with its place among those of its programme, counted from 1."""
    count: dict[str, int] = defaultdict(int)
    found = {}
    for record in site.ledger.of_kinds(session, ["publication"]).of("publication"):
        count[record.subject.id] += 1
        key = (record.subject.id, str(record.get("version")))
        found[key] = (count[record.subject.id], record)
    return found


def _problems(session: Session, version: Version, number: int, record: Record) -> Iterator[str]:
    files = programmes.files_of(session, version.programme, version.version) or {}
    said = record.get("digest")
    if digest(files) != said:
        yield f"Its files are not those that record {record.id} says were published."
    if version.digest != said:
        yield f"Its digest is not the one of record {record.id}."
    if (version.number, version.published_by) != (number, record.recorded_by):
        yield f"Its number or its publisher is not what record {record.id} says."
