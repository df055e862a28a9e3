"""Whether the settings of a piece of assessed work go together, and its criteria with the policy."""

from __future__ import annotations

from collections.abc import Mapping

from lms.curriculum.drafts import Draft
from lms.curriculum.keys import Keys
from lms.curriculum.problems import Problems, shown
from lms.domain.assessment.bands import undescribed
from lms.domain.assessment.policy import MarkingPolicy
from lms.domain.evidence import RequirementKind
from lms.domain.programme import Assessment, Programme

CRITERIA = "Marking criteria"

SHOWN_IN_PERSON = ("viva", "presentation", "recorded-session")
"""The kinds of work that can be shown to markers instead of being handed in."""
TWO_MARKERS = ("double", "blind-double")


def check_kind_of_work(assessment: Assessment, keys: Keys) -> None:
    """Note the settings that contradict each other, at the line of the one to change."""
    _check_markers(assessment, keys)
    _check_handing_in(assessment, keys)
    if assessment.scale and assessment.marking == "mark":
        what = '"scale" has no meaning with marking: mark: ratings carry no weights'
        keys.complain("scale", what, "write marking: pass-fail or marking: formative")


def _check_markers(assessment: Assessment, keys: Keys) -> None:
    markers = assessment.markers
    if assessment.private and markers not in ("", "single"):
        what = f"private work has markers: {markers}, and nobody else may see it"
        keys.complain("markers", what, "write markers: single")
    elif markers in TWO_MARKERS and assessment.marking == "formative":
        what = f"formative work has markers: {markers}, and feedback is not agreed on"
        keys.complain("markers", what, "write markers: single, or marking: pass-fail")


def _check_handing_in(assessment: Assessment, keys: Keys) -> None:
    kind = assessment.kind
    if assessment.in_person and assessment.words is not None:
        what = 'work that is shown in person has "words"'
        keys.complain("words", what, "take it out, or write handed-in: text")
    if assessment.in_person and assessment.markers == "sampled":
        what = "work that is shown in person has markers: sampled, and leaves nothing to moderate"
        keys.complain("markers", what, "write markers: double, or markers: single")
    if assessment.in_person and kind and kind not in SHOWN_IN_PERSON:
        what = f"{shown(kind)} cannot be shown in person"
        kinds = ", ".join(SHOWN_IN_PERSON[:-1]) + f" or {SHOWN_IN_PERSON[-1]}"
        keys.complain("handed-in", what, f"write handed-in: text, or make it a {kinds}")
    if assessment.assembled and kind and kind != "portfolio":
        what = f"{shown(kind)} is not assembled from records"
        keys.complain("handed-in", what, "write handed-in: text, or kind: portfolio")


def check_bands(
    programme: Programme,
    drafts: Mapping[str, Draft[Assessment]],
    policy: MarkingPolicy,
    kinds: Mapping[str, RequirementKind],
    problems: Problems,
) -> None:
    """Note each criteria table that does not describe the bands of the policy; ``drafts`` by path."""
    for found in undescribed(programme, policy, kinds):
        own = drafts[found.assessment.path]
        if own.broken & {"marking", "pass-mark"}:
            continue
        what = f"the bands are {' | '.join(found.described)}"
        instead = (
            f"with a pass mark of {found.assessment.pass_mark} the policy {policy.key} tells apart "
            f"{' | '.join(found.asked)}: describe each in a column of its own"
        )
        problems.add(own.path, own.line(CRITERIA), what, instead)
