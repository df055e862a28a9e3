"""A small programme without a mistake, for tests to make mistakes in."""

from __future__ import annotations

from lms.builtin import CORE_REQUIREMENT_KINDS
from lms.curriculum.folder import Reading, read_programme
from lms.domain.assessment.policies import CORE_MARKING
from lms.domain.evidence import Evidence, RequirementKind
from lms.domain.programme import Programme, Requirement
from lms.domain.records import Field, FieldType
from lms.domain.verdicts import Finding, Outcome


def _never(requirement: Requirement, evidence: Evidence) -> Finding:
    return Finding(Outcome.NOT_YET, "Not asked here.")


PLUGIN_KINDS = (
    RequirementKind(
        "distinct-families",
        "Different families",
        _never,
        (Field("assessments", FieldType.CODES, required=True),),
    ),
    RequirementKind(
        "weighted-mark",
        "Overall mark",
        _never,
        (
            Field("parts", FieldType.TABLES, required=True),
            Field("pass-mark", FieldType.INTEGER, required=True),
        ),
    ),
    RequirementKind(
        "reading-notes", "Reading notes", _never, (Field("days", FieldType.INTEGER, required=True),)
    ),
)
KINDS = {kind.name: kind for kind in (*CORE_REQUIREMENT_KINDS, *PLUGIN_KINDS)}
POLICIES = CORE_MARKING.policies
GLOSSARY = "# Glossary\n\n## Genogram {#genogram}\n\nA drawing of a family over generations.\n"

PROGRAMME = """\
---
id: small
title: A small programme
version: "2026.1"
plugins: [lms_example]
marking-policy: level-7@1
---

For people who like it short. It begins on [Day 1](module:sm.m01).
"""

STAGE = """\
---
id: year
title: The year
order: 1
enrolment: year
level: foundation
award: false
months: 12
days: 3
taught-hours: 7.5
terms: 3
outcomes:
  - {id: sm.o1, text: Draw a genogram}
  - {id: sm.o2, text: Write about it}
requirements:
  - id: sm.attend
    title: Attendance
    kind: attendance
    settings: {register: taught, days: 3, at-least-percent: 80}
    basis: {sure: one-provider, says: "80 %, as one provider asks."}
    help: Come to [all days](requirement:sm.attend).
  - id: sm.both
    title: The work and the logs
    kind: all-of
    settings:
      of:
        - id: sm.case
          title: Case report
          kind: assessed-work
          settings: {assessment: sm.case}
          basis: {sure: decided, says: Our choice.}
        - id: sm.logs
          title: Logs
          kind: reflective-logs
          settings: {at-least: 2, templates: [sm.log]}
          basis: {sure: decided, says: Our choice.}
    basis: {sure: decided, says: Our choice.}
  - id: sm.ethics
    title: Code of ethics
    kind: declaration
    settings: {declaration: sm.code}
    basis: {sure: decided, says: Our choice.}
  - id: sm.ukcp
    title: On the register
    part: milestone
    optional: true
    kind: registration
    settings: {register: ukcp}
    basis: {sure: verified, says: Its own page.}
declarations:
  - id: sm.code
    title: Code of ethics
    text: |
      I name nobody.
---

What the year is like.
"""

MODULE = """\
---
id: sm.m01
title: Drawing families
day: 1
hours: 2.5
outcomes: [sm.o1]
---

## Aims

To draw.

## The session

| Minutes | What happens | Who leads |
|---|---|---|
| 60 | Drawing | Tutor |
| 90 | Talking | Tutor |

## Key ideas

A [genogram](glossary:genogram) shows three generations.

## Exercises

### Draw

Draw.

## Vignette

An invented family.

## Reading

- McGoldrick, Gerson and Petry (2020) Genograms

## For your log

What did you leave out?

## Links

See [the report](assessment:sm.case) and [the log](log:sm.log).
"""

MODULE_2 = (
    MODULE.replace("sm.m01", "sm.m02")
    .replace("day: 1", "day: [2, 3]")
    .replace("hours: 2.5", "hours: 5")
    .replace("[sm.o1]", "[sm.o1, sm.o2]")
    .replace("| 90 |", "| 240 |")
)

ASSESSMENT = """\
---
id: sm.case
title: Case report
kind: case-report
marking: mark
words: 4000
tolerance: 10
pass-mark: 50
markers: sampled
due-month: 10
family-code: true
private: false
outcomes: [sm.o1, sm.o2]
---

Write about one family.

## Marking criteria

| Criterion | Weight | Fail | Pass | Merit | Distinction |
|---|---|---|---|---|---|
| Drawing | 40 | none | some | good | excellent |
| Thinking | 60 | none | some | good | excellent |

## Confidentiality

Name nobody.
"""

LOG = """\
---
id: sm.log
title: A moment
tradition: Gibbs, 1988
words: {at-least: 100, at-most: 500}
outcomes: [sm.o2]
---

For one moment.

## What happened?

As a camera saw it.

## What now?

One step.
"""

FILES = {
    "programme.md": PROGRAMME,
    "year/stage.md": STAGE,
    "year/modules/01-drawing.md": MODULE,
    "year/modules/02-more.md": MODULE_2,
    "year/assessments/case.md": ASSESSMENT,
    "year/logs/moment.md": LOG,
}


def changed(path: str, old: str, new: str) -> dict[str, str]:
    """The files with one passage written otherwise."""
    assert old in FILES[path], f"{old!r} is not in {path}"
    return {**FILES, path: FILES[path].replace(old, new, 1)}


def read(files: dict[str, str], glossary: str | None = GLOSSARY) -> Reading:
    """Read them on a site with one plugin."""
    return read_programme(files, KINDS, ["lms_example"], glossary, policies=POLICIES)


def problems(files: dict[str, str]) -> list[str]:
    """What is said about the files."""
    return [str(problem) for problem in read(files).problems]


def programme(files: dict[str, str] = FILES) -> Programme:
    """The programme that the files describe."""
    reading = read(files)
    assert reading.programme, reading.problems
    return reading.programme
