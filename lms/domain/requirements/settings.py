"""Settings that several requirement kinds share."""

from __future__ import annotations

from fractions import Fraction

from lms.domain.programme import Requirement
from lms.domain.records import Field, FieldType

ROLES = (
    "learner",
    "tutor",
    "live-supervisor",
    "agency-supervisor",
    "line-manager",
    "marker",
    "board",
    "admissions-tutor",
    "supervisor-of-supervision",
    "coach",
    "mentor",
    "peer",
    "provider",
)

AT_LEAST = Field("at-least", FieldType.DECIMAL, required=True)


def threshold(requirement: Requirement, name: str = "at-least") -> Fraction:
    """A numeric setting as an exact number."""
    return Fraction(str(requirement.settings[name]))
