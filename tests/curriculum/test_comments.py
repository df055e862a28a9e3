"""Comments that authors write to each other: shown to nobody, and told from code that shows one."""

import pytest

from lms.curriculum.comments import without_comments
from lms.curriculum.folder import read_programme
from tests.curriculum.example import FILES, GLOSSARY, KINDS, changed, problems, programme, read

MODULE = "year/modules/01-drawing.md"


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("a <!-- x --> b", "a  b"),
        ("a <!-- x -->\nb", "a\nb"),
        ("<!-- x --> **a**", "**a**"),
        ("a\n\n<!-- x\n\ny\n-->\n\nb", "a\n\n\n\nb"),
        ("a\n<!-- x -->\nb", "a\n\nb"),
        ("a <!-- x\n\ny --> b", "a  b"),
        ("<!-- x --><!-- y -->a", "a"),
        ("<!--> a <!---> b", "a  b"),
        ("- a\n<!-- x -->\n- b\n  <!-- y -->\n  c", "- a\n- b\n  c"),
        ("- a\n\n    <!-- x -->\n\n- b", "- a\n\n\n\n- b"),
        (
            "| a | b |\n|---|---|\n| 1 <!-- x | y --> | 2 |\n<!-- z -->\n| 3 | 4 |",
            "| a | b |\n|---|---|\n| 1  | 2 |\n| 3 | 4 |",
        ),
        ("> a <!-- x\n> y --> b", "> a  b"),
        ("a <!-- never closed\n\n## b", "a"),
        ("<!--\n```\n-->\n```\n<!-- kept -->\n```", "\n```\n<!-- kept -->\n```"),
        ("<!-- ` --> `<!-- kept -->`", "`<!-- kept -->`"),
        ("```\nopen\n\n<!-- kept", "```\nopen\n\n<!-- kept"),
        (
            "- a\n\n  ```\n  <!-- kept -->\n  ```\n  <!-- x -->",
            "- a\n\n  ```\n  <!-- kept -->\n  ```\n",
        ),
        ("    <!-- kept -->\n\n<!-- x -->", "    <!-- kept -->\n\n"),
        ("`` ` <!-- kept --> `` <!-- x -->", "`` ` <!-- kept --> ``"),
        (r"\<!-- kept --> <!-- x -->", r"\<!-- kept -->"),
        (r"\\<!-- x -->", "\\\\"),
        ("a -> b --> c <! -- d", "a -> b --> c <! -- d"),
    ],
)
def test_a_comment_is_left_out_and_code_is_kept(written: str, left: str) -> None:
    assert without_comments(written).markdown == left


def test_lines_keep_their_numbers_where_a_comment_was_taken_out() -> None:
    text = "<!-- one\ntwo\nthree -->\n\nSee [it](module:nowhere).\n"
    assert problems(changed(MODULE, "To draw.", text))[0].startswith(f"{MODULE}:15: ")


def test_a_comment_without_an_end_is_named_and_shown_to_nobody() -> None:
    files = changed(MODULE, "See [the report]", "<!-- For tutors: 42\n\nSee [the report]")
    said = "the comment that begins here has no end, so that nothing after it is shown"
    assert f"{MODULE}:44: {said}; write --> where it ends" in problems(files)
    published = read_programme(files, KINDS, published=True).programme
    assert "42" not in published.stages[0].modules[0].body


def test_no_part_of_a_programme_keeps_a_comment() -> None:
    hidden = "<!-- kept from learners -->"
    files = {
        path: text.replace("\n\n", f"\n\n{hidden}\n\n").replace(
            "| Talking |", f"| Talking {hidden} |"
        )
        for path, text in FILES.items()
    }
    stage = "year/stage.md"
    files[stage] = files[stage].replace("I name nobody.", f"I name nobody. {hidden}")
    files[stage] = files[stage].replace("Come to", f"Come {hidden} to")
    files[stage] = files[stage].replace("text: Write about it", f"text: Write about it {hidden}")
    reading = read(files, GLOSSARY + hidden)
    assert [str(problem) for problem in reading.problems] == []
    assert "kept from learners" not in repr(reading.programme)
    assert reading.programme.stages[0].outcomes == programme().stages[0].outcomes


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "year/logs/moment.md",
            "## What now?",
            "## What now? <!-- x -->",
            'year/logs/moment.md:15: a comment stands in the prompt "What now?"; '
            "put it in a line of its own under the heading",
        ),
        (
            "year/assessments/case.md",
            "| Drawing |",
            "| Drawing <!-- x --> |",
            'year/assessments/case.md:22: a comment stands in the criterion "Drawing"; '
            "put it in a line of its own, above the table",
        ),
    ],
)
def test_a_comment_in_a_name_that_answers_are_kept_under_is_named_and_old_answers_stay(
    path: str, old: str, new: str, said: str
) -> None:
    files = changed(path, old, new)
    assert problems(files) == [said]
    stage = read_programme(files, KINDS, published=True).programme.stages[0]
    kept = [(p.id, p.title) for p in stage.logs[0].prompts]
    kept += [(c.id, c.title) for c in stage.assessments[0].criteria]
    assert ("what-now-x", "What now?") in kept or ("drawing-x", "Drawing") in kept


def test_many_comments_are_taken_out_without_keeping_anybody_waiting() -> None:
    text = "<!-- ` -->\na\n" * 10_000
    assert "<!--" not in without_comments(text).markdown
