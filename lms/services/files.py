"""Taking files in: checked by what is in them, counted, put on the disk; and giving them out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any
from uuid import uuid4

from lms.domain.assessment.numbering import attempt_in
from lms.domain.assessment.results import result_of
from lms.domain.policy import Actor
from lms.domain.records import Record
from lms.domain.word_count import count_words
from lms.errors import BadInput, NotFound
from lms.services import file_text, nameless_copy
from lms.services.apart import run_apart
from lms.services.assessed import find_work_of
from lms.services.enrolments import target_of
from lms.services.file_contents import Beside
from lms.services.file_kinds import why_not_taken
from lms.services.file_text import DAMAGED, TEXT, kind_and_text
from lms.services.found_work import require_may_mark
from lms.services.handed_content import HandedFile, handed_content
from lms.services.learner_record import learner_record
from lms.services.problem_at import ProblemAt
from lms.services.quarantine import require_readable
from lms.services.read_audit import record_reading
from lms.services.site import Site, require_known
from lms.services.unreadable import Unreadable
from lms.services.whose_work import is_named
from lms.store.documents import content_of

MOST_FILES = 5
LARGEST_FILE = 20_000_000
"""Bytes of one file."""
LARGEST_UPLOAD = MOST_FILES * LARGEST_FILE + 1_000_000
"""Bytes of one request that brings files."""
LONGEST_NAME = 150
PATIENCE = 10
"""Seconds of the clock that a request waits for all its files; the program that reads has less."""
UNNAMED_TEXT = (
    "This is the text of the file. A copy of it without the names in its properties could not be "
    "made, so the file itself is not given to whoever may not know whose it is.\n\n"
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in: what its owner calls it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Download:
    """A file to give out: how it is to be called, its type and its bytes."""

    name: str
    type: str
    content: bytes


def take_in(site: Site, uploads: Sequence[Upload], field: str = "files") -> tuple[HandedFile, ...]:
    """Check files, count their words and put them on the disk; BadInput names every one refused.

    Reading a long file takes a while: call it before anything is locked.
    """
    uploads = [u for u in uploads if u.name or u.content]
    if len(uploads) > MOST_FILES:
        message = f"At most {MOST_FILES} files can be handed in together."
        raise BadInput(message, [ProblemAt(field, message)])
    until = monotonic() + PATIENCE
    found = [_looked_at(upload, field, until) for upload in uploads]
    problems = [one for one in found if isinstance(one, ProblemAt)]
    if problems:
        raise BadInput("No file was added.", problems)
    taken = tuple(one for one in found if isinstance(one, HandedFile))
    for file, upload in zip(taken, uploads, strict=True):
        site.files.keep(file.id, upload.content)
    return taken


def _looked_at(upload: Upload, field: str, until: float) -> HandedFile | ProblemAt:
    name = _plain_name(upload.name)
    small = len(upload.content) <= LARGEST_FILE
    kind, text = kind_and_text(upload.content) if small else (None, "")
    says = _refusal(upload, kind)
    if says or kind is None:
        return ProblemAt(field, f"{name}: {says}")
    plain = kind == TEXT
    said = _plain(text) if plain else _text_in_another_process(upload.content, kind, until)
    if "problem" in said:
        return ProblemAt(field, f"{name}: {said['problem']}")
    text = said["text"]
    return HandedFile(
        id=str(uuid4()),
        name=name,
        type=kind,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        # A scan has pictures of words, and no words: its writer says how many there are.
        words=count_words(text) or None,
        text=text,
        unread=tuple(said.get("unread", ())),
    )


def beside_in(site: Site, file: HandedFile, until: float) -> tuple[Beside, ...] | None:
    """What stands beside the text of a draft's file, read anew and kept nowhere; None if unreadable."""
    if file.type == TEXT:
        return ()
    content = site.files.draft(file.id)
    said = {} if content is None else _text_in_another_process(content, file.type, until)
    if "beside" not in said:
        return None
    return tuple(Beside(one["what"], one["text"]) for one in said["beside"])


def _refusal(upload: Upload, kind: str | None) -> str:
    if not upload.content:
        return "It is empty."
    if len(upload.content) > LARGEST_FILE:
        return "It is larger than 20 megabytes. Make its pictures smaller, then add it again."
    if kind is None:
        return why_not_taken(upload.content)
    return ""


def _plain_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and c not in '"<>').strip(". ")
    return kept[-LONGEST_NAME:] or "File"


def _plain(text: str) -> dict[str, Any]:
    """Plain text, which needs no other process: to tell what it is, it has been read."""
    too_long = len(text) > file_text.LARGEST_TEXT
    return {"problem": "It is longer than a million characters."} if too_long else {"text": text}


def _text_in_another_process(content: bytes, kind: str, until: float) -> dict[str, Any]:
    try:
        said = json.loads(run_apart(file_text.__name__, content, until))
    except Unreadable as fault:
        return {"problem": str(fault)}
    except ValueError:
        return {"problem": DAMAGED}
    return said if isinstance(said, dict) else {"problem": DAMAGED}


@dataclass(frozen=True, slots=True)
class StatedCount:
    """What a writer says of a file's words: how many, and why the count is wrong; both or neither
    where the words were counted.
    """

    words: int | None
    reason: str = ""


def with_stated_words(
    files: Sequence[HandedFile], stated: Mapping[str, StatedCount]
) -> tuple[HandedFile, ...]:
    """The files with their writer's own counts: instead of none, or beside what was counted."""
    return tuple(_with_count(f, stated[f.id]) if f.id in stated else f for f in files)


def _with_count(file: HandedFile, said: StatedCount) -> HandedFile:
    if file.words is not None and not file.stated:
        return replace(file, stated_words=said.words, reason=said.reason)
    if said.words is None:
        return file
    return replace(file, words=said.words, stated=True, reason=said.reason)


def open_file(site: Site, actor: Actor, record: str, file: str) -> Download:
    """A file of a submission, for its writer or whoever may read the work; the reading is noted.

    NotFound where there is none, NotPermitted for somebody who is kept from this learner's work. To
    those who may not know whose the work is, its name says nothing.
    """
    found, of = learner_record(site, actor, record, "read-work", "submission")
    target = target_of(site, of.enrolment, actor)
    assessed = of.assessment(str(found.get("assessment")))
    own = of.is_own(actor)
    if not own and (assessed is None or assessed[1].private):
        require_known(site, actor, "read-private-work", target)
    require_readable(site, actor, of, found)
    if not own:
        require_may_mark(site, actor, of, found)
        record_reading(site, actor, of.enrolment.person, found.id, "read-work")
    work = find_work_of(site, of, assessed[1]) if assessed else None
    known = work is not None and is_named(
        site, actor, of, work, result_of(work, attempt_in(of.own, found))
    )
    named = own or known
    return file_of(site, found, "document", file, named)


def file_of(site: Site, record: Record, field: str, file: str, named: bool = False) -> Download:
    """A file of a record's document; whoever calls has asked for the right and noted the reading."""
    held = str(record.get(field) or "")
    content = handed_content(content_of(site.session(), held))
    kept = content.file(file)
    found = site.files.read(held.partition(".")[0], file) if kept else None
    if kept is None or found is None:
        raise NotFound("There is no such file.")
    place = content.files.index(kept) + 1
    if named:
        return Download(kept.as_named, kept.type, found)
    return nameless_download(f"file-{place}", kept, found)


def nameless_download(name: str, kept: HandedFile, content: bytes) -> Download:
    """A file for somebody who may not know whose it is: a copy without names, or else its text."""
    if kept.type == TEXT:
        return Download(f"{name}{kept.ending}", kept.type, content)
    try:
        copy = run_apart(nameless_copy.__name__, content, monotonic() + PATIENCE)
    except Unreadable:
        text = f"{UNNAMED_TEXT}{kept.text}".encode()
        return Download(f"{name}.txt", TEXT, text)
    return Download(f"{name}{kept.ending}", kept.type, copy)


def sweep_files(site: Site, _: object = None) -> int:
    """Remove the files that nothing names any more; how many they were."""
    return site.files.sweep(site.session(), site.now())
