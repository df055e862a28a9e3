"""A folder of Markdown files, read into a programme with everything that is wrong told at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lms.curriculum.assessment_file import read_assessment
from lms.curriculum.cross_checks import check_programme, known_things
from lms.curriculum.digest import digest
from lms.curriculum.drafts import Draft
from lms.curriculum.front_matter import Document, Text, read_document
from lms.curriculum.log_file import read_log
from lms.curriculum.module_file import read_module
from lms.curriculum.places import MODULES, PROGRAMME, STAGE, Place, check_places, place_of
from lms.curriculum.problems import Problem, Problems
from lms.curriculum.programme_file import read_programme_file
from lms.curriculum.requirements import RequirementReader
from lms.curriculum.stage_file import StageDraft, read_stage
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.evidence import RequirementKind
from lms.domain.programme import Programme

UNREADABLE = Draft(
    Programme(id="", title="", version="", plugins=(), marking_policy="", stages=()),
    Text(PROGRAMME, 1, ""),
    {},
    frozenset({"plugins"}),
)
"""Stands for a programme.md that cannot be read, so that the other files are checked all the same."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a folder: a programme, or else the problems that stand in its way."""

    programme: Programme | None
    problems: tuple[Problem, ...] = ()


def read_programme(
    files: Mapping[str, str],
    kinds: Mapping[str, RequirementKind],
    plugins: Collection[str] | None = None,
    glossary: str | None = None,
    *,
    policies: Mapping[str, MarkingPolicy] | None = None,
    published: bool = False,
) -> Reading:
    """Read the files of a programme, path by path as seen from its folder.

    ``kinds`` are the requirement kinds of the site and ``plugins`` its plugins. ``glossary`` is
    the text of glossary.md, ``policies`` the marking policies by name@version. Where one of these
    three is None, what names it is not checked.
    ``published`` reads a stored version, which was checked when it was published: nothing new is
    asked of it, and a kind that has gone with its plugin is no problem.
    """
    problems = Problems()
    documents = _documents(files, problems)
    own = documents.get(PROGRAMME)
    asked = None if published else plugins
    marked_by = None if published else policies
    programme = read_programme_file(own, asked, problems, marked_by) if own else UNREADABLE
    # While it is not known which plugins are meant, a kind that is not here may well be theirs.
    strict = not published and "plugins" not in programme.broken
    stages = _stages(files, documents, RequirementReader(kinds, strict=strict), problems)
    whole = replace(programme.value, stages=tuple(s.value for s in stages), digest=digest(files))
    if published and own:
        return Reading(whole, tuple(problems))
    check_places(files, problems)
    every = {path for path in files if place_of(path)} == set(documents) and bool(stages)
    known = known_things(stages, glossary, whole=every and all(s.whole for s in stages))
    policy = policies.get(whole.marking_policy) if policies is not None else None
    check_programme(replace(programme, value=whole), stages, kinds, known, problems, policy)
    return Reading(None if len(problems) else whole, tuple(problems))


def named_plugins(files: Mapping[str, str]) -> tuple[str, ...]:
    """The plugins that a folder's programme.md names, as far as it can be read."""
    document = read_document(PROGRAMME, files.get(PROGRAMME, ""), Problems())
    return read_programme_file(document, None, Problems()).value.plugins if document else ()


def _documents(files: Mapping[str, str], problems: Problems) -> dict[str, Document]:
    found = {}
    for path in sorted(files):
        if place_of(path) is not None:
            document = read_document(path, files[path], problems)
            if document:
                found[path] = document
    return found


def _stages(
    files: Mapping[str, str],
    documents: Mapping[str, Document],
    reader: RequirementReader,
    problems: Problems,
) -> tuple[StageDraft, ...]:
    stages = [
        _with_contents(read_stage(document, reader, problems), files, documents, problems)
        for path, document in documents.items()
        if place_of(path) == Place(path.partition("/")[0], STAGE)
    ]
    return tuple(sorted(stages, key=lambda s: (s.value.order, s.own.path)))


def _with_contents(
    stage: StageDraft,
    files: Mapping[str, str],
    documents: Mapping[str, Document],
    problems: Problems,
) -> StageDraft:
    def inside(name: str) -> list[Document]:
        return [d for path, d in documents.items() if place_of(path) == Place(stage.folder, name)]

    modules = sorted(
        (read_module(d, problems) for d in inside(MODULES)), key=lambda m: (m.value.days, m.path)
    )
    assessments = tuple(read_assessment(d, problems) for d in inside("assessments"))
    logs = tuple(read_log(d, problems) for d in inside("logs"))
    value = replace(
        stage.value,
        modules=tuple(m.value for m in modules),
        assessments=tuple(a.value for a in assessments),
        logs=tuple(t.value for t in logs),
    )
    given: list[Draft[Any]] = [*modules, *assessments, *logs]
    own = [path for path in files if (place := place_of(path)) and place.folder == stage.folder]
    return replace(
        stage,
        own=replace(stage.own, value=value),
        modules=tuple(modules),
        assessments=assessments,
        logs=logs,
        whole=len(given) + 1 == len(own) and all("id" not in draft.broken for draft in given),
    )
