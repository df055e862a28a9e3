"""A marking policy in words: what holds for a cohort, for those who lead and learn to read."""

from __future__ import annotations

from dataclasses import dataclass

from lms.domain.assessment.policy import MarkingPolicy


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a policy settles: what, how, and where that comes from, if anybody said."""

    title: str
    says: str
    basis: str = ""


def in_words(policy: MarkingPolicy) -> tuple[Setting, ...]:
    """Every setting of a policy as a sentence, with its basis."""
    basis = policy.basis.get
    return (
        Setting("Deadlines", f"{policy.deadline_at:%H:%M}, London time, unless one says otherwise"),
        Setting("Late work", policy.late.says, policy.late.source),
        Setting("Nothing handed in", _nothing(policy), basis("nothing", "")),
        Setting("Too long", policy.over_length.says, policy.over_length.source),
        Setting("Attempts", _attempts(policy), basis("attempts", "")),
        Setting("Later attempts", _cap(policy), basis("capped", "")),
        Setting("Two markers", _two_markers(policy), basis("tolerance", "")),
        Setting("Sample for the moderator", _sample(policy), basis("sample", "")),
        Setting("Names", _names(policy), basis("anonymity", "")),
        Setting("Feedback", f"within {policy.feedback_within} working days", basis("feedback", "")),
        Setting(
            "Appeals",
            f"within {policy.appeal_within} working days of the release",
            basis("appeal", ""),
        ),
        Setting(
            "A minor slip",
            f"corrected within {policy.correct_within} hours, days off not counted",
            basis("correction", ""),
        ),
        Setting(
            "Board", f"quorate with {policy.quorum}, the chair among them", basis("quorum", "")
        ),
    )


def _nothing(policy: MarkingPolicy) -> str:
    if policy.late.closes_after is not None:
        return "failed with 0 on the day after the last one on which late work could earn something"
    return (
        f"failed with 0 when a board decides the stage, and in any case {policy.closes_after} "
        "working days after the deadline"
    )


def _attempts(policy: MarkingPolicy) -> str:
    return f"{policy.attempts}, more only by decision of the board"


def _cap(policy: MarkingPolicy) -> str:
    return "at most the pass mark" if policy.capped else "not capped"


def _two_markers(policy: MarkingPolicy) -> str:
    classes = ", ".join(map(str, policy.boundaries))
    return (
        f"averaged up to {policy.tolerance} marks apart unless {classes} lies between them; "
        "beyond that a third marker decides"
    )


def _sample(policy: MarkingPolicy) -> str:
    return (
        f"at least {policy.sample_at_least} scripts or √n, every fail, and all within "
        f"{policy.near_boundary} of a boundary"
    )


def _names(policy: MarkingPolicy) -> str:
    if policy.anonymous_from is None:
        return "marked with names"
    return f"marked without names in cohorts of {policy.anonymous_from} and more"
