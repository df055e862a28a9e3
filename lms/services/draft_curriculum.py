"""Changing a programme's files: drafts that its tutors share, each save over the revision seen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from lms.curriculum.listing import list_files, paths_by_id
from lms.curriculum.places import ASSESSMENTS, LOGS, MODULES, STAGE, is_readme
from lms.domain.policy import Actor
from lms.errors import BadInput, NotFound
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.recording import changing
from lms.services.site import Site
from lms.services.starters import STARTERS
from lms.services.working_copy import WorkingCopy, working_copy
from lms.store import curriculum_drafts
from lms.store.curriculum_drafts import FileDraft

LARGEST_FILE = 1_000_000
"""Characters; the reader of curricula refuses more."""


def save_draft(
    site: Site,
    actor: Actor,
    programme: str,
    path: str,
    text: str,
    seen: int,
    base_version: str | None = None,
) -> FileDraft:
    """Keep a changed file over revision ``seen``, 0 where there was no draft.

    A draft keeps the version that it began from; ``base_version`` says that its writer has now
    compared it with a newer one. Conflict carries a text that somebody else saved meanwhile.
    """
    copy = working_copy(site, actor, programme)
    copy.text(path)
    if len(text) > LARGEST_FILE:
        raise BadInput(f"A file has at most {LARGEST_FILE:,} characters; divide it.")
    with changing(site, actor) as writer:
        kept = curriculum_drafts.find(writer.session, programme, path)
        base = base_version or (kept.base_version if kept else copy.base.version)
        draft = FileDraft(programme, path, base, plain(text), seen, site.now(), actor.person)
        if kept and _says_the_same(kept, draft):
            return kept  # only the answer to it was lost
        return curriculum_drafts.save(writer.session, draft, seen)


def _says_the_same(kept: FileDraft, draft: FileDraft) -> bool:
    return replace(kept, revision=draft.revision, saved=draft.saved) == draft


def plain(text: str) -> str:
    """A text as files keep it: line ends alike, and one at the end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def discard_draft(site: Site, actor: Actor, programme: str, path: str) -> None:
    """Throw a draft away: the file is as published again, and a new file is gone."""
    copy = working_copy(site, actor, programme)
    if path not in copy.drafts:
        raise NotFound("There is no draft of this file.")
    with changing(site, actor) as writer:
        curriculum_drafts.remove(writer.session, programme, path)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to begin: ``kind`` is modules, assessments, logs or cases."""

    folder: str
    kind: str
    title: str


def begin_file(site: Site, actor: Actor, programme: str, new: NewFile) -> str:
    """Begin a module, an assessment, a log or a case as a draft; gives its path."""
    copy = working_copy(site, actor, programme)
    problems = _problems(copy, new)
    refuse_form(problems, "This file cannot be begun yet.")
    path, identity = _path(copy, new), _identity(copy, new)
    quoted = new.title.strip().replace("\\", "\\\\").replace('"', '\\"')
    text = STARTERS[new.kind].format(id=identity, title=quoted, programme=programme)
    with changing(site, actor) as writer:
        draft = FileDraft(programme, path, copy.base.version, text, 0, site.now(), actor.person)
        curriculum_drafts.save(writer.session, draft, 0)
    return path


def folders(copy: WorkingCopy) -> dict[str, str]:
    """The title of each stage's folder."""
    return {
        g.folder: g.title for g in list_files(copy.files) if f"{g.folder}/{STAGE}" in copy.files
    }


def _problems(copy: WorkingCopy, new: NewFile) -> list[ProblemAt]:
    found = []
    if new.kind not in STARTERS:
        found.append(ProblemAt("kind", "Choose what kind of file it is."))
    if new.kind != "cases" and new.folder not in folders(copy):
        found.append(ProblemAt("folder", "Choose the stage that it belongs to."))
    if not slug(new.title):
        found.append(ProblemAt("title", "Give it a title, in letters or digits."))
    elif len(new.title) > 150:
        found.append(ProblemAt("title", "Give it a title of at most 150 characters."))
    return found


def slug(title: str) -> str:
    """A title as the name of a file."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.casefold()).strip("-")[:60]


def _path(copy: WorkingCopy, new: NewFile) -> str:
    folder = new.kind if new.kind == "cases" else f"{new.folder}/{new.kind}"
    number = f"{_modules(copy, new) + 1:02}-" if new.kind == MODULES else ""
    wanted = f"{folder}/{number}{slug(new.title)}"
    names = (f"{wanted}.md", *(f"{wanted}-{n}.md" for n in range(2, 1000)))
    return next(name for name in names if name not in copy.files and not is_readme(name))


def _modules(copy: WorkingCopy, new: NewFile) -> int:
    return sum(path.startswith(f"{new.folder}/{MODULES}/") for path in copy.files)


def _identity(copy: WorkingCopy, new: NewFile) -> str:
    """An id like its neighbours': ``fnd.m13`` after ``fnd.m12``."""
    taken = paths_by_id(copy.files)
    stage = [i for i, path in taken.items() if path.startswith(f"{new.folder}/") and "." in i]
    prefix = stage[0].partition(".")[0] if stage else slug(new.folder)[:10]
    letter = {MODULES: "m", ASSESSMENTS: "a", LOGS: "log."}.get(new.kind, "")
    start = _modules(copy, new) + 1 if new.kind == MODULES else 1
    shown = (f"{n:02}" if new.kind == MODULES else str(n) for n in range(start, 1000))
    return next(i for n in shown if (i := f"{prefix}.{letter}{n}") not in taken)
