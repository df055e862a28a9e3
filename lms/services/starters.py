"""What a new file of a curriculum begins with: its settings and headings, for the tutor to fill."""

from __future__ import annotations

from collections.abc import Mapping

from lms.curriculum.places import ASSESSMENTS, CASES, LOGS, MODULES

MODULE = """---
id: {id}
title: "{title}"
day: 1
hours: 5
outcomes: []
---

## Aims

## The session

| Minutes | What happens | Who leads / materials |
|---|---|---|
| 300 |  |  |

## Key ideas

## Exercises

### First exercise

### Second exercise

## Vignette

## Reading

## For your log

## Links
"""
ASSESSMENT = """---
id: {id}
title: "{title}"
kind: essay
marking: pass-fail
words: 2000
tolerance: 10
markers: single
due-month: 6
outcomes: []
---

## What good work looks like

## Marking criteria

| Criterion | Not yet | Pass |
|---|---|---|
|  |  |  |

## Confidentiality

## Common mistakes
"""
LOG = """---
id: {id}
title: "{title}"
tradition: "Gibbs, 1988"
words: {{at-least: 300, at-most: 1200}}
outcomes: []
---

## What happened

## What you noticed in yourself

## What you will try next
"""
CASE = """---
case: "{title}"
programme: {programme}
people:
  amara: {{employer: medway, fte: 1.0}}
---

Say here why the case matters.

```yaml records
```

```yaml expect
```
"""
STARTERS: Mapping[str, str] = {
    MODULES: MODULE,
    ASSESSMENTS: ASSESSMENT,
    LOGS: LOG,
    CASES: CASE,
}
"""The text that each kind of file begins with; it has problems until somebody fills it."""
