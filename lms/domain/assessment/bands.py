"""The bands that a criteria table describes: as many as the marking policy tells apart (8a.33)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.evidence import RequirementKind
from lms.domain.programme import Assessment, Programme, Stage
from lms.domain.records import Refusal

FAIL = "Fail"
CLASSES: Mapping[int, tuple[str, ...]] = {
    1: ("Pass",),
    2: ("Pass", "Distinction"),
    3: ("Pass", "Merit", "Distinction"),
}
"""What the classes above a policy's boundaries are called, by how many boundaries there are."""
HIGHEST = 100


@dataclass(frozen=True, slots=True)
class Undescribed:
    """A piece of work whose table describes other bands than its policy tells apart."""

    assessment: Assessment
    described: tuple[str, ...]
    asked: tuple[str, ...]


def bands_of(policy: MarkingPolicy, pass_mark: int, weighed: bool = False) -> tuple[str, ...]:
    """The bands of one piece of work, from low to high.

    The boundaries part them, and so does the mark at which the piece passes by itself. Where it is
    ``weighed`` with others, the floor parts what they can make up for from what they cannot. A band
    that is no class of the policy is named by its marks: ``40 to 49``.
    """
    edges = {pass_mark, *policy.boundaries}
    if weighed and policy.component_floor is not None:
        edges.add(policy.component_floor)
    above = pairwise([*sorted(edges - {0}), HIGHEST + 1])
    return (FAIL, *(_name(low, end, policy.boundaries) for low, end in above))


def _name(low: int, end: int, boundaries: tuple[int, ...]) -> str:
    """The class that exactly these marks make up, or else the marks themselves."""
    ends = dict(pairwise([*boundaries, HIGHEST + 1]))
    classes = CLASSES.get(len(boundaries), ())
    if classes and ends.get(low) == end:
        return classes[boundaries.index(low)]
    return f"{low} to {end - 1}"


def undescribed(
    programme: Programme, policy: MarkingPolicy, kinds: Mapping[str, RequirementKind]
) -> Iterator[Undescribed]:
    """The marked work whose criteria table does not describe the bands of the policy."""
    for stage in programme.stages:
        weighed = _weighed(stage, kinds)
        for work in stage.assessments:
            if work.marking != "mark" or not work.criteria:
                continue
            asked = bands_of(policy, work.pass_mark, work.id in weighed)
            described = tuple(band for band, _ in work.criteria[0].bands)
            if described != asked:
                yield Undescribed(work, described, asked)


def _weighed(stage: Stage, kinds: Mapping[str, RequirementKind]) -> frozenset[str]:
    """The work of a stage whose marks make up for one another."""
    every = (r for top in stage.requirements for r in top.walk())
    return frozenset(
        work for r in every if (kind := kinds.get(r.kind)) is not None for work in kind.weighs(r)
    )


def may_be_marked_by(
    programme: Programme, policy: MarkingPolicy, kinds: Mapping[str, RequirementKind]
) -> Refusal | None:
    """Why a cohort of a version cannot keep a policy: work whose table says less than it tells apart."""
    found = tuple(undescribed(programme, policy, kinds))
    if not found:
        return None
    said = "; ".join(
        f"“{each.assessment.title}” ({each.assessment.path}) describes "
        f"{_listed(each.described)}, and needs {_listed(each.asked)}"
        for each in found
    )
    reason = (
        f"Under the marking policy “{policy.title}” the criteria tables tell too little apart: "
        f"{said}. Publish a version that describes them."
    )
    return Refusal("bands", reason)


def _listed(bands: tuple[str, ...]) -> str:
    return ", ".join(bands)
