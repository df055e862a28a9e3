"""Each piece of work has a brief, criteria that a marker can use, and a requirement that asks for it."""

import re

import pytest

from lms.domain.programme import Assessment, LogTemplate
from tests.curricula.bundled import section, stages, words

ANCHORS = ("0", "3", "6")
"""The ratings of a scale that a table describes; the others lie between."""
BANDS = {
    "mark": ("Fail", "Pass", "Merit", "Distinction"),
    "pass-fail": ("Not yet", "Pass"),
    "formative": ("To develop", "Secure"),
}
WEIGHED = ("Fail", "40 to 49", "Pass", "Merit", "Distinction")
"""Where pieces of work make up for one another, a mark under a pass is parted from a fail."""
HEADINGS = {"What good work looks like", "Marking criteria", "Confidentiality", "Common mistakes"}
ASSESSMENTS = [a for s in stages() for a in s.assessments]
LOGS = [t for s in stages() for t in s.logs]
each_assessment = pytest.mark.parametrize("assessment", ASSESSMENTS, ids=lambda a: a.id)
each_log = pytest.mark.parametrize("log", LOGS, ids=lambda t: t.id)


def test_requirements_ask_for_each_piece_of_work_and_for_no_other() -> None:
    asked = {
        r.settings["assessment"]
        for s in stages()
        for top in s.requirements
        for r in top.walk()
        if r.kind == "assessed-work"
    }
    assert asked == {a.id for a in ASSESSMENTS}


@each_assessment
def test_its_criteria_have_the_bands_of_its_marking(assessment: Assessment) -> None:
    assert assessment.criteria
    bands = tuple("0123456") if assessment.scale else BANDS[assessment.marking]
    if assessment.id in {"sup.rec1", "sup.rec2", "sup.portfolio"}:
        bands = WEIGHED
    for criterion in assessment.criteria:
        assert tuple(band for band, _ in criterion.bands) == bands
        for band, descriptor in criterion.bands:
            if assessment.scale and band not in ANCHORS:
                continue
            assert len(words(descriptor)) >= 4, f"{criterion.title}: {band} says too little"


@each_assessment
def test_its_weights_add_up(assessment: Assessment) -> None:
    weights = [c.weight for c in assessment.criteria]
    if assessment.marking == "mark":
        assert sum(weight or 0 for weight in weights) == 100
    else:
        assert set(weights) == {None}


@each_assessment
def test_it_has_four_to_six_criteria_and_a_scale_up_to_eight_items(assessment: Assessment) -> None:
    assert 4 <= len(assessment.criteria) <= (8 if assessment.scale else 6)


def test_what_is_shown_recorded_or_assembled_says_so() -> None:
    assert {a.id for a in ASSESSMENTS if a.in_person} == {"y2.a2"}
    assert {a.id for a in ASSESSMENTS if a.assembled} == {"y4.portfolio", "sup.portfolio"}
    assert {a.id for a in ASSESSMENTS if a.scale} == {"y3.tape", "y4.tape"}
    assert {a.id for a in ASSESSMENTS if a.with_logs} == {"y2.rlog-essay"}
    consented = {"y2.a2", "y3.tape", "y4.tape", "sup.rec1", "sup.rec2"}
    assert {a.id for a in ASSESSMENTS if a.consent} == consented


@each_assessment
def test_its_brief_says_what_good_work_is_and_whom_to_protect(assessment: Assessment) -> None:
    assert set(re.findall(r"^## (.+)$", assessment.body, re.MULTILINE)) >= HEADINGS
    assert len(words(section(assessment.body, "Confidentiality"))) >= 60


@each_assessment
def test_its_brief_names_its_number_of_words(assessment: Assessment) -> None:
    if assessment.words:
        assert (
            f"{assessment.words:,}" in assessment.body or str(assessment.words) in assessment.body
        )


def test_own_family_work_is_private() -> None:
    assert {a.id for a in ASSESSMENTS if a.private} == {"fnd.genogram", "y2.a1"}


@each_log
def test_a_log_has_four_to_six_prompts_with_guidance(log: LogTemplate) -> None:
    assert 4 <= len(log.prompts) <= 6
    assert all(len(words(p.guidance)) >= 4 for p in log.prompts)
    assert log.tradition
