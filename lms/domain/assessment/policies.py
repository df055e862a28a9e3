"""The marking policies that come with the site; a plugin may add its own."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from lms.domain.assessment.penalties import NOT_READ, TEN_THEN_ZERO, A, B, C, D
from lms.domain.assessment.policy import MarkingPolicy, MarkingRules

LEVEL_7 = MarkingPolicy(
    name="level-7",
    version="1",
    title="Level 7",
    late=A,
    over_length=NOT_READ,
    basis=MappingProxyType(
        {
            "nothing": "This site’s own rule: an attempt at which nothing was handed in does not stay open.",
            "attempts": "This site’s own rule: a second fail allows no further attempt without the board.",
            "capped": "Sheffield, Warwick: a later attempt is capped at the pass mark.",
            "floor": "QMU: at least 40 in each component beside the overall pass mark.",
            "sample": "This site’s own rule, after Brighton (√n), Manchester CHSTM (10 scripts) and "
            "Sheffield (all fails).",
            "tolerance": "Our choice, after Sheffield Hallam and Cumbria: a difference that does "
            "not settle goes to a third marker.",
            "feedback": "Sector norm of 15 to 20 working days: recalled, not verified.",
            "appeal": "Our choice: fifteen working days from release.",
            "correction": "Exeter: 48 hours, weekends not counted, for a minor slip.",
            "anonymity": "Our choice: never in cohorts so small that everybody knows the work.",
        }
    ),
)
LEVEL_7_B = replace(LEVEL_7, name="level-7-late-b", title="Level 7, late penalty B", late=B)
LEVEL_7_C = replace(
    LEVEL_7,
    name="level-7-late-c",
    title="Level 7, late penalty C, over-length work penalised",
    late=C,
    over_length=TEN_THEN_ZERO,
)
LEVEL_7_D = replace(LEVEL_7, name="level-7-late-d", title="Level 7, late penalty D", late=D)
LEVEL_7_ANONYMOUS = replace(
    LEVEL_7, name="level-7-anonymous", title="Level 7, marked without names", anonymous_from=12
)
LATE_PENALTIES = MappingProxyType({penalty.name: penalty for penalty in (A, B, C, D)})
"""The rules for late work that come with the site, by name."""
CORE_POLICIES = (LEVEL_7, LEVEL_7_B, LEVEL_7_C, LEVEL_7_D, LEVEL_7_ANONYMOUS)
CORE_MARKING = MarkingRules(MappingProxyType({p.key: p for p in CORE_POLICIES}))
"""Core's policies without bank holidays: for tests and for rules asked without a site."""
