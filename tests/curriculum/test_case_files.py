"""A case as its file tells it."""

import pytest

from lms.curriculum.case_files import read_case
from lms.curriculum.problems import Problems
from lms.domain.case import Case
from tests.domain.facts import day

FRONT = """\
case: Straight through
programme: family-therapy
people:
  amara: {employer: medway, fte: 0.8}
"""
RECORDS = "- {on: 2025-11-21, who: amara, kind: award, stage: year-4}"
EXPECT = "- {as_of: 2026-02-28, who: amara, standing: ukcp-pending}"


def text(front: str = FRONT, records: str = RECORDS, expect: str = EXPECT) -> str:
    return f"""\
---
{front}---
The board's award is not an entry on a register.

```yaml records
{records}
```

That is why.

```yaml expect
{expect}
```
"""


def read(source: str) -> Case:
    problems = Problems()
    case = read_case("case.md", source, problems)
    assert [str(p) for p in problems] == []
    assert case is not None
    return case


def told(source: str) -> list[str]:
    problems = Problems()
    assert read_case("case.md", source, problems) is None
    return [str(p) for p in problems]


def test_a_case_has_a_title_a_story_facts_and_expectations() -> None:
    case = read(text())
    assert (case.title, case.programme, case.people) == (
        "Straight through",
        "family-therapy",
        {"amara"},
    )
    assert case.story == "The board's award is not an entry on a register.\n\n\nThat is why."
    assert [f.get("kind") for f in case.facts] == ["employment", "award"]
    assert case.facts[1].line == 10
    assert case.expectations[0].line == 16
    assert case.expectations[0].get("as_of") == day("2026-02-28")


def test_days_and_times_are_read_as_such() -> None:
    case = read(text(records="- {on: 2025-01-06, kind: hours, start: 14:00, end: 09:05}"))
    fact = case.facts[1]
    assert (fact.get("on"), fact.get("start"), fact.get("end")) == (
        day("2025-01-06"),
        "14:00",
        "09:05",
    )


def test_a_fact_may_be_written_over_several_lines() -> None:
    case = read(text(records="- on: 2025-01-06\n  kind: log\n  tags: [a, b]\n\n- on: 2025-01-07"))
    assert [f.line for f in case.facts[1:]] == [10, 14]
    assert case.facts[1].get("tags") == ("a", "b")


def test_several_blocks_of_records_are_read_one_after_another() -> None:
    more = f"{RECORDS}\n```\n\nThen this.\n\n```yaml records\n{RECORDS}"
    assert [f.line for f in read(text(records=more)).facts[1:]] == [10, 16]


def test_a_case_may_tell_of_no_records_but_expects_something() -> None:
    assert len(read(text(records="")).facts) == 1
    assert told(text(expect="")) == [
        'case.md:1: it expects nothing; write a block "```yaml expect"'
    ]


def test_employments_of_the_front_matter_are_known_from_long_ago() -> None:
    (post, _) = read(text()).facts
    assert post.get("who") == "amara"
    assert post.get("from") == post.get("known") == day("1990-01-01")
    assert str(post.get("fte")) == "0.8"


def test_somebody_may_have_several_posts_or_none() -> None:
    front = (
        FRONT
        + "  pia:\n    - {employer: a, fte: 0.5}\n    - {employer: b, fte: 0.4}\n  tom: {}\n  kim:\n"
    )
    case = read(text(front))
    assert case.people == {"amara", "pia", "tom", "kim"}
    posts = [(f.get("who"), f.get("employer")) for f in case.facts if f.get("kind") == "employment"]
    assert posts == [("amara", "medway"), ("pia", "a"), ("pia", "b")]


def test_cohorts_give_the_stage_dates() -> None:
    dates = "{from: 2024-09-10, until: 2025-07-18}"
    case = read(text(f"{FRONT}cohorts:\n  qualifying-2024:\n    year-3: {dates}\n"))
    fact = case.facts[1]
    assert (fact.get("kind"), fact.get("cohort"), fact.get("stage")) == (
        "cohort-stage",
        "qualifying-2024",
        "year-3",
    )
    assert fact.get("until") == day("2025-07-18")


def test_an_enrolment_may_stand_in_the_front_matter() -> None:
    one = read(text(FRONT + "enrolment: {who: amara, admission: qualifying, on: 2024-09-10}\n"))
    assert one.facts[1].get("id") == "amara.qualifying"
    several = FRONT + "who: amara\nenrolment:\n  - {on: 2024-09-10}\n  - {id: x, on: 2025-09-10}\n"
    assert [f.get("id") for f in read(text(several)).facts[1:3]] == ["amara.enrolment", "x"]
    assert read(text(several)).who == "amara"


def test_other_versions_are_described_by_what_they_lack() -> None:
    case = read(text(f'{FRONT}versions:\n  "2023.1": {{without: [y2.supervision]}}\n'))
    assert dict(case.versions) == {"2023.1": frozenset({"y2.supervision"})}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("no front matter", "case.md:1: no front matter"),
        ("---\ncase: x\nand no end", "case.md:1: no front matter"),
        (text("programme: p\npeople: {a: {}}\n"), 'case.md:1: "case" is missing'),
        (text("case: c\nprogramme: p\n"), "case.md:1: it has no people"),
        (text("case: c\nprogramme: p\npeople: []\n"), "case.md:4: it has no people"),
        (
            text(FRONT + "pepole: {}\n"),
            'case.md:6: "pepole" is not known here; did you mean "people"?',
        ),
        (
            text(FRONT.replace("fte", "ftee")),
            'case.md:5: "ftee" is not known here; did you mean "fte"?',
        ),
        (text(FRONT + "cohorts: [a]\n"), "case.md:6: settings are needed here"),
        (text(records="on: 2025-01-06"), "case.md:10: a list is needed here"),
        (text(records="- award"), "case.md:10: an entry is no group of settings"),
        (text(records="- {on: 2025-02-30}"), "case.md:10: "),
        (text(records="- {on: 2025-01-06, on: 2025-01-07}"), 'case.md:10: "on" is given twice'),
        (text(records="- &a {on: 2025-01-06}"), "case.md:10: an anchor or alias"),
    ],
)
def test_what_is_wrong_says_where_and_what_to_write(source: str, said: str) -> None:
    assert any(problem.startswith(said) for problem in told(source)), told(source)
