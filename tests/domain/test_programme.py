"""A published version, as the rules read it."""

from tests.domain.facts import assessment, programme, requirement, stage, template


def test_a_version_is_named_by_its_programme_and_label() -> None:
    assert programme(stage()).key == "course@1"


def test_stages_of_one_enrolment_are_found_in_order() -> None:
    of = programme(
        stage(identity="a", enrolment="x"),
        stage(identity="b", enrolment="y"),
        stage(identity="c", enrolment="x"),
    )
    assert [s.id for s in of.stages_of("x")] == ["a", "c"]
    assert of.stage("b") is of.stages[1]
    assert of.stage("z") is None


def test_a_requirement_is_found_within_another() -> None:
    inner = requirement("declaration", "inner")
    year = stage(requirement("all-of", "outer", of=[requirement("any-of", "mid", of=[inner])]))
    assert year.requirement("inner") is inner
    assert year.requirement("nowhere") is None


def test_the_things_of_a_stage_are_found_by_id() -> None:
    year = stage(assessments=(assessment("essay"),), logs=(template("kolb"),))
    assert year.assessment("essay") is year.assessments[0]
    assert year.log("kolb") is year.logs[0]
    assert year.assessment("kolb") is None
    assert year.log("essay") is None
    assert year.module("day-1") is None
