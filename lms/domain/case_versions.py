"""Other versions of a programme for a case: the one at hand without some of its requirements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lms.domain.case import Case
from lms.domain.programme import Programme, Requirement, Stage


def versions_of(case: Case, known: Mapping[str, Programme]) -> dict[str, Programme]:
    """The versions that the case names, by ``id@version``, under its marking policy."""
    programme = known.get(case.programme)
    if programme is None:
        return {}
    if case.marking_policy:
        programme = replace(programme, marking_policy=case.marking_policy)
    named = [_without(programme, version, left_out) for version, left_out in case.versions.items()]
    return {programme.id: programme, programme.key: programme} | {e.key: e for e in named}


def _without(programme: Programme, version: str, left_out: frozenset[str]) -> Programme:
    stages = tuple(_stage_without(stage, left_out) for stage in programme.stages)
    return replace(programme, version=version, stages=stages)


def _stage_without(stage: Stage, left_out: frozenset[str]) -> Stage:
    kept = tuple(_kept(r, left_out) for r in stage.requirements if r.id not in left_out)
    return replace(stage, requirements=kept)


def _kept(requirement: Requirement, left_out: frozenset[str]) -> Requirement:
    parts = tuple(_kept(r, left_out) for r in requirement.of if r.id not in left_out)
    return replace(requirement, of=parts)
