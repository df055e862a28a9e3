"""Other versions of a programme for a case: the one at hand without some of its requirements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lms.domain.case import Case
from lms.domain.programme import Programme, Requirement, Stage


def versions_of(case: Case, known: Mapping[str, Programme]) -> dict[str, Programme]:
    """The versions that the case names, by ``id@version``."""
    programme = known.get(case.programme)
    if programme is None:
        return {}
    named = [_without(programme, version, left_out) for version, left_out in case.versions.items()]
    return {each.key: each for each in named}


def _without(programme: Programme, version: str, left_out: frozenset[str]) -> Programme:
    stages = tuple(_stage_without(stage, left_out) for stage in programme.stages)
    return replace(programme, version=version, stages=stages)


def _stage_without(stage: Stage, left_out: frozenset[str]) -> Stage:
    kept = tuple(_kept(r, left_out) for r in stage.requirements if r.id not in left_out)
    return replace(stage, requirements=kept)


def _kept(requirement: Requirement, left_out: frozenset[str]) -> Requirement:
    parts = tuple(_kept(r, left_out) for r in requirement.of if r.id not in left_out)
    return replace(requirement, of=parts)
