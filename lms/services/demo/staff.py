"""The staff of the example world: who holds which role, from the day it opened."""

from __future__ import annotations

from typing import Any

from lms.domain.calendar import add_months
from lms.services.demo.cohorts import INTAKES
from lms.services.demo.places import PLANNERS
from lms.services.demo.story import Story

OPERATOR = "sunita"

EVERYWHERE = {
    "anselm": ("marker", "conduct-officer"),
    "benedict": ("moderator",),
    "cressida": ("marker",),
    "gloria": ("programme-lead",),
    "hector": ("admissions-tutor", "board"),
    "leonora": ("conduct-officer",),
    "leopold": ("planner",),
    "miriam": ("marker",),
    "philip": ("board",),
    "roderick": ("data-protection-officer",),
    "rowena": ("board",),
    "sunita": ("operator",),
    "terence": ("supervisor-of-supervision", "board"),
}
"""Roles that are limited to no programme, cohort or authority."""
EXAMINER, EXAMINED, MONTHS_LEFT = "odette", "family-therapy", 14
"""The external examiner, the programme, and the months until the last day of the appointment."""
AUTHORS = {
    "foundation": "beatrix",
    "family-therapy": "dorothea",
    "supervision": "elias",
    "leadership": "frances",
}
"""The tutor of each programme who also writes its curriculum: a role for the whole programme."""


def tell_roles(story: Story) -> None:
    """Grant every role: tutors for their own cohorts and one for each whole programme, planners for their own authority."""
    for person, roles in EVERYWHERE.items():
        for role in roles:
            _grant(story, person, role)
    for intake in INTAKES.values():
        _grant(story, intake.tutor, "tutor", programme=intake.programme, cohort=intake.id)
    for programme, tutor in AUTHORS.items():
        _grant(story, tutor, "tutor", programme=programme)
    last = add_months(story.dates.today, MONTHS_LEFT)
    _grant(story, EXAMINER, "external-examiner", programme=EXAMINED, until=last)
    for authority, planner in PLANNERS.items():
        _grant(story, planner, "planner", authority=authority)


def _grant(story: Story, person: str, role: str, **limits: Any) -> None:
    story.tell(person, "role", story.dates.opening, by=OPERATOR, role=role, **limits)
