"""A changed file as people would read it, with every problem that the whole folder would have."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lms.curriculum.comments import without_comments
from lms.curriculum.links import Link
from lms.curriculum.listing import body_of, paths_by_id, title_of
from lms.curriculum.markdown import Html, render
from lms.curriculum.problems import Problem
from lms.domain.policy import Actor
from lms.services.draft_curriculum import plain
from lms.services.programmes import read_as_new
from lms.services.site import Site
from lms.services.working_copy import WorkingCopy, working_copy

Address = Callable[[str], str]
"""Gives the page of a file of this programme by its path, or of ``glossary:term``."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file laid out; ``problems`` are this file's, ``elsewhere`` those of the others."""

    title: str
    html: Html
    problems: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a comparison: ``added``, ``removed``, ``same``, or ``gap`` for lines left out."""

    kind: str
    text: str
    line: int | None = None


def preview_file(
    site: Site, actor: Actor, programme: str, path: str, text: str, address: Address
) -> Preview:
    """A text as it would stand at a path of the working copy."""
    copy = working_copy(site, actor, programme)
    copy.text(path)
    return preview(site, copy, path, plain(text), address)


def preview(site: Site, copy: WorkingCopy, path: str, text: str, address: Address) -> Preview:
    """The same, for a working copy already at hand."""
    files = {**copy.files, path: text}
    problems = problems_of(site, files)
    return Preview(
        title=title_of(path, text),
        html=laid_out(files, path, address),
        problems=tuple(p for p in problems if p.path == path),
        elsewhere=tuple(p for p in problems if p.path != path),
    )


def laid_out(files: Mapping[str, str], path: str, address: Address) -> Html:
    """The part of a file that people read, its links leading to the other files."""
    paths = paths_by_id(files)

    def resolve(link: Link) -> str | None:
        if link.kind == "glossary":
            return address(str(link))
        return address(paths[link.id]) if link.id in paths else None

    return render(without_comments(body_of(files[path])).markdown, resolve, prefix="preview-")


def problems_of(site: Site, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Everything that keeps some files from being published, cases apart."""
    return read_as_new(site.registry, files).problems


def compare(before: str, after: str, around: int = 3) -> list[Change]:
    """What differs between two texts line by line, with a few same lines around each change."""
    old, new = before.splitlines(), after.splitlines()
    changes: list[Change] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(around):
        if changes or group[0][3] > 0:
            changes.append(Change("gap", ""))
        for tag, first, last, start, end in group:
            if tag == "equal":
                changes += [Change("same", t, start + n + 1) for n, t in enumerate(new[start:end])]
            else:
                changes += [Change("removed", t) for t in old[first:last]]
                changes += [Change("added", t, start + n + 1) for n, t in enumerate(new[start:end])]
    return changes
