"""The files of a draft: added, taken away, and counted by hand where nothing else can."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from lms.domain.policy import Actor
from lms.errors import BadInput, NotFound
from lms.services.drafts import OwnDraft, draft_content, draft_of, own_draft
from lms.services.files import MOST_FILES, StatedCount, Upload, take_in, with_stated_words
from lms.services.handed_content import HandedFile
from lms.services.number_of_words import number_problems
from lms.services.pieces import LOG, Piece
from lms.services.problem_at import ProblemAt
from lms.services.recording import changing
from lms.services.site import Site
from lms.store import drafts, outbox
from lms.store.writer import Writer

SWEEP = "sweep-files"
"""The job that removes what nothing names any more."""
LATER = timedelta(hours=49)
LONGEST_REASON = 500
"""Characters of the reason for another count than the one that was made."""
COUNT = re.compile(r"[0-9]{1,9}")
NO_FILE = "There is no such file in your draft; it may have been taken away already."
Change = Callable[[tuple[HandedFile, ...]], tuple[HandedFile, ...]]


def add_files(
    site: Site, actor: Actor, of: Piece, uploads: Sequence[Upload], key: str | None = None
) -> OwnDraft:
    """Add files to one's own draft; BadInput names each that is not taken, and then none is.

    The same files with the same ``key`` are added once; the draft is given as it stands by now.
    """
    if of.kind == LOG:
        raise BadInput("A log is written here; it takes no files.")
    if not any(u.content or u.name for u in uploads):
        message = "Choose a file first."
        raise BadInput(message, [ProblemAt("files", message)])
    # How many there are already is asked only where the files are added: asked again with the same
    # key, the same files are there.
    taken = take_in(site, uploads)

    def add(files: tuple[HandedFile, ...]) -> tuple[HandedFile, ...]:
        if len(files) + len(taken) > MOST_FILES:
            message = f"At most {MOST_FILES} files can be handed in together. Take one away first."
            raise BadInput(message, [ProblemAt("files", message)])
        return (*files, *taken)

    asked = ["add-files", of.place, [file.sha256 for file in taken]]
    try:
        draft = _change(site, actor, of, add, key, asked)
    except Exception:
        site.files.drop(file.id for file in taken)
        raise
    kept = {file.id for file in draft.written.files}
    site.files.drop(file.id for file in taken if file.id not in kept)
    return draft


def remove_file(site: Site, actor: Actor, of: Piece, file: str) -> OwnDraft:
    """Take a file out of one's own draft; its bytes are gone. NotFound where the draft names none.

    Asked where the draft is changed, so that an id from outside never reaches another's bytes.
    """

    def without(files: tuple[HandedFile, ...]) -> tuple[HandedFile, ...]:
        if all(f.id != file for f in files):
            raise NotFound(NO_FILE)
        return tuple(f for f in files if f.id != file)

    changed = _change(site, actor, of, without)
    site.files.drop([file])
    return changed


def state_words(
    site: Site,
    actor: Actor,
    of: Piece,
    stated: Mapping[str, str],
    reasons: Mapping[str, str] | None = None,
) -> OwnDraft:
    """Keep the writer's own count of files, with the reason where their words were counted too.

    Both left empty take back what was said beside a count. BadInput names each field that is wrong.
    """
    reasons = {file: said.strip() for file, said in (reasons or {}).items()}
    files = {f.id: f for f in draft_of(site, of).written.files}
    if {*stated, *reasons} - set(files):
        raise NotFound(NO_FILE)
    counts = {file: _count(said) for file, said in stated.items() if said.strip()}
    asked = {*stated, *reasons}
    found = [
        problem
        for file in sorted(asked)
        for problem in _problems(files[file], counts, reasons.get(file, ""))
    ]
    if found:
        raise BadInput(found[0].what, found)
    said = {file: StatedCount(counts.get(file), reasons.get(file, "")) for file in asked}
    return _change(site, actor, of, lambda now: with_stated_words(now, said))


def _count(said: str) -> int:
    """The number that was typed; 0, which is none, where it is no number."""
    return int(said) if COUNT.fullmatch(said.strip()) else 0


def _problems(file: HandedFile, counts: Mapping[str, int], reason: str) -> list[ProblemAt]:
    found = []
    count = counts.get(file.id)
    if count is not None:
        found += number_problems(f"words-{file.id}", count)
    if reason and count is None:
        message = "Give the number of words too, or take the reason away."
        found.append(ProblemAt(f"words-{file.id}", message))
    if count is not None and not reason and file.words is not None and not file.stated:
        found.append(ProblemAt(f"reason-{file.id}", "Say why the count is wrong."))
    if len(reason) > LONGEST_REASON:
        message = f"Give the reason in at most {LONGEST_REASON} characters."
        found.append(ProblemAt(f"reason-{file.id}", message))
    return found


def _change(
    site: Site,
    actor: Actor,
    of: Piece,
    change: Change,
    key: str | None = None,
    asked: object = None,
) -> OwnDraft:
    with changing(site, actor) as writer:
        writer.answer_once(key, asked, lambda: _save(writer, of, change))
        return own_draft(of, drafts.find(writer.session, actor.person, of.place))


def _save(writer: Writer, of: Piece, change: Change) -> int:
    """Keep the draft with other files; gives its revision."""
    now = own_draft(of, drafts.find(writer.session, writer.actor, of.place))
    content = draft_content(now.written.with_files(change(now.written.files)))
    clock = writer.ledger.clock()
    kept = drafts.save(writer.session, writer.actor, of.place, content, now.revision, clock)
    promise_sweep(writer)
    return kept.revision


def promise_sweep(writer: Writer) -> None:
    """Have leftovers looked for once every transaction of today has long ended."""
    due = writer.ledger.clock() + LATER
    writer.also(lambda session: outbox.add(session, SWEEP, {}, due))


def draft_file(site: Site, of: Piece, file: str) -> tuple[HandedFile, bytes]:
    """A file of one's own draft with its bytes; NotFound where there is none."""
    kept = next((f for f in draft_of(site, of).written.files if f.id == file), None)
    content = site.files.draft(file) if kept else None
    if kept is None or content is None:
        raise NotFound(NO_FILE)
    return kept, content
