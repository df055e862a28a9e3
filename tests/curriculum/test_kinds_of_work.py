"""How work reaches its markers, who they are, and the scale it is rated on, as a curriculum says it."""

from __future__ import annotations

import pytest

from lms.domain.programme import Assessment
from tests.curriculum.example import ASSESSMENT, FILES, changed, problems, read

PATH = "year/assessments/case.md"
TABLE = ASSESSMENT[ASSESSMENT.index("| Criterion") : ASSESSMENT.index("## Confidentiality")]
SCALE_TABLE = """| Criterion | 0 | 3 | 6 |
|---|---|---|---|
| Asking | none | some | many |

"""


def front(**settings: str) -> dict[str, str]:
    """The example with its assessment's settings written otherwise; None takes one out."""
    lines = []
    left = {name.replace("_", "-"): value for name, value in settings.items()}
    for line in ASSESSMENT.splitlines():
        name = line.partition(":")[0]
        if name not in left:
            lines.append(line)
        elif left[name]:
            lines.append(f"{name}: {left.pop(name)}")
        else:
            left.pop(name)
    new = [f"{name}: {value}" for name, value in left.items()]
    text = "\n".join([lines[0], *new, *lines[1:]]) + "\n"
    if settings.get("scale"):
        text = text.replace(TABLE, SCALE_TABLE)
    elif settings.get("marking") == "formative":
        text = text.replace(
            TABLE, "| Criterion | To develop | Secure |\n|---|---|---|\n| Asking | no | yes |\n\n"
        )
    return {**FILES, PATH: text}


def only(files: dict[str, str]) -> Assessment:
    reading = read(files)
    assert reading.programme is not None, [str(p) for p in reading.problems]
    return reading.programme.stages[0].assessments[0]


def test_without_a_word_about_it_work_is_handed_in_as_text() -> None:
    work = only(dict(FILES))
    assert (work.handed_in, work.consent, work.scale, work.with_logs) == ("text", False, "", False)
    assert not work.in_person
    assert not work.assembled


def test_a_viva_is_shown_in_person_under_a_consent() -> None:
    settings = {"kind": "viva", "handed-in": "in-person", "consent": "true", "markers": "double"}
    work = only(front(**settings, words="", tolerance=""))
    assert work.in_person
    assert work.consent


def test_a_scale_gives_every_criterion_seven_ratings() -> None:
    files = front(scale="0-6", marking="pass-fail", **{"pass-mark": ""})
    (criterion,) = only(files).criteria
    assert [name for name, _ in criterion.bands] == list("0123456")
    said = dict(criterion.bands)
    assert (said["0"], said["3"], said["6"]) == ("none", "some", "many")
    assert {said[rating] for rating in "1245"} == {""}
    assert criterion.weight is None


MISTAKES = [
    (
        {"private": "true", "markers": "sampled"},
        "private work has markers: sampled, and nobody else may see it; write markers: single",
    ),
    (
        {"marking": "formative", "markers": "double", "pass-mark": ""},
        "formative work has markers: double, and feedback is not agreed on; "
        "write markers: single, or marking: pass-fail",
    ),
    (
        {"kind": "viva", "handed-in": "in-person", "words": "400", "tolerance": ""},
        'work that is shown in person has "words"; take it out, or write handed-in: text',
    ),
    (
        {
            "kind": "viva",
            "handed-in": "in-person",
            "markers": "sampled",
            "words": "",
            "tolerance": "",
        },
        "work that is shown in person has markers: sampled, and leaves nothing to moderate; "
        "write markers: double, or markers: single",
    ),
    (
        {"kind": "essay", "handed-in": "in-person", "words": "", "tolerance": ""},
        '"essay" cannot be shown in person; write handed-in: text, or make it a viva, '
        "presentation or recorded-session",
    ),
    (
        {"kind": "essay", "handed-in": "portfolio"},
        '"essay" is not assembled from records; write handed-in: text, or kind: portfolio',
    ),
    (
        {"scale": "0-6"},
        '"scale" has no meaning with marking: mark: ratings carry no weights; '
        "write marking: pass-fail or marking: formative",
    ),
    (
        {"handed-in": "by-post"},
        '"handed-in" is "by-post", which is not among its values; '
        "choose from in-person, portfolio, text",
    ),
    (
        {"scale": "0-10", "marking": "pass-fail", "pass-mark": ""},
        '"scale" is "0-10", which is not among its values; choose from 0-6',
    ),
]


@pytest.mark.parametrize(("settings", "said"), MISTAKES, ids=lambda v: str(v)[:40])
def test_settings_that_contradict_each_other_are_told_with_their_line(
    settings: dict[str, str], said: str
) -> None:
    assert any(
        line.startswith(f"{PATH}:") and line.endswith(f": {said}")
        for line in problems(front(**settings))
    ), problems(front(**settings))


def test_a_scale_asks_for_the_columns_of_its_anchors() -> None:
    files = front(scale="0-6", marking="pass-fail", **{"pass-mark": ""})
    files[PATH] = files[PATH].replace("| 0 | 3 | 6 |", "| 0 | 2 | 6 |")
    (said,) = problems(files)
    assert said.endswith(
        "the columns are Criterion | 0 | 2 | 6; with scale: 0-6 write Criterion | 0 | 3 | 6"
    )


def test_an_unknown_marking_policy_is_not_on_this_site() -> None:
    files = changed("programme.md", "level-7@1", "level-8@1")
    assert problems(files) == [
        'programme.md:6: the marking policy "level-8@1" is not on this site; '
        'did you mean "level-7@1"?'
    ]
