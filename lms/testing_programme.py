"""The smallest programme that can be published, around the requirements that a test is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

PROGRAMME = """---
id: {id}
title: A small programme
version: "{version}"
plugins: [{plugins}]
marking-policy: level-7@1
---

A programme for a test.
"""
STAGE = """---
id: year
title: The year
order: 1
enrolment: {id}
level: foundation
award: false
months: 12
days: 1
taught-hours: 1
terms: 3
outcomes:
  - {{id: {id}.o1, text: "Say what a pattern is"}}
declarations:
  - {{id: {id}.ethics, title: Ethics code, text: I keep to the code.}}
requirements: {requirements}
---

A year for a test.
"""
MODULE = """---
id: {id}.m01
title: The first day
day: 1
hours: 1
outcomes: [{id}.o1]
---

## Aims

To begin.

## The session

| Minutes | What happens | Who leads / materials |
|---|---|---|
| 60 | Talking | Tutor |

## Key ideas

A pattern is what repeats.

## Exercises

### Look

Look for one.

### Look again

Look for another.

## Vignette

An invented family talks.

## Reading

- Bateson, G. (1972) *Steps to an Ecology of Mind*. Chandler.

## For your log

- What did you see?

## Links

Try it at work.
"""
ESSAY = """---
id: {id}.essay
title: An essay
kind: essay
marking: mark
words: 1000
tolerance: 10
pass-mark: 50
markers: single
due-month: 6
outcomes: [{id}.o1]
---

Write about a pattern.

## What good work looks like

It shows the pattern.

## Marking criteria

| Criterion | Weight | Fail | Pass | Merit | Distinction |
|---|---|---|---|---|---|
| Pattern | 60 | None | One | Two | Three |
| Writing | 40 | Unclear | Clear | Fluent | A pleasure |

## Confidentiality

Change every name.

## Common mistakes

Blaming one person.
"""
LOG = """---
id: {id}.log
title: A moment that stayed with you
tradition: Gibbs, 1988
words: {{at-least: 3, at-most: 500}}
outcomes: [{id}.o1]
---

Choose a moment.

## What happened

Say what you saw.

## What you make of it

Say what you think now.
"""


def small_files(
    requirements: str, plugins: Iterable[str], identity: str, version: str
) -> dict[str, str]:
    """The files of a programme of one stage, with a module, an essay, a log and a declaration.

    ``requirements`` is the YAML list of the stage's requirements; titles and bases that it leaves
    out are filled in.
    """
    asked = yaml.safe_dump(
        [_filled_in(r) for r in yaml.safe_load(requirements) or ()], default_flow_style=True
    )
    fields = {
        "id": identity,
        "version": version,
        "plugins": ", ".join(plugins),
        "requirements": " ".join(asked.split()),
    }
    texts = {
        "programme.md": PROGRAMME,
        "year/stage.md": STAGE,
        "year/modules/01-first.md": MODULE,
        "year/assessments/essay.md": ESSAY,
        "year/logs/log.md": LOG,
    }
    return {path: text.format(**fields) for path, text in texts.items()}


def _filled_in(requirement: dict[str, Any]) -> dict[str, Any]:
    filled = {
        "title": requirement["id"],
        "basis": {"sure": "decided", "says": "Asked for by a test."},
        **requirement,
    }
    children = filled.get("settings", {}).get("of")
    if children:
        filled["settings"] = {**filled["settings"], "of": [_filled_in(c) for c in children]}
    return filled
