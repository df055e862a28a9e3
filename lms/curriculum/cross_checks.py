"""Whether a programme's files fit together: ids, stages, and everything inside each stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from lms.curriculum.assessment_checks import check_bands
from lms.curriculum.drafts import Draft
from lms.curriculum.front_matter import Text
from lms.curriculum.glossary import read_glossary
from lms.curriculum.link_checks import Known, check_links
from lms.curriculum.module_checks import check_module
from lms.curriculum.problems import Problems
from lms.curriculum.sections import Outline, outline
from lms.curriculum.stage_checks import check_stage
from lms.curriculum.stage_file import StageDraft
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.evidence import RequirementKind
from lms.domain.programme import Programme


def check_programme(
    own: Draft[Programme],
    stages: tuple[StageDraft, ...],
    kinds: Mapping[str, RequirementKind],
    known: Known,
    problems: Problems,
    policy: MarkingPolicy | None = None,
) -> None:
    """Note what does not fit; ``known`` is what links may lead to, ``policy`` marks the work."""
    if policy is not None:
        drafts = {a.path: a for stage in stages for a in stage.assessments}
        check_bands(own.value, drafts, policy, kinds, problems)
    _check_ids(stages, problems)
    _check_order(stages, problems)
    for stage in stages:
        check_stage(stage, own.value, kinds, problems)
    _check_body(own.body, known, problems)
    for stage in stages:
        for body in (stage.own.body, *(a.body for a in stage.assessments)):
            _check_body(body, known, problems)
        for log in stage.logs:
            _check_body(log.body, known, problems, whole=False)
        for module in stage.modules:
            check_module(module, _check_body(module.body, known, problems), problems)
        for text in _prose(stage):
            _check_text(text.path, outline(text, problems), known, problems)


def _check_body(body: Text, known: Known, problems: Problems, *, whole: bool = True) -> Outline:
    """Note what is amiss in a text; one that is not shown as a ``whole`` has no headings to lead to."""
    parts = outline(body, problems)
    parts = parts if whole else replace(parts, anchors=frozenset())
    for top in parts.tops:
        what = "a heading with a single # stands in the text"
        problems.add(body.path, top, what, "write ##; the title stands above, as title")
    _check_text(body.path, parts, known, problems)
    return parts


def _check_text(path: str, parts: Outline, known: Known, problems: Problems) -> None:
    for fault in parts.faults:
        problems.add(fault.path, fault.line, fault.what, fault.instead)
    check_links(path, parts, known, problems)


def _prose(stage: StageDraft) -> Iterator[Text]:
    yield from stage.prose
    for requirement in stage.every_requirement():
        yield from requirement.prose


def _check_ids(stages: tuple[StageDraft, ...], problems: Problems) -> None:
    seen: dict[tuple[str, str], str] = {}
    for what, identity, path, line in (entry for s in stages for entry in _ids(s)):
        place = f"{path}:{line}"
        first = seen.setdefault((what, identity), place)
        if identity and first != place:
            said = f'the id "{identity}" is used for two {what}s'
            problems.add(path, line, said, f"the first is at {first}; give this one another")


def _ids(stage: StageDraft) -> Iterator[tuple[str, str, str, int]]:
    own = stage.own
    yield "stage", own.value.id, own.path, own.line("id")
    for outcome, line in stage.outcome_lines.items():
        yield "outcome", outcome, own.path, line
    for declaration, line in stage.declaration_lines.items():
        yield "declaration", declaration, own.path, line
    for requirement in stage.every_requirement():
        yield "requirement", requirement.value.id, own.path, requirement.line
    for module in stage.modules:
        yield "module", module.value.id, module.path, module.line("id")
    for assessment in stage.assessments:
        yield "assessment", assessment.value.id, assessment.path, assessment.line("id")
    for log in stage.logs:
        yield "log", log.value.id, log.path, log.line("id")


def _check_order(stages: tuple[StageDraft, ...], problems: Problems) -> None:
    if any("order" in stage.own.broken for stage in stages):
        return
    for place, stage in enumerate(stages, start=1):
        if stage.value.order != place:
            what = f'"order" is {stage.value.order}, and this is stage {place} of the programme'
            instead = "number the stages 1, 2, 3 …, each once"
            problems.add(stage.own.path, stage.own.line("order"), what, instead)
            return


def known_things(stages: tuple[StageDraft, ...], glossary: str | None, *, whole: bool) -> Known:
    """What links may lead to; unless ``whole``, there may be more than could be read."""
    found: dict[str, set[str]] = {}
    for what, identity, _, _ in (entry for s in stages for entry in _ids(s)):
        found.setdefault(what, set()).add(identity)
    kinds = ("assessment", "module", "log", "requirement")
    return {
        "glossary": None if glossary is None else _terms(glossary),
        **{kind: frozenset(found.get(kind, ())) if whole else None for kind in kinds},
    }


# Every programme is checked against the same long vocabulary: reading it takes longer than most else.
@lru_cache(maxsize=1)
def _terms(glossary: str) -> frozenset[str]:
    return read_glossary(glossary).ids
