"""A different family for each assignment (CfSSW Year 2 requirements; a resubmission may keep its own)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lms.plugin import (
    Counted,
    Evidence,
    Field,
    FieldType,
    Finding,
    NotCounted,
    Outcome,
    Programme,
    Requirement,
    RequirementKind,
    Stage,
    many,
)


def evaluate(requirement: Requirement, evidence: Evidence) -> Finding:
    """Compare the family codes of the last attempt at each assessment."""
    latest = {
        assessment: max(handed_in, key=lambda s: (int(s.get("attempt") or 1), s.position))
        for assessment in requirement.settings["assessments"]
        if (handed_in := evidence.so_far(evidence.own.of("submission", assessment=assessment)))
    }
    users: dict[str, list[str]] = defaultdict(list)
    for assessment, submission in latest.items():
        if submission.get("family"):
            users[submission.get("family")].append(assessment)
    twice = {code: used for code, used in users.items() if len(used) > 1}
    if twice:
        return _used_twice(twice, {a: s.id for a, s in latest.items()}, evidence)
    counted = tuple(Counted(s.id) for s in latest.values() if s.get("family"))
    wanted = len(requirement.settings["assessments"])
    if len(counted) == wanted:
        return Finding(Outcome.MET, "Each assignment is about a different family.", counted=counted)
    of_all = f"{len(counted)} of {many(wanted, 'assignment')}"
    reason = f"{of_all} with the family named so far, each a different one."
    return Finding(Outcome.NOT_YET, reason, "short", counted=counted)


def _used_twice(
    twice: dict[str, list[str]], submissions: dict[str, str], evidence: Evidence
) -> Finding:
    code, used = next(iter(sorted(twice.items())))
    titles = " and ".join(_title(each, evidence) for each in sorted(used))
    reason = f"Family {code} is used for {titles}; each needs a different one."
    not_counted = tuple(NotCounted(submissions[a], "same-family", reason) for a in used)
    outcome = Outcome.NOT_MET if evidence.over else Outcome.NOT_YET
    return Finding(outcome, reason, "same-family", not_counted=not_counted)


def _title(assessment: str, evidence: Evidence) -> str:
    found = evidence.stage.assessment(assessment)
    return f"“{found.title}”" if found else "another assignment"


def _check(requirement: Requirement, stage: Stage, _: Programme) -> Iterable[str]:
    for assessment in requirement.settings["assessments"]:
        found = stage.assessment(assessment)
        if found is None:
            yield f'there is no assessment "{assessment}" in this stage'
        elif not found.family_code:
            yield f'the assessment "{assessment}" asks for no family code; give it "family-code: true"'


DISTINCT_FAMILIES = RequirementKind(
    name="distinct-families",
    title="Different families",
    evaluate=evaluate,
    settings=(Field("assessments", FieldType.CODES, required=True),),
    check=_check,
    says="Each assignment is about a different family.",
)
