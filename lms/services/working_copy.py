"""A programme as its tutors are changing it: the newest version with their drafts laid over it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.domain.policy import Actor, Target
from lms.errors import NotFound
from lms.services.programmes import newest
from lms.services.site import Site, require
from lms.store import curriculum_drafts, programmes
from lms.store.curriculum_drafts import FileDraft
from lms.store.programmes import Version


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """The newest version's files, and the drafts laid over them.

    ``outdated`` names the drafts whose file another version has changed since they were begun:
    they are not published before somebody has compared. ``revisions`` counts how often each file
    was saved, also where the text is now as published.
    """

    base: Version
    published: Mapping[str, str]
    drafts: Mapping[str, FileDraft]
    outdated: frozenset[str]
    revisions: Mapping[str, int]

    @property
    def programme(self) -> str:
        return self.base.programme

    @property
    def files(self) -> dict[str, str]:
        """Every file as it would be published now."""
        return {**self.published, **{path: draft.text for path, draft in self.drafts.items()}}

    @property
    def mark(self) -> str:
        """Stands for exactly these drafts over this version: what somebody has looked at."""
        state = {path: draft.revision for path, draft in self.drafts.items()}
        body = json.dumps([self.base.key, state], sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()[:32]

    def text(self, path: str) -> str:
        """A file as it is now; NotFound where there is none."""
        if path not in self.files:
            raise NotFound("There is no such file in this programme.")
        return self.files[path]

    def state(self, path: str) -> str:
        """``published``, ``changed`` or ``new``."""
        if path not in self.drafts:
            return "published"
        return "changed" if path in self.published else "new"


def working_copy(
    site: Site,
    actor: Actor,
    programme: str,
    act: str = "edit-curriculum",
    session: Session | None = None,
) -> WorkingCopy:
    """The working copy of a programme that the actor may read or edit."""
    require(site, actor, act, Target(programme=programme))
    session = session or site.session()
    base = newest(site, programme, session)
    published = programmes.files_of(session, programme, base.version) or {}
    drafts = curriculum_drafts.of_programme(session, programme)
    changed = {p: d for p, d in drafts.items() if published.get(p) != d.text}
    outdated = _outdated(session, base, published, changed)
    revisions = {path: draft.revision for path, draft in drafts.items()}
    return WorkingCopy(base, published, changed, outdated, revisions)


def as_published(version: Version, files: Mapping[str, str]) -> WorkingCopy:
    """A version with no drafts over it."""
    return WorkingCopy(version, files, {}, frozenset(), {})


def _outdated(
    session: Session,
    base: Version,
    published: Mapping[str, str],
    drafts: Mapping[str, FileDraft],
) -> frozenset[str]:
    older = {d.base_version for d in drafts.values()} - {base.version}
    before = {v: programmes.files_of(session, base.programme, v) or {} for v in older}
    return frozenset(
        path
        for path, draft in drafts.items()
        if draft.base_version in older
        and before[draft.base_version].get(path) != published.get(path)
    )
