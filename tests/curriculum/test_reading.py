"""A folder becomes a programme, or all of its problems at once."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from lms.curriculum.folder import named_plugins, read_programme
from lms.domain.evidence import RequirementKind
from lms.domain.records import Field
from tests.curriculum.example import (
    ASSESSMENT,
    FILES,
    KINDS,
    LOG,
    MODULE,
    PROGRAMME,
    STAGE,
    changed,
    problems,
    programme,
    read,
)


def test_a_folder_without_a_mistake_becomes_a_programme() -> None:
    found = programme()
    (stage,) = found.stages
    assert (found.key, found.plugins) == ("small@2026.1", ("lms_example",))
    assert (stage.taught_hours, stage.days, stage.level) == (Fraction("7.5"), 3, "foundation")
    assert [(m.id, m.days, m.hours) for m in stage.modules] == [
        ("sm.m01", (1,), Fraction("2.5")),
        ("sm.m02", (2, 3), Fraction(5)),
    ]
    assert stage.module("sm.m01").body.lstrip().startswith("## Aims")
    assert found.digest


def test_settings_and_the_requirements_inside_a_requirement_are_read() -> None:
    (stage,) = programme().stages
    attendance, both, _, register = stage.requirements
    assert dict(attendance.settings) == {"register": "taught", "days": 3, "at-least-percent": 80}
    assert (attendance.basis.sure, attendance.part) == ("one-provider", "stage")
    assert [child.id for child in both.of] == ["sm.case", "sm.logs"]
    assert dict(both.settings) == {}
    assert dict(stage.requirement("sm.logs").settings) == {"at-least": 2, "templates": ("sm.log",)}
    assert (register.part, register.optional) == ("milestone", True)


def test_what_lies_inside_a_milestone_is_part_of_the_milestone() -> None:
    files = changed("year/stage.md", "kind: all-of", "kind: all-of\n    part: milestone")
    both = programme(files).stages[0].requirement("sm.both")
    assert [child.part for child in both.of] == ["milestone", "milestone"]


def test_criteria_prompts_and_declarations_are_read() -> None:
    (stage,) = programme().stages
    criterion = stage.assessment("sm.case").criteria[0]
    assert (criterion.id, criterion.weight) == ("drawing", 40)
    assert criterion.bands[0] == ("Fail", "none")
    log = stage.log("sm.log")
    assert [p.title for p in log.prompts] == ["What happened?", "What now?"]
    assert (log.introduction, log.prompts[0].guidance) == ("For one moment.", "As a camera saw it.")
    assert stage.declarations[0].text == "I name nobody."


def test_ten_mistakes_are_ten_located_problems() -> None:
    files = {
        "programme.md": PROGRAMME.replace('"2026.1"', "2026.1").replace("sm.m01", "sm.m1"),
        "year/stage.md": STAGE.replace("level: foundation", "level: foundatoin")
        .replace("kind: attendance", "kind: attendence")
        .replace("taught-hours: 7.5", "taught-hours: 8")
        .replace("sure: verified, says: Its own page.", "sure: verified"),
        "year/modules/01-drawing.md": MODULE.replace("## Vignette", "## Vignete"),
        "year/modules/02-more.md": FILES["year/modules/02-more.md"].replace("| 240 |", "| 200 |"),
        "year/assessments/case.md": ASSESSMENT.replace("| Drawing | 40", "| Drawing | 30"),
        "year/logs/moment.md": LOG.replace("As a camera saw it.\n", ""),
    }
    found = read(files)
    assert found.programme is None
    assert [(p.path, p.line) for p in found.problems] == [
        ("programme.md", 4),
        ("programme.md", 9),
        ("year/assessments/case.md", 20),
        ("year/logs/moment.md", 11),
        ("year/modules/01-drawing.md", 30),
        ("year/modules/02-more.md", 15),
        ("year/stage.md", 6),
        ("year/stage.md", 10),
        ("year/stage.md", 18),
        ("year/stage.md", 49),
    ]
    assert all(problem.instead for problem in found.problems)


def test_one_unreadable_file_does_not_make_sound_ones_look_wrong() -> None:
    for path in FILES:
        said = problems({**FILES, path: "no front matter"})
        assert [line.split(":")[0] for line in said] == [path], said


def test_the_other_files_are_checked_while_programme_md_cannot_be_read() -> None:
    files = changed("year/modules/01-drawing.md", "| 90 |", "| 80 |")
    said = problems({**files, "programme.md": "no front matter"})
    assert [line.split(":")[0] for line in said] == ["programme.md", "year/modules/01-drawing.md"]


def test_hours_that_cannot_be_read_do_not_make_the_timetable_look_short() -> None:
    files = changed(
        "year/stage.md",
        "kind: attendance\n    settings: {register: taught, days: 3, at-least-percent: 80}",
        "kind: taught-hours\n    settings: {at-least: 7}",
    )
    files["year/modules/02-more.md"] = files["year/modules/02-more.md"].replace(
        "hours: 5", "hours: five"
    )
    assert [line.split(":")[0] for line in problems(files)] == ["year/modules/02-more.md"]


def test_a_file_in_the_wrong_place_is_told_rather_than_left_out() -> None:
    extra = {
        "year/module/03.md": MODULE,
        "notes.txt": "x",
        "year/logs/a.txt": "x",
        "b/c/d/e.md": "x",
    }
    assert [line.split(":")[0] for line in problems({**FILES, **extra})] == sorted(extra)
    assert problems({**FILES, "cases/any.md": "read elsewhere"}) == []


def test_a_programme_without_its_parts_says_which() -> None:
    assert "there is no programme.md" in problems({})[0]
    assert "the programme has no stage" in problems({"programme.md": PROGRAMME})[0]
    without = {path: text for path, text in FILES.items() if path != "year/stage.md"}
    assert any("write year/stage.md" in line for line in problems(without))


def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing() -> None:
    windows = {path: "\ufeff" + text.replace("\n", "\r\n") for path, text in FILES.items()}
    assert read(windows) == read(FILES)


def test_lines_that_end_as_on_old_machines_are_lines() -> None:
    files = changed("year/logs/moment.md", "tradition", "tradtion")
    files["year/logs/moment.md"] = files["year/logs/moment.md"].replace("\n", "\r")
    assert problems(files)[0].startswith("year/logs/moment.md:4: ")


def test_glossary_links_are_checked_where_there_is_a_glossary() -> None:
    files = changed("year/modules/01-drawing.md", "glossary:genogram", "glossary:nothing")
    assert read(files, None).problems == ()
    assert len(read(files).problems) == 1


def test_links_in_what_the_front_matter_says_are_checked() -> None:
    files = changed("year/stage.md", "I name nobody.", "I name [nobody](log:nothing).")
    assert "year/stage.md:53" in problems(files)[0]


def test_the_plugins_that_a_folder_names_can_be_asked_before_it_is_read() -> None:
    assert named_plugins(FILES) == ("lms_example",)
    assert named_plugins({}) == named_plugins({"programme.md": "---\nplugins: 3\n---"}) == ()


def test_a_published_version_stays_readable_when_its_plugin_has_gone() -> None:
    files = changed(
        "year/stage.md",
        "kind: declaration\n    settings: {declaration: sm.code}",
        "kind: weighted-mark\n    settings: {pass-mark: 50, parts: [{assessment: a, weight: 2.5}]}",
    )
    without = {name: kind for name, kind in KINDS.items() if name != "weighted-mark"}
    assert read_programme(files, without, ["lms_example"]).programme is None
    reading = read_programme(files, without, [], published=True)
    assert reading.programme
    settings = reading.programme.stages[0].requirement("sm.ethics").settings
    assert settings["pass-mark"] == 50
    assert dict(settings["parts"][0]) == {"assessment": "a", "weight": Decimal("2.5")}


def test_a_published_version_without_its_programme_is_a_problem() -> None:
    for files in ({}, {"programme.md": "x"}):
        reading = read_programme(files, KINDS, published=True)
        assert reading.programme is None
        assert reading.problems


def test_a_published_version_is_read_as_it_was_when_the_checks_grow_stricter() -> None:
    files = changed("year/modules/01-drawing.md", "| 90 |", "| 80 |")
    assert read(files).programme is None
    assert read_programme(files, KINDS, published=True).programme


def test_a_plugins_check_that_stumbles_is_a_problem_and_no_crash() -> None:
    def stumble(*_: object) -> list[str]:
        raise KeyError("register")

    kinds = {**KINDS, "registration": replace(KINDS["registration"], check=stumble)}
    (problem,) = read_programme(FILES, kinds).problems
    assert (problem.path, problem.line) == ("year/stage.md", 48)
    assert "cannot make sense of these settings (reference " in problem.what
    assert "KeyError" not in problem.what


def test_a_check_sees_the_whole_programme() -> None:
    seen = []
    kind = KINDS["registration"]
    asked = replace(kind, check=lambda r, s, p: seen.append((r.id, s.id, len(p.stages))) or ())
    read_programme(FILES, {**KINDS, "registration": asked})
    assert seen == [("sm.ukcp", "year", 1)]


def two_stages(second: str) -> dict[str, str]:
    """The example with a second stage; `second` is its order."""
    own = {
        path.replace("year/", "later/"): text.replace("sm.", "ly.").replace("id: year", "id: later")
        for path, text in FILES.items()
        if path.startswith("year/")
    }
    own["later/stage.md"] = own["later/stage.md"].replace("order: 1", f"order: {second}")
    return {**FILES, **own}


def test_stages_stand_in_their_order_and_share_an_enrolment() -> None:
    found = programme(two_stages("2"))
    assert [s.id for s in found.stages_of("year")] == ["year", "later"]


@pytest.mark.parametrize("order", ["1", "3"])
def test_stages_are_numbered_one_after_the_other(order: str) -> None:
    (said,) = problems(two_stages(order))
    assert "number the stages 1, 2, 3" in said


def test_the_same_id_in_two_stages_is_told() -> None:
    files = two_stages("2")
    files["later/logs/moment.md"] = files["later/logs/moment.md"].replace("ly.log", "sm.log")
    assert any(
        'the id "sm.log" is used for two logs; the first is at' in s for s in problems(files)
    )


def test_a_stage_of_this_programme_that_an_entry_check_names_must_exist() -> None:
    check = "kind: entry-check\n    settings: {evidence: form, decided-by: board, completed-stage: "
    for named, count in (("small/year", 0), ("small/yaer", 1), ("other/any", 0), ("year", 1)):
        files = changed(
            "year/stage.md",
            "kind: declaration\n    settings: {declaration: sm.code",
            check + named,
        )
        assert len(problems(files)) == count, named


def test_a_kind_is_not_called_unknown_while_its_plugin_is_misspelt() -> None:
    own = (
        "kind: declaration\n    settings: {declaration: sm.code}",
        "kind: own\n    settings: {a: 1}",
    )
    files = changed("year/stage.md", *own)
    files["programme.md"] = PROGRAMME.replace("lms_example", "lms_exmple")
    assert [line.split(":")[0] for line in problems(files)] == ["programme.md"]


def test_a_setting_that_is_left_out_has_its_default() -> None:
    kind = KINDS["registration"]
    fields = (*kind.settings[1:], Field("given", default="unless said"))
    kinds = {**KINDS, "registration": replace(kind, settings=fields)}
    files = changed("year/stage.md", "    settings: {register: ukcp}\n", "")
    found = read_programme(files, kinds).programme
    assert dict(found.stages[0].requirement("sm.ukcp").settings) == {"given": "unless said"}


def test_an_unknown_kind_names_the_nearest() -> None:
    kinds: dict[str, RequirementKind] = {}
    said = [str(p) for p in read_programme(FILES, kinds).problems]
    assert len([line for line in said if "is no kind of requirement here" in line]) == 6
