"""Two versions of a programme, and what people would notice of the change."""

from lms.curriculum.difference import changes, differences
from tests.curriculum.example import FILES, MODULE, changed, programme


def said(files: dict[str, str]) -> list[str]:
    return differences(programme(), programme(files))


def test_nothing_is_said_where_nothing_changed() -> None:
    moved = {path.replace("01-drawing", "first"): text for path, text in FILES.items()}
    assert said(moved) == []


def test_a_threshold_that_moved_is_told_with_both_values() -> None:
    files = changed("year/stage.md", "at-least-percent: 80", "at-least-percent: 86.5")
    (change,) = changes(programme(), programme(files))
    assert change.says == "Requirement sm.attend (Attendance): at least percent was 80, now 86.5."
    assert (change.how, change.what, change.id, change.stage) == (
        "changed",
        "requirement",
        "sm.attend",
        "year",
    )
    assert (change.setting, change.before, change.after) == ("at-least-percent", "80", "86.5")


def test_a_requirement_inside_another_is_told_by_itself() -> None:
    inner = "settings: {at-least: 2, templates: [sm.log]}"
    files = changed("year/stage.md", inner, "settings: {at-least: 3}")
    assert said(files) == [
        "Requirement sm.logs (Logs): at least was 2, now 3.",
        'Requirement sm.logs (Logs): templates was "sm.log", now nothing.',
    ]


def test_what_is_new_or_gone_is_told() -> None:
    renamed = changed("year/logs/moment.md", "id: sm.log", "id: sm.newlog")
    renamed["year/stage.md"] = renamed["year/stage.md"].replace(", templates: [sm.log]", "")
    renamed["year/modules/01-drawing.md"] = MODULE.replace("log:sm.log", "log:sm.newlog")
    renamed["year/modules/02-more.md"] = renamed["year/modules/02-more.md"].replace(
        "log:sm.log", "log:sm.newlog"
    )
    found = said(renamed)
    assert "Log sm.log (A moment) is gone." in found
    assert "Log sm.newlog (A moment) is new." in found


def test_long_texts_are_not_told_twice() -> None:
    files = changed("year/modules/01-drawing.md", "To draw.", "To draw well.")
    assert said(files) == ["Module sm.m01 (Drawing families): its text has changed."]


def test_the_programmes_and_the_stages_own_settings_are_told() -> None:
    files = changed("programme.md", "A small programme", "A short programme")
    files["year/stage.md"] = files["year/stage.md"].replace("terms: 3", "terms: 2")
    assert said(files) == [
        'The programme: title was "A small programme", now "A short programme".',
        "Stage year (The year): terms was 3, now 2.",
    ]


def test_a_truth_is_told_as_yes_or_no() -> None:
    files = changed("year/stage.md", "optional: true\n    ", "")
    assert said(files) == ["Requirement sm.ukcp (On the register): optional was yes, now no."]
