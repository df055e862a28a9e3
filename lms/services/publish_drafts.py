"""Publishing what tutors have drafted: first what it would change and for whom, then the version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.curriculum.difference import differences
from lms.curriculum.listing import with_version
from lms.curriculum.problems import Problem
from lms.domain.policy import Actor
from lms.errors import Conflict
from lms.services.problem_at import ProblemAt, refuse_form
from lms.services.programmes import load, read_as_new
from lms.services.publish import publish
from lms.services.recording import changing
from lms.services.site import Site
from lms.services.working_copy import WorkingCopy, working_copy
from lms.store import curriculum_drafts
from lms.store.enrolments import learners_by_version
from lms.store.programmes import Version
from lms.store.programmes import versions as versions_of

LABEL = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}")


@dataclass(frozen=True, slots=True)
class Review:
    """What publishing now would do: the changes in the programme's own words, and who stays where.

    ``learners`` maps each version to the learners who are on it, and stay on it.
    """

    copy: WorkingCopy
    title: str
    changes: tuple[str, ...]
    problems: tuple[Problem, ...]
    learners: Mapping[str, int]
    suggested: str

    @property
    def may_publish(self) -> bool:
        """Whether nothing known stands in the way; the cases are run on publishing."""
        return bool(self.copy.drafts) and not self.problems and not self.copy.outdated


def review_drafts(site: Site, actor: Actor, programme: str) -> Review:
    """Look a programme's drafts through before publishing them."""
    copy = working_copy(site, actor, programme, "publish-curriculum")
    before = load(site, programme, copy.base.version)
    taken = {v.version for v in versions_of(site.session(), programme)}
    label = suggested_label(taken, copy.base.version, site.today())
    files = with_version(copy.files, label)
    reading = read_as_new(site.registry, files)
    changes = differences(before, reading.programme) if reading.programme else []
    counts = learners_by_version(site.session(), site.today())
    return Review(
        copy=copy,
        title=before.title,
        changes=tuple(changes),
        problems=reading.problems,
        learners={v: n for (p, v), n in sorted(counts.items()) if p == programme},
        suggested=label,
    )


def suggested_label(taken: set[str], newest: str, today: date) -> str:
    """The next label: ``2026.2`` after ``2026.1``, or the year's first."""
    year, _, number = newest.partition(".")
    start = int(number) + 1 if year == str(today.year) and number.isdigit() else 1
    return next(
        label
        for n in range(start, start + len(taken) + 1)
        if (label := f"{today.year}.{n}") not in taken
    )


def publish_drafts(
    site: Site, actor: Actor, programme: str, label: str, note: str, mark: str
) -> Version:
    """Publish the drafts as a new version and clear them.

    ``mark`` is that of the working copy that was reviewed. Conflict where the drafts or the newest
    version have changed since; BadInput where label, files or cases are not in order.
    """
    copy = working_copy(site, actor, programme, "publish-curriculum")
    if copy.mark != mark:
        raise Conflict("Something was changed after you opened this page. Read it again.")
    _refuse(copy, label, note)
    files = with_version(copy.files, label.strip())
    version = publish(site, actor, files, note, copy.base.version)
    with changing(site, actor) as writer:
        for path, draft in copy.drafts.items():
            curriculum_drafts.remove(writer.session, programme, path, draft.revision)
    return version


def _refuse(copy: WorkingCopy, label: str, note: str) -> None:
    problems = []
    if not copy.drafts:
        problems.append(ProblemAt("", "There is nothing to publish: no file has been changed."))
    if not LABEL.fullmatch(label.strip()):
        what = "Give the version a label of letters, digits, dots and hyphens, such as 2026.2."
        problems.append(ProblemAt("label", what))
    if not note.strip():
        what = "Write a note that tells other tutors what has changed and why."
        problems.append(ProblemAt("note", what))
    problems += [
        ProblemAt(
            "", f"{path} was changed by {copy.base.key} after its draft was begun; compare them."
        )
        for path in sorted(copy.outdated)
    ]
    refuse_form(problems, "This cannot be published yet.")
